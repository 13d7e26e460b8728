"""A preview's problems: the same as after reading everything, though only changed files are read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.build.report import with_lines
from sitegen.problems import Problem, Severity
from sitegen.serve import diagnostics
from sitegen.serve.preview import Preview
from sitegen.serve.run import ReportedProblems
from tests.projects import Project, article

SETTINGS = "problems:\n  broken-link: warning\n"
A, B, BAD = "content/asia/a.md", "content/asia/b.md", "content/asia/bad.md"
MANY = {
    A: article(body="[x](gone.md)\n\n[y](lost.md)"),
    B: article(body="[x](gone.md)", photo="{src: none.jpg}"),
    BAD: "---\ntitle: Bad\ndate: 2026-01-01\nautors: [x]\n---\n\nText.\n",
    "content/asia/unused.bin": b"x",
    "content/asia/unused2.bin": b"x",
    "data/broken.yaml": "a: [1\nb: 2\n",
    "templates/page.html": "{% extends '!broadsheet/page.html' %}\n{% block main %}\n{{ 1 + }}\n",
}


@pytest.fixture
def located(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose problems are located, in order."""
    asked: list[str] = []
    real = with_lines

    def noted(root, problems):
        given = list(problems)
        asked.extend(problem.path for problem in given)
        return real(root, given)

    monkeypatch.setattr(diagnostics, "with_lines", noted)
    return asked


def _change(project: Project, shown: Preview, path: str, text: str | bytes | None) -> None:
    if text is None:
        (project.root / path).unlink()
    else:
        project.write({path: text})
    shown.update_paths({path})
    shown.update()


EDITS: tuple[tuple[str, str | bytes | None], ...] = (
    (A, article(body="More.\n\n[x](gone.md)\n\n[y](lost.md)")),
    (A, article(body="[y](lost.md) [x](gone.md)")),
    (A, article(body="[y](lost.md) and [x](gone.md)", date="2026-01-02")),
    (BAD, "---\ntitle: Bad\ndate: 2026-01-01\n\nautors: [x]\n---\n\nText.\n"),
    (BAD, "---\ntitle: Bad\ndate: 2026-01-01\n\nautors: [another]\n---\n\nText.\n"),
    (BAD, "---\ntitle: No date\n---\n\nText.\n"),
    (BAD, "---  \ntitle: No date\n---\n\nText.\n"),
    (BAD, "No front matter.\n"),
    (BAD, "No front matter, another text.\n"),
    (BAD, article()),
    ("content/asia/gone.md", article("Gone no more")),
    ("content/asia/gone.md", article("Gone no more", status="draft")),
    ("content/asia/gone.md", None),
    ("data/broken.yaml", "# A comment.\na: [1\nb: 3\n"),
    ("data/broken.yaml", "a: 1\n"),
    ("templates/page.html", "{% extends '!broadsheet/page.html' %}\n\n{% block main %}\n{{ 2 + }}\n"),
    ("templates/page.html", None),
    ("sitegen.yaml", "title: Review\ntimezone: UTC\nbase_url: https://example.org/\n"),
    ("sitegen.yaml", "title: Review\ntimezone: UTC\npagesize: 3\n"),
    ("sitegen.yaml", "\ntitle: Review\ntimezone: UTC\npagesize: 4\n"),
    ("sitegen.yaml", "title: Review\ntimezone: UTC\ntheme: {name: none}\n"),
    ("sitegen.yaml", "# A comment.\ntitle: Review\ntimezone: UTC\ntheme: {name: none}\n"),
    ("sitegen.yaml", f"title: Review\ntimezone: UTC\n{SETTINGS}  missing-image: 'off'\n"),
    ("content/asia/unused.bin", None),
    ("content/asia/unused2.bin", None),
    (A, None),
    (B, article(body="Fine.")),
)


