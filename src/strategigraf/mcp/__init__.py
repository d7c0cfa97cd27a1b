"""The graph as tools of an assistant, by the Model Context Protocol: every statement with its words and their place."""

COMMANDS = ("mcp",)
