/* The search of a folder: no request is made; the index is scripts that hand over what they have. */
(function () {
  "use strict";
  var kept = {}, waiting = {};
  function take(kind) { return function (name, value) { kept[kind + name] = value; (waiting[kind + name] || []).forEach(function (go) { go(value); }); }; }
  window.strategigraf = { words: take("w:"), entries: take("e:") };
  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("search-form"), box = document.getElementById("q"), said = document.getElementById("said"), list = document.getElementById("hits");
    if (!form || !form.dataset.index) return;
    var language = form.dataset.language;
    function load(kind, name) {
      return new Promise(function (done) {
        var key = kind + name;
        if (key in kept) { done(kept[key]); return; }
        (waiting[key] = waiting[key] || []).push(done);
        if (waiting[key].length > 1) return;
        var script = document.createElement("script");
        script.src = form.dataset.index + "/" + language + "-" + name + ".js";
        script.onerror = function () { kept[key] = null; waiting[key].forEach(function (go) { go(null); }); };
        document.head.append(script);
      });
    }
    function with_prefix(found, word) {
      var numbers = new Set();
      for (var known in found || {}) if (known.startsWith(word)) found[known].forEach(function (n) { numbers.add(n); });
      return numbers;
    }
    var turn = 0;
    function look() {
      var mine = ++turn, words = box.value.toLocaleLowerCase(language).match(/[\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*/gu) || [];
      list.textContent = "";
      if (!words.length) { said.textContent = ""; return; }
      Promise.all(words.map(function (word) { return load("w:", "w" + word.codePointAt(0).toString(16)).then(function (found) { return with_prefix(found, word); }); })).then(function (sets) {
        if (mine !== turn) return;
        var all = Array.from(sets[0]).filter(function (n) { return sets.every(function (set) { return set.has(n); }); }).sort(function (a, b) { return a - b; });
        said.textContent = all.length ? all.length + " " + form.dataset.found : form.dataset.none;
        var first = all.slice(0, 200), size = 400;
        Promise.all(Array.from(new Set(first.map(function (n) { return Math.floor(n / size); }))).map(function (c) { return load("e:", String(c)); })).then(function () {
          if (mine !== turn) return;
          var rows = first.map(function (n) { return kept["e:" + Math.floor(n / size)][n % size]; });
          rows.sort(function (a, b) { return hits(b) - hits(a); });
          function hits(row) { var title = row[0].toLocaleLowerCase(language); return words.filter(function (w) { return title.includes(w); }).length; }
          rows.slice(0, 30).forEach(function (row) {
            var item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("span");
            link.textContent = row[0]; link.href = form.dataset.root + row[2];
            kind.className = "k"; kind.textContent = " " + [row[1], row[3]].filter(Boolean).join(", ");
            item.append(link, kind);
            if (row[4]) { var words = document.createElement("q"); words.textContent = row[4]; item.append(document.createElement("br"), words); }
            list.append(item);
          });
          if (all.length > 30) { var more = document.createElement("li"); more.textContent = form.dataset.more + " (" + (all.length - 30) + ")"; list.append(more); }
        });
      });
    }
    form.addEventListener("submit", function (e) { e.preventDefault(); history.replaceState(null, "", "?q=" + encodeURIComponent(box.value)); look(); });
    box.addEventListener("input", look);
    var asked = new URLSearchParams(location.search).get("q");
    if (asked) { box.value = asked; look(); }
  });
})();
