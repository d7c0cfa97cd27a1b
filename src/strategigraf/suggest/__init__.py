"""Suggestions: what editors may want to link, ranked by the words that texts share."""

COMMANDS = ("suggest",)
API = {"report": ("suggest",)}
