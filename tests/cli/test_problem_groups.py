from __future__ import annotations

import json

import pytest

from sitegen.cli.problem_groups import group_problems, totals
from sitegen.problems import Problem, Severity
from tests.projects import Project, article


def _problem(
    path: str, line: int, code: str = "broken-link", message: str = "x", severity=Severity.ERROR
) -> Problem:
    return Problem(path, line, 1, code, message, "hint", severity)


def test_equal_problems_are_one_group():
    problems = [_problem(f"content/{number}.md", number) for number in range(1, 902)]
    [group] = group_problems(problems)
    assert group.first == problems[0]
    assert group.elsewhere == "content/2.md:2:1, content/3.md:3:1, content/4.md:4:1 and 897 more"


def test_a_few_other_places_are_all_listed():
    [group] = group_problems([_problem("a.md", 1), _problem("a.md", 7), _problem("b.md", 2)])
    assert group.elsewhere == "a.md:7:1, b.md:2:1"


def test_errors_come_last():
    error, warning = _problem("a.md", 1), _problem("z.md", 1, severity=Severity.WARNING)
    assert [group.first for group in group_problems([error, warning])] == [warning, error]


def test_other_messages_codes_and_severities_are_separate_groups():
    problems = [
        _problem("a.md", 1),
        _problem("a.md", 2, message="y"),
        _problem("a.md", 3, code="url-clash"),
        _problem("a.md", 4, severity=Severity.WARNING),
    ]
    assert len(group_problems(problems)) == 4


def test_totals_of_many_problems():
    many = [_problem("a.md", number) for number in range(8)] + [_problem("a.md", 1, "url-clash")] * 2
    assert totals(many) == "8 broken-link, 2 url-clash"
    assert totals(many[:8]) == ""
    assert totals([_problem("a.md", 1), _problem("a.md", 1, "url-clash")]) == ""


def test_a_broken_link_on_many_pages_is_shown_once(tmp_path, sitegen_in):
    project = Project(tmp_path)
    project.write({f"content/asia/{n}.md": article(f"Number {n}", body="[Gone](gone.md)") for n in range(40)})
    status, out, err = sitegen_in("check", folder=project.root)
    assert status == 1
    assert err.count("gone.md`") == 1
    assert "content/asia/0.md" in err
    assert "and 36 more" in err
    assert "40 errors" in out + err


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["build", "--out", "sitegen.yaml"], 2, "sitegen.yaml"),
        (["build", "--now", "never"], 2, "--now"),
        (["build", "--base-url", "nowhere"], 2, "--base-url"),
        (["check", "--now", "never"], 2, "--now"),
    ],
)
def test_json_reports_failures(tmp_path, sitegen_in, args, status, words):
    project = Project(tmp_path)
    found, out, err = sitegen_in(*args, "--json", folder=project.root)
    report = json.loads(out)
    assert found == status
    assert not report["published"]
    assert report["problems"][0]["code"] == "failed"
    assert words in report["problems"][0]["message"]
    assert words in err


def test_json_reports_a_missing_site(tmp_path, sitegen_in):
    found, out, _ = sitegen_in("build", "--json")
    assert found == 2
    assert json.loads(out)["problems"][0]["code"] == "failed"
