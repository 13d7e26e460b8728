"""`python -m sitegen`, and the console script."""

import sys


def main() -> None:
    """Run the command line. Interrupted before that can answer, it ends without a traceback all the same."""
    try:
        from sitegen.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
