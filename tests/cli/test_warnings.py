"""How a build shows warnings: new ones first, the others in a summary."""

from __future__ import annotations

import json

import pytest

from sitegen.build import report as reports
from sitegen.problems import Problem
from tests.projects import NOW, Project, article, tree

SETTINGS = "problems:\n  broken-link: warning\n  missing-image: warning\n"


def _links(*targets: str, before: str = "") -> str:
    return article(body=before + "\n\n".join(f"[Link]({target})" for target in targets))


@pytest.fixture
def archive(sitegen_in, tmp_path):
    """A project with two kinds of warnings, and a function that runs sitegen in it."""
    project = Project(tmp_path)
    project.configure(SETTINGS)
    project.write({f"content/asia/old{n}.md": _links(f"gone{n}.md", f"lost{n}.md") for n in range(4)})
    project.write({"content/asia/seen.md": article(body="![](none.jpg)")})

    def call(*words: str) -> tuple[int, str, str]:
        command, *options = words or ("build",)
        return sitegen_in(command, "--now", NOW, *options, folder=project.root)

    return project, call


KNOWN = """\
warning [broken-link] 8 problems, including:
    content/asia/old0.md:6:8: There is no document `gone0.md`.
    content/asia/old0.md:8:8: There is no document `lost0.md`.
    content/asia/old1.md:6:8: There is no document `gone1.md`.
warning [missing-image] 1 problem:
    content/asia/seen.md:6:5: There is no image `none.jpg`.
To see every problem in full, run `sitegen check` or `sitegen build --all-problems`.
"""


def test_nothing_is_new_in_a_first_build(archive):
    _, call = archive
    status, out, err = call()
    assert (status, err) == (0, KNOWN)
    assert "0 errors, 9 warnings; " in out


def test_a_build_with_nothing_to_do_summarizes_warnings(archive):
    _, call = archive
    call()
    assert call()[2] == KNOWN
    assert "0 errors, 9 warnings; " in call()[1]


def test_a_build_with_nothing_to_do_and_no_problems_prints_nothing(sitegen_in, project):
    for _ in range(2):
        assert sitegen_in("build", "--now", NOW, folder=project.root) == (0, "", "")


def test_new_warnings_come_first_and_in_full(archive):
    project, call = archive
    call()
    project.write({"content/asia/young.md": _links("a.md"), "content/asia/zenith.md": _links("a.md")})
    _, out, err = call()
    assert err == (
        "New warnings:\n"
        "content/asia/young.md:6:8: warning [broken-link] There is no document `a.md`.\n"
        "     6 │ [Link](a.md)\n"
        "       │        ^\n"
        "    also at content/asia/zenith.md:6:8\n"
        "    → Check the file's name and folder.\n"
        "Other warnings:\n" + KNOWN
    )
    assert "0 errors, 11 warnings (2 new); " in out
    _, out, err = call()
    assert "New warnings" not in err
    assert "10 problems, including:" in err
    assert "11 warnings; " in out


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            {"content/asia/old1.md": _links("gone1.md", "lost1.md", before="More.\n\n")}, id="moved"
        ),
        pytest.param({"content/asia/old1.md": _links("lost1.md", "gone1.md")}, id="exchanged"),
        pytest.param({"content/asia/old1.md": _links("gone1.md").replace("An Article", "Title")}, id="fixed"),
        pytest.param({"content/pages/about.md": "---\ntitle: New\n---\n\nText.\n"}, id="elsewhere"),
        pytest.param(
            {"content/asia/old1.md": _links("gone1.md", "lost1.md").replace("[Link]", "[A link]")}, id="text"
        ),
    ],
)
def test_moving_text_makes_nothing_new(archive, change):
    project, call = archive
    call()
    project.write(change)
    status, out, err = call()
    assert status == 0
    assert "New warnings" not in err
    assert "new)" not in out
    assert err.startswith("warning [broken-link]")


