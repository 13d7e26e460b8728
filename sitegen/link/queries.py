"""Answers to the questions that templates ask of a site beyond what their page carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from sitegen.model.jobs import Query
from sitegen.model.site import Article, Edition, Site
from sitegen.model.views import Card
from sitegen.names import tag_slug

#: How many articles `latest` gives unless told.
_LATEST = 10


def answer(site: Site, query: Query) -> Any:
    """The answer to a query: a frozen view, a tuple of them, or None where there is no such thing.

    KeyError for a question that nobody can answer.
    """
    args = dict(query.args)
    if query.name == "data":
        return site.data.get(args["name"])
    edition = _edition(site, args.pop("lang", site.config.language))
    return _ANSWERS[query.name](edition, args)


def _edition(site: Site, lang: str) -> Edition:
    return next((edition for edition in site.editions if edition.lang == lang), site.editions[0])


def _latest(edition: Edition, args: Mapping[str, Any]) -> tuple[Card, ...]:
    limit = args.get("limit", _LATEST)
    chosen = (article.card for article in _candidates(edition, args) if _fits(article, args, edition.lang))
    return tuple(islice(chosen, max(0, limit)))


def _candidates(edition: Edition, args: Mapping[str, Any]) -> Sequence[Article]:
    """The smallest ready-made list that holds all answers."""
    if tag := args.get("tag"):
        return _members(edition, "tag", tag_slug(tag, edition.lang))
    if author := args.get("author"):
        return _members(edition, "author", author)
    if section := args.get("section"):
        return _members(edition, "section", section)
    return edition.articles


def _members(edition: Edition, kind: str, id_: str) -> Sequence[Article]:
    group = edition.groups[kind].get(id_)
    return group.articles if group else ()


def _fits(article: Article, args: Mapping[str, Any], lang: str) -> bool:
    return (
        (not args.get("section") or article.section == args["section"])
        and (not args.get("tag") or tag_slug(args["tag"], lang) in article.tags)
        and (not args.get("author") or args["author"] in article.authors)
    )


def _article(edition: Edition, args: Mapping[str, Any]) -> Card | None:
    article = edition.by_id.get(args["id"])
    return article.card if article else None


def _one(edition: Edition, kind: str, id_: str) -> Any:
    group = edition.groups[kind].get(id_)
    return group.view if group else None


def _all(groups: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(group.view for group in groups)


_ANSWERS: Mapping[str, Callable[[Edition, Mapping[str, Any]], Any]] = {
    "latest": _latest,
    "article": _article,
    "section": lambda edition, args: _one(edition, "section", args["id"]),
    "sections": lambda edition, _: _all(edition.sections),
    "tag": lambda edition, args: _one(edition, "tag", tag_slug(args["id"], edition.lang)),
    "tags": lambda edition, _: _all(edition.tags),
    "author": lambda edition, args: _one(edition, "author", args["id"]),
    "authors": lambda edition, _: _all(edition.authors),
    "issue": lambda edition, args: _one(edition, "issue", args["id"]),
    "issues": lambda edition, _: _all(edition.issues),
    "series": lambda edition, args: _one(edition, "series", args["id"]),
    "all_series": lambda edition, _: _all(edition.series),
}

#: The names of the queries, for messages and the manual.
NAMES = (*_ANSWERS, "data")
