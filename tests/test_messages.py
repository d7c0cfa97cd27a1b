"""The texts of `messages/`: in both languages, each asked for, each with the values that it has room for."""

import fnmatch
import re
import subprocess
import sys

import pytest

from strategigraf.ask.lexicon import MARKS, alternatives, relations
from strategigraf.core.rdf import Text, message, message_lines, texts
from tests.declared import PACKAGE, columns, columns_of, labelled, messages, parts, remarked, worded

FOLDER = PACKAGE / "messages"
OTHERS = {
    "columns",
    "descriptions",
    "function-words",
    "kinds",
    "names",
    "relations",
    "values",
    "verbs",
}  # files of another shape
TEXTS = sorted(path.stem for path in FOLDER.glob("*.tsv") if path.stem not in OTHERS)
HEADS = {
    "columns": ["column", "da", "en"],
    "descriptions": ["parts", "column", "da", "en"],
    "function-words": ["word", "da", "en"],
    "kinds": ["kind", "da", "en"],
    "names": ["name", "da", "en"],
    "relations": ["relation", "own", "inherited", "da", "da.back", "en", "en.back"],
    "values": ["value", "da", "en"],
    "verbs": ["relations", "da", "en"],
}

IN_CODE = {  # words that stand in code though no error is given them there: by module what they are in, and why
    "ask/commands.py": {"ask_command"},  # a notice
    "check/alignments.py": {"ALIGNMENT_RULES", "EVENNESS_RULES", "FAULTS", "_INCOMPLETE"},  # what rules in code say ...
    "check/cells.py": {"CELL_RULES"},
    "check/dataset_check.py": {"LAYER_RULE", "TWICE_RULE"},
    "check/file_check.py": {"PAGE_WRONG", "SOURCE_CHANGED", "_SAID", "_fault_text"},
    "check/measurements.py": {"TABLE_RULES"},
    "check/quotes.py": {"STATUS_MESSAGES"},
    "check/wording.py": {
        "MESSAGE",
        "NAMING_RULE",
        "TRANSLATION_RULE",
        "WORDING_RULES",
        "_NUMBER_WORDS",
    },  # ... as those in shapes/ do there
    "cli.py": {"_INTERRUPTED", "_help", "_usage", "_wrong_value"},  # errors of usage
    "compare/generations.py": {"_nothing_continued"},  # a part of an error
    "core/errors.py": {"did_you_mean"},
    "core/rdf.py": {"_sign", "iri_fault"},  # a part of an error
    "core/text.py": {"installing"},  # a remedy
    "coverage/coverage.py": {"_AGAIN"},  # a remedy
    "dossier/short/brief.py": {"Term", "term"},  # a noun with its article
    "dossier/answer.py": {"_INSTEAD"},  # a remedy
    "files/question.py": {"hidden_question"},  # what is wrong with a file
    "network/redundancy.py": {"INITIATIVE", "SDG_TARGET"},  # kinds that are made without a store
    "shell/session.py": {"_NOT_SHOWN"},  # errors, by format
    "store/cache.py": {"_DAMAGED", "_OTHER"},  # what is wrong with the store on disk
    "files/settings.py": {"read_settings", "BASE_REMEDY", "base_fault", "_wrong"},  # what is wrong with a file
    "store/endpoint.py": {"_reason"},  # a part of an error
    "workspace/api.py": {"create_workspace"},  # a part of an error
    "store/names.py": {"_refuse"},  # a part of an error
    "store/quads.py": {"NOWHERE"},  # what is wrong with the store on disk
}
ON_FILES = {"files/output.py", "files/sssom.py"}  # all that they say is what is wrong with a file


def places(text: str) -> set[str]:
    """The names in braces in *text*."""
    return set(re.findall(r"\{(\w+)(?:\|[^{}|]+\|[^{}|]+)?\}", text))


def test_a_file_has_its_heading_and_lines_as_long_as_that() -> None:
    for path in FOLDER.glob("*.tsv"):
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        assert lines[0] == HEADS.get(path.stem, ["key", "da", "en"]), path.name
        assert {len(line) for line in lines} == {len(lines[0])}, path.name


