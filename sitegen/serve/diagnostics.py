"""The problems of a snapshot by file. They are located again only if the file or its problems changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from sitegen.build.diagnostics import Diagnostics
from sitegen.build.load import setting_positions
from sitegen.build.report import with_lines
from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.problems import Problem
from sitegen.read.document_cache import CachedDocument
from sitegen.read.file_state import FileState
from sitegen.read.project import ProjectContent

#: Problems by file path, sorted by path. Files without problems are not included.
ProblemsByFile = Mapping[str, tuple[Problem, ...]]


class LocatedProblems(Struct, frozen=True):
    """Problems with lines and severities, sorted by file and line."""

    problems: tuple[Problem, ...] = ()
    by_file: ProblemsByFile = {}


class _FileProblems(Struct, frozen=True):
    """A file's problems as the stages report them, the file's state, and the located problems."""

    given: tuple[Problem, ...]
    state: CachedDocument | FileState | None
    located: tuple[Problem, ...]


class ProblemLocator:
    """Locates the problems of each snapshot, skipping files that did not change."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._config: Config | None = None
        self._groups: list[tuple[Sequence[Problem], ProblemsByFile]] = []
        self._files: dict[str, _FileProblems] = {}
        self._last = LocatedProblems()

    def __call__(
        self, config: Config, reading: ProjectContent, sources: Sequence[tuple[Problem, ...]]
    ) -> LocatedProblems:
        """The located problems of `sources`, which are in the same order each time."""
        if config != self._config:  # which sets severities
            self._config, self._files, self._last = config, {}, LocatedProblems()
        given = self._given(sources)
        files = {path: self._files[path] for path in given if self._is_unchanged(path, given[path], reading)}
        stale = [path for path in given if path not in files]
        if not stale and len(files) == len(self._files):
            return self._last
        located = self._locate(config, reading, chain.from_iterable(given[path] for path in stale))
        for path in stale:
            files[path] = _FileProblems(given[path], _state(path, reading), located.get(path, ()))
        self._files = files
        shown = {path: files[path].located for path in sorted(files) if files[path].located}
        self._last = LocatedProblems(tuple(chain.from_iterable(shown.values())), shown)
        return self._last

    def _given(self, sources: Sequence[tuple[Problem, ...]]) -> dict[str, tuple[Problem, ...]]:
        """The problems of all sources by file. A source that did not change is not grouped again."""
        before = self._groups or [((), {})] * len(sources)
        self._groups = [
            group if group[0] == problems else (problems, group_by_file(problems))
            for problems, group in zip(sources, before, strict=True)
        ]
        given: dict[str, tuple[Problem, ...]] = {}
        for _, group in self._groups:
            for path, problems in group.items():
                given[path] = given[path] + problems if path in given else problems
        return given

    def _is_unchanged(self, path: str, given: tuple[Problem, ...], reading: ProjectContent) -> bool:
        """Whether a file has the same problems in the same lines as before."""
        before = self._files.get(path)
        if before is None or before.given != given or path == CONFIGURATION:
            return False
        state = _state(path, reading)
        if state is None:
            return not any(map(_needs_file, given))
        # Unreadable documents compare equal if their problems do, even if their lines differ.
        return before.state is state or (isinstance(state, FileState) and before.state == state)

    def _locate(self, config: Config, reading: ProjectContent, problems: Iterable[Problem]) -> ProblemsByFile:
        diagnostics = Diagnostics(config.problems, settings=partial(setting_positions, self._root))
        diagnostics.source_infos = reading.source_infos
        diagnostics.add(problems)
        return group_by_file(with_lines(self._root, diagnostics.sorted()))


def _state(path: str, reading: ProjectContent) -> CachedDocument | FileState | None:
    """Identifies a file's content; None if the file was not read."""
    return reading.documents.cached.get(path) or reading.file_states.files.get(path)


def _needs_file(problem: Problem) -> bool:
    return bool(problem.key or (problem.line and not problem.text))


def group_by_file(problems: Iterable[Problem]) -> ProblemsByFile:
    """The problems by file path, in their order."""
    found: dict[str, tuple[Problem, ...]] = {}
    for path, each in groupby(problems, key=attrgetter("path")):
        found[path] = found.get(path, ()) + tuple(each)
    return found
