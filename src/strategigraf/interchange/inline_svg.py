"""Drawings within a page: SVG whose names clash with no other, which runs nothing and asks for nothing."""

import re
from collections.abc import Callable, Iterable
from xml.etree import ElementTree

from strategigraf.values.inert import visible

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DROPPED = {"script", "foreignObject", "iframe", "image", "metadata", "set", "animate", "animateTransform"}
_NAMED = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"}
_LOCAL = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")
_ASKS = re.compile(r"(?i)url\(\s*['\"]?(?!#)|@import|expression\(")
_SELECTORS = re.compile(r"(?<![^{};])[^{};]*\{")
_LOCAL_NAME = re.compile(r"#([A-Za-z][\w-]*)(?=[\s.:,>{])")
_EMPTY = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "stop", "br"}


def inline_svg(svg: str, prefix: str, label: str, numbers: Callable[[Iterable[str]], list[int]]) -> str:
    """The drawing *svg* for a page: every id begins with *prefix*; *label* names it where it has no name of its own;
    what has `data-of` (IRIs) is a link to the entries that *numbers* gives for them.

    Scripts, styles that reach beyond the drawing, pictures from elsewhere, event handlers and addresses outside the
    page are left out; of a drawing that cannot be read nothing is left.
    """
    try:
        root = ElementTree.fromstring(_without_prologue(svg))
    except ElementTree.ParseError:
        return ""
    if root.tag != f"{_SVG}svg":
        return ""
    for element in root.iter():
        of = numbers(element.attrib.pop("data-of", "").split())
        if of:
            element.set("data-of", " ".join(map(str, of)))
            element.set("href", f"#e{of[0]}")
        elif element.tag == f"{_SVG}a" and not element.get("href", element.get(f"{_XLINK}href", "")).startswith("#"):
            element.tag = f"{_SVG}g"
    if not {"aria-label", "aria-labelledby"} & root.attrib.keys():
        root.set("aria-label", label)
    root.set("role", "group" if root.find(f".//{_SVG}a") is not None else root.get("role", "img"))
    out: list[str] = []
    _write(root, prefix, out)
    return "".join(out)


def _without_prologue(svg: str) -> str:
    """*svg* from its element on, without the declarations before it, of which one may define entities."""
    start = re.search(r"<svg[\s>]", svg)
    return svg[start.start() :] if start else svg


def _write(element: ElementTree.Element, prefix: str, out: list[str]) -> None:
    name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    if not name or name.startswith("{") or name in _DROPPED:
        return
    if name == "style":
        style = _SELECTORS.sub(
            lambda part: _LOCAL_NAME.sub(lambda match: f"#{prefix}{match[1]}", part[0]), element.text or ""
        )
        out.append(f"<style>{style}</style>" if _own(style) else "")
        return
    out.append(f"<{name}")
    for key, value in element.attrib.items():
        kept = _attribute(key, value, prefix)
        if kept is not None:
            out.append(f' {kept[0]}="{_escaped(kept[1])}"')
    if name in _EMPTY and not len(element) and not (element.text or "").strip():
        out.append("/>")
        return
    out.append(">")
    out.append(_escaped(element.text or ""))
    for child in element:
        _write(child, prefix, out)
        out.append(_escaped(child.tail or ""))
    out.append(f"</{name}>")


def _attribute(key: str, value: str, prefix: str) -> tuple[str, str] | None:
    """Name and value of an attribute as the page has it; None for one that it does not take."""
    name = key.removeprefix(_XLINK)
    if name.startswith("{") or name.lower().startswith("on") or _ASKS.search(value):
        return None
    if name == "id":
        return name, prefix + value
    if name == "href" and value.startswith("#e") and value[2:].isdecimal():
        return name, value
    if name == "href":
        return (name, f"#{prefix}{value[1:]}") if value.startswith("#") else None
    if name in _NAMED:
        return name, " ".join(prefix + word for word in value.split())
    return name, _LOCAL.sub(lambda match: f"url(#{prefix}{match[1]})", value)


def _own(style: str) -> bool:
    """Whether every rule of *style* is for what stands within an element that it names, and asks for nothing."""
    rules = re.sub(r"@media[^{}@]*\{", "", style)
    selectors = [one.strip() for part in re.findall(r"(?<![^{}])([^{}]*)\{", rules) for one in part.split(",")]
    return not re.search(r"[<@\\]|(?i:url\s*\()", rules) and all(one.startswith("#") for one in selectors)


def _escaped(text: str) -> str:
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
