"""Clearing: which links and alignments a new review is asked for, and whether one may be entered."""

import re
from collections.abc import Collection

from strategigraf.answers.identifier import of_class
from strategigraf.answers.suspicion import Suspicion
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.namespaces import ID, SG, expand, short
from strategigraf.values.natural import natural
from strategigraf.values.review import Said
from strategigraf.values.text import Text

_ADDRESS = re.compile(r"(?<![^\s@])[^\s@]+@[^\s@]+\.\w+")


def named_statements(store: Store, found: Suspicion, names: Collection[str]) -> list[str]:
    """The links and alignments (IRIs) that *names* mean, each once, all of them suspect or never reviewed.

    Raises UnknownElement with the nearest names; WrongValue for one that is not suspect, and for one that is suspect
    because of the source text to hand: a review does not mend that.
    """
    chosen = []
    for name in names:
        kind = "Alignment" if expand(name).startswith(ID + "alignments/") else "Link"
        statement = of_class(store, name, SG + kind).value
        if statement in found.reviews and statement not in found.suspects:
            raise WrongValue(
                Text(
                    f"{short(statement)} er ikke mistænkelig; den er, som da den blev set efter.",
                    f"{short(statement)} is not suspect; it is as it was when it was looked over.",
                ),
                Text("“strategigraf review” viser, hvad der er.", "“strategigraf review” shows what is."),
            )
        if "text-changed" in found.suspects.get(statement, ()):
            raise WrongValue(
                Text(
                    f"{short(statement)}: kildeteksten er en anden, end data siger, så gennemgangen ville ikke holde.",
                    f"{short(statement)}: the source text is another than the data say, so the review would not hold.",
                ),
                Text(
                    "Ret først citatet og dokumentets sg:sha256; “strategigraf rebase” foreslår hvordan.",
                    "First mend the quote and the sg:sha256 of the document; “strategigraf rebase” proposes how.",
                ),
            )
        chosen.append(statement)
    return list(dict.fromkeys(chosen))


def suspect_statements(found: Suspicion, shown: Collection[str], document: str | None = None) -> list[str]:
    """Those of *shown* that are suspect, apart from those that are so by the source text to hand; with *document* (IRI)
    only those for which nothing else has changed than the source text that this document states."""
    return [
        statement
        for statement in shown
        if (reasons := found.suspects.get(statement))
        and "text-changed" not in reasons
        and (document is None or (reasons == ("source-changed",) and found.changed_documents(statement) == (document,)))
    ]


def unreviewed_statements(found: Suspicion, shown: Collection[str]) -> list[str]:
    """Those of *shown* that nobody has looked over, in natural order."""
    return sorted((statement for statement in shown if statement not in found.reviews), key=natural)


def role_of(da: str | None, en: str | None = None) -> Said:
    """The role, as it was typed, alone or in Danish and English. Raises WrongValue where there is none or it is an
    address; names of persons cannot be told from roles, and are left to the writer's care."""
    return _said(
        da,
        en,
        Text("Gennemgangen skal have en rolle.", "The review must have a role."),
        Text("Skriv --role planlægger (en rolle, aldrig et navn).", "Write --role reviewer (a role, never a name)."),
        sign="@",
    )


def reason_of(da: str | None, en: str | None = None) -> Said:
    """The reason, as `role_of` has it."""
    return _said(
        da,
        en,
        Text("Gennemgangen skal have en begrundelse.", "The review must have a reason."),
        Text(
            'Skriv --reason "hvorfor forbindelsen stadig holder".',
            'Write --reason "why the link still holds".',
        ),
    )


def _said(da: str | None, en: str | None, missing: Text, remedy: Text, sign: str = "") -> Said:
    words = [" ".join((text or "").split()) for text in (da, en)]
    if not words[0]:
        raise WrongValue(missing, remedy)
    for text in filter(None, words):
        if _ADDRESS.search(text) or (sign and sign in text):
            raise WrongValue(
                Text(
                    f"“{text}” ligner en adresse; personer nævnes aldrig i data.",
                    f"“{text}” looks like an address; persons are never named in the data.",
                ),
                remedy,
            )
    return Said((("da", words[0]), ("en", words[1]))) if words[1] else Said((("", words[0]),))
