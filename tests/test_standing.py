"""Gaps by basis: matrix, gaps, coverage, page and workbook count the same ones."""

import io
import json

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategigraf.core.matrix import standing
from strategigraf.core.rdf import ID, SG, Text, short
from strategigraf.coverage.coverage import levels
from strategigraf.coverage.fulfilment import fulfilment
from strategigraf.coverage.gaps import gaps
from strategigraf.matrix.matrix import matrix, pivot
from strategigraf.matrix.view import gap_rows, is_own_gap, rules_asking, selected_matrix, selected_pivot, with_gaps
from strategigraf.render.formats import of_matrix
from strategigraf.render.html_page.document import page
from strategigraf.render.workbook.workbook import workbook
from strategigraf.store.names import Kind, find_kind
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli
from tests.small_policy import STRANDS, STRATEGY, element, link, requirement, world

PLAN = ID + "midt-udviklingsplan-2023"
PAIRS = (
    ("initiative", "sdg-target"), ("initiative", "timeline-entry"), ("goal", "timeline-entry"), ("goal", "sdg-goal"),
    ("challenge", "initiative"), ("hearing-comment", "initiative"), ("hearing-question", "timeline-entry"),
    ("timeline-entry", "initiative"), ("goal", "initiative"), ("track", "vision"),
)  # fmt: skip


def kinds_of(store: EmbeddedStore, pair: tuple[str, str]) -> tuple[Kind, Kind]:
    return find_kind(store, pair[0]), find_kind(store, pair[1])


@pytest.mark.parametrize("pair", PAIRS)
def test_matrix_gaps_coverage_page_and_workbook_count_the_same_gaps(
    pair: tuple[str, str], store: EmbeddedStore, cli: Cli
) -> None:
    kinds = kinds_of(store, pair)
    whole = with_gaps(store, matrix(store, *kinds, [PLAN]), kinds)
    rows = set(whole.rows)
    policy = read_policy(store)
    found = fulfilment(store, policy, [PLAN])
    asking = {rule.name for rule in rules_asking(policy, kinds)}
    listed = {item.element for item in gaps(found, asking) if is_own_gap(item)} if asking else set()
    assert set(whole.gaps) == listed & rows
    assert set(selected_matrix(store, whole, kinds, "gaps").rows) == set(whole.gaps)
    assert set(selected_pivot(store, pivot(store, *kinds, [PLAN]), kinds, "gaps").rows) == set(whole.gaps)
    by_level = {level.kind: level for level in levels(found) if level.strand.iri in {
        rule.strand for rule in policy.requirements if rule.name in asking
    }}  # fmt: skip
    if kinds[0].iri in by_level:
        assert set(whole.gaps) <= set(by_level[kinds[0].iri].gaps)
    record = json.loads(cli("matrix", *pair, "--strategy", short(PLAN), "--format", "json").out)
    things = record["rows"]["things"]
    assert {thing["id"] for thing in things if thing["gap"]} == set(whole.gaps)
    assert {held: sum(thing["standing"] == held for thing in things) for held in whole.standing()} == whole.standing()
    dossier = of_matrix(store, whole, kinds)
    html = page(dossier, "en")
    assert html.count(' class="gap"') == len(whole.gaps)
    held = whole.standing()
    assert f"{held['own']} with marks of their own, {held['inherited']} with inherited marks only" in html
    book = openpyxl.load_workbook(io.BytesIO(workbook(dossier, "en")))
    sheet = book[book.sheetnames[1]]
    told = [sheet.cell(line, sheet.max_column).value for line in range(4, sheet.max_row + 1)]
    assert sum(words in ("gap", "inherited only") for words in told) == len(whole.gaps)


def test_the_initiatives_without_a_target_of_their_own_are_the_same_33_everywhere(
    store: EmbeddedStore, cli: Cli
) -> None:
    """Read off the plan: 20 of its 53 initiatives are tied to a target themselves, the others through their track."""
    kinds = kinds_of(store, PAIRS[0])
    whole = with_gaps(store, matrix(store, *kinds, [PLAN]), kinds)
    assert whole.standing() == {"own": 20, "inherited": 33, "none": 0}
    assert set(whole.gaps.values()) == {"inherited"}
    given = ("--strategy", short(PLAN), "--format", "json")
    asked = json.loads(cli("ask", "initiatives-without-sdg-target", *given).out)
    assert {row["initiative"]["value"] for row in asked["results"]["bindings"]} == set(whole.gaps)
    assert len(whole.gaps) == 33
    listed = cli("gaps", "--strategy", short(PLAN), "--requirement", "initiative-target", "--lang", "en").out
    assert "33 gaps by basis: 0 own, 33 inherited only, 0 none." in listed
    table = cli("matrix", *PAIRS[0], "--strategy", short(PLAN)).out
    assert "53 rækker: 20 med egne markeringer, 33 med kun nedarvede, 0 uden markering." in table
    (level,) = [
        one for one in levels(fulfilment(store, read_policy(store), [PLAN])) if one.name == "sdg/initiative"
    ]  # fmt: skip
    assert {name: len(of) for name, of in level.bases.items()} == {"own": 20, "inherited": 33, "parts": 0, "none": 0}
    assert set(level.gaps) == set(whole.gaps)


