"""One strategy whole, to hand over; and the two pages that a council reads."""

COMMANDS = ("report",)
API = {"strategy": ("DossierAnswer", "report"), "short_report": ("ShortReportAnswer",)}
