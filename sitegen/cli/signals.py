"""Signals that end a command: SIGTERM works like Ctrl-C, and neither gets lost."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

#: Seconds after which a lost signal is sent again.
_RETRY = 0.01


class Terminated(KeyboardInterrupt):
    """Raised on SIGTERM."""


@contextmanager
def handle_signals() -> Iterator[None]:
    """Let SIGTERM interrupt the block like Ctrl-C, unless it is ignored.

    Only the first SIGTERM counts: others must not disturb the cleanup. A signal that arrives while Python
    cannot propagate exceptions, such as in a finalizer, is sent again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler, hook = signal.getsignal(signal.SIGTERM), sys.unraisablehook
    if is_handled := handler not in (signal.SIG_IGN, None):
        signal.signal(signal.SIGTERM, _terminate)
    sys.unraisablehook = _retry_hook(hook)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        if is_handled:
            signal.signal(signal.SIGTERM, handler)


def _terminate(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise Terminated


def _retry_hook(hook: Callable[[UnraisableHookArgs], object]) -> Callable[[UnraisableHookArgs], None]:
    def retry(lost: UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, KeyboardInterrupt):
            hook(lost)
            return
        number = signal.SIGINT
        if isinstance(lost.exc_value, Terminated):
            number = signal.SIGTERM
            signal.signal(number, _terminate)
        timer = threading.Timer(_RETRY, _send, (number,))
        timer.daemon = True
        timer.start()

    return retry


def _send(number: signal.Signals) -> None:
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:  # also interrupts system calls
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)
