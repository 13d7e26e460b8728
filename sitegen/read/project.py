"""Read all files of a project; unchanged documents come from the cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct, structs

from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.digest import digest_in_order
from sitegen.model.documents import Content, ContentPath, Expiry, File, ImageInfo, SourceInfo, Theme
from sitegen.problems import Problem, did_you_mean, problem_at
from sitegen.read.content_paths import Layout, is_document, layout_of, outermost_roots
from sitegen.read.document import DocumentOptions
from sitegen.read.document_cache import DocumentCache, LazyDocuments, LazySourceInfos, Reader
from sitegen.read.document_set import DocumentSet, read_documents
from sitegen.read.file_state import Files, FileStates
from sitegen.read.options import matter_options
from sitegen.read.other_files import OtherFiles, read_other_files
from sitegen.read.walk import Walk, is_folder
from sitegen.store import Store
from sitegen.workers import Workers

_ONE_PROCESS = Workers(1)


class ProjectContent(Struct, frozen=True, gc=False):
    """The content for linking, source infos by path, and what is needed to read a single document again."""

    content: Content
    source_infos: Mapping[str, SourceInfo]
    file_states: FileStates
    documents: DocumentSet
    others: OtherFiles
    reader: Reader
    problems: tuple[Problem, ...]
    """Problems of folders and options."""


def read(
    files: Files,
    config: Config,
    store: Store,
    version: str = "",
    workers: Workers = _ONE_PROCESS,
    cache: DocumentCache | None = None,
) -> ProjectContent:
    """Read a project, and save what was read in the store.

    `version` identifies the code that reads: what other code has read is read again. `cache` has the
    documents that this process read before.
    """
    layout = layout_of(config)
    files.content_roots = outermost_roots(layout)
    walk = _walk_roots(files, config, layout)
    paths = sorted(walk.stamps)
    options, problems = document_options(config)
    reader = Reader(files.root, layout, options, version)
    document_paths = [path for path in paths if is_document(path, layout)]
    cache = cache or DocumentCache(store)
    documents = read_documents(document_paths, layout, reader, files, cache, workers)
    other_paths = [path for path in paths if not is_document(path, layout)]
    others = read_other_files(other_paths, walk.targets, files, config.theme, store, version)
    all_problems = (*walk.problems, *problems)
    content = _content(documents, others, all_problems, cache)
    source_infos = LazySourceInfos(cache, documents.readable)
    return ProjectContent(content, source_infos, files.states(), documents, others, reader, all_problems)


def reread(project: ProjectContent, path: str, cache: DocumentCache) -> ProjectContent | None:
    """Read one document again. None if the whole project must be read: the file is missing or no document."""
    before, reader = project.documents.cached.get(path), project.reader
    if before is None or _is_linked(reader.root, path):
        return None
    fresh = reader(project.documents.content_paths[path])
    if isinstance(fresh, Problem):
        return None
    document = cache.add(fresh)
    cache.write()
    documents = structs.replace(project.documents, cached={**project.documents.cached, path: document})
    core = project.content.core if before.link_key == document.link_key else ""
    content = _content(documents, project.others, project.problems, cache, core)
    source_infos = LazySourceInfos(cache, documents.readable)
    return structs.replace(project, content=content, source_infos=source_infos, documents=documents)


def _is_linked(root: Path, path: str) -> bool:
    """Whether a symbolic link is part of the path."""
    return (root / path).resolve() != root.resolve() / path


def _content(
    documents: DocumentSet,
    others: OtherFiles,
    problems: tuple[Problem, ...],
    cache: DocumentCache,
    core: str = "",
) -> Content:
    """All content. `core` is its `core_digest`, if known."""
    readable, cached = documents.readable, documents.cached.values()
    expiries = documents.expiries
    files = (*others.files.values(), *others.static)
    digests = {path: document.digest for path, document in readable.items()}
    core = core or core_digest(
        digests, others.images.values(), files, documents.content_paths.values(), expiries
    )
    in_documents = [problem for document in cached if document.problems for problem in document.problems]
    return Content(
        documents=LazyDocuments(cache, readable),
        images=others.images,
        files=others.files,
        static=others.static,
        content_paths=documents.content_paths,
        expiries=expiries,
        data=others.data,
        theme=others.theme,
        digests=digests,
        bodies={path: document.body for path, document in readable.items()},
        key=content_digest(core, others.digests, others.theme),
        core=core,
        problems=(*problems, *documents.problems, *in_documents, *others.problems),
    )


class _HasPath(Protocol):
    @property
    def path(self) -> str: ...


def core_digest(
    documents: Mapping[str, str],
    images: Iterable[ImageInfo],
    files: Iterable[File],
    content_paths: Iterable[ContentPath],
    expiries: Iterable[Expiry],
) -> str:
    """The digest of everything that linking depends on, independent of its order.

    `documents` has the documents' digests by path.
    """
    in_order = [documents[path] for path in sorted(documents)]
    others = (images, files, content_paths, expiries)
    return digest_in_order((in_order, *(sorted(values, key=_path) for values in others)))


def content_digest(core: str, data: Mapping[str, str], theme: Theme) -> str:
    """The digest of core, data and theme. `data` has the data files' digests by name."""
    return digest_in_order((core, sorted(data.items()), theme.digest))


def _path(value: _HasPath) -> str:
    return value.path


def _walk_roots(files: Files, config: Config, layout: Layout) -> Walk:
    """All files in the content folders."""
    walks = [files.walk(folder, suffixes=config.content.suffixes) for folder in outermost_roots(layout)]
    stamps = {path: stamp for walk in walks for path, stamp in walk.stamps.items()}
    problems = [problem for walk in walks for problem in walk.problems]
    problems += _missing_roots(files.root, config)
    targets = {path: target for walk in walks for path, target in walk.targets.items()}
    return Walk(stamps, tuple(problems), targets)


def _missing_roots(root: Path, config: Config) -> Iterable[Problem]:
    """A problem for each content folder that is missing or is not a folder."""
    named = {f"languages.{lang}.root": own.root for lang, own in config.languages.items()}
    known = set[str]()
    for key, folder in (named or {"content.root": config.content.root}).items():
        name = (folder or config.content.root).strip("/")
        if name in known:
            continue
        known.add(name)
        if not is_folder(root / name):
            message = f"The content folder `{name}` does not exist: the site would be empty."
            if folder and len(named) > 1:
                message = f"The content folder `{name}` does not exist: this language would have no pages."
            hint = did_you_mean(
                name, _nearby_folders(root / name, root), "Create the folder, or correct its name."
            )
            yield problem_at(
                CONFIGURATION, key if folder else "content.root", "missing-content", message, hint
            )


def _nearby_folders(missing: Path, root: Path) -> Iterable[str]:
    """The folders next to a missing one, by their paths in the project."""
    try:
        siblings = [entry for entry in missing.parent.iterdir() if not entry.name.startswith(".")]
    except OSError:
        return ()
    return [entry.relative_to(root).as_posix() for entry in siblings if is_folder(entry)]


def document_options(config: Config) -> tuple[DocumentOptions, list[Problem]]:
    """The part of the configuration that reading documents depends on."""
    matter, problems = matter_options(config)
    languages = tuple(sorted({config.language, *config.languages}))
    return DocumentOptions(matter, config.markdown, languages), problems
