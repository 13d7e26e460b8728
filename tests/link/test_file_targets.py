from __future__ import annotations

import pytest

from sitegen.config.settings import Attachments, NavigationEntry, SubscribeConfig
from sitegen.link.file_kinds import FileKind, file_kind
from sitegen.link.file_targets import bundle_folder
from sitegen.model.documents import ImageInfo, Part
from sitegen.model.front_matter import Access, Kind, Status
from sitegen.model.site import BuildTime
from sitegen.problems import Severity
from tests.factory import (
    NOW,
    PLAIN,
    article,
    codes,
    config,
    content,
    document,
    edition,
    href,
    image,
    link,
    photo,
    put,
    site,
    when,
)

ALL = config(content=put(PLAIN.content, attachments=Attachments.ALL))
BUNDLE = "content/asia/straits/index.md"
CHART, TABLE, DEEP = (f"content/asia/straits/{name}" for name in ("chart.png", "table.csv", "more/deep.csv"))


def _outputs(linked):
    return {file.source: file.output for file in linked.files}


@pytest.mark.parametrize(
    ("kind", "path", "bundle"),
    [
        (Kind.ARTICLE, "content/asia/a/index.md", "content/asia/a"),
        (Kind.ARTICLE, "content/asia/a.md", ""),
        (Kind.AUTHOR, "content/authors/desk/_index.md", "content/authors/desk"),
        (Kind.AUTHOR, "content/authors/desk.md", ""),
        (Kind.SECTION, "content/asia/_index.md", ""),
        (Kind.INDEX, "content/tags/_index.md", ""),
        (Kind.HOME, "content/_index.md", ""),
        (Kind.HOME, "content/index.md", ""),
    ],
)
def test_bundles(kind, path, bundle):
    assert bundle_folder(kind, path) == bundle


@pytest.mark.parametrize(
    ("matter", "drafts", "published"),
    [
        ({}, False, True),
        ({"status": Status.DRAFT}, False, False),
        ({"status": Status.DRAFT}, True, True),
        ({"status": Status.REVIEW}, False, False),
        ({"status": Status.WITHDRAWN}, True, False),
        ({"date": "2999-01-01"}, True, False),
        ({"embargo": "2999-01-01"}, True, False),
        ({"expires": "2026-01-02"}, False, False),
    ],
)
def test_files_follow_their_articles_visibility(matter, drafts, published):
    refs = href("table.csv"), image("chart.png"), href("more/deep.csv")
    one = document(BUNDLE, *refs, **matter)
    linked = site(one, pictures=[CHART], files=[TABLE, DEEP], drafts=drafts)
    expected = {
        CHART: "asia/straits/chart.png",
        TABLE: "asia/straits/table.csv",
        DEEP: "asia/straits/more/deep.csv",
    }
    assert _outputs(linked) == (expected if published else {})


def test_files_of_an_unreadable_article_are_not_published():
    assert _outputs(site(unread=[BUNDLE], files=[TABLE])) == {}


def test_files_are_published_beside_their_articles_page():
    settings = config(permalink="/{year}/{slug}/")
    one = document(BUNDLE, href("table.csv"), slug="narrows", settings=settings)
    linked = site(one, settings=settings, files=[TABLE])
    assert _outputs(linked) == {TABLE: "2026/narrows/table.csv"}


@pytest.mark.parametrize("target", ["table.csv", "/asia/straits/table.csv"])
def test_only_files_in_the_public_part_of_a_teaser_are_published(target):
    opening = document(BUNDLE, href(target), image("chart.png"), access=Access.TEASER)
    assert set(_outputs(site(opening, pictures=[CHART], files=[TABLE, DEEP]))) == {CHART, TABLE}
    rest = document(BUNDLE, href(target, Part.REST), image("chart.png", Part.REST), access=Access.TEASER)
    assert _outputs(site(rest, pictures=[CHART], files=[TABLE, DEEP])) == {}


def test_a_teasers_photo_is_shown():
    one = document(BUNDLE, access=Access.TEASER, photo=photo("chart.png"))
    assert set(_outputs(site(one, pictures=[CHART], files=[TABLE]))) == {CHART}


