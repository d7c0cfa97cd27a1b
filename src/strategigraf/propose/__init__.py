"""Proposals: what a document says that may be an element, for a person to accept or reject."""

COMMANDS = ("propose",)
API = {"report": ("propose",)}
