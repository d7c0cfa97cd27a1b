"""The graph as Parquet: tables of a documented schema, from which engines for many machines answer."""

COMMANDS = ("export",)
