"""What every answer of the Python API is."""

API = {
    "answer": ("Answer", "TableAnswer"),
    "graph": ("Graph", "Notice", "open"),
    "report": ("PartAnswer", "ReportAnswer"),
}
