"""A cache of documents. Keys contain the digests of everything that reading a document depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

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

#: The store's tables: what every build needs of each document, and the documents themselves.
_ENTRIES, _DOCUMENTS = "documents", "documents in full"

#: Documents written to the store at a time.
_BATCH = 256


class CachedDocument(Struct, frozen=True, array_like=True):
    """What every build needs of a document. The document itself is loaded on demand."""

    key: str
    content_path: ContentPath
    digest: str
    """The document's digest, or empty if it could not be read."""
    body: str
    """The body's digest, or empty."""
    problems: tuple[Problem, ...]
    expiries: tuple[Expiry, ...] = ()

    @property
    def link_key(self) -> tuple[str, tuple[Expiry, ...]]:
        """What linking depends on."""
        return self.digest, self.expiries


class _Encoded(Struct, frozen=True, array_like=True):
    """A document and its source info, decoded on demand."""

    document: msgspec.Raw
    source_info: msgspec.Raw


class FreshDocument(Struct, frozen=True):
    """A document read from its file, encoded for the store."""

    entry: CachedDocument
    source: str
    """The file's digest."""
    document: bytes
    """The document and its source info."""
    body: bytes

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.entry.content_path.path


_ENTRY_DECODER = msgspec.msgpack.Decoder(CachedDocument)
_ENCODED_DECODER = msgspec.msgpack.Decoder(_Encoded)
_DOCUMENT_DECODER = msgspec.msgpack.Decoder(Document)
_SOURCE_INFO_DECODER = msgspec.msgpack.Decoder(SourceInfo)
_ENCODER = msgspec.msgpack.Encoder()


class Reader:
    """Reads a document, in this process or another: a `Work`."""

    def __init__(self, root: Path, layout: Layout, options: DocumentOptions, version: str) -> None:
        self.root = root
        self._options = options
        self._context_digest = digest_of((layout, options, version))

    def key(self, path: str, source: str) -> str:
        """The cache key of a document. `source` is its file's digest."""
        return f"{self._context_digest} {source} {path}"

    def __call__(self, item: ContentPath) -> FreshDocument | Problem:
        """Read the document from its file, or return the problem with the file."""
        try:
            data = (self.root / item.path).read_bytes()
        except OSError as error:
            return unreadable(item.path, error)
        source = Source(item.path, data, digest_bytes(data))
        return self._encode(item, source, read_document(source, item, self._options))

    def expiries(self, source: Source) -> tuple[Expiry, ...]:
        """The image expiries in the description of a folder, which has no content path."""
        front, _ = split(source.data, source.path)
        return expiries_of(source, Kind.SECTION, front, self._options.matter)

    def _encode(self, content_path: ContentPath, source: Source, read: ReadDocument) -> FreshDocument:
        body = encode_body(read.body) if read.body is not None else b""
        body_digest = digest_bytes(body) if body else ""
        info = msgspec.structs.replace(read.source_info, body=body_digest) if read.source_info else None
        digest = read.document.digest if read.document else ""
        key = self.key(content_path.path, source.digest)
        entry = CachedDocument(key, content_path, digest, body_digest, read.problems, read.expiries)
        document = _ENCODER.encode((read.document, info))
        return FreshDocument(entry, source.digest, document, body)


def unreadable(path: str, error: OSError) -> Problem:
    """The problem of a file that cannot be read."""
    message = f"The file cannot be read: {error.strerror or error}."
    return Problem(path, 0, 0, "unreadable-file", message, "Check its permissions.")


