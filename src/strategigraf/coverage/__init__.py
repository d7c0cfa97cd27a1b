"""How far the tracing policy is fulfilled: coverage, gaps, policy."""
