"""`python -m sitegen`, and the console script."""

import atexit
import os
import sys


def main() -> None:
    """Run the command line. Interrupts during the imports also end it without a traceback."""
    # Both may be None (`>&-`, `pythonw`). Then output is discarded.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    try:
        from sitegen.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        _leave(130)
    except SystemExit as end:
        _leave(end.code if isinstance(end.code, int) else 0)


def _leave(status: int) -> None:
    """Exit without cleanup: freeing the values of thousands of articles can take longer than the build."""
    multiprocessing = sys.modules.get("multiprocessing")
    for process in multiprocessing.active_children() if multiprocessing else ():
        # The thread of a stopped preview may still have workers, and the exit function of `multiprocessing`
        # would wait for them.
        process.kill()
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # a closed pipe, at either end
        status = status or 1
    os._exit(status)


if __name__ == "__main__":
    main()
