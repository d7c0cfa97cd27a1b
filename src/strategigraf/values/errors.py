"""The errors a user can cause.

Each class has a `code`, which is a heading in docs/errors.md. A message names the thing and the place in both
languages; the remedy says what to do. Errors know nothing of the command line: the face turns them into exit codes.
"""

from collections.abc import Iterable

from strategigraf.values.text import Text


class StrategigrafError(Exception):
    """Base of all errors of the project: `message` and `remedy` in Danish and English."""

    code = "error"

    def __init__(self, message: Text, remedy: Text) -> None:
        super().__init__(message.en)
        self.message = message
        self.remedy = remedy


class WrongUsage(StrategigrafError):
    """The request itself is wrong: another request would have been answered."""


class CouldNotRun(StrategigrafError):
    """The request is fine but a file, a store or a server stands in its way."""


def nearest_remedy(nearest: Iterable[str], otherwise: Text) -> Text:
    """The remedy that offers the *nearest* names, or *otherwise* where none is near."""
    names = list(nearest)
    if not names:
        return otherwise
    return Text(da=f"Mente du {' eller '.join(names)}?", en=f"Did you mean {' or '.join(names)}?")


class UnknownName(WrongUsage):
    """A kind, strategy, element, question, parameter or target that is not there."""

    def __init__(self, what: Text, name: str, nearest: Iterable[str], otherwise: Text) -> None:
        super().__init__(
            Text(da=f"Der findes ingen {what.da} “{name}”.", en=f"There is no {what.en} “{name}”."),
            nearest_remedy(nearest, otherwise),
        )


class UnknownKind(UnknownName):
    code = "unknown-kind"


class UnknownStrategy(UnknownName):
    code = "unknown-strategy"


class UnknownElement(UnknownName):
    code = "unknown-element"


class UnknownQuestion(UnknownName):
    code = "unknown-question"


class UnknownParameter(UnknownName):
    code = "unknown-parameter"


class UnknownTarget(UnknownName):
    code = "unknown-target"


class WrongValue(WrongUsage):
    """A parameter has a value of the wrong kind, or a format does not fit the answer."""

    code = "wrong-value"


class QuestionUnsure(WrongUsage):
    """A free text question fits no question of the catalogue well enough."""

    code = "question-unsure"


class QuerySyntax(WrongUsage):
    """SPARQL that does not parse; the message gives line and column."""

    code = "query-syntax"


class QueryReachesOut(WrongUsage):
    """A query that would make the embedded store go to the network (SERVICE) or change data (update)."""

    code = "query-reaches-out"


class TurtleSyntax(CouldNotRun):
    """A Turtle file that does not parse; the message gives file, line and the text there."""

    code = "turtle-syntax"


class CommentInside(CouldNotRun):
    """A comment stands where the formatter could not keep it."""

    code = "comment-inside"


class QuestionFile(CouldNotRun):
    """A query file whose header is missing, incomplete or contradicts the query."""

    code = "question-file"


class FilesNotFound(CouldNotRun):
    """A folder or file that the command needs is not there."""

    code = "files-not-found"


class SourceNotFound(CouldNotRun):
    """The source texts, or one of them, are not where they were said to be."""

    code = "source-not-found"


class QuoteNotFound(CouldNotRun):
    """Words that do not stand in any of the source texts; the remedy shows the nearest passage."""

    code = "quote-not-found"


class OutputNotWritten(CouldNotRun):
    """An output file that cannot be written; what stood there before is whole."""

    code = "output-not-written"


class StoreFailed(CouldNotRun):
    """The store, embedded or remote, gave no usable answer."""

    code = "store-failed"


class ReferenceNotRead(CouldNotRun):
    """A reference file that an import reads has another form than expected."""

    code = "reference-not-read"


class ShapesFaulty(CouldNotRun):
    """A shape that the validator cannot use."""

    code = "shapes-faulty"
