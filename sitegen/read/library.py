"""All of a project's files, read: those that are as they were are remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.config import Config
from sitegen.digest import digest_of
from sitegen.model.documents import Content, File, Margin, Picture, Place, Source
from sitegen.problems import Problem
from sitegen.read import data as data_files
from sitegen.read.digests import content_digest, core_digest
from sitegen.read.documents import DocumentOptions
from sitegen.read.files import Files, Sightings
from sitegen.read.memory import Entry, Fresh, Margins, Memory, Reader, decode_entry, unreadable
from sitegen.read.pictures import is_picture, read_picture
from sitegen.read.places import Layout, is_document, layout, place_of
from sitegen.read.schema import reader_options
from sitegen.read.themes import bundled_themes, read_theme
from sitegen.store import Store
from sitegen.work import Workers

STATIC = "static"
DATA = "data"
_WELL_KNOWN = frozenset({"static/.well-known", "static/.nojekyll"})
_PICTURES = "pictures"
_PICTURE = msgspec.msgpack.Decoder(Picture)
_ALONE = Workers(1)


class Reading(Struct, frozen=True):
    """All that was read: what linking is given; documents' margins by their paths, which it is not; what was
    seen of the files; and how many documents had to be read anew."""

    content: Content
    margins: Mapping[str, Margin]
    sightings: Sightings
    fresh: int


def read(files: Files, config: Config, store: Store, version: str = "", workers: Workers = _ALONE) -> Reading:
    """Read a project: every file on its own; what was read goes into the store.

    `version` is that of the code that reads: what another has read is read again.
    """
    places = layout(config)
    problems: list[Problem] = []
    paths = _content_paths(files, config, places, problems)
    options, found = document_options(config)
    problems += found
    documents = [path for path in paths if is_document(path, places)]
    entries, placed, fresh = _entries(
        documents, places, Reader(files.root, places, options, version), files, store, workers, problems
    )
    read_in = tuple(entry.document for entry in entries.values() if entry.document)
    beside = [path for path in paths if not is_document(path, places)]
    static_walk = files.walk(STATIC, _WELL_KNOWN)
    problems += static_walk.problems
    others, pictures = _files((*beside, *static_walk.files), files, store, version, problems)
    static = tuple(_renamed(others.pop(path)) for path in static_walk.files if path in others)
    data, data_digests = _data(files, problems)
    theme, found = read_theme(files, config.theme.name, config.theme.options, bundled_themes())
    problems += found
    core = core_digest(read_in, pictures.values(), (*others.values(), *static), placed.values())
    content = Content(
        read_in,
        pictures,
        others,
        static,
        data,
        theme,
        placed,
        {path: entry.body for path, entry in entries.items() if entry.document},
        content_digest(core, data_digests, theme),
        core,
        tuple(problems),
    )
    margins = Margins({path: entry.margin for path, entry in entries.items() if entry.document})
    return Reading(content, margins, files.sightings(), fresh)


def _renamed(file: File) -> File:
    """A file of `static/` goes to the site's root."""
    return msgspec.structs.replace(file, name=file.path.removeprefix(f"{STATIC}/"))


def _content_paths(files: Files, config: Config, places: Layout, problems: list[Problem]) -> list[str]:
    """Files below all languages' roots, each once, in order."""
    paths: dict[str, None] = {}
    outermost: list[str] = []
    for folder, _ in sorted(places.roots, key=lambda pair: len(pair[0])):
        if not any(folder.startswith(outer + "/") for outer in outermost):
            outermost.append(folder)
            found = files.walk(folder, suffixes=config.content.suffixes)
            paths |= dict.fromkeys(found.files)
            problems += found.problems
    return sorted(paths)


def _placed(paths: Iterable[str], places: Layout, problems: list[Problem]) -> Iterable[Place]:
    for path in paths:
        place = place_of(path, places)
        if place is None:
            message = "This describes a folder that has no page of its own, and is not published."
            hint = "Only a section's first folder is described; move the text there, or into an article."
            problems.append(Problem(path, 0, 0, "nested-description", message, hint))
        else:
            yield place


def document_options(config: Config) -> tuple[DocumentOptions, list[Problem]]:
    """What reading documents depends on, out of the configuration."""
    matter, problems = reader_options(config)
    languages = tuple(sorted({config.language, *config.languages}))
    return DocumentOptions(matter, config.markdown, languages), problems


def _entries(
    paths: Sequence[str],
    places: Layout,
    reader: Reader,
    files: Files,
    store: Store,
    workers: Workers,
    problems: list[Problem],
) -> tuple[dict[str, Entry], dict[str, Place], int]:
    """Every document that can be read, and every document's place, by path and in order; and how many were
    not remembered."""
    memory = Memory(store)
    known = {path: entry for path in paths if (entry := _recalled(path, reader, files, memory)) is not None}
    unknown = {
        place.path: place
        for place in _placed([path for path in paths if path not in known], places, problems)
    }
    read = dict(known)
    for fresh in workers.spread(reader, list(unknown.values())):
        _take_in(fresh, read, files, memory, problems)
    memory.settle()
    entries = {path: read[path] for path in paths if path in read}
    for entry in entries.values():
        problems += entry.problems
    placed = {
        path: known[path].place if path in known else unknown[path]
        for path in paths
        if path in known or path in unknown
    }
    return entries, placed, len(unknown)


def _recalled(path: str, reader: Reader, files: Files, memory: Memory) -> Entry | None:
    if memory.is_empty:
        return None
    try:
        return memory.recall(reader.key(path, files.digest(path)))
    except OSError:  # the reader will say so
        return None


def _take_in(
    fresh: Fresh, entries: dict[str, Entry], files: Files, memory: Memory, problems: list[Problem]
) -> None:
    if fresh.problem is not None:
        problems.append(fresh.problem)
        return
    files.saw(fresh.path, fresh.source)
    entries[fresh.path] = decode_entry(fresh.entry)
    memory.learn(fresh)


def _files(
    paths: Iterable[str], files: Files, store: Store, version: str, problems: list[Problem]
) -> tuple[dict[str, File], dict[str, Picture]]:
    """Files that are no documents, with what is known of pictures."""
    known = store.load_all(_PICTURES)
    used: dict[str, bytes] = {}
    found: dict[str, File] = {}
    pictures: dict[str, Picture] = {}
    for path in paths:
        try:
            found[path] = File(path, files.digest(path), path)
            if is_picture(path):
                key = digest_of((path, found[path].digest, version))
                used[key] = known.get(key) or msgspec.msgpack.encode(read_picture(files.load(path)))
                pictures[path] = _PICTURE.decode(used[key])
        except OSError as error:
            problems.append(unreadable(path, error))
    store.save(_PICTURES, [(key, data) for key, data in used.items() if key not in known])
    store.keep(_PICTURES, set(used))
    return found, pictures


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
