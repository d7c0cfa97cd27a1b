"""What meets what: the matrix of two kinds."""
