"""Which file a document means by a name, and where that file is published."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from msgspec import Struct

from sitegen.link.refused_files import RefusalRules
from sitegen.link.urls import address
from sitegen.model.documents import Content, ContentPath
from sitegen.model.front_matter import Kind
from sitegen.model.site import Address

_BUNDLES = ("index", "_index")

#: Kinds whose `_index.md` describes a folder of other documents, whose files are not its own.
_DESCRIPTIONS = (Kind.SECTION, Kind.HOME, Kind.INDEX)


def bundle_of(kind: Kind, path: str) -> str:
    """The folder whose files belong to the document at `path`; empty for a document that is a single file."""
    folder, _, name = path.rpartition("/")
    if not name.startswith(_BUNDLES) or kind in _DESCRIPTIONS:
        return ""
    return folder if name.split(".", maxsplit=1)[0] in _BUNDLES else ""


def beside(source: str, written: str) -> str:
    """The path of what `written` names in the folder of the document at `source`."""
    folder = source.rpartition("/")[0]
    return posixpath.normpath(f"{folder}/{written}" if folder else written)


class Bundles(Struct, frozen=True, gc=False):
    """Which folders belong to one document: `folders`; `shared` are those in which other documents lie."""

    folders: Mapping[str, tuple[str, ...]]
    """The document's path, by its folder, and those of its versions in other languages (`index.es.md`)."""
    shared: frozenset[str]

    def owner_of(self, path: str) -> str | None:
        """The bundle that a file belongs to: it ends where another document's folder begins."""
        folder = posixpath.dirname(path)
        while folder:
            if folder in self.folders:
                return folder
            if folder in self.shared:
                return None
            folder = posixpath.dirname(folder)
        return None


def bundles_of(places: Iterable[ContentPath]) -> Bundles:
    """The bundles among all documents' places."""
    everything = list(places)
    folders: dict[str, tuple[str, ...]] = {}
    for place in sorted(everything, key=lambda place: (len(place.path), place.path)):
        if bundle := bundle_of(place.kind, place.path):
            folders[bundle] = (*folders.get(bundle, ()), place.path)
    return Bundles(folders, frozenset(place.path.rpartition("/")[0] for place in everything))


class FileTargets(Struct, frozen=True, gc=False):
    """Where every file of the project would be published, if it is: by its path from the project's root."""

    roots: tuple[str, ...]
    """The content folders, the longest first."""
    places: Mapping[str, Address]
    by_output: Mapping[str, str] = {}
    """The paths of files of the content folders again, by their outputs."""

    def roots_for(self, source: str) -> list[str]:
        """The content folders in the order in which a path from `source` is tried: its own first."""
        return sorted(self.roots, key=lambda root: not source.startswith(f"{root}/"))

    def find(self, source: str, target: str) -> str | None:
        """The path of the file that `target` means in the document at `source`; None where there is none.

        A path with a leading slash is one of `static/`, or else of the content folder.
        """
        found = self._find(source, target)
        return self._find(source, unquote(target)) if found is None and "%" in target else found

    def _find(self, source: str, written: str) -> str | None:
        if not written.startswith("/"):
            path = beside(source, written)
            return path if path in self.places else None
        static = f"static{written}"
        if static in self.places or (static := posixpath.normpath(static)) in self.places:
            return static
        paths = (posixpath.normpath(f"{root}{written}") for root in self.roots_for(source))
        return next((path for path in paths if path in self.places), None)


def shelf(
    content: Content,
    roots: Mapping[str, str],
    base: str,
    shown: Mapping[str, Address],
    bundles: Bundles,
    rules: RefusalRules,
) -> FileTargets:
    """Put every file in its place.

    `roots` are content folders with their output prefix, and `shown` the addresses of those bundles whose
    document is part of this build.
    """
    places = {file.path: address(base, file.name) for file in content.static}
    for path, file in content.files.items():
        if file.target and not _is_public(file.target, content, shown, bundles):
            continue
        if file.target and rules.is_withheld(file.target, path):
            continue
        bundle = bundles.owner_of(path)
        if bundle is None:
            places[path] = address(base, _loose(path, roots))
        elif bundle in shown:
            folder = _folder_of(shown[bundle].output)
            places[path] = address(base, posixpath.join(folder, path[len(bundle) + 1 :]))
    by_output = {places[path].output: path for path in content.files if path in places}
    return FileTargets(tuple(sorted(roots, key=len, reverse=True)), places, by_output)


def _folder_of(output: str) -> str:
    """The folder of a page's own files: of one that is a file with a name of its own, the one beside it."""
    folder, _, name = output.rpartition("/")
    return folder if name == "index.html" else output.rpartition(".")[0]


def _is_public(path: str, content: Content, shown: Mapping[str, Address], bundles: Bundles) -> bool:
    """Whether a file may be published where it really lies, so that a link may show it elsewhere."""
    bundle = bundles.owner_of(path)
    return path in content.files and (bundle is None or bundle in shown)


def _loose(path: str, roots: Mapping[str, str]) -> str:
    """A file beside single-file documents keeps its path below the content folder."""
    root = max((root for root in roots if path.startswith(root + "/")), key=len)
    return roots[root] + path[len(root) + 1 :]
