from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from sitegen.model.documents import Body, File
from sitegen.model.jobs import BodyRef, Job, RedirectArgs
from sitegen.model.render_queries import Latest
from sitegen.model.site_queries import ThemeInUse
from sitegen.model.views import (
    ArchiveMonth,
    ArchiveYear,
    AuthorView,
    CorrectionView,
    HomeView,
    IssueView,
    Link,
    NavigationItem,
    PageView,
    Rail,
    SeriesPlace,
    SeriesView,
    SiteView,
    TagView,
)
from sitegen.render.renderers import render
from tests.render.samples import (
    BROADSHEET,
    ONE_PAGE,
    PHOTO,
    SECTION,
    SITE,
    Asked,
    article,
    card,
    day,
    meta,
    page,
    theme_in,
)

HOSTILE = '</title><script>alert("1")</script>&'


def html(job: Job, ask: Asked | None = None) -> str:
    return render(job, ask or Asked()).data.decode()


TAG = TagView("ships", "/review/tags/ships/", "ships", "", None, 1, {})
AUTHOR = AuthorView(
    "asia-desk",
    "/review/authors/asia-desk/",
    "Asia Desk",
    "Desk",
    "Institute",
    "0000-0002-1825-0097",
    "https://example.org/",
    (Link("Mastodon", "https://example.net/@desk"),),
    PHOTO,
    "",
    1,
    {},
)
ISSUE = IssueView("1", "/review/issues/1/", "Autumn", "", day(2026, 9, 1), PHOTO, (card(),), {})
SERIES = SeriesView("s", "/review/series/s/", "Straits", "", PHOTO, (card(),), {})
HOME = HomeView("Review", "", card(), (card(),), (card(),), (Rail(SECTION, (card(),)),), ISSUE, {})
ABOUT = PageView("about", "/review/about/", "About", "", "", None, (), "live", {})
MONTHS = tuple(ArchiveMonth(each.date, (each,)) for each in (card(), card(date=day(2026, 1, 2))))
YEAR = ArchiveYear(2026, "/review/2026/", 2, MONTHS)

PAGES: dict[str, dict[str, Any]] = {
    "article.html": {"article": article()},
    "home.html": {"home": HOME},
    "page.html": {"page": ABOUT},
    "section.html": {"section": SECTION, "listing": ONE_PAGE},
    "tag.html": {"tag": TAG, "listing": ONE_PAGE},
    "tags.html": {"tags": (TAG,)},
    "author.html": {"author": AUTHOR, "listing": ONE_PAGE},
    "authors.html": {"authors": (AUTHOR,)},
    "issue.html": {"issue": ISSUE},
    "issues.html": {"issues": (ISSUE,)},
    "series.html": {"series": SERIES},
    "all_series.html": {"all_series": (SERIES,)},
    "archive.html": {"years": (YEAR,)},
    "archive_year.html": {"year": YEAR},
    "404.html": {},
}


@pytest.mark.parametrize("template", PAGES)
def test_every_page_is_a_complete_document_with_one_h1(template):
    text = html(page(template, PAGES[template], head=meta(template.removesuffix(".html"))))
    assert text.startswith('<!doctype html>\n<html lang="en"')
    assert text.count("<h1") == 1
    assert text.count('<main id="_main"') == 1
    assert not re.search(r"<(h[1-6]|p|li|ul|ol)[^>]*>\s*</\1>", text)
    assert "None" not in text


@pytest.mark.parametrize("template", [name for name in PAGES if name != "404.html"])
def test_every_page_renders_without_content(template):
    empty = {name: () if isinstance(value, tuple) else value for name, value in PAGES[template].items()} | {
        "listing": type(ONE_PAGE)((), 1, 1, 0, "", "", ())
    }
    if template == "home.html":
        empty["home"] = HomeView("Review", "", None, (), (), (), None, {})
    assert "<h1" in html(page(template, empty, head=meta(template.removesuffix(".html"))))


