"""All pages of a graph: which there are, and each by its path."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from strategigraf.ask.answer import ask
from strategigraf.check.quotes import VERIFIED, QuoteCheck, check_quotes, verified_in_file
from strategigraf.core.errors import QueryTooHeavy, StrategigrafError
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import SDG, SG, Text, expand, message, natural
from strategigraf.dossier.short.brief import Brief
from strategigraf.dossier.short.report import short_report
from strategigraf.files.question import Question, read_question
from strategigraf.files.source_text import SourceFolder, SourceText
from strategigraf.files.workspace import Workspace
from strategigraf.site.addresses import path_of
from strategigraf.site.answers import Report, report_of, reports_on
from strategigraf.site.catalogue import Entry, question_page, questions_page, search_page
from strategigraf.site.document import document_page
from strategigraf.site.element import element_page, prepare
from strategigraf.site.facts import Facts, amount
from strategigraf.site.overview import (
    front_page,
    kind_page,
    organisation_page,
    strategies_page,
    topic_page,
    topics,
)
from strategigraf.site.page import Page
from strategigraf.site.strategy import strategy_page
from strategigraf.site.targets import NATIONAL, national_page, sdg_list_page, sdg_page, sdgs
from strategigraf.store.limit import Limit, StoreApart
from strategigraf.store.lookup import members_of, strategies_in
from strategigraf.store.names import kinds
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import EmbeddedStore, Store

_ORGANISATION = "http://www.w3.org/ns/org#Organization"
_MOST_BRIEFS = 3  # strategies whose numbers the front page chooses from
_OF_QUESTION = Limit(20.0, 1024)
_PLAIN = ("index", "strategies", "search", "sdg/index", "matrices/index", "questions/index")


class Pages:
    """The pages over *store*, whose files are those of *workspace*; quotes are looked for in the texts of *sources*,
    unless *checks* says what became of that. To a *private* reader source texts are shown whole."""

    def __init__(
        self,
        store: EmbeddedStore,
        workspace: Workspace,
        sources: Path | None = None,
        private: bool = False,
        checks: Iterable[QuoteCheck] | None = None,
    ) -> None:
        self.store: Store = store
        self.embedded = store
        self.workspace = workspace
        self.texts = SourceFolder(sources) if sources else None
        self._private = private
        if checks is None:
            checks = check_quotes(store, self.texts) if self.texts else ()
        self.checks = tuple(checks)
        self.facts = Facts(store, self.checks)

    # What there is.

    def strategies(self) -> list[str]:
        """The strategies (IRIs), in order."""
        return strategies_in(self.store)

    def questions(self) -> list[Question]:
        """The questions of the catalogue."""
        return self.facts.kept("questions", lambda: [read_question(path) for path in self.workspace.query_files()])

    @property
    def policy(self) -> Policy:
        """The tracing policy."""
        return self.facts.kept("policy", lambda: read_policy(self.store, self.workspace))

    def elements(self, strategy: str) -> list[str]:
        """The elements of *strategy* (IRI), in natural order."""
        members = members_of(self.store, strategy)
        self.facts.know(members)
        return sorted((one for one in members if self.facts.cls(one) in self.facts.element_classes), key=natural)

    def documents(self, strategy: str) -> list[str]:
        """The documents of *strategy*."""
        return sorted({row[0] for row in self.store.rows_of("store/sources", strategy=strategy)})

    def organisations(self) -> list[str]:
        """The organisations, in order."""
        return [thing for (thing,) in self.store.rows_of("store/things-of-class", kind=_ORGANISATION)]

    def kinds(self) -> list[str]:
        """The names of the types of elements that there are."""
        shown = self.facts.element_classes | {SG + "Strategy", SG + "Document"}
        return [kind.name for kind in kinds(self.store) if kind.things and kind.iri in shown]

    def general(self) -> list[str]:
        """The paths of the pages that belong to no strategy."""
        return [
            *_PLAIN,
            *map(path_of, sdgs(self.facts)),
            *map(path_of, self.organisations()),
            *(f"questions/{question.name}" for question in self.questions()),
            *(f"kinds/{name}" for name in self.kinds()),
            *(f"topics/{name}" for name in topics(self.facts)),
            *([NATIONAL] if self._national() else []),
        ]

    # Each of them.

    def page(self, path: str) -> Page | None:
        """The page at *path*; None where there is none. Raises what answers raise."""
        folder, _, name = path.partition("/")
        if path in _PLAIN:
            return self._plain(path)
        if folder == "questions":
            found = next((one for one in self.questions() if one.name == name), None)
            return self._question(found) if found else None
        if path == NATIONAL:
            return self._national()
        if folder == "kinds":
            kind = next((one for one in kinds(self.store) if one.name == name and name in self.kinds()), None)
            return kind_page(self.facts, kind) if kind else None
        if folder == "topics":
            return topic_page(self.facts, name) if name in topics(self.facts) else None
        if folder in ("reports", "matrices"):
            return self._report(path)
        thing = self.thing(path)
        return self.of_thing(thing) if thing else None

    def thing(self, path: str) -> str:
        """The thing (IRI) whose page is at *path*; "" of none."""
        folder, _, name = path.partition("/")
        if folder == "sdg":
            thing = SDG + name
        elif folder == "id":
            thing = expand(_unescaped(name))
        else:
            return ""
        return thing if path_of(thing) == path and self.facts.has_page(thing) else ""

    def of_thing(self, thing: str) -> Page:
        """The page of *thing* (IRI), which has one."""
        facts, cls = self.facts, self.facts.cls(thing)
        if thing.startswith(SDG):
            return sdg_page(facts, thing)
        if cls == SG + "Strategy":
            return self.of_strategy(thing)
        if cls == SG + "Document":
            return document_page(facts, thing, self.text_of(thing), self._private)
        if cls == _ORGANISATION:
            return organisation_page(facts, thing)
        prepare(facts, [thing])
        return element_page(facts, thing)

    def of_strategy(self, strategy: str) -> Page:
        """The page of *strategy* (IRI)."""
        reports = [(report.path, report.title) for report in self.reports(strategy)]
        return strategy_page(self.facts, strategy, self.documents(strategy), self.brief(strategy), reports)

    def reports(self, strategy: str) -> list[Report]:
        """The reports, matrices and pictures of *strategy*."""

        def found() -> list[Report]:
            classes = {self.facts.cls(one).removeprefix(SG) for one in self.elements(strategy)}
            return reports_on(self.facts, strategy, classes)

        return self.facts.kept(("reports", strategy), found)

    def of_report(self, strategy: str, report: Report) -> Page:
        """The page of the *report* on *strategy*."""
        return report_of(self.facts, self.policy, strategy, report)

    def brief(self, strategy: str) -> Brief:
        """The short report on *strategy*."""
        return self.facts.kept(
            ("brief", strategy), lambda: short_report(self.store, self.workspace, self.policy, strategy)
        )

    def text_of(self, document: str) -> SourceText | None:
        """The source text of *document* (IRI), where it is to hand."""
        name = self.facts.value(document, SG + "textFile")
        if self.texts is None or name not in self.texts:
            return None
        with suppress(StrategigrafError):
            return self.texts[name]
        return None

    def _report(self, path: str) -> Page | None:
        below = path.partition("/")[2]
        for strategy in self.strategies():
            if below.startswith(path_of(strategy).removeprefix("id/") + "/"):
                for report in self.reports(strategy):
                    if report.path == path:
                        return self.of_report(strategy, report)
        return None

    def _plain(self, path: str) -> Page:
        if path == "index":
            largest = sorted(self.strategies(), key=lambda one: (-len(members_of(self.store, one)), one))[:_MOST_BRIEFS]
            return front_page(
                self.facts, ((one, self.brief(one)) for one in largest), self.questions(), self.verified()
            )
        if path == "strategies":
            return strategies_page(self.facts)
        if path == "sdg/index":
            return sdg_list_page(self.facts)
        if path == "questions/index":
            return questions_page(self.questions())
        if path == "matrices/index":
            return self._matrices()
        return search_page()

    def _national(self) -> Page | None:
        return self.facts.kept("national", lambda: national_page(self.facts))

    def _matrices(self) -> Page:
        rows = []
        for strategy in self.strategies():
            rows.append((self.facts.ref(strategy), [(one.path, one.title) for one in self.reports(strategy)]))
        return Page(
            "matrices/index",
            "matrices.html",
            message("site.menu-matrices"),
            message(
                "site.matrices.answer",
                count=sum(len(made) for _, made in rows),
                strategies=amount(len(rows), "strategy"),
            ),
            "matrices",
            content={"rows": rows, "national": NATIONAL if self._national() else ""},
            typed="CollectionPage",
        )

    def _question(self, question: Question) -> Page:
        """The page of *question*, asked of all strategies at once where that keeps within limits."""
        if any(parameter.required for parameter in question.parameters):
            return question_page(self.facts, question, None)
        try:
            table = ask(self.store, question, {}, limited=lambda: StoreApart(self.embedded, _OF_QUESTION))
        except QueryTooHeavy:
            made = question_page(self.facts, question, None)
            return made._replace(answer=message("site.question.too-large", name=question.name))
        return question_page(self.facts, question, table)

    # What frames them.

    def verified(self) -> tuple[int, int, int, Text] | None:
        """How many quotes were found, how many were looked for, how many of these are verbatim, and in what; None where
        no source text is to hand."""
        looked = [check for check in self.checks if check.status != "unverifiable"]
        if not looked:
            return None
        found = [check for check in looked if check.status in VERIFIED]
        in_file = verified_in_file(looked)
        where = "file" if in_file == len(found) else "transcript" if not in_file else "both"
        return len(found), len(looked), sum(check.status == "exact" for check in found), message(f"site.proof.{where}")

    def verification(self) -> Text:
        """A sentence on what was verified."""
        told = self.verified()
        if told is None:
            return message("site.verified.nothing")
        found, looked, exact, where = told
        return message("site.verified.told", found=found, looked=looked, exact=exact, near=found - exact, where=where)

    def entries(self, things: Sequence[str], strategy: str = "") -> Iterator[Entry]:
        """*things* for the index and the register."""
        title = self.facts.title(strategy) if strategy else Text("", "")
        for thing in things:
            yield Entry(self.facts.ref(thing), title, self.facts.quotes(thing))


def _unescaped(name: str) -> str:
    import re

    pieces = re.split(r"((?:=[0-9A-F]{2})+)", name)
    with suppress(UnicodeDecodeError, ValueError):
        return "".join(
            bytes.fromhex(piece.replace("=", "")).decode("utf-8") if place % 2 else piece
            for place, piece in enumerate(pieces)
        )
    return name
