"""What takes long to make, made once for all processes of a run of the tests: the first that needs it makes it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build.image_cache import ImageCache


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of this name, which `make` filled in one of the processes. Others only read it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # each process has a folder of its own below that of the run
    folder = base / name
    with (base / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.fstat(lock.fileno()).st_size:
            shutil.rmtree(folder, ignore_errors=True)  # of a process that failed
            folder.mkdir()
            make(folder)
            lock.write("made")
    return folder


def lend_pictures(lender: Path, borrower: Path) -> None:
    """Give a project the pictures that were encoded for another one, as its own builds would have kept them."""
    folder = ImageCache(borrower).folder
    folder.mkdir(parents=True)
    for file in ImageCache(lender).folder.iterdir():
        (folder / file.name).hardlink_to(file)
