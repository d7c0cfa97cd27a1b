"""Flows: how the threads of a strategy run from level to level, without any layout."""

from typing import NamedTuple

from strategigraf.values.hop import Mark
from strategigraf.values.text import Text


class Flow(NamedTuple):
    """The marks on one basis that run from `source`, a thing of the level `level`, to `target`, one of the next."""

    level: int
    source: str
    target: str
    basis: str
    marks: tuple[Mark, ...]


class Flows(NamedTuple):
    """Levels of things from the top down, each with the name and the label of its kind, and the flows between them, in
    order. The last step counts the marks of the matrix of the last two levels; further up a mark is counted where the
    structure of the source leads it. A thing without a mark stands in its level all the same."""

    kinds: tuple[str, ...]
    labels: tuple[Text, ...]
    levels: tuple[tuple[str, ...], ...]
    flows: tuple[Flow, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that the last step counts: those of the matrix."""
        return tuple(mark for flow in self.flows if flow.level == len(self.levels) - 2 for mark in flow.marks)

    def through(self, level: int, thing: str) -> tuple[Mark, ...]:
        """The marks that run through *thing* of *level*: on the last level those that end there, else those that begin
        there."""
        if level == len(self.levels) - 1:
            return tuple(
                m for flow in self.flows if flow.level == level - 1 and flow.target == thing for m in flow.marks
            )
        return tuple(m for flow in self.flows if flow.level == level and flow.source == thing for m in flow.marks)