def test_a_file_beside_single_file_documents_is_published_if_one_uses_it():
    used, unused = "content/asia/used.csv", "content/asia/unused.csv"
    linked = site(document("content/asia/a.md", href("used.csv")), files=[used, unused])
    assert _outputs(linked) == {used: "asia/used.csv"}


def test_a_file_that_only_a_draft_uses_is_not_published():
    linked = site(
        document("content/asia/a.md", href("used.csv"), status=Status.DRAFT), files=["content/asia/used.csv"]
    )
    assert _outputs(linked) == {}


def test_all_static_files_are_published():
    linked = site(static=["static/robots.txt", "static/a/b.css"])
    assert _outputs(linked) == {"static/robots.txt": "robots.txt", "static/a/b.css": "a/b.css"}


def test_photos_of_all_kinds_of_documents_are_published():
    paths = [f"content/{name}.jpg" for name in ("section", "tag", "author", "cover", "series", "page")]
    linked = site(
        document("content/asia/_index.md", photo=photo("/section.jpg")),
        document("content/tags/oil.md", photo=photo("/tag.jpg")),
        document("content/authors/desk.md", photo=photo("/author.jpg")),
        document("content/issues/one.md", cover=photo("/cover.jpg")),
        document("content/series/straits.md", photo=photo("/series.jpg")),
        document("content/pages/about.md", photo=photo("/page.jpg")),
        pictures=paths,
    )
    assert sorted(_outputs(linked)) == sorted(paths)
    assert linked.problems == ()


def test_the_fields_of_a_photo():
    said = photo(caption="Ships wait.", license="cc-by-4.0", focus="50% 30%")
    linked = site(document("content/asia/a.md", photo=said), pictures=["content/asia/photo.jpg"])
    shown = article(linked, "asia/a").card.photo
    assert shown is not None
    assert (shown.url, shown.width, shown.height) == ("/asia/photo.jpg", 800, 600)
    assert (shown.alt, shown.caption, shown.credit, shown.focus) == (
        "A strait",
        "Ships wait.",
        "Photographer / Agency",
        "50% 30%",
    )
    assert shown.license is not None
    assert (shown.license.title, shown.license.url) == (
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"alt": ""}, ["missing-alt"]),
        ({"credit": ""}, ["missing-credit"]),
        ({"alt": "", "credit": ""}, ["missing-alt", "missing-credit"]),
        ({"src": "absent.jpg"}, ["missing-image"]),
        ({"src": "https://pictures.example/x.jpg"}, ["remote-image"]),
    ],
)
def test_missing_fields_of_a_photo(changes, expected):
    linked = site(document("content/asia/a.md", photo=photo(**changes)), pictures=["content/asia/photo.jpg"])
    assert codes(linked.problems) == expected
    assert (article(linked, "asia/a").card.photo is None) is (changes.get("src") is not None)


