"""The errors a user can cause, the nearest names that there are, and the words for the values of options.

Every error has a code, a message and a remedy in both languages.
"""

from collections.abc import Iterable

from strategigraf.core.rdf import Text
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
    if not names:
        return otherwise
    return Text(da=f"Mente du {' eller '.join(names)}?", en=f"Did you mean {' or '.join(names)}?")


class UnknownName(WrongUsage):
    """A name for something that does not exist; the remedy offers the nearest."""

    def __init__(self, what: Text, name: str, nearest: Iterable[str], otherwise: Text) -> None:
        super().__init__(
            Text(da=f"Ukendt {what.da}: “{name}”.", en=f"There is no {what.en} “{name}”."),
            nearest_remedy(nearest, otherwise),
        )


class UnknownKind(UnknownName):
    code = "unknown-kind"
    about = Text("En slags, som vokabularet ikke har.", "A kind that the vocabulary does not have.")


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
        "An SDG goal or target that is not in the register of the UN.",
    )


class UnknownRequirement(UnknownName):
    code = "unknown-requirement"
    about = Text("Et krav, som politikken ikke har.", "A requirement that the policy does not have.")


class WrongValue(WrongUsage):
    code = "wrong-value"
    about = Text(
        "En værdi af den forkerte slags, eller et format, der ikke passer til svaret.",
        "A value of the wrong kind, or a format that does not fit the answer.",
    )


class WrongCommandLine(WrongUsage):
    code = "wrong-usage"
    about = Text(
        "En kommandolinje, der ikke kan læses: en kommando eller et tilvalg, der ikke er der, eller noget mangler.",
        "A command line that cannot be read: a command or an option that is not there, or something missing.",
    )


class NothingToCheck(WrongUsage):
    code = "nothing-to-check"
    about = Text("En mappe uden data, som der ikke er noget at efterprøve i.", "A folder without data to check.")


class NoThread(WrongUsage):
    code = "no-thread"
    about = Text(
        "To slags, som ingen tråd i data forbinder; de nærmeste, der har en, vises.",
        "Two kinds that no thread in the data joins; the nearest that have one are shown.",
    )


class NothingToDraw(WrongUsage):
    code = "nothing-to-draw"
    about = Text(
        "Et billede af noget, som strategien ikke har, fx en tidsplan.",
        "A picture of something that the strategy does not have, such as a time line.",
    )


class PictureTooLarge(WrongUsage):
    code = "picture-too-large"
    about = Text(
        "Et billede med mere på, end nogen kan læse; meddelelsen giver grænsen.",
        "A picture with more on it than anybody can read; the message gives the limit.",
    )


class QuestionUnsure(WrongUsage):
    code = "question-unsure"
    about = Text(
        "Et spørgsmål i fri tekst, som ikke kan læses helt, eller som kan læses på flere måder.",
        "A free text question that cannot be read whole, or that can be read in several ways.",
    )


class QuerySyntax(WrongUsage):
    code = "query-syntax"
    about = Text(
        "SPARQL, der ikke kan læses; meddelelsen giver linje og tegn.",
        "SPARQL that does not parse; the message gives line and column.",
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
        "En Turtle-fil, der ikke kan læses; meddelelsen giver fil, linje og teksten dér.",
        "A Turtle file that does not parse; the message gives file, line and the text there.",
    )


class TermUnknown(CouldNotRun):
    code = "term-unknown"
    about = Text(
        "Et led, som RDF 1.1 ikke har: en tripel som led eller en tekst med retning (RDF 1.2).",
        "A term that RDF 1.1 does not have: a triple as a term, or a text with a direction (RDF 1.2).",
    )


class NotTheSame(CouldNotRun):
    code = "not-the-same"
    about = Text(
        "En Turtle-fil, som formateringen ikke kan skrive, uden at noget går tabt; filen er urørt.",
        "A Turtle file that the formatter cannot write without loss; the file is untouched.",
    )


class RdfSyntax(CouldNotRun):
    code = "rdf-syntax"
    about = Text(
        "En fil med RDF, der ikke kan læses; meddelelsen giver fil og linje.",
        "A file of RDF that does not parse; the message gives file and line.",
    )


class CommentInside(CouldNotRun):
    code = "comment-inside"
    about = Text(
        "En kommentar, som formateringen ikke kan bevare, hvor den står.",
        "A comment that the formatter cannot keep where it stands.",
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
        "En mappe eller fil, som kommandoen har brug for, er der ikke.",
        "A folder or file that the command needs is not there.",
    )


class SourceNotFound(CouldNotRun):
    code = "source-not-found"
    about = Text(
        "Kildeteksterne, eller én af dem, er ikke, hvor de skulle være.",
        "The source texts, or one of them, are not where they should be.",
    )


class QuoteNotFound(CouldNotRun):
    code = "quote-not-found"
    about = Text(
        "Ord, der ikke står i nogen af kildeteksterne; det nærmeste sted vises.",
        "Words that do not stand in any of the source texts; the nearest passage is shown.",
    )


