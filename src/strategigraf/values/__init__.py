"""Frozen values that all layers share: errors, names, terms, findings, tables."""
