"""From what a question asks to SPARQL that any engine runs; the words that say how it was read come from the same tree
(`wording`), so that they cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import replace

from strategigraf.ask.lexicon import PREFIXES, Lexicon, relations, word_pattern
from strategigraf.ask.tree import (
    COUNT,
    EACH,
    EVER,
    EVERY,
    FROM_ABOVE,
    HEARD,
    INHERITED,
    LITERAL,
    MEANING,
    MORE,
    MOST,
    OWN,
    REGION,
    TRUTH,
    Condition,
    Query,
    Set,
    is_value,
)
from strategigraf.core.rdf import expand
from strategigraf.core.text import escaped

_ORDER = """OPTIONAL {{ {0} sg:inStrategy {0}_of }} OPTIONAL {{ {0} sg:order {0}_place }}"""
_DEFAULT = {
    "sg:KeyFigure": (("value", "sg:value"), ("unit", "sg:unit")),
    "sg:TimelineEntry": (("start", "sg:start"), ("end", "sg:end")),
    "sg:ProcessStep": (("start", "sg:start"), ("end", "sg:end")),
    "sg:Strategy": (("start", "sg:start"), ("end", "sg:end")),
    "sg:Announcement": (("announced", "sg:value"),),
    "sg:Quote": (("words", "oa:hasSelector/oa:exact"), ("document", "oa:hasSource")),
}


class Translation:
    """The query of a question: `text`, and `columns`, each with whether it has things with titles."""

    def __init__(self, query: Query, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._english = query.language == "en"
        self._number = 0
        self.columns: list[tuple[str, bool]] = []
        self.text = PREFIXES + "\n" + "\n".join(self._lines(query))

    def _fresh(self, stem: str) -> str:
        self._number += 1
        return f"?{stem}{self._number}"

    def _lines(self, query: Query) -> Iterator[str]:
        if query.form in (TRUTH, COUNT):
            name, there = ("answer", " > 0") if query.form == TRUTH else ("count", "")
            self.columns = [(name, False)]
            yield f"SELECT (COUNT(DISTINCT ?thing){there} AS ?{name}) WHERE {{"
            yield from self._set(query.asked, "?thing")
            yield "}"
        elif query.form in (EVERY, MORE):
            self.columns = [("answer", False)]
            within = replace(query.asked, conditions=query.asked.conditions[:-1], years=None, text=())
            other = query.counted.of if query.counted else within
            compared = "= ?other && ?other > 0" if query.form == EVERY else "< ?other" if query.fewest else "> ?other"
            yield f"SELECT (?one {compared} AS ?answer) WHERE {{"
            for asked, number in ((query.asked, "?one"), (other, "?other")):
                yield f"  {{ SELECT (COUNT(DISTINCT ?thing) AS {number}) WHERE {{"
                yield from self._set(asked, "?thing", "    ")
                yield "  } }"
            yield "}"
        elif query.form == MEANING:
            self.columns = [("thing", True), ("definition", False)]
            yield "SELECT ?thing ?definition WHERE {"
            yield from self._set(query.asked, "?thing")
            yield f"  ?thing skos:definition ?definition . {_spoken('definition', 'skos:definition', query.language)}"
            yield "}"
        elif query.form in (EACH, MOST):
            yield from self._counting(query)
        else:
            yield from self._list(query)

    def _list(self, query: Query) -> Iterator[str]:
        own = _DEFAULT.get(query.asked.kind, ())
        names = [name for name, _ in own]
        beside = [f"{kind.partition(':')[2].lower()}" for *_, kind in query.beside]
        self.columns = [
            ("thing", True),
            *((name, name == "document") for name in names),
            *((name, True) for name in beside),
        ]
        variables = " ".join(f"?{name}" for name, _ in self.columns)
        yield f"SELECT DISTINCT {variables} WHERE {{"
        yield from self._set(query.asked, "?thing")
        for name, path in own:
            yield (
                f"  OPTIONAL {{ ?thing {path} ?{name} }}"
                if name != "unit"
                else f"  OPTIONAL {{ ?thing {path} ?unit . {_spoken('unit', path, query.language)} }}"
            )
        for (relation, inverse, kind), name in zip(query.beside, beside, strict=True):
            pattern = self._pattern(relation, inverse, "?thing", f"?{name}")
            yield f"  OPTIONAL {{ {pattern} {self._of_kind((kind,), f'?{name}')} }}"
        if query.extreme is not None:
            yield from self._extreme(query.asked, *query.extreme)
        yield "  " + _ORDER.format("?thing")
        yield "}"
        direction = "DESC" if query.first < 0 else "ASC"
        yield f"ORDER BY ?thing_of {direction}(?thing_place) ?thing" + "".join(f" ?{name}" for name in beside)
        if query.first:
            yield f"LIMIT {abs(query.first)}"

    def _extreme(self, asked: Set, key: str, largest: bool) -> Iterator[str]:
        """That what *key* says of ?thing is the largest of all in *asked*, or the smallest."""
        path = "sg:confidence" if key == "sure" else "dcterms:issued" if asked.kind == "sg:Document" else "sg:start"
        told = "?{}" if key == "sure" else "STR(?{})"
        yield f"  ?thing {path} ?key . FILTER({told.format('key')} = ?extreme)"
        yield f"  {{ SELECT ({'MAX' if largest else 'MIN'}({told.format('found')}) AS ?extreme) WHERE {{"
        yield from self._set(asked, "?one", "    ")
        yield f"    ?one {path} ?found ."
        yield "  } }"

    def _counting(self, query: Query) -> Iterator[str]:
        condition = query.counted
        assert condition is not None
        self.columns = [("thing", True), ("count", False)]
        inner = [
            "    SELECT ?thing (COUNT(DISTINCT ?other) AS ?count) WHERE {",
            *self._set(query.asked, "?thing", "      "),
            "      OPTIONAL {",
            *self._joined(condition, "?thing", "?other", "        "),
            "      }",
            "    } GROUP BY ?thing",
        ]
        yield "SELECT ?thing ?count WHERE {"
        yield "  {"
        yield from inner
        yield "  }"
        if query.form == MOST and query.first:  # the three with the most, and all that have as many as the third
            which, other = ("MAX", "ASC") if query.fewest else ("MIN", "DESC")
            yield f"  {{ SELECT ({which}(?number) AS ?least) WHERE {{ {{ SELECT ?one ?number WHERE {{ {{"
            yield from (line.replace("?thing", "?one").replace("?count", "?number") for line in inner)
            yield f"  }} }} ORDER BY {other}(?number) LIMIT {query.first} }} }} }}"
            yield f"  FILTER(?count {'<=' if query.fewest else '>='} ?least)"
        elif query.form == MOST:
            which = "MIN" if query.fewest else "MAX"
            yield f"  {{ SELECT ({which}(?number) AS ?count) WHERE {{ {{"
            yield from (line.replace("?thing", "?one").replace("?count", "?number") for line in inner)
            yield "  } } }"
        yield "  " + _ORDER.format("?thing")
        if query.form == EACH and (not query.asked.kind.startswith("sg:") or is_value(query.asked.kind)):
            yield "  FILTER(?count > 0)"
        yield "}"
        yield "ORDER BY ?thing_of ?thing_place ?thing"

    # Sets.

    def _of_kind(self, kinds: tuple[str, ...], variable: str) -> str:
        if not kinds or is_value(kinds[0]):
            return ""
        if len(kinds) == 1:
            return f"{variable} a {kinds[0]} ."
        kind = self._fresh("kind")
        return f"{variable} a {kind} . FILTER({kind} IN ({', '.join(kinds)}))"

    def _set(self, asked: Set, variable: str, indent: str = "  ", relation: str = "") -> Iterator[str]:
        """The lines of the pattern that *variable* is in *asked*."""
        if asked.kind == LITERAL:
            return
        if asked.term == REGION:
            regions = (one.name for one in self._lexicon.of_kind(asked.kind, REGION))
            yield f"{indent}VALUES {variable} {{ {' '.join(map(_term, regions))} }}"
        if asked.things:
            yield f"{indent}VALUES {variable} {{ {' '.join(map(_term, asked.things))} }}"
        if is_value(asked.kind) and not asked.things:
            yield f"{indent}{{ SELECT DISTINCT {variable} WHERE {{ {self._fresh('any')} {asked.kind} {variable} }} }}"
        kind = self._of_kind(asked.kinds, variable)
        if kind:
            yield indent + kind
        if asked.term and asked.term != REGION:
            yield f'{indent}{variable} sg:localTerm "{escaped(asked.term)}"@da .'
        if asked.strategies:
            strategies = " ".join(f"<{expand(name)}>" for name in asked.strategies)
            scope = self._fresh("strategy")
            titled = "" if asked.kinds else f" {variable} skos:prefLabel {self._fresh('title')} ."  # a link has none
            inside = f"VALUES {scope} {{ {strategies} }} {variable} sg:inStrategy {scope} .{titled}"
            if asked.kinds or relation != "sdg":
                yield indent + inside
            else:  # of anything also the strategy as a whole
                yield f"{indent}{{ {inside} }} UNION {{ VALUES {variable} {{ {strategies} }} }}"
        elif not asked.kinds and not asked.things:
            strategy, title = self._fresh("strategy"), self._fresh("title")
            yield f"{indent}{variable} sg:inStrategy {strategy} ; skos:prefLabel {title} ."
        if asked.years:
            start, end = self._fresh("start"), self._fresh("end")
            first, last = asked.years
            of_text = "dcterms:issued" if asked.kind == "sg:Document" else ""
            yield f"{indent}{variable} {of_text or 'sg:start'} {start} ; {of_text or 'sg:end'} {end} ."
            begins, ends = (f"xsd:integer(SUBSTR(STR({one}), 1, 4))" for one in (start, end))
            if max(first, last) > EVER[1]:  # days
                days = (
                    f'CONCAT(STR({start}), "-01-01")',
                    f'CONCAT(STR({end}), SUBSTR("-12-31", STRLEN(STR({end})) - 3))',
                )
                begins, ends = (f'xsd:integer(REPLACE(SUBSTR({one}, 1, 10), "-", ""))' for one in days)
                after, before = f"{begins} >= {first}", f"{ends} <= {last}"
                within = f"{begins} <= {last} && {ends} >= {first}"
                yield f"{indent}FILTER({before if first == EVER[0] else after if last == EVER[1] else within})"
            elif first == last:
                yield f"{indent}FILTER({begins} <= {last} && {ends} >= {first})"
            elif first == EVER[0] or last == EVER[1]:
                yield f"{indent}FILTER({begins} >= {first} && {begins if asked.begun else ends} <= {last})"
            else:
                yield f"{indent}FILTER({begins} = {first} && {ends} = {last})"
        if asked.text and asked.strategies and not asked.kinds:  # what others say of it in a hearing is not its own
            heard = self._fresh("heard")
            yield f"{indent}MINUS {{ VALUES {heard} {{ {' '.join(HEARD)} }} {variable} a {heard} }}"
        for word in asked.text:
            yield from self._text(word, variable, asked, indent)
        for condition in asked.conditions:
            yield from self._condition(condition, variable, asked, indent)

    def _text(self, word: str, variable: str, asked: Set, indent: str) -> Iterator[str]:
        """That *word* stands in a text of *variable*, or of what it is part of where that is of the same kind."""
        text = self._fresh("text")
        path = "skos:prefLabel" if asked.in_title else "(skos:prefLabel|sg:evidence/oa:hasSelector/oa:exact)"
        path = "oa:hasSelector/oa:exact" if asked.kind == "sg:Quote" else path
        if asked.kinds and self._lexicon.joining(asked.kind, asked.kind, ["part"]):
            path = f"sg:partOf*/{path}"
        danish = self._lexicon.in_danish(word) if self._english else None
        told = f'REGEX({text}, "{word_pattern(word)}{f"|{danish}" if danish else ""}", "i")'
        yield f"{indent}{variable} {path} {text} . FILTER({told})"

    def _pattern(
        self,
        relation: str,
        inverse: bool,
        one: str,
        other: str,
        basis: str = "",
        sure: tuple[str, str] | None = None,
    ) -> str:
        first, second = (other, one) if inverse else (one, other)
        pattern = relations()[relation].pattern(first, second, self._fresh("link"), basis, sure)
        if (basis or sure) and relation == "sched":
            pattern = pattern.replace("/sg:partOf*", "")
        return pattern

    def _joined(self, condition: Condition, variable: str, other: str, indent: str) -> Iterator[str]:
        told = (condition.relation, condition.inverse, variable, other, condition.basis, condition.sure)
        yield indent + self._pattern(*told)
        yield from self._set(condition.of, other, indent, condition.relation)

    def _nothing_else(self, condition: Condition, variable: str, indent: str) -> Iterator[str]:
        """That *variable* is joined with nothing of the kind that is not in the set of *condition* (of any kind where
        that is all that is said of the set), nor with what is in it on another basis."""
        other, of = self._fresh("other"), condition.of
        restricted = of != Set(of.kinds, of.term)
        whole = Set(of.kinds, of.term) if restricted else Set()
        any_basis = OWN if condition.basis not in ("", INHERITED, FROM_ABOVE) or condition.sure else condition.basis
        yield f"{indent}MINUS {{"
        yield indent + "  " + self._pattern(condition.relation, condition.inverse, variable, other, any_basis)
        if condition.basis or condition.sure:
            yield from self._set(of, other, indent + "  ", condition.relation)
        else:
            yield f"{indent}  {self._of_kind(whole.kinds, other)}"
        yield f"{indent}  MINUS {{"
        yield from self._joined(condition, variable, other, indent + "    ")
        yield f"{indent}  }}"
        yield f"{indent}}}"

    def _condition(self, condition: Condition, variable: str, asked: Set, indent: str) -> Iterator[str]:
        other = self._fresh("other")
        if condition.number:
            operator, number = condition.number[0], str(condition.number[1])
            counted = self._fresh("count")
            yield f"{indent}{{ SELECT {variable} (COUNT(DISTINCT {other}) AS {counted}) WHERE {{"
            loose = operator in ("<", "<=") or number == "0"
            if loose:
                yield f"{indent}  {self._of_kind(asked.kinds, variable)}"
                yield f"{indent}  OPTIONAL {{"
            yield from self._joined(condition, variable, other, indent + "  ")
            if loose:
                yield f"{indent}  }}"
            yield f"{indent}}} GROUP BY {variable} }}"
            if condition.than:
                number = self._fresh("than")
                thing, further = self._fresh("thing"), self._fresh("other")
                yield f"{indent}{{ SELECT (COUNT(DISTINCT {further}) AS {number}) WHERE {{"
                yield f"{indent}  VALUES {thing} {{ {_term(condition.than)} }} OPTIONAL {{"
                yield from self._joined(condition, thing, further, indent + "    ")
                yield f"{indent}  }}"
                yield f"{indent}}} }}"
            yield f"{indent}FILTER({counted} {operator} {number})"
        elif condition.absent:
            yield f"{indent}MINUS {{"
            yield from self._joined(condition, variable, other, indent + "  ")
            yield f"{indent}}}"
        else:
            yield from self._joined(condition, variable, other, indent)
            if condition.only:
                yield from self._nothing_else(condition, variable, indent)


def _spoken(variable: str, path: str, language: str) -> str:
    """The filter by which *variable*, which *path* leads to, is in *language*, or in the other where it is not."""
    other = f'NOT EXISTS {{ ?thing {path} ?told . FILTER(LANG(?told) = "{language}") }}'
    return f'FILTER(LANG(?{variable}) = "{language}" || {other})'


def _term(name: str) -> str:
    """The thing, or the literal, *name* in SPARQL."""
    return name if name == "true" or name[0] == '"' else f"<{expand(name)}>"
