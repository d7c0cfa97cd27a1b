"""One strategy whole, to hand over."""

COMMANDS = ("report",)
API = {"strategy": ("DossierAnswer", "report")}
