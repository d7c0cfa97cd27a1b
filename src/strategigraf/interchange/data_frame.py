"""Frames for pandas and polars. The only module that knows either, and only when it is asked for one."""

from typing import TYPE_CHECKING, Any

from strategigraf.values.errors import LibraryMissing
from strategigraf.values.extra import installing
from strategigraf.values.frame import Frame, Series
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas
    import polars

    PandasFrame: TypeAlias = pandas.DataFrame
    PolarsFrame: TypeAlias = polars.DataFrame


def pandas_frame(frame: Frame) -> "PandasFrame":
    """*frame* as a `pandas.DataFrame` with a row index from 0: text as `str`, whole numbers as `int64` (`Int64` where
    some are missing), decimals as `float64`, yes or no as `bool` (`boolean` where some are missing), lists as tuples.

    Raises LibraryMissing.
    """
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    columns = {column.name: pandas.Series(list(column.values), dtype=_dtype(column)) for column in frame.columns}
    return pandas.DataFrame(columns, index=pandas.RangeIndex(frame.height))


def polars_frame(frame: Frame) -> "PolarsFrame":
    """*frame* as a `polars.DataFrame`: text as `String`, whole numbers as `Int64`, decimals as `Float64`, yes or no as
    `Boolean`, lists as `List(String)`; what is missing is null.

    Raises LibraryMissing.
    """
    try:
        import polars
    except ImportError as error:
        raise _missing("polars") from error
    types: dict[str, Any] = {
        "text": polars.String,
        "integer": polars.Int64,
        "decimal": polars.Float64,
        "boolean": polars.Boolean,
        "list": polars.List(polars.String),
    }
    return polars.DataFrame(
        [
            polars.Series(
                column.name,
                [list(v) if isinstance(v, tuple) else v for v in column.values],
                dtype=types[column.type],
            )
            for column in frame.columns
        ]
    )


def _dtype(column: Series) -> str:
    some_missing = any(value is None for value in column.values)
    return {
        "text": "str",
        "integer": "Int64" if some_missing else "int64",
        "decimal": "float64",
        "boolean": "boolean" if some_missing else "bool",
        "list": "object",
    }[column.type]


def _missing(library: str) -> LibraryMissing:
    command = installing(library)
    return LibraryMissing(
        Text(f"{library} er ikke installeret.", f"{library} is not installed."),
        Text(
            f"Installer det: {command.da}. Uden det giver .records() rækkerne som de er.",
            f"Install it: {command.en}. Without it .records() gives the plain rows.",
        ),
    )
