"""Is the data right? Quotes, shapes, alignments, wording; the findings and their report."""

COMMANDS = ("check", "fmt", "ontology", "quote", "rules", "sources")
API = {"report": ("CheckAnswer", "check")}
