"""After edits that change the ids and dates of other documents, an incremental build equals a clean one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import Project, article, tree

WEEKLY = "content/asia/2026-01-{:02}-weekly.md"
EDITS = [
    {WEEKLY.format(12): article("Second", "2026-01-12")},
    {WEEKLY.format(12): article("Second", "2026-01-12", status="draft")},
    {WEEKLY.format(12): article("Second", "2026-01-12"), WEEKLY.format(5): None},
    {WEEKLY.format(12): "No front matter."},
    {"content/asia/weekly.md": article("Weekly", "2026-01-20")},
    {"content/issues/spring.md": "---\ntitle: Spring\ndate: 2026-02-02\n---\n"},
    {"content/issues/spring.md": "---\ntitle: Spring\ndate: 2027-02-02\n---\n"},
    {"content/issues/spring.md": "---\ntitle: Spring\n---\n"},
    {"content/issues/spring.md": None},
    {"content/asia/dated.md": "---\ntitle: Dated\nissue: spring\n---\n\nOther words.\n"},
]


def _write(project: Project, files: dict[str, str | None]) -> None:
    project.write({path: text for path, text in files.items() if text is not None})
    for path, text in files.items():
        if text is None:
            (project.root / path).unlink()


@pytest.mark.parametrize("settings", ["", "permalink: '/{section}/{year}/{month}/{day}/{slug}/'\n"])
@pytest.mark.parametrize("edit", EDITS, ids=range(len(EDITS)))
def test_after_an_edit_and_its_reversal(tmp_path: Path, edit: dict[str, str | None], settings: str) -> None:
    project = Project(tmp_path)
    project.configure(settings)
    before: dict[str, str | None] = {
        WEEKLY.format(5): article("First", "2026-01-05"),
        WEEKLY.format(12): None,
        "content/asia/weekly.md": None,
        "content/issues/spring.md": "---\ntitle: Spring\ndate: 2026-02-01\n---\n",
        "content/asia/dated.md": "---\ntitle: Dated\nissue: spring\n---\n\nText.\n",
        "content/asia/see.md": article("See", related="[asia/weekly]", body="[First](2026-01-05-weekly.md)"),
    }
    _write(project, {path: text for path, text in before.items() if text is not None})
    project.build(partial=True)
    first = tree(project.out)
    assert "asia/dated/index.html" in first or settings
    _write(project, edit)
    project.build(partial=True)
    clean = tmp_path / "clean"
    project.build(clean, partial=True, fresh=True)
    assert tree(project.out) == tree(clean)
    _write(project, {path: before[path] for path in edit})
    project.build(partial=True)
    assert tree(project.out) == first


def test_an_article_appears_with_its_scheduled_issue(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(
        {
            "content/issues/spring.md": "---\ntitle: Spring\ndate: 2026-12-01\n---\n",
            "content/asia/dated.md": "---\ntitle: Zanzibar\nissue: spring\n---\n\nText.\n",
        }
    )
    report = project.build()
    assert report.published
    assert not any(b"Zanzibar" in data for data in tree(project.out).values())
    project.build(now="2026-12-01T00:00")
    assert "asia/dated/index.html" in tree(project.out)