def test_a_text_is_in_both_languages_with_the_same_values() -> None:
    for name in TEXTS:
        keys = [line[0] for line in message_lines(name)]
        assert keys == sorted(set(keys)), name
        for key, text in texts(name).items():
            assert text.da.strip(), f"{name}.{key}"
            assert text.en.strip(), f"{name}.{key}"
            assert places(text.da) == places(text.en), f"{name}.{key}"


def test_no_text_is_missing_and_none_is_for_nothing() -> None:
    known = {f"{name}.{key}" for name in TEXTS for key in texts(name) if name != "help"}  # see tests/test_help.py
    wanted = {asked.key for asked in messages()}
    wanted |= labelled() | remarked()
    allowed = wanted | {f"{name}.column.{column}" for name in TEXTS for column in columns()[0]}
    for asked in parts():
        given = {keyword.arg for keyword in asked.call.keywords}
        wanted |= {f"{asked.key}.{what}" for what in ("title", "explanation") if what not in given}
        allowed |= {f"{asked.key}.title", f"{asked.key}.explanation"}
    assert len(wanted) > 100
    assert sorted(key for key in wanted - known if not fnmatch.filter(known, key)) == []
    looked_like = {one for key in allowed if "*" in key for one in fnmatch.filter(known, key)}
    assert sorted(known - allowed - looked_like) == []


def test_words_stand_in_messages() -> None:
    found: dict[str, set[str]] = {}
    for module, place, _ in worded():
        if module not in ON_FILES:
            found.setdefault(module, set()).add(place)
    assert found == IN_CODE


def test_a_text_is_given_the_values_that_it_has_room_for() -> None:
    for asked in messages():
        if asked.values is not None and "*" not in asked.key:
            capability, _, key = asked.key.partition(".")
            assert asked.values == places(texts(capability)[key].da), asked.key
    for asked in parts():
        capability, _, key = asked.key.partition(".")
        own = [texts(capability).get(f"{key}.{what}", Text("", "")) for what in ("title", "explanation")]
        given = {keyword.arg for keyword in asked.call.keywords}
        if asked.values is not None:
            assert asked.values <= {place for text in own for place in places(text.da)}, asked.key
            if not {"title", "explanation"} & given:
                assert asked.values == {place for text in own for place in places(text.da)}, asked.key


def test_a_description_is_of_a_column_that_its_part_has() -> None:
    columns = {asked.key: columns_of(asked) for asked in parts()}
    for keys, column, *told in message_lines("descriptions"):
        assert all(told), column
        for key in keys.split():
            assert column in columns[key], f"{key}: {column}"
    named = [(key, column) for keys, column, *_ in message_lines("descriptions") for key in keys.split()]
    assert len(set(named)) == len(named)


def test_a_value_is_put_in_as_it_is_in_each_language() -> None:
    told = message("compare.sdg.silent", strategy=Text("Årets {plan}", "The `count`"))
    assert told == Text(" »Årets {plan}« nævner intet verdensmål.", " “The `count`” names no SDG.")
    with pytest.raises(KeyError):
        message("compare.sdg.silent")


def test_the_words_of_questions_are_in_both_languages() -> None:
    for name in ("kinds", "verbs", "values", "names", "function-words"):
        lines = message_lines(name)
        assert len({line[0] for line in lines}) == len(lines), name
        for key, danish, english in lines:
            assert alternatives(danish), f"{name}: {key}"
            assert alternatives(english), f"{name}: {key}"
    for relation in relations().values():
        for language in ("da", "en"):
            for inverse in (False, True):
                assert relation.words(language, inverse), relation.name


def test_a_verb_permits_relations_that_there_are() -> None:
    for key, *_ in message_lines("verbs"):
        assert {name.rstrip(MARKS) for name in key.split()} <= {"*", *relations()}, key


def test_no_text_is_read_before_it_is_asked_for() -> None:
    code = (
        "import importlib, pkgutil, strategigraf as sg\n"
        "for module in pkgutil.walk_packages(sg.__path__, 'strategigraf.'):\n"
        "    module.name.endswith('__main__') or importlib.import_module(module.name)\n"
        "from strategigraf.core.rdf import texts; print(texts.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
