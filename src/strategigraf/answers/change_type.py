"""The types of change that a sentence can undergo from a draft to its print."""

from strategigraf.values.text import Text

TYPES = ("reworded", "moved", "split", "merged", "removed", "added", "unchanged")  # in the order they are shown
TYPE_LABELS = {
    "reworded": Text("omformuleret", "reworded"),
    "moved": Text("flyttet", "moved"),
    "split": Text("delt", "split"),
    "merged": Text("samlet", "merged"),
    "removed": Text("fjernet", "removed"),
    "added": Text("tilføjet", "added"),
    "unchanged": Text("uændret", "unchanged"),
}
