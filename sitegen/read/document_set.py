"""All documents of a project: those that were read before are remembered, the others are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from sitegen.model.documents import ContentPath, Expiry
from sitegen.problems import Problem
from sitegen.read.content_paths import Layout, place_of
from sitegen.read.document_cache import CachedDocument, DocumentCache, Fresh, Reader, unreadable
from sitegen.read.file_state import Files
from sitegen.workers import Workers


class DocumentSet(Struct, frozen=True, gc=False):
    """Documents and their places by path, in order: a file that could not be read has only a place. `fresh`
    says how many were not remembered."""

    read: Mapping[str, CachedDocument]
    places: Mapping[str, ContentPath]
    problems: tuple[Problem, ...]
    """Those of places and of files that could not be read."""
    fresh: int
    misplaced: tuple[Expiry, ...] = ()
    """What is said of pictures in descriptions of folders that have no page."""

    @property
    def expiries(self) -> tuple[Expiry, ...]:
        """What is said of how long pictures may be shown, by documents that are published or not."""
        return (*(expiry for entry in self.read.values() for expiry in entry.expiries), *self.misplaced)

    @property
    def sound(self) -> dict[str, CachedDocument]:
        """Those that could be read."""
        return {path: entry for path, entry in self.read.items() if entry.digest}


def read_entries(
    paths: Sequence[str],
    places: Layout,
    reader: Reader,
    files: Files,
    memory: DocumentCache,
    workers: Workers,
) -> DocumentSet:
    """The documents at these paths."""
    problems: list[Problem] = []
    misplaced: list[Expiry] = []
    known = {path: entry for path in paths if (entry := _recalled(path, reader, files, memory)) is not None}
    unknown: dict[str, ContentPath] = {}
    for path in paths:
        place = None if path in known else place_of(path, places)
        if place is not None:
            unknown[path] = place
        elif path not in known:
            misplaced += _misplaced(path, reader, files, problems)
    read = dict(known)
    for fresh in workers.spread(reader, list(unknown.values())):
        _take_in(fresh, read, files, memory, problems)
    memory.settle()
    return DocumentSet(
        {path: read[path] for path in paths if path in read},
        {
            path: known[path].place if path in known else unknown[path]
            for path in paths
            if path in known or path in unknown
        },
        tuple(problems),
        len(unknown),
        tuple(misplaced),
    )


def _misplaced(path: str, reader: Reader, files: Files, problems: list[Problem]) -> tuple[Expiry, ...]:
    """What the description of a folder without a page says of pictures: nothing else of it is read."""
    message = "This describes a folder that has no page of its own, and is not published."
    hint = "Only a section's first folder is described; move the text there, or into an article."
    problems.append(Problem(path, 0, 0, "nested-description", message, hint))
    try:
        return reader.expiries(files.load(path))
    except OSError as error:
        problems.append(unreadable(path, error))
        return ()


def _recalled(path: str, reader: Reader, files: Files, memory: DocumentCache) -> CachedDocument | None:
    if memory.is_empty:  # so that no file is looked into for nothing
        return None
    try:
        return memory.recall(reader.key(path, files.digest(path)))
    except OSError:  # the reader will say so
        return None


def _take_in(
    fresh: Fresh,
    entries: dict[str, CachedDocument],
    files: Files,
    memory: DocumentCache,
    problems: list[Problem],
) -> None:
    if fresh.problem is not None:
        files.missed(fresh.path)
        problems.append(fresh.problem)
        return
    files.saw(fresh.path, fresh.source)
    entries[fresh.path] = memory.learn(fresh)
