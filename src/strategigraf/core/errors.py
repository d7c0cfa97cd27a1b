"""The errors a user can cause, the nearest names that there are, and the words for the values of options.

Every error has a code, a message and a remedy in both languages.
"""

from collections.abc import Iterable, Sequence

from strategigraf.core.rdf import Labels, Text
from strategigraf.core.thread import BASIS_LABELS


class StrategigrafError(Exception):
    """Base of all errors of the project: `message` and `remedy` in Danish and English."""

    code = "error"
    about = Text("En fejl.", "An error.")

    def __init__(self, message: Text, remedy: Text) -> None:
        super().__init__(message.en)
        self.message = message
        self.remedy = remedy
        self.add_note(remedy.en)  # a traceback shows the notes below the message
        self.add_note(f"{message.da} {remedy.da}")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_error, (type(self), self.message, self.remedy)


def _rebuild_error(kind: type[StrategigrafError], message: Text, remedy: Text) -> StrategigrafError:
    """The error of class *kind* with *message* and *remedy*, as another process raised it."""
    error = kind.__new__(kind)
    StrategigrafError.__init__(error, message, remedy)
    return error


class WrongUsage(StrategigrafError):
    """The request itself is wrong: another request would have been answered."""


class CouldNotRun(StrategigrafError):
    """The request is fine but a file, a store or a server prevents the answer."""


def nearest_remedy(nearest: Iterable[str], otherwise: Text) -> Text:
    """The remedy that offers the *nearest* names, or *otherwise* where none is near."""
    names = list(nearest)
    return did_you_mean(names) if names else otherwise


def did_you_mean(names: Sequence[str]) -> Text:
    """The question whether one of *names* was meant: “Mente du A, B eller C?”."""
    before = "".join(f"{name}, " for name in names[:-2])
    return Text(f"Mente du {before}{' eller '.join(names[-2:])}?", f"Did you mean {before}{' or '.join(names[-2:])}?")


class UnknownName(WrongUsage):
    """A name for something that does not exist; the remedy offers the nearest."""

    def __init__(self, what: Text, name: str, nearest: Iterable[str], otherwise: Text) -> None:
        super().__init__(
            Text(da=f"Ukendt {what.da}: »{name}«.", en=f"There is no {what.en} “{name}”."),
            nearest_remedy(nearest, otherwise),
        )


class UnknownKind(UnknownName):
    code = "unknown-kind"
    about = Text("En elementtype, som begrebsmodellen ikke har.", "An element type that the vocabulary does not have.")


class UnknownStrategy(UnknownName):
    code = "unknown-strategy"
    about = Text("En strategi, som ikke er i data.", "A strategy that is not in the data.")


class UnknownElement(UnknownName):
    code = "unknown-element"
    about = Text("Et element, som ikke er i data.", "An element that is not in the data.")


class UnknownQuestion(UnknownName):
    code = "unknown-question"
    about = Text("Et spørgsmål, som ikke er i kataloget.", "A question that is not in the catalogue.")


class UnknownParameter(UnknownName):
    code = "unknown-parameter"
    about = Text("En parameter, som spørgsmålet ikke har.", "A parameter that the question does not have.")


class UnknownTarget(UnknownName):
    code = "unknown-target"
    about = Text(
        "Et verdensmål eller delmål, som ikke er i FN's register.",
        "An SDG or SDG target that is not in the register of the UN.",
    )


class UnknownRequirement(UnknownName):
    code = "unknown-requirement"
    about = Text(
        "Et krav, som sporbarhedspolitikken ikke har.", "A requirement that the traceability policy does not have."
    )


class WrongValue(WrongUsage):
    code = "wrong-value"
    about = Text(
        "En ugyldig værdi eller et format, der ikke passer til svaret.",
        "An invalid value, or a format that does not fit the answer.",
    )


