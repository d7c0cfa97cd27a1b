"""Answers as one HTML file."""
