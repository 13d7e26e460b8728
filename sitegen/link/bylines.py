"""Who wrote an article: described authors by id or name, and plain names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from sitegen.model.content import ArticleMatter, AuthorMatter
from sitegen.model.documents import Document
from sitegen.names import fold
from sitegen.problems import Problem, nearest, problem_at

_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


class Roster(Struct, frozen=True, gc=False):
    """The described authors of a language: documents by id, and ids by folded name."""

    documents: Mapping[str, Document]
    names: Mapping[str, str]


class Signature(Struct, frozen=True, gc=False):
    """One name of a byline: a described author's id, or else a plain name."""

    id: str
    name: str


def roster(authors: Mapping[str, Document]) -> Roster:
    """The roster of described authors; of two with one name, the first id answers to it."""
    names: dict[str, str] = {}
    for id_ in sorted(authors):
        matter = authors[id_].matter
        assert isinstance(matter, AuthorMatter)
        names.setdefault(fold(matter.name), id_)
    return Roster(authors, names)


def signatures(document: Document, known: Roster, problems: list[Problem]) -> tuple[Signature, ...]:
    """The article's byline, each author once."""
    assert isinstance(document.matter, ArticleMatter)
    found: dict[Signature, None] = {}
    for number, entry in enumerate(document.matter.authors):
        found[_signature(document, number, entry, known, problems)] = None
    return tuple(found)


def _signature(
    document: Document, number: int, entry: str, known: Roster, problems: list[Problem]
) -> Signature:
    if entry in known.documents:
        return Signature(entry, "")
    if (by_name := known.names.get(fold(entry))) is not None:
        return Signature(by_name, "")
    if close := _meant(entry, known):
        message = f"There is no author `{entry}`."
        hint = f"Did you mean `{close}`? A plain name is written as it is to be read."
        problems.append(problem_at(document.path, f"authors.{number}", "unknown-author", message, hint))
    return Signature("", entry)


def _meant(entry: str, known: Roster) -> str | None:
    """The known id that an entry which looks like an id was meant to be."""
    return nearest(entry, known.documents) if _ID.fullmatch(entry) else None
