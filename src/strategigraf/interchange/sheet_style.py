"""The styles of a workbook's cells: they tell apart without colour, and print in black and white."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT = {"font_name": "Calibri", "font_size": 10}
_SHADE, _LIGHT, _LINE = "#E4E8EE", "#F2F4F7", "#B9C0CA"
_STYLES: dict[str, dict[str, Any]] = {
    "plain": {"text_wrap": True, "bottom": 7, "bottom_color": _LINE},
    "line": {},  # one line, running on over empty cells
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "cover title": {"bold": True, "font_size": 16, "text_wrap": True},
    "chapter": {"bold": True, "bg_color": _LIGHT, "top": 1},
    "heading": {"bold": True, "font_size": 12, "bottom": 1},
    "sentence": {"text_wrap": True, "font_color": "#333333"},
    "head": {"bold": True, "bg_color": _SHADE, "top": 1, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "head number": {
        "bold": True, "bg_color": _SHADE, "top": 1, "bottom": 1, "text_wrap": True, "valign": "bottom",
        "align": "right",
    },
    "turned": {
        "bold": True, "bg_color": _SHADE, "border": 1, "border_color": _LINE, "rotation": 90, "text_wrap": True,
        "valign": "bottom", "align": "center",
    },
    "code": {"font_size": 9, "font_color": "#444444", "bottom": 1, "bottom_color": _LINE},
    "row": {"text_wrap": True, "bottom": 1, "bottom_color": _LINE},
    "sign": {"align": "center", "border": 1, "border_color": _LINE},
    "number": {"align": "right", "bottom": 7, "bottom_color": _LINE},
    "words": {"align": "right", "italic": True, "bottom": 7, "bottom_color": _LINE},
    "sum": {"align": "right", "bold": True, "bg_color": _LIGHT, "border": 1, "border_color": _LINE},
    "total": {"align": "right", "bold": True, "bg_color": _SHADE, "top": 1, "bottom": 6},
    "total sum": {"align": "center", "bold": True, "bg_color": _SHADE, "top": 1, "bottom": 6},
    "total head": {"bold": True, "bg_color": _SHADE, "top": 1, "bottom": 6},
    "group": {"bold": True, "text_wrap": True, "bg_color": _SHADE, "top": 1, "bottom": 1},
    "group sum": {"bold": True, "bg_color": _SHADE, "top": 1, "bottom": 1, "align": "center"},
    "group total": {"bold": True, "bg_color": _SHADE, "top": 1, "bottom": 1, "align": "right"},
    "gap": {"bold": True, "italic": True, "text_wrap": True, "bg_color": _LIGHT, "bottom": 1, "bottom_color": _LINE},
    "gap code": {"italic": True, "font_size": 9, "bg_color": _LIGHT, "bottom": 1, "bottom_color": _LINE},
    "gap sign": {"align": "center", "bg_color": _LIGHT, "border": 1, "border_color": _LINE},
    "checksum": {"bottom": 7, "bottom_color": _LINE, "font_name": "Courier New", "font_size": 8, "text_wrap": True},
    "gone": {"font_strikeout": True},
    "new": {"bold": True, "underline": 1},
}  # fmt: skip


class Styles:
    """The styles of one workbook, each made when it is first asked for."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool, str], Format] = {}

    def style(self, name: str, linked: bool = False, as_text: bool = False, digits: str = "") -> "Format":
        """The style *name*; underlined where it is *linked*; *as_text* where what a reader retypes is to stay text;
        with numbers written as *digits* says."""
        key = (name, linked, as_text, digits)
        if key not in self._made:
            made = FONT | {"valign": "top"} | _STYLES[name]
            if linked:
                made["underline"] = 1
            if as_text:
                made["quote_prefix"] = True
            if digits:
                made["num_format"] = digits
            self._made[key] = self._book.add_format(made)
        return self._made[key]
