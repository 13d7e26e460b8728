"""Queries that rendering asks: about the site and the theme, and for bodies and files."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.model.documents import Body
from sitegen.model.front_matter import Values
from sitegen.model.query import Query
from sitegen.model.views import (
    AuthorView,
    Card,
    IssueView,
    SectionView,
    SeriesView,
    SiteView,
    TagView,
)

# What templates ask about the site. For a language that the site lacks, the main language answers.


class Latest(Query[tuple[Card, ...]], frozen=True):
    """The cards of the latest articles, optionally in a section, with a tag or by an author."""

    lang: str
    section: str = ""
    tag: str = ""
    author: str = ""
    limit: int = 10


class CardNamed(Query[Card | None], frozen=True):
    """The card of an article."""

    lang: str
    id: str


class SectionNamed(Query[SectionView | None], frozen=True):
    """A section."""

    lang: str
    id: str


class Sections(Query[tuple[SectionView, ...]], frozen=True):
    """All sections."""

    lang: str


class TagNamed(Query[TagView | None], frozen=True):
    """A tag, by its id or in any spelling."""

    lang: str
    id: str


class Tags(Query[tuple[TagView, ...]], frozen=True):
    """All tags."""

    lang: str


class AuthorNamed(Query[AuthorView | None], frozen=True):
    """An author with a profile."""

    lang: str
    id: str


class Authors(Query[tuple[AuthorView, ...]], frozen=True):
    """All authors with a profile."""

    lang: str


class IssueNamed(Query[IssueView | None], frozen=True):
    """An issue."""

    lang: str
    id: str


class Issues(Query[tuple[IssueView, ...]], frozen=True):
    """All issues, newest first."""

    lang: str


class SeriesNamed(Query[SeriesView | None], frozen=True):
    """A series, by its id."""

    lang: str
    id: str


class AllSeries(Query[tuple[SeriesView, ...]], frozen=True):
    """All series."""

    lang: str


class SiteShown(Query[SiteView | None], frozen=True):
    """The site in a language; None if the site lacks the language."""

    lang: str


# Parts of the theme: each page depends only on those that it uses


class ThemeOptions(Query[Values], frozen=True):
    """The values of the theme's options."""


class ThemeStrings(Query[Mapping[str, Mapping[str, str]]], frozen=True):
    """The theme's strings, by language."""


class TemplateNamed(Query[tuple[str, str] | None], frozen=True):
    """The path and digest of a template; None if it is missing."""

    name: str


class AllTemplates(Query[str], frozen=True):
    """The digest of all templates."""


class AssetNamed(Query[str | None], frozen=True):
    """The output path of a file in the theme's `static/`; None if it is missing."""

    name: str


# Bytes that a Job refers to by a digest or path. No rule answers these, and they are not recorded.


class BodyAt(Query[Body], frozen=True):
    """The body with a digest."""

    digest: str


class FileBytes(Query[bytes], frozen=True):
    """The bytes of a file, by its path from the project root."""

    path: str
