"""Publishers' files read: the text that quotes are found in, with pages, styles and places."""

COMMANDS = ("read",)
