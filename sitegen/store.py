"""What builds remember: digest → bytes and more, in one SQLite file with one writer.

It holds nothing that cannot be made again. Whatever is wrong with it is a `StoreDamage`, upon which a build
goes on without it.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sitegen.digest import digest_bytes
from sitegen.model.documents import Body
from sitegen.problems import SitegenError

NAME = "cache.sqlite"

#: The tables' form. A file of another form is not read.
FORM = 2

_SCHEMA = """
CREATE TABLE bodies (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE entries (shelf TEXT, key TEXT, data BLOB NOT NULL, PRIMARY KEY (shelf, key));
CREATE TABLE answers (graph INTEGER, id INTEGER, key BLOB NOT NULL, digest TEXT NOT NULL, asked BLOB NOT NULL,
  askers BLOB NOT NULL, answer BLOB, stale INTEGER NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (graph, id))
  WITHOUT ROWID;
"""
#: Texts of some thousand bytes fill pages of this size (bytes) better than SQLite's own, with fewer writes.
_PAGE = 16384
#: KiB of pages that are held in memory: with few, each is written as often as a row of it is.
_CACHE = 65536

#: Not read as mapped memory: a file that is cut off meanwhile would end the process.
_SETTINGS = (
    f"PRAGMA page_size = {_PAGE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA mmap_size = 0;"
    f"PRAGMA cache_size = -{_CACHE};"
)

#: What SQLite says where another program has the file, and for how many seconds its end is waited for: builds
#: keep each other out before they come here.
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PATIENCE = 5
#: The part of SQLite's numbers that its finer ones share.
_PRIMARY = 0xFF

#: Bytes of an entry's checksum, which stands before it.
_CHECK = 4


class StoreDamage(SitegenError):
    """The store cannot be used: it is damaged, of another form, or its disk refuses."""


class StoreBusy(StoreDamage):
    """The store cannot be used now, because another program is at work on it; nothing is wrong with it."""


class Store:
    """Bytes that outlive a build: bodies under their digest, and entries by shelf and key.

    A process that was forked opens the file anew, for reading. Every answer is checked against its digest
    or checksum; StoreDamage is raised where they differ, and wherever SQLite fails.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._process = 0
        self._connection: sqlite3.Connection | None = None
        self._new: set[str] = set()

    def __getstate__(self) -> Path:
        return self.file

    def __setstate__(self, file: Path) -> None:
        self.__init__(file)  # type: ignore[misc]  # a connection belongs to its process

    # bodies: a store, as reading and rendering know it

    def put(self, data: bytes) -> str:
        """Keep the bytes and give their digest."""
        digest = digest_bytes(data)
        self.put_all([(digest, data)])
        return digest

    def put_all(self, bodies: Iterable[tuple[str, bytes]]) -> None:
        """Keep bytes under digests that are known to be theirs."""
        with self._sql() as sql:
            sql.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?)", bodies)

    def get(self, digest: str) -> bytes:
        """The bytes of a digest that was put; KeyError for another."""
        with self._sql() as sql:
            row = sql.execute("SELECT data FROM bodies WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        data: bytes = row[0]
        if digest_bytes(data) != digest:
            raise StoreDamage(f"A text in `{self.file}` is not what was put there.")
        return data

    def keep_bodies(self, digests: set[str]) -> None:
        """Forget the other bodies."""
        self._keep("bodies", "digest", "1", (), digests, 0)

    # entries

    def load(self, shelf: str, key: str) -> bytes | None:
        """An entry, or None."""
        with self._sql() as sql:
            row = sql.execute("SELECT data FROM entries WHERE shelf = ? AND key = ?", (shelf, key)).fetchone()
        return None if row is None else self._checked(row[0])

    def load_all(self, shelf: str) -> dict[str, bytes]:
        """A shelf's entries by key."""
        with self._sql() as sql:
            rows = sql.execute("SELECT key, data FROM entries WHERE shelf = ?", (shelf,)).fetchall()
        return {key: self._checked(data) for key, data in rows}

    def save(self, shelf: str, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep entries, in the place of those with the same keys."""
        rows = ((shelf, key, _check(data) + data) for key, data in entries)
        with self._sql() as sql:
            sql.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)

    def keep(self, shelf: str, keys: set[str]) -> bool:
        """Forget a shelf's other entries, once they are more than those in use; whether that was done."""
        return self._keep("entries", "key", "shelf = ?", (shelf,), keys, len(keys))

    def _keep(
        self, table: str, column: str, where: str, given: tuple[str, ...], used: set[str], most: int
    ) -> bool:
        with self._sql() as sql:
            rows = sql.execute(f"SELECT {column} FROM {table} WHERE {where}", given).fetchall()
            spare = [(*given, row[0]) for row in rows if row[0] not in used]
            if len(spare) > most:
                sql.executemany(f"DELETE FROM {table} WHERE {where} AND {column} = ?", spare)
        return len(spare) > most

    # answers: rows of an engine's memory, in graphs that are told apart by numbers

    def answers(self, graph: int, ids: Sequence[int]) -> Iterator[AnswerRow]:
        """The rows of some numbers, as far as they are there."""
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            with self._sql() as sql:
                query = f"{_ANSWERS} AND id IN ({','.join('?' * len(some))})"
                rows = sql.execute(query, (graph, *some)).fetchall()
            yield from map(self._sound, rows)

    def stale_answers(self, graph: int) -> list[AnswerRow]:
        """The rows that are stale."""
        with self._sql() as sql:
            rows = sql.execute(f"{_ANSWERS} AND stale", (graph,)).fetchall()
        return [self._sound(row) for row in rows]

    def _sound(self, row: tuple[int, bytes, str, bytes, bytes, bytes | None, int, int]) -> AnswerRow:
        if row[7] != _check_of(*row[:7]):
            raise StoreDamage(f"An answer in `{self.file}` is not what was put there.")
        return row[:7]

    def all_answers(self, graph: int) -> list[AnswerRow]:
        """All rows of a graph."""
        with self._sql() as sql:
            rows = sql.execute(_ANSWERS, (graph,)).fetchall()
        return [self._sound(row) for row in rows]

    def last_answer(self, graph: int) -> int:
        """The highest number of a graph's rows; 0 where there is none."""
        with self._sql() as sql:
            row = sql.execute("SELECT max(id) FROM answers WHERE graph = ?", (graph,)).fetchone()
        return row[0] or 0

    def save_answers(self, graph: int, rows: Iterable[AnswerRow], removed: Iterable[int]) -> None:
        """Keep rows, in the place of those with the same numbers, and remove others."""
        with self._sql() as sql:
            sql.executemany(
                "DELETE FROM answers WHERE graph = ? AND id = ?", [(graph, id_) for id_ in removed]
            )
            sql.executemany(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((graph, *row, _check_of(*row)) for row in rows),
            )

    def forget_answers(self, graph: int) -> None:
        """Forget all rows of a graph."""
        with self._sql() as sql:
            sql.execute("DELETE FROM answers WHERE graph = ?", (graph,))

    def _checked(self, data: bytes) -> bytes:
        if data[:_CHECK] != _check(data[_CHECK:]):
            raise StoreDamage(f"An entry of `{self.file}` is not what was put there.")
        return data[_CHECK:]

    # the file

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """While it lasts, read the file as it is now; within another snapshot, as that reads it."""
        is_first = self.begin_snapshot()
        try:
            yield
        finally:
            if is_first:
                self.end_snapshot()

    def begin_snapshot(self) -> bool:
        """Read the file as it is now, whatever others write, up to `end_snapshot`. False where that is so
        already."""
        with self._sql() as sql:
            if sql.in_transaction:
                return False
            sql.execute("BEGIN")
            sql.execute("SELECT 1 FROM entries LIMIT 1").fetchone()  # a snapshot begins with a read
            return True

    def end_snapshot(self) -> None:
        """Read what others write again."""
        with self._sql() as sql:
            sql.commit()

    def check(self) -> None:
        """StoreDamage where the file cannot be written to, or is none of ours."""
        with self._sql() as sql:
            sql.execute("INSERT OR REPLACE INTO entries VALUES ('', '', x'')")

    def commit(self) -> None:
        """Make what was put and saved last."""
        with self._sql() as sql:
            sql.commit()

    def close(self) -> None:
        """Let go of the file; what was not committed is lost."""
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
        self._connection = None

    @contextmanager
    def _sql(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._open()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _BUSY:
                raise StoreBusy(f"`{self.file}` is in use by another program.") from error
            raise StoreDamage(f"`{self.file}` cannot be used: {error}.") from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is None or self._process != os.getpid():
            self._connection = _connected(self.file)
            self._process = os.getpid()
        return self._connection


#: An engine's row: its number, key and digest, the numbers that it asked and that asked it, its answer if
#: that is kept, and whether it is stale.
AnswerRow = tuple[int, bytes, str, bytes, bytes, bytes | None, int]
#: Rows that are asked for at a time.
_AT_ONCE = 500
_ANSWERS = "SELECT id, key, digest, asked, askers, answer, stale, crc FROM answers WHERE graph = ?"


def _check_of(
    id_: int, key: bytes, digest: str, asked: bytes, askers: bytes, answer: bytes | None, stale: int
) -> int:
    head = b"%d %d %d %s" % (id_, stale, len(asked), digest.encode())
    return zlib.crc32(b"".join((head, key, asked, askers, answer or b"")))


def _check(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECK, "big")


def _connected(file: Path) -> sqlite3.Connection:
    # A preview goes on in another thread than it began in, one at a time.
    connection = sqlite3.connect(file, timeout=_PATIENCE, check_same_thread=False)
    # Nothing here is worth waiting for the disk: what a machine's crash leaves is checked when it is read.
    connection.executescript(_SETTINGS)
    form = connection.execute("PRAGMA user_version").fetchone()[0]
    if form == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        connection.executescript(f"{_SCHEMA} PRAGMA user_version = {FORM}")
    elif form != FORM:
        connection.close()
        raise StoreDamage(f"`{file}` is of another version of sitegen.")
    return connection


def remove(file: Path) -> None:
    """Remove a cache with the files that SQLite keeps beside it; OSError where that cannot be done."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        file.with_name(name).unlink(missing_ok=True)


def temporary_store() -> Store:
    """A store that is gone with the process that made it."""
    import tempfile  # takes 3 ms, and few builds need a store that does not stay

    folder = tempfile.TemporaryDirectory(prefix="sitegen-", ignore_cleanup_errors=True)
    store = Store(Path(folder.name) / NAME)
    weakref.finalize(store, folder.cleanup)
    return store


_BODIES = msgspec.msgpack.Encoder()
_BODY = msgspec.msgpack.Decoder(Body)


def encode_body(body: Body) -> bytes:
    """A body as it is kept."""
    return _BODIES.encode(body)


def get_body(store: Store, digest: str) -> Body:
    """A body that was put; StoreDamage where it is not there."""
    try:
        return _BODY.decode(store.get(digest))
    except (KeyError, msgspec.DecodeError) as error:
        raise StoreDamage(f"`{store.file}` lacks a text that it should hold.") from error
