"""Decisions of people taken into the data: checked first, and whole or not at all.

A capability whose files are accepted names the module that reads them in its own `__init__`, as ACCEPTS
(`accept/decisions.py`)."""

COMMANDS = ("accept",)
API = {"report": ("accept",)}
ERRORS = "errors"
ACCEPTS = "rebased"