def test_another_equal_warning_is_new(archive):
    project, call = archive
    call()
    project.write({"content/asia/old1.md": _links("gone1.md", "lost1.md", "gone1.md")})
    _, out, err = call()
    assert err.startswith("New warnings:\ncontent/asia/old1.md:10:8: warning [broken-link]")
    assert "(1 new)" in out


def test_line_numbers_in_messages_may_change(archive):
    project, call = archive
    project.configure(SETTINGS + "  duplicate-key: warning\n")
    text = "---\n{}title: Twice\ntitle: Twice\ndate: 2026-01-01\n---\n\nText.\n"
    project.write({"content/asia/twice.md": text.format("")})
    call()
    project.write({"content/asia/twice.md": text.format("# A comment.\n")})
    assert "New warnings" not in call()[2]
    assert "the first is on line 3" in call("build", "--all-problems")[2]


def test_many_new_warnings_are_counted(archive):
    project, call = archive
    call()
    project.write({f"content/asia/new{n:02}.md": _links(f"un{n:02}.md") for n in range(33)})
    _, out, err = call()
    new, others = err.split("Other warnings:\n")
    assert new.count("warning [broken-link]") == 20
    assert "`un19.md`" in new
    assert "`un20.md`" not in new
    assert new.endswith("\n    and 13 more new warnings\n")
    assert others.startswith("warning [broken-link] 21 problems, including:\n")
    assert "(33 new)" in out


def test_new_warnings_are_not_summarized_again(sitegen_in, project):
    project.configure(SETTINGS)
    sitegen_in("build", "--now", NOW, folder=project.root)
    project.write({"content/asia/young.md": _links("a.md")})
    err = sitegen_in("build", "--now", NOW, folder=project.root)[2]
    assert err.count("a.md`") == 1
    assert "All other" not in err
    assert "--all-problems" not in err


def test_each_output_folder_has_its_own_last_build(archive, tmp_path):
    project, call = archive
    call()
    project.write({"content/asia/young.md": _links("a.md")})
    assert "New warnings" not in call("build", "--out", str(tmp_path / "other"))[2]
    assert "New warnings" in call()[2]


def test_warnings_stay_new_until_they_are_published(archive):
    """New warnings stay new until a build publishes."""
    project, call = archive
    call()
    project.write({"content/asia/young.md": _links("a.md"), "content/asia/bad.md": article(autors="[desk]")})
    for _ in range(2):
        status, _, err = call()
        assert status == 1
        assert err.startswith("New warnings:\ncontent/asia/young.md:6:8: ")
    (project.root / "content/asia/bad.md").unlink()
    assert "New warnings" in call()[2]
    assert "New warnings" not in call()[2]


def test_nothing_is_new_without_a_cache(archive):
    project, call = archive
    call()
    project.write({"content/asia/young.md": _links("a.md")})
    assert "New warnings" not in call("build", "--fresh")[2]


def test_errors_come_last_and_in_full(archive):
    project, call = archive
    call()
    project.write({"content/asia/bad.md": article(autors="[desk]"), "content/asia/young.md": _links("a.md")})
    status, out, err = call()
    assert (status, out) == (1, "")
    assert err.index("New warnings") < err.index("Other warnings") < err.index("--all-problems")
    end = err[err.index("--all-problems") :].splitlines()
    assert end[1].startswith("content/asia/bad.md:4:1: error [unknown-key]")
    assert "autors: [desk]" in end[2]
    assert "`authors`" in end[4]
    assert end[5].startswith("Nothing was written; 1 error, 10 warnings (1 new); ")


def test_all_problems_shows_the_same_as_a_check(archive):
    project, call = archive
    call()
    project.write({"content/asia/young.md": _links("a.md")})
    shown = call("build", "--all-problems")[2]
    assert shown.count("warning [broken-link]") == 9
    assert shown.count("     6 │ ") == 6
    assert "→ Put it beside the article's file" in shown
    assert call("check")[2].startswith(shown)
    assert shown == call("build", "--all-problems")[2]


