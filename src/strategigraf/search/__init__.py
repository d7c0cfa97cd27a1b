"""Words looked for in all there is to read: titles, quotes, rationales and, where they are to hand, the sources."""

COMMANDS = ("search",)
API = {"report": ("search",)}
