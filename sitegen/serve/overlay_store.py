"""A store on top of a project's store: it reads what builds cache, and keeps changes in memory.

A preview runs for hours while builds of the same project write the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sitegen.digest import digest_bytes
from sitegen.store import AnswerRow, Store, StoreDamage


class OverlayStore(Store):
    """A project's store with changes that only this process sees. If not `layered`, it ignores the file."""

    def __init__(self, file: Path, layered: bool = True) -> None:
        super().__init__(file)
        self._layered = layered
        self._bodies: dict[str, bytes] = {}
        self._entries: dict[str, dict[str, bytes]] = {}

    def put_all(self, bodies: Iterable[tuple[str, bytes]]) -> None:
        """Keep bytes under their known digests."""
        self._bodies.update(bodies)

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their digest."""
        digest = digest_bytes(data)
        self._bodies[digest] = data
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with a digest, from here or from a build. Raises KeyError if there are none."""
        known = self._bodies.get(digest)
        if known is not None:
            return known
        if not self._layered:
            raise KeyError(digest)
        return super().get(digest)

    def prune_bodies(self, used: set[str]) -> None:
        """Drop all other bodies that were put here."""
        self._bodies = {digest: data for digest, data in self._bodies.items() if digest in used}

    def load(self, namespace: str, key: str) -> bytes | None:
        """An entry, or None."""
        known = self._entries.get(namespace, {}).get(key)
        if known is not None or not self._layered:
            return known
        try:
            return super().load(namespace, key)
        except StoreDamage:  # entries can be computed again
            return None

    def load_all(self, namespace: str) -> dict[str, bytes]:
        """A table's entries by key."""
        found: dict[str, bytes] = {}
        if self._layered:
            try:
                found = super().load_all(namespace)
            except StoreDamage:
                found = {}
        return {**found, **self._entries.get(namespace, {})}

    def save(self, namespace: str, entries: Iterable[tuple[str, bytes]]) -> None:
        """Add or replace entries."""
        self._entries.setdefault(namespace, {}).update(entries)

    def prune(self, namespace: str, used: set[str]) -> bool:
        """Drop a table's other entries that were saved here. Always True."""
        known = self._entries.get(namespace, {})
        self._entries[namespace] = {key: data for key, data in known.items() if key in used}
        return True

    def answers(self, graph: int, ids: Sequence[int]) -> Iterator[AnswerRow]:
        """The existing rows with these numbers."""
        return super().answers(graph, ids) if self._layered else iter(())

    def stale_answers(self, graph: int) -> list[AnswerRow]:
        """The stale rows."""
        return super().stale_answers(graph) if self._layered else []

    def last_answer(self, graph: int) -> int:
        """The highest number of a graph's rows; 0 if it has none."""
        return super().last_answer(graph) if self._layered else 0

    def begin_snapshot(self) -> bool:
        """Read the file in its present state until `end_snapshot`. False if a snapshot is already open."""
        return self._layered and super().begin_snapshot()

    def end_snapshot(self) -> None:
        """Read what builds write from now on."""
        if self._layered:
            super().end_snapshot()

    def commit(self) -> None:
        """Do nothing: changes last as long as this process."""

    def copy_to(self, store: Store) -> None:
        """Save everything that is kept here in another store."""
        store.put_all(self._bodies.items())
        for namespace, entries in self._entries.items():
            store.save(namespace, entries.items())
        store.commit()
