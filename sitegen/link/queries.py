"""Answers to the questions that templates ask of a site beyond what their page carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec.structs import replace

from sitegen.model import questions as q
from sitegen.model.asking import Ask
from sitegen.model.jobs import Query
from sitegen.model.site import Group
from sitegen.model.views import Card, IssueView, SeriesView
from sitegen.names import tag_slug

#: How many articles `latest` gives unless told.
_LATEST = 10


def answer(ask: Ask, query: Query) -> Any:
    """The answer to a query: a frozen view, a tuple of them, or None where there is no such thing.

    KeyError for a question that nobody can answer.
    """
    args = dict(query.args)
    if query.name == "data":
        return ask(q.DataNamed(args["name"]))
    languages = ask(q.Editions())
    lang = args.pop("lang", languages[0])
    return _ANSWERS[query.name](ask, lang if lang in languages else languages[0], args)


def view_of(ask: Ask, group: Group) -> Any:
    """A group as templates see it: issues and series have the cards of their articles."""
    view = group.view
    if isinstance(view, IssueView | SeriesView):
        return replace(view, contents=tuple([_card(ask, path) for path in group.members]))
    return view


def _card(ask: Ask, path: str) -> Card:
    return ask(q.CardOf(path)).card


def _latest(ask: Ask, lang: str, args: Mapping[str, Any]) -> tuple[Card, ...]:
    limit = args.get("limit", _LATEST)
    chosen = (path for path in _candidates(ask, lang, args) if _fits(ask, path, lang, args))
    return tuple([_card(ask, path) for path in islice(chosen, max(0, limit))])


def _candidates(ask: Ask, lang: str, args: Mapping[str, Any]) -> Sequence[str]:
    """The smallest ready-made list that holds all answers."""
    if tag := args.get("tag"):
        return ask(q.MembersOf(lang, "tag", tag_slug(tag, lang)))
    if author := args.get("author"):
        return ask(q.MembersOf(lang, "author", author))
    if section := args.get("section"):
        return ask(q.MembersOf(lang, "section", section))
    return ask(q.MembersOf(lang))


def _fits(ask: Ask, path: str, lang: str, args: Mapping[str, Any]) -> bool:
    if len([name for name in ("section", "tag", "author") if args.get(name)]) < 2:
        return True
    article = ask(q.ArticleOf(path))
    return article is not None and (
        (not args.get("section") or article.section == args["section"])
        and (not args.get("tag") or tag_slug(args["tag"], lang) in article.tags)
        and (not args.get("author") or args["author"] in article.authors)
    )


def _article(ask: Ask, lang: str, args: Mapping[str, Any]) -> Card | None:
    path = ask(q.ArticleNamed(lang, args["id"]))
    return _card(ask, path) if path else None


def _one(ask: Ask, lang: str, kind: str, id_: str) -> Any:
    group = ask(q.GroupOf(lang, kind, id_))
    return view_of(ask, group) if group else None


def _all(ask: Ask, lang: str, kind: str) -> tuple[Any, ...]:
    return tuple([_one(ask, lang, kind, id_) for id_ in ask(q.GroupsOf(lang, kind))])


_ANSWERS: Mapping[str, Callable[[Ask, str, Mapping[str, Any]], Any]] = {
    "latest": _latest,
    "article": _article,
    "section": lambda ask, lang, args: _one(ask, lang, "section", args["id"]),
    "sections": lambda ask, lang, _: _all(ask, lang, "section"),
    "tag": lambda ask, lang, args: _one(ask, lang, "tag", tag_slug(args["id"], lang)),
    "tags": lambda ask, lang, _: _all(ask, lang, "tag"),
    "author": lambda ask, lang, args: _one(ask, lang, "author", args["id"]),
    "authors": lambda ask, lang, _: _all(ask, lang, "author"),
    "issue": lambda ask, lang, args: _one(ask, lang, "issue", args["id"]),
    "issues": lambda ask, lang, _: _all(ask, lang, "issue"),
    "series": lambda ask, lang, args: _one(ask, lang, "series", args["id"]),
    "all_series": lambda ask, lang, _: _all(ask, lang, "series"),
}

#: The names of the queries, for messages and the manual.
NAMES = (*_ANSWERS, "data")