@pytest.mark.parametrize(
    ("text", "title", "url"),
    [
        ("CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("cc0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("public-domain", "Public domain", ""),
        ("https://example.org/terms", "example.org", "https://example.org/terms"),
        ("All rights reserved", "All rights reserved", ""),
    ],
)
def test_licences(text, title, url):
    from sitegen.link.licenses import license_link

    link = license_link(text)
    assert link is not None
    assert (link.title, link.url) == (title, url)


def test_hidden_articles_have_no_card():
    assert edition(site(document(BUNDLE, status=Status.DRAFT))).articles == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Draft.MD", FileKind.TEXT),
        ("old.markdown", FileKind.TEXT),
        ("x.Rmd", FileKind.TEXT),
        ("index.md~", FileKind.BACKUP),
        ("index.md.bak", FileKind.BACKUP),
        ("index.md.1", FileKind.BACKUP),
        ("index.md.txt", FileKind.BACKUP),
        ("#index.md#", FileKind.BACKUP),
        (".#index.md", FileKind.BACKUP),
        ("index.md.orig", FileKind.BACKUP),
        (".index.md.swp", FileKind.BACKUP),
        ("table.csv.old", FileKind.BACKUP),
        ("table.tmp", FileKind.BACKUP),
        ("Copy of table.csv", FileKind.BACKUP),
        ("Copy (2) of table.csv", FileKind.BACKUP),
        ("~$minutes.docx", FileKind.BACKUP),
        ("index (Desk's conflicted copy 2026-01-01).txt", FileKind.BACKUP),
        ("photo.sync-conflict-20260101-1.jpg", FileKind.BACKUP),
        ("Thumbs.db", FileKind.BACKUP),
        ("page.html", FileKind.PAGE),
        ("PAGE.HTM", FileKind.PAGE),
        ("page.html.de", FileKind.PAGE),
        ("page.html.gz", FileKind.PAGE),
        ("drawing.svgz", FileKind.PAGE),
        ("drawing.svg.gz", FileKind.PAGE),
        ("drawing.svg ", FileKind.PAGE),
        ("drawing.svg", FileKind.PLAIN),
        ("page.html ", FileKind.PAGE),
        ("page.html.", FileKind.PAGE),
        ("feed.xml", FileKind.PAGE),
        ("x.xsl", FileKind.PAGE),
        ("mail.mhtml", FileKind.PAGE),
        ("x.php", FileKind.PAGE),
        ("x.php.txt", FileKind.PAGE),
        ("_comments.yaml", FileKind.SOURCE),
        ("x.JSON", FileKind.SOURCE),
        ("dump.sql.gz", FileKind.SOURCE),
        ("minutes.docx", FileKind.SOURCE),
        ("budget.xlsx", FileKind.SOURCE),
        ("table.csv", FileKind.SOURCE),
        ("server.key", FileKind.SOURCE),
        ("report.pdf", FileKind.PLAIN),
        ("index.md.pdf", FileKind.PLAIN),
        ("minutes.docx.pdf", FileKind.PLAIN),
        ("site.html.zip", FileKind.PLAIN),
        ("photo.old.jpg", FileKind.PLAIN),
        ("#1 in trade.pdf", FileKind.PLAIN),
        ("LICENSE", FileKind.PLAIN),
        ("model.py", FileKind.PLAIN),
    ],
)
def test_kinds_of_files_by_name(name, kind):
    assert file_kind(f"content/asia/{name}", (".md",)) is kind


def _problems(linked):
    return [(problem.code, problem.path) for problem in linked.problems]


def test_an_unreferenced_file_is_not_published():
    linked = site(document(BUNDLE), pictures=[CHART], files=[TABLE, DEEP])
    assert _outputs(linked) == {}


@pytest.mark.parametrize(
    "name",
    [
        "index.md~",
        "#index.md#",
        "Draft.MD",
        "x.csv.bak",
        "_comments.yaml",
        "x.json",
        "m.docx",
        "t.csv",
        "x.sql",
    ],
)
def test_files_that_are_never_attachments(name):
    path = f"content/asia/straits/{name}"
    assert _outputs(site(document(BUNDLE, settings=ALL), settings=ALL, files=[path, DEEP[:-3] + "txt"])) == {
        "content/asia/straits/more/deep.txt": "asia/straits/more/deep.txt"
    }


@pytest.mark.parametrize("settings", [PLAIN, ALL])
@pytest.mark.parametrize("name", ["comments.yaml", "x.json", "m.docx", "t.csv", "x.sql", "LICENSE"])
def test_linked_data_and_office_files_are_published(name, settings):
    path = f"content/asia/straits/{name}"
    linked = site(document(BUNDLE, href(name), settings=settings), settings=settings, files=[path])
    assert _outputs(linked) == {path: f"asia/straits/{name}"}
    assert linked.problems == ()


