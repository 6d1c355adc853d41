"""`python -m reflow` is the command `reflow`."""

from reflow.cli import main

if __name__ == "__main__":
    main()
