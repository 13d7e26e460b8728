"""The build cache of a project: opening and clearing it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.config.project import STATE, make_state_folder
from sitegen.locks import locked
from sitegen.problems import SitegenError
from sitegen.store import NAME, Store, StoreBusy, StoreDamage, remove, temporary_store


def store_path(root: Path) -> Path:
    """The file of a project's cache."""
    return root / STATE / NAME


@contextmanager
def open_store(root: Path, fresh: bool = False) -> Iterator[tuple[Store, list[str]]]:
    """Open the project's cache for a build, or replace it if it cannot be used; a note says why.

    `fresh` opens an empty one that is removed afterwards.
    """
    notes: list[str] = []
    store = temporary_store() if fresh else _open_or_replace(root, notes)
    try:
        yield store, notes
    finally:
        store.close()


@contextmanager
def read_store(root: Path) -> Iterator[Store]:
    """Open the project's cache for reading. A running build may write to it meanwhile; StoreDamage if it
    cannot be read."""
    file = store_path(root)
    store = Store(file) if file.exists() else temporary_store()
    try:
        yield store
    finally:
        store.close()


def _open_or_replace(root: Path, notes: list[str]) -> Store:
    try:
        make_state_folder(root)
        return _open_checked(store_path(root))
    except StoreBusy as error:  # the other program needs it
        notes.append(damage_note(str(error)))
        return temporary_store()
    except StoreDamage as error:
        notes.append(damage_note(str(error)))
    except OSError as error:
        notes.append(damage_note(f"`{error.filename or root / STATE}` cannot be written: {error.strerror}."))
    with suppress(StoreDamage, OSError):
        remove(store_path(root))
        return _open_checked(store_path(root))
    return temporary_store()


def _open_checked(file: Path) -> Store:
    store = Store(file)
    try:
        store.check()
    except StoreDamage:
        store.close()
        raise
    return store


def damage_note(reason: str) -> str:
    """The note for a cache that cannot be used."""
    return f"The cache cannot be used, so everything is rebuilt: {reason}"


def clear_cache(root: Path) -> int:
    """Remove a project's cache, encoded images and unpublished outputs; return their size in bytes.

    SitegenError if they are in use or cannot be removed.
    """
    from sitegen.build.image_cache import ImageCache
    from sitegen.output.unpublished import remove_all_unpublished

    if not (root / STATE).is_dir():
        return 0
    with locked(root, wait=False):
        files = list((root / STATE).glob(f"{NAME}*"))
        size = sum(file.stat().st_size for file in files)
        try:
            remove(store_path(root))
            size += ImageCache(root).clear() + remove_all_unpublished(root)
        except OSError as error:
            raise SitegenError(f"`{error.filename}` cannot be removed: {error.strerror}.") from error
    return size
