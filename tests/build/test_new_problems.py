from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.report import new_among
from sitegen.problems import Problem, Severity


def _problem(path: str = "a.md", line: int = 1, code: str = "broken-link", message: str = "x") -> Problem:
    return Problem(path, line, 1, code, message, "hint", Severity.WARNING, "text")


@pytest.mark.parametrize(
    ("now", "new"),
    [
        pytest.param(_problem(), (), id="the same"),
        pytest.param(_problem(line=9), (), id="another line"),
        pytest.param(_problem(path="b.md"), (0,), id="another file"),
        pytest.param(_problem(code="url-clash"), (0,), id="another code"),
        pytest.param(_problem(message="y"), (0,), id="another message"),
        pytest.param(
            Problem("a.md", 1, 1, "broken-link", "x", "other", Severity.ERROR), (), id="another weight"
        ),
    ],
)
def test_the_identity_of_a_problem(now, new):
    assert new_among([now], [_problem()]) == new


@pytest.mark.parametrize("message", ["Twice; the first is on line {}.", "Damaged (line {})", "line {}"])
def test_line_numbers_in_a_message_may_change(message):
    known = [_problem(message=message.format(3))]
    assert new_among([_problem(message=message.format(12))], known) == ()
    assert new_among([_problem(message=message.format(12) + " More.")], known) == (0,)


def test_other_numbers_in_a_message_count():
    assert new_among([_problem(message="3 files")], [_problem(message="2 files")]) == (0,)


def test_more_equal_problems_than_before_are_new():
    now = [_problem(line=line) for line in (1, 2, 3)]
    assert new_among(now, now[:2]) == (2,)
    assert new_among(now[:1], now) == ()


_PROBLEMS = st.lists(st.builds(_problem, st.sampled_from("ab"), st.integers(1, 3)), max_size=8)


@given(_PROBLEMS, _PROBLEMS)
def test_the_number_of_new_problems(now, known):
    paths = [now[index].path for index in new_among(now, known)]
    for path in "ab":
        more = sum(p.path == path for p in now) - sum(p.path == path for p in known)
        assert paths.count(path) == max(0, more)
