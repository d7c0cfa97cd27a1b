"""SDG claims against the official texts."""

COMMANDS = ("import", "sdg-check")
API = {"api": ("sdg_accuracy", "sdg_check")}
