/* Everything here is an addition: without it each page still reads, links and prints. No inline script, no request. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  function aim() {
    var at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var d = at && (at.matches("details") ? at : at.closest("details")); d; d = d.parentElement.closest("details")) d.open = true;
  }
  document.addEventListener("DOMContentLoaded", function () {
    window.addEventListener("hashchange", aim);
    aim();
    var doc = document.querySelector(".doc");
    if (doc) doc.addEventListener("click", function (e) {
      var mark = e.target.closest("mark[id]");
      if (mark && !String(getSelection())) location.hash = mark.id;
    });
    document.querySelectorAll("input[data-complete]").forEach(function (box) {
      var wait = 0;
      box.addEventListener("input", function () {
        clearTimeout(wait);
        wait = setTimeout(function () {
          if (box.value.length < 2) return;
          var asked = new URLSearchParams({ of: box.dataset.complete, q: box.value, language: box.dataset.language });
          fetch("/complete.json?" + asked).then(function (r) { return r.json(); }).then(function (found) {
            box.list.textContent = "";
            found.forEach(function (pair) { var option = document.createElement("option"); option.value = pair[0]; option.textContent = pair[1]; box.list.append(option); });
          }, function () {});
        }, 150);
      });
    });
    document.addEventListener("click", function (e) {
      var led = e.target.closest && e.target.closest("[data-opens]");
      var box = led && document.getElementById(led.getAttribute("data-opens"));
      if (box && box.showPopover && !e.ctrlKey && !e.metaKey) { e.preventDefault(); box.showPopover(); }
    });
  });
})();
