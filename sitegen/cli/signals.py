"""How a command is ended from outside: SIGTERM as Ctrl-C does it, and neither is lost."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

#: Seconds after which a signal comes again that could not do its work.
_AGAIN = 0.01


class Terminated(KeyboardInterrupt):
    """SIGTERM has come: all is left as it is left after Ctrl-C."""


@contextmanager
def endings() -> Iterator[None]:
    """Let SIGTERM end what is being done as an interruption does, unless it is ignored.

    It does so once: others must not disturb the clearing up. An ending that comes while Python can pass no
    exception on, as in a finalizer, comes again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before, complain = signal.getsignal(signal.SIGTERM), sys.unraisablehook
    if is_heeded := before not in (signal.SIG_IGN, None):
        signal.signal(signal.SIGTERM, _terminate)
    sys.unraisablehook = _heed_again(complain)
    try:
        yield
    finally:
        sys.unraisablehook = complain
        if is_heeded:
            signal.signal(signal.SIGTERM, before)


def _terminate(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise Terminated


def _heed_again(complain: Callable[[Any], object]) -> Callable[[Any], None]:
    def heed(lost: Any) -> None:
        if not isinstance(lost.exc_value, KeyboardInterrupt):
            complain(lost)
            return
        number = signal.SIGINT
        if isinstance(lost.exc_value, Terminated):
            number = signal.SIGTERM
            signal.signal(number, _terminate)
        again = threading.Timer(_AGAIN, _send, (number,))
        again.daemon = True
        again.start()

    return heed


def _send(number: signal.Signals) -> None:
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:  # wakes it where it waits, too
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)
