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
  const headTitle = (head) => (head ? [...copies(head.querySelector(".code")), " ", ...copies(head.querySelector(".name"))] : []);
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
    const cell = summary.closest("td, th"), row = summary.closest("tr"), line = summary.closest("dd");
    const head = line ? line.previousElementSibling : summary.closest("table").tHead.rows[0].cells[cell.cellIndex];
    const label = (line ? row.previousElementSibling : row).querySelector("th[scope=row]");
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
        if (rows[at].closest("[hidden]") || !rows[at].cells.length) continue;
        next = links(rows[at].cells[Math.min(cell.cellIndex, rows[at].cells.length - 1)])[0];
      }
      next ||= event.target;
    }
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // The rows of a table; where each has a second line, the bodies that hold both.
  const items = (table) => (table.classList.contains("split") ? [...table.tBodies] : [...table.tBodies].flatMap((part) => [...part.rows]).filter((row) => !row.classList.contains("group")));

  // Filters. Sums are those of what is shown, and say so.
  document.querySelectorAll(".tools").forEach((tools) => {
    const folded = tools.parentElement, section = folded.parentElement;
    folded.hidden = false;
    folded.open = matchMedia("(min-width: 40.01rem)").matches;
    const table = by(tools.dataset.for), id = tools.dataset.for.slice(2);
    const find = (selector) => tools.querySelector(selector);
    const rows = items(table);
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
      single.forEach((head, place) => select.add(new Option([head.querySelector(".code"), head.querySelector(".name")].filter(Boolean).map(spoken).join(" ").slice(0, 80), `c${place}`)));
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
        const fits = words.every((word) => text.includes(word)) && (!origin || mine === origin) && (which === "all" || (which === "gaps" ? row.classList.contains("gap") : (which === "marks") === kept.length > 0));
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
    const order = items(table), parent = order[0]?.parentElement, foot = table.tFoot;
    if (order.length < 3) return;
    const place = (rows) => (parent === table ? rows.forEach((row) => table.insertBefore(row, foot)) : parent.append(...rows));
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = make("button", "sort", make("span", "label", ...head.childNodes));
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        const direction = next === undefined ? "ascending" : next;
        if (!direction) { place(order); return; }
        head.setAttribute("aria-sort", direction);
        const collator = new Intl.Collator(root.lang, { numeric: true });
        const keyed = order.map((row, at) => {
          const cell = (row.cells || row.rows[0].cells)[column], value = cell.dataset.value;
          return { row, at, key: value === undefined ? spoken(cell) : value === "" ? null : Number(value) };
        });
        const empty = (key) => key === null || key === "";
        const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b));
        keyed.sort((one, other) => {
          if (empty(one.key) || empty(other.key)) return empty(one.key) - empty(other.key) || one.at - other.at;
          return (direction === "ascending" ? 1 : -1) * compare(one.key, other.key) || one.at - other.at;
        });
        place(keyed.map(({ row }) => row));
      });
    });
  });

  // One search over everything: headings, prose, rows and evidence, in the language that is shown.
  const panel = document.querySelector(".panel"), searched = panel.querySelector("search"), field = by("find");
  const hits = panel.querySelector(".hits"), told = panel.querySelector(".found");
  const WORD = /[\p{L}\p{N}]+/gu, MOST_HITS = 60;
  const fold = (text) => text.toLowerCase().replace(/æ/g, "ae").replace(/[øö]/g, "oe").replace(/å/g, "aa").normalize("NFD").replace(/\p{M}/gu, "");
  const ENDING = /(?:ernes|enes|erne|ende|ing|ede|ene|ens|ets|ers|ies|en|er|et|ed|es|e|s)$/;
  const stem = (word) => {
    let root = word;
    for (let turn = 0; turn < 3; turn += 1) {
      const shorter = root.replace(ENDING, "");
      if (shorter === root || shorter.length < 3 || /^\d/.test(root)) break;
      root = shorter;
    }
    return root.replace(/([bdfgklmnprst])\1$/, "$1").replace(/y$/, "i");
  };
  const stems = new Map();
  const stemmed = (word) => { if (!stems.has(word)) stems.set(word, stem(word)); return stems.get(word); };
  const likeness = (asked, word) => {
    if (asked === word) return 4;
    if (stemmed(asked) === stemmed(word)) return 3;
    if (asked.length > 1 && word.startsWith(asked)) return 2;
    if (stemmed(asked).length > 3 && word.startsWith(stemmed(asked))) return 1.5;
    return asked.length > 3 && word.includes(asked) ? 1 : 0;
  };
  const plain = (element) => {
    const other = english() ? "da" : "en", parts = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(`.${other}, details.figure > :not(summary), .n`)) parts.push(walker.currentNode.data);
    return parts.join(" ").replace(/\s+/g, " ").replace(/^[\s·]+/, "").trim();
  };
  const wordsOf = (text) => (text.match(WORD) || []).map(fold);
  const sectionTitle = (section) => spoken(section.querySelector("h2") || by("title"));
  let units = null;
  const gather = () => {
    units = [];
    const add = (id, where, text, weight) => units.push({ id, where, text, weight, words: new Set(wordsOf(text)) });
    document.querySelectorAll("main > section").forEach((section) => {
      const where = sectionTitle(section);
      if (section.id === "evidence") return;
      add(section.id, where, [section.querySelector("h2"), ...section.querySelectorAll(":scope > p")].filter(Boolean).map(plain).join(" "), 1.2);
      section.querySelectorAll(":scope svg").forEach((drawing) => {
        if (!drawing.closest(`.${english() ? "da" : "en"}`)) add(section.id, where, [...drawing.querySelectorAll("text, title")].map((text) => text.textContent).join(" "), 0.5);
      });
      section.querySelectorAll("table").forEach((table) => items(table).forEach((row) => {
        const id = row.id || row.querySelector("tr").id;
        add(id, where, table.classList.contains("table") ? plain(row) : plain(row.cells[0]), 1);
      }));
    });
    const where = said(say.evidence);
    const article = (id, entry) => add(id, where, [...entry.querySelectorAll("h3, blockquote")].map(plain).join(" · ").replace(/^\d+ /, ""), 0.8);
    document.querySelectorAll("#evidence > article").forEach((entry) => article(entry.id, entry));
    for (const [, id, text] of store.matchAll(/<article id="(e\d+)"[^]*?<h3[^>]*>([^]*?)<\/article>/g)) {
      const other = english() ? /<span lang="da" class="da">[^]*?<\/span>/g : /<span lang="en" class="en">[^]*?<\/span>/g;
      const holder = document.createElement("template");
      holder.innerHTML = text.replace(/<p class="used">[^]*/, "").replace(other, "").replace(/<[^>]*>/g, " ");
      add(id, where, holder.content.textContent.replace(/\s+/g, " ").trim(), 0.8);
    }
  };
  const lit = (text, asked) => {
    const line = document.createDocumentFragment();
    let end = 0;
    for (const match of text.matchAll(WORD)) {
      if (!asked.some((word) => likeness(word, fold(match[0])))) continue;
      line.append(text.slice(end, match.index), make("mark", "", match[0]));
      end = match.index + match[0].length;
    }
    line.append(text.slice(end));
    return line;
  };
  const around = (text, asked) => {
    const first = [...text.matchAll(WORD)].find((match) => asked.some((word) => likeness(word, fold(match[0]))));
    const start = Math.max(0, (first?.index || 0) - 50), from = start && text.indexOf(" ", start) + 1;
    return `${from ? "… " : ""}${text.slice(from, from + 150)}${from + 150 < text.length ? " …" : ""}`;
  };
  const unlight = () => document.querySelectorAll("main mark").forEach((mark) => { const parent = mark.parentNode; mark.replaceWith(...mark.childNodes); parent.normalize(); });
  const light = (element, asked) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("svg")) texts.push(walker.currentNode);
    texts.forEach((text) => { const line = lit(text.data, asked); if (line.childElementCount) text.replaceWith(line); });
  };
  const asking = () => [...new Set(wordsOf(field.value))];
  let answered = "";
  const search = () => {
    const asked = asking();
    answered = field.value;
    unlight();
    if (!asked.length) { hits.hidden = true; hits.replaceChildren(); told.replaceChildren(); return; }
    if (!units) gather();
    const phrases = [...field.value.matchAll(/["“»]([^"”«]+)["”«]/g)].map((match) => fold(match[1]));
    const known = asked.map((word) => {
      const scores = new Map();
      return (other) => { if (!scores.has(other)) scores.set(other, likeness(word, other)); return scores.get(other); };
    });
    const found = [];
    units.forEach((unit, at) => {
      let score = 0;
      for (const of of known) {
        let best = 0;
        for (const word of unit.words) { best = Math.max(best, of(word)); if (best === 4) break; }
        if (!best) return;
        score += best;
      }
      if (phrases.every((phrase) => fold(unit.text).includes(phrase))) found.push({ unit, at, score: score * unit.weight });
    });
    found.sort((one, other) => other.score - one.score || one.at - other.at);
    hits.replaceChildren(...found.slice(0, MOST_HITS).map(({ unit }) => {
      const link = make("a", "", make("span", "where", unit.where), lit(around(unit.text, asked), asked));
      link.href = `#${unit.id}`;
      return make("li", "", link);
    }));
    hits.hidden = !found.length;
    told.replaceChildren(...(found.length ? [`${found.length} `, both(found.length === 1 ? say.found_one : say.found)] : [both(say.found_none)]));
    if (found.length > MOST_HITS) told.append(" (", both(say.found_more), ")");
  };
  const narrow = matchMedia("screen and (max-width: 64rem)");
  const reveal = (id, asked) => {
    const target = by(id);
    if (!target) return false;
    if (target.closest("[hidden]")) target.closest("section").querySelectorAll(".tools").forEach((tools) => { tools.reset(); tools.dispatchEvent(new Event("input")); });
    target.closest("[hidden]")?.removeAttribute("hidden");
    for (let up = target.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    unlight();
    const below = target.nextElementSibling?.classList.contains("below") ? [target.nextElementSibling] : [];
    [target.localName === "section" ? [target.querySelector("h2"), ...target.querySelectorAll(":scope > p")].filter(Boolean) : [target, ...below]].flat().forEach((part) => light(part, asked));
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: target.localName === "section" ? "start" : "center" });
    return true;
  };
  hits.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    hits.querySelectorAll("[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    const id = link.hash.slice(1), asked = asking();
    if (narrow.matches && panel.parentElement.classList.contains("beside")) panel.open = false;
    if (by(id)) { location.hash = link.hash; reveal(id, asked); return; }
    open([both(say.evidence)], [], [id.slice(1)]);
    light(body, asked);
  });
  hits.addEventListener("keydown", (event) => {
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = event.target.closest("li")[step]?.firstElementChild || (step[0] === "p" ? field : null);
    next?.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !hits.hidden) { event.preventDefault(); hits.querySelector("a").focus(); }
    if (event.key === "Escape") { field.value = ""; search(); }
  });
  // what was sent with Enter is answered already: a late second search would put out the lights of a hit
  field.addEventListener("input", later(() => { if (field.value !== answered) search(); }));
  field.form.addEventListener("submit", (event) => { event.preventDefault(); search(); hits.querySelector("a")?.focus(); });
  searched.hidden = false;
  heard.push(() => { units = null; hits.setAttribute("aria-label", said(say.hits)); search(); });

  // The contents: folded on a narrow screen, and the section that is read is marked.
  const entries = new Map([...panel.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  if (entries.size) {
    panel.open = !narrow.matches;
    narrow.addEventListener("change", () => { panel.open = !narrow.matches; });
    panel.addEventListener("click", (event) => { if (narrow.matches && event.target.closest(".contents a")) panel.open = false; });
    const seen = new Set();
    const observer = new IntersectionObserver((changes) => {
      changes.forEach(({ target, isIntersecting }) => (isIntersecting ? seen.add(target.id) : seen.delete(target.id)));
      const current = [...entries.keys()].find((id) => seen.has(id));
      entries.forEach((link, id) => (id === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    }, { rootMargin: "0px 0px -70% 0px" });
    entries.forEach((link, id) => { if (by(id)) observer.observe(by(id)); });
  }

  // Page numbers of the contents. No browser looks them up for print (target-counter), so before it prints the rules for
  // paper are laid on and the text flows through columns of the size of a page, which break as pages do.
  const paged = () => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSMediaRule);
    const media = rules.map((rule) => rule.media.mediaText);
    const sections = [...document.querySelectorAll("main > section")], isFront = (part) => part.querySelector(":scope > .short");
    // a short report is printed before the contents, all else after them
    const parts = sections.filter((part) => !isFront(part));
    const runs = [...sections.filter(isFront).map((part) => [part]), [...document.querySelectorAll("header.head, .panel")]];
    parts.forEach((part, at) => {
      const before = parts[at - 1];
      const begins = (one) => one.classList.contains("turned-page") || one.querySelector(".matrix");
      if (!at || part.id === "evidence" || begins(part) || before.classList.contains("turned-page")) runs.push([part]);
      else runs.at(-1).push(part);
    });
    const scroll = [scrollX, scrollY], number = new Map();
    let page = 0;
    try {
      rules.forEach((rule, at) => {
        if (media[at] === "print") rule.media.mediaText = "all";
        else if (media[at].includes("screen")) rule.media.mediaText = "not all";
      });
      root.classList.add("measured");
      for (const run of runs) {
        run.forEach((part) => part.classList.add("in-run"));
        root.classList.toggle("measured-turned", run[0].classList.contains("turned-page"));
        const left = document.body.getBoundingClientRect().left, width = document.body.clientWidth;
        const column = (rect) => Math.floor((rect.left - left + 1) / width);
        run.forEach((part) => number.set(part.id, page + 1 + column((part.querySelector(":scope > h2") ?? part).getClientRects()[0])));
        if (run[0].id === "evidence") break;
        if (run.some((part) => [...part.querySelectorAll(".frame")].some((frame) => frame.scrollWidth > frame.clientWidth + 1))) return; // the browser will shrink all pages
        page += 1 + column([...run.at(-1).getClientRects()].at(-1));
        run.forEach((part) => part.classList.remove("in-run"));
      }
    } finally {
      document.querySelectorAll(".in-run").forEach((part) => part.classList.remove("in-run"));
      root.classList.remove("measured", "measured-turned");
      rules.forEach((rule, at) => { rule.media.mediaText = media[at]; });
      scrollTo(...scroll);
    }
    entries.forEach((link, id) => { if (number.has(id)) link.dataset.page = number.get(id); });
    panel.querySelector(".page-numbers").hidden = false;
  };

  // What paper needs: registers open while it prints. What the keyboard needs: heads never cover what has the focus.
  const closed = () => [...document.querySelectorAll("details.panel:not([open]), details.register:not([open]), details.key:not([open])")];
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = closed();
    opened.forEach((details) => { details.open = true; });
    if (entries.size) paged();
  });
  addEventListener("afterprint", () => { opened.forEach((details) => { details.open = false; }); });
  const measure = () => document.querySelectorAll(".frame").forEach((frame) => {
    const table = frame.querySelector("table"), first = table.tHead?.rows[0].cells[0];
    if (!first || !first.offsetWidth) return;
    const foot = table.classList.contains("matrix") && table.tFoot ? table.tFoot.offsetHeight : 0;
    const left = table.classList.contains("matrix") ? first.offsetWidth : 0;
    frame.style.scrollPadding = `${table.tHead.offsetHeight + 4}px 4px ${foot + 4}px ${left + 4}px`;
  });
  const hint = () => document.querySelectorAll(".frame").forEach((frame) => {
    const over = frame.scrollWidth > frame.clientWidth + 1;
    frame.classList.toggle("over", over && frame.scrollLeft + frame.clientWidth < frame.scrollWidth - 1);
    if (frame.previousElementSibling.classList.contains("wide-hint")) frame.previousElementSibling.hidden = !over;
  });
  document.querySelectorAll(".frame").forEach((frame) => frame.addEventListener("scroll", later(hint), { passive: true }));
  heard.push(hint);
  addEventListener("resize", later(hint));
  heard.push(measure);
  addEventListener("resize", later(measure));
  speak();
})();
