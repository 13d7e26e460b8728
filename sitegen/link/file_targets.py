"""The files that documents can refer to, and the addresses of these files."""

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

#: Kinds whose `_index.md` describes a folder of other documents; the files in it do not belong to it.
_DESCRIPTIONS = (Kind.SECTION, Kind.HOME, Kind.INDEX)


def bundle_folder(kind: Kind, path: str) -> str:
    """The folder whose files belong to the document at `path`; empty for a single-file document."""
    folder, _, name = path.rpartition("/")
    if not name.startswith(_BUNDLES) or kind in _DESCRIPTIONS:
        return ""
    return folder if name.split(".", maxsplit=1)[0] in _BUNDLES else ""


def beside(source: str, written: str) -> str:
    """The path of `written`, relative to the folder of the document at `source`."""
    folder = source.rpartition("/")[0]
    return posixpath.normpath(f"{folder}/{written}" if folder else written)


class Bundles(Struct, frozen=True, gc=False):
    """Folders that belong to one document."""

    folders: Mapping[str, tuple[str, ...]]
    """By folder, the paths of the document and of its translations in the same folder (`index.es.md`)."""
    shared: frozenset[str]
    """Folders with any documents."""

    def owner_of(self, path: str) -> str | None:
        """The bundle that a file belongs to; folders of other documents in a bundle are not part of it."""
        folder = posixpath.dirname(path)
        while folder:
            if folder in self.folders:
                return folder
            if folder in self.shared:
                return None
            folder = posixpath.dirname(folder)
        return None


def find_bundles(documents: Iterable[ContentPath]) -> Bundles:
    """The folders that belong to one of these documents."""
    ordered = sorted(documents, key=lambda document: (len(document.path), document.path))
    folders: dict[str, tuple[str, ...]] = {}
    for document in ordered:
        if bundle := bundle_folder(document.kind, document.path):
            folders[bundle] = (*folders.get(bundle, ()), document.path)
    return Bundles(folders, frozenset(document.path.rpartition("/")[0] for document in ordered))


class FileTargets(Struct, frozen=True, gc=False):
    """The addresses that the project's files have if they are published, by path from the project's root."""

    roots: tuple[str, ...]
    """The content folders, the longest first."""
    addresses: Mapping[str, Address]
    by_output: Mapping[str, str] = {}
    """The paths of files in the content folders, by their outputs."""

    def roots_for(self, source: str) -> list[str]:
        """The content folders in the order of lookups from `source`: its own folder comes first."""
        return sorted(self.roots, key=lambda root: not source.startswith(f"{root}/"))

    def find(self, source: str, target: str) -> str | None:
        """The path of the file that `target` refers to in the document at `source`; None if there is none.

        A path with a leading slash is looked up in `static/`, then in the content folders.
        """
        found = self._find(source, target)
        return self._find(source, unquote(target)) if found is None and "%" in target else found

    def _find(self, source: str, written: str) -> str | None:
        if not written.startswith("/"):
            path = beside(source, written)
            return path if path in self.addresses else None
        static = f"static{written}"
        if static in self.addresses or (static := posixpath.normpath(static)) in self.addresses:
            return static
        paths = (posixpath.normpath(f"{root}{written}") for root in self.roots_for(source))
        return next((path for path in paths if path in self.addresses), None)


def file_targets(
    content: Content,
    roots: Mapping[str, str],
    base: str,
    shown: Mapping[str, Address],
    bundles: Bundles,
    rules: RefusalRules,
) -> FileTargets:
    """The addresses of the content's files.

    `roots` maps content folders to their output prefixes; `shown` maps bundles to the addresses of their
    documents, if these are shown.
    """
    addresses = {file.path: address(base, file.name) for file in content.static}
    for path, file in content.files.items():
        if file.target and not _is_public(file.target, content, shown, bundles):
            continue
        if file.target and rules.is_withheld(file.target, path):
            continue
        bundle = bundles.owner_of(path)
        if bundle is None:
            addresses[path] = address(base, _unbundled_path(path, roots))
        elif bundle in shown:
            folder = _folder_of(shown[bundle].output)
            addresses[path] = address(base, posixpath.join(folder, path[len(bundle) + 1 :]))
    by_output = {addresses[path].output: path for path in content.files if path in addresses}
    return FileTargets(tuple(sorted(roots, key=len, reverse=True)), addresses, by_output)


def _folder_of(output: str) -> str:
    """The folder for a page's files: that of its `index.html`, or `x/` for `x.html`."""
    folder, _, name = output.rpartition("/")
    return folder if name == "index.html" else output.rpartition(".")[0]


def _is_public(path: str, content: Content, shown: Mapping[str, Address], bundles: Bundles) -> bool:
    """Whether the target of a symbolic link may be published itself."""
    bundle = bundles.owner_of(path)
    return path in content.files and (bundle is None or bundle in shown)


def _unbundled_path(path: str, roots: Mapping[str, str]) -> str:
    """The output path of a file outside bundles: its path below the content folder."""
    root = max((root for root in roots if path.startswith(root + "/")), key=len)
    return roots[root] + path[len(root) + 1 :]
