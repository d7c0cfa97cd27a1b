"""SDG claims against the official texts."""

COMMANDS = ("import", "sdg-check")
API = {"report": ("sdg_accuracy", "sdg_check")}
