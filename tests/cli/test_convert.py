"""`sitegen convert`: converting Pelican documents."""

from __future__ import annotations

import stat

import pytest

from tests.projects import Project

PELICAN = "Title: Trade: next\nDate: 2026-01-02 09:00\nTags: a, b\n\nText.\n"
YAML = '---\ntitle: "Trade: next"\ndate: 2026-01-02 09:00\ntags: [a, b]\n---\n\nText.\n'


@pytest.fixture
def project(tmp_path):
    made = Project(tmp_path)
    made.write({"content/asia/x.md": PELICAN, "content/asia/y.md": PELICAN})
    return made


def test_all_documents_are_converted(project, sitegen_in):
    (project.root / "content/asia/x.md").chmod(0o640)
    before = (project.root / "content/asia/treaties.md").read_bytes()
    status, out, err = sitegen_in("convert", "--root", str(project.root))
    assert (status, out.split(), err) == (0, ["content/asia/x.md", "content/asia/y.md"], "")
    assert (project.root / "content/asia/x.md").read_text() == YAML
    assert stat.S_IMODE((project.root / "content/asia/x.md").stat().st_mode) == 0o640
    assert (project.root / "content/asia/treaties.md").read_bytes() == before
    assert project.build().problems == ()
    assert sitegen_in("convert", "--root", str(project.root))[:2] == (
        0,
        "No document begins with metadata lines.\n",
    )


def test_one_is_converted(project, sitegen_in):
    status, out, _ = sitegen_in("convert", "content/asia/x.md", "--root", str(project.root))
    assert (status, out) == (0, "content/asia/x.md\n")
    assert (project.root / "content/asia/y.md").read_text() == PELICAN


def test_a_dry_run_writes_nothing(project, sitegen_in):
    status, out, _ = sitegen_in("convert", "--dry-run", "content/asia/x.md", "--root", str(project.root))
    assert status == 0
    assert '  title: "Trade: next"\n' in out
    assert (project.root / "content/asia/x.md").read_text() == PELICAN


@pytest.mark.parametrize(
    "name", ["content/asia/none.md", "../x.md", "sitegen.yaml", "content/asia/straits/table.csv"]
)
def test_convert_only_accepts_documents(project, sitegen_in, name):
    status, _, err = sitegen_in("convert", name, "--root", str(project.root))
    assert status == 2
    assert "is not a document in this project" in err


def test_a_link_is_not_followed(project, sitegen_in):
    (project.root / "content/asia/link.md").symlink_to("x.md")
    sitegen_in("convert", "--root", str(project.root))
    assert (project.root / "content/asia/link.md").is_symlink()


def test_a_build_names_the_command(project):
    report = project.build(partial=True)
    hints = [problem.hint for problem in report.problems]
    assert hints == [
        f"Run `sitegen convert content/asia/{name}.md` to convert them to front matter." for name in "xy"
    ]
