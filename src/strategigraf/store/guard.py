"""The guard: a query reads and reaches nowhere, or it is refused with the place where it does."""

import re
from collections.abc import Callable, Mapping

from strategigraf.core.errors import QueryReachesOut, QuerySyntax, nearest, nearest_remedy
from strategigraf.core.rdf import DECLARED, Text

LONGEST = 250_000  # characters: each may nest the parser once more, and the stack has to bear that
_SERVICE = re.compile("service", re.IGNORECASE)  # ſ and İ count as well: too many rather than too few
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SILENT = re.compile(r"\A((?:\s|#[^\n]*\n)*)silent", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:\s|\ufeff|#[^\n\r]*|(?:BASE|PREFIX|VERSION)\b[^<\"'#]*(?:<[^>]*>|\"[^\"]*\"|'[^']*'))*", re.IGNORECASE
)
_CHANGES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")


def demand_reading(query: str, prefixes: Callable[[], Mapping[str, str]] = lambda: DECLARED) -> None:
    """Sees to it that *query*, for which *prefixes* are declared, cannot leave by SERVICE.

    It is judged as it stands and with its codepoint escapes (`\\u0053`) decoded, as the SPARQL recommendation has it
    read and some engines do. Raises QueryReachesOut, and QuerySyntax where it cannot be judged.
    """
    if len(query) > LONGEST:
        raise QuerySyntax(
            Text(
                f"Forespørgslen er på {len(query)} tegn; den må højst være på {LONGEST}.",
                f"The query has {len(query)} characters; it may have at most {LONGEST}.",
            ),
            Text("Del den op i flere forespørgsler.", "Split it into several queries."),
        )
    for text in dict.fromkeys((query, _ESCAPE.sub(_decoded, query))):
        if _SERVICE.search(text):
            _demand_only_names(text, prefixes())


_IRI = re.compile(r"<[^<>\"{}|^`\\\s]*>")
_VARIABLE = re.compile(r"[?$]\w+", re.ASCII)
_NAME = re.compile(r"\b(?!graph|from)[a-z]\w*:[a-z]\w*", re.ASCII)  # after a prefix that is none of these words


def names_graphs(query: str) -> bool:
    """Whether *query* may name graphs (`GRAPH`, `FROM`): whether one of these words, or a letter by its number, is in
    it outside of IRIs, of names, of variables and of lines that are comments."""
    asked = _NAME.sub("", _VARIABLE.sub("?", _IRI.sub("<>", query)).lower())
    if not any(word in asked for word in ("graph", "from", "\\u")):
        return False
    if "\\u" in asked or '"""' in query or "'''" in query:  # a line that begins with # is not always a comment
        return True
    lines = [line for line in re.split(r"[\r\n]", asked) if not line.lstrip().startswith("#")]
    return any("graph" in line or "from" in line for line in lines)


def is_query(text: str) -> bool:
    """Whether *text*, which has no SERVICE, parses as a query by itself."""
    return _fault(text, {}) is None


def demand_query(query: str) -> str:
    """The form of *query*, SELECT, ASK, CONSTRUCT or DESCRIBE, which is of the SPARQL language and only reads.

    Raises QueryReachesOut, QuerySyntax.
    """
    demand_reading(query)
    error = _fault(query, DECLARED)
    if error is not None:
        raise unreadable(query, error, DECLARED)
    return _first_word(query)[0]


def unreadable(query: str, error: Exception, prefixes: Mapping[str, str]) -> QueryReachesOut | QuerySyntax:
    """Why *query*, which did not parse with *error* although *prefixes* are declared for it, is refused: it changes
    data, it uses another prefix, or its syntax is wrong."""
    word, start = _first_word(query)
    if word in _CHANGES:
        return _reaching(query, word, start)
    undeclared = _undeclared(query, prefixes)
    return query_syntax(query, error) if undeclared is None else _unknown_prefix(query, *undeclared, prefixes)


def query_syntax(query: str, error: Exception) -> QuerySyntax:
    """The error that tells where *query* does not parse, by what the engine or the server said in *error*."""
    reason = str(error)
    line, column = _place(reason)
    lines = query.splitlines()
    shown = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    brief = re.sub(r"^error at \d+:\d+|expected one of .*", "", reason, flags=re.DOTALL).strip(" :")[:160]
    told = f" ({brief})" if brief else ""
    return QuerySyntax(
        Text(
            da=f"SPARQL-forespørgslen kan ikke læses: linje {line}, tegn {column}, ved »{shown[:80]}«{told}.",
            en=f"The SPARQL query could not be read: line {line}, column {column}, at “{shown[:80]}”{told}.",
        ),
        Text(
            da="Kontrollér stavningen, og om der mangler en parentes, et PREFIX eller et punktum.",
            en="Check the spelling, and whether a brace, a PREFIX or a full stop is missing.",
        ),
    )


