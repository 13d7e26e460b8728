"""Folders whose names begin with `_`: nothing in them is published."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.config.settings import FOLDER_KINDS, Config, content_roots


def withheld_folder(path: str, starts: Iterable[str]) -> str:
    """The outermost folder of a path that withholds what lies in it; empty for none.

    `starts` are folders that the configuration names, the longest first: they may be called so.
    """
    if "/_" not in path:
        return ""
    start = next((start for start in starts if path.startswith(f"{start}/")), "")
    folders = path[len(start) + 1 :].split("/")[:-1] if start else []
    number = next((number for number, folder in enumerate(folders) if folder.startswith("_")), None)
    return "" if number is None else "/".join([start, *folders[: number + 1]])


def named_folders(config: Config) -> tuple[str, ...]:
    """The content folders, and those of kinds in them, the longest first."""
    roots = list(content_roots(config))
    names = [folder.strip("/") for each in config.content.folders.values() for folder in each]
    names += [name for name in FOLDER_KINDS if name not in config.content.folders]
    below = [f"{root}/{name}" for root in roots for name in names]
    return tuple(sorted({*roots, *below}, key=lambda folder: (-len(folder), folder)))
