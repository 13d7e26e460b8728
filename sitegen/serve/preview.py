"""A preview of one project: responses from the latest snapshot. Belongs to one thread."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress

import msgspec
from msgspec import Struct

from sitegen.build.cache import open_store, store_path
from sitegen.build.code_version import RENDERING, code_version
from sitegen.config.project import CONFIGURATION, STATE, make_state_folder
from sitegen.digest import digest_bytes
from sitegen.locks import locked
from sitegen.problems import Problem, Severity, SitegenError
from sitegen.read.file_state import Changes, Files, file_clock
from sitegen.render.bytecode_cache import use_bytecode_cache
from sitegen.serve.article_report import banner
from sitegen.serve.article_table import urls_of
from sitegen.serve.desk import Desk, articles_json, with_script
from sitegen.serve.diagnostics import ProblemsByFile, group_by_file
from sitegen.serve.overlay import Overlay, PreviewContext, editor_command, empty_page, with_overlay
from sitegen.serve.overlay_store import OverlayStore
from sitegen.serve.pages import HTML, PreviewPage, for_print, is_inside, output_at, page_at
from sitegen.serve.snapshots import NoSnapshot, PreviewOptions, Snapshot, Snapshots, Update
from sitegen.store import StoreDamage

#: Pages to keep as they last rendered without an error.
_MAX_GOOD_PAGES = 64


class Reply(Struct, frozen=True):
    """A response: status, media type, bytes and their digest, and the `location` of a redirect."""

    status: int
    media: str
    body: bytes
    etag: str
    location: str = ""


class _GoodPage(Struct, frozen=True):
    """A page as it last rendered without an error."""

    document: str
    text: str


class Preview:
    """Shows the site as it would be published now."""

    def __init__(self, options: PreviewOptions, clock: Callable[[], dt.datetime]) -> None:
        self.options = options
        with suppress(OSError):  # a read-only project can be previewed, too
            if (options.root / CONFIGURATION).exists():  # write nothing in other folders
                make_state_folder(options.root)
        self._store = OverlayStore(store_path(options.root))
        self._clock = clock
        self._snapshots = Snapshots(options, self._store, clock)
        self._good_pages: OrderedDict[str, _GoodPage] = OrderedDict()
        self._config_problems: tuple[Problem, ...] = ()
        self.token, self.nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(12)
        self.run = secrets.token_hex(4)

    @property
    def snapshot(self) -> Snapshot | None:
        """The latest snapshot; None while the configuration has never been valid."""
        return self._snapshots.latest

    @property
    def number(self) -> int:
        """The number of the latest snapshot, or of the problems shown instead."""
        return self._snapshots.number

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems."""
        return self.snapshot.problems if self.snapshot else self._config_problems

    @property
    def problems_by_file(self) -> ProblemsByFile:
        """All problems by file path."""
        return self.snapshot.problems_by_file if self.snapshot else group_by_file(self._config_problems)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that the configuration allows."""
        return self.snapshot.config.preview.hosts if self.snapshot else ()

    @property
    def context(self) -> PreviewContext:
        """What the overlay and the desk need to know."""
        snapshot = self.snapshot
        editor = snapshot.config.preview.editor if snapshot else ""
        return PreviewContext(
            self.options.root, editor, self.token, self.nonce, self.number, self.options.follow, self.run
        )

    def use_spawned_workers(self) -> None:
        """Spawn worker processes instead of forking, before other threads start."""
        self._snapshots.use_spawned_workers()

    # Updates

    def update(self) -> Update | None:
        """Read all changed files; None if there is no new snapshot."""
        return self._run_update(self._snapshots.update)

    def update_paths(self, paths: Iterable[str]) -> Update | None:
        """Update after a hint that these paths changed; None if nothing visible changed."""
        return self._run_update(lambda: self._snapshots.update_paths(paths))

    def update_clock(self) -> Update | None:
        """Show and hide documents for the present time."""
        return self._run_update(self._snapshots.update_clock)

    def _run_update(self, update: Callable[[], Update | None]) -> Update | None:
        """Run an update. If the store is damaged, read everything again without it."""
        try:
            try:
                return update()
            except StoreDamage:
                self._drop_store()
                return self._snapshots.update()
        except NoSnapshot as error:
            if error.problems != self._config_problems:
                self._config_problems = error.problems
                self._snapshots.increment()
            return None

    def has_read(self, changes: Changes | None) -> bool:
        """Whether all changed files were already read in their present state."""
        return changes is not None and self._snapshots.has_read(changes.changed)

    def scanner(self) -> Files:
        """The starting point of a scan for changes. The scan itself may run in another thread."""
        root, snapshot = self.options.root, self.snapshot
        return Files(root, file_clock(root / STATE), snapshot.reading.file_states if snapshot else None)

    def _drop_store(self) -> None:
        self._store.close()
        self._store = OverlayStore(store_path(self.options.root), layered=False)
        self._snapshots = Snapshots(self.options, self._store, self._clock, self.number)
        self._snapshots.use_spawned_workers()

    def save_cache(self) -> None:
        """Save what was read for later builds and previews, unless a build is running."""
        snapshot = self.snapshot
        with suppress(StoreDamage):  # the next update or page handles it
            self._snapshots.load_graph()
        if snapshot is None or not snapshot.reading.documents.uncached:
            return
        root = self.options.root
        with suppress(SitegenError, OSError), locked(root, wait=False), open_store(root) as (store, notes):
            if not notes:
                self._store.copy_to(store)

    # Responses

    def reply(self, path: str, printing: bool = False) -> Reply:
        """The response to a URL path; if `printing`, with the styles for print."""
        snapshot = self.snapshot
        if snapshot is None:
            return self._problem_page(503, "The site cannot be shown", self._config_problems)
        try:
            with use_bytecode_cache(self._store, code_version(RENDERING)):
                page = page_at(snapshot, path)
        except StoreDamage:
            self._drop_store()
            self.update()
            return self.reply(path, printing)
        if printing and page.status == 200:
            return _reply(page.status, page.media, for_print(page.body, page.media))
        if page.location:
            return Reply(page.status, page.media, b"", "", page.location)
        if page.problem is not None or page.media == HTML:
            return self._with_overlay(snapshot, path, page)
        return _reply(page.status, page.media, page.body)

    def _with_overlay(self, snapshot: Snapshot, path: str, page: PreviewPage) -> Reply:
        """A page with its overlay. If it cannot be rendered, the last good version."""
        problems = _errors(snapshot, page)
        # A page in `static/` may have another encoding: its bytes must not change.
        text, good = (
            page.body.decode("utf-8", "surrogateescape"),
            self._good_pages.get(output_at(snapshot, path)),
        )
        own = _errors_of(snapshot, good.document) if good is not None else ()
        if page.problem is not None:
            text = good.text if good is not None else empty_page(page.output)
        elif page.status == 404 and good is not None and own:
            text, problems = good.text, own
        elif page.status == 200 and page.output:
            self._keep_good_page(page.output, _GoodPage(page.document, text))
        title, note = banner(snapshot, page.document, as_of=bool(self.options.as_of))
        warnings = _of_severity(snapshot, page.document, Severity.WARNING) if page.document else ()
        etag = digest_bytes(_encode(f"{text}{problems}{title}{note}{warnings}"))
        overlay = Overlay(title, note, _heading(problems), problems, page.document, etag, warnings)
        body = _encode(with_overlay(text, overlay, self.context))
        return Reply(page.status, HTML, body, etag)

    def _keep_good_page(self, output: str, page: _GoodPage) -> None:
        self._good_pages[output] = page
        self._good_pages.move_to_end(output)
        while len(self._good_pages) > _MAX_GOOD_PAGES:
            self._good_pages.popitem(last=False)

    def _problem_page(self, status: int, title: str, problems: tuple[Problem, ...]) -> Reply:
        etag = digest_bytes(f"{title}{problems}".encode())
        overlay = Overlay(heading=_heading(problems), problems=problems, etag=etag)
        return Reply(status, HTML, with_overlay(empty_page(title), overlay, self.context).encode(), etag)

    def desk(self, name: str, path: str = "") -> Reply:
        """A page of the desk, or its 404 page. Both follow updates."""
        context = self.context
        desk = Desk(self.snapshot, self.problems, context, self._store)
        text = desk.page(name, path, self._clock())
        status, shown = (200, text) if text is not None else (404, desk.not_found())
        etag = digest_bytes(_encode(shown))
        return Reply(status, HTML, _encode(with_script(shown, etag, context)), etag)

    def articles(self) -> Reply:
        """All articles as JSON."""
        if self.snapshot is None:
            return _reply(503, "application/json", b'{"number":0,"problems":0,"states":{},"articles":[]}')
        return _reply(200, "application/json", articles_json(self.snapshot, self.context))

    def editor_command(self, token: str, path: str, line: int, column: int) -> list[str] | None:
        """The command that opens a file in the author's editor; None if the request is not allowed."""
        root = self.options.root
        if not secrets.compare_digest(token.encode(), self.token.encode()) or not path or "\0" in path:
            return None
        file = root / path
        if not is_inside(file, (root,)) or not file.is_file():
            return None
        return editor_command(self.context.editor, file, line, column) or None

    def url_of(self, document: str) -> str:
        """The URL path of a document's page; empty if it has none."""
        return urls_of(self.snapshot).get(document, "") if self.snapshot else ""


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _reply(status: int, media: str, body: bytes) -> Reply:
    return Reply(status, media, body, digest_bytes(body))


def _errors(snapshot: Snapshot, page: PreviewPage) -> tuple[Problem, ...]:
    """The errors to show on a page."""
    found = _errors_of(snapshot, page.document) if page.document else ()
    if page.status == 404:  # the URL of an unreadable document is unknown
        found = tuple(each for path in snapshot.unreadable for each in _errors_of(snapshot, path))
    config = _errors_of(snapshot, CONFIGURATION)
    template = (page.problem,) if page.problem else ()
    return tuple(dict.fromkeys((*config, *found, *map(_as_error, template))))


def _errors_of(snapshot: Snapshot, document: str) -> tuple[Problem, ...]:
    return _of_severity(snapshot, document, Severity.ERROR)


def _of_severity(snapshot: Snapshot, document: str, severity: Severity) -> tuple[Problem, ...]:
    return tuple(problem for problem in snapshot.problems_of(document) if problem.severity is severity)


def _as_error(problem: Problem) -> Problem:
    return msgspec.structs.replace(problem, severity=Severity.ERROR)


def _heading(problems: tuple[Problem, ...]) -> str:
    return "1 error" if len(problems) == 1 else f"{len(problems)} errors"
