"""Two strategies, or two versions of one, side by side."""
