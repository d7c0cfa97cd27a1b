"""Makes docs/asking.md: what can be asked in plain words, from the lexicon and from questions that are answered."""

from strategigraf.ask.lexicon import alternatives, kind_labels, relations
from strategigraf.ask.reading import trees
from strategigraf.ask.vocabulary import lexicon
from strategigraf.ask.wording import Saying
from strategigraf.core.rdf import message_lines
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import TOP

PAGE = TOP / "docs" / "asking.md"
EXAMPLES = {
    "da": """Hvilke nøgletal har Midtjylland?
Hvilke indsatser har ingen post i tidsplanen?
Hvilke målsætninger har ambitionen Fremtidsparate arbejdspladser?
Hvilke indsatsområder i udviklingsplanen har mere end ét pejlemærke?
Hvor mange indsatser er der under hvert strategispor i udviklingsplanen 2023?
Hvilke sjællandske indsatser understøtter målsætning 4?
Hvilke indsatser er selv knyttet til delmål 10.3?
Hvilke indsatser bidrager både til delmål 10.2 og 16.7?
Hvilke pejlemærker i Midt har intet modsvar hos Sjælland?
Hvilke handleplaner er ikke i gang?
Hvilke handleplaner er CFK ansvarlig for?
Hvem er ansvarlig for handleplan 9-E?
Hvilken aktør har ansvaret for flest handleplaner?
Hvad er status på handleplan 4-D?
Hvilke bemærkninger handler om rekruttering?
Hvilke høringsbemærkninger angår indsatser, som ikke er i tidsplanen?
Hvad siger planen om psykiatri?
Er indsats 8-1 planlagt i 2024?
Vis de fem første pejlemærker
Vis pejlemærkerne med deres fokusområder
Kan du sige mig, om indsats 8-1 er i tidsplanen?
Har alle pejlemærker mindst én indsats?
Har Sjælland flere indsatser end målsætninger?
Hvilke pejlemærker har planen, hvor ingen indsats er i tidsplanen?
Hvad skete der den 14. september 2022?
Hvor nævnes sygefravær i planen?
Hvilke pejlemærker har flere indsatser end pejlemærke 6?
Hvilke to organisationer har flest handleplaner?
Hvilket procestrin er det sidste?
Hvilke strategier har ingen slutdato?
Hvem er ansvarlig for 2-E, men ikke for 9-E?
Hvilke indsatser er der mod sygefravær?
Hvad gør planen for frivillige?
Hvilke verdensmål bruges ikke i planen?
Hvilke delmål nævnes under verdensmål 16?
Hvor mange pejlemærker har hvert af de tre spor?
Hvilke handleplaner er hverken i gang eller under forberedelse?
Hvad hedder pejlemærke 3?""".splitlines(),
    "en": """Which SDG targets does the plan name?
Which organisations are responsible for more than three initiatives?
Which goals of Zealand have no counterpart in Central Jutland's plan?
Which goal in the 2023 plan has the most initiatives?
How many initiatives are there for each ambition in Region Zealand?
Which initiatives under goal 13 are not in the time line?
Which initiatives are directly linked to target 17.17?
Which goals of the Midt plan have their own SDG link?
Which time line entries start in 2025?
Which strategy covers 2016?
Which hearing comments were not answered?
Which comments on health have only been partly answered?
Which action plans are in preparation in the Social Strategy?
How many action plans is each organisation responsible for?
Which goals in the 2023 plan continue a focus area from the Social Strategy?
Does the 2023 plan contribute to SDG 5, gender equality?
Was action plan 9-E carried on in the plan of 2023?
What is the vision of the Zealand strategy?
Which quotes does Zealand's goal 8 rest on?
How many places does Region Zealand run?
Could you tell me which goals there are whose initiatives contribute to target 10.3, please?
Which action plans whose actor is the steering group are under way?
Which goals have all their initiatives in the timeline?
Which SDG targets does each track name?
Which quality standards match a goal of the plan closely?
Which process steps come after 15 June 2022?
Which region has the most initiatives?
Which links are the least certain?
Which hearing comments refer to no page?
Which vision statements in the plan were reworded from the draft?
Which timeline entries schedule a goal rather than an initiative?
What does the plan do for relatives?
Which process steps were held in PSU?
Which goals contribute to SDG 4 but not SDG 8?
Which comments concern something in track 3?
List the action plans by status
What is Zealand's strategy called?
Which vision statements were changed in the plan compared with the draft?""".splitlines(),
}
TEXT = {
    "da": (
        "Spørg med egne ord",
        "Hvert ord i spørgsmålet bruges, eller der svares ikke. Svaret begynder med, hvordan spørgsmålet er læst; "
        "`--show-sparql` viser forespørgslen. Et ord, der ikke kan bruges, nævnes, og læsninger i nærheden tilbydes.",
        ("Elementtyper", "Relationer", "Eksempler"),
    ),
    "en": (
        "Ask in your own words",
        "Every word of the question is used, or nothing is answered. The answer begins with how the question was read; "
        "`--show-sparql` shows the query. A word that cannot be used is named, and readings nearby are offered.",
        ("Kinds", "Relations", "Examples"),
    ),
}


def page(store: EmbeddedStore) -> str:
    """The page. Raises Unfit where an example is not read."""
    words_of = lexicon(store)
    lines: list[str] = [
        "# Spørg med egne ord / Ask in your own words",
        "",
        "Made by `tests/asking.py`; a test keeps it true.",
    ]
    for place, language in enumerate(("da", "en")):
        title, told, (kinds, verbs, examples) = TEXT[language]
        lines += ["", f"## {title}", "", told, "", f"### {kinds}", ""]
        lines.append(", ".join(sorted({labels[place][1] for labels in kind_labels().values()})) + ".")
        lines += ["", f"### {verbs}", ""]
        lines += [
            f"- {relation.words(language, False)} / {relation.words(language, True)}"
            for relation in relations().values()
        ]
        lines += ["", f"### {examples}", ""]
        for text in EXAMPLES[language]:
            lines.append(f"- {text}  \n  {Saying(language, words_of).line(trees(text, words_of)[0])}")
    names = [line for line in message_lines("names") if line[0] != "*"]
    lines += ["", "## Navne / Names", ""]
    lines += [
        f"- `{name}`: {', '.join(alternatives(da)[:3])}; {', '.join(alternatives(en)[:3])}" for name, da, en in names
    ]
    return "\n".join(lines) + "\n"
