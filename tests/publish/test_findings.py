from __future__ import annotations

import pytest

from sitegen.model.documents import Margin, Position
from sitegen.problems import Problem, Severity, problem_at
from sitegen.publish.findings import Findings, located

PATH = "content/asia/a.md"
MARGINS = {
    PATH: Margin("", "", {"photo": Position(4, 1), "photo.src": Position(5, 3)}, (Position(9, 7),), more=12)
}


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("photo.src", ":5:3"),
        ("photo.alt", ":4:1"),
        ("slug", ":1:1"),
        ("ref:0", ":9:7"),
        ("more", ":12:1"),
    ],
)
def test_a_key_becomes_a_line(key, place):
    problem = located(problem_at(PATH, key, "broken-link", "x"), MARGINS)
    assert (problem.place, problem.key) == (PATH + place, "")


def test_a_problem_that_knows_its_line_keeps_it():
    problem = Problem(PATH, 3, 7, "broken-link", "x")
    assert located(problem, MARGINS) == problem


def test_a_key_of_what_has_no_margin_is_the_file_as_a_whole():
    assert located(problem_at("sitegen.yaml", "slug", "url-clash", "x"), MARGINS).place == "sitegen.yaml"


def test_findings_are_located_weighed_and_sorted_each_once():
    findings = Findings({"broken-link": Severity.OFF})
    findings.margins = MARGINS
    given = [problem_at(PATH, key, "url-clash", "x") for key in ("ref:0", "photo.alt", "photo.alt", "photo")]
    findings.add([*given, problem_at(PATH, "more", "broken-link", "x")])
    assert [(problem.place, problem.severity) for problem in findings.sorted()] == [
        (f"{PATH}:4:1", Severity.ERROR),
        (f"{PATH}:9:7", Severity.ERROR),
    ]
    findings.add_of_template(problem_at(PATH, "photo.src", "template-error", "y"))
    assert f"{PATH}:5:3" in [problem.place for problem in findings.sorted()]