def test_praise_is_no_gap_and_an_unanswered_question_is(store: EmbeddedStore, cli: Cli) -> None:
    """Read off the response: four remarks of the letter praise the draft, the one on the goals asks for plans."""
    for kind in ("hearing-comment", "hearing-question"):
        kinds = find_kind(store, kind), find_kind(store, "initiative")
        rows = matrix(store, *kinds, [PLAN]).rows
        found = {row.rsplit("/", 1)[-1] for row in gap_rows(store, kinds, rows)}
        told = store.rows(f"SELECT ?c ?d WHERE {{ ?c <{SG}disposition> ?d }}")
        dispositions = {row[0]: row[1] for row in told}
        unanswered = {row for row in rows if dispositions[row] == SG + "NotAnswered"}
        assert found == {row.rsplit("/", 1)[-1] for row in unanswered}
        assert unanswered
    asked = cli("explain", "midt-hoeringssvar-hjerneskade/bemaerkning-0-1", "--lang", "en").out
    assert "The plan does not answer it" not in asked
    assert "The plan does not answer it" in cli(
        "explain", "midt-hoeringssvar-hjerneskade/bemaerkning-5", "--lang", "en"
    ).out.replace("\n", " ")


def test_what_the_policy_does_not_ask_for_is_no_gap(store: EmbeddedStore) -> None:
    kinds = find_kind(store, "definition"), find_kind(store, "goal")
    whole = matrix(store, *kinds, [PLAN])
    assert whole.rows
    assert gap_rows(store, kinds, whole.rows) == {}
    assert len(selected_matrix(store, whole, kinds, "unmarked").rows) == len(whole.rows)


RULES = STRANDS + "".join((
    requirement("to-target", "Initiative", "Goal", more="sg:partlyOnBasis sg:Inherited"),
    requirement("to-challenge", "Initiative", "Challenge"),
    requirement("answered", "HearingComment", "Initiative", more="sg:reachedBy sg:answers ; sg:stated sg:disposition ;"
                " sg:acceptedValue sg:Welcomed"),
))  # fmt: skip
parts = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=5)
ties = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(("supports", "addresses", "answers")), st.integers(0, 5)), max_size=6
)


@settings(max_examples=25)
@given(parts, ties, st.sets(st.integers(0, 2)))
def test_in_random_worlds_a_gap_is_a_row_that_is_asked_for_what_it_does_not_have_itself(
    tmp_path_factory: pytest.TempPathFactory, below: list[tuple[int, int]], tied: list[tuple[int, str, int]],
    praise: set[int],
) -> None:  # fmt: skip
    content, above = STRATEGY, dict(pair for pair in below if pair[0] > pair[1])
    for number in range(6):
        content += element(f"i{number}", "Initiative", f"i{above[number]}" if number in above else "")
    for number in range(3):
        more = "sg:disposition sg:Welcomed ;" if number in praise else "sg:disposition sg:NotAnswered ;"
        content += element(f"g{number}", "Goal") + element(f"c{number}", "Challenge")
        content += element(f"h{number}", "HearingComment", more=more)
    ends = {"supports": "g", "addresses": "c", "answers": "h"}
    for number, (one, verb, other) in enumerate(dict.fromkeys(tied)):
        content += link(f"l{number}", f"i{one}", verb, f"{ends[verb]}{other % 3}")
    store = world(tmp_path_factory.mktemp("world"), content, policy=RULES)
    found = fulfilment(store, read_policy(store))
    for rows, columns, name in (
        ("Initiative", "Goal", "to-target"), ("Initiative", "Challenge", "to-challenge"),
        ("HearingComment", "Initiative", "answered"),
    ):  # fmt: skip
        kinds = kind(rows), kind(columns)
        whole = with_gaps(store, matrix(store, *kinds), kinds)
        expected = {}
        for row in whole.rows:
            bases = [mark.basis for (one, _), marks in whole.cells.items() if one == row for mark in marks]
            held = standing(bases)
            if held == "none" or (held == "inherited" and name == "to-target"):
                expected[row] = held
        if name == "answered":
            expected = {row: held for row, held in expected.items() if int(row[-1]) not in praise}
        assert whole.gaps == expected
        assert {item.element: item.basis for item in gaps(found, [name]) if is_own_gap(item)} == expected
        assert whole.standing() == pivot(store, *kinds).standing()


def kind(name: str) -> Kind:
    return Kind(name.lower(), SG + name, Text(name, name), 0)
