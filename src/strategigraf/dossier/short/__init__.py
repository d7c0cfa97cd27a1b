"""The two pages that a council reads: what is in them, by rules, and how they are written."""
