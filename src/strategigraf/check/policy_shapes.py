"""The shapes that a tracing policy makes: where things stand, a rule of every check, and whether all is there."""

from collections.abc import Container, Sequence

from strategigraf.core.policy import Policy, Requirement, RollsUp, Severity
from strategigraf.core.rdf import LANG_STRING, PREFIXES, RDF, RDFS, SDGO, SG, SGSH, XSD, Blank, Iri, Literal, Term
from strategigraf.core.thread import BROADER, NOTHING, PART_OF, THROUGH_PARTS, Inheritance
from strategigraf.files.turtle_format import format_statements

COMPLETE = "complete-"
_SH = PREFIXES["sh"]
_MEMBER = SG + "inStrategy"
_OBJECT = RDF + "object"
_ROLE, _OF_INDICATOR, _MEASURES = (SG + name for name in ("measureRole", "ofIndicator", "measures"))
_SEVERITIES = {Severity.INFO: "Info", Severity.WARNING: "Warning", Severity.VIOLATION: "Violation"}
_CLAIMED = """SELECT $this ?value WHERE {{
  ?value a <{kind}> .
  FILTER EXISTS {{
    ?link sg:inStrategy $this ; rdf:predicate sg:contributesTo ; rdf:object ?named . ?named skos:broader? ?value
  }}
  FILTER NOT EXISTS {{
    ?other sg:inStrategy $this ; rdf:predicate sg:contributesTo ; rdf:object ?claimed .
    ?claimed skos:broader? ?end . ?end a ?kind . FILTER(?kind IN ({alternatives}))
    {{ ?end skos:broader ?value }} UNION {{ ?value skos:broader ?end }}
  }}
  FILTER NOT EXISTS {{ ?justification sg:justifies ?value ; sg:ofRequirement <{rule}> }}
}}"""
_HEADS = {
    "structure": "# Where elements are in the structure: by “strategigraf policy --shapes structure”.",
    "completeness": "# Whether all is there, for “check --complete”: by “strategigraf policy --shapes completeness”.",
}
Statement = tuple[Term, Term, Term]


def shapes_text(policy: Policy, name: str) -> str:
    """The shapes of the sort *name* ("structure" or "completeness") that *policy* makes, as Turtle."""
    made = {"structure": structure_shapes, "completeness": completeness_shapes}[name](policy)
    return format_statements(made, {}, [_HEADS[name]])


def structure_shapes(policy: Policy) -> list[Statement]:
    """The rules on the place of each kind in the structure: of requirements, permissions and prohibitions."""
    shapes = _Shapes(policy.inheritance, policy.rolls_up)
    for rule in policy.requirements:
        if rule.structural:
            shapes.place(rule, least=1)
    for rule in policy.permissions:
        shapes.place(rule)
    for rule in policy.prohibitions:
        shapes.place(rule, banned=True)
    return shapes.told


def completeness_shapes(policy: Policy) -> list[Statement]:
    """The rules that every other requirement is met, at least in part and by the thing itself: what a thread of the
    matrix would join."""
    shapes = _Shapes(policy.inheritance, policy.rolls_up)
    for rule in policy.requirements:
        if not rule.structural:
            shapes.complete(rule, policy.below)
    return shapes.told


