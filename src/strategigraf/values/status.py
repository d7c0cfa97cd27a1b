"""The status of an item: how it stands with one thing that is asked of it."""

from enum import IntEnum

from strategigraf.values.text import Text


class Status(IntEnum):
    """From good to bad; of several the worst holds."""

    OK = 0
    JUSTIFIED = 1
    PARTIAL = 2
    SUSPECT = 3
    MISSING = 4
    ERROR = 5

    @property
    def label(self) -> Text:
        """The word for it in both languages."""
        return _LABELS[self]


_LABELS = {
    Status.OK: Text("ok", "ok"),
    Status.JUSTIFIED: Text("begrundet", "justified"),
    Status.PARTIAL: Text("delvis", "partial"),
    Status.SUSPECT: Text("mistænkelig", "suspect"),
    Status.MISSING: Text("mangler", "missing"),
    Status.ERROR: Text("fejl", "error"),
}
