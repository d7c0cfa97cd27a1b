"""The graph as a service on this machine or in the house: pages, and SPARQL by the protocol."""

COMMANDS = ("serve",)
