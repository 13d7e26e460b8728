"""Reasons why an output was rendered, as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec.structs import fields

from sitegen.model import site_queries as q
from sitegen.model.query import Query
from sitegen.model.render_queries import (
    AllSeries,
    AllTemplates,
    AssetNamed,
    AuthorNamed,
    Authors,
    CardNamed,
    IssueNamed,
    Issues,
    Latest,
    SectionNamed,
    Sections,
    SeriesNamed,
    SiteShown,
    TagNamed,
    Tags,
    TemplateNamed,
    ThemeOptions,
    ThemeStrings,
)
from sitegen.plan.rules import RouteOf

Reason = str
"""A reason without a full stop."""

FIRST_BUILD = "there is no earlier build to compare with"
NEW_OUTPUT = "the last build had no output at this path"
OTHER_VERSION = "the last build used another version of sitegen or of a library"
MODIFIED = "the file in the output folder was modified or deleted outside sitegen"
UNPUBLISHED = "an earlier build rendered it but published nothing"

#: The number of reasons to list.
_SHOWN = 5


def reason_for(query: Query[object]) -> Reason:
    """The reason that a query has another answer."""
    describe = _DESCRIPTIONS.get(type(query))
    return describe(query) if describe else f"{_spelled(type(query).__name__)} changed"


def join_reasons(reasons: Iterable[Reason]) -> str:
    """Reasons in one line, without repetitions."""
    unique = list(dict.fromkeys(reasons))
    more = f"; and {len(unique) - _SHOWN} more" if len(unique) > _SHOWN else ""
    return "; ".join(unique[:_SHOWN]) + more


def _spelled(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


#: The methods of `site` in templates.
QUERIES: Mapping[type[Query[object]], str] = {
    Latest: "latest",
    CardNamed: "article",
    SectionNamed: "section",
    Sections: "sections",
    TagNamed: "tag",
    Tags: "tags",
    AuthorNamed: "author",
    Authors: "authors",
    IssueNamed: "issue",
    Issues: "issues",
    SeriesNamed: "series",
    AllSeries: "all_series",
    q.DataNamed: "data",
}


def as_call(query: Query[object]) -> str:
    """A query as a template writes it: `site.latest(limit=3, section='asia')`."""
    defaults = {field.name: field.default for field in fields(query) if field.name != "lang"}
    values = {name: getattr(query, name) for name in sorted(defaults)}
    args = ", ".join(f"{name}={value!r}" for name, value in values.items() if value != defaults[name])
    return f"site.{QUERIES[type(query)]}({args})"


_DESCRIPTIONS: Mapping[type, Callable[[Any], Reason]] = {
    **dict.fromkeys(QUERIES, lambda each: f"the result of `{as_call(each)}` changed"),
    SiteShown: lambda _: "site-wide data, such as the title or navigation, changed",
    ThemeOptions: lambda _: "the theme's options changed",
    ThemeStrings: lambda _: "the theme's strings changed",
    TemplateNamed: lambda each: f"the template `{each.name}` changed",
    AllTemplates: lambda _: "a template changed, and the page chooses its templates at render time",
    AssetNamed: lambda each: f"the theme's file `static/{each.name}` changed",
    RouteOf: lambda _: "the data of the page changed",
    q.BodyDigestOf: lambda _: "the text changed",
    q.RefsOf: lambda _: "the URL of a link or image in the text changed",
    q.DocumentOf: lambda each: f"the metadata of `{each.path}` changed",
    q.TitleOf: lambda each: f"the title of `{each.path}` changed",
    q.CardOf: lambda each: f"the card of `{each.path}` changed",
    q.PageOf: lambda each: f"the metadata of `{each.path}` changed",
    q.RelatedOf: lambda _: "its related articles changed",
    q.PlacementOf: lambda each: f"the URL or visibility of `{each.path}` changed",
    q.ArticleOf: lambda each: f"the URL, section, tags or authors of `{each.path}` changed",
    q.VersionsOf: lambda _: "its translations changed",
    q.GroupOf: lambda each: f"the {each.kind} `{each.id}` changed",
    q.GroupsOf: lambda each: f"the list of all {each.kind}s changed",
    q.MembersOf: lambda _: "the list of articles changed",
    q.AuthorNoteOf: lambda each: f"the profile of the author `{each.id}` changed",
    q.EditionOf: lambda _: "the home page or its featured articles changed",
    q.SiteViewOf: lambda _: "site-wide data, such as the title or navigation, changed",
    q.Settings: lambda _: "the configuration changed",
    q.ListedPages: lambda _: "the list of pages for search engines changed",
}