class WrongCommandLine(WrongUsage):
    code = "wrong-usage"
    about = Text(
        "En kommando, der er skrevet forkert: En kommando eller et tilvalg findes ikke, eller noget mangler.",
        "A command line with a mistake: a command or an option does not exist, or something is missing.",
    )


class NothingToCheck(WrongUsage):
    code = "nothing-to-check"
    about = Text("En mappe uden data, der kan kontrolleres.", "A folder without data to check.")


class NoThread(WrongUsage):
    code = "no-thread"
    about = Text(
        "To elementtyper uden en kæde imellem; de nærmeste med en kæde vises.",
        "Two element types with no chain between them; the nearest with a chain are shown.",
    )


class NothingToDraw(WrongUsage):
    code = "nothing-to-draw"
    about = Text(
        "Et billede af noget, som strategien ikke har, fx en tidsplan.",
        "A picture of something that the strategy does not have, such as a timeline.",
    )


class PictureTooLarge(WrongUsage):
    code = "picture-too-large"
    about = Text(
        "Et billede med for meget på til at kunne læses; meddelelsen viser grænsen.",
        "A picture with too much on it to be read; the message gives the limit.",
    )


class QuestionUnsure(WrongUsage):
    code = "question-unsure"
    about = Text(
        "Et spørgsmål i fri tekst, som ikke kan læses helt, eller som kan læses på flere måder.",
        "A free text question that cannot be read whole, or that can be read in several ways.",
    )

    def __init__(self, message: Text, remedy: Text, offers: Iterable[str] = ()) -> None:
        super().__init__(message, remedy)
        self.offers = tuple(offers)


class QuerySyntax(WrongUsage):
    code = "query-syntax"
    about = Text(
        "SPARQL, der ikke kan læses; meddelelsen viser linje og tegn.",
        "SPARQL that could not be read; the message gives line and column.",
    )


class QueryReachesOut(WrongUsage):
    code = "query-reaches-out"
    about = Text(
        "En forespørgsel, der ville gå på nettet (SERVICE) eller ændre data, her eller på en server.",
        "A query that would go to the network (SERVICE) or change data, here or on a server.",
    )


class TurtleSyntax(CouldNotRun):
    code = "turtle-syntax"
    about = Text(
        "En Turtle-fil, der ikke kan læses; meddelelsen viser fil, linje og tekst.",
        "A Turtle file that could not be read; the message gives file, line and text.",
    )


class TermUnknown(CouldNotRun):
    code = "term-unknown"
    about = Text(
        "Noget, som RDF 1.1 ikke har: en indlejret tripel eller en tekst med retning (RDF 1.2).",
        "A term that RDF 1.1 does not have: a triple as a term, or a text with a direction (RDF 1.2).",
    )


class NotTheSame(CouldNotRun):
    code = "not-the-same"
    about = Text(
        "En Turtle-fil, som formateringen ikke kan skrive, uden at noget går tabt; filen er uændret.",
        "A Turtle file that the formatter cannot write without loss; the file is unchanged.",
    )


class RdfSyntax(CouldNotRun):
    code = "rdf-syntax"
    about = Text(
        "En RDF-fil, der ikke kan læses; meddelelsen viser fil og linje.",
        "An RDF file that could not be read; the message gives file and line.",
    )


class CommentInside(CouldNotRun):
    code = "comment-inside"
    about = Text(
        "En kommentar, som formateringen ikke kan bevare på sin plads.",
        "A comment that the formatter cannot keep in its place.",
    )


class QuestionFile(CouldNotRun):
    code = "question-file"
    about = Text(
        "En spørgsmålsfil, hvis hoved mangler, er ufuldstændigt eller modsiger forespørgslen.",
        "A question file whose header is missing, incomplete or contradicts the query.",
    )


class FilesNotFound(CouldNotRun):
    code = "files-not-found"
    about = Text(
        "En mappe eller fil, som kommandoen har brug for, findes ikke.",
        "A folder or file that the command needs does not exist.",
    )


