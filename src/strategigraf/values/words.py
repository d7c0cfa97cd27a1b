"""Words: one quote as an answer shows it."""

from typing import NamedTuple


class Words(NamedTuple):
    """One quote: its IRI, the words, the heading they stand under and the document (IRIs)."""

    quote: str
    exact: str
    section: str
    document: str
