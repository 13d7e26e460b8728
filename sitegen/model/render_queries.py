"""Questions that are asked while an output is rendered: about the site and its theme, for texts and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen.model.documents import Body
from sitegen.model.query import Query
from sitegen.model.views import AuthorView, Card, IssueView, SectionView, SeriesView, SiteView, TagView

# What templates ask of the site. A language that it has not stands for its main one.


class Latest(Query[tuple[Card, ...]], frozen=True):
    """The cards of the latest articles: of all, or of those in a section, with a tag and by an author."""

    lang: str
    section: str = ""
    tag: str = ""
    author: str = ""
    limit: int = 10


class CardNamed(Query[Card | None], frozen=True):
    """The card of an article, by its id."""

    lang: str
    id: str


class SectionNamed(Query[SectionView | None], frozen=True):
    """A section, by its id."""

    lang: str
    id: str


class Sections(Query[tuple[SectionView, ...]], frozen=True):
    """All sections."""

    lang: str


class TagNamed(Query[TagView | None], frozen=True):
    """A tag, by its id or as an author writes it."""

    lang: str
    id: str


class Tags(Query[tuple[TagView, ...]], frozen=True):
    """All tags."""

    lang: str


class AuthorNamed(Query[AuthorView | None], frozen=True):
    """A described author, by their id."""

    lang: str
    id: str


class Authors(Query[tuple[AuthorView, ...]], frozen=True):
    """All described authors."""

    lang: str


class IssueNamed(Query[IssueView | None], frozen=True):
    """An issue, by its id."""

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
    """What a page knows of the site; None in a language that the site has not."""

    lang: str


# The parts of the theme, so that a page depends on those that it uses


class ThemeOptions(Query[Mapping[str, Any]], frozen=True):
    """The values of the theme's options."""


class ThemeStrings(Query[Mapping[str, Mapping[str, str]]], frozen=True):
    """The strings of the theme by their languages."""


class TemplateNamed(Query[tuple[str, str] | None], frozen=True):
    """The path and the digest of a template; None where there is none."""

    name: str


class AllTemplates(Query[str], frozen=True):
    """The digest of all templates."""


class AssetNamed(Query[str | None], frozen=True):
    """The output path of a file of the theme's `static/`; None where there is none."""

    name: str


# What is found by a digest or a path that a Job holds. No rule answers these, and nobody records them.


class BodyAt(Query[Body], frozen=True):
    """The text under a digest."""

    digest: str


class FileBytes(Query[bytes], frozen=True):
    """The bytes of a file, by its path from the project's root."""

    path: str