class SourceNotFound(CouldNotRun):
    code = "source-not-found"
    about = Text(
        "Kildeteksterne, eller én af dem, er ikke, hvor de skulle være.",
        "The source texts, or one of them, are not where they should be.",
    )


class FileNotRead(CouldNotRun):
    code = "file-not-read"
    about = Text("Et dokument, hvis tekst ikke kan læses.", "A document whose text could not be read.")


class QuoteNotFound(CouldNotRun):
    code = "quote-not-found"
    about = Text(
        "En ordlyd, der ikke findes i kildeteksterne; det nærmeste tekststed vises.",
        "Wording that is not in any of the source texts; the nearest passage is shown.",
    )


class OutputNotWritten(CouldNotRun):
    code = "output-not-written"
    about = Text(
        "En fil, der ikke kan skrives; den tidligere fil er uændret.",
        "A file that cannot be written; the previous file is unchanged.",
    )


class DataLocked(CouldNotRun):
    code = "data-locked"
    about = Text(
        "En anden strategigraf skriver i datamappen; kun én kan ad gangen.",
        "Another strategigraf is writing in the data folder; only one can write at a time.",
    )


class StoreFailed(CouldNotRun):
    code = "store-failed"
    about = Text(
        "Grafens lager, her eller på en server, gav intet brugbart svar.",
        "The store, here or on a server, gave no usable answer.",
    )


class QueryFailed(CouldNotRun):
    code = "query-failed"
    about = Text(
        "En forespørgsel, som lageret ikke kan regne ud: en ukendt funktion, for få åbne filer, for lidt hukommelse.",
        "A query that the store cannot evaluate: an unknown function, too few open files, too little memory.",
    )


class QueryTooHeavy(CouldNotRun):
    code = "query-too-heavy"
    about = Text(
        "En forespørgsel, der tog længere tid eller mere hukommelse, end den må.",
        "A query that took more time or memory than it may.",
    )


class EngineMissing(CouldNotRun):
    code = "engine-missing"
    about = Text(
        "Den ønskede SHACL-motor er ikke installeret.", "The SHACL engine that was asked for is not installed."
    )


class LibraryMissing(CouldNotRun):
    code = "library-missing"
    about = Text(
        "Et bibliotek eller program til datarammer, Word eller PDF, som ikke er installeret.",
        "A library or program for data frames, Word or PDF that is not installed.",
    )


class RasteriserMissing(CouldNotRun):
    code = "rasteriser-missing"
    about = Text(
        "Pakken til PNG-billeder er ikke installeret; SVG og HTML kræver den ikke.",
        "The package for PNG pictures is not installed; SVG and HTML do not need it.",
    )


