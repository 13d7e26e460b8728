"""Why an output was rendered, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sitegen.model import questions as q
from sitegen.model.asking import Question
from sitegen.model.jobs import Query
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


def changed(question: Question[Any]) -> Reason:
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


#: What questions about the theme and the site are called.
_QUERIES = {
    "options": "options of the theme changed",
    "site": "what every page knows of the site changed",
    "templates": "a template changed, and the page chooses templates while it is made",
    "words": "words of the theme's `strings/` changed",
}


def _query(query: Any) -> Reason:
    if query.name == "template":
        return f"the template `{query.args[0][1]}` changed"
    if query.name == "asset":
        return f"the theme's file `static/{query.args[0][1]}` changed"
    return _QUERIES.get(query.name) or f"the answer to `{asked(query)}` changed"


def asked(query: Query) -> str:
    """A question as a template writes it: `site.latest(limit=3, section='asia')`."""
    args = ", ".join(f"{name}={value!r}" for name, value in query.args if name != "lang")
    return f"site.{query.name}({args})"


_WORDS: Mapping[type, Callable[[Any], Reason]] = {
    Query: _query,
    RouteOf: lambda _: "what it is made of changed",
    q.TextOf: lambda _: "the text changed",
    q.RefsOf: lambda _: "the address of a link or picture in the text changed",
    q.DocumentOf: lambda each: f"what `{each.path}` says of itself changed",
    q.TitleOf: lambda each: f"the title of `{each.path}` changed",
    q.CardOf: lambda each: f"the card of `{each.path}` changed",
    q.PageOf: lambda each: f"what `{each.path}` says of itself changed",
    q.RelatedOf: lambda _: "its related articles changed",
    q.StandingOf: lambda each: f"the URL of `{each.path}`, or who sees it, changed",
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
