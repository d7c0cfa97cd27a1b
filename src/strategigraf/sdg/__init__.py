"""SDG claims against the official texts."""
