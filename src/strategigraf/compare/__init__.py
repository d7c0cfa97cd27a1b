"""Two strategies, or two versions of one, side by side."""

COMMANDS = ("compare", "diff", "generations")
API = {"api": ("compare", "diff", "generations")}
