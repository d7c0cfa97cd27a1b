"""A workspace: the folder in which somebody works on a strategy of their own, over the library."""

COMMANDS = ("init", "workspace")
API = {"api": ("create_workspace",)}
