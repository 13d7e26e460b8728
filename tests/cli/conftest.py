"""A small project for each test, and the command line in this process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


@pytest.fixture
def sitegen_in(tmp_path, capfd, monkeypatch):
    """Call the console script's function in a folder; its exit status, and what it printed."""
    from sitegen.cli import main

    def call(*args: str, folder: Path = tmp_path) -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["sitegen", *args])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return int(left.value.code or 0), out, err

    return call
