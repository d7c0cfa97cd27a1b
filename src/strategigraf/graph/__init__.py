"""The facts as one dataset: loading, derived links, labels."""