class OutputNotWritten(CouldNotRun):
    code = "output-not-written"
    about = Text(
        "En fil, der ikke kan skrives; det, der stod der før, er helt.",
        "A file that cannot be written; what stood there before is whole.",
    )


class DataLocked(CouldNotRun):
    code = "data-locked"
    about = Text(
        "En anden strategigraf skriver i datamappen; kun én kan ad gangen.",
        "Another strategigraf is writing in the data folder; only one can at a time.",
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
        "Et bibliotek til datarammer (pandas, polars), som ikke er installeret.",
        "A library for data frames (pandas, polars) that is not installed.",
    )


class RasteriserMissing(CouldNotRun):
    code = "rasteriser-missing"
    about = Text(
        "Det, der gør et billede til PNG, er ikke installeret; SVG og HTML kræver det ikke.",
        "What turns a picture into PNG is not installed; SVG and HTML do without it.",
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
        "En fejl i programmet selv, eller i det, det kører på; meddelelsen giver stedet. Meld den til projektet.",
        "A fault of the program itself, or of what it runs on; the message gives the place. Please report it.",
    )


class ReferenceNotRead(CouldNotRun):
    code = "reference-not-read"
    about = Text(
        "En tabel, der skal indlæses, har en anden form end ventet.",
        "A table to be imported has another form than expected.",
    )


class ShapesFaulty(CouldNotRun):
    code = "shapes-faulty"
    about = Text("En shape, som valideringen ikke kan bruge.", "A shape that the validator cannot use.")


class MappingSetFaulty(CouldNotRun):
    code = "mapping-set-faulty"
    about = Text(
        "Et sæt af sidestillinger (SSSOM), der ikke kan læses; meddelelsen giver fil og linje.",
        "A mapping set (SSSOM) that does not read; the message gives file and line.",
    )


class PolicyFaulty(CouldNotRun):
    code = "policy-faulty"
    about = Text(
        "En politik, der modsiger sig selv eller nævner noget, der ikke findes; meddelelsen giver fil, linje og krav.",
        "A policy that contradicts itself or names what does not exist; the message gives file, line and requirement.",
    )


class BaselineFaulty(CouldNotRun):
    code = "baseline-faulty"
    about = Text(
        "Et tidligere resultat, der ikke kan læses, er af en anden version eller er målt efter en anden politik.",
        "A baseline that does not read, is of another version or was measured by another policy.",
    )


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

OPTION_WORDS = {
    **BASIS_LABELS,
    "da": Text("dansk", "Danish"),
    "en": Text("engelsk", "English"),
    "always": Text("altid", "always"),
    "auto": Text("automatisk", "automatic"),
    "never": Text("aldrig", "never"),
    "gaps": Text("huller", "gaps"),
    "unmarked": Text("uden mærke", "unmarked"),
    "marks": Text("mærker", "marks"),
    "differences": Text("forskelle", "differences"),
    "order": Text("rækkefølge", "order"),
    "title": Text("titel", "title"),
    "strategy": Text("strategi", "strategy"),
    "column": Text("kolonne", "column"),
    "structure": Text("struktur", "structure"),
    "completeness": Text("fuldstændighed", "completeness"),
    "reworded": Text("omformuleret", "reworded"),
    "moved": Text("flyttet", "moved"),
    "split": Text("delt", "split"),
    "merged": Text("samlet", "merged"),
    "removed": Text("fjernet", "removed"),
    "added": Text("tilføjet", "added"),
    "unchanged": Text("uændret", "unchanged"),
    "table": Text("tabel", "table"),
}


def option_value(written: str, choices: Iterable[str]) -> str | None:
    """The one of *choices* that *written* names: itself, or its Danish or English word, in any case; None without
    one."""
    folded = " ".join(written.casefold().replace("-", " ").split())
    for choice in choices:
        words = OPTION_WORDS.get(choice, Text(choice, choice))
        if folded in {choice.casefold(), words.da.casefold(), words.en.casefold()}:
            return choice
    return None


def nearest_values(written: str, choices: Iterable[str], most: int = 3) -> list[str]:
    """What *written* was likely meant to be: of *choices* and their Danish and English words the nearest, each choice
    once."""
    word_of: dict[str, str] = {}
    for choice in choices:
        for word in (choice, *OPTION_WORDS.get(choice, ())):
            word_of.setdefault(word, choice)
    word_by_choice: dict[str, str] = {}
    for word in nearest(written, word_of, most=most):
        word_by_choice.setdefault(word_of[word], word)
    return list(word_by_choice.values())


def listed_values(choices: Iterable[str]) -> Text:
    """*choices* to read in a remedy, the Danish word of each beside its name where there is one."""
    names = list(choices)
    danish_names = [
        f"{choice} ({OPTION_WORDS[choice].da})"
        if choice in OPTION_WORDS and OPTION_WORDS[choice].da != choice
        else choice
        for choice in names
    ]
    return Text(", ".join(danish_names), ", ".join(names))
