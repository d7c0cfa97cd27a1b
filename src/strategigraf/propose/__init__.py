"""Proposals: what a document says that may be an element, for a person to accept or reject."""

COMMANDS = ("propose",)
API = {"report": ("propose",)}
ACCEPTS = "taking"  # the module that reads the decisions of the review page
