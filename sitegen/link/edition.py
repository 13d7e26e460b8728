"""One language of the site: its articles, the groups that they form, its pages and its front."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sitegen.link.cards import Articles
from sitegen.link.frame import Frame
from sitegen.link.groups import Groups
from sitegen.link.masthead import masthead
from sitegen.link.tags import spellings
from sitegen.link.titles import article_ids, named_article
from sitegen.model.content import ArticleMatter, HomeMatter, Kind
from sitegen.model.documents import Document
from sitegen.model.site import Article, Edition, EditionLists, Page


def assemble(frame: Frame) -> EditionLists:
    """The edition inside its frame."""
    by_age = sorted(frame.documents[Kind.ARTICLE].values(), key=_instant)  # of two at one moment, by path
    spelled = spellings(by_age, frame.documents[Kind.TAG], frame.problems)
    found = Articles(frame, spelled.values())
    articles = tuple([found.article(document) for document in reversed(by_age)])
    groups = Groups(frame, articles).all(spelled)
    home = frame.documents[Kind.HOME].get("")
    lead, features = _front(frame, home, articles)
    view = masthead(frame, articles, tuple(groups["section"].values()))
    edition = Edition(frame.lang, frame.prefix, view, home, lead, features, frame.documents[Kind.INDEX])
    pages = tuple([_page(frame, document) for document in frame.documents[Kind.PAGE].values()])
    by_id = {article.document.id: article for article in articles}
    return EditionLists(edition, articles, pages, groups, by_id)


def _instant(document: Document) -> dt.datetime:
    assert isinstance(document.matter, ArticleMatter)
    assert document.matter.date is not None
    return document.matter.date.instant


def _page(frame: Frame, document: Document) -> Page:
    return Page(document, frame.own_address(document), frame.ground.visibilities[document.path])


def _front(frame: Frame, home: Document | None, articles: Sequence[Article]) -> tuple[str, tuple[str, ...]]:
    """The paths of the lead and the features: the home page's own choice, else the latest article."""
    latest = articles[0].path if articles else ""
    if home is None or not isinstance(home.matter, HomeMatter):
        return latest, ()
    shown = {article.path for article in articles}
    ids = article_ids(frame.ground, frame.lang)

    def named(key: str, entry: str) -> str:
        path = named_article(entry, home, key, ids, frame.ground, frame.problems)
        return path if path and path in shown else ""

    lead = (named("lead", home.matter.lead) if home.matter.lead else "") or latest
    features = [named(f"features.{number}", entry) for number, entry in enumerate(home.matter.features)]
    return lead, tuple(dict.fromkeys(path for path in features if path and path != lead))
