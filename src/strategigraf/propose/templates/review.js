/* The review page: cards on the left, the document on the right, decisions kept by the words of the proposals. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent), say = data.say;
  var store = "strategigraf:" + data.document, list = document.getElementById("cards");
  var bar = document.getElementById("done"), told = document.getElementById("told"), single = document.getElementById("single");
  var pane = document.querySelector(".pane"), box = document.querySelector(".list");
  var state = { decisions: {}, edits: {}, splits: {}, merges: {}, keys: 0, moves: 0 }, past = [], cards = [], now = 0;

  /* What is shown: the proposals, those that were split as several, those that were merged with what they joined. */
  function effective() {
    var shown = [];
    data.proposals.forEach(function (p) {
      var at = state.splits[p.key];
      if (!at || !at.length || p.what !== "element") { shown.push(Object.assign({}, p, { quotes: [p.quote] })); return; }
      var bounds = [0].concat(at, [p.parts.length]);
      for (var i = 0; i + 1 < bounds.length; i++) {
        var parts = p.parts.slice(bounds[i], bounds[i + 1]), words = parts.map(function (x) { return x.words; }).join(" ");
        shown.push(Object.assign({}, p, {
          key: i ? p.key + "+" + bounds[i] : p.key, title: i ? short(words) : p.title, number: i ? "" : p.number, parts: parts,
          quotes: [{ words: words, start: parts[0].start, end: parts[parts.length - 1].end }], boxes: i ? [] : p.boxes
        }));
      }
    });
    var byKey = {};
    shown.forEach(function (p) { byKey[p.key] = p; });
    shown.forEach(function (p) {
      var into = byKey[state.merges[p.key]];
      if (into) { into.quotes = into.quotes.concat(p.quotes); into.boxes = into.boxes.concat(p.boxes); }
    });
    return shown.filter(function (p) { return !byKey[state.merges[p.key]]; }).map(function (p) {
      return Object.assign(p, state.edits[p.key] || {});
    });
  }
  function short(words) { var s = words.split(/(?<=[.!?])\s/)[0]; return s.length > 150 ? s.slice(0, 149) + "…" : s; }
  function kindName(kind) { return data.kinds[kind] || kind; }
  function el(name, attributes, children) {
    var e = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (k) { if (attributes[k] !== null) e.setAttribute(k, attributes[k]); });
    (children || []).forEach(function (c) { if (c !== null) e.append(c); });
    return e;
  }
  function act(name, label, key, first) {
    return el("button", { type: "button", "data-act": name, "class": first ? "first" : null }, [label, el("kbd", {}, [key])]);
  }

  function titleOf(key) { var p = cards.find(function (c) { return c.key === key; }); return p ? p.title : ""; }
  function depth(p) {
    var d = 0, seen = {};
    for (var key = p.what === "element" ? p.parent : p.element; key && d < 3 && !seen[key]; d++) {
      seen[key] = 1; var up = cards.find(function (c) { return c.key === key; }); key = up ? up.parent : "";
    }
    return d;
  }
  function rows(p) {
    var r = [];
    if (p.what === "element") r.push([say.parent, titleOf(p.parent) || say.nothing]);
    if (p.what === "claim" && p.element) r.push([say.of, titleOf(p.element)]);
    if (data.senses[p.about]) r.push([say.sense, data.senses[p.about][p.sense] || say.unsaid]);
    if (p.what === "count") r.push([say.found, String(p.found)]);
    if (p.reason) r.push([say.reason, p.reason]);
    if (p.page) r.push([say.page, p.page + (p.again ? " (" + say.again + " " + p.again + ")" : "")]);
    return r;
  }
  function render() {
    cards = effective();
    now = Math.max(0, Math.min(now, cards.length - 1));
    list.replaceChildren.apply(list, cards.map(function (p, i) {
      var head = p.what === "element" ? kindName(p.kind) + (p.number ? " " + p.number : "") : p.what === "claim" ? data.abouts[p.about] : say.count;
      var decided = state.decisions[p.key] || "";
      var card = el("li", { "class": "card " + p.what + " depth" + depth(p) + " " + decided, id: "c" + i, "data-key": p.key }, [
        el("p", { "class": "k" }, [el("span", {}, [head]), el("span", { "class": "state" }, [decided ? say[decided] : ""])]),
        el("h3", {}, [el("button", { type: "button" }, [p.title])])
      ]);
      card.append(el("div", { "class": "body" }, [
        el("dl", {}, rows(p).reduce(function (all, r) { return all.concat([el("dt", {}, [r[0]]), el("dd", {}, [r[1]])]); }, [])),
        el("div", {}, p.quotes.map(function (q) { return el("blockquote", {}, [q.words]); })),
        el("div", { "class": "acts" }, [act("accept", say.accept, "A", true), act("reject", say.reject, "X")].concat(p.what === "element" ? [
          act("title", say.title, "E"), act("kind", say.kind, "S"), act("parent", say.move, "F"),
          act("merge", say.merge, "M"), act("split", say.split, "D"), act("group", say.group, "G")] :
          data.senses[p.about] ? [act("kind", say.sense, "S")] : [])),
        el("div", { "class": "edit", hidden: "" })
      ]));
      return card;
    }));
    drawBoxes(); count("");
  }

  /* The document. */
  var NS = "http://www.w3.org/2000/svg";
  function drawBoxes() {
    document.querySelectorAll(".sheet rect").forEach(function (r) { r.remove(); });
    cards.forEach(function (p, i) {
      p.boxes.forEach(function (b) {
        var sheet = document.querySelector('.sheet[data-page="' + b[0] + '"]');
        if (!sheet) return;
        var v = sheet.viewBox.baseVal, r = document.createElementNS(NS, "rect");
        [["x", b[1] * v.width - 2], ["y", b[2] * v.height - 1], ["width", (b[3] - b[1]) * v.width + 4], ["height", (b[4] - b[2]) * v.height + 2]]
          .forEach(function (a) { r.setAttribute(a[0], a[1].toFixed(1)); });
        r.setAttribute("class", "shown " + (state.decisions[p.key] || "")); r.dataset.card = String(i); sheet.append(r);
      });
    });
    document.querySelectorAll(".running p").forEach(function (b) { unlight(b); b.classList.remove("accepted", "rejected", "now"); });
    cards.forEach(function (p) {
      if (p.what === "element" && state.decisions[p.key]) blocksOf(p).forEach(function (b) { b.classList.add(state.decisions[p.key]); });
    });
  }
  function blocksOf(p) {
    return Array.from(document.querySelectorAll(".running p")).filter(function (b) {
      return p.quotes.some(function (q) { return Number(b.dataset.start) < q.end && q.start < Number(b.dataset.end); });
    });
  }
  function unlight(b) { if (b.firstElementChild) b.textContent = b.textContent; }
  function light(b, p) {
    var text = b.textContent, q = p.quotes.find(function (x) { return text.indexOf(x.words) >= 0; });
    var at = q ? text.indexOf(q.words) : 0, length = q ? q.words.length : text.length;
    b.replaceChildren(text.slice(0, at), el("mark", {}, [text.slice(at, at + length)]), text.slice(at + length));
  }
  function center(e, within) {
    if (!e) return;
    if (within.scrollHeight > within.clientHeight + 1 && getComputedStyle(within).overflowY !== "visible") {
      within.scrollTop += e.getBoundingClientRect().top - within.getBoundingClientRect().top - within.clientHeight / 4;
    } else e.scrollIntoView({ block: "nearest" });
  }

  function go(i, focus) {
    if (i < 0 || i >= cards.length) return;
    document.querySelectorAll(".now").forEach(function (e) { e.classList.remove("now"); });
    document.querySelectorAll("[aria-current]").forEach(function (e) { e.removeAttribute("aria-current"); });
    document.querySelectorAll(".running p").forEach(unlight);
    now = i;
    var card = list.children[now], p = cards[now];
    card.classList.add("now"); card.setAttribute("aria-current", "true");
    var rects = document.querySelectorAll('.sheet rect[data-card="' + now + '"]'), lit = rects[0];
    rects.forEach(function (r) { r.classList.add("now"); });
    blocksOf(p).forEach(function (b, n) { b.classList.add("now"); light(b, p); if (!n) lit = b; });
    center(lit, pane); center(card, box);
    if (focus) card.querySelector(".acts button").focus({ preventScroll: true });
  }
  function count(said) {
    var done = cards.filter(function (p) { return state.decisions[p.key]; }).length;
    var accepted = cards.filter(function (p) { return state.decisions[p.key] === "accepted"; }).length;
    bar.max = cards.length || 1; bar.value = done;
    var per = accepted ? (state.keys / accepted).toLocaleString(data.language, { maximumFractionDigits: 2 }) : "–";
    told.textContent = (said ? said + ". " : "") + fill(say.progress, { done: done, all: cards.length, keys: state.keys, per: per });
  }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (_, k) { return values[k]; }); }

  /* Decisions. */
  function keep() { try { localStorage.setItem(store, JSON.stringify(state)); } catch (e) { /* a browser that keeps nothing: the file does */ } }
  function change(doing) { past.push(JSON.stringify([state.decisions, state.edits, state.splits, state.merges, now])); doing(); keep(); }
  function redraw(i, said) { render(); go(i, true); count(said); }
  function undecided() {
    var next = cards.findIndex(function (c, i) { return i > now && !state.decisions[c.key]; });
    return next < 0 ? Math.min(now + 1, cards.length - 1) : next;
  }
  function decide(word) {
    var p = cards[now];
    if (word === "accepted" && p.about === "amount" && !p.sense) { editSense(word); return; }
    change(function () { state.decisions[p.key] = word; });
    redraw(undecided(), p.title + ": " + say[word]);
  }
  function undo() {
    var before = past.pop();
    if (!before) { count(say.noundo); return; }
    var was = JSON.parse(before);
    state.decisions = was[0]; state.edits = was[1]; state.splits = was[2]; state.merges = was[3]; keep(); redraw(was[4], say.undone);
  }
  function edit(p, values) { state.edits[p.key] = Object.assign({}, state.edits[p.key] || {}, values); }
  function group() {
    var p = cards[now], same = cards.filter(function (c) { return c.what === "element" && c.kind === p.kind && c.style === p.style && !state.decisions[c.key]; });
    change(function () { same.forEach(function (c) { state.decisions[c.key] = "accepted"; }); });
    redraw(undecided(), fill(say.grouped, { number: same.length }));
  }
  function merge() {
    var p = cards[now], into = cards.slice(0, now).reverse().find(function (c) { return c.what === "element"; });
    if (p.what !== "element" || !into) { count(say.nomerge); return; }
    change(function () { state.merges[p.key] = into.key; delete state.decisions[p.key]; });
    redraw(cards.indexOf(into), say.merged);
  }
  function place() { var e = list.children[now].querySelector(".edit"); e.hidden = false; e.replaceChildren(); return e; }
  function ask(label, field, done) {
    var e = place(), id = "field";
    field.id = id;
    e.append(el("label", { "for": id }, [label, field]), el("button", { type: "button", "data-done": "" }, [say.ok]));
    e.querySelector("[data-done]").addEventListener("click", function () { done(field.value); });
    field.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { event.preventDefault(); state.keys++; done(field.value); }
      if (event.key === "Escape") { event.preventDefault(); e.hidden = true; go(now, true); }
    });
    field.focus();
  }
  function select(options, chosen) {
    return el("select", {}, options.map(function (o) { return el("option", { value: o[0], selected: o[0] === chosen ? "" : null }, [o[1]]); }));
  }
  function editTitle() {
    var p = cards[now], field = el("input", { type: "text", maxlength: "160", value: p.title });
    ask(say.title, field, function (value) {
      if (value.trim()) { change(function () { edit(p, { title: value.trim() }); }); redraw(now, say.changed); }
    });
    field.select();
  }
  /* What a claim means that its words do not say: it is asked for where an amount is accepted. */
  function editSense(word) {
    var p = cards[now], senses = data.senses[p.about];
    var options = Object.keys(senses).map(function (k) { return [k, senses[k]]; });
    ask(say.sense, select(p.about === "amount" ? [["", say.unsaid]].concat(options) : options, p.sense), function (value) {
      change(function () { edit(p, { sense: value }); if (word) state.decisions[p.key] = word; });
      if (word) redraw(undecided(), p.title + ": " + say[word]); else redraw(now, say.changed);
    });
  }
  function editKind() {
    if (cards[now].what === "claim") { editSense(""); return; }
    var p = cards[now], kinds = Object.keys(data.kinds).map(function (k) { return [k, data.kinds[k]]; });
    ask(say.kind, select(kinds, p.kind), function (value) { change(function () { edit(p, { kind: value }); }); redraw(now, say.changed); });
  }
  function editParent() {
    var p = cards[now], others = cards.filter(function (c) { return c.what === "element" && c.key !== p.key; })
      .map(function (c) { return [c.key, kindName(c.kind) + ": " + c.title.slice(0, 90)]; });
    ask(say.move, select([["", say.nothing]].concat(others), p.parent), function (value) {
      change(function () { edit(p, { parent: value }); }); redraw(now, say.changed);
    });
  }
  function split() {
    var p = cards[now];
    if (p.what !== "element" || !p.parts || p.parts.length < 2) { count(say.nosplit); return; }
    var root = p.key.split("+")[0], from = Number(p.key.split("+")[1] || 0);
    var options = p.parts.slice(1).map(function (part, i) { return [String(from + i + 1), "… | " + part.words.slice(0, 80)]; });
    ask(say.splitat, select(options, options[0][0]), function (value) {
      change(function () {
        state.splits[root] = (state.splits[root] || []).concat([Number(value)]).sort(function (a, b) { return a - b; });
      });
      redraw(now, say.divided);
    });
  }
  function record() {
    var all = cards.map(function (p) {
      var r = { key: p.key, what: p.what, decision: state.decisions[p.key] || "", title: p.title, quotes: p.quotes };
      if (p.what === "element") Object.assign(r, { kind: p.kind, number: p.number, term: p.term, parent: p.parent, period: p.period });
      if (p.what === "claim") Object.assign(r, { about: p.about, value: p.value, element: p.element, sense: p.sense || "" });
      if (p.what === "count") Object.assign(r, { kind: p.kind, value: p.value });
      return r;
    });
    return { format: data.format, version: data.version, document: data.document, sha256: data.sha256, language: data.document_language,
      keys: state.keys, edits: state.edits, splits: state.splits, merges: state.merges, decisions: all };
  }
  function save() {
    if (data.post) {
      fetch(data.post.url, { method: "POST", body: JSON.stringify(record()), headers: { "Content-Type": "application/json", "X-Strategigraf-Token": data.post.token } })
        .then(function (r) { return r.json(); }).then(function (r) { count(r.told); }, function () { count(say.nothing); });
      return;
    }
    var blob = new Blob([JSON.stringify(record(), null, 1) + "\n"], { type: "application/json" }), link = el("a", { download: data.document.replace(/\.[^.]*$/, "") + ".decisions.json" });
    link.href = URL.createObjectURL(blob); link.click(); count(say.saved);
  }
  function take(saved) {
    var known = {};
    data.proposals.forEach(function (p) { known[p.key] = 1; });
    if (saved.format !== data.format || !saved.decisions.some(function (d) { return known[d.key.split("+")[0]]; })) { count(say.other); return; }
    change(function () {
      state.edits = saved.edits || {}; state.splits = saved.splits || {}; state.merges = saved.merges || {}; state.keys = saved.keys || 0;
      state.decisions = {};
      saved.decisions.forEach(function (d) { if (d.decision) state.decisions[d.key] = d.decision; });
    });
    now = -1;
    redraw(undecided(), say.opened);
  }

  var ACTS = { accept: function () { decide("accepted"); }, reject: function () { decide("rejected"); }, undo: undo, save: save, group: group, merge: merge, split: split,
    title: editTitle, kind: editKind, parent: editParent, prev: function () { go(now - 1, true); }, next: function () { go(now + 1, true); } };
  var KEYS = { a: "accept", x: "reject", u: "undo", g: "group", m: "merge", d: "split", e: "title", s: "kind", f: "parent", j: "next", k: "prev" };
  var OF_ELEMENTS = ["group", "merge", "split", "title", "kind", "parent"];
  function fits(p, name) { return p.what === "element" || OF_ELEMENTS.indexOf(name) < 0 || (name === "kind" && !!data.senses[p.about]); }
  function run(name) { if (cards.length && fits(cards[now], name)) { state.keys++; ACTS[name](); keep(); } }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-act]"), card = event.target.closest(".card"), rect = event.target.closest("rect");
    if (rect) go(Number(rect.dataset.card), false);
    if (card && !card.classList.contains("now")) go(Array.from(list.children).indexOf(card), !!event.target.closest("h3"));
    if (button) { if (card && !card.classList.contains("now")) go(Array.from(list.children).indexOf(card)); if (button.dataset.act === "save") save(); else run(button.dataset.act); }
  });
  document.addEventListener("keydown", function (event) {
    if (!single.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/INPUT|SELECT|TEXTAREA/.test(event.target.tagName) && event.target.type !== "checkbox" && event.target.type !== "file") return;
    var name = KEYS[event.key.toLowerCase()];
    if (name) { event.preventDefault(); run(name); }
  });
  document.getElementById("open").addEventListener("change", function (event) {
    var file = event.target.files[0];
    if (file) file.text().then(function (text) { try { take(JSON.parse(text)); } catch (e) { count(say.unreadable); } event.target.value = ""; });
  });
  try { var kept = localStorage.getItem(store); if (kept) Object.assign(state, JSON.parse(kept)); } catch (e) { /* nothing is kept */ }
  render();
  go(Math.max(0, cards.findIndex(function (p) { return !state.decisions[p.key]; })), false);
})();
