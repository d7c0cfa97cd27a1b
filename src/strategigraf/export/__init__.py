"""A strategy handed out in a format of other people."""

COMMANDS = ("export",)
API = {"report": ("export_stratml",)}
