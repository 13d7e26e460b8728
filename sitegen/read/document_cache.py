"""LazyDocuments that were read before, kept under the digest of all that their reading depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from sitegen.digest import digest_bytes, digest_of
from sitegen.model.documents import ContentPath, Document, Expiry, Source, SourceInfo
from sitegen.model.front_matter import Kind
from sitegen.problems import Problem
from sitegen.read.content_paths import Layout
from sitegen.read.document import DocumentOptions, ReadDocument, read_document
from sitegen.read.image_expiry import expiries_of
from sitegen.read.split import split
from sitegen.store import Store, StoreDamage, encode_body

#: Of each document, what every build looks at; and the rest of it, which is seldom asked for.
_SHELF, _REST = "documents", "documents in full"

#: LazyDocuments that are written at a time.
_BATCH = 256


class CachedDocument(Struct, frozen=True, array_like=True):
    """What every build looks at of a document; the document itself is only loaded when it is asked for. All
    that its reading depends on is in its `key`."""

    key: str
    place: ContentPath
    digest: str
    """The document's, or empty where it could not be read."""
    body: str
    """The digest of its body, or empty."""
    problems: tuple[Problem, ...]
    expiries: tuple[Expiry, ...] = ()

    @property
    def essence(self) -> tuple[str, tuple[Expiry, ...]]:
        """What tells whether linking sees another document."""
        return self.digest, self.expiries


class _Rest(Struct, frozen=True, array_like=True):
    """A document as it is kept, and its source_info: neither is decoded before it is asked for."""

    document: msgspec.Raw
    source_info: msgspec.Raw


class Fresh(Struct, frozen=True):
    """A document that was just read, ready to be kept; `problem` says why its file could not be."""

    path: str
    source: str = ""
    entry: CachedDocument | None = None
    rest: bytes = b""
    text: bytes = b""
    problem: Problem | None = None


_ENTRY = msgspec.msgpack.Decoder(CachedDocument)
_RESTS = msgspec.msgpack.Decoder(_Rest)
_DOCUMENT = msgspec.msgpack.Decoder(Document)
_MARGIN = msgspec.msgpack.Decoder(SourceInfo)
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

    def __call__(self, item: ContentPath) -> Fresh:
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

    def _kept(self, place: ContentPath, source: Source, read: ReadDocument) -> Fresh:
        text = encode_body(read.body) if read.body is not None else b""
        body = digest_bytes(text) if text else ""
        source_info = msgspec.structs.replace(read.source_info, body=body) if read.source_info else None
        digest = read.document.digest if read.document else ""
        key = self.key(place.path, source.digest)
        entry = CachedDocument(key, place, digest, body, read.problems, read.expiries)
        rest = _ENCODER.encode((read.document, source_info))
        return Fresh(place.path, source.digest, entry, rest, text)


def unreadable(path: str, error: OSError) -> Problem:
    """A file that is there and cannot be read."""
    message = f"Cannot be read: {error.strerror or error}."
    return Problem(path, 0, 0, "unreadable-file", message, "Look at the file's permissions.")


class DocumentCache:
    """The documents that a store holds, and what this process knows of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, bytes] | None = None
        self._entries: dict[str, CachedDocument] = {}
        self._new: list[tuple[CachedDocument, Fresh]] = []
        self._rests: dict[str, bytes] = {}
        """Those that were just read, and will be asked for."""
        self._used: set[str] = set()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read before."""
        if self._kept is None:
            self._kept = self._store.load_all(_SHELF)
        return not self._kept and not self._entries

    def recall(self, key: str) -> CachedDocument | None:
        """A document that was read before."""
        entry = self._entries.get(key)
        if entry is None and not self.is_empty and self._kept is not None:
            data = self._kept.pop(key, None)
            entry = None if data is None else _decoded(_ENTRY, data)
        if entry is not None:
            self._in_use(entry)
        return entry

    def learn(self, fresh: Fresh) -> CachedDocument:
        """Keep a document with its body."""
        entry = fresh.entry
        assert entry is not None
        self._new.append((entry, fresh))
        if entry.digest:
            self._rests[entry.key] = fresh.rest
        if len(self._new) >= _BATCH:
            self.write()
        self._in_use(entry)
        return entry

    def _in_use(self, entry: CachedDocument) -> None:
        self._entries[entry.key] = entry
        self._used.add(entry.key)

    def document(self, entry: CachedDocument) -> Document:
        """The document of an entry that has one."""
        data = self._rests.pop(entry.key, None) or self._load(entry)
        return _decoded(_DOCUMENT, _decoded(_RESTS, data).document)

    def source_info(self, entry: CachedDocument) -> SourceInfo:
        """The source_info of an entry that has a document."""
        return _decoded(
            _MARGIN, _decoded(_RESTS, self._rests.get(entry.key) or self._load(entry)).source_info
        )

    def _load(self, entry: CachedDocument) -> bytes:
        data = self._store.load(_REST, entry.key)
        if data is None:
            raise StoreDamage(f"`{self._store.file}` lacks a document that it should hold.")
        return data

    def write(self) -> None:
        """Put what was learnt into the store."""
        new, self._new = self._new, []
        self._store.put_all((entry.body, fresh.text) for entry, fresh in new if entry.body)
        self._store.save(_REST, ((entry.key, fresh.rest) for entry, fresh in new))
        self._store.save(_SHELF, ((entry.key, _ENCODER.encode(entry)) for entry, _ in new))

    def keep(self, entries: Iterable[CachedDocument]) -> None:
        """These are in use, and no others."""
        self._used = {entry.key for entry in entries}
        self.settle()

    def settle(self) -> None:
        """What was recalled or learnt since this was called last is in use. Others are forgotten, in the
        store once they are more than these."""
        self.write()
        self._entries = {key: entry for key, entry in self._entries.items() if key in self._used}
        if self._store.prune(_SHELF, self._used):
            self._store.prune(_REST, self._used)
            self._store.prune_bodies({entry.body for entry in self._entries.values() if entry.body})
        self._used.clear()


_T = TypeVar("_T")


def _decoded(decoder: msgspec.msgpack.Decoder[_T], data: bytes | msgspec.Raw) -> _T:
    """What was kept; StoreDamage where that is something else."""
    try:
        return decoder.decode(data)
    except msgspec.DecodeError as error:
        raise StoreDamage(f"The store holds a document that cannot be understood: {error}.") from error


class LazyDocuments(Mapping[str, Document]):
    """LazyDocuments by path, each loaded when it is asked for."""

    def __init__(self, memory: DocumentCache, entries: Mapping[str, CachedDocument]) -> None:
        self._memory = memory
        self._entries = entries

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)

    def __getitem__(self, path: str) -> Document:
        return self._memory.document(self._entries[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class LazySourceInfos(Mapping[str, SourceInfo]):
    """LazyDocuments' source_infos by path, each loaded when it is asked for."""

    def __init__(self, memory: DocumentCache, entries: Mapping[str, CachedDocument]) -> None:
        self._memory = memory
        self._entries = entries
        self._last: tuple[str, SourceInfo] | None = None  # a document with many problems asks as often

    def __getitem__(self, path: str) -> SourceInfo:
        if self._last is None or self._last[0] != path:
            self._last = path, self._memory.source_info(self._entries[path])
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
