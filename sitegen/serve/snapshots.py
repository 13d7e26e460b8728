"""Snapshots: the site as it would be published now, updated whenever a file changes.

A snapshot is read, linked and planned by the same code as a build. Its pages are rendered by the same Jobs,
one by one, on request. Everything here belongs to one thread.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.build.code_version import ANSWERING, READING, code_version
from sitegen.build.configuration import instant, load_config
from sitegen.build.diagnostics import Diagnostics
from sitegen.build.graph import Graph
from sitegen.build.options import Options
from sitegen.build.render_one import RenderAsk
from sitegen.build.report import with_lines
from sitegen.build.site_engine import NO_INPUTS, RULES, set_inputs
from sitegen.build.up_to_date import load_file_states, output_name
from sitegen.config.project import CONFIGURATION, OUTPUT, STATE
from sitegen.config.settings import Config
from sitegen.digest import digest_bytes, digest_of
from sitegen.engine.engine import Engine
from sitegen.link.urls import quoted
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Theme
from sitegen.model.site import BuildTime, Published, Site
from sitegen.plan.routes import Route
from sitegen.plan.rules import PlanProblems, RoutesOf
from sitegen.problems import Problem, SitegenError
from sitegen.read.document_cache import DocumentCache
from sitegen.read.file_state import Files, file_clock
from sitegen.read.project import ProjectContent, read, reread
from sitegen.render.theme import original_name
from sitegen.serve.problems_by_file import ProblemLocator, ProblemsByFile
from sitegen.store import Store
from sitegen.workers import Workers

#: If more files than this change, the whole project is read again.
_MAX_SINGLE_FILES = 8


class PreviewOptions(Struct, frozen=True):
    """What to preview."""

    root: Path
    public: bool = False
    """Show only what a build would publish: no drafts, no scheduled or expired documents."""
    as_of: str = ""
    """The time that decides visibility, written as in front matter; empty for the current time."""
    follow: bool = False
    """Let open pages go to the article that was saved."""
    jobs: int = 0
    """Processes for the first read; 0 for one per processor."""


class Snapshot(Struct, frozen=True):
    """The site as it would be published at the time `now`, and all problems of its sources."""

    number: int
    """Counts snapshots: each has a different number."""
    config: Config
    site: Site
    now: dt.datetime
    routes: Mapping[str, Route[Any]]
    files: tuple[Published, ...]
    ask: RenderAsk
    """Answers queries about the latest snapshot."""
    reading: ProjectContent
    problems: tuple[Problem, ...]
    problems_by_file: ProblemsByFile

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The paths of documents that cannot be read."""
        read = self.reading.documents.cached
        return tuple(
            path for path in self.reading.documents.content_paths if path not in read or not read[path].digest
        )

    @property
    def documents(self) -> Mapping[str, Document]:
        """The readable documents by path, with their final ids and dates."""
        return {path: self.ask(q.DocumentOf(path)) for path in self.reading.content.digests}

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """The problems of one file."""
        return self.problems_by_file.get(path, ())


class Update(Struct, frozen=True):
    """A new snapshot and how it differs from the previous one.

    If only stylesheets changed, `styles` maps their old URLs to the new ones. `files` are the URLs of changed
    files, which may be used by pages that did not change. `saved` are the documents that were read again.
    """

    snapshot: Snapshot
    styles: Mapping[str, str] | None = None
    files: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()


