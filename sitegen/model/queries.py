"""Questions that are asked while an output is rendered: about the site and its theme, for texts and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen.model.asking import Question
from sitegen.model.documents import Body
from sitegen.model.views import AuthorView, Card, IssueView, SectionView, SeriesView, SiteView, TagView

# What templates ask of the site. A language that it has not stands for its main one.


class Latest(Question[tuple[Card, ...]], frozen=True):
    """The cards of the latest articles: of all, or of those in a section, with a tag and by an author."""

    lang: str
    section: str = ""
    tag: str = ""
    author: str = ""
    limit: int = 10


class CardNamed(Question[Card | None], frozen=True):
    """The card of an article, by its id."""

    lang: str
    id: str


class SectionNamed(Question[SectionView | None], frozen=True):
    """A section, by its id."""

    lang: str
    id: str


class Sections(Question[tuple[SectionView, ...]], frozen=True):
    """All sections."""

    lang: str


class TagNamed(Question[TagView | None], frozen=True):
    """A tag, by its id or as an author writes it."""

    lang: str
    id: str


class Tags(Question[tuple[TagView, ...]], frozen=True):
    """All tags."""

    lang: str


class AuthorNamed(Question[AuthorView | None], frozen=True):
    """A described author, by their id."""

    lang: str
    id: str


class Authors(Question[tuple[AuthorView, ...]], frozen=True):
    """All described authors."""

    lang: str


class IssueNamed(Question[IssueView | None], frozen=True):
    """An issue, by its id."""

    lang: str
    id: str


class Issues(Question[tuple[IssueView, ...]], frozen=True):
    """All issues, newest first."""

    lang: str


class SeriesNamed(Question[SeriesView | None], frozen=True):
    """A series, by its id."""

    lang: str
    id: str


class AllSeries(Question[tuple[SeriesView, ...]], frozen=True):
    """All series."""

    lang: str


class SiteShown(Question[SiteView | None], frozen=True):
    """What a page knows of the site; None in a language that the site has not."""

    lang: str


# The parts of the theme, so that a page depends on those that it uses


class ThemeOptions(Question[Mapping[str, Any]], frozen=True):
    """The values of the theme's options."""


class ThemeStrings(Question[Mapping[str, Mapping[str, str]]], frozen=True):
    """The strings of the theme by their languages."""


class TemplateNamed(Question[tuple[str, str] | None], frozen=True):
    """The path and the digest of a template; None where there is none."""

    name: str


class AllTemplates(Question[str], frozen=True):
    """The digest of all templates."""


class AssetNamed(Question[str | None], frozen=True):
    """The output path of a file of the theme's `static/`; None where there is none."""

    name: str


# What is found by a digest or a path that a Job holds. No rule answers these, and nobody records them.


class BodyAt(Question[Body], frozen=True):
    """The text under a digest."""

    digest: str


class FileBytes(Question[bytes], frozen=True):
    """The bytes of a file, by its path from the project's root."""

    path: str
