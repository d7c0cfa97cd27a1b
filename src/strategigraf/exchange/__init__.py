"""Plans and results of other people taken into one's own data, in their formats."""

COMMANDS = ("import",)
API = {"report": ("import_file",)}
