"""The graph on a server of SPARQL: brought there, fetched from there, and summed there."""

COMMANDS = ("pull", "push")
