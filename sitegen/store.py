"""The cache of a project's builds: one SQLite file with one writer.

It holds nothing that cannot be rebuilt. If it fails, it raises `StoreDamage`, and a build goes on without it.
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

#: The version of the tables. A file with another version is not read.
SCHEMA_VERSION = 3

_SCHEMA = """
CREATE TABLE bodies (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE entries (namespace TEXT, key TEXT, data BLOB NOT NULL, PRIMARY KEY (namespace, key));
CREATE TABLE answers (graph INTEGER, id INTEGER, key BLOB NOT NULL, digest TEXT NOT NULL,
  dependencies BLOB NOT NULL, dependents BLOB NOT NULL, answer BLOB, stale INTEGER NOT NULL,
  crc INTEGER NOT NULL, PRIMARY KEY (graph, id)) WITHOUT ROWID;
"""
#: Bytes in a page of the file. Texts of some thousand bytes fill these better than SQLite's default
#: ones, with fewer writes.
_PAGE = 16384
#: KiB of pages held in memory: with fewer, a page is written once for each of its rows.
_CACHE = 65536

#: No memory mapping: a file that is truncated meanwhile would kill the process.
_SETTINGS = (
    f"PRAGMA page_size = {_PAGE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA mmap_size = 0;"
    f"PRAGMA cache_size = -{_CACHE};"
)

#: SQLite's error codes for a file in use by another program, and the seconds to wait for it. Builds lock each
#: other out before they open the store.
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PATIENCE = 5
#: The bits of an extended SQLite error code that hold the primary one.
_PRIMARY = 0xFF

#: Bytes of the checksum in front of each entry.
_CHECKSUM = 4


class StoreDamage(SitegenError):
    """The store cannot be used: it is damaged, has another schema version, or its disk fails."""


class StoreBusy(StoreDamage):
    """Another program is using the store; nothing is wrong with it."""


class Store:
    """Bytes that outlive a build: bodies by digest, entries by namespace and key, and answers of an engine.

    A forked process opens its own connection, for reading. All data is verified by digest or checksum. Every
    method raises StoreDamage if the data does not match, or if SQLite fails.
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

    # Bodies

    def put(self, data: bytes) -> str:
        """Store bytes, and return their digest."""
        digest = digest_bytes(data)
        self.put_all([(digest, data)])
        return digest

    def put_all(self, bodies: Iterable[tuple[str, bytes]]) -> None:
        """Store bytes by digests that are known to be correct."""
        with self._sql() as sql:
            sql.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?)", bodies)

    def get(self, digest: str) -> bytes:
        """The bytes with a digest. Raises KeyError if they are not stored."""
        with self._sql() as sql:
            row = sql.execute("SELECT data FROM bodies WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        data: bytes = row[0]
        if digest_bytes(data) != digest:
            raise StoreDamage(f"A text in `{self.file}` is corrupted.")
        return data

    def prune_bodies(self, used: set[str]) -> None:
        """Delete all bodies except those with these digests."""
        self._prune("bodies", "digest", "1", (), used, 0)

    # Entries

    def load(self, namespace: str, key: str) -> bytes | None:
        """An entry, or None if there is none."""
        with self._sql() as sql:
            query = "SELECT data FROM entries WHERE namespace = ? AND key = ?"
            row = sql.execute(query, (namespace, key)).fetchone()
        return None if row is None else self._verified(row[0])

    def load_all(self, namespace: str) -> dict[str, bytes]:
        """All entries of a namespace, by key."""
        with self._sql() as sql:
            rows = sql.execute("SELECT key, data FROM entries WHERE namespace = ?", (namespace,)).fetchall()
        return {key: self._verified(data) for key, data in rows}

    def save(self, namespace: str, entries: Iterable[tuple[str, bytes]]) -> None:
        """Insert or replace entries."""
        rows = ((namespace, key, _checksum(data) + data) for key, data in entries)
        with self._sql() as sql:
            sql.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)

    def prune(self, namespace: str, used: set[str]) -> bool:
        """Delete the unused entries of a namespace if there are more of them than of those in use. Returns
        whether any were deleted."""
        return self._prune("entries", "key", "namespace = ?", (namespace,), used, len(used))

    def _prune(
        self, table: str, column: str, where: str, values: tuple[str, ...], used: set[str], limit: int
    ) -> bool:
        with self._sql() as sql:
            rows = sql.execute(f"SELECT {column} FROM {table} WHERE {where}", values).fetchall()
            unused = [(*values, row[0]) for row in rows if row[0] not in used]
            if len(unused) > limit:
                sql.executemany(f"DELETE FROM {table} WHERE {where} AND {column} = ?", unused)
        return len(unused) > limit

    # Answers: the rows of an engine, in numbered graphs

    def answers(self, graph: int, ids: Sequence[int]) -> Iterator[AnswerRow]:
        """The rows with these ids; missing ones are skipped."""
        for start in range(0, len(ids), _BATCH):
            some = ids[start : start + _BATCH]
            with self._sql() as sql:
                query = f"{_ANSWERS} AND id IN ({','.join('?' * len(some))})"
                rows = sql.execute(query, (graph, *some)).fetchall()
            yield from map(self._verified_row, rows)

    def stale_answers(self, graph: int) -> list[AnswerRow]:
        """The stale rows of a graph."""
        with self._sql() as sql:
            rows = sql.execute(f"{_ANSWERS} AND stale", (graph,)).fetchall()
        return [self._verified_row(row) for row in rows]

    def _verified_row(self, row: tuple[int, bytes, str, bytes, bytes, bytes | None, int, int]) -> AnswerRow:
        if row[7] != _row_checksum(row[:7]):
            raise StoreDamage(f"An answer in `{self.file}` is corrupted.")
        return row[:7]

    def all_answers(self, graph: int) -> list[AnswerRow]:
        """All rows of a graph."""
        with self._sql() as sql:
            rows = sql.execute(_ANSWERS, (graph,)).fetchall()
        return [self._verified_row(row) for row in rows]

    def last_answer(self, graph: int) -> int:
        """The highest id in a graph; 0 if it has no rows."""
        with self._sql() as sql:
            row = sql.execute("SELECT max(id) FROM answers WHERE graph = ?", (graph,)).fetchone()
        return row[0] or 0

    def save_answers(self, graph: int, rows: Iterable[AnswerRow], removed: Iterable[int]) -> None:
        """Insert or replace rows, and delete those with the `removed` ids."""
        with self._sql() as sql:
            sql.executemany(
                "DELETE FROM answers WHERE graph = ? AND id = ?", [(graph, id_) for id_ in removed]
            )
            sql.executemany(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((graph, *row, _row_checksum(row)) for row in rows),
            )

    def delete_answers(self, graph: int) -> None:
        """Delete all rows of a graph."""
        with self._sql() as sql:
            sql.execute("DELETE FROM answers WHERE graph = ?", (graph,))

    def _verified(self, data: bytes) -> bytes:
        if data[:_CHECKSUM] != _checksum(data[_CHECKSUM:]):
            raise StoreDamage(f"An entry in `{self.file}` is corrupted.")
        return data[_CHECKSUM:]

    # The file

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A block whose reads see the file as it is now. An inner snapshot sees what the outer one sees."""
        is_first = self.begin_snapshot()
        try:
            yield
        finally:
            if is_first:
                self.end_snapshot()

    def begin_snapshot(self) -> bool:
        """Make reads see the file as it is now, up to `end_snapshot`. Returns False if a snapshot is open."""
        with self._sql() as sql:
            if sql.in_transaction:
                return False
            sql.execute("BEGIN")
            sql.execute("SELECT 1 FROM entries LIMIT 1").fetchone()  # a snapshot begins with a read
            return True

    def end_snapshot(self) -> None:
        """Make reads see what other processes have written."""
        with self._sql() as sql:
            sql.commit()

    def check(self) -> None:
        """Raise StoreDamage if the file cannot be written, or is not a store."""
        with self._sql() as sql:
            sql.execute("INSERT OR REPLACE INTO entries VALUES ('', '', x'')")

    def commit(self) -> None:
        """Commit what was stored."""
        with self._sql() as sql:
            sql.commit()

    def close(self) -> None:
        """Close the file. Uncommitted data is lost."""
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


#: The fields of `engine.rows.Row`: id, key, digest, dependencies, dependents, answer, stale.
AnswerRow = tuple[int, bytes, str, bytes, bytes, bytes | None, int]
#: How many rows are selected at a time.
_BATCH = 500
_ANSWERS = "SELECT id, key, digest, dependencies, dependents, answer, stale, crc FROM answers WHERE graph = ?"


def _row_checksum(row: AnswerRow) -> int:
    id_, key, digest, dependencies, dependents, answer, stale = row
    head = b"%d %d %d %s" % (id_, stale, len(dependencies), digest.encode())
    return zlib.crc32(b"".join((head, key, dependencies, dependents, answer or b"")))


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM, "big")


def _connected(file: Path) -> sqlite3.Connection:
    # A preview uses a connection in several threads, one at a time.
    connection = sqlite3.connect(file, timeout=_PATIENCE, check_same_thread=False)
    # Writes need not wait for the disk: reads detect what a crash has damaged.
    connection.executescript(_SETTINGS)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        connection.executescript(f"{_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}")
    elif version != SCHEMA_VERSION:
        connection.close()
        raise StoreDamage(f"`{file}` was written by another version of sitegen.")
    return connection


def remove(file: Path) -> None:
    """Delete a store with the files that SQLite keeps beside it. Raises OSError if that fails."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        file.with_name(name).unlink(missing_ok=True)


def temporary_store() -> Store:
    """A store that is deleted when this process ends."""
    import tempfile  # takes 3 ms, and few builds need it

    folder = tempfile.TemporaryDirectory(prefix="sitegen-", ignore_cleanup_errors=True)
    store = Store(Path(folder.name) / NAME)
    weakref.finalize(store, folder.cleanup)
    return store


_BODIES = msgspec.msgpack.Encoder()
_BODY = msgspec.msgpack.Decoder(Body)


def encode_body(body: Body) -> bytes:
    """A body as bytes for the store."""
    return _BODIES.encode(body)


def get_body(store: Store, digest: str) -> Body:
    """A body by its digest. Raises StoreDamage if it is missing."""
    try:
        return _BODY.decode(store.get(digest))
    except (KeyError, msgspec.DecodeError) as error:
        raise StoreDamage(f"A text is missing from `{store.file}`.") from error
