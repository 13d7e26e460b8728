"""Content that a misspelt key was meant to hide is never published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import Project, article, tree

KEEP = "content: {unknown: extra}\n"
CANARY = "Zanzibar"

HIDDEN = [
    *({"stauts": "draft"}, {"drfat": "true"}, {"publised": "false"}, {"embaro": "2099-01-01"}),
    *({"expries": "2000-01-01"}, {"acess": "teaser"}, {"expiryDate": "2000-01-01"}, {"private": "true"}),
    {"visibility": "hidden"},
]


@pytest.mark.parametrize("matter", HIDDEN, ids=lambda matter: next(iter(matter)))
@pytest.mark.parametrize("settings", ["", KEEP, KEEP + "problems: {unknown-key: warning}\n"])
@pytest.mark.parametrize("partial", [False, True])
def test_nothing_is_published(tmp_path: Path, matter: dict[str, str], settings: str, partial: bool) -> None:
    project = Project(tmp_path)
    project.configure(settings)
    project.write({"content/asia/hidden.md": article(CANARY, body=f"{CANARY}.", **matter)})
    report = project.build(partial=partial)
    key = next(iter(matter))
    assert any(p.code == "unknown-key" and f"`{key}`" in p.message for p in report.problems)
    assert report.published is (partial or "warning" in settings)
    if report.published:
        assert not any(CANARY.encode() in data for data in tree(project.out).values())


@pytest.mark.parametrize(
    "path", ["content/pages/z.md", "content/asia/_index.md", "content/authors/z.md", "content/tags/z.md"]
)
def test_other_documents_are_not_published_either(tmp_path: Path, path: str) -> None:
    project = Project(tmp_path)
    project.configure(KEEP)
    name = "name" if "authors" in path else "title"
    project.write({path: f"---\n{name}: {CANARY}\nstauts: draft\n---\n\n{CANARY}.\n"})
    report = project.build(partial=True)
    assert [(p.path, p.line) for p in report.problems if p.code == "unknown-key"] == [(path, 3)]
    assert report.published
    assert not any(CANARY.encode() in data for data in tree(project.out).values())


@pytest.mark.parametrize("key", ["expries", "Expires", "expirydate"])
def test_a_photo_with_a_misspelt_expiry_is_not_shown(tmp_path: Path, key: str) -> None:
    project = Project(tmp_path)
    project.configure(KEEP + "problems: {unknown-key: warning}\n")
    photo = f"{{src: p.svg, alt: a, credit: c, {key}: 2024-06-01}}"
    project.write(
        {
            "content/asia/photo.md": article("Photo", photo=photo),
            "content/asia/p.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><title>{CANARY}</title></svg>',
        }
    )
    report = project.build()
    assert report.published
    assert "Did you mean `expires`?" in [p.hint for p in report.problems] or key == "expirydate"
    assert not any(CANARY.encode() in data for data in tree(project.out).values())
