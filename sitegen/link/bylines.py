"""Who wrote an article: described authors by id or name, and plain names."""

from __future__ import annotations

from collections.abc import Container, Mapping

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, AuthorMatter
from sitegen.problems import Problem, nearest, problem_at
from sitegen.slugs import fold, visible

_ID = lazy_pattern(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


class Signature(Struct, frozen=True, gc=False):
    """One name of a byline: a described author's id, or else a plain name."""

    id: str
    name: str


class _Reading(Struct, frozen=True, gc=False):
    """What an entry of `authors` says; `meant` is the id that a plain name may have been meant to be."""

    signature: Signature
    meant: str | None = None


class Roster:
    """The described authors of a language by their ids. Of two with one name, the first id answers to it.

    `absent` are the ids of those that are described in files that could not be read, or that are left out.
    """

    def __init__(self, authors: Mapping[str, Document], absent: Container[str] = ()) -> None:
        self._ids = authors.keys()
        self._absent = absent
        self._names: dict[str, str] = {}
        for id_ in sorted(authors):
            matter = authors[id_].matter
            assert isinstance(matter, AuthorMatter)
            self._names.setdefault(fold(matter.name), id_)
        self._read: dict[str, _Reading] = {}

    def read(self, entry: str) -> _Reading:
        """What an entry says: thought through once, since many articles have the same."""
        found = self._read.get(entry)
        if found is None:
            found = self._read[entry] = self._read_anew(entry)
        return found

    def _read_anew(self, entry: str) -> _Reading:
        if (id_ := visible(entry)) in self._ids:
            return _Reading(Signature(id_, ""))
        if (by_name := self._names.get(fold(entry))) is not None:
            return _Reading(Signature(by_name, ""))
        if entry in self._absent:
            return _Reading(Signature("", entry))
        return _Reading(Signature("", entry), nearest(entry, self._ids) if _ID.fullmatch(entry) else None)


def signatures(document: Document, known: Roster, problems: list[Problem]) -> tuple[Signature, ...]:
    """The article's byline, each author once."""
    assert isinstance(document.matter, ArticleMatter)
    found: dict[Signature, None] = {}
    for number, entry in enumerate(document.matter.authors):
        reading = known.read(entry)
        found[reading.signature] = None
        if reading.meant:
            problems.append(_asked(document, number, entry, reading.meant))
    return tuple(found)


def _asked(document: Document, number: int, entry: str, meant: str) -> Problem:
    message = f"There is no author `{entry}`."
    hint = f"Did you mean `{meant}`? A plain name is written as it is to be read."
    return problem_at(document.path, f"authors.{number}", "unknown-author", message, hint)
