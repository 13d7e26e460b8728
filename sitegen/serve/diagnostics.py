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

#: Problems by the paths of their files, in the order of these; no file without one.
ByFile = Mapping[str, tuple[Problem, ...]]


class Found(Struct, frozen=True):
    """What is wrong, located, weighed and with its lines, sorted by file and line."""

    problems: tuple[Problem, ...] = ()
    by_file: ByFile = {}


class _File(Struct, frozen=True):
    """A file's problems as the stages gave them, what their lines were found by, and what became of them."""

    given: tuple[Problem, ...]
    state: CachedDocument | FileState | None
    found: tuple[Problem, ...]


class Finder:
    """Locates the problems of one snapshot after another, but for those of files that stand as they were."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._config: Config | None = None
        self._groups: list[tuple[Sequence[Problem], ByFile]] = []
        self._files: dict[str, _File] = {}
        self._last = Found()

    def __call__(
        self, config: Config, reading: ProjectContent, sources: Sequence[tuple[Problem, ...]]
    ) -> Found:
        """The problems of `sources`, which are in the same order each time."""
        if config != self._config:  # which weighs them
            self._config, self._files, self._last = config, {}, Found()
        given = self._given(sources)
        files = {path: self._files[path] for path in given if self._stands(path, given[path], reading)}
        stale = [path for path in given if path not in files]
        if not stale and len(files) == len(self._files):
            return self._last
        found = self._located(config, reading, chain.from_iterable(given[path] for path in stale))
        for path in stale:
            files[path] = _File(given[path], _state(path, reading), found.get(path, ()))
        self._files = files
        listed = {path: files[path].found for path in sorted(files) if files[path].found}
        self._last = Found(tuple(chain.from_iterable(listed.values())), listed)
        return self._last

    def _given(self, sources: Sequence[tuple[Problem, ...]]) -> dict[str, tuple[Problem, ...]]:
        """The problems of all sources by file; a source that says the same is not taken apart again."""
        before = self._groups or [((), {})] * len(sources)
        self._groups = [
            group if group[0] == problems else (problems, by_file(problems))
            for problems, group in zip(sources, before, strict=True)
        ]
        given: dict[str, tuple[Problem, ...]] = {}
        for _, group in self._groups:
            for path, problems in group.items():
                given[path] = given[path] + problems if path in given else problems
        return given

    def _stands(self, path: str, given: tuple[Problem, ...], reading: ProjectContent) -> bool:
        """Whether a file's problems are those that they were, in the same lines."""
        before = self._files.get(path)
        if before is None or before.given != given or path == CONFIGURATION:
            return False
        state = _state(path, reading)
        if state is None:
            return not any(map(_needs_its_file, given))
        # Documents that cannot be read are equal where their problems are, whatever their lines hold.
        return before.state is state or (isinstance(state, FileState) and before.state == state)

    def _located(self, config: Config, reading: ProjectContent, problems: Iterable[Problem]) -> ByFile:
        diagnostics = Diagnostics(config.problems, settings=partial(setting_positions, self._root))
        diagnostics.source_infos = reading.source_infos
        diagnostics.add(problems)
        return by_file(with_lines(self._root, diagnostics.sorted()))


def _state(path: str, reading: ProjectContent) -> CachedDocument | FileState | None:
    """What tells whether a file is the one that it was; None where it was not looked into."""
    return reading.documents.cached.get(path) or reading.file_states.files.get(path)


def _needs_its_file(problem: Problem) -> bool:
    return bool(problem.key or (problem.line and not problem.text))


def by_file(problems: Iterable[Problem]) -> ByFile:
    """The problems by the paths of their files, in their order."""
    found: dict[str, tuple[Problem, ...]] = {}
    for path, each in groupby(problems, key=attrgetter("path")):
        found[path] = found.get(path, ()) + tuple(each)
    return found
