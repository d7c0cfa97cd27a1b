"""`python -m strategigraf` is the command `strategigraf`."""

from strategigraf.cli import main

if __name__ == "__main__":
    main()