class _Shapes:
    def __init__(self, inheritance: Inheritance, rolls_up: RollsUp) -> None:
        self._inheritance = inheritance
        self._rolls_up = rolls_up
        self.told: list[Statement] = []
        self._blanks = 0

    def place(self, rule: Requirement, least: int = 0, banned: bool = False) -> None:
        """The property shape that *rule* makes, and the node shape that holds it."""
        kind = rule.kind.rsplit("#", 1)[-1]
        node, shape = Iri(f"{SGSH}{kind}Structure"), Iri(f"{SGSH}{kind}Shape-{_ending(rule.through)}")
        self.say(node, RDF + "type", Iri(_SH + "NodeShape"))
        self.say(node, _SH + "targetClass", Iri(rule.kind))
        self.say(node, _SH + "property", shape)
        self.say(shape, RDF + "type", Iri(_SH + "PropertyShape"))
        self.say(shape, _SH + "path", Iri(rule.through))
        self._speak(shape, rule)
        if least:
            self.say(shape, _SH + "minCount", _number(least))
        if rule.through == PART_OF and not (banned and rule.alternatives):
            if not rule.several:
                self.say(shape, _SH + "maxCount", _number(0 if banned else 1))
        elif banned and not rule.alternatives:
            self.say(shape, _SH + "maxCount", _number(0))
        if banned:
            for cls in rule.alternatives:
                self.say(shape, _SH + "not", self.node((_SH + "class", Iri(cls))))
        else:
            self.say(shape, *self.one_of(rule))

    def complete(self, rule: Requirement, classes: Container[str]) -> None:
        """The node shape that *rule* makes, *classes* being those of the vocabulary."""
        shape = Iri(f"{SGSH}{COMPLETE}{rule.name}")
        self.say(shape, RDF + "type", Iri(_SH + "NodeShape"))
        self._speak(shape, rule)
        if rule.kind.startswith(SDGO):
            self._claimed(shape, rule)
            return
        self.say(shape, _SH + "targetClass", Iri(rule.kind))
        paths = [self.to_alternative(rule), *self.through_parts(rule)] if rule.alternatives else []
        ways = [self.having(path, self.one_of(rule), *self.in_role(rule)) for path in paths]
        if rule.stated:
            values: list[Term] = [Iri(value) for value in (*rule.accepted, *rule.partly)]
            any_value: tuple[str, Term] = (_SH + "nodeKind", Iri(_SH + "IRIOrLiteral"))
            values_asked = (_SH + "in", self.list_of(values)) if values else any_value
            ways.append(self.having(Iri(rule.stated), values_asked))
        if rule.justifiable:
            path = self.list_of([self.inverse(Iri(SG + "justifies")), Iri(SG + "ofRequirement")])
            asked_rule = self.node(_path(path), (_SH + "hasValue", Iri(rule.iri)))
            ways.append(self.node((_SH + "property", asked_rule)))
        if rule.reached_by == _OF_INDICATOR:  # an indicator that measures nothing is asked for no numbers
            ways.append(self.node((_SH + "property", self.node(_path(Iri(_MEASURES)), _at_most(0)))))
        ways += [self.lacking(term, classes) for term in rule.where]
        self.say(shape, _SH + "or", self.list_of(ways))

    def one_of(self, rule: Requirement) -> tuple[str, Term]:
        """What is to be said of a node that is one of the alternatives of *rule*."""
        if len(rule.alternatives) == 1:
            return _SH + "class", Iri(rule.alternatives[0])
        members: list[Term] = [self.node((_SH + "class", Iri(cls))) for cls in rule.alternatives]
        return _SH + "or", self.list_of(members)

    def lacking(self, term: str, classes: Container[str]) -> Term:
        """The shape of an element whose strategy has nothing of *term*, a class or a property."""
        mates: list[Term] = [Iri(_MEMBER), self.inverse(Iri(_MEMBER))]
        if term not in classes:
            return self.node((_SH + "property", self.node(_path(self.list_of([*mates, Iri(term)])), _at_most(0))))
        if term.startswith(SDGO):
            mates += [Iri(_OBJECT), self.node((_SH + "zeroOrOnePath", Iri(BROADER)))]
        above = self.node((_SH + "zeroOrMorePath", Iri(RDFS + "subClassOf")))
        kinds = self.list_of([*mates, Iri(RDF + "type"), above])
        has = self.node((_SH + "property", self.node(_path(kinds), (_SH + "hasValue", Iri(term)))))
        return self.node((_SH + "not", has))

    def to_alternative(self, rule: Requirement) -> Term:
        """The path from an element to what a thread joins it to, upwards or downwards."""
        if rule.through:
            return Iri(rule.through)
        if rule.reached_by:
            behind = _passing(self._inheritance.above.get(rule.reached_by, frozenset()))
            step = self.inverse(Iri(rule.reached_by))
            return self.list_of([self._many(behind, down=True), step]) if behind else step
        return self.node((_SH + "alternativePath", self.list_of([self._thread(), self._thread(down=True)])))

    def through_parts(self, rule: Requirement) -> list[Term]:
        """The paths from an element through its parts to what *rule* asks for, where it accepts that."""
        if THROUGH_PARTS not in (*rule.wholly_on, *rule.partly_on) or rule.through:
            return []
        found: list[Term] = []
        for link, (had, pointing) in sorted(self._rolls_up.items()):
            if had and not rule.reached_by:
                behind = _passing(self._inheritance.above.get(link, frozenset()))
                steps = [self._parts(had), Iri(link), *([self._many(behind, down=False)] if behind else [])]
                found.append(self.list_of(steps))
            if pointing and rule.reached_by in ("", link):
                found.append(self.list_of([self._parts(pointing), self.inverse(Iri(link))]))
        return found

    def in_role(self, rule: Requirement) -> list[tuple[str, Term]]:
        """What is to be said of a measurement where *rule* asks for one in certain roles."""
        if rule.stated or not (rule.reached_by and rule.accepted):
            return []
        roles = self.list_of([Iri(role) for role in rule.accepted])
        role = self.node(_path(Iri(_ROLE)), (_SH + "minCount", _number(1)), (_SH + "in", roles))
        return [(_SH + "property", role)]

    def having(self, path: Term, *asked: tuple[str, Term]) -> Term:
        """The shape of a node from which *path* leads to a node of which all *asked* holds."""
        value = (_SH + "qualifiedValueShape", self.node(*asked))
        return self.node((_SH + "property", self.node(_path(path), value, (_SH + "qualifiedMinCount", _number(1)))))

    def inverse(self, path: Term) -> Term:
        """The path *path* walked backwards."""
        return self.node((_SH + "inversePath", path))

    def node(self, *told: tuple[str, Term]) -> Blank:
        """A new blank node of which all this is *told*."""
        self._blanks += 1
        blank = Blank(f"b{self._blanks}")
        for verb, value in told:
            self.say(blank, verb, value)
        return blank

    def list_of(self, members: Sequence[Term]) -> Term:
        """An RDF list of *members*."""
        rest: Term = Iri(RDF + "nil")
        for member in reversed(members):
            rest = self.node((RDF + "first", member), (RDF + "rest", rest))
        return rest

    def say(self, subject: Term, verb: str, value: Term) -> None:
        """Adds a statement."""
        self.told.append((subject, Iri(verb), value))

    def _thread(self, down: bool = False) -> Term:
        """Upwards: a link of any property, with what inherits it before and what it goes on to behind; or *down*."""
        below, above = self._inheritance
        alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for link in sorted({*below, *above}):
            ends = below.get(link, frozenset()), above.get(link, frozenset())
            alike.setdefault((_passing(ends[0]), _passing(ends[1])), []).append(link)
        ways = []
        for (before, behind), links in alike.items():
            steps = [self._many(before, down)] if before else []
            steps += [self._any_of(links, down), *([self._many(behind, down)] if behind else [])]
            ways.append(self.list_of(steps[::-1] if down else steps) if len(steps) > 1 else steps[0])
        return self.node((_SH + "alternativePath", self.list_of(ways))) if len(ways) > 1 else ways[0]

    def _many(self, verbs: Sequence[str], down: bool) -> Term:
        return self.node((_SH + "zeroOrMorePath", self._any_of(verbs, down)))

    def _parts(self, carriers: frozenset[str]) -> Term:
        return self.node((_SH + "oneOrMorePath", self._any_of(sorted(carriers), down=True)))

    def _any_of(self, verbs: Sequence[str], down: bool) -> Term:
        steps = [self.inverse(Iri(verb)) if down else Iri(verb) for verb in verbs]
        return steps[0] if len(steps) == 1 else self.node((_SH + "alternativePath", self.list_of(steps)))

    def _claimed(self, shape: Iri, rule: Requirement) -> None:
        alternatives = ", ".join(f"<{cls}>" for cls in rule.alternatives)
        query = _CLAIMED.format(kind=rule.kind, alternatives=alternatives, rule=rule.iri)
        self.say(shape, _SH + "targetClass", Iri(SG + "Strategy"))
        constraint = self.node(
            (RDF + "type", Iri(_SH + "SPARQLConstraint")),
            (_SH + "prefixes", Iri(SGSH.rstrip("#"))),
            (_SH + "select", Literal(query)),
        )
        self.say(shape, _SH + "sparql", constraint)

    def _speak(self, shape: Iri, rule: Requirement) -> None:
        for language in ("da", "en"):
            words = Literal(rule.message.in_language(language), LANG_STRING, language)
            self.say(shape, _SH + "message", words)
        self.say(shape, _SH + "severity", Iri(_SH + _SEVERITIES[rule.severity]))


def _passing(carriers: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(carriers - {NOTHING}))


def _ending(verb: str) -> str:
    return "parent" if verb == PART_OF else verb.rsplit("#", 1)[-1]


def _path(path: Term) -> tuple[str, Term]:
    return _SH + "path", path


def _at_most(count: int) -> tuple[str, Term]:
    return _SH + "maxCount", _number(count)


def _number(value: int) -> Literal:
    return Literal(str(value), XSD + "integer")
