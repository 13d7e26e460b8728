"""Files of the content folder that no document names, and texts that are no documents by their names."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator
from urllib.parse import unquote

from sitegen.config import Attachments
from sitegen.link.ground import Ground
from sitegen.link.natures import is_text
from sitegen.model.documents import Content, Document
from sitegen.patterns import lazy_pattern
from sitegen.problems import Problem

_QUERY = lazy_pattern("[?#]")
#: Names that a warning of a folder lists.
_LISTED = 3


#: What a document names, by its path.
Named = Callable[[str], Iterable[str]]


def unused(content: Content, ground: Ground, used: Collection[str], targets: Named) -> list[Problem]:
    """A warning for each folder with files that no document names, shown or not, and for each with texts that
    are no documents.

    `used` are the paths of files that are published anyway, in whatever form. Beside a document that is not
    shown nothing is missed yet. `targets` is only asked where there are files of which it is not clear.
    """
    suffixes = ground.territory.suffixes
    texts = {path for path in content.files if is_text(path, suffixes)}
    spare = [path for path in content.files.keys() - texts if path not in used and _is_public(path, ground)]
    if spare:
        named = _named(ground, spare, targets)
        spare = [path for path in spare if path not in named]
    is_whole = ground.config.content.attachments is Attachments.ALL

    def unused_in(paths: list[str]) -> Problem:
        return _unused(paths, may_be_whole=not is_whole and ground.bundles.owner_of(paths[0]) is not None)

    return [
        *_by_folder(spare, unused_in),
        *_by_folder(texts, lambda paths: _no_documents(paths, suffixes[0])),
    ]


def _is_public(path: str, ground: Ground) -> bool:
    if ground.territory.rules.is_withheld(path):
        return False
    owner = ground.bundles.owner_of(path)
    return owner is None or any(path in ground.addresses for path in ground.bundles.folders[owner])


def _named(ground: Ground, paths: Iterable[str], targets: Named) -> set[str | None]:
    """The files that documents name, as far as they may be any of `paths`."""
    names = {posixpath.basename(path) for path in paths}
    land = ground.territory
    return {
        land.shelf.find(document.path, target) or land.shelf.by_output.get(target.lstrip("/"))
        for document in ground.documents
        for target in targets(document.path)
        if {posixpath.basename(target), posixpath.basename(unquote(target))} & names
    }


def targets_of(document: Document, suffixes: tuple[str, ...]) -> Iterator[str]:
    """What a document names that may be a file: in its text, and as its picture."""
    for ref in document.outline.refs:
        path = _QUERY.split(ref.target, maxsplit=1)[0]
        if path and "://" not in ref.target and not path.endswith(suffixes):
            yield path
    for key in ("photo", "cover"):
        if photo := getattr(document.matter, key, None):
            yield photo.src


def _by_folder(paths: Iterable[str], problem: Callable[[list[str]], Problem]) -> Iterator[Problem]:
    folders: dict[str, list[str]] = {}
    for path in sorted(paths):
        folders.setdefault(posixpath.dirname(path), []).append(path)
    return map(problem, folders.values())


def _unused(paths: list[str], *, may_be_whole: bool) -> Problem:
    what = "this file, so it is" if len(paths) == 1 else f"{_listed(paths)}, so they are"
    message = f"No document names {what} not published."
    hint = "Link to it, put it into `static/`, or remove it."
    if may_be_whole:
        hint += " `content.attachments: all` publishes what lies beside an `index.md`."
    return Problem(_place(paths), 0, 0, "unused-file", message, hint)


def _no_documents(paths: list[str], suffix: str) -> Problem:
    what = "This file is" if len(paths) == 1 else f"{_listed(paths)} are"
    message = f"{what} not read as a document and not published: documents end in `{suffix}`."
    hint = f"Rename it to end in `{suffix}`, add its ending to `content.suffixes`, or remove it."
    return Problem(_place(paths), 0, 0, "not-a-document", message, hint)


def _place(paths: list[str]) -> str:
    """What a warning is about: the one file, or the folder of several."""
    return paths[0] if len(paths) == 1 else posixpath.dirname(paths[0])


def _listed(paths: list[str]) -> str:
    names = ", ".join(f"`{posixpath.basename(path)}`" for path in paths[:_LISTED])
    more = f" and {len(paths) - _LISTED} more" if len(paths) > _LISTED else ""
    return f"{len(paths)} files of this folder ({names}{more})"
