"""The graph as a network, and its analysis by graph theory."""

COMMANDS = ("network",)
API = {
    "api": ("centrality", "expendable", "network", "overview", "path"),
    "communities": ("communities",),
    "load": ("carriers", "overloaded"),
}
