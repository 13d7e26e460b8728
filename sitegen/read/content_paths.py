"""The kind, language and id of a document, from its path."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from sitegen.config.settings import FOLDER_KINDS, Config, content_roots
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import ContentPath
from sitegen.model.front_matter import Kind
from sitegen.private_folders import configured_folders, private_folder
from sitegen.slugs import tag_slug

_DATE_PREFIX = lazy_pattern(r"^(\d{4}-\d{1,2}-\d{1,2})-(?=.)")
_INDEX = "_index"
_BUNDLE = "index"


class Layout(Struct, frozen=True):
    """The folders of languages and kinds, from the configuration."""

    roots: tuple[tuple[str, str], ...]
    """(folder, language), the longest folder first."""
    folders: tuple[tuple[str, str], ...]
    """(folder below a root, its name: `authors`, `tags`, …), the longest first."""
    named: frozenset[str]
    """Folders of pages that are part of the pages' ids: all but the first."""
    suffixes: tuple[str, ...]
    languages: frozenset[str] = frozenset()
    """The languages that file names may end with: `article.es.md`."""
    starts: tuple[str, ...] = ()
    """The folders named in the configuration. Their names may begin with `_`."""


def layout_of(config: Config) -> Layout:
    """The layout of a configuration."""
    roots = content_roots(config)
    folders = [
        (folder.strip("/"), name)
        for name in FOLDER_KINDS
        for folder in config.content.folders.get(name, (name,))
    ]
    pages = [folder for folder, name in folders if name == "pages"]
    return Layout(
        tuple(sorted(roots.items(), key=_longest_first)),
        tuple(sorted(folders, key=_longest_first)),
        frozenset(pages[1:]),
        tuple(sorted(config.content.suffixes, key=len, reverse=True)),
        frozenset(config.languages),
        configured_folders(config),
    )


def _longest_first(pair: tuple[str, str]) -> tuple[int, tuple[str, str]]:
    return (-len(pair[0]), pair)


def outermost_roots(layout: Layout) -> tuple[str, ...]:
    """The languages' roots that are not inside another one."""
    roots = sorted((root for root, _ in layout.roots), key=len)
    return tuple(root for root in roots if not any(root.startswith(f"{other}/") for other in roots))


def is_document(path: str, layout: Layout) -> bool:
    """Whether a file is a document, by its suffix."""
    return path.endswith(layout.suffixes)


def content_path_of(path: str, layout: Layout) -> ContentPath | None:
    """The content path of a document; None for a description (`_index.md`) of a folder without a page."""
    for root, lang in layout.roots:
        if path.startswith(root + "/"):
            return _content_path(path, *_in_language(path[len(root) + 1 :], lang, layout), layout)
    raise ValueError(f"{path} is in no content folder")


def _in_language(inner: str, lang: str, layout: Layout) -> tuple[str, str]:
    """A path in a root without its suffix, and its language: from the name (`a.es.md`), else the root's."""
    suffix = next(suffix for suffix in layout.suffixes if inner.endswith(suffix))
    stem = inner[: -len(suffix)]
    name, dot, ending = stem.rpartition(".")
    if dot and ending in layout.languages and not name.endswith("/"):
        return name, ending
    return stem, lang


def _is_draft(path: str, stem: str, layout: Layout) -> bool:
    """Whether a name that begins with `_` makes the document a draft."""
    if "/_" not in path:
        return False
    name = stem.rpartition("/")[2]
    return (name.startswith("_") and name != _INDEX) or private_folder(path, layout.starts) != ""


def _content_path(path: str, inner: str, lang: str, layout: Layout) -> ContentPath | None:
    found = _published_path(path, inner, lang, layout)
    if found is None or not _is_draft(path, inner, layout):
        return found
    return replace(found, draft=True)


def _published_path(path: str, inner: str, lang: str, layout: Layout) -> ContentPath | None:
    for folder, name in layout.folders:
        if inner.startswith(folder + "/"):
            prefix = "" if folder not in layout.named else f"{folder}/"
            return _in_folder(path, prefix + inner[len(folder) + 1 :], name, lang)
    *folders, stem = inner.split("/")
    if stem == _INDEX:
        return _description(path, folders, lang)
    if stem == _BUNDLE:
        if len(folders) < 2:
            return _description(path, folders, lang)
        *folders, stem = folders
    id_, date = _dated([*folders, stem])
    return ContentPath(path, Kind.ARTICLE, lang, id_, folders[0] if folders else "", date)


def _description(path: str, folders: list[str], lang: str) -> ContentPath | None:
    if not folders:
        return ContentPath(path, Kind.HOME, lang, "")
    if len(folders) == 1:
        return ContentPath(path, Kind.SECTION, lang, folders[0], folders[0])
    return None


def _in_folder(path: str, inner: str, name: str, lang: str) -> ContentPath | None:
    kind = FOLDER_KINDS[name]
    *folders, stem = inner.split("/")
    if stem in (_INDEX, _BUNDLE):
        if not folders:
            return None if kind is Kind.PAGE else ContentPath(path, Kind.INDEX, lang, name)
        *folders, stem = folders
    parts = [*folders, stem]
    if kind is Kind.TAG:
        return ContentPath(path, kind, lang, tag_slug("/".join(parts), lang))
    return ContentPath(path, kind, lang, "/".join(parts))


def _dated(parts: list[str]) -> tuple[str, str]:
    match = _DATE_PREFIX.match(parts[-1])
    if not match:
        return "/".join(parts), ""
    return "/".join([*parts[:-1], parts[-1][match.end() :]]), match[1]
