"""A strategy, or the whole graph, in the formats of other systems."""

COMMANDS = ("export",)
API = {"report": ("export_stratml",)}
