"""After any edit, an engine gives the answers of a new one and runs only the necessary rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.build.site_engine import RULES, engine
from sitegen.config.settings import (
    Attachments,
    Config,
    ContentConfig,
    FeedConfig,
    LanguageConfig,
    MarkdownConfig,
    NavigationEntry,
    RemoteImages,
    SubscribeConfig,
    ThemeConfig,
    UrlsConfig,
)
from sitegen.digest import digest_in_order
from sitegen.engine.engine import Engine
from sitegen.link.template_rules import TEMPLATE_RULES
from sitegen.model import site_queries as q
from sitegen.model.documents import Content, Document, Expiry, File, Part, Ref, Template, Theme
from sitegen.model.front_matter import Access, Status
from sitegen.model.query import Query
from sitegen.model.render_queries import (
    AllSeries,
    AuthorNamed,
    Authors,
    CardNamed,
    IssueNamed,
    Issues,
    Latest,
    Sections,
    TagNamed,
    Tags,
)
from sitegen.model.site import BuildTime
from sitegen.plan.rules import JobOf
from tests.factory import (
    NOW,
    Plan,
    at,
    config,
    content,
    document,
    heading,
    href,
    image,
    link,
    photo,
    put,
    when,
)

MOMENT = BuildTime(NOW)
LANGUAGES = {"en": LanguageConfig(), "fr": LanguageConfig("content/fr", "/fr/", title="La Revue")}
SETTINGS = config(
    languages=LANGUAGES,
    navigation=(NavigationEntry("About", "/about/#who"), NavigationEntry("Gone", "/gone/")),
    page_size=1,
)
A, B, C = "content/asia/a.md", "content/asia/b.md", "content/europe/c/index.md"

Fields = Mapping[str, Any]
Edit = Callable[["Publication"], "Publication"]

DOCUMENTS: Mapping[str, Fields] = {
    "content/_index.md": {"title": "Home", "lead": "asia/b"},
    "content/asia/_index.md": {"title": "Asia", "summary": "The region."},
    A: {
        "refs": (
            href("b.md#costs"),
            href("/old#costs"),
            href("/asia/b/#rest", Part.REST),
            href("../europe/c/index.md"),
            href("nowhere.md"),
            href("/nowhere/"),
            image("map.png"),
            image("https://elsewhere.org/a.png"),
            href("#own"),
            href("dated.md"),
            href("https://example.org/asia/sheet.csv"),
        ),
        "headings": (heading("own"),),
        "title": "A",
        "tags": ("Oil",),
        "authors": ("desk", "Guest"),
        "issue": "one",
        "series": "straits",
        "photo": photo("map.png"),
        "translation": "straits",
        "related": ("asia/b",),
    },
    B: {
        "refs": (href("/feed.xml"), href("/"), href("/terms.pdf"), href("https://example.org/asia/a#own")),
        "headings": (heading("costs"), heading("rest", Part.REST)),
        "tags": ("Oil", "Gas"),
        "aliases": ("/old/",),
        "series": "straits",
        "authors": ("desk",),
        "date": "2026-02-01",
    },
    C: {"refs": (href("../../asia/a.md"), href("chart.csv")), "date": "2026-12-01", "tags": ("Gas",)},
    "content/europe/d.md": {
        "refs": (href("../asia/b.md"), image("c/plan.png", Part.REST)),
        "access": Access.TEASER,
        "date": "2025-03-01",
        "issue": "one",
        "expires": "2026-11-25",
    },
    "content/asia/E.md": {"tags": ("Oil",), "refs": (href("notes.text"),), "date": "2026-05-01"},
    "content/europe/g/index.md": {"refs": (image("near.png"),), "series": "straits"},
    "content/europe/h.md": {"status": Status.DRAFT, "tags": ("Gas",)},
    "content/asia/2026-02-03-dated.md": {"date": "2026-02-03"},
    "content/europe/undated.md": {"date": None, "issue": "one"},
    "content/authors/desk.md": {"name": "Desk", "summary": "They write."},
    "content/issues/one.md": {"title": "One", "date": "2026-01-05"},
    "content/series/straits.md": {"title": "Straits"},
    "content/tags/oil.md": {"title": "Oil"},
    "content/pages/about.md": {
        "refs": (href("/asia/"), href("../asia/a.md")),
        "headings": (heading("who"),),
        "photo": photo("/logo.png"),
    },
    "content/fr/asia/x.md": {
        "title": "Détroits",
        "translation": "straits",
        "refs": (href("../../asia/a.md"),),
    },
}

READ: Fields = {
    "pictures": ("content/asia/map.png", "content/europe/c/plan.png", "static/logo.png"),
    "files": (
        "content/europe/c/chart.csv",
        "content/europe/g/loose.csv",
        "content/asia/notes.text",
        "content/asia/sheet.csv",
        "content/asia/spare.csv",
    ),
    "static": ("static/terms.pdf",),
    "data": {"straits": [1]},
}


class Publication(NamedTuple):
    """All inputs of a build, as plain values."""

    documents: Mapping[str, Fields] = DOCUMENTS
    read: Fields = READ
    settings: Config = SETTINGS
    moment: BuildTime = MOMENT
    left_out: tuple[str, ...] = ()
    texts: Mapping[str, str] = {}
    pictures: Mapping[str, Fields] = {}

    def content(self) -> Content:
        """What reading gives."""
        documents = [_document(path, self.settings, **fields) for path, fields in self.documents.items()]
        read = content(*documents, settings=self.settings, **self.read)
        pictures = {
            path: put(one, **{"width": 900, "format": "jpeg", **self.pictures.get(path, {})})
            for path, one in read.images.items()
        }
        whole: Content = put(read, bodies={**read.bodies, **self.texts}, images=pictures)
        return whole


def _document(path: str, settings_: Config, refs: tuple[Ref, ...] = (), **fields: Any) -> Document:
    return document(path, *refs, settings=settings_, **fields)


_QUERIES: list[Query[Any]] = [
    *(each("en") for each in (Latest, Sections, Tags, Authors, Issues, AllSeries)),
    *(Latest("fr", limit=limit) for limit in (1, 5)),
    Latest("en", section="asia", tag="oil"),
    Latest("en", author="desk"),
    *(CardNamed("en", id_) for id_ in ("asia/a", "asia/new", "europe/c")),
    TagNamed("en", "oil"),
    AuthorNamed("en", "desk"),
    IssueNamed("en", "one"),
    *(q.DataNamed(name) for name in ("straits", "ports")),
]


def _everything(publication: Publication, ask: Engine | None = None) -> dict[str, Any]:
    """All queries about a publication with the digests of their answers, from `ask` or a new engine."""
    read = publication.content()
    linked = link(read, publication.settings, publication.moment, publication.left_out, ask)
    ask, planned, site = linked.ask, Plan(linked), linked.ask(q.SiteOf())
    found: dict[str, Any] = {
        "problems of linking": _ordered(linked.problems),
        "problems of planning": _ordered(planned.problems),
        "outputs": list(planned.routes),
        "site": put(site, problems=_ordered(site.problems)),
        "files": linked.files,
        "pictures": linked.pictures,
        "expired": ask(q.ExpiredFiles()),
        "listed": ask(q.ListedPages()),
        "texts": {path: (ask(q.RefsOf(path)), ask(q.ResultOf(path))) for path in site.placements},
    }
    found |= {f"job: {output}": job for output, job in planned.jobs().items()}
    found |= {f"query: {query}": ask(query) for query in _QUERIES}
    return {name: (value, digest_in_order(value)) for name, value in found.items()}


def _ordered(problems: Iterable[Any]) -> list[Any]:
    return sorted(problems, key=repr)


def _differences(found: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """Actual and expected answers of an engine that differ."""
    names = [*expected, *(name for name in found if name not in expected)]
    pairs = {name: (found.get(name), expected.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _check(ask: Engine, publication: Publication) -> None:
    assert _differences(_everything(publication, ask), _everything(publication)) == {}


# Edits, one at a time


def _edit(path: str, **fields: Any) -> Edit:
    """Change the front matter or outline of a document, or add one."""

    def edit(one: Publication) -> Publication:
        return one._replace(documents={**one.documents, path: {**one.documents.get(path, {}), **fields}})

    return edit


def _remove(path: str) -> Edit:
    return lambda one: one._replace(
        documents={key: each for key, each in one.documents.items() if key != path}
    )


def _rename(path: str, other: str) -> Edit:
    def rename(one: Publication) -> Publication:
        return one._replace(
            documents={other if key == path else key: each for key, each in one.documents.items()}
        )

    return rename


def _reading(**read: Any) -> Edit:
    return lambda one: one._replace(read={**one.read, **read})


def _setting(**changes: Any) -> Edit:
    return lambda one: one._replace(settings=put(one.settings, **changes))


def _at(moment: dt.datetime, **shown: bool) -> Edit:
    return lambda one: one._replace(moment=BuildTime(moment, **shown))


def _all(*edits: Edit) -> Edit:
    def edit(one: Publication) -> Publication:
        for each in edits:
            one = each(one)
        return one

    return edit


def _theme(text: str = "", assets: tuple[File, ...] = ()) -> Theme:
    return Theme("plain", {"x.html": Template("templates/x.html", text, text)}, assets, {}, {}, text)


_STYLE = File("themes/plain/static/style.css", "1", "style.1.css")

EDITS: Mapping[str, Edit] = {
    # what a document says
    "title": _edit(A, title="Another"),
    "summary": _edit(A, summary="In short."),
    "excerpt": _edit(B, excerpt="It begins so."),
    "minutes": _edit(B, minutes=9),
    "extra": _edit(A, extra={"depth": 1}),
    "text": lambda one: one._replace(texts={A: "another text"}),
    "text of a page": lambda one: one._replace(texts={"content/pages/about.md": "another text"}),
    "headings": _edit(A, headings=(heading("own"), heading("more"))),
    "title of a section": _edit("content/asia/_index.md", title="The East"),
    "slug of a section": _edit("content/asia/_index.md", slug="east"),
    "name of an author": _edit("content/authors/desk.md", name="The Desk"),
    "slug of an author": _edit("content/authors/desk.md", slug="us"),
    "summary of an author": _edit("content/authors/desk.md", summary=""),
    "title of an issue": _edit("content/issues/one.md", title="First"),
    "order of an issue": _edit("content/issues/one.md", contents=("asia/a", "europe/d", "asia/none")),
    "title of a series": _edit("content/series/straits.md", title="Narrow Seas"),
    "title of a tag": _edit("content/tags/oil.md", title="Petroleum"),
    "title of a page": _edit("content/pages/about.md", title="About us"),
    "text and anchors of a page": _edit("content/pages/about.md", headings=(heading("what"),)),
    "title of a translation": _edit("content/fr/asia/x.md", title="Mers"),
    "lead": _edit("content/_index.md", lead="asia/a", features=("asia/b", "asia/none")),
    # links
    "link": _edit(A, refs=(href("b.md"),)),
    "one more link": _edit(A, refs=(*DOCUMENTS[A]["refs"], href("E.md"))),
    "link to a new document": _edit(A, refs=(href("../europe/d.md"), href("nowhere.md#x"))),
    "target appears": _edit("content/asia/nowhere.md", headings=(heading("x"),)),
    "target disappears": _remove(B),
    "target of a URL appears": _edit("content/nowhere/_index.md"),
    "target has another slug": _edit(B, slug="another"),
    "target has other anchors": _edit(B, headings=(heading("cost"),)),
    "target has an anchor in its rest": _edit(B, headings=(heading("costs", Part.REST),)),
    "target is gated": _edit(B, access=Access.TEASER),
    "target is hidden": _edit(B, status=Status.DRAFT),
    "target of a URL is hidden": _edit("content/pages/about.md", status=Status.DRAFT),
    "something like the target of a URL appears": _edit("content/pages/nowheres.md"),
    "hidden target disappears": _remove(C),
    "hidden target of a URL appears": _edit("content/pages/nowhere.md", status=Status.DRAFT),
    "something like a target appears": _edit("content/asia/nowhere-else.md"),
    "link to a spare file": _edit("content/asia/E.md", refs=(href("notes.text"), href("spare.csv"))),
    "link of a draft to a spare file": _edit("content/europe/h.md", refs=(href("../asia/spare.csv"),)),
    "alias": _edit(B, aliases=("/older/",)),
    "alias that is there already": _edit(B, aliases=("/asia/a/", "/feed.xml")),
    # who sees it, and when
    "draft": _edit(A, status=Status.DRAFT),
    "last article of a language": _edit("content/fr/asia/x.md", status=Status.DRAFT),
    "withdrawn": _edit(B, status=Status.WITHDRAWN),
    "embargo": _edit(A, embargo="2026-12-01"),
    "published": _edit(C, date="2026-01-01"),
    "teaser": _edit(A, access=Access.TEASER),
    "teaser without a rest": _edit("content/europe/d.md", refs=()),
    "free": _edit("content/europe/d.md", access=Access.FREE),
    "a day later": _at(NOW + dt.timedelta(days=1)),
    "just before something is hidden": _at(at("2026-11-23T23:59")),
    "something is hidden": _at(at("2026-11-25")),
    "something appears": _at(at("2026-12-01")),
    "earlier": _at(NOW - dt.timedelta(days=300)),
    "with drafts": _at(NOW, drafts=True),
    "with everything": _at(NOW, everything=True),
    "left out": lambda one: one._replace(left_out=(B, "content/authors/desk.md")),
    # groups and neighbours
    "tags": _edit(A, tags=("Gas",)),
    "another spelling of a tag": _edit(A, tags=("OIL", "Coal")),
    "authors": _edit(A, authors=("desks", "A. Name")),
    "section": _edit(A, section="europe"),
    "date": _edit(A, date="2020-01-01"),
    "updated": _edit(A, updated="2026-03-01"),
    "issue": _edit(A, issue="on"),
    "series": _edit(A, series=""),
    "related": _edit(A, related=("europe/d", "asia/none", "europe/c")),
    "translation": _edit(A, translation=""),
    "two versions in one language": _edit(B, translation="straits"),
    "language": _edit(B, lang="fr"),
    "unknown language": _edit(B, lang="xx"),
    "no author": _remove("content/authors/desk.md"),
    "no issue": _remove("content/issues/one.md"),
    "no series": _remove("content/series/straits.md"),
    "no section": _remove("content/asia/_index.md"),
    "no home": _remove("content/_index.md"),
    "new": _edit("content/asia/new.md", tags=("Oil",), date="2026-11-01"),
    "list of tags is described": _edit("content/tags/_index.md", title="All tags"),
    # ids and names
    "renamed": _rename(B, "content/asia/z.md"),
    "renamed to a folder": _rename(A, "content/asia/a/index.md"),
    "moved": _rename(A, "content/europe/a.md"),
    "one id twice": _edit("content/asia/a/index.md", title="Twice"),
    "one output twice": _edit("content/asia/f.md", slug="b"),
    "namesake": _edit("content/asia/2026-04-05-dated.md"),
    "date of an issue": _edit("content/issues/one.md", date="2026-02-02"),
    "namesakes": _all(_edit("content/asia/2026-01-02-x.md"), _edit("content/asia/2026-03-04-x.md")),
    "namesake of an old article": _edit("content/asia/2026-01-02-a.md", title="New"),
    "date from the issue": _edit(A, date=None),
    "no date from the issue": _all(_edit(A, date=None), _edit("content/issues/one.md", date=None)),
    "unread": lambda one: _reading(unread=[B])(_remove(B)(one)),
    "unread issue": lambda one: _reading(unread=["content/issues/one.md"])(
        _remove("content/issues/one.md")(one)
    ),
    # pictures and files
    "photo": _edit(A, photo=photo("plan.png")),
    "alternative text of a photo": _edit(A, photo=photo("map.png", alt="")),
    "focus of a photo": _edit(A, photo=photo("map.png", focus="0% 0%")),
    "photo of a section": _edit("content/asia/_index.md", photo=photo("/logo.png")),
    "photo of a page": _edit("content/pages/about.md", photo=photo("/logo.png", alt="Our logo")),
    "cover": _edit("content/issues/one.md", cover=photo("/logo.png")),
    "photo that ends": _edit(A, photo=photo("map.png", expires=when("2026-11-24"))),
    "photo that has ended": _edit(A, photo=photo("map.png", expires=when("2026-11-01"))),
    "photo that has ended elsewhere": _reading(expiries=[Expiry(B, "map.png", None)]),
    "no pictures": _reading(pictures=()),
    "another picture": _reading(pictures=(*READ["pictures"], "content/asia/plan.png")),
    "damaged picture": _reading(
        pictures=READ["pictures"][1:], damaged={"content/asia/map.png": "it is short"}
    ),
    "bytes of a picture": lambda one: one._replace(pictures={"content/asia/map.png": {"digest": "another"}}),
    "size of the photo of a page": lambda one: one._replace(pictures={"static/logo.png": {"width": 700}}),
    "size of a picture": lambda one: one._replace(pictures={"content/asia/map.png": {"width": 1600}}),
    "no file": _reading(files=()),
    "another file": _reading(files=(*READ["files"], "content/asia/more.csv")),
    "no static file": _reading(static=()),
    "robots": _reading(static=("static/robots.txt", "static/terms.pdf")),
    "static file in the place of a page": _reading(static=("static/asia/a/index.html",)),
    # what else a build is made of
    "data": _reading(data={"straits": [1, True]}),
    "more data": _reading(data={"straits": [1], "ports": []}),
    "theme": _reading(theme=_theme("x")),
    "crop of a theme": _reading(theme=_theme('{{ photo.crops["3:2"].url }}')),
    "file of a theme": _reading(theme=_theme("x", (_STYLE,))),
    "title of the site": _setting(title="Another"),
    "base URL": _setting(base_url="https://example.org/review/"),
    "host": _setting(base_url="https://example.com/"),
    "permalink": _setting(permalink="/{year}/{slug}/index.html"),
    "timezone": _setting(timezone="Asia/Tokyo"),
    "fewer related articles": _setting(related=1),
    "larger pages": _setting(page_size=20),
    "rail": _setting(rail=1),
    "no feeds": _setting(feeds=FeedConfig(enabled=False)),
    "short feeds": _setting(feeds=FeedConfig(full=False, items=1)),
    "suffixes": _setting(content=ContentConfig(suffixes=(".md", ".text"))),
    "attachments": _setting(content=ContentConfig(attachments=Attachments.ALL)),
    "remote pictures": _setting(markdown=MarkdownConfig(remote_images=RemoteImages.LOAD)),
    "case": _setting(urls=UrlsConfig(keep_case=True)),
    "keep": _setting(keep=("nowhere/", "asia/nowhere")),
    "navigation": _setting(navigation=(NavigationEntry("Asia", "/asia"),)),
    "subscribe": _setting(subscribe=SubscribeConfig("/about")),
    "no languages": _setting(languages={}),
    "another language": _setting(languages={**LANGUAGES, "ar": LanguageConfig("content/ar", "/ar/")}),
    "languages with prefixes": _setting(languages={**LANGUAGES, "en": LanguageConfig(prefix="/en/")}),
    "an option": _setting(theme=ThemeConfig(options={"depth": 1})),
    "an option that is equal": _setting(theme=ThemeConfig(options={"depth": True})),
}


#: What is seen in no answer: nobody is shown or hidden, or looks at it.
IDLE = {"a day later", "just before something is hidden", "theme"}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_and_its_reversal_give_the_answers_of_a_new_engine(name: str) -> None:
    before, after = Publication(), EDITS[name](Publication())
    ask = engine()
    first = _everything(before, ask)
    expected = _everything(after)
    assert (_differences(expected, first) == {}) is (name in IDLE)
    assert _differences(_everything(after, ask), expected) == {}
    assert _differences(_everything(before, ask), first) == {}


@pytest.mark.parametrize("name", EDITS)
def test_queries_asked_first_after_an_edit(name: str) -> None:
    before, after = Publication(), EDITS[name](Publication())
    ask = link(before.content(), before.settings, before.moment).ask  # it has only been asked for the site
    _check(ask, after)


# Edits at random

_CHANGES: list[tuple[str, list[Any]]] = [
    ("title", ["A", "B"]),
    ("tags", [("Oil",), ("Oil", "Gas"), ("oil",), ()]),
    ("date", ["2026-01-01", "2026-11-24", "2026-12-05", None]),
    ("expires", ["2026-11-25", "2027-01-01", None]),
    ("status", list(Status)),
    ("access", list(Access)),
    ("slug", ["", "another"]),
    ("aliases", [(), ("/old/",), ("/asia/b/",)]),
    ("authors", [("desk",), ("Desk",), ("desks", "A. Name")]),
    ("issue", ["one", "two", "on"]),
    ("series", ["straits", "strait"]),
    ("section", ["", "europe"]),
    ("lang", ["", "fr"]),
    ("photo", [photo(src) for src in ("map.png", "plan.png", "/logo.png", "https://x.org/a.png")]),
    ("translation", ["", "straits"]),
    ("related", [(), ("asia/b", "asia/a.md"), ("europe/c",)]),
]
_TARGETS = [
    "a.md",
    "../asia/a.md#costs",
    "../europe/a.md#rest",
    "a%20b.md",
    "a b.md#costs",
    "\ta.m\nd",
    "g/index.md",
    "../asia/a.md",
    "/asia/b/",
    "/asia/a.md?x=1",
    "50%25%20of%20c.md",
    "50% of c.md",
    "/europe/%C3%A9.md#costs",
    "é.md",
    "#costs",
    "#rest",
    "nowhere.md",
    "map.png",
    "chart.csv",
    "https://example.org/a.md",
    "http://[x",
]
_PATHS = [
    *(A, B, C, "content/fr/asia/x.md", "content/asia/a b.md", "content/asia/a/index.md"),
    *("content/europe/a.md", "content/europe/é.md", "content/asia/50% of c.md"),
    *("content/asia/2026-01-02-b.md", "content/asia/2026-01-03-b.md"),
]


def _choices() -> st.SearchStrategy[Edit]:
    """One of the edits above, or an edit of an article."""
    path = st.sampled_from(_PATHS)
    ref = st.builds(href, st.sampled_from(_TARGETS), st.sampled_from(Part))
    anchors = st.sampled_from([(), (heading("costs"), heading("rest", Part.REST))])
    field = st.sampled_from([(key, value) for key, values in _CHANGES for value in values])
    return st.one_of(
        st.sampled_from(list(EDITS.values())),
        st.builds(lambda path, field: _edit(path, **dict([field])), path, field),
        st.builds(
            lambda path, refs, headings: _edit(path, refs=tuple(refs), headings=headings),
            path,
            st.lists(ref, max_size=4),
            anchors,
        ),
        st.builds(_remove, path),
        st.builds(_at, st.integers(-30, 30).map(lambda days: NOW + dt.timedelta(days=days))),
        st.just(lambda one: Publication(documents=one.documents)),
    )


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.lists(_choices(), min_size=1, max_size=4), st.booleans()), min_size=2, max_size=8)
)
def test_any_edits_give_the_answers_of_a_new_engine(rounds: list[tuple[list[Edit], bool]]) -> None:
    ask, publication = engine(), Publication()
    _everything(publication, ask)
    for edits, is_asked in rounds:
        for edit in edits:
            publication = edit(publication)
        if is_asked:
            _check(ask, publication)
        else:  # most of what it knows is out of date after this
            link(publication.content(), publication.settings, publication.moment, publication.left_out, ask)
            ask.sweep()
    _check(ask, publication)


def test_equal_values_of_different_types_have_different_digests() -> None:
    one, other = (EDITS[name](Publication()) for name in ("an option", "an option that is equal"))
    assert one.settings == other.settings
    ask = engine()
    assert _differences(_everything(one, ask), _everything(other)) != {}
    _check(ask, other)


@pytest.mark.parametrize("target", ["b.md", "../asia/b.md#costs", "%62.m%64", "\tb.m\nd", "/asia/b.md?x=1"])
def test_every_spelling_of_a_link_depends_on_its_document(target: str) -> None:
    before = EDITS["target has another slug"](_edit(A, refs=(href(target),))(Publication()))
    after = _edit(B, slug="further")(before)
    ask = engine()
    _everything(before, ask)
    _check(ask, after)
    assert ask(q.ReferencesOf(A)).refs[0].url.startswith("/asia/further/")


# How much is done again


def _runs(name: str) -> tuple[dict[str, int], int]:
    """How often each rule but those of queries runs after an edit, by the name of its question, and how many
    Jobs differ."""
    ask = engine()
    before = _everything(Publication(), ask)
    ask.runs.clear()
    after = _everything(EDITS[name](Publication()), ask)
    jobs = [output for output in _differences(after, before) if output.startswith("job: ")]
    queries = {rule.query for rule in TEMPLATE_RULES}
    runs = {question.__name__: count for question, count in ask.runs.items() if question not in queries}
    return runs, len(jobs)


_ORGANISING = {"LinkedSiteOf", "SiteOf", "RoutesOf", "_ClosestIn", "LinkProblems", "PlanProblems"}


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("title", 10),
        ("summary", 10),
        ("excerpt", 10),
        ("minutes", 10),
        ("extra", 10),
        ("headings", 10),
        ("text", 0),
        ("text of a page", 0),
        ("data", 1),
    ],
)
def test_edits_that_do_not_relink_the_site(name: str, most: int) -> None:
    """Only a few rules of the document run, and the jobs that contain the change."""
    runs, jobs = _runs(name)
    assert _ORGANISING.isdisjoint(runs)
    assert runs.pop("JobOf", 0) == jobs
    assert sum(runs.values()) <= most
    assert set(runs.values()) <= {1}


def test_cached_answers_keep_all_fields() -> None:
    """Templates may show the spelling of a value, so the next build must get the same one."""
    ask, kept = engine(), set[str]()
    _everything(EDITS["draft"](Publication()), ask)
    for question, node in ask._nodes.by_query.items():
        data = RULES.encoded(question, node.answer) if node.level else None
        if data is not None:
            kept.add(type(question).__name__)
            assert repr(RULES.decoded(question, data)) == repr(node.answer)
    assert {"CardOf", "ArticleOf", "RouteOf", "AllFacts", "AllResults"} <= kept


def test_one_more_link_is_checked_alone() -> None:
    runs, jobs = _runs("one more link")
    assert _ORGANISING.isdisjoint(runs)
    assert (runs["ReferencesOf"], runs["RefsOf"], runs["JobOf"]) == (1, 1, jobs)


@pytest.mark.parametrize("name", ["theme", "file of a theme", "crop of a theme"])
def test_changes_of_the_theme_do_not_relink_the_site(name: str) -> None:
    runs, jobs = _runs(name)
    assert runs["RoutesOf"] == 1
    assert {"LinkedSiteOf", "ReferencesOf", "CardOf"}.isdisjoint(runs)
    assert runs.get("JobOf", 0) <= jobs


@pytest.mark.parametrize(
    ("name", "organised"), [("a day later", 0), ("just before something is hidden", 0), ("another file", 1)]
)
def test_relinking_with_the_same_result_reads_no_documents(name: str, organised: int) -> None:
    runs, _ = _runs(name)
    assert runs.get("LinkedSiteOf", 0) == organised
    assert {"FactsOf", "CardOf", "PageOf", "ReferencesOf", "_ClosestIn", "_CheckedOf", "JobOf"}.isdisjoint(
        runs
    )


@pytest.mark.parametrize(
    ("name", "related", "resolved"),
    [
        ("tags", True, {A}),
        ("date", True, {A}),
        ("authors", True, {A}),
        ("title", False, {A}),
        ("updated", False, {A}),
        ("target has another slug", False, {A, B, "content/europe/d.md"}),
        ("draft", True, {"content/pages/about.md", "content/fr/asia/x.md"}),
        ("target has other anchors", False, {A, B}),
        ("something like a target appears", True, {A}),
        ("slug of an author", False, set()),
        ("another picture", False, set()),
        ("size of a picture", False, {A}),
        ("title of the site", True, set()),
    ],
)
def test_dependencies_of_related_articles_and_references(
    name: str, related: bool, resolved: set[str]
) -> None:
    ask = engine()
    before, after = Publication(), EDITS[name](Publication())
    _everything(before, ask)
    first = {path: ask(q.ReferencesOf(path)) for path in ask(q.SiteOf()).placements}
    ask.runs.clear()
    _everything(after, ask)
    assert any(question.__name__ == "_ClosestIn" for question in ask.runs) is related
    shown = first.keys() & ask(q.SiteOf()).placements.keys()
    assert {path for path in shown if ask(q.ReferencesOf(path)) is not first[path]} == resolved


def test_unchanged_articles_are_not_recomputed() -> None:
    ask = engine()
    _everything(Publication(), ask)
    first = {path: ask(q.CardOf(path)) for path in (A, B)}
    _everything(EDITS["title"](Publication()), ask)
    assert ask(q.CardOf(B)) is first[B]
    assert (first[A].card.title, ask(q.CardOf(A)).card.title) == ("A", "Another")


def test_a_removed_output_has_no_job_until_it_returns() -> None:
    ask, before, after = engine(), Publication(), _remove(B)(Publication())
    first = _everything(before, ask)
    output = "asia/b/index.html"
    _everything(after, ask)
    with pytest.raises(KeyError):
        ask(JobOf(output))
    assert _differences(_everything(before, ask), first) == {}
    assert ask(JobOf(output)).path == output
