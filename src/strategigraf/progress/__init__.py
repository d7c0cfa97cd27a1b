"""How far what was promised has come: numbers, words, dates, money, who, and what waits for what."""

COMMANDS = ("progress",)
API = {"report": ("progress",)}
