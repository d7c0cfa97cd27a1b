"""The short report of a strategy put together, and its function in Python."""

from collections.abc import Mapping

from strategigraf.core.policy import Policy
from strategigraf.core.rdf import Text
from strategigraf.dossier.background import facts, lead, read, unread
from strategigraf.dossier.brief import Brief, headline
from strategigraf.dossier.findings import findings
from strategigraf.dossier.gap_table import gap_rows
from strategigraf.dossier.numbers import counterparts, numbers
from strategigraf.dossier.red_thread import red_thread
from strategigraf.dossier.report_rules import report_rules
from strategigraf.dossier.subject import Subject
from strategigraf.files.source_text import SourceText
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import Store


def short_report(
    store: Store, workspace: Workspace, policy: Policy, strategy: str, texts: Mapping[str, SourceText] | None = None
) -> Brief:
    """The short report on *strategy* (IRI): what *policy* asks of it; its quotes looked for in *texts* where given."""
    subject = Subject(store, workspace, policy, strategy, texts)
    found = numbers(subject)
    compared = counterparts(subject) if any(number.name == "counterpart" for number in found) else None
    most = report_rules()["findings"]["most"]
    source = subject.text_of_it
    return Brief(
        strategy,
        headline(subject.plan.title, subject.plan.owner),
        subject.plan.owner or Text("", ""),
        subject.called,
        tuple(facts(subject)),
        lead(subject),
        red_thread(subject),
        tuple(found),
        tuple(gap_rows(subject)),
        tuple(findings(subject)[:most]),
        tuple(read(subject, compared[0] if compared else None)),
        tuple(unread(subject)),
        source.issued if source else "",
    )
