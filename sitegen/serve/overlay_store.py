"""A store for a preview: it reads what builds remember, and keeps what is new to itself.

A preview runs for hours, and builds of the same project beside it: the file is theirs to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sitegen.digest import digest_bytes
from sitegen.store import AnswerRow, Store, StoreDamage


class OverlayStore(Store):
    """A project's store, in which only this process sees what was put and saved. Without `builds`, it knows
    of nothing else."""

    def __init__(self, file: Path, builds: bool = True) -> None:
        super().__init__(file)
        self._builds = builds
        self._bodies: dict[str, bytes] = {}
        self._entries: dict[str, dict[str, bytes]] = {}

    def put_all(self, bodies: Iterable[tuple[str, bytes]]) -> None:
        """Keep bytes under digests that are known to be theirs."""
        self._bodies.update(bodies)

    def put(self, data: bytes) -> str:
        """Keep the bytes and give their digest."""
        digest = digest_bytes(data)
        self._bodies[digest] = data
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of a digest that was put, here or by a build; KeyError for another."""
        known = self._bodies.get(digest)
        if known is not None:
            return known
        if not self._builds:
            raise KeyError(digest)
        return super().get(digest)

    def prune_bodies(self, used: set[str]) -> None:
        """Forget the other bodies that were put here."""
        self._bodies = {digest: data for digest, data in self._bodies.items() if digest in used}

    def load(self, namespace: str, key: str) -> bytes | None:
        """An entry, or None."""
        known = self._entries.get(namespace, {}).get(key)
        if known is not None or not self._builds:
            return known
        try:
            return super().load(namespace, key)
        except StoreDamage:  # nothing there that could not be made again
            return None

    def load_all(self, namespace: str) -> dict[str, bytes]:
        """A namespace's entries by key."""
        found: dict[str, bytes] = {}
        if self._builds:
            try:
                found = super().load_all(namespace)
            except StoreDamage:
                found = {}
        return {**found, **self._entries.get(namespace, {})}

    def save(self, namespace: str, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep entries, in the place of those with the same keys."""
        self._entries.setdefault(namespace, {}).update(entries)

    def prune(self, namespace: str, used: set[str]) -> bool:
        """Forget a namespace's other entries that were saved here; says that it was done."""
        known = self._entries.get(namespace, {})
        self._entries[namespace] = {key: data for key, data in known.items() if key in used}
        return True

    def answers(self, graph: int, ids: Sequence[int]) -> Iterator[AnswerRow]:
        """The rows of some numbers, as far as they are there."""
        return super().answers(graph, ids) if self._builds else iter(())

    def stale_answers(self, graph: int) -> list[AnswerRow]:
        """The rows that are stale."""
        return super().stale_answers(graph) if self._builds else []

    def last_answer(self, graph: int) -> int:
        """The highest number of a graph's rows; 0 where there is none."""
        return super().last_answer(graph) if self._builds else 0

    def begin_snapshot(self) -> bool:
        """Read the file as it is now, whatever builds write. False where that is so already."""
        return self._builds and super().begin_snapshot()

    def end_snapshot(self) -> None:
        """Read what builds write again."""
        if self._builds:
            super().end_snapshot()

    def commit(self) -> None:
        """Nothing: what is kept here lasts as long as this process."""

    def hand_over(self, store: Store) -> None:
        """Put everything that is kept here into another store, for builds to come."""
        store.put_all(self._bodies.items())
        for namespace, entries in self._entries.items():
            store.save(namespace, entries.items())
        store.commit()
