"""One strategy whole, to hand over."""
