"""Snapshots: the site as it would be published now, updated whenever a file changes.

A snapshot is read, linked and planned by the code that builds use. Its pages are rendered by
the same Jobs, one by one, on request. Everything here belongs to one thread.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.build.answers import Answers
from sitegen.build.code_version import ANSWERING, READING, code_version
from sitegen.build.diagnostics import Diagnostics
from sitegen.build.graph import Graph
from sitegen.build.load import instant, load_config
from sitegen.build.options import Options
from sitegen.build.report import with_lines
from sitegen.build.site_engine import NOTHING, RULES, set_inputs
from sitegen.build.up_to_date import output_name, sightings
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
from sitegen.serve.diagnostics import ByFile, Finder
from sitegen.serve.options import PreviewOptions
from sitegen.store import Store
from sitegen.workers import Workers

#: Changed files above which everything is read again at once.
_MOST = 8


class Snapshot(Struct, frozen=True):
    """The site as it would be published at its moment, and everything that is wrong with its sources."""

    number: int
    """Snapshots are counted: another number is another snapshot."""
    config: Config
    site: Site
    moment: dt.datetime
    routes: Mapping[str, Route[Any]]
    files: tuple[Published, ...]
    ask: Answers
    """Answers what is asked of the latest snapshot."""
    reading: ProjectContent
    problems: tuple[Problem, ...]
    problems_by_file: ByFile

    @property
    def unread(self) -> tuple[str, ...]:
        """The documents that cannot be read, by their files' paths."""
        read = self.reading.documents.cached
        return tuple(
            path for path in self.reading.documents.content_paths if path not in read or not read[path].digest
        )

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents that could be read, with the ids and dates that they have among each other."""
        return {path: self.ask(q.DocumentOf(path)) for path in self.reading.content.digests}

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """What is wrong with one file."""
        return self.problems_by_file.get(path, ())


class Update(Struct, frozen=True):
    """What became of a change of files: the new snapshot, and what of it shows.

    `styles` are stylesheets' new URLs by their former ones, if nothing else is new; `files` the URLs of files
    that hold something else now, which pages may show without being others; `saved` the documents that were
    read again.
    """

    snapshot: Snapshot
    styles: Mapping[str, str] | None = None
    files: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()


class NoSnapshot(SitegenError):
    """There is no snapshot yet: the configuration has never been right. `problems` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("The configuration has mistakes.")
        self.problems = problems


class Snapshots:
    """Makes one snapshot after another of a project."""

    def __init__(
        self, options: PreviewOptions, store: Store, clock: Callable[[], dt.datetime], number: int = 0
    ) -> None:
        """Snapshots are counted from `number` on."""
        self._options = options
        self._store = store
        self._clock = clock
        self._workers = Workers(options.jobs)
        self._cache = DocumentCache(store)
        self._engine = Engine(RULES)
        self._given = NOTHING
        self._graph: Graph | None = None
        """What the last build knew, as long as it is read from the store."""
        self._read_alone: dict[str, str] = {}
        self._of_config: tuple[Problem, ...] = ()
        self._finder = Finder(options.root)
        self._number = number
        self._former: Snapshot | None = None
        self.latest: Snapshot | None = None

    @property
    def number(self) -> int:
        """That of the latest snapshot, or of what is shown in its place."""
        return self._number

    def count(self) -> None:
        """Something else is shown, though there is no snapshot yet."""
        self._number += 1

    def share_beside_threads(self) -> None:
        """From now on, other processes begin anew: a copy of one with several threads may stand still."""
        self._workers = Workers(self._options.jobs, "spawn")

    def look(self) -> Update | None:
        """Read everything that has changed; None where that is nothing that shows."""
        before, root = self.latest, self._options.root
        known = before.reading.file_states if before else sightings(self._store)
        files = Files(root, file_clock(root / STATE), known)
        config, self._of_config = self._configuration(files)
        if config is None:
            return self._misconfigured()
        reading = read(files, config, self._store, code_version(READING), self._workers, self._cache)
        self._read_alone.clear()
        return self._prove(config, reading)

    def _configuration(self, files: Files) -> tuple[Config | None, tuple[Problem, ...]]:
        """The configuration. It may be gone for a moment, while an editor puts another in its place."""
        try:
            config, problems = load_config(files)
        except SitegenError as error:
            if self.latest is None:
                raise
            return None, (Problem(CONFIGURATION, 0, 0, "unreadable-file", str(error)),)
        return config, tuple(problems)

    def hear(self, paths: Iterable[str]) -> Update | None:
        """Take a hint of what has changed; None where that is nothing that shows.

        Documents that it names are read again at once. Whatever else it names is left to the next look, which
        is now where it names no document: beside a document lie the traces of how editors save.
        """
        before = self.latest
        if before is None:
            return self.look()
        known = before.reading.documents.cached
        documents: list[str] = []
        others: list[str] = []
        for path in paths:
            (documents if path in known else others).append(path)
        if not documents or len(documents) > _MOST:
            return self.look() if any(map(self._may_matter, [*documents, *others])) else None
        reading = before.reading
        for path in documents:
            again = reread(reading, path, self._cache)
            if again is not None:
                reading = again
                self._read_alone[path] = again.source_infos[path].source if path in again.source_infos else ""
        return self._prove(before.config, reading)

    def _may_matter(self, path: str) -> bool:
        """Whether a file is there, or was."""
        seen = self.latest.reading.file_states.files if self.latest else {}
        return path in seen or (self._options.root / path).exists()

    def is_settled(self, paths: Iterable[str]) -> bool:
        """Whether these files, which differ from what was seen last, are as they were read alone since."""
        root = self._options.root
        self._let_go()
        try:
            return all(
                path in self._read_alone
                and digest_bytes((root / path).read_bytes()) == self._read_alone[path]
                for path in paths
            )
        except OSError:
            return False

    def _let_go(self) -> None:
        """Forget what nobody will ask for any more."""
        self._former = None
        if self.latest is not None and self._read_alone:
            self._cache.keep_only(self.latest.reading.documents.cached.values())

    def at_once(self) -> Update | None:
        """The clock has gone on: what is shown and hidden by it now."""
        before = self.latest
        return self._prove(before.config, before.reading) if before else None

    def _moment(self, config: Config) -> BuildTime:
        asked = self._options.as_of
        now = instant(asked, config.timezone, "--as-of") if asked else self._clock()
        return BuildTime(now, everything=not self._options.public)

    def _prove(self, config: Config, reading: ProjectContent) -> Update | None:
        before = self.latest
        if before is None:
            self._begin_with_the_last_build()
        moment = self._moment(config)
        self._given = set_inputs(self._engine, reading.content, config, moment, former=self._given)
        self._engine.sweep()
        site, linking = self._engine(q.SiteOf()), self._engine(q.LinkProblems())
        sources = (self._of_config, reading.content.problems, linking, self._engine(PlanProblems()))
        found = self._finder(config, reading, sources)
        ask = Answers(self._options.root, self._store, self._engine)
        routes, files = self._engine(RoutesOf()).routes, self._engine(q.PublishedFiles())
        snapshot = Snapshot(
            self._number + 1,
            config,
            site,
            moment.now,
            routes,
            files,
            ask,
            reading,
            found.problems,
            found.by_file,
        )
        if before is not None and _is_same(before, snapshot):
            self.latest = msgspec.structs.replace(snapshot, number=before.number)
            return None
        # To let go of ten thousand articles takes time, and somebody may be waiting now: it is done later.
        self._former = before
        self.latest, self._number = snapshot, snapshot.number
        return Update(
            snapshot, _styles(before, snapshot), _renewed(before, snapshot), _saved(before, snapshot)
        )

    def _begin_with_the_last_build(self) -> None:
        """Know what the last build knew, so that only what has changed since is worked out."""
        name = output_name(Options(self._options.root, self._options.root / OUTPUT))
        self._store.begin_snapshot()  # builds go on beside this, and what they find out is of other inputs
        graph = Graph(self._store, name, code_version(ANSWERING))
        if graph.last():
            self._engine, self._given, self._graph = Engine(RULES, graph), graph.known.given, graph
        else:
            self._store.end_snapshot()

    @property
    def is_reading_a_graph(self) -> bool:
        """Whether what the last build knew is still read from the store."""
        return self._graph is not None

    def load_graph(self) -> None:
        """Have in memory all that the last build knew, so that the store can be read as it is."""
        if self._graph is not None:
            self._engine.load_from(self._graph.loaded())
            self._graph = None
            self._store.end_snapshot()

    def _misconfigured(self) -> Update | None:
        """The last snapshot stands, with what is wrong with the configuration."""
        before = self.latest
        if before is None:
            raise NoSnapshot(with_lines(self._options.root, Diagnostics({}).add(self._of_config)))
        return self._prove(before.config, before.reading)


