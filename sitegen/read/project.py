"""All of a project's files, read: those that are as they were are remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.model.documents import Content, SourceInfo
from sitegen.problems import Problem, did_you_mean, problem_at
from sitegen.read.content_paths import Layout, is_document, layout, outermost_roots
from sitegen.read.digests import content_digest, core_digest
from sitegen.read.document import DocumentOptions
from sitegen.read.document_cache import DocumentCache, LazyDocuments, LazySourceInfos, Reader
from sitegen.read.document_set import DocumentSet, read_entries
from sitegen.read.file_state import Files, FileStates
from sitegen.read.options import matter_options
from sitegen.read.other_files import OtherFiles, read_other_files
from sitegen.read.walk import Walk, is_folder
from sitegen.store import Store
from sitegen.workers import Workers

_ALONE = Workers(1)


class ProjectContent(Struct, frozen=True, gc=False):
    """The content that linking gets, and beside it source infos by path, the states of files, and the number
    of documents that were not cached."""

    content: Content
    source_infos: Mapping[str, SourceInfo]
    sightings: FileStates
    fresh: int
    entries: DocumentSet
    beside: OtherFiles
    reader: Reader
    problems: tuple[Problem, ...]
    """Those of the folders and the options."""


def read(
    files: Files,
    config: Config,
    store: Store,
    version: str = "",
    workers: Workers = _ALONE,
    memory: DocumentCache | None = None,
) -> ProjectContent:
    """Read a project: every file on its own; what was read goes into the store.

    `version` is that of the code that reads: what another has read is read again. `memory` is that of former
    readings in this process.
    """
    places = layout(config)
    files.content_roots = outermost_roots(places)
    problems: list[Problem] = []
    walked = _content(files, config, places, problems)
    paths = sorted(walked.stamps)
    options, found = document_options(config)
    problems += found
    reader = Reader(files.root, places, options, version)
    documents = [path for path in paths if is_document(path, places)]
    memory = memory or DocumentCache(store)
    entries = read_entries(documents, places, reader, files, memory, workers)
    others = [path for path in paths if not is_document(path, places)]
    beside = read_other_files(others, walked.targets, files, config.theme, store, version)
    return _reading(entries, beside, reader, tuple(problems), files.sightings(), memory)


def reread(reading: ProjectContent, path: str, memory: DocumentCache) -> ProjectContent | None:
    """The reading with one of its documents read again; None where all has to be: where the file is not one
    of them, or is not there any more."""
    before, reader = reading.entries.read.get(path), reading.reader
    if before is None or not _lies_there(reader.root, path):
        return None
    fresh = reader(reading.entries.places[path])
    if fresh.problem is not None:
        return None
    entry = memory.learn(fresh)
    memory.write()
    entries = msgspec.structs.replace(reading.entries, read={**reading.entries.read, path: entry})
    core = reading.content.core if before.essence == entry.essence else ""
    return _reading(entries, reading.beside, reader, reading.problems, reading.sightings, memory, core)


def _lies_there(root: Path, path: str) -> bool:
    """Whether no link leads from a path to another place."""
    return (root / path).resolve() == root.resolve() / path


def _reading(
    entries: DocumentSet,
    beside: OtherFiles,
    reader: Reader,
    problems: tuple[Problem, ...],
    sightings: FileStates,
    memory: DocumentCache,
    core: str = "",
) -> ProjectContent:
    """All together. `core` is the digest of what linking works on, where it is known."""
    sound, read = entries.sound, entries.read.values()
    expiries = entries.expiries
    files = (*beside.files.values(), *beside.static)
    digests = {path: entry.digest for path, entry in sound.items()}
    core = core or core_digest(digests, beside.pictures.values(), files, entries.places.values(), expiries)
    of_documents = [problem for entry in read if entry.problems for problem in entry.problems]
    content = Content(
        documents=LazyDocuments(memory, sound),
        images=beside.pictures,
        files=beside.files,
        static=beside.static,
        places=entries.places,
        expiries=expiries,
        data=beside.data,
        theme=beside.theme,
        digests=digests,
        bodies={path: entry.body for path, entry in sound.items()},
        key=content_digest(core, beside.digests, beside.theme),
        core=core,
        problems=(*problems, *entries.problems, *of_documents, *beside.problems),
    )
    return ProjectContent(
        content, LazySourceInfos(memory, sound), sightings, entries.fresh, entries, beside, reader, problems
    )


def _content(files: Files, config: Config, places: Layout, problems: list[Problem]) -> Walk:
    """Everything below all languages' roots; what is wrong there goes to `problems`."""
    found = [files.walk(folder, suffixes=config.content.suffixes) for folder in outermost_roots(places)]
    problems += [problem for one in found for problem in one.problems]
    problems += _missing_roots(files.root, config)
    stamps = {path: stamp for one in found for path, stamp in one.stamps.items()}
    return Walk(stamps, (), {path: target for one in found for path, target in one.targets.items()})


def _missing_roots(root: Path, config: Config) -> Iterable[Problem]:
    """A problem of the configuration for each content folder that is not there, or is no folder."""
    named = {f"languages.{lang}.root": own.root for lang, own in config.languages.items()}
    known = set[str]()
    for key, folder in (named or {"content.root": config.content.root}).items():
        name = (folder or config.content.root).strip("/")
        if name in known:
            continue
        known.add(name)
        if not is_folder(root / name):
            message = f"There is no content folder `{name}`: the site would be empty."
            if folder and len(named) > 1:
                message = (
                    f"There is no content folder `{name}`: the site would have nothing in this language."
                )
            hint = did_you_mean(
                name, _folders_near(root / name, root), "Make the folder, or correct its name."
            )
            yield problem_at(
                CONFIGURATION, key if folder else "content.root", "missing-content", message, hint
            )


def _folders_near(missing: Path, root: Path) -> Iterable[str]:
    """The folders that lie where another one is looked for, by their paths in the project."""
    try:
        beside = [entry for entry in missing.parent.iterdir() if not entry.name.startswith(".")]
    except OSError:
        return ()
    return [entry.relative_to(root).as_posix() for entry in beside if is_folder(entry)]


def document_options(config: Config) -> tuple[DocumentOptions, list[Problem]]:
    """What reading documents depends on, out of the configuration."""
    matter, problems = matter_options(config)
    languages = tuple(sorted({config.language, *config.languages}))
    return DocumentOptions(matter, config.markdown, languages), problems
