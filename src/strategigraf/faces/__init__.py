"""Faces: options in, library called, answer out."""
