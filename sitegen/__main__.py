"""`python -m sitegen`, and the console script."""

import atexit
import os
import sys


def main() -> None:
    """Run the command line. Interrupted before that can answer, it ends without a traceback all the same."""
    # A process may be begun without them (`>&-`, `pythonw`), and what is written then goes nowhere.
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
    """End at once: to give back, value by value, what thousands of articles hold takes longer than looking at
    them did."""
    at_work = sys.modules.get("multiprocessing")
    for process in at_work.active_children() if at_work else ():
        process.kill()  # for a thread that nobody waits for any more: it would be waited for now
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # a pipe whose reader has gone, or a closed one
        status = status or 1
    os._exit(status)


if __name__ == "__main__":
    main()
