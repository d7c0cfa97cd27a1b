"""What is said beside a question, in a sentence of its own: why or for whom one asks; and beside its reading: what was
set aside, and how English words were looked for in texts that are Danish."""

import re
from collections.abc import Sequence

from strategigraf.ask.lexicon import Lexicon, Phrase, plain_words
from strategigraf.core.rdf import Text, joined, message

_BETWEEN = re.compile(r"(?<=[:.?!])\s|\s[–—]\s")  # sentences
_ASKING = ("which", "what", "whatis", "who", "when", "count", "how")  # sorts of words that a question begins with
_SAYS_NOTHING = ("fill", "light", "aux", "people", "back", "yes", "frame")  # sorts of words that narrow nothing
_BEGINS = re.compile(
    r"(?i)(?:jeg|vi|det (?:er|skal bruges) til|til (?:et|en|mit|min|vores)"
    r"|i|i'm|i am|we|we're|we are|(?:it|this) is for|it's for|for (?:an?|my|our))\b"
)
_MOST = 14  # words of an aside


def asked_alone(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """The question in *text* without the sentence before or after it, and that sentence; *text* and nothing where there
    is none, and where what it says might narrow the question."""
    parts = [part.strip() for part in _BETWEEN.split(text.strip()) if part.strip()]
    if len(parts) == 2:
        for question, aside in (parts, parts[::-1]):
            if _asks(question, lexicon) and not _asks(aside, lexicon) and _narrows_nothing(aside, lexicon):
                return question, aside
    return text, ""


def searched(words: Sequence[str], lexicon: Lexicon, language: str) -> list[Text]:
    """How *words* of a question in *language* were looked for in the texts quoted, which are Danish."""
    if language != "en":
        return []
    stems = [f"{stem}-" for word in words if (stem := lexicon.in_danish(word))]
    others = [word for word in words if lexicon.in_danish(word) is None]
    said = [message("ask.in-danish", words=quoted(stems))] if stems else []
    said += [message("ask.no-danish", words=quoted(others))] if others else []
    return [Text(one.en, one.en) for one in said]


def set_aside(reading: Text, aside: str, language: str) -> Text:
    """*reading*, and that *aside* was set aside, in *language* (in both where it is empty)."""
    told = message("ask.aside", words=quoted([aside.rstrip(":")]))
    return joined([reading, Text(*[told.in_language(language)] * 2) if language else told], ". ")


def quoted(pieces: Sequence[str]) -> Text:
    """*pieces* one after the other, in the quotation marks of either language."""
    return Text(*(", ".join(f"{begin}{piece}{end}" for piece in pieces) for begin, end in ("»«", "“”")))


def _asks(part: str, lexicon: Lexicon) -> bool:
    words = plain_words(part)
    begun = (phrase for word in words[:1] for phrase in lexicon.phrases.get(word, ()))
    said = {phrase.sort for phrase in begun if phrase.words == words[: len(phrase.words)]}
    return part.endswith("?") or not said.isdisjoint(_ASKING)


def _narrows_nothing(aside: str, lexicon: Lexicon) -> bool:
    """Whether *aside* tells of a person or a purpose, in words of which each is known to say nothing of what is asked:
    any other might narrow the question."""
    words = plain_words(aside.rstrip(":.?!"))
    occasions = set(" ".join(message("ask.occasions")).split())
    if len(words) > _MOST or not _BEGINS.match(aside):
        return False
    for at, word in enumerate(words):
        there = lexicon.phrases.get(word, ())
        said = [phrase for phrase in there if phrase.words == words[at : at + len(phrase.words)]]
        if word not in occasions and not any(_is_harmless(phrase) for phrase in said if len(phrase.words) == 1):
            return False
        if not all(_is_harmless(phrase) for phrase in said if len(phrase.words) > 1):
            return False
    return True


def _is_harmless(phrase: Phrase) -> bool:
    return phrase.sort in _SAYS_NOTHING or phrase.value == "*"