class DocumentCache:
    """The cached documents of a store and of this process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stored: dict[str, bytes] | None = None
        self._entries: dict[str, CachedDocument] = {}
        self._new: list[FreshDocument] = []
        self._pending: dict[str, bytes] = {}
        """Fresh documents, which are needed soon."""
        self._used: set[str] = set()

    @property
    def is_empty(self) -> bool:
        """Whether no document is cached."""
        if self._stored is None:
            self._stored = self._store.load_all(_ENTRIES)
        return not self._stored and not self._entries

    def get(self, key: str) -> CachedDocument | None:
        """The document with this key, if it is cached."""
        entry = self._entries.get(key)
        if entry is None and not self.is_empty and self._stored is not None:
            data = self._stored.pop(key, None)
            entry = None if data is None else _decode(_ENTRY_DECODER, data)
        if entry is not None:
            self._mark_used(entry)
        return entry

    def add(self, fresh: FreshDocument) -> CachedDocument:
        """Add a document with its body."""
        entry = fresh.entry
        self._new.append(fresh)
        if entry.digest:
            self._pending[entry.key] = fresh.document
        if len(self._new) >= _BATCH:
            self.write()
        self._mark_used(entry)
        return entry

    def _mark_used(self, entry: CachedDocument) -> None:
        self._entries[entry.key] = entry
        self._used.add(entry.key)

    def document(self, entry: CachedDocument) -> Document:
        """Load a document that could be read."""
        data = self._pending.pop(entry.key, None) or self._load(entry)
        return _decode(_DOCUMENT_DECODER, _decode(_ENCODED_DECODER, data).document)

    def source_info(self, entry: CachedDocument) -> SourceInfo:
        """Load the source info of a document that could be read."""
        data = self._pending.get(entry.key) or self._load(entry)
        return _decode(_SOURCE_INFO_DECODER, _decode(_ENCODED_DECODER, data).source_info)

    def _load(self, entry: CachedDocument) -> bytes:
        data = self._store.load(_DOCUMENTS, entry.key)
        if data is None:
            raise StoreDamage(f"A document is missing from `{self._store.file}`.")
        return data

    def write(self) -> None:
        """Save added documents in the store."""
        new, self._new = self._new, []
        self._store.put_all((fresh.entry.body, fresh.body) for fresh in new if fresh.entry.body)
        self._store.save(_DOCUMENTS, ((fresh.entry.key, fresh.document) for fresh in new))
        self._store.save(_ENTRIES, ((fresh.entry.key, _ENCODER.encode(fresh.entry)) for fresh in new))

    def keep_only(self, entries: Iterable[CachedDocument]) -> None:
        """Evict all other documents."""
        self._used = {entry.key for entry in entries}
        self.evict_unused()

    def evict_unused(self) -> None:
        """Evict documents that were neither got nor added since the last call.

        The store keeps unused documents until they outnumber the used ones.
        """
        self.write()
        self._entries = {key: entry for key, entry in self._entries.items() if key in self._used}
        if self._store.prune(_ENTRIES, self._used):
            self._store.prune(_DOCUMENTS, self._used)
            self._store.prune_bodies({entry.body for entry in self._entries.values() if entry.body})
        self._used.clear()


_T = TypeVar("_T")


def _decode(decoder: msgspec.msgpack.Decoder[_T], data: bytes | msgspec.Raw) -> _T:
    """Decode what the store holds, or raise StoreDamage."""
    try:
        return decoder.decode(data)
    except msgspec.DecodeError as error:
        raise StoreDamage(f"A document in the store cannot be decoded: {error}.") from error


class LazyDocuments(Mapping[str, Document]):
    """Documents by path, loaded on demand."""

    def __init__(self, cache: DocumentCache, entries: Mapping[str, CachedDocument]) -> None:
        self._cache = cache
        self._entries = entries

    def __reduce__(self) -> tuple[type[dict[str, Document]], tuple[dict[str, Document]]]:
        return dict, (dict(self),)

    def __getitem__(self, path: str) -> Document:
        return self._cache.document(self._entries[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class LazySourceInfos(Mapping[str, SourceInfo]):
    """Source infos by path, loaded on demand."""

    def __init__(self, cache: DocumentCache, entries: Mapping[str, CachedDocument]) -> None:
        self._cache = cache
        self._entries = entries
        self._last: tuple[str, SourceInfo] | None = None  # each of a document's problems needs it

    def __getitem__(self, path: str) -> SourceInfo:
        if self._last is None or self._last[0] != path:
            self._last = path, self._cache.source_info(self._entries[path])
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