def test_a_logo_replaces_the_publications_name():
    logo = File("/logo.svg", "0123456789abcdef", "assets/site/logo.0123456789.svg")
    theme = msgspec.structs.replace(
        BROADSHEET,
        assets=(*BROADSHEET.assets, logo),
        options={**BROADSHEET.options, "logo": {"file": "site/logo.svg", "width": 240, "height": 48}},
        digest="with a logo",
    )
    text = html(page(), Asked(theme))
    name = re.search(r'<p class="nameplate">(.*?)</p>', text)
    assert name
    assert (
        f'<img class="logo" src="/review/assets/site/logo.0123456789.svg" alt="{SITE.title}" '
        'width="240" height="48">' in name[1]
    )
    assert f">{SITE.title}<" not in name[1]
    assert 'class="logo"' not in html(page())


def test_an_issue_without_a_cover_has_a_text_cover():
    bare = msgspec.structs.replace(ISSUE, cover=None)
    text = html(page("issues.html", {"issues": (ISSUE, bare)}, head=meta("issues")))
    assert text.count('<div class="cover no-cover" aria-hidden="true">') == 1
    assert f"<span>{SITE.title}</span> <b>Autumn</b>" in text


def test_a_section_page_leads_with_its_newest_article():
    listing = type(ONE_PAGE)((card(title="Newest"), card(title="Older")), 1, 2, 4, "", "", ())
    first = html(page("section.html", {"section": SECTION, "listing": listing}, head=meta("section")))
    assert [each in first for each in ('class="card lead', 'class="cards"')] == [True, True]
    assert first.index("Newest") < first.index("Older")
    second = msgspec.structs.replace(listing, number=2)
    text = html(page("section.html", {"section": SECTION, "listing": second}, head=meta("section")))
    assert 'class="card lead' not in text


def test_a_section_without_a_text_has_no_body_element():
    context = {"section": SECTION, "listing": ONE_PAGE}
    for text, shown in (((), False), (("<p>On the region.</p>",), True)):
        bodies = {"d": Body(text, (), ())}
        job = page("section.html", context, BodyRef("d", (), gated=False), meta("section"))
        assert ("data-body" in html(job, Asked(bodies=bodies))) is shown


def test_a_very_long_title_is_smaller():
    assert '<h1 class="long">' in html(page(context={"article": article(card(title="Long " * 17))}))
    assert '<h1 class="long">' not in html(page())


def test_an_article_shows_all_its_fields():
    view = article(
        card(photo=PHOTO, tags=(Link("ships", "/review/tags/ships/"),), updated=day(2026, 4, 2)),
        related=(card(title="Another"),),
        corrections=(CorrectionView(day(2026, 4, 2), "It was a mile."),),
        in_series=SeriesPlace("Straits", "/review/series/s/", 2, 3, card(title="Before"), None),
    )
    text = html(page(context={"article": view}))
    inside = text[text.index("<article") : text.index('<section class="band related')]
    for part in (
        "<h1>How to Keep a Strait Open</h1>",
        '<p class="subtitle">The Way Forward With Rules</p>',
        'By <a href="/review/authors/asia-desk/" rel="author">Asia Desk</a>',
        "March 1, 2026",
        "Updated",
        "5 minute",
        '<source type="image/webp" srcset="/review/p-480.webp 480w, /review/p-1200.webp 1200w" sizes="',
        '<img src="/review/p.jpg" alt="A strait" width="1200" height="800" data-color="#336699" fetchpriority="high"',
        "Ships wait.",
        "Photographer / Agency",
        "It was a mile.",
        'rel="tag">ships</a>',
        "Part 2 of 3 in the series",
        ">Before</a>",
    ):
        assert part in inside
    assert ">Another</a>" in text


def test_dates_are_in_the_sites_time_zone():
    late = article(card(date=day(2026, 3, 1, 23)))
    assert '<time datetime="2026-03-01T23:00:00Z">March 2, 2026</time>' in html(
        page(context={"article": late})
    )


