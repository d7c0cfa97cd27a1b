"""The table of gaps of the short report: the requirements that some elements do not meet themselves."""

from strategigraf.core.rdf import Text
from strategigraf.core.report import message
from strategigraf.dossier.brief import Gap
from strategigraf.dossier.report_rules import capital, codes, report_rules
from strategigraf.dossier.subject import Subject

_NUMBERS = {  # the number whose evidence has the elements of a strand and class
    ("schedule", "Initiative"): "timed",
    ("schedule", "Goal"): "timed-goals",
    ("sdg", "Initiative"): "own-target",
    ("reporting", "Initiative"): "status",
    ("delivery", "Challenge"): "challenges",
}


def gap_rows(subject: Subject) -> list[Gap]:
    """The requirements with a gap, the largest first, at most as many as the rules say."""
    rules = report_rules()["gaps"]
    found = []
    for strand, cls in subject.levels:
        if strand not in rules["strands"] or cls not in rules["kinds"]:
            continue
        held = subject.held(strand, cls)
        if held and (held[1] or held[2]):
            found.append(_row(subject, strand, cls, *held))
    found.sort(key=lambda gap: (-gap.none, -(gap.inherited or 0)))
    return found[: rules["most"]]


def _row(
    subject: Subject, strand: str, cls: str, own: tuple[str, ...], inherited: tuple[str, ...], none: tuple[str, ...]
) -> Gap:
    rules = report_rules()["gaps"]
    noun = subject.term(cls)
    of_targets = strand == "sdg" and cls == "Initiative"
    elements = capital(noun.many)
    title = message("short.gap.targets" if of_targets else f"short.gap.{strand}", elements=elements)
    lacking = [*inherited, *none]
    number = _NUMBERS.get((strand, cls), "")
    shown = len(lacking) <= rules["codes"] or not number
    which = noun.coded(codes(map(subject.code, lacking))) if shown else Text("", "")
    inheritable = strand == "sdg"
    return Gap(
        title, len(own) + len(lacking), len(own), len(inherited) if inheritable else None, len(none), which,
        "" if shown else number,
    )  # fmt: skip
