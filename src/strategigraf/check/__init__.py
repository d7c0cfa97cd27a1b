"""Is the data right? Quotes, shapes, alignments, wording; the findings and their report."""