class StoreDamaged(StoreFailed):
    """The files of a store on disk are not whole."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            Text(f"Lageret på disken er beskadiget: {reason}", f"The store on disk is damaged: {reason}"),
            Text("Slet mellemlageret; det bygges igen.", "Delete the cache; it is built again."),
        )


class UnexpectedError(CouldNotRun):
    code = "unexpected-error"
    about = Text(
        "En fejl i programmet eller i det system, det kører på; meddelelsen viser stedet. Meld den til projektet.",
        "An error in the program or in the system that it runs on; the message shows where. Please report it.",
    )


class ReferenceNotRead(CouldNotRun):
    code = "reference-not-read"
    about = Text("En tabel, der skal indlæses, har en uventet form.", "A table to be imported has an unexpected form.")


class ShapesFaulty(CouldNotRun):
    code = "shapes-faulty"
    about = Text("En shape, som kontrollen ikke kan bruge.", "A shape that the validator cannot use.")


class MappingSetFaulty(CouldNotRun):
    code = "mapping-set-faulty"
    about = Text(
        "En sammenligning (SSSOM), der ikke kan læses; meddelelsen viser fil og linje.",
        "A mapping set (SSSOM) that could not be read; the message gives file and line.",
    )


class PolicyFaulty(CouldNotRun):
    code = "policy-faulty"
    about = Text("En fejl i sporbarhedspolitikken.", "An error in the traceability policy.")


class SettingsFaulty(CouldNotRun):
    code = "settings-faulty"
    about = Text("En fejl i strategigraf.toml; se meddelelsen.", "An error in strategigraf.toml; see the message.")


class BaselineFaulty(CouldNotRun):
    code = "baseline-faulty"
    about = Text("En referencemåling, der ikke kan bruges.", "A baseline that cannot be used.")


# Which known names are nearest to a mistyped one.


def nearest(name: str, known: Iterable[str], most: int = 3, least: float = 0.6) -> list[str]:
    """At most *most* of the *known* names, nearest first; empty where none is as near as *least*.

    Nearness is the ratio of matching characters (Ratcliff and Obershelp, as in difflib); equal ones in name order.
    """
    from difflib import SequenceMatcher

    folded = name.casefold()
    scored = []
    for candidate in sorted(set(known)):
        folded_candidate = candidate.casefold()
        last_part = folded_candidate.rsplit("/", 1)[-1]
        ratio = max(
            SequenceMatcher(None, folded, folded_candidate).ratio(), SequenceMatcher(None, folded, last_part).ratio()
        )
        if ratio >= least:
            scored.append((-ratio, candidate))
    return [candidate for _, candidate in sorted(scored)[:most]]


# The words for what options choose from.

OPTION_WORDS = Labels("options", (
    "da", "en", "always", "auto", "never", "gaps", "unmarked", "marks", "differences", "order", "title", "strategy",
    "column", "file", "data", "structure", "completeness", "reworded", "moved", "split", "merged", "removed", "added",
    "unchanged", "table", "short", "goals", "timeline", "sdgs", "consultation", "continuity", "comparison", "matrices",
    "method", "evidence", "progress", "promised", "municipal", "national", "result-contract", "social-plan", "stratml",
))  # fmt: skip


# Their words before the glossary, which are still understood.
_FORMER_WORDS = Labels("options.former", (
    "gaps", "marks", "merged", "named", "removed", "split", "structure", "unmarked",
))  # fmt: skip


def _words_of(choice: str) -> Text:
    return BASIS_LABELS.get(choice) or OPTION_WORDS.get(choice) or Text(choice, choice)


def option_value(written: str, choices: Iterable[str]) -> str | None:
    """The one of *choices* that *written* names: itself, or its Danish or English word, in any case; None without
    one."""
    names = list(choices)
    if written in names:
        return written
    folded = _folded(written)
    for choice in names:
        words = (*_words_of(choice), *_FORMER_WORDS.get(choice, ()))
        if folded in map(_folded, (choice, *words)):
            return choice
    return None


def _folded(word: str) -> str:
    """*word* in small letters, the Danish ones as they are written without a Danish keyboard, blanks for hyphens."""
    return " ".join(word.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa").replace("-", " ").split())


def nearest_values(written: str, choices: Iterable[str], most: int = 3) -> list[str]:
    """What *written* was likely meant to be: of *choices* and their Danish and English words the nearest, each choice
    once."""
    word_of: dict[str, str] = {}
    for choice in choices:
        for word in (choice, *_words_of(choice)):
            word_of.setdefault(word, choice)
    word_by_choice: dict[str, str] = {}
    for word in nearest(written, word_of, most=most):
        word_by_choice.setdefault(word_of[word], word)
    return list(word_by_choice.values())


def listed_values(choices: Iterable[str]) -> Text:
    """*choices* to read in a remedy, the Danish word of each beside its name where there is one."""
    names = list(choices)
    danish_names = [choice if (word := _words_of(choice).da) == choice else f"{choice} ({word})" for choice in names]
    return Text(", ".join(danish_names), ", ".join(names))
