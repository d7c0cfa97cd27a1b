"""A fuzzer over everything that the commands read: broken a little, what do they say?

A *kind* of input is a function that breaks something below the folder of a world and says what; `KINDS` names them, and
more can be added. Each mutant is broken in a world whose cache is warm, so that the commands bring it up to date; the
same commands then run with a fresh cache. What must hold: no traceback, no hang, findings wherever the exit code is 1,
an error of the house wherever it is 3, and the same answer warm and fresh.

    python -m tests.fuzz --mutants 200 --seed 7
"""

import argparse
import contextlib
import io
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

from strategigraf.cli import run
from strategigraf.core.rdf import ID, LANG_STRING, PREFIXES, RDF, SDG, SG, XSD, Blank, Iri, Literal, Term
from strategigraf.files import turtle
from strategigraf.files.turtle import Statement
from tests.listener import listening, told

HERE = Path(__file__).parent
SECONDS = 90  # for one command
_WITH_FINDINGS = {"check", "coverage", "fmt", "gaps", "rebase", "review", "sdg-check", "sources"}

Break = Callable[[Random, Path], str]


class Trouble(NamedTuple):
    """What went wrong: the mutant (base, seed, what was broken), the command, and what it did."""

    mutant: str
    command: str
    what: str


class Ran(NamedTuple):
    """What a command gave: exit code, stdout, stderr, and the traceback of what nobody expected."""

    code: int
    out: str
    err: str
    escaped: str


# ---------------------------------------------------------------------------------------------------------------- data


def break_triples(random: Random, world: Path) -> str:
    """One to four triples of a Turtle file, changed so that it still parses."""
    path = _choose(random, world / "data", ".ttl")
    told = list(turtle.statements(path))
    said = []
    for _ in range(random.choice((1, 1, 2, 4))):
        said.append(_change(random, told))
    path.write_bytes(turtle.ntriples(told))
    return f"{path.name}: {', '.join(said)}"


def _change(random: Random, told: list[Statement]) -> str:
    if not told:
        return "nothing"
    at = random.randrange(len(told))
    subject, verb, target = told[at]
    things = [one[0] for one in told]
    objects = [one[2] for one in told]
    odd: tuple[Term, ...] = (
        Literal(""),
        Literal("", LANG_STRING, "da"),
        Literal("6.3"),
        Literal("x\x07\u202e\U0001f600=1+1"),
        Literal("høj", XSD + "decimal"),
        Literal("20xx", XSD + "gYear"),
        Literal("99999999999999999999", XSD + "integer"),
        Literal("x", "http://example.org/type"),
        Blank("b"),
        Iri("urn:x"),
        Iri(ID + "nowhere/x"),
        Iri(ID),
        Iri(SDG + "99.9"),
        Iri(SG + "Unknown"),
        Iri(RDF + "nil"),
        Iri("http://example.org/" + "a" * 3000),
        subject,
        verb,
    )
    change = random.choice(
        ("drop", "drop", "drop-verb", "drop-thing", "odd", "odd", "odd", "another", "many", "swap", "verb", "untype",
         "subject", "loop", "language", "long", "class")
    )  # fmt: skip
    if change == "drop":
        del told[at]
    elif change == "drop-verb":
        told[:] = [one for one in told if one[1] != verb]
    elif change == "drop-thing":
        told[:] = [one for one in told if one[0] != subject]
    elif change == "odd":
        told[at] = (subject, verb, random.choice(odd))
    elif change == "another":
        told[at] = (subject, verb, random.choice(objects))
    elif change == "many":
        told += [
            (subject, verb, random.choice((*odd, *random.sample(objects, min(5, len(objects)))))) for _ in range(3)
        ]
    elif change == "swap":
        told[at] = (target if not isinstance(target, Literal) else subject, verb, subject)
    elif change == "verb":
        told[at] = (subject, random.choice(told)[1], target)
    elif change == "untype":
        told[:] = [one for one in told if one[0] != subject or one[1].value != RDF + "type"]
    elif change == "subject":
        new: Term = random.choice((Blank("s"), Iri("urn:s"), Iri(ID + "nowhere/s"), random.choice(things)))
        told[:] = [(new, v, o) if s == subject else (s, v, o) for s, v, o in told]
    elif change == "loop":
        told.append((subject, Iri(SG + random.choice(("partOf", "continues", "schedules", "inStrategy"))), subject))
    elif change == "language":
        told[at] = (subject, verb, Literal(target.value, LANG_STRING, random.choice(("da", "en", "fr", "da-dk"))))
    elif change == "long":
        told[at] = (subject, verb, Literal("ord " * 5000))
    elif change == "class":
        kinds = [o for _, v, o in told if v.value == RDF + "type"] or [Iri(SG + "Goal")]
        told.append((subject, Iri(RDF + "type"), random.choice(kinds)))
    return f"{change} {subject.value.rsplit('/', 1)[-1]} {verb.value.rsplit('#', 1)[-1]}"


