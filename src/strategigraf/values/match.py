"""A match: what one row of a mapping set says of an element of one strategy and one of another."""

from typing import NamedTuple

from strategigraf.values.text import Text

MATCHES = ("exact", "close", "broad", "narrow", "related", "continues", "continued")  # the strongest first
MATCH_LABELS = {
    "exact": Text("samme", "exact"),
    "close": Text("nær", "close"),
    "broad": Text("modsvaret er bredere", "counterpart is broader"),
    "narrow": Text("modsvaret er smallere", "counterpart is narrower"),
    "related": Text("beslægtet", "related"),
    "continues": Text("viderefører", "continues"),
    "continued": Text("videreføres af", "continued by"),
}
_FLIPPED = {"broad": "narrow", "narrow": "broad", "continues": "continued", "continued": "continues"}


class Match(NamedTuple):
    """One alignment, seen from `one`: its node, the two elements (`other` is empty where `one` was found to have no
    counterpart), how the other stands to it (of MATCHES), whether the pair is denied, the confidence as written (empty
    where there is none), the basis and the rationale."""

    alignment: str
    one: str
    other: str
    relation: str
    negative: bool
    confidence: str
    basis: str
    rationale: Text

    @property
    def positive(self) -> bool:
        """Whether it says that the two elements belong together."""
        return bool(self.other) and not self.negative

    @property
    def continuation(self) -> bool:
        """Whether it is about carrying on, and not about likeness."""
        return self.relation in ("continues", "continued")

    @property
    def flipped(self) -> "Match":
        """The same alignment, seen from the other element."""
        return self._replace(one=self.other, other=self.one, relation=_FLIPPED.get(self.relation, self.relation))

    @property
    def order(self) -> tuple[int, float]:
        """The place among matches of an element: by strength, then by confidence."""
        return MATCHES.index(self.relation), -_number(self.confidence)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
