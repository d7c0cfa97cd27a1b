"""A proposal for the quotes of a new version of a source text, as a page to review."""

from collections.abc import Iterable, Mapping

from strategigraf.answers.rebase import Proposal, Rebased
from strategigraf.answers.rebase_report import warning
from strategigraf.values.inert import markdown
from strategigraf.values.namespaces import short
from strategigraf.values.relocation import Fate
from strategigraf.values.text import Text

_HEADING = Text("Forslag: citaterne i {0}", "Proposal: the quotes in {0}")
_ABOUT = Text(
    "`strategigraf rebase` har fundet citaterne fra {0} igen i {1}. Intet er ændret i data: gå forslaget igennem, "
    "indsæt de blokke, du er enig i, i stedet for dem, der er der, og se så forbindelserne efter "
    "(`strategigraf review`).",
    "`strategigraf rebase` has found the quotes of {0} again in {1}. Nothing has been changed in the data: go through "
    "the proposal, paste the blocks you agree with in place of those that are there, and then look the links over "
    "(`strategigraf review`).",
)
_COLUMNS = Text("| status | citater | forbindelser | hvad det betyder |", "| status | quotes | links | what it means |")
_SECTION = Text("afsnit", "section")
_RESTS = Text("hviler på det", "rests on it")
_LIKE = Text("ligner", "similarity")
_SUSPECT = Text("bliver mistænkelige, når ordene rettes", "become suspect when the words are mended")
_WAS = Text("ordene var", "the words were")
_NOBODY = Text("intet element", "no element")
_DOCUMENT = Text("Til sidst: dokumentets nye kontrolsum", "Last: the new checksum of the document")


def proposal_page(proposal: Proposal, names: Mapping[str, str], language: str) -> str:
    """The page in Markdown: counts by status first, then each quote that is not unchanged with what rests on it and the
    Turtle to paste; *names* are the titles of things."""

    def say(text: Text, *values: str) -> str:
        return text.in_language(language).format(*values)

    lines = [
        f"# {say(_HEADING, markdown(proposal.new))}",
        "",
        say(_ABOUT, *map(markdown, (proposal.old, proposal.new))),
    ]
    lines += [
        "",
        f"{markdown(warning(proposal).in_language(language))}",
        "",
        say(_COLUMNS),
        "| --- | ---: | ---: | --- |",
    ]
    for fate in Fate:
        found = [one for one in proposal.quotes if one.relocation.fate is fate]
        links = {link for one in found for link in one.links} if fate in (Fate.REWORDED, Fate.GONE) else ()
        lines.append(f"| {say(fate.label)} | {len(found)} | {len(links)} | {say(fate.meaning)} |")
    for fate in (Fate.GONE, Fate.REWORDED, Fate.MOVED):
        found = [one for one in proposal.quotes if one.relocation.fate is fate]
        if found:
            lines += ["", f"## {say(fate.label).capitalize()} ({len(found)})"]
        for one in found:
            lines += _entry(one, names, language)
    lines += ["", f"## {say(_DOCUMENT)}", "", *_fenced(proposal.turtle)]
    return "\n".join(lines) + "\n"


def _entry(one: Rebased, names: Mapping[str, str], language: str) -> list[str]:
    record, found = one.record, one.relocation
    lines = ["", f"### {markdown(short(record.quote))}", ""]
    if found.fate is Fate.REWORDED:
        lines.append(f"- {_LIKE.in_language(language)} {found.likeness:.2f}: {markdown(found.difference)}")
    else:
        lines.append(f"- {_WAS.in_language(language)}: “{markdown(record.exact)}”")
    if found.section and found.section != record.section:
        lines.append(f"- {_SECTION.in_language(language)}: {markdown(record.section)} → {markdown(found.section)}")
    elements = _named(one.elements, names) or _NOBODY.in_language(language)
    lines.append(f"- {_RESTS.in_language(language)}: {elements}")
    if one.links and found.fate is not Fate.MOVED:
        lines.append(f"- {_SUSPECT.in_language(language)} ({len(one.links)}): {_named(one.links, names)}")
    return [*lines, "", *_fenced(one.turtle)] if one.turtle else lines


def _named(things: Iterable[str], names: Mapping[str, str]) -> str:
    return "; ".join(markdown(f"{short(thing)} {names.get(thing, '')}".strip()) for thing in things)


def _fenced(turtle: str) -> list[str]:
    fence = "```"
    while fence in turtle:
        fence += "`"
    return [f"{fence}turtle", turtle.rstrip("\n"), fence]
