"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const { names, say } = JSON.parse(by("data").textContent);
  const english = () => by("language-en").checked;
  const said = (pair) => (Array.isArray(pair) ? pair[english() ? 1 : 0] : pair);
  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const both = (pair) => {
    if (!Array.isArray(pair)) return make("span", "", pair);
    return make("span", "", ...["da", "en"].map((language, place) => {
      const span = make("span", language, pair[place]);
      span.lang = language;
      return span;
    }));
  };
  const spoken = (element) => {
    const other = english() ? "da" : "en";
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(`.${other}`)) text += walker.currentNode.data;
    return text.trim();
  };
  const later = (work) => { let timer; return () => { clearTimeout(timer); timer = setTimeout(work, 80); }; };

  const heard = [];
  const speak = () => {
    root.lang = english() ? "en" : "da";
    const title = document.querySelector("title");
    title.textContent = title.dataset[root.lang];
    heard.forEach((change) => change());
  };
  document.querySelectorAll(".languages input").forEach((input) => input.addEventListener("change", speak));

  // The dialog: what a mark, a number or a title opens to.
  const dialog = by("dialog"), heading = by("dialog-title"), body = dialog.querySelector(".body");
  const MOST = 150;
  const store = by("store")?.textContent || "";
  let starts = null;
  const stored = (number) => {
    starts ||= new Map([...store.matchAll(/<article id="e(\d+)"/g)].map((match) => [match[1], match.index]));
    if (!starts.has(number)) return null;
    const parsed = document.createElement("template"), start = starts.get(number);
    parsed.innerHTML = store.slice(start, store.indexOf("</article>", start));
    return parsed.content.firstElementChild;
  };
  const entry = (number) => {
    const copy = by(`e${number}`)?.cloneNode(true) || stored(number);
    copy.removeAttribute("id");
    copy.querySelectorAll(".used").forEach((used) => used.remove());
    return copy;
  };
  const copies = (node) => (node ? [...node.childNodes].map((child) => child.cloneNode(true)) : []);
  const listOf = (element) => (element.dataset.of || "").split(" ").filter(Boolean);
  const open = (title, before, numbers) => {
    const each = [...new Set(numbers)];
    heading.replaceChildren(...title);
    body.replaceChildren(...before, ...each.slice(0, MOST).map(entry));
    if (each.length > MOST) body.append(make("p", "", `+ ${each.length - MOST} `, both(say.rest)));
    dialog.showModal();
    dialog.scrollTop = 0;
    heading.focus();
  };
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  const headOf = (mark) => {
    const label = mark.getAttribute("aria-labelledby");
    return label ? by(label.split(" ")[0]) : null;
  };
  const headTitle = (head) => (head ? [...copies(head.querySelector(".code")), " ", ...copies(head.querySelector(".turned"))] : []);
  const rowTitle = (row) => copies(row.querySelector("th[scope=row] a") || row.querySelector("th[scope=row]"));
  const wayOf = (mark) => {
    const [lowest, things] = (mark.dataset.way || "0:").split(":");
    const way = make("p", "way", both(say.way), ": ");
    things.split(" ").filter(Boolean).forEach((place, at) => {
      if (at) way.append(at <= Number(lowest) ? " ‹ " : " › ");
      way.append(both(names[Number(place)]));
    });
    return way;
  };
  const openMark = (mark) => {
    const basis = by(`b-${mark.classList[1]}`);
    const told = make("p", "basis", mark.textContent, " ", ...copies(basis), ": ", ...copies(basis.nextElementSibling));
    open([...rowTitle(mark.closest("tr")), " → ", ...headTitle(headOf(mark))], [told, wayOf(mark)], listOf(mark));
  };
  const visible = (mark) => !mark.hidden && !mark.closest("[hidden]");
  const openSum = (link) => {
    const table = link.closest("table"), row = link.closest("tr");
    let marks = [...(link.dataset.sum === "row" ? row : table).querySelectorAll("a.mark")].filter(visible);
    let title = link.dataset.sum === "row" ? rowTitle(row) : [both(say.total)];
    if (link.dataset.sum === "column") {
      const head = table.tHead.rows[0].cells[link.closest("td").cellIndex];
      marks = marks.filter((mark) => headOf(mark) === head);
      title = headTitle(head);
    }
    const numbers = [...new Set(marks.flatMap(listOf))];
    open([...title, `: ${marks.length} `, both(say.signs)], [make("p", "basis", `${marks.length} `, both(say.signs), " ", both(say.rests), ":")], numbers);
  };
  const openFigure = (summary) => {
    const cell = summary.closest("td, th"), row = summary.closest("tr");
    const head = summary.closest("table").tHead.rows[0].cells[cell.cellIndex];
    const label = row.querySelector("th[scope=row]");
    const title = [...copies(head.querySelector("button .label") || head), ": ", ...copies(summary)];
    const about = label && label !== cell && !label.querySelector("details") ? [make("p", "way", ...copies(label.querySelector("a") || label))] : [];
    open(title, about, listOf(summary.parentElement));
  };
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.target.closest("a[data-of], a[data-sum], details.figure > summary");
    if (!target) return;
    event.preventDefault();
    if (target.localName === "summary") openFigure(target);
    else if (target.dataset.sum) openSum(target);
    else if (target.matches("table a.mark")) openMark(target);
    else if (target.namespaceURI.endsWith("svg")) open([target.querySelector("title")?.textContent || said(say.evidence)], [], listOf(target));
    else if (target.closest("th.column, .key")) open(headTitle(target.closest("th, li")), [], listOf(target));
    else open(copies(target), [], listOf(target));
  });

  // Arrow keys between the links of a table, for those who see it; Tab goes the same way as without script.
  const links = (cell) => [...cell.querySelectorAll("a, summary")].filter(visible);
  document.addEventListener("keydown", (event) => {
    const table = event.target.closest?.("table");
    if (!table || !event.target.matches("a, summary") || event.altKey || event.ctrlKey || event.metaKey) return;
    const cell = event.target.closest("td, th"), row = cell.parentElement;
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    let next = null;
    if (event.key === "Home" || event.key === "End") next = links(row).at(event.key === "Home" ? 0 : -1);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const all = links(row);
      next = all[all.indexOf(event.target) + step] || event.target;
    } else if (step) {
      const rows = [...table.rows];
      for (let at = rows.indexOf(row) + step; at >= 0 && at < rows.length && !next; at += step) {
        if (!rows[at].hidden && rows[at].cells[cell.cellIndex]) next = links(rows[at].cells[cell.cellIndex])[0];
      }
      next ||= event.target;
    }
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // Search and filters. Sums are those of what is shown, and say so.
  document.querySelectorAll(".tools").forEach((tools) => {
    const folded = tools.parentElement, section = folded.parentElement;
    folded.hidden = false;
    folded.open = matchMedia("(min-width: 40.01rem)").matches;
    const table = by(tools.dataset.for), id = tools.dataset.for.slice(2);
    const find = (selector) => tools.querySelector(selector);
    const rows = [...table.tBodies].flatMap((part) => [...part.rows]).filter((row) => !row.classList.contains("group"));
    const matrix = table.classList.contains("matrix"), listed = table.classList.contains("listed");
    const heads = matrix ? (listed ? [...section.querySelectorAll(".key li")] : [...table.querySelectorAll("th.column")]) : [];
    const column = find(".pick-column"), strategy = find(".pick-strategy");
    const textOf = (element) => [...element.childNodes].filter((child) => child.className !== "n").map((child) => child.textContent).join(" ").toLowerCase();
    const known = rows.map((row) => {
      const marks = matrix ? [...row.querySelectorAll(".mark")].map((element) => ({
        element, basis: element.classList[1],
        column: listed ? Number(element.parentElement.dataset.column) - 1 : element.parentElement.cellIndex - 1,
      })) : [];
      const sum = matrix ? row.cells[row.cells.length - 1] : null;
      return { row, marks, sum, was: sum && sum.textContent.trim(), text: textOf(matrix ? row.cells[0] : row), origin: row.dataset.origin };
    });
    const sums = matrix && table.tFoot ? [...table.tFoot.rows[0].cells].slice(1) : [];

    const choices = (select, all, groups, single) => {
      if (!select) return;
      const chosen = select.value;
      select.replaceChildren(new Option(said(all), ""));
      for (const group of new Set(groups)) if (group !== undefined) select.add(new Option(said(names[group]), `g${group}`));
      single.forEach((head, place) => select.add(new Option(`${spoken(head.querySelector(".code"))} ${spoken(head.querySelector(".turned"))}`.slice(0, 80), `c${place}`)));
      select.value = chosen;
    };
    const fill = () => {
      choices(column, say.all_columns, new Set(heads.map((head) => head.dataset.group)).size > 1 ? heads.map((head) => head.dataset.group) : [], heads);
      choices(strategy, say.all_strategies, rows.map((row) => row.dataset.origin), []);
    };
    const number = (link, told) => { if (link) { link.textContent = told; link.hidden = false; } };

    const apply = () => {
      const words = find(".search").value.toLowerCase().split(/\s+/).filter(Boolean);
      const bases = new Set([...tools.querySelectorAll(".basis:checked")].map((input) => input.value));
      const anyBasis = !find(".basis"), which = find(".which:checked")?.value || "all";
      const pick = column?.value || "", origin = strategy?.value.slice(1) || "";
      const shownColumn = heads.map((head, place) => !pick || pick === `c${place}` || pick === `g${head.dataset.group}`);
      const narrowed = pick || (!anyBasis && bases.size < tools.querySelectorAll(".basis").length);
      const counts = heads.map(() => 0);
      let shown = 0;
      for (const { row, marks, sum, text, origin: mine } of known) {
        const kept = marks.filter((mark) => {
          const shows = shownColumn[mark.column] && (anyBasis || bases.has(mark.basis));
          if (mark.element.hidden === shows) mark.element.hidden = !shows;
          return shows;
        });
        const fits = words.every((word) => text.includes(word)) && (!origin || mine === origin) && (which === "all" || (which === "marks") === kept.length > 0);
        if (row.hidden === fits) row.hidden = !fits;
        const entryOfRow = matrix && by(`${id}k${row.id.slice(id.length + 1)}`);
        if (entryOfRow) entryOfRow.hidden = !fits;
        if (!fits) continue;
        shown += 1;
        kept.forEach((mark) => { counts[mark.column] += 1; });
        if (sum && marks.length) number(sum.firstElementChild, kept.length);
      }
      if (matrix && !listed) {
        heads.forEach((head, place) => {
          if (head.hidden === !shownColumn[place]) return;
          for (const row of table.rows) if (!row.classList.contains("group")) row.cells[place + 1].hidden = !shownColumn[place];
        });
        counts.forEach((count, place) => number(sums[place].firstElementChild, count));
        number(sums.at(-1).firstElementChild, counts.reduce((a, b) => a + b, 0));
      } else if (listed) {
        known.forEach(({ row }) => row.querySelectorAll(".pair").forEach((pair) => { pair.hidden = !pair.querySelector(".mark:not([hidden])"); }));
      }
      const filtered = Boolean(narrowed) || shown < rows.length;
      table.querySelectorAll("th.sum, th.total").forEach((head) => head.replaceChildren(both(filtered ? say.shown : say.total)));
      table.querySelectorAll("tr.group").forEach((group) => { group.hidden = ![...group.parentElement.rows].some((row) => row !== group && !row.hidden); });
      table.closest(".frame").hidden = !shown;
      find(".shown-rows").replaceChildren(`${shown} `, both(say.of), ` ${rows.length} `, both(say.rows_shown));
    };
    tools.addEventListener("input", later(apply));
    tools.addEventListener("change", later(apply));
    tools.addEventListener("reset", () => setTimeout(apply));
    tools.addEventListener("submit", (event) => event.preventDefault());
    heard.push(fill);
    fill();
    find(".shown-rows").replaceChildren(`${rows.length} `, both(say.of), ` ${rows.length} `, both(say.rows_shown));
  });

  // Sorting by the heads of a report's tables: up, down, as it was.
  document.querySelectorAll("table.table").forEach((table) => {
    const part = table.tBodies[0];
    if (!part || part.rows.length < 3) return;
    const order = [...part.rows], heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = make("button", "sort", make("span", "label", ...head.childNodes));
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        const direction = next === undefined ? "ascending" : next;
        if (!direction) { part.append(...order); return; }
        head.setAttribute("aria-sort", direction);
        const collator = new Intl.Collator(root.lang, { numeric: true });
        const keyed = order.map((row, at) => {
          const cell = row.cells[place], value = cell.dataset.value;
          return { row, at, key: value === undefined ? spoken(cell) : value === "" ? null : Number(value) };
        });
        const empty = (key) => key === null || key === "";
        const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b));
        keyed.sort((one, other) => {
          if (empty(one.key) || empty(other.key)) return empty(one.key) - empty(other.key) || one.at - other.at;
          return (direction === "ascending" ? 1 : -1) * compare(one.key, other.key) || one.at - other.at;
        });
        part.append(...keyed.map(({ row }) => row));
      });
    });
  });

  // What a link to the page of paper needs: registers open while it prints; heads never cover what has the focus.
  const closed = () => [...document.querySelectorAll("details.register:not([open]), details.key:not([open])")];
  let opened = [];
  addEventListener("beforeprint", () => { opened = closed(); opened.forEach((details) => { details.open = true; }); });
  addEventListener("afterprint", () => { opened.forEach((details) => { details.open = false; }); });
  const measure = () => document.querySelectorAll(".frame").forEach((frame) => {
    const table = frame.querySelector("table"), first = table.tHead?.rows[0].cells[0];
    if (!first || !first.offsetWidth) return;
    const foot = table.classList.contains("matrix") && table.tFoot ? table.tFoot.offsetHeight : 0;
    const left = table.classList.contains("matrix") ? first.offsetWidth : 0;
    frame.style.scrollPadding = `${table.tHead.offsetHeight + 4}px 4px ${foot + 4}px ${left + 4}px`;
  });
  heard.push(measure);
  addEventListener("resize", later(measure));
  speak();
})();
