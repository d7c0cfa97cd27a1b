"""Comments and what answers them."""
