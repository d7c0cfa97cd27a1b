"""How far the tracing policy is fulfilled: coverage, gaps, policy."""

COMMANDS = ("coverage", "gaps", "policy")
API = {"api": ("coverage", "gaps")}
