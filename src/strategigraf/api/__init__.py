"""What every answer of the Python API is."""
