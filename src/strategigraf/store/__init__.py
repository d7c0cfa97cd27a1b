"""The dataset: index, cache, SPARQL, and what is looked up in it."""
