"""Collecting the problems of a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import msgspec

from sitegen.config.load import position_of
from sitegen.config.project import CONFIGURATION
from sitegen.model.documents import Position, SourceInfo
from sitegen.problems import SEPARABLE, Problem, Severity, with_severity


class Diagnostics:
    """Collects problems, without duplicates, and sets their lines and severities.

    Set `source_infos`, by document path, after reading. `settings` returns the positions of settings.
    """

    def __init__(
        self,
        severities: Mapping[str, Severity],
        strict: bool = False,
        settings: Callable[[], Mapping[str, Position]] = dict,
    ) -> None:
        self.source_infos: Mapping[str, SourceInfo] = {}
        self._settings = cache(settings)
        self._severities = severities
        self._strict = strict
        self._problems: dict[Problem, None] = {}
        self._template_problems: dict[tuple[str, int, str], tuple[Problem, int]] = {}

    def add(self, problems: Iterable[Problem]) -> list[Problem]:
        """Add problems; return them with lines and severities, without those that are switched off."""
        found = [with_severity(self._located(each), self._severities, self._strict) for each in problems]
        shown = [problem for problem in found if problem.severity is not Severity.OFF]
        self._problems.update(dict.fromkeys(shown))
        return shown

    def add_template_problem(self, problem: Problem) -> None:
        """Add a template's problem on one page. It is shown once, with the number of pages."""
        problem = self._located(problem)
        key = (problem.path, problem.line, problem.code)
        first, count = self._template_problems.get(key, (with_severity(problem, {}), 0))
        self._template_problems[key] = (first, count + 1)

    def _located(self, problem: Problem) -> Problem:
        """The problem with the line and column of its key, if it has one."""
        if not problem.key:
            return problem
        source_info = self.source_infos.get(problem.path)
        position = source_info.at(problem.key) if source_info else Position()
        if problem.path == CONFIGURATION:
            position = position_of(self._settings(), problem.key)
        return msgspec.structs.replace(problem, line=position.line, column=position.column, key="")

    @property
    def block_all(self) -> bool:
        """Whether any error cannot be fixed by omitting documents: one in the configuration, or an unreadable
        folder."""
        errors = (p for p in self._problems if p.severity is Severity.ERROR and p.code not in SEPARABLE)
        return any(p.path == CONFIGURATION or p.code == "unreadable-folder" for p in errors)

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return bool(self._template_problems) or any(p.severity is Severity.ERROR for p in self._problems)

    def sorted(self) -> tuple[Problem, ...]:
        """All problems, by file and line."""
        templates = (_with_count(problem, count) for problem, count in self._template_problems.values())
        return tuple(
            sorted((*self._problems, *templates), key=lambda p: (p.path, p.line, p.column, p.code, p.message))
        )


def _with_count(problem: Problem, count: int) -> Problem:
    if count == 1:
        return problem
    pages = "page" if count == 2 else "pages"
    return msgspec.structs.replace(
        problem, message=f"{problem.message} (The same on {count - 1} more {pages}.)"
    )
