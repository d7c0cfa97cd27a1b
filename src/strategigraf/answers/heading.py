"""Headings: what the columns of an answer are called in Danish; in English they are called by their names."""

_DANISH = {
    "actor": "aktør", "added": "kommet til", "agrees": "enige", "alone": "uden modsvar", "among_three": "blandt tre",
    "announced": "varslet", "announcement": "varsel", "answer": "svar", "answer_words": "svarets ord",
    "answers": "svar", "approximate": "omtrentligt", "area": "område", "basis": "grundlag", "better": "passer bedre",
    "broad": "bredere", "challenge": "udfordring", "change": "ændring", "checksum": "kontrolsum", "claim": "påstand",
    "claimed_by": "påstået af", "claims": "påstande", "close": "nær", "column": "kolonne",
    "column_track": "kolonnens spor", "comment": "bemærkning", "comments": "bemærkninger", "confidence": "sikkerhed",
    "continuation": "videreførelse", "continued": "videreført", "count": "antal", "counterpart": "modsvar",
    "counts": "tæller", "covered": "dækket", "denied": "afvist", "direction": "retning", "disposition": "udfald",
    "document": "dokument", "doubt": "tvivl", "doubts": "forbehold", "draft": "udkast",
    "draft_modals": "udkastets modalord", "draft_sections": "udkastets afsnit", "draft_sentence": "udkastets sætning",
    "draft_words": "udkastets ord", "dropped": "bortfaldet", "element": "element", "elements": "elementer",
    "end": "til", "entries": "poster", "entry": "post", "exact": "samme", "fate": "hvad der blev af det",
    "figure": "tal", "first": "først", "fits": "passer", "focus_area": "indsatsområde", "gaps": "huller",
    "general": "generelle", "goal": "pejlemærke", "group": "gruppe", "half": "halvdel", "hops": "led",
    "in_part": "delvis", "inherited": "nedarvet", "initiative": "indsats", "initiative_track": "indsatsens spor",
    "initiatives": "indsatser", "interpreted": "tolket", "issued": "udgivet", "key_figure": "nøgletal",
    "kind": "slags", "known": "kendte ord", "language": "sprog", "link": "forbindelse", "links": "forbindelser",
    "links_a": "forbindelser i A", "links_b": "forbindelser i B", "loss": "tab",
    "mapping_set": "sæt af sidestillinger", "marks": "tegn", "match": "modsvar", "meaning": "betydning",
    "mentioned_only": "kun nævnt", "misfit": "passer ikke", "modal": "modalord", "named": "navngivet",
    "named_by": "nævnt af", "narrow": "snævrere", "newer": "nyere", "newer_words": "de nyere ord",
    "not_assessed": "ikke vurderet", "notation": "nummer", "note": "bemærk", "number": "nummer",
    "number_only": "kun nummer", "object": "til", "official": "officiel tekst", "older": "ældre",
    "on_passages": "om et sted", "other": "andet", "other_goal_grave": "andet mål, grov",
    "other_goal_seen": "andet mål, set", "other_score": "andets score", "other_words": "andets ord", "owner": "ejer",
    "page": "side", "paraphrases": "omskrivninger", "part": "del", "part_of": "del af", "path": "vej",
    "place": "sted", "points": "punkter", "print": "tryk", "print_claims": "trykkets påstande",
    "print_modals": "trykkets modalord", "print_sentence": "trykkets sætning", "printed": "trykt",
    "printed_words": "trykkets ord", "publisher": "udgiver", "question": "spørgsmål", "quote": "citat",
    "quotes": "citater", "rank": "plads", "rationale": "begrundelse", "reading": "læsning", "readings": "læsninger",
    "related": "beslægtet", "relation": "forbindelse", "removed": "faldet bort", "respondent": "afsender",
    "rested_on": "hvilede på", "revises": "afløser", "right_doubt": "rigtig, tvivl", "right_fits": "rigtig, passer",
    "right_misfit": "rigtig, passer ikke", "row": "række", "rows": "rækker", "same_goal_grave": "samme mål, grov",
    "same_goal_seen": "samme mål, set", "says": "siger", "scheduled": "sat i tid", "score": "score",
    "sdg": "verdensmål", "sdg_goal": "verdensmål", "section": "afsnit", "shared": "fælles", "stage": "stadie",
    "standing": "status", "start": "fra", "stated": "angivet", "status": "status", "status_words": "statusord",
    "step": "trin", "strategies": "strategier", "strategy": "strategi", "strength": "styrke", "structure": "struktur",
    "target": "delmål", "targets": "delmål", "thing": "ting", "things": "ting", "threads": "tråde",
    "through": "gennem", "topic": "emne", "track": "spor", "type": "art", "unit": "enhed", "value": "værdi",
    "verdict": "dom", "why": "hvorfor", "words": "ord", "words_a": "ord i A", "words_b": "ord i B",
}  # fmt: skip


def heading(name: str, language: str) -> str:
    """What the column *name* is called in *language*; its name where it has no other."""
    return _DANISH.get(name, name.replace("_", " ")) if language == "da" else name.replace("_", " ")