def _demand_only_names(text: str, prefixes: Mapping[str, str]) -> None:
    """Sees to it that the word is only part of names, strings, IRIs and comments in *text*: then, and only then, the
    query still parses when another word of letters stands everywhere in its place. What is parsed so has no SERVICE
    and goes nowhere. Raises QueryReachesOut, QuerySyntax."""
    stand_in = _other_word(text)
    error = _fault(_SERVICE.sub(stand_in, text), prefixes)
    if error is None:
        return
    at = _offset(text, error)
    for word in [found for found in _SERVICE.finditer(text) if found.start() <= at][-3:]:
        # where GRAPH, which stands in the same places, lets the parser come further, it is a keyword
        after = _SILENT.sub(lambda match: match[1] + " " * 6, text[word.end() :], count=1)
        before = _SERVICE.sub(stand_in, text[: word.start()])
        later = _fault(before + "GRAPH  " + _SERVICE.sub(stand_in, after), prefixes)
        if later is None or _offset(text, later) > at:
            raise _reaching(text, "SERVICE", word.start())
    raise unreadable(text, error, prefixes)


def _offset(text: str, error: Exception) -> int:
    """Where in *text* the parser found what it tells in *error*."""
    line, column = _place(str(error))
    return sum(map(len, text.split("\n")[: line - 1])) + line - 1 + column - 1


def _other_word(text: str) -> str:
    """Seven letters that do not stand in *text*."""
    lower = text.lower()
    letters = "zqxjkvw"
    return next(word for shift in range(7) if (word := (letters[shift:] + letters[:shift])) not in lower)


def _fault(query: str, prefixes: Mapping[str, str]) -> Exception | None:
    """Why *query*, which has no SERVICE, does not parse as a query for which *prefixes* are declared; None where it
    does. It is asked of nothing."""
    import pyoxigraph

    try:
        pyoxigraph.Store().query(query, prefixes=dict(prefixes))
    except (SyntaxError, UnicodeEncodeError) as error:
        return error
    except (RuntimeError, OSError, ValueError):  # it parsed; a function of another engine is no fault of its syntax
        return None
    return None


def _first_word(query: str) -> tuple[str, int]:
    """The first word after the prologue of *query*, in capitals, and where it begins."""
    before = _BEFORE.match(query)
    start = before.end() if before else 0
    word = re.compile("[A-Za-z]*").match(query, start)
    return (word[0].upper() if word else ""), start


def _place(reason: str) -> tuple[int, int]:
    match = re.search(r"\b(\d+):(\d+)\b", reason)
    return (int(match[1]), int(match[2])) if match else (1, 1)


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _reaching(query: str, word: str, start: int) -> QueryReachesOut:
    line = query.count("\n", 0, start) + 1
    return QueryReachesOut(
        Text(
            da=f"Forespørgslen bruger {word} (linje {line}); den kan kun læse.",
            en=f"The query uses {word} (line {line}); it can only read.",
        ),
        Text(da="Brug SELECT, ASK, CONSTRUCT eller DESCRIBE.", en="Use SELECT, ASK, CONSTRUCT or DESCRIBE."),
    )


# Prefixes: those that every query may use, and those that it uses and nobody has declared.

_NAMES = re.compile(  # prefixed names, what else may have a colon in it (comments, IRIs, strings, blank nodes), words
    r"""#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|\\.|_:[\w.-]+|(?P<declares>\bPREFIX\s+)?(?P<prefix>\b[A-Za-z](?:[\w.-]*[\w-])?)?:(?:[\w.:%-]|\\.)*"""
    r"""|\b[A-Za-z](?:[\w.-]*[\w-])?""",
    re.IGNORECASE | re.DOTALL,
)


def declaring(query: str, prefixes: Mapping[str, str]) -> str:
    """*query* with *prefixes* declared before it, on its first line, where it does not parse without them."""
    if _fault(query, {}) is None:
        return query
    declared = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in prefixes.items())
    return declared + query.removeprefix("\ufeff")


def _undeclared(query: str, prefixes: Mapping[str, str]) -> tuple[str, int] | None:
    """The first prefix that *query* uses, that it does not declare, and that is none of *prefixes*, with its place;
    None where there is none, or where the query does not parse up to there."""
    found = [match for match in _NAMES.finditer(query) if match[0].rpartition(":")[1] and match[0][0] not in "#<\"'_\\"]
    declared = {match["prefix"] or "" for match in found if match["declares"]}
    for match in found:
        prefix = match["prefix"] or ""
        if prefix not in declared and prefix not in prefixes:
            error = _fault(query, {**prefixes, prefix: "urn:x:"})
            return None if error and _offset(query, error) <= match.start() else (prefix, match.start())
    return None


def _unknown_prefix(query: str, prefix: str, start: int, prefixes: Mapping[str, str]) -> QuerySyntax:
    line, column = query.count("\n", 0, start) + 1, start - query.rfind("\n", 0, start)
    near = [f"{known}:" for known in nearest(prefix, prefixes, most=1)]
    write = f"PREFIX {prefix}: <…>"
    return QuerySyntax(
        Text(
            f"Præfikset {prefix}: er ikke erklæret (linje {line}, tegn {column}).",
            f"The prefix {prefix}: is not declared (line {line}, column {column}).",
        ),
        nearest_remedy(near, Text(f"Erklær det: {write}.", f"Declare it: {write}.")),
    )
