"""Why an output was rendered, in plain words."""

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
"""A reason in words, without a full stop."""

FIRST = "there was no earlier build to compare with"
NEW = "nothing was at this address in the last build"
CODE = "sitegen, or a library that it uses, is of another version than at the last build"
TOUCHED = "the file in the output folder was changed or removed by another hand"
RENDERED = "it was rendered by a build that published nothing"

#: Of several reasons, those that are told.
_SHOWN = 5


def changed(question: Query[Any]) -> Reason:
    """That an answer has changed."""
    found = _WORDS.get(type(question))
    return found(question) if found else f"{_spelled(type(question).__name__)} changed"


def sentences(reasons: Iterable[Reason]) -> str:
    """Reasons in one line."""
    each = list(dict.fromkeys(reasons))
    more = f"; and {len(each) - _SHOWN} more" if len(each) > _SHOWN else ""
    return "; ".join(each[:_SHOWN]) + more


def _spelled(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


#: What a template writes to ask a question.
QUERIES: Mapping[type[Query[Any]], str] = {
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


def asked(query: Query[Any]) -> str:
    """A query as a template writes it: `site.latest(limit=3, section='asia')`."""
    defaults = {field.name: field.default for field in fields(query) if field.name != "lang"}
    given = {name: getattr(query, name) for name in sorted(defaults)}
    args = ", ".join(f"{name}={value!r}" for name, value in given.items() if value != defaults[name])
    return f"site.{QUERIES[type(query)]}({args})"


_WORDS: Mapping[type, Callable[[Any], Reason]] = {
    **dict.fromkeys(QUERIES, lambda each: f"the answer to `{asked(each)}` changed"),
    SiteShown: lambda _: "what every page knows of the site changed",
    ThemeOptions: lambda _: "options of the theme changed",
    ThemeStrings: lambda _: "words of the theme's `strings/` changed",
    TemplateNamed: lambda each: f"the template `{each.name}` changed",
    AllTemplates: lambda _: "a template changed, and the page chooses templates while it is made",
    AssetNamed: lambda each: f"the theme's file `static/{each.name}` changed",
    RouteOf: lambda _: "what it is made of changed",
    q.BodyDigestOf: lambda _: "the text changed",
    q.RefsOf: lambda _: "the address of a link or picture in the text changed",
    q.DocumentOf: lambda each: f"what `{each.path}` says of itself changed",
    q.TitleOf: lambda each: f"the title of `{each.path}` changed",
    q.CardOf: lambda each: f"the card of `{each.path}` changed",
    q.PageOf: lambda each: f"what `{each.path}` says of itself changed",
    q.RelatedOf: lambda _: "its related articles changed",
    q.PlacementOf: lambda each: f"the URL of `{each.path}`, or who sees it, changed",
    q.ArticleOf: lambda each: f"what `{each.path}` belongs to changed",
    q.VersionsOf: lambda _: "its translations changed",
    q.GroupOf: lambda each: f"the {each.kind} `{each.id}` changed",
    q.GroupsOf: lambda each: f"the list of all {each.kind}s changed",
    q.MembersOf: lambda _: "the list of articles changed",
    q.AuthorNoteOf: lambda each: f"what is said of the author `{each.id}` changed",
    q.EditionOf: lambda _: "the home page's description or choice changed",
    q.SiteViewOf: lambda _: "what every page knows of the site changed",
    q.Settings: lambda _: "the configuration changed",
    q.ListedPages: lambda _: "the pages that search engines may list changed",
}
