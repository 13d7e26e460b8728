"""Bylines: authors with a profile, by id or name, and plain names."""

from __future__ import annotations

from collections.abc import Container, Mapping

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, AuthorMatter
from sitegen.problems import Problem, nearest, problem_at
from sitegen.slugs import fold, visible

_ID = lazy_pattern(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


class BylineEntry(Struct, frozen=True, gc=False):
    """One name of a byline: the id of an author with a profile, or else a plain name."""

    id: str
    name: str


class _Match(Struct, frozen=True, gc=False):
    """What an entry of `authors` refers to; `suggestion` is an id that looks like a plain name."""

    entry: BylineEntry
    suggestion: str | None = None


class AuthorIndex:
    """The author profiles of a language by id and name. If two share a name, the name refers to the first id.

    `unavailable` are the ids of profiles that could not be read or are left out.
    """

    def __init__(
        self, authors: Mapping[str, Document[AuthorMatter]], unavailable: Container[str] = ()
    ) -> None:
        self._ids = authors.keys()
        self._unavailable = unavailable
        self._names: dict[str, str] = {}
        for id_ in sorted(authors):
            self._names.setdefault(fold(authors[id_].matter.name), id_)
        self._matches: dict[str, _Match] = {}

    def find(self, entry: str) -> _Match:
        """What an entry of `authors` refers to."""
        found = self._matches.get(entry)
        if found is None:
            found = self._matches[entry] = self._find(entry)
        return found

    def _find(self, entry: str) -> _Match:
        if (id_ := visible(entry)) in self._ids:
            return _Match(BylineEntry(id_, ""))
        if (by_name := self._names.get(fold(entry))) is not None:
            return _Match(BylineEntry(by_name, ""))
        if entry in self._unavailable:
            return _Match(BylineEntry("", entry))
        return _Match(BylineEntry("", entry), nearest(entry, self._ids) if _ID.fullmatch(entry) else None)


def read_byline(
    article: Document[ArticleMatter], known: AuthorIndex, problems: list[Problem]
) -> tuple[BylineEntry, ...]:
    """The article's byline without duplicates."""
    found: dict[BylineEntry, None] = {}
    for number, entry in enumerate(article.matter.authors):
        match = known.find(entry)
        found[match.entry] = None
        if match.suggestion:
            problems.append(_unknown_author(article, number, entry, match.suggestion))
    return tuple(found)


def _unknown_author(article: Document[ArticleMatter], number: int, entry: str, suggestion: str) -> Problem:
    message = f"There is no author `{entry}`."
    hint = f"Did you mean `{suggestion}`? To credit somebody without a profile, write the name in full."
    return problem_at(article.path, f"authors.{number}", "unknown-author", message, hint)
