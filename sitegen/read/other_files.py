"""Read everything except documents: images and other files, data and the theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from sitegen.config.settings import ThemeConfig
from sitegen.digest import digest_of
from sitegen.model.documents import File, ImageInfo, Source, Theme
from sitegen.problems import Problem
from sitegen.read import data as data_files
from sitegen.read.document_cache import unreadable
from sitegen.read.file_state import STATIC, Files, static_files
from sitegen.read.images import is_image, read_image
from sitegen.read.theme.load import bundled_themes, read_theme
from sitegen.store import Store

DATA = "data"
#: The store's table of image infos.
_IMAGES = "images"
_IMAGE_DECODER = msgspec.msgpack.Decoder(ImageInfo)


class OtherFiles(Struct, frozen=True, gc=False):
    """Everything except documents. `files` are those in content folders."""

    files: Mapping[str, File]
    images: Mapping[str, ImageInfo]
    static: tuple[File, ...]
    data: Mapping[str, object]
    digests: Mapping[str, str]
    """The digests of data files by name."""
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
    """Read these files of the content folders, `static/`, `data/` and the theme.

    `targets` has the real paths of files that are symbolic links.
    """
    problems: list[Problem] = []
    walk = static_files(files)
    problems += walk.problems
    others, images = _read_files((*paths, *walk.files), files, store, version, problems)
    linked = {path: others[path] for path in targets if path in others}
    others |= {path: msgspec.structs.replace(one, target=targets[path]) for path, one in linked.items()}
    static = tuple(_in_root(others.pop(path)) for path in walk.files if path in others)
    data, digests = _data(files, problems)
    read, theme_problems = read_theme(files, theme.name, theme.options, bundled_themes())
    return OtherFiles(others, images, static, data, digests, read, (*problems, *theme_problems))


def _in_root(file: File) -> File:
    """A file of `static/`, published in the site's root."""
    return msgspec.structs.replace(file, name=file.path.removeprefix(f"{STATIC}/"))


def _read_files(
    paths: Iterable[str], files: Files, store: Store, version: str, problems: list[Problem]
) -> tuple[dict[str, File], dict[str, ImageInfo]]:
    """Read the files at these paths, and the infos of images."""
    cached = store.load_all(_IMAGES)
    used: dict[str, bytes] = {}
    found: dict[str, File] = {}
    images: dict[str, ImageInfo] = {}
    for path in paths:
        try:
            if is_image(path):
                digest, key, used[key] = _read_image(path, files, cached, version)
                images[path] = _IMAGE_DECODER.decode(used[key])
            else:
                digest = files.digest(path)
            found[path] = File(path, digest, path)
        except OSError as error:
            problems.append(unreadable(path, error))
    store.save(_IMAGES, [(key, data) for key, data in used.items() if key not in cached])
    store.prune(_IMAGES, set(used))
    return found, images


def _read_image(path: str, files: Files, cached: Mapping[str, bytes], version: str) -> tuple[str, str, bytes]:
    """An image's digest, its cache key and its encoded info, all of the same bytes."""
    if (digest := files.known_digest(path)) and (key := digest_of((path, digest, version))) in cached:
        return digest, key, cached[key]
    source = files.load(path)
    key = digest_of((path, source.digest, version))
    return source.digest, key, cached.get(key) or msgspec.msgpack.encode(read_image(source))


def _data(files: Files, problems: list[Problem]) -> tuple[dict[str, object], dict[str, str]]:
    """The values and digests of data files by name."""
    walk = files.walk(DATA)
    problems += walk.problems
    values: dict[str, object] = {}
    digests: dict[str, str] = {}
    for path in walk.files:
        if not path.endswith(data_files.SUFFIXES):
            continue
        name = data_files.name_of(path)
        if name in values:
            message = f"Another data file has the name `{name}`."
            problems.append(Problem(path, 0, 0, "invalid-data", message, "Rename one of them."))
        elif source := _load(files, path, problems):
            values[name], found = data_files.read_data(source)
            digests[name] = source.digest
            problems += found
    return values, digests


def _load(files: Files, path: str, problems: list[Problem]) -> Source | None:
    try:
        return files.load(path)
    except OSError as error:
        problems.append(unreadable(path, error))
        return None