def test_pages_use_their_language():
    french = SiteView(**{name: getattr(SITE, name) for name in SITE.__struct_fields__} | {"lang": "fr"})
    text = html(page(head=meta(lang="fr")), Asked(site=french))
    assert '<html lang="fr"' in text
    assert "1er mars 2026" in text
    assert "Aller au contenu" in text


def test_titles_are_escaped():
    view = article(card(title=HOSTILE, subtitle=HOSTILE, photo=PHOTO, section=Link(HOSTILE, '/"onclick="x')))
    text = html(page(context={"article": view}, head=meta(title=HOSTILE, description=HOSTILE)))
    assert "<script>alert" not in text
    assert 'href="/&#34;onclick=&#34;x"' in text
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert data and json.loads(data[1])["headline"] == HOSTILE


def test_a_gated_article_ends_with_a_link_to_subscribe():
    body = Body(("<p>Open</p>",), ("<p>Hidden</p>",), ())
    view = article(gated=True, subscribe=Link("", "https://example.org/join"))
    text = html(page(context={"article": view}, body=BodyRef("d", (), gated=True)), Asked(bodies={"d": body}))
    assert "<p>Open</p>" in text
    assert "Hidden" not in text
    assert '<a class="button" href="https://example.org/join">To read the full article</a>' in text


def test_the_current_navigation_item_is_marked():
    items = (NavigationItem("Asia", "/review/asia/"), NavigationItem("Home", "/review/"))
    site = SiteView(**{name: getattr(SITE, name) for name in SITE.__struct_fields__} | {"navigation": items})
    text = html(page(head=meta(url="/review/asia/straits/")), Asked(site=site))
    assert '<a href="/review/asia/" aria-current="true">Asia</a>' in text
    assert '<a href="/review/">Home</a>' in text


def test_asset_urls_have_the_base_path_and_a_digest():
    assert re.search(r'<link rel="stylesheet" href="/review/assets/style\.[0-9a-f]{10}\.css">', html(page()))


def test_a_site_can_override_one_block(tmp_path):
    theme = theme_in(
        tmp_path,
        {
            "article.html": '{% extends "!broadsheet/article.html" %}{% block byline %}{{ super() }}<p>Ours</p>{% endblock %}'
        },
    )
    text = html(page(), Asked(theme))
    assert "<p>Ours</p>" in text
    assert text.index("By <a") < text.index("<p>Ours</p>")


def test_queries_use_the_pages_language(tmp_path):
    theme = theme_in(
        tmp_path, {"x.html": '{% for c in site.latest(section="asia", limit=2) %}{{ c.title }};{% endfor %}'}
    )
    ask = Asked(theme, answers={Latest: (card(), card(title="B"))})
    assert html(page("x.html"), ask) == "How to Keep a Strait Open;B;"
    assert ask.asked[-1] == Latest("en", section="asia", limit=2)


def test_a_redirect_needs_no_site():
    ask = Asked()
    args = RedirectArgs("/review/new/?a=1&b", "https://example.org/review/new/", HOSTILE, "en")
    text = html(Job("old/index.html", args), ask)
    assert '<meta http-equiv="refresh" content="0; url=/review/new/?a=1&amp;b">' in text
    assert '<link rel="canonical" href="https://example.org/review/new/">' in text
    assert "noindex" in text
    assert "<script>" not in text
    assert ask.asked == [ThemeInUse()]


@pytest.mark.parametrize(
    ("template", "kind", "heading"),
    [
        ("tags.html", "tags", "Topics"),
        ("archive.html", "archive", "Archive"),
        ("404.html", "missing", "This page is not here"),
    ],
)
def test_pages_without_a_title_use_the_themes_strings(template, kind, heading):
    text = html(page(template, PAGES[template], head=meta(kind, "")))
    assert f"<h1>{heading}</h1>" in text
    assert f"<title>{heading} · Review</title>" in text
    assert f'<meta property="og:title" content="{heading}">' in text
