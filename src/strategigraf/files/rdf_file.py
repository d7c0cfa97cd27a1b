"""Reading RDF in whatever form it is written, without asking the network for anything."""

from pathlib import Path

from strategigraf.files.turtle import Statement, read_bytes, term
from strategigraf.values.errors import RdfSyntax, TermUnknown, WrongValue
from strategigraf.values.iri import unseen
from strategigraf.values.term import Blank, Term
from strategigraf.values.text import Text

FORMS = {
    ".ttl": ("Turtle", "text/turtle"),
    ".nt": ("N-Triples", "application/n-triples"),
    ".nq": ("N-Quads", "application/n-quads"),
    ".trig": ("TriG", "application/trig"),
    ".rdf": ("RDF/XML", "application/rdf+xml"),
    ".owl": ("RDF/XML", "application/rdf+xml"),
    ".jsonld": ("JSON-LD", "application/ld+json"),
}
_BOM = b"\xef\xbb\xbf"


def rdf_statements(path: Path, mark: str = "b") -> list[Statement]:
    """The triples of the file *path*, of whatever named graph, in the order of the file; its form is told by how its
    name ends (see FORMS). Blank nodes are called *mark* and a number, in that order.

    Raises WrongValue for another ending, FilesNotFound, RdfSyntax with file and line, TermUnknown.
    """
    import pyoxigraph

    if path.suffix.lower() not in FORMS:
        raise WrongValue(
            Text(f"Formen af {path} er ukendt.", f"The form of {path} is not known."),
            Text(f"Filnavnet skal ende på {', '.join(FORMS)}.", f"The name has to end in {', '.join(FORMS)}."),
        )
    language, media_type = FORMS[path.suffix.lower()]
    names: dict[str, Blank] = {}

    def named(node: Term) -> Term:
        return names.setdefault(node.value, Blank(f"{mark}{len(names)}")) if isinstance(node, Blank) else node

    form = pyoxigraph.RdfFormat.from_media_type(media_type)
    assert form is not None
    content = read_bytes(path).removeprefix(_BOM)
    try:
        parsed = pyoxigraph.parse(content, format=form, base_iri=path.resolve().as_uri())
        return [(named(term(s)), named(term(p)), named(term(o))) for s, p, o, _ in parsed]
    except TermUnknown as error:
        raise TermUnknown(Text(f"{path}: {error.message.da}", f"{path}: {error.message.en}"), error.remedy) from error
    except (SyntaxError, ValueError, OSError) as error:
        line = getattr(error, "lineno", None) or 1
        why = unseen(str(getattr(error, "msg", None) or error))[:200]
        raise RdfSyntax(
            Text(
                f"{path}:{line}: {language} kan ikke læses ({why}).",
                f"{path}:{line}: the {language} does not parse ({why}).",
            ),
            Text("Ret linjen, eller gem filen igen som UTF-8.", "Correct the line, or save the file as UTF-8 again."),
        ) from error
