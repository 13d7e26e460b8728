"""Malformed sites: each says what is wrong and where, and leaves what was published as it was."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from sitegen.problems import Severity
from sitegen.publish.pipeline import Options, build
from sitegen.publish.report import Report
from tests.sites.invalid.case import GOOD, Case
from tests.sites.invalid.site_cases import CASES as SITE_CASES
from tests.sites.invalid.value_cases import CASES as VALUE_CASES
from tests.sites.invalid.yaml_cases import CASES as YAML_CASES

CASES = [*YAML_CASES, *VALUE_CASES, *SITE_CASES]

NOW = "2026-11-23T12:00"


class Project:
    """A site's folder with the good site's `public/`, which cases change and that is put right again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "public"

    def build(self, files: Mapping[str, bytes | None] | None = None, **options: object) -> Report:
        """Build the good site with these files in the place of its own."""
        self.write({**GOOD, **(files or {})})
        return self.run(**options)

    def write(self, files: Mapping[str, bytes | None]) -> None:
        """Let the project consist of these files."""
        for entry in self.root.iterdir():
            if entry.name in ("public", ".sitegen"):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        for path, data in files.items():
            if data is not None:
                file = self.root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)

    def run(self, **options: object) -> Report:
        """Build what is there."""
        return build(Options(**{"root": self.root, "out": self.out, "now": NOW, **options}))  # type: ignore[arg-type]

    def published(self) -> dict[str, tuple[int, bytes]]:
        """Every file of the output tree: which it is on the disk, and its bytes."""
        files = (path for path in sorted(self.out.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.out)): (path.stat().st_ino, path.read_bytes()) for path in files}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("invalid"))
    report = project.build()
    assert report.problems == ()
    assert report.published
    return project


@pytest.fixture
def good(project: Project) -> Project:
    """The project with the good site published, whatever went before."""
    project.build()
    return project


def errors(report: Report) -> set[str]:
    """The report's errors as cases expect them."""
    return {f"{p.place} {p.code}" for p in report.problems if p.severity is Severity.ERROR}


def shown(report: Report) -> str:
    """Everything that the report says, for a test that fails."""
    return "\n".join(f"{p.place} {p.code}: {p.message} → {p.hint}" for p in report.problems)


def test_there_are_many() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({tuple(sorted(case.files.items(), key=str)) for case in CASES}) == len(CASES)
    assert len(CASES) >= 200


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_malformed(case: Case, project: Project) -> None:
    before = project.published()
    report = project.build(case.files)
    assert errors(report) == case.expected, shown(report)
    assert any(case.says in f"{p.message} {p.hint}" for p in report.problems), shown(report)
    for problem in report.problems:
        assert problem.message
        assert problem.hint, shown(report)
        assert problem.text or not problem.line or problem.code not in _WITH_LINE
    assert report.exit_status == 1
    assert not report.published
    assert project.published() == before


_WITH_LINE = {"yaml-syntax", "wrong-type", "invalid-date", "unknown-key", "duplicate-key"}
