"""The site: the graph as pages, for any web host, a shared drive, or the server on one's own machine."""

COMMANDS = ("site",)
