"""Comments and what answers them."""

COMMANDS = ("hearing",)
API = {"note": ("hearing",)}
