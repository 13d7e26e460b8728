"""Files of the content folder that no document names, and texts that are no documents by their names."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator
from urllib.parse import unquote

from sitegen.config.settings import Attachments
from sitegen.lazy_regex import lazy_pattern
from sitegen.link.context import LinkContext
from sitegen.link.file_kinds import is_text
from sitegen.model.documents import Content, Document
from sitegen.problems import Problem

_QUERY = lazy_pattern("[?#]")
#: Names that a warning of a folder lists.
_LISTED = 3


#: What a document names, by its path.
Named = Callable[[str], Iterable[str]]


def unused(
    content: Content, context: LinkContext, used: Collection[str], targets_named: Named
) -> list[Problem]:
    """A warning for each folder with files that no document names, shown or not, and for each with texts that
    are no documents.

    `used` are the paths of files that are published anyway, in whatever form. Beside a document that is not
    shown nothing is missed yet. `targets_named` is only asked where there are files of which it is not clear.
    """
    suffixes = context.targets.suffixes
    texts = {path for path in content.files if is_text(path, suffixes)}
    spare = [path for path in content.files.keys() - texts if path not in used and _is_public(path, context)]
    if spare:
        named = _named(context, spare, targets_named)
        spare = [path for path in spare if path not in named]
    is_whole = context.config.content.attachments is Attachments.ALL

    def unused_in(paths: list[str]) -> Problem:
        return _unused(paths, may_be_whole=not is_whole and context.bundles.owner_of(paths[0]) is not None)

    return [
        *_by_folder(spare, unused_in),
        *_by_folder(texts, lambda paths: _no_documents(paths, suffixes[0])),
    ]


def _is_public(path: str, context: LinkContext) -> bool:
    if context.targets.rules.is_withheld(path):
        return False
    owner = context.bundles.owner_of(path)
    return owner is None or any(path in context.addresses for path in context.bundles.folders[owner])


def _named(context: LinkContext, paths: Iterable[str], targets_named: Named) -> set[str | None]:
    """The files that documents name, as far as they may be any of `paths`."""
    names = {posixpath.basename(path) for path in paths}
    targets = context.targets
    return {
        targets.shelf.find(document.path, target) or targets.shelf.by_output.get(target.lstrip("/"))
        for document in context.documents
        for target in targets_named(document.path)
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
