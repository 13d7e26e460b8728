"""Documents that were read before, kept under the digest of all that their reading depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen.digest import digest_bytes, digest_of
from sitegen.model.content import Kind
from sitegen.model.documents import Document, Expiry, Margin, Place, Source
from sitegen.problems import Problem
from sitegen.read.documents import DocumentOptions, ReadDocument, read_document
from sitegen.read.expiries import expiries_of
from sitegen.read.front_matter import split
from sitegen.read.places import Layout
from sitegen.store import Store, StoreDamage, encode_body

_SHELF = "documents"

#: Documents that are written at a time.
_BATCH = 256


class Entry(Struct, frozen=True, array_like=True):
    """A document as it is kept, with its place: its margin is not looked into before it is asked for."""

    place: Place
    document: Document | None
    margin: msgspec.Raw
    problems: tuple[Problem, ...]
    body: str
    """The digest of its body, or empty."""
    expiries: tuple[Expiry, ...] = ()

    @property
    def essence(self) -> tuple[str, tuple[Expiry, ...]]:
        """What tells whether linking sees another document."""
        return (self.document.digest if self.document else "", self.expiries)


class Fresh(Struct, frozen=True):
    """A document that was just read, ready to be kept; `problem` says why its file could not be."""

    path: str
    source: str = ""
    key: str = ""
    entry: bytes = b""
    body: str = ""
    text: bytes = b""
    problem: Problem | None = None


_ENTRY = msgspec.msgpack.Decoder(Entry)
_MARGIN = msgspec.msgpack.Decoder(Margin)
_ENCODER = msgspec.msgpack.Encoder()


class Reader:
    """Reads one document, in this process or another: a `Work`."""

    def __init__(self, root: Path, places: Layout, options: DocumentOptions, version: str) -> None:
        self.root = root
        self._options = options
        self._given = digest_of((places, options, version))

    def key(self, path: str, source: str) -> str:
        """All that a document's reading depends on; `source` is the digest of its file's bytes."""
        return f"{self._given} {source} {path}"

    def __call__(self, item: Place) -> Fresh:
        """The document at a place, as its file is now."""
        try:
            data = (self.root / item.path).read_bytes()
        except OSError as error:
            return Fresh(item.path, problem=unreadable(item.path, error))
        source = Source(item.path, data, digest_bytes(data))
        return self._kept(item, source, read_document(source, item, self._options))

    def expiries(self, source: Source) -> tuple[Expiry, ...]:
        """Until when pictures may be shown, by the description of a folder, which has no place."""
        front, _ = split(source.data, source.path)
        return expiries_of(source, Kind.SECTION, front, self._options.matter)

    def _kept(self, place: Place, source: Source, read: ReadDocument) -> Fresh:
        text = encode_body(read.body) if read.body is not None else b""
        body = digest_bytes(text) if text else ""
        margin = msgspec.structs.replace(read.margin, body=body) if read.margin else None
        entry = Entry(
            place, read.document, msgspec.Raw(_ENCODER.encode(margin)), read.problems, body, read.expiries
        )
        key = self.key(place.path, source.digest)
        return Fresh(place.path, source.digest, key, _ENCODER.encode(entry), body, text)


def unreadable(path: str, error: OSError) -> Problem:
    """A file that is there and cannot be read."""
    message = f"Cannot be read: {error.strerror or error}."
    return Problem(path, 0, 0, "unreadable-file", message, "Look at the file's permissions.")


class Memory:
    """The documents that a store holds, and what this process knows of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, bytes] | None = None
        self._entries: dict[str, Entry] = {}
        self._new: list[Fresh] = []
        self._used: set[str] = set()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read before."""
        if self._kept is None:
            self._kept = self._store.load_all(_SHELF)
        return not self._kept and not self._entries

    def recall(self, key: str) -> Entry | None:
        """A document that was read before."""
        entry = self._entries.get(key)
        if entry is None and not self.is_empty and self._kept is not None:
            data = self._kept.pop(key, None)
            entry = None if data is None else decode_entry(data)
        if entry is not None:
            self._in_use(key, entry)
        return entry

    def learn(self, fresh: Fresh) -> Entry:
        """Keep a document with its body."""
        self._new.append(fresh)
        if len(self._new) >= _BATCH:
            self.write()
        entry = decode_entry(fresh.entry)
        self._in_use(fresh.key, entry)
        return entry

    def _in_use(self, key: str, entry: Entry) -> None:
        self._entries[key] = entry
        self._used.add(key)

    def write(self) -> None:
        """Put what was learnt into the store."""
        remember(self._store, self._new)
        self._new.clear()

    def keep(self, entries: Iterable[Entry]) -> None:
        """These are in use, and no others."""
        wanted = {id(entry) for entry in entries}
        self._used = {key for key, entry in self._entries.items() if id(entry) in wanted}
        self.settle()

    def settle(self) -> None:
        """What was recalled or learnt since this was called last is in use. Others are forgotten, in the
        store once they are more than these."""
        self.write()
        self._entries = {key: entry for key, entry in self._entries.items() if key in self._used}
        if self._store.keep(_SHELF, self._used):
            self._store.keep_bodies({entry.body for entry in self._entries.values() if entry.body})
        self._used.clear()


def remember(store: Store, documents: Sequence[Fresh]) -> None:
    """Keep documents with their bodies."""
    store.put_all((each.body, each.text) for each in documents if each.body)
    store.save(_SHELF, ((each.key, each.entry) for each in documents))


def decode_entry(data: bytes) -> Entry:
    """An entry that was kept; StoreDamage where it is none."""
    try:
        return _ENTRY.decode(data)
    except msgspec.DecodeError as error:
        raise StoreDamage(f"The store holds a document that cannot be understood: {error}.") from error


class Margins(Mapping[str, Margin]):
    """Documents' margins by path, each decoded when it is asked for."""

    def __init__(self, raw: Mapping[str, msgspec.Raw]) -> None:
        self._raw = raw
        self._last: tuple[str, Margin] | None = None  # a document with many problems asks as often

    def __getitem__(self, path: str) -> Margin:
        if self._last is None or self._last[0] != path:
            self._last = path, _MARGIN.decode(self._raw[path])
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)
