"""Reviews of links, and quotes found again in a new text."""

COMMANDS = ("clear", "rebase", "review")
API = {"queue": ("review",)}
