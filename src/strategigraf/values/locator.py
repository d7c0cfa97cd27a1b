"""Locators: where a quote stands in its source, as the path of headings above it (`Kapitel > Afsnit > Underafsnit`)."""

SEPARATOR = " > "


def parts_of(section: str) -> tuple[str, ...]:
    """The headings of the locator *section*, the outermost first."""
    return tuple(part for part in map(str.strip, section.split(SEPARATOR)) if part)


def innermost(section: str) -> str:
    """The innermost heading of the locator *section*; empty where it has none."""
    return "".join(parts_of(section)[-1:])


def joined(headings: tuple[str, ...]) -> str:
    """The locator of the path of *headings*."""
    return SEPARATOR.join(headings)


def leads_to(wanted: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether the headings *wanted* are *path*, or its end: the outermost headings may be left out, no other."""
    return bool(wanted) and path[-len(wanted) :] == wanted
