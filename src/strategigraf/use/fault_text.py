"""What exactly is wrong where a rule that asks for several things is broken: the constraint in words."""

from collections.abc import Callable

from strategigraf.values.term import Literal, Term
from strategigraf.values.text import Text

Said = Callable[[str], Text]


def fault_text(component: str, path: str, count: int, value: Term | None) -> Text | None:
    """The sentence for the SHACL constraint *component* (`MaxCount`) broken by *path* (a predicate by its short name),
    which stands *count* times; *value* is the value that breaks it. None where the rule's own message says it all."""
    if not path:
        return None
    if component == "MaxCount":
        return Text(f"{path} står {count} gange.", f"{path} stands {count} times.") if count > 1 else None
    if component == "MinCount" and count:
        times = Text(f"{count} gang" + ("" if count == 1 else "e"), f"{count} time" + ("" if count == 1 else "s"))
        return Text(f"{path} står kun {times.da}.", f"{path} stands only {times.en}.")
    if component in ("Class", "Or") and not isinstance(value, Literal):
        component = "Class"
    elif component in ("Class", "Or"):
        component = "Datatype"
    said = _SAID.get(component)
    return said(path) if said is not None else None


_SAID: dict[str, Said] = {
    "MinCount": lambda path: Text(f"{path} mangler.", f"{path} is missing."),
    "Class": lambda path: Text(
        f"{path} fører til noget, der ikke findes i data eller er af en anden slags.",
        f"{path} leads to something that is not in the data or is of another kind.",
    ),
    "Datatype": lambda path: Text(f"{path} har en værdi af en forkert type.", f"{path} has a value of a wrong type."),
    "NodeKind": lambda path: Text(f"{path} har en værdi af en forkert type.", f"{path} has a value of a wrong type."),
    "In": lambda path: Text(
        f"{path} har en værdi, der ikke er blandt dem, der kan stå.",
        f"{path} has a value that is none of those allowed.",
    ),
    "Pattern": lambda path: Text(f"{path} har en værdi i en forkert form.", f"{path} has a value in a wrong form."),
    "MinLength": lambda path: Text(f"{path} har en for kort tekst.", f"{path} has too short a text."),
    "MaxLength": lambda path: Text(f"{path} har en for lang tekst.", f"{path} has too long a text."),
    "MinInclusive": lambda path: Text(f"{path} har for lille en værdi.", f"{path} has too small a value."),
    "MaxInclusive": lambda path: Text(f"{path} har for stor en værdi.", f"{path} has too large a value."),
    "LanguageIn": lambda path: Text(
        f"{path} har en tekst uden sprog eller på et andet sprog.",
        f"{path} has a text without a language or in another one.",
    ),
    "UniqueLang": lambda path: Text(
        f"{path} har flere tekster på samme sprog.", f"{path} has several texts in one language."
    ),
}
