"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const dialog = document.getElementById("dialog");
  const title = document.getElementById("dialog-title");
  const body = dialog.querySelector(".body");
  const speak = () => { root.lang = document.getElementById("language-en").checked ? "en" : "da"; };
  document.querySelectorAll(".languages input").forEach((input) => input.addEventListener("change", speak));
  speak();

  const copyOf = (id) => {
    const article = document.getElementById(id);
    if (!article) return null;
    const copy = article.cloneNode(true);
    copy.removeAttribute("id");
    return copy;
  };
  const open = (heading, way, ids) => {
    title.replaceChildren(...heading);
    body.replaceChildren();
    if (way) { way.className = "way"; body.append(way); }
    for (const id of ids) { const copy = copyOf(id); if (copy) body.append(copy); }
    dialog.showModal();
    title.focus();
  };
  const copies = (node) => node ? [...node.childNodes].map((child) => child.cloneNode(true)) : [];
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-of]");
    const summary = event.target.closest("details.figure > summary");
    if (link && link.ownerSVGElement && dialog.showModal) {
      event.preventDefault();
      const told = link.querySelector("title")?.textContent.split(" “")[0] ?? "";
      open([document.createTextNode(told)], null, link.dataset.of.split(" "));
    } else if (link && dialog.showModal) {
      event.preventDefault();
      const row = link.closest("tr")?.querySelector("th[scope=row] a");
      const way = document.createElement("p");
      way.append(...copies(link.querySelector(".hidden")));
      open(link.classList.contains("mark") ? copies(row) : copies(link), link.classList.contains("mark") ? way : null, link.dataset.of.split(" "));
    } else if (summary && dialog.showModal) {
      event.preventDefault();
      const ids = [...summary.parentElement.querySelectorAll("a[data-of]")].flatMap((a) => a.dataset.of.split(" "));
      open([document.createTextNode(summary.firstChild.textContent)], null, [...new Set(ids)]);
    }
  });

  document.querySelectorAll(".tools").forEach((tools) => {
    tools.hidden = false;
    const table = document.getElementById(tools.dataset.for);
    const rows = [...table.tBodies[0].rows];
    const search = tools.querySelector(".search"), gaps = tools.querySelector(".gaps"), shown = tools.querySelector(".shown");
    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const bases = new Set([...tools.querySelectorAll(".bases input:checked")].map((input) => input.value));
      let count = 0;
      for (const row of rows) {
        if (row.classList.contains("group")) continue;
        row.querySelectorAll("a.mark").forEach((mark) => { mark.style.visibility = bases.has(mark.dataset.basis) ? "" : "hidden"; });
        const text = row.cells[0].textContent.toLowerCase();
        const empty = ![...row.querySelectorAll("a.mark")].some((mark) => bases.has(mark.dataset.basis));
        row.hidden = !words.every((word) => text.includes(word)) || (gaps.checked && !empty);
        count += !row.hidden;
      }
      rows.filter((row) => row.classList.contains("group")).forEach((row) => {
        let next = row.nextElementSibling;
        while (next && !next.classList.contains("group") && next.hidden) next = next.nextElementSibling;
        row.hidden = !next || next.classList.contains("group");
      });
      shown.textContent = `${count} / ${rows.filter((row) => !row.classList.contains("group")).length}`;
    };
    tools.addEventListener("input", apply);
    tools.addEventListener("submit", (event) => event.preventDefault());
    apply();
  });
})();
