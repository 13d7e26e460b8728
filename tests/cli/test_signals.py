from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from sitegen.cli.signals import Terminated, handle_signals


class Finalized:
    """A signal in a finalizer, which cannot propagate exceptions."""

    def __init__(self, number: signal.Signals) -> None:
        self._number = number

    def __del__(self) -> None:
        os.kill(os.getpid(), self._number)
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("number", "kind"), [(signal.SIGTERM, Terminated), (signal.SIGINT, KeyboardInterrupt)]
)
def test_a_signal_during_a_finalizer_is_sent_again(
    number: signal.Signals, kind: type[BaseException], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(kind), handle_signals():
        Finalized(number)
        time.sleep(10)
        pytest.fail("the signal is lost")
    assert capfd.readouterr() == ("", "")


def test_other_errors_in_finalizers_are_reported(capfd: pytest.CaptureFixture[str]) -> None:
    class Broken:
        def __del__(self) -> None:
            raise ValueError("a mistake")

    told, before = [], sys.unraisablehook
    sys.unraisablehook = lambda lost: told.append(str(lost.exc_value))
    try:
        with handle_signals():
            Broken()
    finally:
        sys.unraisablehook = before
    assert told == ["a mistake"]


def test_a_second_signal_is_ignored() -> None:
    with pytest.raises(Terminated), handle_signals():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(10)
        finally:
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_an_ignored_signal_stays_ignored() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with handle_signals():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
