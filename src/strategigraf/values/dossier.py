"""A dossier: what is handed over, section by section, with everything that its numbers open to."""

from collections.abc import Mapping
from typing import NamedTuple

from strategigraf.values.imprint import Imprint
from strategigraf.values.matrix import Matrix
from strategigraf.values.report import Part
from strategigraf.values.text import Text
from strategigraf.values.words import Words


class Crossing(NamedTuple):
    """A section with a matrix: a name for machines, a title, a sentence that explains it, and what its rows and columns
    are called."""

    name: str
    title: Text
    sentence: Text
    matrix: Matrix
    rows: Text
    columns: Text


class Passage(NamedTuple):
    """A section of prose."""

    name: str
    title: Text
    paragraphs: tuple[Text, ...]


class Drawing(NamedTuple):
    """A section with a picture as SVG, one in each language, and a sentence that says what it shows; `of` are the
    things (IRIs) that its `<a data-of="...">` open to, `about` names what it is a picture of."""

    name: str
    title: Text
    sentence: Text
    svg: Text
    of: tuple[str, ...] = ()
    about: Text = Text("", "")


Section = Crossing | Part | Passage | Drawing


class Chapter(NamedTuple):
    """A stretch of the contents: its title, and of each of its sections the name and what it is called in it."""

    title: Text
    entries: tuple[tuple[str, Text], ...]


class Dossier(NamedTuple):
    """Sections in reading order, all or none of them in `chapters`; `names` has the title of each thing and document
    they speak of, `words` the quotes that each thing opens to, `imprint` what it is about and rests on."""

    name: str
    title: Text
    lead: Text
    sections: tuple[Section, ...]
    names: Mapping[str, Text]
    words: Mapping[str, tuple[Words, ...]]
    imprint: Imprint = Imprint()
    chapters: tuple[Chapter, ...] = ()
