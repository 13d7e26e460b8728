"""What a project's builds remember, opened for one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.config.project import STATE, make_state_folder
from sitegen.locks import locked
from sitegen.problems import SitegenError
from sitegen.store import NAME, Store, StoreBusy, StoreDamage, remove, temporary_store


def store_of(root: Path) -> Path:
    """The file in which a project's builds remember."""
    return root / STATE / NAME


@contextmanager
def opened(root: Path, fresh: bool = False) -> Iterator[tuple[Store, list[str]]]:
    """The project's store; a new one where it cannot be used, with a note that says why.

    `fresh` begins with an empty one that is gone afterwards.
    """
    notes: list[str] = []
    store = temporary_store() if fresh else _usable(root, notes)
    try:
        yield store, notes
    finally:
        store.close()


@contextmanager
def consulted(root: Path) -> Iterator[Store]:
    """The project's store as the last build left it, which a build that is running may go on writing to;
    StoreDamage where it cannot be read. Nothing is made or removed."""
    file = store_of(root)
    store = Store(file) if file.exists() else temporary_store()
    try:
        yield store
    finally:
        store.close()


def _usable(root: Path, notes: list[str]) -> Store:
    try:
        make_state_folder(root)
        return _opened(store_of(root))
    except StoreBusy as error:  # whoever has it would lose it
        notes.append(damage_note(str(error)))
        return temporary_store()
    except StoreDamage as error:
        notes.append(damage_note(str(error)))
    except OSError as error:
        notes.append(damage_note(f"`{error.filename or root / STATE}` cannot be written: {error.strerror}."))
    with suppress(StoreDamage, OSError):
        remove(store_of(root))
        return _opened(store_of(root))
    return temporary_store()


def _opened(file: Path) -> Store:
    store = Store(file)
    try:
        store.check()
    except StoreDamage:
        store.close()
        raise
    return store


def damage_note(reason: str) -> str:
    """What to tell of a store that cannot be used."""
    return f"What earlier builds remembered cannot be used, and everything is made anew: {reason}"


def forget(root: Path) -> int:
    """Remove a project's store and its encoded pictures; their size in bytes. SitegenError where they are in
    use or cannot be removed."""
    from sitegen.build.image_cache import ImageCache
    from sitegen.output.unpublished import remove_all_unpublished

    if not (root / STATE).is_dir():
        return 0
    with locked(root, wait=False):
        files = list((root / STATE).glob(f"{NAME}*"))
        size = sum(file.stat().st_size for file in files)
        try:
            remove(store_of(root))
            size += ImageCache(root).forget() + remove_all_unpublished(root)
        except OSError as error:
            raise SitegenError(f"`{error.filename}` cannot be removed: {error.strerror}.") from error
    return size
