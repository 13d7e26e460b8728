"""Files of the content folder that no document names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from sitegen.link.ground import Ground
from sitegen.model.documents import Content, Document
from sitegen.problems import Problem

_QUERY = re.compile("[?#]")


def unused(content: Content, ground: Ground, used: Container[str]) -> list[Problem]:
    """A problem for each file that belongs to no document's folder and is named by none, shown or not.

    `used` are the paths of files that are published anyway.
    """
    land = ground.territory
    owner_of = ground.bundles.owner_of
    loose = [path for path in content.files if path not in used and owner_of(path) is None]
    if not loose:
        return []
    named = {
        land.shelf.find(document.path, target)
        for document in ground.documents
        for target in _targets(document, land.suffixes)
    }
    message = "No document names this file, so it is not published."
    hint = "Link to it, put it beside its article's `index.md`, into `static/`, or remove it."
    return [Problem(path, 0, 0, "unused-file", message, hint) for path in sorted(loose) if path not in named]


def _targets(document: Document, suffixes: tuple[str, ...]) -> Iterator[str]:
    for ref in document.outline.refs:
        path = _QUERY.split(ref.target, maxsplit=1)[0]
        if path and "://" not in ref.target and not path.endswith(suffixes):
            yield path
    for key in ("photo", "cover"):
        if photo := getattr(document.matter, key, None):
            yield photo.src
