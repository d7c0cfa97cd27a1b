/* The SPARQL editor of the live pages: it takes the place of a text area, which stays without script. It lies in a shadow
   root, where its styles are adopted sheets, so that the policy of the page (style-src 'self') holds. */
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { lintGutter, lintKeymap, linter } from "@codemirror/lint";
import { sparql } from "codemirror-lang-sparql";
import { tags } from "@lezer/highlight";

const MOST_MARKS = 3;
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--thread)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--ok)" },
  { tag: [tags.string, tags.literal, tags.number], color: "var(--gap-ink)" },
  { tag: [tags.namespace, tags.propertyName, tags.typeName, tags.url], color: "var(--link)" },
  { tag: tags.comment, color: "var(--quiet)" },
]);
const look = EditorView.theme({
  "&": { background: "var(--paper)", color: "var(--ink)", fontSize: ".95rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "-1px" },
  ".cm-content": {
    fontFamily: "ui-monospace, 'SF Mono', Consolas, 'DejaVu Sans Mono', monospace",
    minHeight: "14rem",
    caretColor: "var(--ink)",
  },
  ".cm-scroller": { minHeight: "14rem" },
  ".cm-gutters": { background: "var(--band)", color: "var(--quiet)", border: "0" },
  ".cm-activeLine": { background: "var(--band)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-tooltip": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".25rem .6rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--paper)" },
});

/** Terms and prefixes that begin with what is typed, and the variables that the query has already. */
function completing(terms) {
  return (context) => {
    const word = context.matchBefore(/[\w:?-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const variables = [...new Set(context.state.doc.toString().match(/\?\w+/g) || [])];
    const options = [
      ...variables.filter((name) => name !== word.text).map((label) => ({ label, type: "variable" })),
      ...terms.map(([label, detail]) => ({ label, detail, type: "property" })),
    ];
    return { from: word.from, options, validFor: /^[\w:?-]*$/ };
  };
}

/** Marks where the grammar cannot go on: hints only, for it refuses some queries that are valid. */
function marking(unread) {
  return linter(
    (view) => {
      const found = [];
      syntaxTree(view.state).iterate({
        enter(node) {
          if (node.type.isError && found.length < MOST_MARKS) {
            found.push({ from: node.from, to: Math.max(node.to, node.from + 1), severity: "warning", message: unread });
          }
        },
      });
      return found.filter((mark) => mark.from < view.state.doc.length);
    },
    { delay: 600 },
  );
}

document.addEventListener("DOMContentLoaded", () => {
  const area = document.getElementById("query");
  const host = document.getElementById("editor");
  if (!area || !host) return;
  const { terms, label, completions, errors, unread, line } = host.dataset;
  const shadow = host.attachShadow({ mode: "open" });
  const keep = (view) => {
    area.value = view.state.doc.toString();
  };
  const ask = (view) => {
    keep(view);
    area.form.requestSubmit();
    return true;
  };
  const view = new EditorView({
    parent: shadow,
    root: shadow,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        sparql(),
        syntaxHighlighting(colours),
        look,
        marking(unread),
        lintGutter(),
        autocompletion({ override: [completing(JSON.parse(terms))], icons: false }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-description": document.getElementById("editor-help").textContent,
        }),
        EditorState.phrases.of({ Completions: completions, Diagnostics: errors }),
        keymap.of([
          { key: "Ctrl-Enter", run: ask },
          { key: "Mod-Enter", run: ask },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });
  host.hidden = false;
  area.hidden = true;
  area.form.addEventListener("submit", () => keep(view));
  if (line) {
    const at = view.state.doc.line(Math.min(Number(line), view.state.doc.lines));
    view.dispatch({ selection: { anchor: at.from }, scrollIntoView: true });
    view.focus();
  }
});
