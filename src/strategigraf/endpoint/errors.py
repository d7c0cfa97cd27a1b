"""The errors of requests to the endpoint, and the status of HTTP that each error is answered with."""

from strategigraf.core.errors import CouldNotRun, StrategigrafError, WrongUsage
from strategigraf.core.rdf import Text

_STATUS = {  # by the code of an error; 500 for any other
    "query-syntax": 400, "query-failed": 400, "unknown-graph": 400, "query-reaches-out": 403, "not-acceptable": 406,
    "query-too-heavy": 422, "server-busy": 503,
}  # fmt: skip


class RequestRefused(WrongUsage):
    """A request that is not as the protocol says, or is not permitted; *status* is that of HTTP."""

    code = "request-refused"
    about = Text(
        "En anmodning til serveren, der ikke følger SPARQL-protokollen, eller som ikke er tilladt.",
        "A request to the server that does not follow the SPARQL protocol or is not permitted.",
    )

    def __init__(self, status: int, message: Text, remedy: Text) -> None:
        super().__init__(message, remedy)
        self.status = status


class NotAcceptable(WrongUsage):
    """None of the forms that an answer has is wanted."""

    code = "not-acceptable"
    about = Text(
        "Svaret findes ikke i et format, som anmodningens Accept nævner.",
        "The answer is in none of the formats that the request accepts.",
    )


class UnknownGraph(WrongUsage):
    """A graph that the dataset does not have; none is fetched."""

    code = "unknown-graph"
    about = Text(
        "En graf, som data ikke har; serveren henter ingen.",
        "A graph that the data do not have; the server fetches none.",
    )


class ServerBusy(CouldNotRun):
    """More is asked than can be answered now."""

    code = "server-busy"
    about = Text("Serveren er optaget; prøv igen lidt senere.", "The server is busy; try again a little later.")


def status_of(error: StrategigrafError) -> int:
    """The status of HTTP that *error* is answered with."""
    return error.status if isinstance(error, RequestRefused) else _STATUS.get(error.code, 500)