def _is_same(one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots show the same."""
    before, now = one.reading.content, other.reading.content
    return (
        before.key == now.key
        and before.bodies == now.bodies
        and one.config == other.config
        and one.site.placements == other.site.placements
        and one.site.states == other.site.states
        and one.problems == other.problems
    )


def _saved(before: Snapshot | None, now: Snapshot) -> tuple[str, ...]:
    """The documents that were read again since."""
    former = before.reading.documents.cached if before else {}
    return tuple(
        path
        for path, entry in now.reading.documents.cached.items()
        if former and former.get(path) is not entry
    )


def _styles(before: Snapshot | None, now: Snapshot) -> dict[str, str] | None:
    """Stylesheets' URLs, the new ones by the former ones; None where anything else shows, too."""
    if before is None or before.config != now.config or before.problems != now.problems:
        return None
    if not _differ_in_files_at_most(before, now):
        return None
    former, present = _files(before), _files(now)
    names = {name for name in former.keys() | present.keys() if former.get(name) != present.get(name)}
    if not names or not all(name.endswith(".css") and name in former and name in present for name in names):
        return None
    return {_url(before, former[name][0]): _url(now, present[name][0]) for name in sorted(names)}


def _renewed(before: Snapshot | None, now: Snapshot) -> tuple[str, ...]:
    """The URLs of files that are still there and hold something else."""
    former, present = _files(before) if before else {}, _files(now)
    return tuple(
        _url(now, output)
        for name, (output, digest) in present.items()
        if name in former and former[name][0] == output and former[name][1] != digest
    )


def _url(snapshot: Snapshot, output: str) -> str:
    """The URL's path of a file, as browsers spell it."""
    return quoted(snapshot.site.base_path + output)


def _files(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """Where each file of the theme and of `static/` stands, and the digest of its bytes, by its name."""
    assets = snapshot.reading.content.theme.assets
    of_theme = {f"theme/{original_name(file)}": (file.name, file.digest) for file in assets}
    return of_theme | {file.output: (file.output, file.digest) for file in snapshot.files}


def _differ_in_files_at_most(before: Snapshot, now: Snapshot) -> bool:
    one, other = before.reading.content, now.reading.content

    def theme(of: Theme) -> str:
        templates = sorted((name, found.digest) for name, found in of.templates.items())
        return digest_of((of.name, templates, of.strings, of.options))

    return (
        theme(one.theme) == theme(other.theme)
        and one.bodies == other.bodies
        and one.data == other.data
        and one.pictures == other.pictures
        and one.digests == other.digests
    )
