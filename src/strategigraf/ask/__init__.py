"""Questions of the catalogue, in plain words, and SPARQL."""
