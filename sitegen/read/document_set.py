"""All documents of a project, from the cache or from their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from sitegen.model.documents import ContentPath, Expiry
from sitegen.problems import Problem
from sitegen.read.content_paths import Layout, content_path_of
from sitegen.read.document_cache import CachedDocument, DocumentCache, Reader, unreadable
from sitegen.read.file_state import Files
from sitegen.workers import Workers


class DocumentSet(Struct, frozen=True, gc=False):
    """The documents of a project by path, in order."""

    cached: Mapping[str, CachedDocument]
    """Documents whose files could be opened."""
    content_paths: Mapping[str, ContentPath]
    """The content paths of all documents."""
    problems: tuple[Problem, ...]
    """Problems of paths and of files that could not be opened."""
    uncached: int
    """The number of documents that were not in the cache."""
    nested_expiries: tuple[Expiry, ...] = ()
    """Image expiries in descriptions of folders that have no page."""

    @property
    def expiries(self) -> tuple[Expiry, ...]:
        """The image expiries in all documents, published or not."""
        return (
            *(expiry for document in self.cached.values() for expiry in document.expiries),
            *self.nested_expiries,
        )

    @property
    def readable(self) -> dict[str, CachedDocument]:
        """The documents that could be read."""
        return {path: document for path, document in self.cached.items() if document.digest}


def read_documents(
    paths: Sequence[str],
    layout: Layout,
    reader: Reader,
    files: Files,
    cache: DocumentCache,
    workers: Workers,
) -> DocumentSet:
    """Read the documents at these paths."""
    problems: list[Problem] = []
    nested_expiries: list[Expiry] = []
    hits = {path: found for path in paths if (found := _look_up(path, reader, files, cache)) is not None}
    misses: dict[str, ContentPath] = {}
    for path in paths:
        content_path = None if path in hits else content_path_of(path, layout)
        if content_path is not None:
            misses[path] = content_path
        elif path not in hits:
            nested_expiries += _nested_expiries(path, reader, files, problems)
    cached = dict(hits)
    for fresh in workers.spread(reader, list(misses.values())):
        if isinstance(fresh, Problem):
            files.add_unreadable(fresh.path)
            problems.append(fresh)
        else:
            files.add_digest(fresh.path, fresh.source)
            cached[fresh.path] = cache.add(fresh)
    cache.evict_unused()
    return DocumentSet(
        {path: cached[path] for path in paths if path in cached},
        {
            path: hits[path].content_path if path in hits else misses[path]
            for path in paths
            if path in hits or path in misses
        },
        tuple(problems),
        len(misses),
        tuple(nested_expiries),
    )


def _nested_expiries(path: str, reader: Reader, files: Files, problems: list[Problem]) -> tuple[Expiry, ...]:
    """The image expiries in the description of a folder without a page. Nothing else of it is used."""
    message = "This file describes a folder without a page of its own, so it is not published."
    hint = "Only a section's top folder has a description. Move the text there, or to an article."
    problems.append(Problem(path, 0, 0, "nested-description", message, hint))
    try:
        return reader.expiries(files.load(path))
    except OSError as error:
        problems.append(unreadable(path, error))
        return ()


def _look_up(path: str, reader: Reader, files: Files, cache: DocumentCache) -> CachedDocument | None:
    if cache.is_empty:  # no digest is needed
        return None
    try:
        return cache.get(reader.key(path, files.digest(path)))
    except OSError:  # the reader reports it
        return None
