"""strategigraf: a knowledge graph of public strategies in which every number opens to a sentence in a source."""

__version__ = "0.1.0"
