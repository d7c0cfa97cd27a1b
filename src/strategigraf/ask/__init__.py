"""Questions of the catalogue, in plain words, and SPARQL."""

COMMANDS = ("ask", "list", "query")
API = {"api": ("QueryAnswer", "ask", "list_things", "query", "questions")}