def test_problems_equal_those_of_a_fresh_preview(project, preview: Callable[..., Preview]):
    project.configure(SETTINGS)
    project.write(MANY)
    shown = preview()
    for number, (path, text) in enumerate(EDITS):
        _change(project, shown, path, text)
        clean = Preview(shown.options, shown._clock)
        if clean.update() is not None:
            assert shown.problems == clean.problems, EDITS[number]
        else:  # the last snapshot, with the problems of the configuration
            assert shown.snapshot.problems_of("sitegen.yaml") == clean.problems, EDITS[number]
        assert shown.problems == tuple(sorted(shown.problems, key=lambda p: (p.path, p.line, p.column)))
        files = {p.path: shown.snapshot.problems_of(p.path) for p in shown.problems}
        assert shown.problems_by_file == files
        assert [p for each in files.values() for p in each] == list(shown.problems)
    assert not shown.problems


def test_only_problems_of_changed_files_are_located(project, preview, located):
    project.configure(SETTINGS)
    project.write(MANY)
    shown = preview()
    assert set(located) >= {A, B, BAD}
    before = shown.problems_by_file
    located.clear()
    _change(project, shown, A, article(body="Before.\n\n[x](gone.md)\n\n[y](lost.md)"))
    assert set(located) == {A}
    assert all(shown.problems_by_file[path] is before[path] for path in before if path != A)
    assert [problem.line for problem in shown.problems_by_file[A]] == [8, 10]


def test_an_edit_without_problems_locates_none(project, preview, located):
    project.configure(SETTINGS)
    project.write(MANY)
    shown = preview()
    before = shown.problems
    located.clear()
    for text in ("About us.", "About you."):
        _change(project, shown, "content/pages/about.md", f"---\ntitle: About\n---\n\n{text}\n")
    assert located == []
    assert shown.problems is before
    assert shown.number > 1


def test_a_problem_shows_the_current_text_of_its_line(project, preview):
    project.write({BAD: "---\ntitle: T\ndate: 2026-01-01\n---\n\n[x](gone.md) one\n"})
    shown = preview()
    _change(project, shown, BAD, "---\ntitle: T\ndate: 2026-01-01\n---\n\n[x](gone.md) two\n")
    assert [problem.text for problem in shown.snapshot.problems_of(BAD)] == ["[x](gone.md) two"]


def test_problems_of_the_configuration_are_located_again(project, preview):
    """It is read separately, so that nothing else shows that its lines have moved."""
    text = "title: Review\ntimezone: UTC\n"
    project.write({"sitegen.yaml": f"{text}theme: {{name: none}}\n"})
    shown = preview()
    for between, line in (("", 4), ("# A comment.\n", 5)):
        project.write({"sitegen.yaml": f"{text}pagesize: 3\n{between}theme: {{name: none}}\n"})
        shown.update()
        found = {problem.code: problem for problem in shown.snapshot.problems_of("sitegen.yaml")}
        assert found["unknown-key"].line == 3
        assert (found["unknown-theme"].line, found["unknown-theme"].text) == (line, "theme: {name: none}")


def test_problems_of_files_that_are_not_read_are_located_again(project, preview):
    snapshot = preview().snapshot
    locate = diagnostics.ProblemLocator(project.root)
    for line in ("one", "two"):
        project.write({"notes.txt": line})
        located = locate(snapshot.config, snapshot.reading, [(_problem("notes.txt"),)])
        assert [problem.text for problem in located.problems] == [line]


def _problem(path: str, line: int = 1, message: str = "x") -> Problem:
    return Problem(path, line, 1, "broken-link", message, severity=Severity.WARNING)


def test_an_update_has_the_problems_not_reported_before():
    reported = ReportedProblems()
    first = {"a": (_problem("a"),), "b": (_problem("b"), _problem("b", 2))}
    update = reported.update(first)
    assert (len(update.problems), update.first, update.fixed) == (3, True, False)
    assert reported.update(first).problems == ()
    moved = {**first, "b": (_problem("b", 5), _problem("b", 6))}
    assert reported.update(moved).problems == ()
    more = {**moved, "b": (*moved["b"], _problem("b", 7)), "c": (_problem("c"),)}
    update = reported.update(more)
    assert [problem.place for problem in update.problems] == ["b:7:1", "c:1:1"]
    assert (update.first, update.fixed) == (False, False)
    assert reported.update({"a": first["a"]}).fixed is False
    assert reported.update({}).fixed is True
    assert reported.update({}).fixed is False
    assert reported.update(first).problems == (*first["a"], *first["b"])
