"""What the vocabulary of the project says of inheritance, for worlds that are made up."""

from strategigraf.core.thread import ABOVE, BELOW, Inheritance
from strategigraf.files import turtle
from strategigraf.files.turtle import Statement
from tests.conftest import TOP

SAID: list[Statement] = [
    told for told in turtle.statements(TOP / "ontology" / "strategigraf.ttl") if told[1].value in (BELOW, ABOVE)
]
INHERITANCE = Inheritance.of((thing.value, verb.value, value.value) for thing, verb, value in SAID)