def break_turtle(random: Random, world: Path) -> str:
    """The bytes of a Turtle file, as editors, merges and wrong encodings break them."""
    path = _choose(random, world / "data", ".ttl")
    return f"{path.name}: {break_text(random, path)}"


def break_text(random: Random, path: Path) -> str:
    """The bytes of any text file *path*."""
    content = path.read_bytes()
    lines = content.splitlines(keepends=True) or [b""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    change = random.choice(
        ("cut", "drop-line", "double-line", "swap-lines", "insert", "delete", "empty", "head-only", "latin-1", "utf-16",
         "bom", "crlf", "deep", "deep-list", "merge", "words", "cr")
    )  # fmt: skip
    place = random.randrange(len(content) + 1)
    if change == "cut":
        content = content[:place]
    elif change in ("drop-line", "double-line", "swap-lines", "merge", "deep", "deep-list"):
        line = lines[at]
        if change == "swap-lines":
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = {
                "drop-line": b"",
                "double-line": line * 2,
                "merge": b"<<<<<<< mine\n" + line + b"=======\n" + lines[other] + b">>>>>>> theirs\n",
                "deep": b"<http://e/a> <http://e/b> "
                + b"[ <http://e/b> " * 3000
                + b"1"
                + b" ]" * 3000
                + b" .\n"
                + line,
                "deep-list": b"<http://e/a> <http://e/b> " + b"( " * 3000 + b"1" + b" )" * 3000 + b" .\n" + line,
            }[change]
        content = b"".join(lines)
    elif change == "insert":
        sign = random.choice(
            (b"\0", b'"', b"'", b"<", b"\x1b[2J", b"\xff", b"\t", b" ", b";", b".", b"[", b"_:x ", b"\\")
        )
        content = content[:place] + sign + content[place:]
    elif change == "delete":
        content = content[:place] + content[place + random.choice((1, 3, 40, 400)) :]
    elif change == "words":
        old = random.choice((b"sg:", b"@da", b'"', b" ;", b"a sg:Goal", b"\t", b"Not", b"skos:", b"\xc3\xa5", b"1"))
        content = content.replace(old, random.choice((b"", b"sg:x", b" ", b"@", b"not")), random.choice((1, 2, -1)))
    elif change == "empty":
        content = b""
    elif change == "head-only":
        content = b"".join(line for line in lines if line.startswith((b"PREFIX", b"#")))
    elif change == "crlf":
        content = content.replace(b"\n", b"\r\n")
    elif change == "cr":
        content = content.replace(b"\n", b"\r")
    elif change == "bom":
        content = b"\xef\xbb\xbf" + content
    else:
        content = content.decode("utf-8", "replace").encode(change, "replace")
    path.write_bytes(content)
    return f"{change} at {place}"


# --------------------------------------------------------------------------------------------------- sets and sources


def break_mapping_set(random: Random, world: Path) -> str:
    """A cell, a row or the head of a mapping set."""
    path = _choose(random, world / "data", ".sssom.tsv")
    if random.random() < 0.3:
        return f"{path.name}: {break_text(random, path)}"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = random.randrange(len(lines))
    cells = lines[at].split("\t")
    cell = random.randrange(len(cells))
    cells[cell] = random.choice(
        ("", '"', '"x', "not", "Not", "NaN", "2", "0.5", cells[cell] + " ", " " + cells[cell], cells[cell] * 2, "a:b",
         "skos:exactMatch", "sssom:NoTermFound", "sg:continues", "x\0", "https://example.org/x", "\u00a0", "#", ":")
    )  # fmt: skip
    lines[at] = "\t".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"{path.name}: line {at + 1}, cell {cell + 1}: {cells[cell]!r}"


def break_source(random: Random, world: Path) -> str:
    """A source text."""
    path = _choose(random, world / "sources", ".md")
    return f"{path.name}: {break_text(random, path)}"


def break_cache(random: Random, world: Path) -> str:
    """A file of the cache, which is filled first: as disks, sync programs and other programs break it."""
    ran(("list",), world, world / "cache")
    files = sorted(path for path in (world / "cache").rglob("*") if path.is_file() and path.stat().st_size)
    path = random.choice(files)
    content = bytearray(path.read_bytes())
    at = random.randrange(len(content))
    change = random.choice(("bit", "bit", "zeros", "zeros", "cut", "empty", "delete", "swap", "noise"))
    if change == "bit":
        content[at] ^= 1 << random.randrange(8)
    elif change == "zeros":
        content[at : at + 512] = bytes(len(content[at : at + 512]))
    elif change == "cut":
        del content[at:]
    elif change == "empty":
        content.clear()
    elif change == "swap":
        content = bytearray(random.choice(files).read_bytes())
    elif change == "noise":
        content[at : at + 64] = random.randbytes(64)
    path.unlink()  # parts of the cache may be links to an older store
    if change != "delete":
        path.write_bytes(content)
    return f"{path.name}: {change} at {at}"


def break_answer(random: Random, world: Path) -> str:
    """What an endpoint sends."""
    path = world / "answer"
    row = b'{"s":{"type":"uri","value":"http://e/a"},"p":{"type":"literal","value":"\xc3\xa5","xml:lang":"da"}}'
    content = b'{"head":{"vars":["s","p"]},\n"results":{"bindings":[\n%s,\n%s\n]}}' % (row, row)
    kind = "application/sparql-results+json"
    if random.random() < 0.3:
        odd = (b"null", b"7", b"[]", b"{}", b'"x"', b"true", b'{"type":"bnode","value":""}', b'{"type":"triple"}')
        old = random.choice((row, b'"uri"', b'"http://e/a"', b'["s","p"]', b'"da"', b'"s"', b'"bindings"'))
        content, said = content.replace(old, random.choice(odd), random.choice((1, -1))), "value"
    else:
        path.write_bytes(content)
        said = break_text(random, path)
        content = path.read_bytes()
    kind = random.choice((kind, kind, kind, "text/html", "text/turtle", "application/json", ""))
    status = random.choice(("200 OK", "200 OK", "200 OK", "500 Oops", "302 Found", "429 Slow", "999 ?"))
    more = random.choice(
        ("", "", "", "Content-Encoding: gzip\r\n", "Location: /\r\n", "Transfer-Encoding: chunked\r\n")
    )
    sent = told(content, kind, status, more=more)
    path.write_bytes(sent if random.random() < 0.8 else sent[: random.randrange(len(sent))])
    return f"endpoint: {said}, {kind!r}, {status}, {more.strip()}"


KINDS: dict[str, Break] = {
    "triples": break_triples,
    "turtle": break_turtle,
    "mapping set": break_mapping_set,
    "source": break_source,
    "cache": break_cache,
    "endpoint": break_answer,
}
_ASKING: tuple[tuple[str, ...], ...] = tuple(  # what is asked of an endpoint, in place of the commands of a base
    ("query", "-e", query, "--endpoint", "{endpoint}", "--timeout", "10", "--format", form)
    for query, forms in (
        ("SELECT ?s ?p { ?s ?p ?o }", ("table", "csv", "tsv", "json")),
        ("ASK { ?s ?p ?o }", ("table", "json")),
        ("CONSTRUCT WHERE { ?s ?p ?o }", ("turtle", "ntriples")),
    )
    for form in forms
)


def _choose(random: Random, folder: Path, end: str) -> Path:
    return random.choice(sorted(path for path in folder.rglob("*" + end)))


# ---------------------------------------------------------------------------------------------------------- the worlds


class Base(NamedTuple):
    """A world to break: the folders with its data and its sources, and its commands."""

    data: Path
    sources: Path
    commands: tuple[tuple[str, ...], ...]


def municipality(folder: Path) -> Base:
    """The invented municipality in *folder*, with a second plan, a hearing response, alignments and a review."""
    shutil.copytree(HERE / "corpus" / "data", folder / "data")
    shutil.copytree(HERE / "corpus" / "sources", folder / "sources")
    data = folder / "data"
    old = (data / "strategies" / "eksempelby-2030.ttl").read_text(encoding="utf-8")
    (data / "strategies" / "nabokommune-2030.ttl").write_text(
        old.replace("eksempelby-2030", "nabokommune-2030"),
        encoding="utf-8",
    )
    (data / "strategies" / "hoering.ttl").write_text(_HEARING, encoding="utf-8")
    (data / "reviews").mkdir()
    (data / "reviews" / "eksempelby-2030.ttl").write_text(_REVIEW, encoding="utf-8")
    (data / "alignments").mkdir()
    (data / "alignments" / "nabokommune-2030--eksempelby-2030.sssom.tsv").write_text(_ALIGNMENTS, encoding="utf-8")
    shutil.copy(HERE / "corpus" / "next" / "eksempelby-2034.md", folder / "sources" / "next.md")
    with (data / "documents.ttl").open("a", encoding="utf-8") as stream:
        stream.write(_DOCUMENT)
    commands = _commands("eksempelby-2030", "nabokommune-2030", "hoering", "maal-1", "spor-1")
    return Base(data, folder / "sources", commands)


def shipped(folder: Path, sources: Path) -> Base:
    """The data of the project in *folder*, with the source texts in *sources*."""
    shutil.copytree(HERE.parent / "data", folder / "data")
    shutil.copytree(sources, folder / "sources")
    for path in (folder / "sources").iterdir():
        path.chmod(0o644)
    return Base(
        folder / "data",
        folder / "sources",
        _commands(
            "midt-udviklingsplan-2023",
            "midt-social-strategi-status-2015",
            "midt-hoeringssvar-hjerneskade",
            "pejlemaerke-8",
            "spor-1",
        ),
    )


def _commands(plan: str, other: str, hearing: str, goal: str, track: str) -> tuple[tuple[str, ...], ...]:
    return (
        ("check",),
        ("check", "--complete"),
        ("list",),
        ("list", "goal"),
        ("list", "alignment", "--format", "csv"),
        ("show", f"{plan}/{goal}"),
        ("show", plan),
        ("trace", f"{plan}/{goal}"),
        ("impact", f"{plan}/{track}"),
        ("explain", f"{plan}/{goal}"),
        ("matrix", "initiative", "sdg-target"),
        ("matrix", "goal", "initiative", "--format", "json"),
        ("matrix", "initiative", "sdg-goal", "--long"),
        ("coverage",),
        ("gaps",),
        ("compare", plan, other),
        ("generations",),
        ("hearing", hearing),
        ("diff", plan, other),
        ("rebase", "{world}/sources/eksempelby-2030.md", "{world}/sources/next.md"),
        ("review",),
        ("report", plan, "-o", "{world}/report"),
        ("coverage", "--format", "xlsx", "-o", "{world}/coverage.xlsx"),
        ("matrix", "initiative", "sdg-target", "--format", "html", "-o", "{world}/matrix.html"),
        ("quote", "vand"),
        ("sdg-check",),
        ("network",),
        ("network", "centrality"),
        ("network", "carriers"),
        ("network", "export", "--format", "graphml"),
        ("policy",),
        ("sources",),
        ("picture", "timeline", "--strategy", plan, "-o", "{world}/timeline.svg"),
        ("picture", "sankey", "--strategy", plan, "-o", "{world}/sankey.svg"),
        ("ask", "initiatives-by-sdg-target"),
        ("ask", "hearing-comments", "--evidence"),
        ("ask", "Hvilke initiativer bidrager til delmål 6.3?"),
        ("query", "{world}/all.rq"),
        ("fmt", "--check"),
    )


# ------------------------------------------------------------------------------------------------------------- running


def fuzz(base: Base, mutants: int, seed: int, kinds: Sequence[str] = tuple(KINDS), each: int = 3) -> Iterator[Trouble]:
    """The troubles of *mutants* of *base*, each put to *each* of its commands; the same for the same *seed*."""
    for number in range(mutants):
        random = Random(f"{seed} {number}")
        with tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as place:
            world = Path(place)
            shutil.copytree(base.data, world / "data")
            shutil.copytree(base.sources, world / "sources")
            (world / "all.rq").write_text(_QUERY, encoding="utf-8")
            commands = random.sample(base.commands, each)
            if number % 4 == 0:
                ran(("list",), world, world / "cache")
            kind = random.choice(kinds)
            mutant = f"seed {seed}, mutant {number}, {kind}: {KINDS[kind](random, world)}"
            compare = number % 4 == 0 or kind == "cache"
            if kind == "endpoint":
                with listening((world / "answer").read_bytes()) as server:
                    for asking in random.sample(_ASKING, each):
                        asked = tuple(word.replace("{endpoint}", server.url) for word in asking)
                        yield from _troubles(mutant, asked, world, compare=False)
            else:
                for command in commands:
                    yield from _troubles(mutant, command, world, compare)


def _troubles(mutant: str, command: tuple[str, ...], world: Path, compare: bool) -> Iterator[Trouble]:
    words = " ".join(command)
    first = ran(command, world, world / "cache")
    if first.escaped:
        yield Trouble(mutant, words, first.escaped)
    elif first.code not in (0, 1, 2, 3):
        yield Trouble(mutant, words, f"exit {first.code}")
    elif first.code == 1 and (command[0] not in _WITH_FINDINGS or not first.out.strip()):
        yield Trouble(mutant, words, f"exit 1 without a finding: {first.err}")
    elif first.code in (2, 3) and not first.err.strip():
        yield Trouble(mutant, words, f"exit {first.code} without a word")
    elif compare:
        fresh = ran(command, world, world / "other-cache")
        if (fresh.code, fresh.out) != (first.code, first.out):
            yield Trouble(mutant, words, f"warm {first.code}, fresh {fresh.code}, or another answer")


def ran(command: tuple[str, ...], world: Path, cache: Path) -> Ran:
    """What *command* gives on the data of *world*."""
    arguments = [word.replace("{world}", str(world)) for word in command]
    arguments += [str(world / "data")] if command[0] == "fmt" else _of(world) if _reads_data(command) else []
    arguments += ["--lang", "en"]
    surroundings = mock.patch.dict(
        os.environ,
        {
            "STRATEGIGRAF_CACHE": str(cache),
            "STRATEGIGRAF_SOURCES": str(world / "sources"),
            "STRATEGIGRAF_DEBUG": "1",
        },
    )
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(SECONDS)
    escaped = ""
    try:
        with surroundings, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(arguments)
    except _TooLong:
        code, escaped = -1, f"more than {SECONDS} s"
    except BaseException as error:
        code, escaped = -1, "".join(traceback.format_exception(error))
    finally:
        signal.alarm(0)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8", "replace"))
    if "unexpected-error: " in texts[1]:
        escaped = texts[1]
    return Ran(code, texts[0], texts[1], escaped[-1500:])


def _reads_data(command: tuple[str, ...]) -> bool:
    return command[0] != "quote" and "--endpoint" not in command


def _of(world: Path) -> list[str]:
    return ["--data", str(world / "data")]


class _TooLong(BaseException):
    pass


def _too_long(number: int, frame: object) -> None:
    raise _TooLong


_QUERY = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) } ORDER BY ?s ?p ?o LIMIT 99"
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_HEARING = f"""{_HEAD}PREFIX : <{ID}hoering/>
id:hoering a sg:Strategy ; skos:prefLabel "Høringssvar"@da , "Response"@en ; sg:owner organisations:eksempelby .
documents:hoering a sg:Document ; skos:prefLabel "Høringssvar"@da , "Response"@en ; dcterms:publisher
  organisations:eksempelby ; sg:documentOf id:hoering ; sg:stage sg:Response .
:svar a sg:HearingResponse ; skos:prefLabel "Svar"@da , "Response"@en ; sg:inStrategy id:hoering ;
  sg:evidence :quote-1 .
:bemaerkning-1 a sg:HearingComment ; skos:prefLabel "Vandet"@da , "The water"@en ; skos:notation "1" ;
  sg:inStrategy id:hoering ; sg:partOf :svar ; sg:evidence :quote-1 ; sg:disposition sg:Answered ;
  sg:rationale "Planen svarer."@da , "The plan answers."@en ; sg:concerns <{ID}eksempelby-2030/maal-1> .
:quote-1 a sg:Quote ; oa:hasSource documents:hoering ; sg:section "Svar" ; oa:hasSelector :quote-1-selector .
:quote-1-selector a oa:TextQuoteSelector ; oa:exact "Vi savner vand" .
:link-1 a sg:Link ; rdf:subject :bemaerkning-1 ; rdf:predicate sg:concerns ; rdf:object <{ID}eksempelby-2030/maal-1> ;
  sg:basis sg:Stated ; sg:inStrategy id:hoering ; sg:evidence :quote-1 .
<{ID}eksempelby-2030/indsats-1-1> sg:answers :bemaerkning-1 .
:link-2 a sg:Link ; rdf:subject <{ID}eksempelby-2030/indsats-1-1> ; rdf:predicate sg:answers ; rdf:object
  :bemaerkning-1 ; sg:basis sg:Interpreted ; sg:inStrategy id:hoering ; sg:evidence :quote-1 ; sg:confidence 0.7 ;
  sg:rationale "Indsatsen svarer."@da , "The initiative answers."@en .
"""
_DOCUMENT = """documents:nabokommune-2030 a sg:Document ; skos:prefLabel "Nabo"@da , "Neighbour"@en ;
  dcterms:publisher organisations:eksempelby ; sg:documentOf id:nabokommune-2030 ; sg:stage sg:Draft .
"""
_REVIEW = f"""{_HEAD}PREFIX : <{ID}reviews/eksempelby-2030/>
:review-1 a sg:Review ; sg:reviews <{ID}eksempelby-2030/link-indsats-3-1--10.2> ; sg:linkHash "0123456789ab" ;
  sg:wordsHash "0123456789ab" ; sg:subjectHash "0123456789ab" ; sg:objectHash "0123456789ab" ;
  sg:sourceHash "0123456789ab" ; sg:reviewRole "planlægger"@da ; sg:reviewReason "Holder."@da .
"""
_ALIGNMENTS = "\n".join(
    (
        "#curie_map:",
        f"#  e: {ID}eksempelby-2030/",
        f"#  n: {ID}nabokommune-2030/",
        "#  sg: " + SG,
        "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tconfidence\tcomment\t"
        "rationale_da",
        *(
            "\t".join((one, verb, modifier, other, "semapv:ManualMappingCuration", share, f"Why {one}", f"Da {one}"))
            for one, verb, modifier, other, share in (
                ("n:maal-1", "skos:exactMatch", "", "e:maal-1", "1.0"),
                ("n:maal-2", "skos:broadMatch", "", "e:maal-2", "0.6"),
                ("n:maal-3", "skos:closeMatch", "Not", "e:maal-1", "0.9"),
                ("n:maal-1", "sg:continues", "", "e:maal-1", "1.0"),
                ("n:indsats-1-1", "skos:closeMatch", "", "e:indsats-1-2", "0.7"),
                ("n:indsats-2-1", "skos:relatedMatch", "", "sssom:NoTermFound", ""),
                ("sssom:NoTermFound", "skos:relatedMatch", "", "e:indsats-3-1", ""),
            )
        ),
    )
)  # fmt: skip
_ALIGNMENTS += "\n"


def main() -> int:
    """Fuzzes from the command line: the troubles on stdout, 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=3, help="commands for each mutant")
    parser.add_argument("--kind", action="append", choices=[*KINDS])
    parser.add_argument("--sources", type=Path, help="fuzz the data of the project, with these source texts")
    options = parser.parse_args()
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        base = shipped(Path(folder), options.sources) if options.sources else municipality(Path(folder))
        for trouble in fuzz(base, options.mutants, options.seed, options.kind or tuple(KINDS), options.each):
            found += 1
            print(f"{trouble.mutant}\n  {trouble.command}\n  {trouble.what}\n", flush=True)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
