"""Plans and results of other people taken in and handed out, in their formats."""

COMMANDS = ("export", "import")
API = {"export": ("export_stratml",), "report": ("import_file",)}