@pytest.mark.parametrize("settings", [PLAIN, ALL])
@pytest.mark.parametrize("folder", ["content/asia/straits", "content/photos"])
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Draft.MD", "broken-link"),
        ("old.markdown", "broken-link"),
        ("x.csv.bak", "broken-link"),
        ("x.csv~", "broken-link"),
        ("Copy of x.csv", "broken-link"),
        ("page.html", "unsafe-file"),
        ("page.htm", "unsafe-file"),
        ("page.xhtml", "unsafe-file"),
        ("page.xht", "unsafe-file"),
        ("page.shtml", "unsafe-file"),
        ("feed.xml", "unsafe-file"),
        ("x.svgz", "unsafe-file"),
        ("x.mht", "unsafe-file"),
        ("x.php", "unsafe-file"),
        ("x.html.gz", "unsafe-file"),
    ],
)
def test_refused_files_even_if_linked(settings, folder, name, code):
    ref = href(f"{folder.removeprefix('content')}/{name}")
    linked = site(document(BUNDLE, ref, settings=settings), settings=settings, files=[f"{folder}/{name}"])
    assert _outputs(linked) == {}
    assert (code, BUNDLE) in _problems(linked)
    assert linked.refs[BUNDLE][0].url == ""


@pytest.mark.parametrize("name", ["page.html", "x.csv.bak", "x.php", "x.svgz", "old.markdown", "README.md"])
def test_static_files_are_never_refused(name):
    linked = site(document(BUNDLE, href(f"/{name}")), static=[f"static/{name}"])
    assert _outputs(linked) == {f"static/{name}": name}
    assert linked.refs[BUNDLE][0].url == f"/{name}"
    assert linked.problems == ()


@pytest.mark.parametrize("attachments", list(Attachments))
def test_a_setting_allows_html_files(attachments):
    settings = config(content=put(PLAIN.content, attachments=attachments, html_files=True))
    path = "content/asia/straits/page.html"
    linked = site(document(BUNDLE, href("page.html"), settings=settings), settings=settings, files=[path])
    assert _outputs(linked) == {path: "asia/straits/page.html"}
    assert linked.problems == ()


def test_an_unsafe_attachment_is_an_error():
    page, drawing = "content/asia/straits/page.html", "content/asia/straits/x.svg"
    linked = site(
        document(BUNDLE, settings=ALL), settings=ALL, files=[page], damaged={drawing: "it holds <script>"}
    )
    assert _outputs(linked) == {}
    assert _problems(linked) == [("unsafe-file", page), ("unsafe-file", drawing)]


@pytest.mark.parametrize("target", ["x.svg", "/asia/straits/x.svg"])
def test_an_unsafe_svg_is_not_linked(target):
    drawing = "content/asia/straits/x.svg"
    linked = site(document(BUNDLE, href(target)), damaged={drawing: "it holds <script> (line 2)"})
    assert _outputs(linked) == {}
    assert _problems(linked) == [("unsafe-file", BUNDLE)]
    assert "it holds <script> (line 2)" in linked.problems[0].message
    assert "plain SVG" in linked.problems[0].hint


def test_a_damaged_photo_may_be_linked():
    path = "content/asia/straits/x.jpg"
    linked = site(document(BUNDLE, href("x.jpg")), damaged={path: "its bytes break off"})
    assert _outputs(linked) == {path: "asia/straits/x.jpg"}


@pytest.mark.parametrize("unsafe", [True, False])
def test_an_unsafe_static_svg_is_published_with_a_warning(unsafe):
    path = "static/x.svg"
    read = content(document(BUNDLE), static=[path])
    picture = ImageInfo(path, "digest", 0, 0, "it holds <script> (line 2)", unsafe=unsafe)
    linked = link(put(read, images={path: picture}), PLAIN, BuildTime(NOW))
    assert _outputs(linked) == {path: "x.svg"}
    assert _problems(linked) == ([("active-content", path)] if unsafe else [])
    assert all(problem.severity is Severity.WARNING for problem in linked.problems)


@pytest.mark.parametrize("target", ["/2026/straits/table.csv", "/2026/straits/table.csv#a"])
@pytest.mark.parametrize("status", ["published", "draft"])
def test_a_link_to_a_files_url_publishes_it(target, status):
    settings = config(permalink="/{year}/{slug}/")
    other = document("content/asia/b.md", href(target), settings=settings, status=Status(status))
    linked = site(document(BUNDLE, settings=settings), other, settings=settings, files=[TABLE])
    assert _outputs(linked) == ({TABLE: "2026/straits/table.csv"} if status == "published" else {})


