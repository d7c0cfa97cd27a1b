"""Plans and results of other people taken in and handed out, in their formats."""

COMMANDS = ("import",)
API = {"report": ("import_file",)}
