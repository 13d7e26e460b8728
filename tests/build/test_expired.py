"""Expired images are never published, whatever else is wrong."""

from __future__ import annotations

import pytest

from tests.factory import codes
from tests.projects import Project, article, tree

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)

BROKEN = {
    "sound": "title: A\ndate: 2024-01-01\n",
    "an unknown key": "title: A\ndate: 2024-01-01\nbogus: 1\n",
    "no title": "date: 2024-01-01\n",
    "no date": "title: A\n",
    "broken YAML": "title: 'A\ndate: 2024-01-01\n",
    "a draft": "title: A\ndate: 2024-01-01\nstatus: draft\n",
    "withdrawn": "title: A\ndate: 2024-01-01\nstatus: withdrawn\n",
    "scheduled": "title: A\ndate: 2099-01-01\n",
}
EXPIRIES = ["expires: 2024-06-01", "expires: some day", "expries: 2024-06-01", "Expires: 2024-06-01"]


def _says(keys: str, expires: str) -> str:
    return f"---\n{keys}photo: {{src: /photos/p.png, alt: a, credit: c, {expires}}}\n---\n\nText.\n"


@pytest.fixture
def project(tmp_path) -> Project:
    project = Project(tmp_path)
    shows = article("Shows", body="![A map](/photos/p.png) and [the file](/photos/p.png).")
    project.write({"static/photos/p.png": PIXEL, "content/asia/b.md": shows})
    return project


def _is_out(project: Project) -> bool:
    return any(data == PIXEL or "/p-" in path for path, data in tree(project.out).items())


@pytest.mark.parametrize("expires", EXPIRIES)
@pytest.mark.parametrize("keys", BROKEN.values(), ids=BROKEN)
def test_partial_builds_publish_no_expired_image(project, keys, expires):
    assert project.build(partial=True).published
    assert _is_out(project), "the test would find it"
    project.write({"content/asia/a.md": _says(keys, expires)})
    assert not project.build().published
    report = project.build(partial=True)
    assert report.published
    assert "expired-photo" in codes(report.problems)
    assert not _is_out(project)
    clean = project.out.parent / "clean"
    assert project.build(clean, partial=True).published
    assert tree(clean) == tree(project.out)
    project.write({"content/asia/a.md": article("A")})
    assert project.build(partial=True).published
    assert _is_out(project)


@pytest.mark.parametrize("keys", [BROKEN["sound"], BROKEN["an unknown key"], BROKEN["broken YAML"]])
def test_links_to_and_copies_of_an_expired_image(project, keys):
    (project.root / "static/q.png").symlink_to("photos/p.png")
    (project.root / "static/photos/again").symlink_to(".." + "/more", target_is_directory=True)
    project.write({"static/more/r.png": PIXEL, "content/asia/c/index.md": article("C", body="![x](s.png)")})
    (project.root / "content/asia/c/s.png").write_bytes(PIXEL)
    project.write({"content/asia/a.md": _says(keys, "expires: 2024-06-01")})
    assert project.build(partial=True).published
    assert not _is_out(project)


def test_an_image_expires_between_two_builds(project):
    project.write(
        {"content/asia/a.md": _says("title: A\ndate: 2024-01-01\nbogus: 1\n", "expires: 2026-12-01")}
    )
    report = project.build(partial=True, now="2026-11-30")
    assert _is_out(project)
    assert report.due is not None
    assert project.build(partial=True, now="2026-12-01").published
    assert not _is_out(project)


@pytest.mark.parametrize(
    "src",
    [
        "https://example.org/photos/p.png",
        "//EXAMPLE.org/photos/p.png?size=2",
        "/photos/P.PNG",
        "/photos/p.png?v=2",
        "/photos/p.png#top",
        "photos/p.png",
        "/static/photos/p.png",
        r"\photos\p.png",
    ],
)
@pytest.mark.parametrize("remote", ["link", "load"])
def test_names_similar_to_the_images(project, src, remote):
    project.configure(f"markdown: {{remote_images: {remote}}}\n")
    project.write(
        {"content/asia/a.md": _says("title: A\ndate: 2024-01-01\n", "").replace("/photos/p.png", src)}
    )
    assert project.build(partial=True).published
    assert _is_out(project)
    said = _says("title: A\ndate: 2024-01-01\n", "expires: 2024-06-01").replace("/photos/p.png", src)
    project.write({"content/asia/a.md": said})
    assert project.build(partial=True).published
    assert not _is_out(project)


def test_the_url_of_an_image_beside_an_article(project):
    said = _says("title: A\ndate: 2024-01-01\n", "expires: 2024-06-01")
    said = said.replace("/photos/p.png", "https://example.org/asia/c/s.png")
    shows = article("C", body="![x](s.png)")
    project.write(
        {"content/asia/a.md": said, "content/asia/c/index.md": shows, "content/asia/c/s.png": PIXEL}
    )
    assert project.build(partial=True).published
    assert not _is_out(project)


@pytest.mark.parametrize("path", ["content/asia/deep/_index.md", "content/pages/_index.md"])
def test_descriptions_of_folders_without_a_page(project, path):
    assert project.build().published
    project.write({path: _says("title: A\n", "expires: 2024-06-01")})
    assert project.build(partial=True).published
    assert not _is_out(project)
    project.write({path: _says("title: A\n", "expires: 2099-06-01")})
    assert project.build().published
    assert _is_out(project)
    project.write({path: _says("title: A\n", "expires: 2024-06-01")})
    assert project.build(partial=True).published
    assert not _is_out(project)


@pytest.mark.parametrize(
    ("settings", "files"),
    [
        ("theme: {options: {logo: photos/p.png}}\n", {}),
        ("theme: t\n", {"themes/t/theme.yaml": "extends: broadsheet\n", "themes/t/static/q.png": PIXEL}),
    ],
)
def test_expired_theme_images(project, settings, files):
    project.configure(settings)
    project.write(files)
    assert project.build().published
    assert sum(data == PIXEL for data in tree(project.out).values()) > 1
    project.write({"content/asia/a.md": _says(BROKEN["an unknown key"], "expires: 2024-06-01")})
    assert not project.build().published
    report = project.build(partial=True)
    assert report.published
    assert ("sitegen.yaml", "expired-photo") in [(p.path, p.code) for p in report.problems]
    assert not _is_out(project)
