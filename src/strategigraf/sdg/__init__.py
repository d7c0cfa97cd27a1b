"""SDG claims against the official texts."""

COMMANDS = ("sdg-check",)
API = {"report": ("sdg_accuracy", "sdg_check")}
