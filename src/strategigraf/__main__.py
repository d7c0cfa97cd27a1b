"""`python -m strategigraf` is the command `strategigraf`."""

import gc

_OBJECTS = (
    1_000_000  # new ones before rings among them are looked for: an answer is a tree, and the process ends with it
)


def main() -> None:
    """Runs the command line, before anything is imported for it."""
    gc.set_threshold(_OBJECTS)
    from strategigraf.cli import main as answer

    answer()


if __name__ == "__main__":
    main()
