"""Files of the content folder that no document names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.link.files import bundles_of
from sitegen.link.ground import Ground
from sitegen.model.documents import Content, Document
from sitegen.problems import Problem

_QUERY = re.compile("[?#]")


def unused(content: Content, ground: Ground) -> list[Problem]:
    """A problem for each file that belongs to no document's folder and is named by none, shown or not."""
    bundles = bundles_of(content.places.values())
    loose = [path for path in content.files if bundles.owner_of(path) is None]
    if not loose:
        return []
    land = ground.territory
    named = {
        land.shelf.find(document.path, target)
        for document in ground.documents
        for target in _targets(document)
    }
    message = "No document names this file, so it is not published."
    hint = "Link to it, put it beside its article's `index.md`, into `static/`, or remove it."
    return [Problem(path, 0, 0, "unused-file", message, hint) for path in sorted(loose) if path not in named]


def _targets(document: Document) -> Iterator[str]:
    for ref in document.outline.refs:
        if "://" not in ref.target:
            yield _QUERY.split(ref.target, maxsplit=1)[0]
    for key in ("photo", "cover"):
        if photo := getattr(document.matter, key, None):
            yield photo.src
