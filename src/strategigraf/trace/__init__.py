"""One thing and its threads: trace, impact, explain, show."""