class NoSnapshot(SitegenError):
    """There is no snapshot yet, because the configuration has never been valid; `problems` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("The configuration is invalid.")
        self.problems = problems


class Snapshots:
    """Makes the snapshots of a project."""

    def __init__(
        self, options: PreviewOptions, store: Store, clock: Callable[[], dt.datetime], number: int = 0
    ) -> None:
        """Snapshots are numbered from `number` + 1."""
        self._options = options
        self._store = store
        self._clock = clock
        self._workers = Workers(options.jobs)
        self._document_cache = DocumentCache(store)
        self._engine = Engine(RULES)
        self._inputs = NO_INPUTS
        self._graph: Graph | None = None
        """The answers of the last build, while they are read from the store."""
        self._digests_read: dict[str, str] = {}
        self._config_problems: tuple[Problem, ...] = ()
        self._locate = ProblemLocator(options.root)
        self._number = number
        self._previous: Snapshot | None = None
        self.latest: Snapshot | None = None

    @property
    def number(self) -> int:
        """The number of the latest snapshot, or of the problems shown instead."""
        return self._number

    def increment(self) -> None:
        """Count other problems, shown although there is no snapshot."""
        self._number += 1

    def use_spawned_workers(self) -> None:
        """Spawn worker processes from now on: forking a process with threads can deadlock."""
        self._workers = Workers(self._options.jobs, "spawn")

    def update(self) -> Update | None:
        """Read all changed files; None if nothing visible changed."""
        before, root = self.latest, self._options.root
        known = before.reading.file_states if before else load_file_states(self._store)
        files = Files(root, file_clock(root / STATE), known)
        config, self._config_problems = self._configuration(files)
        if config is None:
            return self._keep_config()
        reading = read(files, config, self._store, code_version(READING), self._workers, self._document_cache)
        self._digests_read.clear()
        return self._make_snapshot(config, reading)

    def _configuration(self, files: Files) -> tuple[Config | None, tuple[Problem, ...]]:
        """Load the configuration. It may be missing while an editor replaces it."""
        try:
            config, problems = load_config(files)
        except SitegenError as error:
            if self.latest is None:
                raise
            return None, (Problem(CONFIGURATION, 0, 0, "unreadable-file", str(error)),)
        return config, tuple(problems)

    def update_paths(self, paths: Iterable[str]) -> Update | None:
        """Update after a hint that these paths changed; None if nothing visible changed.

        Documents are read at once. Other paths wait for the next full update if there are documents, since
        they are often an editor's temporary files; otherwise the full update happens now.
        """
        before = self.latest
        if before is None:
            return self.update()
        known = before.reading.documents.cached
        documents: list[str] = []
        others: list[str] = []
        for path in paths:
            (documents if path in known else others).append(path)
        if not documents or len(documents) > _MAX_SINGLE_FILES:
            return self.update() if any(map(self._exists, [*documents, *others])) else None
        reading = before.reading
        for path in documents:
            again = reread(reading, path, self._document_cache)
            if again is not None:
                reading = again
                self._digests_read[path] = (
                    again.source_infos[path].source if path in again.source_infos else ""
                )
        return self._make_snapshot(before.config, reading)

    def _exists(self, path: str) -> bool:
        """Whether a file exists or existed."""
        seen = self.latest.reading.file_states.files if self.latest else {}
        return path in seen or (self._options.root / path).exists()

    def has_read(self, paths: Iterable[str]) -> bool:
        """Whether these files, changed since the last full update, were read in their present state."""
        root = self._options.root
        self._release()
        try:
            return all(
                path in self._digests_read
                and digest_bytes((root / path).read_bytes()) == self._digests_read[path]
                for path in paths
            )
        except OSError:
            return False

    def _release(self) -> None:
        """Release what is not needed any longer."""
        self._previous = None
        if self.latest is not None and self._digests_read:
            self._document_cache.keep_only(self.latest.reading.documents.cached.values())

    def update_clock(self) -> Update | None:
        """Show and hide documents for the present time."""
        before = self.latest
        return self._make_snapshot(before.config, before.reading) if before else None

    def _build_time(self, config: Config) -> BuildTime:
        as_of = self._options.as_of
        now = instant(as_of, config.timezone, "--as-of") if as_of else self._clock()
        return BuildTime(now, everything=not self._options.public)

    def _make_snapshot(self, config: Config, reading: ProjectContent) -> Update | None:
        before = self.latest
        if before is None:
            self._load_last_build()
        time = self._build_time(config)
        self._inputs = set_inputs(self._engine, reading.content, config, time, previous=self._inputs)
        self._engine.sweep()
        site, linking = self._engine(q.SiteOf()), self._engine(q.LinkProblems())
        sources = (self._config_problems, reading.content.problems, linking, self._engine(PlanProblems()))
        located = self._locate(config, reading, sources)
        ask = RenderAsk(self._options.root, self._store, self._engine)
        routes, files = self._engine(RoutesOf()).routes, self._engine(q.PublishedFiles())
        snapshot = Snapshot(
            self._number + 1,
            config,
            site,
            time.now,
            routes,
            files,
            ask,
            reading,
            located.problems,
            located.by_file,
        )
        if before is not None and _is_same(before, snapshot):
            self.latest = msgspec.structs.replace(snapshot, number=before.number)
            return None
        # Freeing ten thousand articles takes time: do it later, when nobody waits for a page.
        self._previous = before
        self.latest, self._number = snapshot, snapshot.number
        return Update(
            snapshot,
            _changed_stylesheets(before, snapshot),
            _changed_files(before, snapshot),
            _read_again(before, snapshot),
        )

    def _load_last_build(self) -> None:
        """Start with the answers of the last build, so that only changes are computed."""
        name = output_name(Options(self._options.root, self._options.root / OUTPUT))
        self._store.begin_snapshot()  # builds that run meanwhile have other inputs
        graph = Graph(self._store, name, code_version(ANSWERING))
        if graph.last():
            self._engine, self._inputs, self._graph = Engine(RULES, graph), graph.state.inputs, graph
        else:
            self._store.end_snapshot()

    @property
    def is_reading_a_graph(self) -> bool:
        """Whether the last build's answers are still read from the store."""
        return self._graph is not None

    def load_graph(self) -> None:
        """Load all answers of the last build, so that the store's snapshot can end."""
        if self._graph is not None:
            self._engine.load_from(self._graph.loaded())
            self._graph = None
            self._store.end_snapshot()

    def _keep_config(self) -> Update | None:
        """Keep the last valid configuration, and show the problems of the new one."""
        before = self.latest
        if before is None:
            raise NoSnapshot(with_lines(self._options.root, Diagnostics({}).add(self._config_problems)))
        return self._make_snapshot(before.config, before.reading)


