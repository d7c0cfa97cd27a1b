"""Reviews of links, and quotes found again in a new text."""
