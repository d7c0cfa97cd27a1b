"""Pages: what one is as a value, and as HTML in a language; the numbers on it that open."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf import __version__
from strategigraf.core.rdf import LANGUAGES, SDG, Text, of_data, texts
from strategigraf.core.table import Table
from strategigraf.core.text import visible
from strategigraf.core.thread import BASIS_LABELS
from strategigraf.files.normal_form import readable
from strategigraf.site.addresses import Ref, anchor_of, href, path_of
from strategigraf.site.facts import NOTHING, Facts, Statement, Unproved, shortened

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
DATA = ("json", "csv", "ttl", "jsonld")
MENU = (
    ("strategies", "strategies"),
    ("sdgs", "sdg/index"),
    ("matrices", "matrices/index"),
    ("questions", "questions/index"),
)
_WITH_WORDS = 40  # so many things of a number open to their words at once; more of them to the pages with their words


class Opening(NamedTuple):
    """What a number opens to: its anchor, what is counted, and the things with their first words."""

    anchor: str
    title: Text
    entries: tuple[tuple[Ref, str], ...]


class Openings:
    """The numbers of a page that open: the same things open once, however many numbers count them."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._made: dict[tuple[str, ...], Opening] = {}

    def __call__(self, things: Iterable[str], title: Text = NOTHING) -> str:
        """The anchor of what *things* (IRIs) open to; "" of none."""
        key = tuple(dict.fromkeys(thing for thing in things if of_data(thing) or thing.startswith(SDG)))
        if not key:
            return ""
        if key not in self._made:
            self._made[key] = Opening(f"o{len(self._made) + 1}", title, self._entries(key))
        return self._made[key].anchor

    def _entries(self, things: Sequence[str]) -> tuple[tuple[Ref, str], ...]:
        self._facts.know(things)
        entries = []
        for thing in things:
            words = self._facts.quotes(thing)[:1] if len(things) <= _WITH_WORDS else ()
            entries.append((self._facts.ref(thing), shortened(words[0].words, 24) if words else ""))
        return tuple(entries)

    def made(self) -> list[Opening]:
        """All of them, in the order in which they were asked for."""
        return list(self._made.values())


class Page(NamedTuple):
    """A page: its path, its template, its title and what it says first, the word of the menu it belongs to, the way to
    it (paths and titles), the thing that it is about, what the template shows, and the same as a record, as a table and
    as statements for machines (None where there is nothing to compute with)."""

    path: str
    template: str
    title: Text
    answer: Text
    menu: str = ""
    crumbs: tuple[tuple[str, Text], ...] = ()
    kind: Text = NOTHING
    about: str = ""
    proof: Text = NOTHING
    content: Mapping[str, Any] = {}
    record: Callable[[], Any] | None = None
    table: Callable[[], Table] | None = None
    statements: Callable[[], Iterable[Statement]] | None = None
    typed: str = "WebPage"  # of schema.org
    elsewhere: str = ""  # the page to which its link to the other language leads, where that is another

    @property
    def is_numbered(self) -> bool:
        """Whether its type and number name it."""
        return any(map(str.isdigit, self.kind.da))

    @property
    def is_proved(self) -> bool:
        """Whether its proof says that all of it was found."""
        return not isinstance(self.proof, Unproved)

    @property
    def has_data(self) -> bool:
        """Whether it is there as data as well."""
        return self.record is not None


class Frame(NamedTuple):
    """What frames each page: the languages (that of the root first), the address it has on the web ("" where none is
    known), whether a server answers (`live`) and whether it may be edited, and a sentence on what was verified."""

    languages: tuple[str, ...] = LANGUAGES
    base: str = ""
    live: bool = False
    edit: bool = False
    verified: Text = NOTHING
    name: str = "strategigraf"

    def place(self, path: str, language: str) -> str:
        """Where the page *path* is in *language*: that of the root as it is, others below their code."""
        return path if language == self.languages[0] else f"{language}/{path}"


def render(page: Page, frame: Frame, language: str) -> str:
    """*page* as HTML in *language*."""
    here = frame.place(page.path, language)

    def link(target: str, anchor: str = "") -> str:
        return href(here, frame.place(target, language), anchor=anchor)

    others = [
        (other, href(here, frame.place(page.elsewhere or page.path, other)))
        for other in frame.languages
        if other != language
    ]
    return (
        environment(language)
        .get_template(page.template)
        .render(
            page=page,
            frame=frame,
            link=link,
            link_to=lambda ref: link(ref.path, ref.anchor),
            asset=lambda name: href(here, f"static/{name}", ""),
            data=[(kind, href(here, page.path, f".{kind}")) for kind in DATA] if page.has_data else [],
            tongues=others,
            language=language,
            root=href(here, frame.place("index", language), "")[: -len("index")],
            policy=POLICY,
            menu=MENU,
            version=__version__,
            picture=lambda svg: _picture(page, svg.in_language(language), link),
            **page.content,
        )
        + "\n"
    )


_HREF = re.compile(r'href="#(o\d+)"')


def _picture(page: Page, svg: str, link: Callable[[str, str], str]) -> "Markup":
    """*svg* with what opens leading to the first thing that it opens to, and with script to all of them."""
    from markupsafe import Markup, escape

    first = {one.anchor: one.entries[0][0] for one in page.content["openings"] if one.entries}

    def led(match: re.Match[str]) -> str:
        ref = first[match[1]]
        return f'href="{escape(link(ref.path, ref.anchor))}" data-opens="{match[1]}"' if ref.path else ""

    return Markup(_HREF.sub(led, svg))


class _Phrases:
    """The phrases of templates in a language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        return texts("site")[name].in_language(self._language)


@cache
def environment(language: str) -> "Environment":
    """The templates, whose texts are in *language*."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("strategigraf.site") / "templates"
    made = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["t"] = lambda text: visible(text.in_language(language))
    made.filters["plain"] = lambda text: visible(readable(text))
    made.filters["anchor"] = anchor_of
    made.filters["path"] = path_of
    made.globals["say"] = _Phrases(language)
    made.globals["basis_label"] = lambda basis: BASIS_LABELS[basis].in_language(language)
    made.globals["quote_marks"] = "»«" if language == "da" else "“”"
    return made
