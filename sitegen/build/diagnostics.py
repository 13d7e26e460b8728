"""The problems of a build, as they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import msgspec

from sitegen.config.load import position_of
from sitegen.config.project import CONFIGURATION
from sitegen.model.documents import Position, SourceInfo
from sitegen.problems import SEPARABLE, Problem, Severity, weighed


class Diagnostics:
    """Problems with their lines and severities: each once, and a template's once for all pages.

    Set `source_infos`, by the documents' paths, once they are read; `settings` gives the positions of the
    configuration's keys.
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
        self._of_templates: dict[tuple[str, int, str], tuple[Problem, int]] = {}

    def add(self, problems: Iterable[Problem]) -> list[Problem]:
        """Take problems in; what is given back are they, located and weighed, those that are off left out."""
        found = map(self._located, problems)
        weighty = [weighed(problem, self._severities, self._strict) for problem in found]
        weighty = [problem for problem in weighty if problem.severity is not Severity.OFF]
        self._problems.update(dict.fromkeys(weighty))
        return weighty

    def add_of_template(self, problem: Problem) -> None:
        """Take in what went wrong in a template on one page."""
        problem = self._located(problem)
        key = (problem.path, problem.line, problem.code)
        first, count = self._of_templates.get(key, (weighed(problem, {}), 0))
        self._of_templates[key] = (first, count + 1)

    def _located(self, problem: Problem) -> Problem:
        """The problem with the line and column of the key that it names, if it names one."""
        if not problem.key:
            return problem
        source_info = self.source_infos.get(problem.path)
        place = source_info.at(problem.key) if source_info else Position()
        if problem.path == CONFIGURATION:
            place = position_of(self._settings(), problem.key)
        return msgspec.structs.replace(problem, line=place.line, column=place.column, key="")

    @property
    def block_all(self) -> bool:
        """Whether an error is one that leaving documents out cannot cure: in the configuration, or an
        unreadable folder."""
        errors = (p for p in self._problems if p.severity is Severity.ERROR and p.code not in SEPARABLE)
        return any(p.path == CONFIGURATION or p.code == "unreadable-folder" for p in errors)

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return bool(self._of_templates) or any(p.severity is Severity.ERROR for p in self._problems)

    def sorted(self) -> tuple[Problem, ...]:
        """All problems by file and line."""
        templates = (_with_count(problem, count) for problem, count in self._of_templates.values())
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
