"""`python -m sitegen`, and the console script."""

import atexit
import os
import sys


def main() -> None:
    """Run the command line. An interrupt that comes before it handles them ends without a traceback, too."""
    # Both may be None (`>&-`, `pythonw`); what is written goes nowhere then.
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
    """Exit at once: freeing the values of thousands of articles can take longer than the build itself."""
    multiprocessing = sys.modules.get("multiprocessing")
    for process in multiprocessing.active_children() if multiprocessing else ():
        # A preview that is stopped leaves its thread behind, whose workers may still be reading. The exit
        # function of `multiprocessing` would wait for them.
        process.kill()
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # a pipe whose reader has gone, or a closed one
        status = status or 1
    os._exit(status)


if __name__ == "__main__":
    main()