def _is_same(one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots look the same."""
    before, now = one.reading.content, other.reading.content
    return (
        before.key == now.key
        and before.bodies == now.bodies
        and one.config == other.config
        and one.site.placements == other.site.placements
        and one.site.states == other.site.states
        and one.problems == other.problems
    )


def _read_again(before: Snapshot | None, now: Snapshot) -> tuple[str, ...]:
    """The documents that were read again."""
    former = before.reading.documents.cached if before else {}
    return tuple(
        path
        for path, entry in now.reading.documents.cached.items()
        if former and former.get(path) is not entry
    )


def _changed_stylesheets(before: Snapshot | None, now: Snapshot) -> dict[str, str] | None:
    """The new URLs of stylesheets by their old ones; None if anything else changed."""
    if before is None or before.config != now.config or before.problems != now.problems:
        return None
    if not _has_same_content(before, now):
        return None
    old, new = _files(before), _files(now)
    names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if not names or not all(name.endswith(".css") and name in old and name in new for name in names):
        return None
    return {_url(before, old[name][0]): _url(now, new[name][0]) for name in sorted(names)}


def _changed_files(before: Snapshot | None, now: Snapshot) -> tuple[str, ...]:
    """The URLs of files with other content under the same URL."""
    old, new = _files(before) if before else {}, _files(now)
    return tuple(
        _url(now, output)
        for name, (output, digest) in new.items()
        if name in old and old[name][0] == output and old[name][1] != digest
    )


def _url(snapshot: Snapshot, output: str) -> str:
    """The percent-encoded URL path of a file."""
    return quoted(snapshot.site.base_path + output)


def _files(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """The output path and digest of each file in `static/` and in the theme, by name."""
    assets = snapshot.reading.content.theme.assets
    of_theme = {f"theme/{original_name(file)}": (file.name, file.digest) for file in assets}
    return of_theme | {file.output: (file.output, file.digest) for file in snapshot.files}


def _has_same_content(before: Snapshot, now: Snapshot) -> bool:
    """Whether at most files in `static/` and in the theme differ."""
    one, other = before.reading.content, now.reading.content

    def theme(of: Theme) -> str:
        templates = sorted((name, found.digest) for name, found in of.templates.items())
        return digest_of((of.name, templates, of.strings, of.options))

    return (
        theme(one.theme) == theme(other.theme)
        and one.bodies == other.bodies
        and one.data == other.data
        and one.images == other.images
        and one.digests == other.digests
    )
