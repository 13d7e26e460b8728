"""A small project for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish.projects import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project that builds without a problem."""
    return Project(tmp_path)
