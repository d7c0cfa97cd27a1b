"""The report on a strategy, to hand over: two pages that a council reads, then chapters, then the evidence."""

COMMANDS = ("report",)
API = {"answer": ("StrategyAnswer", "report")}
CHAPTERS = (
    "short", "goals", "timeline", "progress", "promised", "sdgs", "gaps", "consultation", "continuity", "comparison",
    "matrices", "method", "evidence",
)  # fmt: skip