@pytest.mark.parametrize("target", ["/asia/straits/table.csv", "/2026/straits/table.csv", "table.csv"])
def test_no_reference_publishes_a_file_of_a_gated_rest(target):
    settings = config(permalink="/{year}/{slug}/")
    one = document(BUNDLE, href(target, Part.REST), settings=settings, access=Access.TEASER)
    assert _outputs(site(one, settings=settings, files=[TABLE])) == {}
    other = document("content/asia/b.md", href("straits/table.csv"), settings=settings)
    assert _outputs(site(one, other, settings=settings, files=[TABLE])) == {TABLE: "2026/straits/table.csv"}


def test_attachments_of_teasers_are_not_published():
    settings = put(ALL, permalink="/{section}/{slug}/")
    text = "content/asia/straits/x.txt"
    one = document(BUNDLE, href("x.txt", Part.REST), settings=settings, access=Access.TEASER)
    assert _outputs(site(one, settings=settings, files=[text])) == {}


def test_a_link_to_a_files_full_url_publishes_it():
    url = "https://example.org/asia/straits/a%20b.csv?x#y"
    other, path = "content/asia/b.md", "content/asia/straits/a b.csv"
    linked = site(document(BUNDLE), document(other, href(url)), files=[path])
    assert _outputs(linked) == {path: "asia/straits/a b.csv"}
    assert linked.refs[other][0].url == "/asia/straits/a%20b.csv?x#y"
    gated = document(other, href(url, Part.REST), access=Access.TEASER)
    assert _outputs(site(document(BUNDLE), gated, files=[path])) == {}
    elsewhere = document(other, href(url.replace("example.org", "example.com")))
    assert _outputs(site(document(BUNDLE), elsewhere, files=[path])) == {}


def test_a_full_url_of_a_refused_file():
    ref = href("https://example.org/asia/straits/page.html")
    linked = site(document(BUNDLE, ref), files=["content/asia/straits/page.html"])
    assert (_outputs(linked), _problems(linked)) == ({}, [("unsafe-file", BUNDLE)])


@pytest.mark.parametrize("key", ["navigation", "subscribe"])
def test_a_file_linked_by_the_configuration_is_published(key):
    url = "/asia/straits/table.csv"
    entry = (NavigationEntry("Table", url),) if key == "navigation" else SubscribeConfig(url)
    settings = config(**{key: entry})
    linked = site(document(BUNDLE), settings=settings, files=[TABLE, DEEP])
    assert _outputs(linked) == {TABLE: "asia/straits/table.csv"}
    hidden = site(document(BUNDLE, status=Status.DRAFT), settings=settings, files=[TABLE])
    assert _outputs(hidden) == {}


def test_links_in_the_configuration_cannot_publish_refused_files():
    settings = config(navigation=(NavigationEntry("A", "/asia/x.html"), NavigationEntry("B", "/asia/x.jpg")))
    ended = document("content/asia/a.md", photo=photo("x.jpg", expires=when("2026-11-01")))
    linked = site(ended, settings=settings, files=["content/asia/x.html"], pictures=["content/asia/x.jpg"])
    assert _outputs(linked) == {}


def test_the_original_of_a_resized_photo_is_no_attachment():
    own = ImageInfo("content/asia/straits/x.jpg", "digest", 4000, 3000, format="jpeg")
    one = document(BUNDLE, image("x.jpg"), settings=ALL)
    read = put(content(one, settings=ALL, pictures=[own.path], files=[DEEP]), images={own.path: own})
    linked = link(read, ALL, BuildTime(NOW))
    assert _outputs(linked) == {}
    assert {cut.source for cut in linked.pictures} == {own.path}


def test_files_of_hidden_documents_are_not_published():
    paths = [f"content/{name}.jpg" for name in ("article", "page", "cover", "related")]
    linked = site(
        document("content/asia/a.md", status=Status.DRAFT, photo=photo("/article.jpg")),
        document("content/pages/about.md", status=Status.DRAFT, photo=photo("/page.jpg")),
        document("content/issues/one.md", date=when("2999-01-01"), cover=photo("/cover.jpg")),
        document("content/asia/b.md", embargo="2999-01-01", photo=photo("/related.jpg")),
        document("content/asia/c.md", related=("asia/b",)),
        pictures=paths,
    )
    assert _outputs(linked) == {}
