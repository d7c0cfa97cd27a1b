"""The SPARQL 1.1 Protocol over a dataset: what a request asks, who answers within which limits, in which form."""

ERRORS = "errors"
