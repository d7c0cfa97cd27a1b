"""Phrases: what a page says in its own voice."""

from strategigraf.values.text import Text

PHRASES = {
    "skip": Text("Til indholdet", "To the content"),
    "contents": Text("Indhold", "Contents"),
    "evidence": Text("Belæg", "Evidence"),
    "evidence_sentence": Text(
        "De ord, som tegn og tal på denne side åbner til, hvert med sin kilde. [12] henviser til nummer 12 her.",
        "The words that signs and numbers on this page open to, each with its source. [12] refers to number 12 here.",
    ),
    "stored": Text(
        "Belægget er så stort, at det åbnes ét sted ad gangen: vælg et tegn, et tal eller en titel. Uden script står"
        " det hele her.",
        "There is so much evidence that it opens in one place at a time: choose a sign, a number or a title. Without"
        " script all of it stands here.",
    ),
    "used": Text("Bruges i", "Used in"),
    "more": Text("flere", "more"),
    "how": Text(
        "Tegn, understregede tal og titler åbner til de ord, de hviler på.",
        "Signs, underlined numbers and titles open to the words they rest on.",
    ),
    "nothing": Text("Her er intet at vise.", "There is nothing to show here."),
    "no_columns": Text(
        "Der er intet at sætte i kolonnerne: ingen række har et tegn.",
        "There is nothing to put in the columns: no row has a sign.",
    ),
    "no_sections": Text("Der er intet at vise.", "There is nothing to show."),
    "filters": Text("Søg og vælg", "Search and choose"),
    "search": Text("Søg i rækkerne", "Search the rows"),
    "column": Text("Kolonne", "Column"),
    "all_columns": Text("alle kolonner", "all columns"),
    "strategy": Text("Strategi", "Strategy"),
    "all_strategies": Text("alle strategier", "all strategies"),
    "which": Text("Rækker", "Rows"),
    "all_rows": Text("alle", "all"),
    "only_marks": Text("med tegn", "with a sign"),
    "only_gaps": Text("uden tegn", "without a sign"),
    "bases": Text("Grundlag", "Basis"),
    "reset": Text("Nulstil", "Reset"),
    "of": Text("af", "of"),
    "rows_shown": Text("rækker", "rows"),
    "total": Text("i alt", "total"),
    "no_group": Text("uden gruppe", "in no group"),
    "shown": Text("vist", "shown"),
    "close": Text("Luk", "Close"),
    "way": Text("Vejen opad", "The way up"),
    "rests": Text("hviler på", "rest on"),
    "signs": Text("tegn", "signs"),
    "counts": Text("tæller", "counts"),
    "rest": Text("til; se Belæg", "more; see Evidence"),
    "register": Text("Fra tegn til belæg", "From sign to evidence"),
    "register_sentence": Text(
        "For hver række og hver kolonne dens tegn og numrene på det belæg, de hviler på.",
        "For each row and each column its signs and the numbers of the evidence they rest on.",
    ),
    "by_row": Text("Række for række", "Row by row"),
    "by_column": Text("Kolonne for kolonne", "Column by column"),
    "too_wide": Text(
        "Matricen har for mange kolonner til papir; her står dens tegn række for række.",
        "The matrix has too many columns for paper; here are its signs row by row.",
    ),
    "columns": Text("Kolonnerne", "The columns"),
    "listed": Text(
        "Matricen er stor; hver række har derfor sine tegn efter hinanden, med kolonnens navn foran.",
        "The matrix is large; each row therefore has its signs one after the other, the name of the column in front.",
    ),
}
BASIS_SENTENCES = {
    "stated": Text("kilden siger det ved elementet selv", "the source says it at the element itself"),
    "named": Text(
        "ét sted nævner ved navn, hvad et andet sted lover", "one passage names what another passage promises"
    ),
    "interpreted": Text("en læsers vurdering, med begrundelse", "a reader's judgement, with a rationale"),
    "inherited": Text("følger af en påstand højere oppe", "follows from a claim higher up"),
    "structure": Text("følger af kildens egen opstilling", "follows from the source's own arrangement"),
}


def counted(number: int, one: Text, many: Text) -> Text:
    """*number* with the word for *one* or *many*."""
    return Text(*(f"{number} {(one if number == 1 else many).in_language(language)}" for language in ("da", "en")))


ROW, ROWS = Text("række", "row"), Text("rækker", "rows")
COLUMN, COLUMNS = Text("kolonne", "column"), Text("kolonner", "columns")
MARK, MARKS = Text("tegn", "sign"), Text("tegn", "signs")
GAP, GAPS = Text("hul", "gap"), Text("huller", "gaps")
STANDING_ROWS = {
    "own": Text("med egne tegn", "with signs of their own"),
    "inherited": Text("med kun nedarvede", "with inherited ones only"),
    "none": Text("uden tegn", "without a sign"),
}
GAP_WORDS = {"inherited": Text("hul: kun nedarvet", "gap: inherited only"), "none": GAP}


def joined(parts: list[Text], last: str = ".") -> Text:
    """*parts* with commas between them and *last* at the end."""
    return Text(*(", ".join(part.in_language(language) for part in parts) + last for language in ("da", "en")))
