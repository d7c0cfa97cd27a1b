"""What meets what: the matrix of two kinds."""

COMMANDS = ("matrix",)
API = {"api": ("MatrixAnswer", "PivotAnswer", "matrix", "pivot")}
