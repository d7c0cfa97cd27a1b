"""Headings: what the columns of an answer are called in Danish; in English they are called by their names."""

import re

from strategigraf.values.text import LANGUAGES, Text

_DANISH = {
    "ambiguous": "tvetydige", "distance": "afstand", "inside-word": "midt i ord",
    "missing": "mangler", "moved": "flyttet",
    "normalised": "ens på nær tegn", "unverifiable": "kan ikke efterprøves", "verbatim": "ordret",
    "deciding": "afgørende", "denial": "afvist",
    "a": "A", "actor": "aktør", "added": "kommet til", "agrees": "enige", "alone": "uden modsvar",
    "alternatives": "alternativer", "among_three": "blandt tre", "announced": "varslet", "announcement": "varsel",
    "answer": "svar", "answer_words": "svarets ord", "answers": "svar", "approximate": "omtrentligt",
    "area": "område", "at": "hvor kæden brydes", "at_home": "i eget spor", "b": "B", "basis": "grundlag",
    "below": "nedenunder", "better": "passer bedre", "between": "gennemgang", "bound": "grænse", "broad": "bredere",
    "carrier": "bærer", "centre": "midte", "challenge": "udfordring", "change": "ændring", "checksum": "kontrolsum",
    "claim": "påstand", "claimed_by": "påstået af", "claims": "påstande", "close": "nær", "column": "kolonne",
    "column_track": "kolonnens spor", "comment": "bemærkning", "comments": "bemærkninger",
    "communities": "fællesskaber", "community": "fællesskab", "component": "stykke", "confidence": "sikkerhed",
    "continuation": "videreførelse", "continued": "videreført", "count": "antal", "counterpart": "modsvar",
    "counts": "tæller", "covered": "dækket", "deep": "når enden", "deep_justified": "når enden eller begrundet",
    "denied": "afvist", "difference": "forskel", "direction": "retning", "disposition": "udfald",
    "document": "dokument", "doubt": "tvivl", "doubts": "forbehold", "draft": "udkast",
    "draft_modals": "udkastets modalord", "draft_section": "udkastets afsnit",
    "draft_sections": "udkastets afsnit", "draft_sentence": "udkastets sætning",
    "draft_words": "udkastets ord", "dropped": "uden modsvar", "edges": "kanter", "element": "element",
    "elements": "elementer", "end": "til", "entries": "poster", "entry": "post", "evidenced": "når enden med belæg",
    "evidenced_justified": "når enden med belæg eller begrundet", "exact": "samme", "fall": "kan falde",
    "fate": "hvad der blev af det", "figure": "tal", "first": "først", "fits": "passer",
    "focus_area": "indsatsområde", "focus_areas": "indsatsområder",
    "from": "fra", "gaps": "huller", "general": "generelle", "goal": "pejlemærke",
    "goals": "mål", "group": "gruppe", "half": "halvdel", "hangs": "afhængige", "hops": "led", "in_part": "delvis",
    "inherited": "nedarvet", "inherited_only": "kun nedarvet", "none": "ingen",
    "initiative": "indsats", "initiative_track": "indsatsens spor",
    "initiatives": "indsatser", "interpreted": "tolket", "issued": "udgivet", "kept": "må blive",
    "key_figure": "nøgletal", "kind": "slags", "kinds": "slags", "known": "kendte ord", "label": "navn",
    "language": "sprog", "last_review": "seneste gennemgang", "least": "mindste", "level": "niveau",
    "link": "forbindelse", "links": "forbindelser", "links_a": "forbindelser i A", "links_b": "forbindelser i B",
    "loss": "tab", "lower": "nedre kvartil", "main": "hyppigste spor", "mapping_set": "sæt af sidestillinger",
    "marks": "tegn", "match": "forhold", "meaning": "betydning", "measure": "målt på", "median": "median",
    "mentioned_only": "kun nævnt", "message": "hvad der mangler", "misfit": "passer ikke", "modal": "modalord",
    "modals": "modalord", "modularity": "modularitet", "most": "største", "named": "navngivet",
    "named_by": "nævnt af", "name": "navn", "narrow": "snævrere", "newer": "nyere", "newer_words": "de nyere ord",
    "nmi": "gensidig information", "no_mark": "uden mærke", "nodes": "punkter", "not_assessed": "ikke vurderet",
    "notation": "nummer", "note": "bemærk", "now": "nu", "number": "nummer", "number_only": "kun nummer",
    "object": "til", "of": "af", "of_main": "andel i hyppigste spor", "official": "officiel tekst", "older": "ældre",
    "on_passages": "om et sted", "other": "andet", "other_goal_grave": "andet mål, grov",
    "other_goal_seen": "andet mål, set", "other_score": "andets score", "other_words": "andets ord",
    "over": "over grænsen", "overloaded": "usædvanligt meget", "own": "egne", "owner": "ejer", "page": "side",
    "parameters": "parametre", "paraphrases": "omskrivninger", "part": "del", "part_of": "del af", "path": "vej",
    "place": "sted", "points": "punkter", "print": "tryk", "print_claims": "trykkets påstande",
    "print_modals": "trykkets modalord", "print_sentence": "trykkets sætning", "printed": "trykt",
    "printed_words": "trykkets ord", "proven": "bevist", "publisher": "udgiver", "question": "spørgsmål",
    "quote": "citat", "quotes": "citater", "rand": "Rand-indeks", "rank": "plads", "rationale": "begrundelse",
    "reading": "læsning", "readings": "læsninger", "reason": "årsag", "reasons": "årsager", "related": "beslægtet",
    "relation": "slags forbindelse", "removed": "faldet bort", "requirement": "krav", "respondent": "afsender",
    "rested_on": "hvilede på", "reviewed": "set efter", "revises": "afløser", "right_doubt": "rigtig, tvivl",
    "right_fits": "rigtig, passer", "right_misfit": "rigtig, passer ikke", "row": "række", "rows": "rækker",
    "rule": "regel", "same_goal_grave": "samme mål, grov", "same_goal_seen": "samme mål, set", "says": "siger",
    "scheduled": "sat i tid", "score": "score", "sdg": "verdensmål", "sdg_goal": "verdensmål", "section": "afsnit",
    "shallow": "har en tråd", "shallow_justified": "har en tråd eller begrundet", "shared": "fælles",
    "similarity": "lighed", "sole": "alene om", "sole_own": "eneste egne", "stage": "stadie", "standing": "status",
    "start": "fra", "stated": "angivet", "statement": "udsagn", "status": "status", "status_words": "statusord",
    "step": "trin", "strand": "streng", "strategies": "strategier", "strategy": "strategi", "strength": "styrke",
    "structure": "struktur", "suspect": "mistænkelige", "target": "delmål", "targets": "delmål", "thing": "ting",
    "things": "ting", "threads": "tråde", "through": "gennem", "timeline": "tidsplansposter", "to": "til",
    "topic": "emne", "track": "spor", "tracked": "med spor", "turtle": "Turtle", "type": "art", "unit": "enhed",
    "unlinked": "uden forbindelse", "unreviewed": "ikke set efter", "upper": "øvre kvartil", "value": "værdi",
    "verdict": "dom", "way": "retning", "what": "hvad", "where": "hvor", "why": "hvorfor",
    "within": "inden for", "wording": "ordlyd", "words": "ord", "words_a": "ord i A", "words_b": "ord i B",
}  # fmt: skip


def heading(name: str, language: str) -> str:
    """What the column *name* is called in *language*; its name where it has no other."""
    return _DANISH.get(name, name.replace("_", " ")) if language == "da" else name.replace("_", " ")


def named(sentence: Text) -> Text:
    """*sentence* with each column that it names in backquotes (`` `count` ``) called as its heading is, in quotation
    marks."""
    return Text(
        *(
            re.sub(r"`(\w+)`", lambda found, code=code: f"“{heading(found[1], code)}”", sentence.in_language(code))  # type: ignore[misc]
            for code in LANGUAGES
        )
    )
