"""Articles and pages: a route for each, and for each former URL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Heading, Part
from sitegen.model.front_matter import ArticleMatter, PageMatter
from sitegen.model.jobs import Job, RedirectArgs
from sitegen.model.site import Alias, Article, EditionLists
from sitegen.model.views import ArticleView, AuthorNote, Card, CorrectionView, Link, SeriesPlace
from sitegen.plan.pages import meta, page
from sitegen.plan.routes import Planned, Route, Routes


class _Page(Struct, frozen=True, gc=False):
    lang: str
    path: str


def article_routes(lists: EditionLists) -> Routes:
    """A route for each article, by their files."""
    for article in sorted(lists.articles, key=lambda article: article.path):
        subject, gated = _Page(lists.edition.lang, article.path), article.visibility.gated
        yield Route(article.address.output, article.path, _article_job, subject, "slug", article.path, gated)


def _article_job(planned: Planned, subject: _Page) -> Job:
    path, article = subject.path, planned.ask(q.ArticleOf(subject.path))
    assert article is not None
    document, card = planned.document(path), planned.card(path)
    matter = document.matter
    assert isinstance(matter, ArticleMatter)
    head = meta(
        planned,
        subject.lang,
        "article",
        article.address,
        matter.title,
        card.summary or matter.subtitle,
        photo=card.photo,
        translations=planned.versions(path),
        indexed=article.is_live,
        published=matter.date,
        modified=matter.updated,
    )
    view = _article_view(planned, article, document, card)
    return page(
        article.address, matter.template or "article.html", head, planned.body(path), path, article=view
    )


def _article_view(planned: Planned, article: Article, document: Document, card: Card) -> ArticleView:
    matter = document.matter
    assert isinstance(matter, ArticleMatter)
    gated, offer = article.visibility.gated, planned.config.subscribe
    related = planned.ask(q.RelatedOf(article.path))
    return ArticleView(
        card=card,
        headings=_headings(document.outline.headings, gated),
        related=planned.cards(related.articles),
        elsewhere=related.elsewhere,
        corrections=tuple([CorrectionView(entry.date, entry.text) for entry in matter.corrections]),
        in_series=_place(planned, article, "series", matter.series),
        in_issue=_place(planned, article, "issue", matter.issue),
        doi=matter.doi,
        gated=gated,
        subscribe=Link(offer.label, _local(planned, offer.url)) if offer and gated else None,
        about=tuple(_about(planned, article)),
    )


def _about(planned: Planned, article: Article) -> Iterator[AuthorNote]:
    for id_ in article.authors:
        if note := planned.ask(q.AuthorNoteOf(article.document.lang, id_)):
            yield note


def _local(planned: Planned, url: str) -> str:
    """A path of this site, with the base path before it; other URLs as they are."""
    return planned.ask(q.BasePath()) + url.removeprefix("/") if url.startswith("/") else url


def _headings(headings: Sequence[Heading], gated: bool) -> tuple[Heading, ...]:
    return tuple(heading for heading in headings if not (gated and heading.part is Part.REST))


def _place(planned: Planned, article: Article, kind: str, id_: str) -> SeriesPlace | None:
    lang = article.document.lang
    group = planned.ask(q.GroupOf(lang, kind, id_)) if id_ else None
    if group is None or article.path not in group.members:
        return None
    index, paths = group.members.index(article.path), group.members
    before = planned.card(paths[index - 1]) if index else None
    after = planned.card(paths[index + 1]) if index + 1 < len(paths) else None
    return SeriesPlace(group.title, group.address.url, index + 1, len(paths), before, after)


def page_routes(lists: EditionLists) -> Routes:
    """A route for each page outside the sections."""
    for one in lists.pages:
        path = one.document.path
        yield Route(one.address.output, path, _page_job, _Page(lists.edition.lang, path), "slug", path)


def _page_job(planned: Planned, subject: _Page) -> Job:
    path, placement = subject.path, planned.ask(q.PlacementOf(subject.path))
    document, view = planned.document(path), planned.ask(q.PageOf(path)).view
    matter = document.matter
    assert placement is not None
    assert isinstance(matter, PageMatter)
    head = meta(
        planned,
        subject.lang,
        "page",
        placement.address,
        view.title,
        view.summary,
        photo=view.photo,
        translations=planned.versions(path),
        indexed=view.state == "live",
    )
    template = matter.template or "page.html"
    return page(placement.address, template, head, planned.body(path), path, page=view)


def alias_routes(aliases: Sequence[Alias]) -> Routes:
    """A redirect page for each former URL."""
    for alias in aliases:
        yield Route(alias.output, alias.source, _alias_job, alias, alias.key, alias=True)


def _alias_job(planned: Planned, alias: Alias) -> Job:
    title = planned.ask(q.TitleOf(alias.source))
    args = RedirectArgs(alias.url, planned.absolute(alias.url), title, alias.lang)
    return Job(alias.output, args)
