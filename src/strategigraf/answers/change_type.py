"""The types of change that a sentence can undergo from a draft to its print."""

from strategigraf.values.option_word import OPTION_WORDS

TYPES = ("reworded", "moved", "split", "merged", "removed", "added", "unchanged")  # in the order they are shown
TYPE_LABELS = {name: OPTION_WORDS[name] for name in TYPES}
