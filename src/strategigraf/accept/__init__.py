"""Decisions on proposals, entered into the data."""

COMMANDS = ("accept",)
API = {"acceptance": ("accept",)}
