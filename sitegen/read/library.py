"""All of a project's files, read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.config import Config
from sitegen.digest import digest_bytes
from sitegen.model.documents import Content, Document, File, Margin, Picture, Place, Source
from sitegen.problems import Problem
from sitegen.read import data as data_files
from sitegen.read.digests import content_digest
from sitegen.read.discover import walk
from sitegen.read.documents import DocumentOptions, read_document
from sitegen.read.pictures import is_picture, read_picture
from sitegen.read.places import Layout, is_document, layout, place_of
from sitegen.read.schema import reader_options
from sitegen.read.themes import bundled_themes, read_theme
from sitegen.store import Store, put_body

STATIC = "static"
DATA = "data"
_WELL_KNOWN = frozenset({"static/.well-known", "static/.nojekyll"})


class Reading(Struct, frozen=True):
    """All that was read: what linking is given, and documents' margins by their paths, which it is not."""

    content: Content
    margins: Mapping[str, Margin]


def read(root: Path, config: Config, store: Store) -> Reading:
    """Read the project at `root`: every file on its own; bodies go into the store."""
    places = layout(config)
    problems: list[Problem] = []
    paths = _content_paths(root, config, places, problems)
    placed = list(_placed([path for path in paths if is_document(path, places)], places, problems))
    documents, margins = _documents(root, config, placed, store, problems)
    files, pictures = _files(root, [path for path in paths if not is_document(path, places)], problems)
    static_walk = walk(root, STATIC, _WELL_KNOWN)
    problems += static_walk.problems
    static_files, static_pictures = _files(root, static_walk.files, problems)
    static = tuple(_renamed(file) for file in static_files.values())
    pictures |= static_pictures
    data, data_digests = _data(root, problems)
    theme, found = read_theme(root, config.theme.name, config.theme.options, bundled_themes())
    problems += found
    content = Content(
        documents,
        pictures,
        files,
        static,
        data,
        theme,
        {place.path: place for place in placed},
        {path: margin.body for path, margin in margins.items()},
        content_digest(documents, pictures.values(), (*files.values(), *static), data_digests, theme, placed),
        tuple(problems),
    )
    return Reading(content, margins)


def _renamed(file: File) -> File:
    """A file of `static/` goes to the site's root."""
    return msgspec.structs.replace(file, name=file.path.removeprefix(f"{STATIC}/"))


def _content_paths(root: Path, config: Config, places: Layout, problems: list[Problem]) -> list[str]:
    """Files below all languages' roots, each once, in order."""
    paths: dict[str, None] = {}
    outermost: list[str] = []
    for folder, _ in sorted(places.roots, key=lambda pair: len(pair[0])):
        if not any(folder.startswith(outer + "/") for outer in outermost):
            outermost.append(folder)
            found = walk(root, folder, document_suffixes=config.content.suffixes)
            paths |= dict.fromkeys(found.files)
            problems += found.problems
    return sorted(paths)


def _load(root: Path, path: str, problems: list[Problem]) -> Source | None:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        message = f"Cannot be read: {error.strerror or error}."
        problems.append(Problem(path, 0, 0, "unreadable-file", message, "Look at the file's permissions."))
        return None
    return Source(path, data, digest_bytes(data))


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


def _documents(
    root: Path, config: Config, placed: Iterable[Place], store: Store, problems: list[Problem]
) -> tuple[tuple[Document, ...], dict[str, Margin]]:
    options, found = document_options(config)
    problems += found
    documents: list[Document] = []
    margins: dict[str, Margin] = {}
    for place in placed:
        source = _load(root, place.path, problems)
        if source is None:
            continue
        read_one = read_document(source, place, options)
        problems += read_one.problems
        if read_one.document and read_one.margin and read_one.body:
            documents.append(read_one.document)
            margins[place.path] = msgspec.structs.replace(
                read_one.margin, body=put_body(store, read_one.body)
            )
    return tuple(documents), margins


def _files(
    root: Path, paths: Iterable[str], problems: list[Problem]
) -> tuple[dict[str, File], dict[str, Picture]]:
    files: dict[str, File] = {}
    pictures: dict[str, Picture] = {}
    for path in paths:
        source = _load(root, path, problems)
        if source is None:
            continue
        files[path] = File(path, source.digest, path)
        if is_picture(path):
            pictures[path] = read_picture(source)
    return files, pictures


def _data(root: Path, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, str]]:
    """The data files' values and digests, by their names."""
    found = walk(root, DATA)
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
        elif source := _load(root, path, problems):
            values[name], wrong = data_files.read_data(source)
            digests[name] = source.digest
            problems += wrong
    return values, digests
