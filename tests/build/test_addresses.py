"""URLs in front matter and configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.problems import Severity
from tests.projects import Project


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        " javascript:x",
        "java\tscript:x",
        "\x01javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "blob:x",
        "//x.example/",
    ],
)
@pytest.mark.parametrize(
    ("path", "matter"),
    [
        ("content/x/p.md", "title: A\ndate: 2026-01-01\nrelated: [{title: a, url: URL}]"),
        ("content/x/p.md", "title: A\ndate: 2026-01-01\naliases: [URL]"),
        ("content/authors/a.md", "name: A\nurl: URL"),
        ("content/authors/a.md", "name: A\nsocial: [{name: a, url: URL}]"),
        (
            "sitegen.yaml",
            "title: A\ntimezone: UTC\nbase_url: https://example.org/\nnavigation: [{title: a, url: URL}]",
        ),
        (
            "sitegen.yaml",
            "title: A\ntimezone: UTC\nbase_url: https://example.org/\nsubscribe: {title: a, url: URL}",
        ),
    ],
)
def test_invalid_urls_in_front_matter(tmp_path: Path, path: str, matter: str, address: str) -> None:
    text = matter.replace("URL", json.dumps(address))
    project = Project(tmp_path)
    project.write({path: f"{text}\n" if path.endswith(".yaml") else f"---\n{text}\n---\n\nText.\n"})
    problems = project.check().problems
    assert any(problem.path == path and problem.severity is Severity.ERROR for problem in problems)
