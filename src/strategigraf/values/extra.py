"""The optional extras of the package, as told to who lacks one."""

from strategigraf.values.text import Text


def installing(extra: str) -> Text:
    """What installs *extra*, from the registry and from a clone."""
    command = f'pip install "strategigraf[{extra}]"'
    return Text(f'{command} (i en klon: pip install ".[{extra}]")', f'{command} (in a clone: pip install ".[{extra}]")')
