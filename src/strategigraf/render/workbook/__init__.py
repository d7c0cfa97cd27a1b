"""Answers as a workbook."""
