"""Answers: questions of the catalogue, matrices, one element in its place."""
