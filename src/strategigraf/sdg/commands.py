"""The command `sdg-check`; and the register of the SDGs, made of two tables."""

import csv
import re
from pathlib import Path

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.errors import ReferenceNotRead
from strategigraf.core.rdf import DCTERMS, ID, LANG_STRING, RDF, SDG, SDGO, SG, SKOS, Iri, Literal, Term, Text, message
from strategigraf.files.normal_form import normalise
from strategigraf.shell import options
from strategigraf.shell.session import FINDINGS, GOOD, Output, Session, deliver


@click.command("sdg-check")
@options.strategy
@click.option("--accuracy", is_flag=True)
@click.option("--strict", is_flag=True)
@options.report(*REPORT_FORMATS)
def sdg_check_command(
    strategy_names: tuple[str, ...],
    accuracy: bool,
    strict: bool,
    graph: Session,
    output: Output,
) -> int:
    """Hold every SDG claim against all 169 official texts: does another target fit its words better?"""
    from strategigraf.sdg.report import sdg_accuracy, sdg_check

    if accuracy and not strict:
        deliver(sdg_accuracy(graph, strategy_names), output)
        return GOOD
    from strategigraf.sdg.check import Verdict

    checked = sdg_check(graph, strategy_names)
    deliver(sdg_accuracy(graph) if accuracy else checked, output)
    return FINDINGS if strict and any(check.verdict is Verdict.MISFIT for check in checked.value) else GOOD


UN_SOURCE = "http://metadata.un.org/sdg"
OPEN_SDG_SOURCE = "https://github.com/open-sdg/sdg-translations"
HEAD = (
    "# The SDG register: 17 goals and 169 targets of the UN. Written by `strategigraf import sdg`; do not edit by hand."
)
SCHEME = Iri(SDG.rstrip("/"))
Statement = tuple[Term, Term, Term]


def register(folder: Path, titles: Path) -> list[Statement]:
    """The register as statements: 17 goals and 169 targets under the UN's IRIs, each with the project's short titles
    and its texts, every text with its source and status.

    Raises ReferenceNotRead when a table lacks a column or a row, or has a fault that no rule fixes.
    """
    own_titles = {
        row["code"]: Text(row["title_da"], row["title_en"]) for row in _rows(titles, "code", "title_da", "title_en")
    }
    statements: list[Statement] = [
        (SCHEME, Iri(RDF + "type"), Iri(SKOS + "ConceptScheme")),
        *_in_both_languages(SCHEME, SKOS + "prefLabel", message("sdg.register.title")),
        *_in_both_languages(
            SCHEME,
            SKOS + "note",
            message("sdg.register.note"),
        ),
    ]
    for row in _rows(folder / "goals.tsv", "code", "title_en_un_lod", "short_en_open_sdg", "name_da"):
        goal = Iri(SDG + row["code"])
        statements += _concept(goal, "Goal", row["code"])
        statements += _in_both_languages(goal, SKOS + "prefLabel", Text(row["name_da"], row["short_en_open_sdg"]))
        statements += _text(row["code"], "en", row["title_en_un_lod"], "Official", UN_SOURCE)
    for row in _rows(folder / "targets.tsv", "code", "text_en_un_lod", "text_en_open_sdg", "text_da", "source_da"):
        code = row["code"]
        if code not in own_titles:
            raise _unreadable(titles, code)
        target = Iri(SDG + code)
        statements += _concept(target, "Target", code)
        goal = Iri(SDG + code.split(".")[0])
        statements += [(target, Iri(SKOS + "broader"), goal), (target, Iri(SDGO + "isTargetOf"), goal)]
        statements += _in_both_languages(target, SKOS + "prefLabel", own_titles[code])
        statements.append((target, Iri(SG + "textStatus"), Iri(SG + "OwnTitle")))
        text, source, note = mended(code, row["text_en_un_lod"], row["text_en_open_sdg"])
        statements += _text(code, "en", text, "Mended" if note else "Official", source, note)
        if row["text_da"]:
            statements += _text(code, "da", row["text_da"].strip(), "Translation", row["source_da"])
    return statements


def mended(code: str, un_text: str, open_sdg_text: str) -> tuple[str, str, Text | None]:
    """The English text of target *code*, its source, and a note where a rule fixed it.

    The UN's text is taken where it agrees with the other printing up to dashes and white space. A text that joins two
    labels, or that ends in a stray footnote digit, is replaced by the other printing. Raises ReferenceNotRead for
    any other difference.
    """
    if _plain(un_text) == _plain(open_sdg_text):
        return un_text.strip(), UN_SOURCE, None
    if "||" in un_text:
        return open_sdg_text.strip(), OPEN_SDG_SOURCE, message("sdg.register.two-texts")
    if re.sub(r"(?<=[a-z])\d$", "", _plain(un_text)) == _plain(open_sdg_text):
        return re.sub(r"(?<=[a-z])\d$", "", un_text.strip()), UN_SOURCE, message("sdg.register.footnote")
    raise _unreadable(Path("targets.tsv"), code)


def _plain(text: str) -> str:
    return normalise(text).strip()


def _concept(node: Iri, kind: str, code: str) -> list[Statement]:
    return [
        (node, Iri(RDF + "type"), Iri(SDGO + kind)),
        (node, Iri(SKOS + "inScheme"), SCHEME),
        (node, Iri(SKOS + "notation"), Literal(code)),
    ]


def _text(
    code: str, language: str, wording: str, status: str, source: str, note: Text | None = None
) -> list[Statement]:
    node = Iri(f"{ID}sdg/{code}-text-{language}")
    origin: Term = Iri(source) if source.startswith("http") else Literal(source)
    return [
        (node, Iri(RDF + "type"), Iri(SG + "TargetText")),
        (node, Iri(SG + "textOf"), Iri(SDG + code)),
        (node, Iri(RDF + "value"), Literal(wording, LANG_STRING, language)),
        (node, Iri(SG + "textStatus"), Iri(SG + status)),
        (node, Iri(DCTERMS + "source"), origin),
        *(_in_both_languages(node, SKOS + "note", note) if note else []),
    ]


def _in_both_languages(node: Iri, predicate: str, text: Text) -> list[Statement]:
    return [
        (node, Iri(predicate), Literal(text.da, LANG_STRING, "da")),
        (node, Iri(predicate), Literal(text.en, LANG_STRING, "en")),
    ]


def _rows(path: Path, *columns: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    for row in rows:
        for column in columns:
            if row.get(column) is None:
                raise _unreadable(path, column)
    return rows


def _unreadable(path: Path, what: str) -> ReferenceNotRead:
    return ReferenceNotRead(
        Text(da=f"{path} kan ikke bruges: {what}.", en=f"{path} cannot be used: {what}."),
        Text(
            da="Tabellen skal have de nævnte kolonner, adskilt af tabulatorer, og en række for hver kode.",
            en="The table needs the named columns, separated by tabs, and a row for each code.",
        ),
    )
