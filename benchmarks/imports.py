"""How long an import takes: a report in StratML with 2,400 measurements, and a table of 100,000 rows; and how long the
report takes to be handed out again: `python -m benchmarks.imports`. CPU time counts, not seconds."""

import argparse
import tempfile
import time
from pathlib import Path
from random import Random

import strategigraf as sg
from benchmarks.measure import machine

PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
MAPPING = """[columns]
indicator = "Indicator"
period = "Year"
value = "Value"
breakdown = "Part"
[fixed]
role = "actual"
unit = "kg"
"""


def report(indicators: int, instances: int) -> str:
    """A report in StratML Part 2 with *indicators*, each with *instances* of a target and a result."""
    chance = Random(1)

    def result(kind: str, year: int) -> str:
        return (
            f"<{kind}><StartDate>{year}-01-01</StartDate><EndDate>{year}-12-31</EndDate>"
            f"<NumberOfUnits>{chance.randrange(1000) / 10}</NumberOfUnits></{kind}>\n"
        )

    def objective(number: int) -> str:
        pairs = (result("TargetResult", 2000 + n) + result("ActualResult", 2000 + n) for n in range(instances))
        measured = "".join(f"<MeasurementInstance>{pair}</MeasurementInstance>" for pair in pairs)
        return (
            f"<Objective><Name>Objective {number}</Name><Description>What it is for.</Description>"
            f"<PerformanceIndicator><MeasurementDimension>Measure {number}</MeasurementDimension>"
            f"<UnitOfMeasurement>Number</UnitOfMeasurement>{measured}</PerformanceIndicator></Objective>\n"
        )

    objectives = "".join(map(objective, range(indicators)))
    goal = f"<Goal><Name>The goal</Name><Description>All of it.</Description>{objectives}</Goal>"
    core = f"<StrategicPlanCore><Organization><Name>Exampleville</Name></Organization>{goal}</StrategicPlanCore>"
    root = f'<PerformancePlanOrReport xmlns="{PART_2}" Type="Performance_Report">'
    return f"{root}<Name>Big</Name>{core}</PerformancePlanOrReport>"


def rows(number: int) -> str:
    """A table of *number* rows, of 200 indicators."""
    chance = Random(2)
    lines = (
        f"Indicator {n % 200},{1900 + n // 200 % 125},{chance.randrange(1000) / 10},Part {n // 25_000}\n"
        for n in range(number)
    )
    return "Indicator,Year,Value,Part\n" + "".join(lines)


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=100_000)
    wanted = arguments.parse_args()
    print(machine())
    print("\n| what | CPU seconds |\n| --- | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        sg.create_workspace(top / "work", "Our plan", "Exampleville", languages="en", preset="stratml")
        (top / "report.xml").write_text(report(104, 23), encoding="utf-8")
        (top / "rows.csv").write_text(rows(wanted.rows), encoding="utf-8")
        (top / "map.toml").write_text(MAPPING, encoding="utf-8")
        graph = sg.open(top / "work")
        sg.list_things(graph, "strategy").to_csv()  # the cache is warm
        for name, job in (
            ("import of 2,392 instances (4,784 numbers)", lambda: sg.import_file(graph, top / "report.xml", "big")),
            ("export of them", lambda: sg.export_stratml(graph, "big")),
            (
                f"import of {wanted.rows:,} rows",
                lambda: sg.import_file(graph, top / "rows.csv", "our-plan", mapping=top / "map.toml"),
            ),
        ):
            start = time.process_time()
            job()
            print(f"| {name} | {time.process_time() - start:.1f} |", flush=True)


if __name__ == "__main__":
    main()
