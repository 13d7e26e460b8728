"""What a file is by where it lies: its kind, its language and its id."""

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
    """Where the configuration puts things: the languages' roots, and the folders of the kinds."""

    roots: tuple[tuple[str, str], ...]
    """(folder, language), the longest folder first."""
    folders: tuple[tuple[str, str], ...]
    """(folder below a root, its name: `authors`, `tags`, …), the longest first."""
    named: frozenset[str]
    """Folders of pages that are part of their pages' ids: all but the first."""
    suffixes: tuple[str, ...]
    languages: frozenset[str] = frozenset()
    """The languages that a file's name may end with: `article.es.md`."""
    starts: tuple[str, ...] = ()
    """The folders that the configuration names, whose own names may begin with `_`."""


def layout(config: Config) -> Layout:
    """The places that a configuration names."""
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


def outermost_roots(places: Layout) -> tuple[str, ...]:
    """The languages' roots that lie in no other one, in which all content is found."""
    roots = sorted((root for root, _ in places.roots), key=len)
    return tuple(root for root in roots if not any(root.startswith(f"{other}/") for other in roots))


def is_document(path: str, places: Layout) -> bool:
    """Whether a file is a document, by its suffix."""
    return path.endswith(places.suffixes)


def place_of(path: str, places: Layout) -> ContentPath | None:
    """What the document at `path` is; None for a description (`_index.md`) of a folder that has no page."""
    for root, lang in places.roots:
        if path.startswith(root + "/"):
            return _below(path, *_in_language(path[len(root) + 1 :], lang, places), places)
    raise ValueError(f"{path} lies in no content folder")


def _in_language(inner: str, lang: str, places: Layout) -> tuple[str, str]:
    """A path below a root without its suffix, and its language: the one that the name ends with (`a.es.md`),
    or the root's."""
    suffix = next(suffix for suffix in places.suffixes if inner.endswith(suffix))
    stem = inner[: -len(suffix)]
    name, dot, ending = stem.rpartition(".")
    if dot and ending in places.languages and not name.endswith("/"):
        return name, ending
    return stem, lang


def _is_draft(path: str, stem: str, places: Layout) -> bool:
    """Whether a document is never published because of a name that begins with `_`."""
    if "/_" not in path:
        return False
    name = stem.rpartition("/")[2]
    return (name.startswith("_") and name != _INDEX) or private_folder(path, places.starts) != ""


def _below(path: str, inner: str, lang: str, places: Layout) -> ContentPath | None:
    place = _placed(path, inner, lang, places)
    if place is None or not _is_draft(path, inner, places):
        return place
    return replace(place, draft=True)


def _placed(path: str, inner: str, lang: str, places: Layout) -> ContentPath | None:
    for folder, name in places.folders:
        if inner.startswith(folder + "/"):
            kept = "" if folder not in places.named else f"{folder}/"
            return _in_folder(path, kept + inner[len(folder) + 1 :], name, lang)
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
