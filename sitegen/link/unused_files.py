"""Warnings about unused files in content folders, and about texts with a wrong suffix."""

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
#: Most file names that a warning lists.
_MAX_LISTED = 3

TargetsOf = Callable[[str], Iterable[str]]
"""Gives the targets of a document's references by its path."""


def unused_files(
    content: Content, context: LinkContext, used: Collection[str], targets_of: TargetsOf
) -> list[Problem]:
    """A warning for each folder with files that no document refers to, or with texts that are not documents.

    `used` are the paths of published files. Files of unpublished documents are not reported. `targets_of` is
    only called if some files may be unused.
    """
    suffixes = context.targets.suffixes
    texts = {path for path in content.files if is_text(path, suffixes)}
    unused = [path for path in content.files.keys() - texts if path not in used and _is_public(path, context)]
    if unused:
        referenced = _referenced(context, unused, targets_of)
        unused = [path for path in unused if path not in referenced]
    has_attachments = context.config.content.attachments is Attachments.ALL

    def problem(paths: list[str]) -> Problem:
        is_attachment = not has_attachments and context.bundles.owner_of(paths[0]) is not None
        return _unused(paths, is_attachment=is_attachment)

    return [
        *_by_folder(unused, problem),
        *_by_folder(texts, lambda paths: _no_documents(paths, suffixes[0])),
    ]


def _is_public(path: str, context: LinkContext) -> bool:
    if context.targets.rules.is_withheld(path):
        return False
    owner = context.bundles.owner_of(path)
    return owner is None or any(path in context.addresses for path in context.bundles.folders[owner])


def _referenced(context: LinkContext, paths: Iterable[str], targets_of: TargetsOf) -> set[str | None]:
    """The files that documents refer to, among them all such files of `paths`."""
    names = {posixpath.basename(path) for path in paths}
    targets = context.targets
    return {
        targets.files.find(document.path, target) or targets.files.by_output.get(target.lstrip("/"))
        for document in context.documents
        for target in targets_of(document.path)
        if {posixpath.basename(target), posixpath.basename(unquote(target))} & names
    }


def possible_files(document: Document, suffixes: tuple[str, ...]) -> Iterator[str]:
    """The targets of a document's references that may be files, in its text and its front matter."""
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


def _unused(paths: list[str], *, is_attachment: bool) -> Problem:
    what = "this file, so it is" if len(paths) == 1 else f"{_listed(paths)}, so they are"
    message = f"No document refers to {what} not published."
    hint = "Link to it, put it in `static/`, or remove it."
    if is_attachment:
        hint += " Or set `content.attachments: all` to publish all files beside an `index.md`."
    return Problem(_file_or_folder(paths), 0, 0, "unused-file", message, hint)


def _no_documents(paths: list[str], suffix: str) -> Problem:
    what = (
        "This file is not a document, so it is"
        if len(paths) == 1
        else f"{_listed(paths)} are not documents, so they are"
    )
    message = f"{what} not published: documents end in `{suffix}`."
    hint = f"Rename it to end in `{suffix}`, add its suffix to `content.suffixes`, or remove it."
    return Problem(_file_or_folder(paths), 0, 0, "not-a-document", message, hint)


def _file_or_folder(paths: list[str]) -> str:
    """The only path, or the folder of several."""
    return paths[0] if len(paths) == 1 else posixpath.dirname(paths[0])


def _listed(paths: list[str]) -> str:
    names = ", ".join(f"`{posixpath.basename(path)}`" for path in paths[:_MAX_LISTED])
    more = f" and {len(paths) - _MAX_LISTED} more" if len(paths) > _MAX_LISTED else ""
    return f"{len(paths)} files in this folder ({names}{more})"
