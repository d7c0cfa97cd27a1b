"""One thing and its threads: trace, impact, explain, show."""

COMMANDS = ("explain", "impact", "show", "trace")
API = {"api": ("explain", "impact", "quotes", "show", "trace")}
