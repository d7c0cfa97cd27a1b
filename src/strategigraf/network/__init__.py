"""The graph as a network, and what graph theory says of it."""
