"""What a project has beside its documents: pictures and other files, data and the theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.config.settings import ThemeConfig
from sitegen.digest import digest_of
from sitegen.model.documents import File, ImageInfo, Source, Theme
from sitegen.problems import Problem
from sitegen.read import data as data_files
from sitegen.read.document_cache import unreadable
from sitegen.read.file_state import Files
from sitegen.read.images import is_picture, read_picture
from sitegen.read.static_files import STATIC, static_files
from sitegen.read.theme.load import bundled_themes, read_theme
from sitegen.store import Store

DATA = "data"
_PICTURES = "pictures"
_PICTURE = msgspec.msgpack.Decoder(ImageInfo)


class OtherFiles(Struct, frozen=True, gc=False):
    """What was read beside the documents. `files` are those that lie beside articles, `static` those of
    `static/`; `digests` are those of the data, by its names."""

    files: Mapping[str, File]
    pictures: Mapping[str, ImageInfo]
    static: tuple[File, ...]
    data: Mapping[str, Any]
    digests: Mapping[str, str]
    theme: Theme
    problems: tuple[Problem, ...]


def read_other_files(
    paths: Iterable[str],
    targets: Mapping[str, str],
    files: Files,
    theme: ThemeConfig,
    store: Store,
    version: str,
) -> OtherFiles:
    """Read what lies at these paths of the content folders, `static/`, `data/` and the theme.

    `targets` says where files of the content folders really lie, if links lead there.
    """
    problems: list[Problem] = []
    walk = static_files(files)
    problems += walk.problems
    others, pictures = _files((*paths, *walk.files), files, store, version, problems)
    linked = {path: others[path] for path in targets if path in others}
    others |= {path: msgspec.structs.replace(one, target=targets[path]) for path, one in linked.items()}
    static = tuple(_renamed(others.pop(path)) for path in walk.files if path in others)
    data, digests = _data(files, problems)
    found, wrong = read_theme(files, theme.name, theme.options, bundled_themes())
    return OtherFiles(others, pictures, static, data, digests, found, (*problems, *wrong))


def _renamed(file: File) -> File:
    """A file of `static/` goes to the site's root."""
    return msgspec.structs.replace(file, name=file.path.removeprefix(f"{STATIC}/"))


def _files(
    paths: Iterable[str], files: Files, store: Store, version: str, problems: list[Problem]
) -> tuple[dict[str, File], dict[str, ImageInfo]]:
    """Files that are no documents, with what is known of pictures."""
    known = store.load_all(_PICTURES)
    used: dict[str, bytes] = {}
    found: dict[str, File] = {}
    pictures: dict[str, ImageInfo] = {}
    for path in paths:
        try:
            if is_picture(path):
                digest, key, used[key] = _picture(path, files, known, version)
                pictures[path] = _PICTURE.decode(used[key])
            else:
                digest = files.digest(path)
            found[path] = File(path, digest, path)
        except OSError as error:
            problems.append(unreadable(path, error))
    store.save(_PICTURES, [(key, data) for key, data in used.items() if key not in known])
    store.prune(_PICTURES, set(used))
    return found, pictures


def _picture(path: str, files: Files, known: Mapping[str, bytes], version: str) -> tuple[str, str, bytes]:
    """A picture's digest, its key, and what is known of it: all of the same bytes, saved meanwhile or not."""
    if (digest := files.known_digest(path)) and (key := digest_of((path, digest, version))) in known:
        return digest, key, known[key]
    source = files.load(path)
    key = digest_of((path, source.digest, version))
    return source.digest, key, known.get(key) or msgspec.msgpack.encode(read_picture(source))


def _data(files: Files, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, str]]:
    """The data files' values and digests, by their names."""
    found = files.walk(DATA)
    problems += found.problems
    values: dict[str, Any] = {}
    digests: dict[str, str] = {}
    for path in found.files:
        if not path.endswith(data_files.SUFFIXES):
            continue
        name = data_files.name_of(path)
        if name in values:
            message = f"Another data file is called `{name}` too."
            problems.append(Problem(path, 0, 0, "invalid-data", message, "Rename one of them."))
        elif source := _load(files, path, problems):
            values[name], wrong = data_files.read_data(source)
            digests[name] = source.digest
            problems += wrong
    return values, digests


def _load(files: Files, path: str, problems: list[Problem]) -> Source | None:
    try:
        return files.load(path)
    except OSError as error:
        problems.append(unreadable(path, error))
        return None
