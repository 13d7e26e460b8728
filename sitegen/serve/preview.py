"""A preview of one project: answers requests from the latest snapshot. Belongs to one thread."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress

import msgspec
from msgspec import Struct

from sitegen.build.cache import opened, store_of
from sitegen.build.code_version import RENDERING, code_version
from sitegen.config.project import CONFIGURATION, STATE, make_state_folder
from sitegen.digest import digest_bytes
from sitegen.locks import locked
from sitegen.problems import Problem, Severity, SitegenError
from sitegen.read.file_state import Changes, Files, file_clock
from sitegen.render.bytecode_cache import use_bytecode_cache
from sitegen.serve.article_table import urls_of
from sitegen.serve.banner import ribbon
from sitegen.serve.desk import Desk, articles_json, with_script
from sitegen.serve.diagnostics import ByFile, by_file
from sitegen.serve.editor import command_for
from sitegen.serve.options import PreviewOptions
from sitegen.serve.overlay import Overlay, Surroundings, bare_page, with_inserts
from sitegen.serve.overlay_store import OverlayStore
from sitegen.serve.pages import HTML, PreviewPage, is_inside, on_paper, output_at, page_at
from sitegen.serve.snapshots import NoSnapshot, Snapshot, Snapshots, Update
from sitegen.store import StoreDamage

#: Pages that are remembered as they last were good.
_GOOD = 64


class Reply(Struct, frozen=True):
    """What is sent: a status, a media type and bytes. `etag` is the bytes' digest; `location` is where a
    redirect leads."""

    status: int
    media: str
    body: bytes
    etag: str
    location: str = ""


class _Good(Struct, frozen=True):
    """A page as it was when it could be made."""

    document: str
    text: str


class Preview:
    """Shows the site as it would be published now."""

    def __init__(self, options: PreviewOptions, clock: Callable[[], dt.datetime]) -> None:
        self.options = options
        with suppress(OSError):  # a project that cannot be written to can be shown all the same
            if (options.root / CONFIGURATION).exists():  # a folder that is no site's is left as it is
                make_state_folder(options.root)
        self._store = OverlayStore(store_of(options.root))
        self._clock = clock
        self._proofs = Snapshots(options, self._store, clock)
        self._good: OrderedDict[str, _Good] = OrderedDict()
        self._unproved: tuple[Problem, ...] = ()
        self.token, self.nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(12)
        self.run = secrets.token_hex(4)

    @property
    def snapshot(self) -> Snapshot | None:
        """The latest snapshot; None as long as the configuration has never been right."""
        return self._proofs.latest

    @property
    def number(self) -> int:
        """Counts what was shown: another number is something else."""
        return self._proofs.number

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong."""
        return self.snapshot.problems if self.snapshot else self._unproved

    @property
    def problems_by_file(self) -> ByFile:
        """The same by the paths of their files."""
        return self.snapshot.problems_by_file if self.snapshot else by_file(self._unproved)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that the configuration allows beside those of this machine."""
        return self.snapshot.config.preview.hosts if self.snapshot else ()

    @property
    def around(self) -> Surroundings:
        """What inserts and the desk are made with."""
        snapshot = self.snapshot
        editor = snapshot.config.preview.editor if snapshot else ""
        return Surroundings(
            self.options.root, editor, self.token, self.nonce, self.number, self.options.follow, self.run
        )

    def rest(self) -> None:
        """Have another thread go on."""
        self._proofs.share_beside_threads()

    # turning with the files

    def look(self) -> Update | None:
        """Read everything that has changed; None where there is no other snapshot."""
        return self._turned(self._proofs.look)

    def hear(self, paths: Iterable[str]) -> Update | None:
        """Take a hint of files that have changed; None where nothing shows."""
        return self._turned(lambda: self._proofs.hear(paths))

    def at_once(self) -> Update | None:
        """What the clock has changed."""
        return self._turned(self._proofs.at_once)

    def _turned(self, turn: Callable[[], Update | None]) -> Update | None:
        """What became of a change. Where the store is damaged, all is read again without it."""
        try:
            try:
                return turn()
            except StoreDamage:
                self._renew()
                return self._proofs.look()
        except NoSnapshot as error:
            if error.problems != self._unproved:
                self._unproved = error.problems
                self._proofs.count()
            return None

    def is_settled(self, changes: Changes | None) -> bool:
        """Whether files that differ from what was seen are what was read of them since."""
        return changes is not None and self._proofs.is_settled(changes.changed)

    def scanner(self) -> Files:
        """What a scan for changes begins with; the scan itself may run in another thread."""
        root, snapshot = self.options.root, self.snapshot
        return Files(root, file_clock(root / STATE), snapshot.reading.file_states if snapshot else None)

    def _renew(self) -> None:
        self._store.close()
        self._store = OverlayStore(store_of(self.options.root), builds=False)
        self._proofs = Snapshots(self.options, self._store, self._clock, self.number)
        self._proofs.share_beside_threads()

    def remember(self) -> None:
        """Leave what was read to builds and previews to come, if no build is running now."""
        snapshot = self.snapshot
        with suppress(StoreDamage):  # a look or a page will find it, too
            self._proofs.load_graph()
        if snapshot is None or not snapshot.reading.documents.uncached:
            return
        root = self.options.root
        with suppress(SitegenError, OSError), locked(root, wait=False), opened(root) as (store, notes):
            if not notes:
                self._store.hand_over(store)

    # replying

    def reply(self, path: str, paper: bool = False) -> Reply:
        """What stands at a URL's path; with `paper`, as it is printed."""
        snapshot = self.snapshot
        if snapshot is None:
            return self._bare(503, "Nothing can be shown", self._unproved)
        try:
            with use_bytecode_cache(self._store, code_version(RENDERING)):
                page = page_at(snapshot, path)
        except StoreDamage:
            self._renew()
            self.look()
            return self.reply(path, paper)
        if paper and page.status == 200:
            return _reply(page.status, page.media, on_paper(page.body, page.media))
        if page.location:
            return Reply(page.status, page.media, b"", "", page.location)
        if page.problem is not None or page.media == HTML:
            return self._dressed(snapshot, path, page)
        return _reply(page.status, page.media, page.body)

    def _dressed(self, snapshot: Snapshot, path: str, page: PreviewPage) -> Reply:
        """A page with what a preview adds to it; the last good one where it cannot be made now."""
        problems = _errors(snapshot, page)
        # A page of `static/` may be in another encoding: its bytes stay what they are.
        text, good = page.body.decode("utf-8", "surrogateescape"), self._good.get(output_at(snapshot, path))
        own = _errors_of(snapshot, good.document) if good is not None else ()
        if page.problem is not None:
            text = good.text if good is not None else bare_page(page.output)
        elif page.status == 404 and good is not None and own:
            text, problems = good.text, own
        elif page.status == 200 and page.output:
            self._remember_good(page.output, _Good(page.document, text))
        said, note = ribbon(snapshot, page.document, as_of=bool(self.options.as_of))
        warnings = _of_severity(snapshot, page.document, Severity.WARNING) if page.document else ()
        etag = digest_bytes(_encoded(f"{text}{problems}{said}{note}{warnings}"))
        inserts = Overlay(said, note, _heading(problems), problems, page.document, etag, warnings)
        body = _encoded(with_inserts(text, inserts, self.around))
        return Reply(page.status, HTML, body, etag)

    def _remember_good(self, output: str, good: _Good) -> None:
        self._good[output] = good
        self._good.move_to_end(output)
        while len(self._good) > _GOOD:
            self._good.popitem(last=False)

    def _bare(self, status: int, title: str, problems: tuple[Problem, ...]) -> Reply:
        etag = digest_bytes(f"{title}{problems}".encode())
        inserts = Overlay(heading=_heading(problems), problems=problems, etag=etag)
        return Reply(status, HTML, with_inserts(bare_page(title), inserts, self.around).encode(), etag)

    def desk(self, name: str, path: str = "") -> Reply:
        """A page of the desk; one that says so where there is none. Each follows what changes."""
        around = self.around
        desk = Desk(self.snapshot, self.problems, around, self._store)
        text = desk.page(name, path, self._clock())
        status, shown = (200, text) if text is not None else (404, desk.missing())
        etag = digest_bytes(_encoded(shown))
        return Reply(status, HTML, _encoded(with_script(shown, etag, around)), etag)

    def articles(self) -> Reply:
        """Every article, as JSON."""
        if self.snapshot is None:
            return _reply(503, "application/json", b'{"number":0,"problems":0,"states":{},"articles":[]}')
        return _reply(200, "application/json", articles_json(self.snapshot, self.around))

    def opening(self, token: str, path: str, line: int, column: int) -> list[str] | None:
        """The command that opens a file in the author's editor; None for what is none of the project's."""
        root = self.options.root
        if not secrets.compare_digest(token.encode(), self.token.encode()) or not path or "\0" in path:
            return None
        file = root / path
        if not is_inside(file, (root,)) or not file.is_file():
            return None
        return command_for(self.around.editor, file, line, column) or None

    def address_of(self, document: str) -> str:
        """The URL's path of the page that shows a document; empty where none does."""
        return urls_of(self.snapshot).get(document, "") if self.snapshot else ""


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _reply(status: int, media: str, body: bytes) -> Reply:
    return Reply(status, media, body, digest_bytes(body))


def _errors(snapshot: Snapshot, page: PreviewPage) -> tuple[Problem, ...]:
    """The errors that an author who looks at this page has to know of."""
    found = _errors_of(snapshot, page.document) if page.document else ()
    if page.status == 404:  # the page of a document that cannot be read is nowhere
        found = tuple(each for path in snapshot.unread for each in _errors_of(snapshot, path))
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
    return "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
