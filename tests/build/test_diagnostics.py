from __future__ import annotations

import pytest

from sitegen.build.diagnostics import Diagnostics
from sitegen.model.documents import Position, SourceInfo
from sitegen.problems import Problem, Severity, problem_at

PATH = "content/asia/a.md"
MARGINS = {
    PATH: SourceInfo(
        "", "", {"photo": Position(4, 1), "photo.src": Position(5, 3)}, (Position(9, 7),), more=12
    )
}

SETTINGS = {"theme.name": Position(3, 1), "navigation": Position(6, 1), "navigation.1.url": Position(7, 5)}


def _place(problem: Problem) -> str:
    diagnostics = Diagnostics({}, settings=lambda: SETTINGS)
    diagnostics.source_infos = MARGINS
    (found,) = diagnostics.add([problem])
    assert found.key == ""
    return found.place


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
    assert _place(problem_at(PATH, key, "broken-link", "x")) == PATH + place


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("theme.name", ":3:1"),
        ("navigation.1.url", ":7:5"),
        ("navigation.0.url", ":6:1"),
        ("languages.fr.prefix", ":1:1"),
    ],
)
def test_a_setting_becomes_a_line(key, place):
    assert _place(problem_at("sitegen.yaml", key, "broken-link", "x")) == "sitegen.yaml" + place


def test_the_configuration_is_read_only_for_its_problems():
    diagnostics = Diagnostics({}, settings=lambda: pytest.fail("read again"))
    diagnostics.add(
        [problem_at(PATH, "slug", "url-clash", "x"), Problem("sitegen.yaml", 2, 1, "url-clash", "x")]
    )


def test_a_problem_that_knows_its_line_keeps_it():
    assert _place(Problem(PATH, 3, 7, "broken-link", "x")) == f"{PATH}:3:7"


def test_a_key_without_source_info_is_located_at_the_file():
    assert _place(problem_at("static/a.svg", "slug", "url-clash", "x")) == "static/a.svg"


def test_problems_are_located_weighed_sorted_and_unique():
    diagnostics = Diagnostics({"broken-link": Severity.OFF})
    diagnostics.source_infos = MARGINS
    given = [problem_at(PATH, key, "url-clash", "x") for key in ("ref:0", "photo.alt", "photo.alt", "photo")]
    diagnostics.add([*given, problem_at(PATH, "more", "broken-link", "x")])
    assert [(problem.place, problem.severity) for problem in diagnostics.sorted()] == [
        (f"{PATH}:4:1", Severity.ERROR),
        (f"{PATH}:9:7", Severity.ERROR),
    ]
    diagnostics.add_template_problem(problem_at(PATH, "photo.src", "template-error", "y"))
    assert f"{PATH}:5:3" in [problem.place for problem in diagnostics.sorted()]
