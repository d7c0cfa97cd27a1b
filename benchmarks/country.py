"""An invented country of strategies, in a folder: `python -m benchmarks.country FOLDER --strategies 300 --failing 10`.

Strategies come as versions of the policies of 103 owners, each in a file of its own, with its document, its source text
and an alignment to the version before. The same seed gives the same bytes, and a strategy is the same however many
others there are. Faults that were planted are listed in `faults.tsv`.
"""

import argparse
import hashlib
import re
from collections import defaultdict
from pathlib import Path
from random import Random

from benchmarks.invented import PREFIXES, Fault, Invented, invent, reason

TOP = Path(__file__).resolve().parents[1]
OWNERS = 103
VERSIONS = 3
_POLICIES = (
    "boernepolitik", "klimaplan", "sundhedspolitik", "socialstrategi", "kulturpolitik", "boligpolitik", "aeldrepolitik",
    "erhvervsplan", "landdistriktspolitik", "trafikplan", "ungestrategi", "integrationspolitik", "idraetspolitik",
    "handicappolitik", "naturplan", "bosaetningsstrategi", "beredskabsplan",
)  # fmt: skip
MOST = VERSIONS * OWNERS * len(_POLICIES)
_HEAD = """\
#mapping_set_id: https://w3id.org/strategigraf/graph/alignments/{name}
#mapping_set_title: {new} to {old}
#mapping_set_version: "1"
#license: https://spdx.org/licenses/MIT
#curie_map:
#  {new}: https://w3id.org/strategigraf/id/{new}/
#  {old}: https://w3id.org/strategigraf/id/{old}/
#  semapv: https://w3id.org/semapv/vocab/
#  sg: https://w3id.org/strategigraf/ns#
#  skos: http://www.w3.org/2004/02/skos/core#
#  sssom: https://w3id.org/sssom/
#extension_definitions:
#  - slot_name: rationale_da
#    property: sg:rationale
#    type_hint: http://www.w3.org/2001/XMLSchema#string
"""
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "confidence", "author_label", "comment", "rationale_da",
)  # fmt: skip


def write_country(folder: Path, strategies: int, failing: int = 0, seed: int = 1) -> list[Fault]:
    """Writes a country of *strategies* below *folder* (`data`, `sources`, `faults.tsv`), and tells the faults planted
    in the *failing* of them, which lie evenly among the others."""
    data, sources = folder / "data", folder / "sources"
    for place in (data / "strategies", data / "documents", data / "alignments", sources):
        place.mkdir(parents=True, exist_ok=True)
    targets = re.findall(r"^sdg:(\d+\.\w+)$", (TOP / "ontology" / "sdg.ttl").read_text(encoding="utf-8"), re.MULTILINE)
    wrong = {round(place * strategies / failing) for place in range(failing)}
    documents: dict[str, list[str]] = defaultdict(list)
    faults: list[Fault] = []
    before: Invented | None = None
    for index in range(strategies):
        version, owner, policy = index % VERSIONS, _owner(index), _POLICIES[index // VERSIONS // OWNERS]
        slug, random = f"{owner}-{policy}-{2018 + 4 * version}", Random(f"{seed}/{index}")
        made = invent(slug, owner, 2018 + 4 * version, targets, random, 1 + index % 3 if index in wrong else 0)
        (data / "strategies" / f"{slug}.ttl").write_text(made.turtle, encoding="utf-8")
        (sources / f"{slug}.md").write_text(made.source, encoding="utf-8")
        documents[owner].append(_document(slug, owner, made.source))
        faults += made.faults
        if version and before is not None:
            name = f"{slug}--{before.slug}"
            rows = _alignment(made, before, random)
            (data / "alignments" / f"{name}.sssom.tsv").write_text(
                _HEAD.format(name=name, new=slug, old=before.slug) + rows, encoding="utf-8"
            )
        before = made
    for owner, nodes in documents.items():
        (data / "documents" / f"{owner}.ttl").write_text(PREFIXES + "".join(nodes), encoding="utf-8")
    (data / "organisations.ttl").write_text(PREFIXES + "".join(map(_organisation, sorted(documents))), encoding="utf-8")
    lines = ["strategy\trule\tthing", *("\t".join(fault) for fault in faults)]
    (folder / "faults.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return faults


def _owner(index: int) -> str:
    number = index // VERSIONS % OWNERS
    return f"region-{number - 97}" if number >= 98 else f"kommune-{number + 1:02}"


def _document(slug: str, owner: str, source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).hexdigest()
    return f"""
documents:{slug}
    a sg:Document ;
    skos:prefLabel "Strategien {slug}"@da , "The strategy {slug}"@en ;
    dcterms:issued "{slug[-4:]}"^^xsd:gYear ;
    dcterms:language "da" ;
    dcterms:publisher organisations:{owner} ;
    sg:documentOf id:{slug} ;
    sg:sha256 "{digest}" ;
    sg:stage sg:Printed ;
    sg:textFile "{slug}.md" ;
.
"""


def _organisation(owner: str) -> str:
    name = owner.replace("-", " ").capitalize()
    return f'\norganisations:{owner}\n    a org:Organization ;\n    skos:prefLabel "{name}"@da , "{name}"@en ;\n.\n'


def _alignment(new: Invented, old: Invented, random: Random) -> str:
    lines = ["\t".join(_COLUMNS)]
    reasons = Random(f"{new.slug}/{old.slug}")
    for name, label in new.initiatives:
        chance = random.random()
        other, other_label = random.choice(old.initiatives)
        mine, author = f"{new.slug}:{name}", ("semapv:ManualMappingCuration", "", "curator of strategigraf")
        why = reason("Begge gør det samme arbejde", "Both do the same work", reasons)
        if chance < 0.3:
            row = (mine, label.en, "skos:closeMatch", "", f"{old.slug}:{other}", other_label.en, author[0], "0.7")
        elif chance < 0.5:
            row = (mine, label.en, "sg:continues", "", f"{old.slug}:{other}", other_label.en, author[0], "0.8")
        elif chance < 0.6:
            row = (mine, label.en, "skos:closeMatch", "Not", f"{old.slug}:{other}", other_label.en, author[0], "0.9")
        else:
            row = (mine, label.en, "skos:exactMatch", "", "sssom:NoTermFound", "", author[0], "")
            why = reason("Den ældre plan har intet om det", "The older plan has nothing on it", reasons)
        lines.append("\t".join([*row, author[2], why.en, why.da]))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Writes a country as the command line says."""
    parser = argparse.ArgumentParser(description="Write an invented country of strategies.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--strategies", type=int, default=30)
    parser.add_argument("--failing", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if not 1 <= given.strategies <= MOST:
        parser.error(f"--strategies is {given.strategies}; give a number from 1 to {MOST}.")
    if not 0 <= given.failing <= given.strategies:
        parser.error(f"--failing is {given.failing}; give a number from 0 to that of the strategies.")
    faults = write_country(given.folder, given.strategies, given.failing, given.seed)
    print(f"{given.strategies} strategies, {len(faults)} faults planted")


if __name__ == "__main__":
    main()
