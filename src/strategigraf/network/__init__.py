"""The graph as a network, and what graph theory says of it."""

COMMANDS = ("network",)
API = {
    "api": ("centrality", "expendable", "network", "overview", "path"),
    "critical": ("carriers",),
    "communities": ("communities",),
    "overload": ("overloaded",),
}
