"""Private folders: folders with names that begin with `_`. Nothing in them is published."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.config.settings import FOLDER_KINDS, Config, content_roots


def private_folder(path: str, starts: Iterable[str]) -> str:
    """The outermost private folder in a path; empty if there is none.

    `starts` are the `configured_folders`, longest first: these are not private, whatever their names are.
    """
    if "/_" not in path:
        return ""
    start = next((start for start in starts if path.startswith(f"{start}/")), "")
    folders = path[len(start) + 1 :].split("/")[:-1] if start else []
    number = next((number for number, folder in enumerate(folders) if folder.startswith("_")), None)
    return "" if number is None else "/".join([start, *folders[: number + 1]])


def configured_folders(config: Config) -> tuple[str, ...]:
    """The content folders and the folders for kinds of documents in them, longest first."""
    roots = list(content_roots(config))
    names = [folder.strip("/") for each in config.content.folders.values() for folder in each]
    names += [name for name in FOLDER_KINDS if name not in config.content.folders]
    below = [f"{root}/{name}" for root in roots for name in names]
    return tuple(sorted({*roots, *below}, key=lambda folder: (-len(folder), folder)))
