"""Which file a document means by a name, and where that file is published."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Set
from urllib.parse import unquote

from msgspec import Struct

from sitegen.link.urls import address
from sitegen.model.content import Kind
from sitegen.model.documents import Content
from sitegen.model.site import Address

_BUNDLES = ("index", "_index")

#: Kinds whose `_index.md` describes a folder of other documents, whose files are not its own.
_DESCRIPTIONS = (Kind.SECTION, Kind.HOME, Kind.INDEX)


def bundle_of(kind: Kind, path: str) -> str:
    """The folder whose files belong to the document at `path`; empty for a document that is a single file."""
    folder, _, name = path.rpartition("/")
    return folder if name.split(".")[0] in _BUNDLES and kind not in _DESCRIPTIONS else ""


class Shelf(Struct, frozen=True):
    """Where every file of the project would be published, if it is: by its path from the project's root."""

    root: str
    """The content folder."""
    places: Mapping[str, Address]
    hidden: frozenset[str]
    """Files of documents that are not shown."""

    def find(self, source: str, target: str) -> str | None:
        """The path of the file that `target` means in the document at `source`; None where there is none.

        A path with a leading slash is one of `static/`, or else of the content folder.
        """
        for written in dict.fromkeys((target, unquote(target))):
            if written.startswith("/"):
                candidates = [f"static{written}", f"{self.root}{written}"]
            else:
                candidates = [posixpath.join(posixpath.dirname(source), written)]
            for candidate in map(posixpath.normpath, candidates):
                if candidate in self.places:
                    return candidate
        return None


def shelf(
    content: Content,
    roots: Mapping[str, str],
    base: str,
    shown: Mapping[str, Address],
    bundles: frozenset[str],
) -> Shelf:
    """Put every file in its place.

    `roots` are content folders with their output prefix, `bundles` all folders that belong to a document, and
    `shown` the addresses of those whose document is part of this build.
    """
    places = {file.path: address(base, file.name) for file in content.static}
    hidden: set[str] = set()
    for path in content.files:
        bundle = owner_of(path, bundles)
        if bundle is None:
            places[path] = address(base, _loose(path, roots))
        elif bundle in shown:
            folder = posixpath.dirname(shown[bundle].output)
            places[path] = address(base, posixpath.join(folder, path[len(bundle) + 1 :]))
        else:
            hidden.add(path)
    return Shelf(min(roots, key=len), places, frozenset(hidden))


def owner_of(path: str, bundles: Set[str]) -> str | None:
    """The folder of the document that a file belongs to."""
    folder = posixpath.dirname(path)
    while folder:
        if folder in bundles:
            return folder
        folder = posixpath.dirname(folder)
    return None


def _loose(path: str, roots: Mapping[str, str]) -> str:
    """A file beside single-file documents keeps its path below the content folder."""
    root = max((root for root in roots if path.startswith(root + "/")), key=len)
    return roots[root] + path[len(root) + 1 :]