def test_strict_shows_warnings_as_errors_in_full(archive):
    _, call = archive
    status, _, err = call("build", "--strict")
    assert status == 1
    assert err.count("error [broken-link]") == 8
    assert err.count(" │ [Link](") == 8
    assert "--all-problems" not in err


def test_many_errors_are_summarized_after_the_first(archive):
    project, call = archive
    project.write({f"content/asia/b{n:03}.md": _links(f"un{n:03}.md") for n in range(90)})
    project.write({f"content/asia/a{n}.md": _links("everywhere.md") for n in range(90)})
    status, _, err = call("build", "--strict")
    assert status == 1
    full, short = err.split("Other errors:\n")
    assert full.count(": error [") == 50
    assert "and 86 more" in full
    assert short.startswith("error [broken-link] 49 problems, including:\n    content/asia/b049.md:6:8: ")
    assert "error [missing-image] 1 problem:\n" in short
    assert "Nothing was written; 189 errors, 0 warnings" in short
    assert call("check", "--strict")[2].count(": error [") == 100


def test_thousands_of_warnings_take_a_few_lines(archive):
    project, call = archive
    many = [f"un{n}.md" for n in range(3000)]
    call()
    project.write({"content/asia/old.md": _links(*many)})
    assert len(call()[2].splitlines()) < 100  # 20 in full
    assert len(call()[2].splitlines()) < 12
    assert call("check")[2].count("warning [broken-link]") == 3008


def test_json_contains_every_problem_with_its_line(archive):
    project, call = archive
    first = json.loads(call("build", "--json")[1])
    assert (len(first["problems"]), first["new"]) == (9, [])
    assert {p["text"] for p in first["problems"]} >= {"[Link](gone0.md)", "![](none.jpg)"}
    project.write({"content/asia/old2.md": _links("young.md", "gone2.md", "lost2.md")})
    second = json.loads(call("build", "--json")[1])
    assert [second["problems"][index]["text"] for index in second["new"]] == ["[Link](young.md)"]
    third = json.loads(call("build", "--json")[1])
    assert third["rendered"] == 0
    assert (third["problems"], third["new"]) == (second["problems"], [])


def test_the_fast_path_has_nothing_new(archive):
    project, call = archive
    call()
    page = project.root / "content/pages/about.md"
    page.write_text(page.read_text() + "\nMore.\n")
    assert call()[2] == KNOWN
    assert "More." in tree(project.root / "public")["about/index.html"].decode()


def test_sources_are_read_only_for_problems_shown_in_full(archive, monkeypatch):
    project, call = archive
    call()
    project.write({"content/asia/young.md": _links("a.md")})
    asked: list[str] = []
    real = reports._with_line

    def noted(root, problem: Problem, lines):
        asked.append(problem.path)
        return real(root, problem, lines)

    monkeypatch.setattr(reports, "_with_line", noted)
    call()
    assert asked == ["content/asia/young.md"]
    asked.clear()
    call()
    assert asked == []


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
)
def test_colours_follow_the_environment(archive, monkeypatch, variables, coloured):
    _, call = archive
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **variables}.items():
        monkeypatch.setenv(name, value)
    for command in ("build", "check"):
        assert ("\x1b[33m\x1b[1mwarning\x1b[0m" in call(command)[2]) is coloured
        assert ("\x1b" in call(command)[2]) is coloured


def test_notes_come_before_errors(archive):
    project, call = archive
    project.write({"content/asia/bad.md": article(autors="[desk]")})
    (project.root / ".sitegen").mkdir(exist_ok=True)
    (project.root / ".sitegen/cache.sqlite").write_bytes(b"no database")
    err = call()[2]
    assert err.index("note: ") < err.index("warning [") < err.index("error [unknown-key]")
