"""The form: a strategy handed out as a workbook or a folder of CSV, and taken back."""

COMMANDS = ("form",)
API = {"api": ("form",)}
ACCEPTS = "taking"
