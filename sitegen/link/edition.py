"""One language of the site: its articles, the groups that they form, its pages and its front."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sitegen.link.cards import Cards
from sitegen.link.former import Former
from sitegen.link.frame import Frame
from sitegen.link.groups import Groups
from sitegen.link.masthead import masthead
from sitegen.link.tags import spellings
from sitegen.link.titles import article_ids, named_article
from sitegen.model.content import ArticleMatter, HomeMatter, Kind, PageMatter
from sitegen.model.documents import Document
from sitegen.model.site import Article, Edition, Group, Page
from sitegen.model.views import PageView


def assemble(frame: Frame, former: Former) -> Edition:
    """The edition inside its frame."""
    by_age = sorted(frame.documents[Kind.ARTICLE].values(), key=_instant)  # of two at one moment, by path
    spelled = spellings(by_age, frame.documents[Kind.TAG], frame.problems)
    articles = _articles(frame, by_age[::-1], Cards(frame, spelled.values()), former)
    formed = Groups(frame, articles)
    sections, tags, authors = formed.sections(), formed.tags(spelled), formed.authors()
    issues, series = formed.issues(), formed.series()
    groups: dict[str, tuple[Group, ...]] = {
        "section": sections,
        "tag": tags,
        "author": authors,
        "issue": issues,
        "series": series,
    }
    home = frame.documents[Kind.HOME].get("")
    lead, features = _front(frame, home, articles)
    return Edition(
        lang=frame.lang,
        prefix=frame.prefix,
        view=masthead(frame, articles, sections),
        articles=articles,
        pages=tuple(_page(frame, document) for document in frame.documents[Kind.PAGE].values()),
        sections=sections,
        tags=tags,
        authors=authors,
        issues=issues,
        series=series,
        home=home,
        lead=lead,
        features=features,
        indexes=frame.documents[Kind.INDEX],
        by_id={article.document.id: article for article in articles},
        groups={kind: {group.view.id: group for group in members} for kind, members in groups.items()},
    )


def _articles(
    frame: Frame, documents: Iterable[Document], cards: Cards, former: Former
) -> tuple[Article, ...]:
    addresses, visibilities = frame.ground.addresses, frame.ground.visibilities
    things = {
        document.path: (document, addresses[document.path], visibilities[document.path])
        for document in documents
    }
    made = former.each(f"articles:{frame.lang}", cards.around(), things, cards.article).values()
    for one in made:
        if one.problems:
            frame.problems += one.problems
        if one.files:
            frame.files |= one.files
        if one.cuts:
            frame.cuts |= one.cuts
    return tuple([one.article for one in made])


def _instant(document: Document) -> dt.datetime:
    assert isinstance(document.matter, ArticleMatter)
    assert document.matter.date is not None
    return document.matter.date.instant


def _page(frame: Frame, document: Document) -> Page:
    matter = document.matter
    assert isinstance(matter, PageMatter)
    place = frame.own_address(document)
    view = PageView(
        document.id,
        place.url,
        matter.title,
        matter.subtitle,
        matter.summary or document.outline.excerpt,
        frame.photo(document, "photo", matter.photo),
        document.outline.headings,
        frame.ground.visibilities[document.path].told,
        matter.extra,
    )
    return Page(document, place, view)


def _front(
    frame: Frame, home: Document | None, articles: Sequence[Article]
) -> tuple[Article | None, tuple[Article, ...]]:
    """The lead and the features: the home page's own choice, else the latest article."""
    latest = articles[0] if articles else None
    if home is None or not isinstance(home.matter, HomeMatter):
        return latest, ()
    by_path = {article.document.path: article for article in articles}
    ids = article_ids(frame.ground, frame.lang)

    def named(key: str, entry: str) -> Article | None:
        path = named_article(entry, home, key, ids, frame.ground, frame.problems)
        return by_path.get(path) if path else None

    lead = (named("lead", home.matter.lead) if home.matter.lead else None) or latest
    features = [named(f"features.{number}", entry) for number, entry in enumerate(home.matter.features)]
    chosen = {found.document.path: found for found in features if found and found is not lead}
    return lead, tuple(chosen.values())
