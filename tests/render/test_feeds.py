from __future__ import annotations

from xml.etree import ElementTree

from sitegen.model.documents import Body, RefKind
from sitegen.model.jobs import BodyRef, FeedArgs, Job, ResolvedRef, SitemapArgs, SitemapIndexArgs
from sitegen.model.views import FeedEntry, FeedView, SitemapEntry
from sitegen.render.feeds import xml_bytes
from sitegen.render.renderers import render
from tests.render.samples import Asked, card, day

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

BODY = Body(
    (
        "<p>A<a",
        0,
        ">b</a> & c</p>",
    ),
    ("<p>Rest</p>",),
    (),
)
REFS = (ResolvedRef(RefKind.LINK, "/review/asia/"),)


def feed(*entries: FeedEntry, bodies: tuple[BodyRef | None, ...]) -> ElementTree.Element:
    url = "https://example.org/review/feed.xml"
    view = FeedView("A & B", "", "en", url, url, "/review/", day(2026, 3, 1, 10), entries)
    output = render(Job("feed.xml", FeedArgs(view, bodies)), Asked(bodies={"d": BODY}))
    return ElementTree.fromstring(output.data)


def test_a_feed_has_full_texts_with_absolute_urls():
    root = feed(FeedEntry(card(), False), bodies=(BodyRef("d", REFS),))
    entry = root.find(f"{ATOM}entry")
    assert root.findtext(f"{ATOM}title") == "A & B"
    assert root.findtext(f"{ATOM}updated") == "2026-03-01T10:00:00Z"
    assert entry.findtext(f"{ATOM}id") == "https://example.org/review/asia/straits/"
    assert entry.find(f"{ATOM}content").get("type") == "html"
    content = entry.findtext(f"{ATOM}content") or ""
    assert '<p>A<a href="https://example.org/review/asia/">b</a> & c</p>' in content
    assert "<p>Rest</p>" in content


def test_a_gated_entry_has_its_opening_and_a_link():
    root = feed(FeedEntry(card(), True), bodies=(BodyRef("d", REFS, gated=True),))
    content = root.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "Rest" not in content
    assert content.rstrip().endswith(
        '<p><a href="https://example.org/review/asia/straits/">To read the full article</a></p>'
    )


def test_an_entry_without_a_body_has_its_summary():
    root = feed(FeedEntry(card(), False), bodies=(None,))
    assert root.find(f"{ATOM}entry/{ATOM}content") is None
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == "A summary."


def test_hostile_text_keeps_a_feed_well_formed():
    root = feed(FeedEntry(card(title="<b>\x07&\ufffe]]>"), False), bodies=(None,))
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "<b>&]]>"


def test_a_sitemap_has_pages_and_their_translations():
    entries = (
        SitemapEntry("https://example.org/?a&b", day(2026, 3, 1, 10), (("fr", "https://example.org/fr/"),)),
        SitemapEntry("https://example.org/x/", None),
    )
    output = render(Job("sitemap.xml", SitemapArgs(entries)), Asked())
    root = ElementTree.fromstring(output.data)
    assert [loc.text for loc in root.iter(f"{MAP}loc")] == [
        "https://example.org/?a&b",
        "https://example.org/x/",
    ]
    assert [date.text for date in root.iter(f"{MAP}lastmod")] == ["2026-03-01T10:00:00Z"]
    (alternate,) = root.iter("{http://www.w3.org/1999/xhtml}link")
    assert alternate.attrib == {"rel": "alternate", "hreflang": "fr", "href": "https://example.org/fr/"}


def test_a_sitemap_index_has_sitemaps():
    job = Job("sitemap.xml", SitemapIndexArgs(("https://example.org/sitemap-1.xml",)))
    root = ElementTree.fromstring(render(job, Asked()).data)
    assert [loc.text for loc in root.iter(f"{MAP}loc")] == ["https://example.org/sitemap-1.xml"]


def test_only_characters_forbidden_in_xml_are_dropped():
    for number in (*range(0x3000), *range(0xD000, 0x10000), 0x10000, 0x1F600, 0x10FFFF):
        if 0xD800 <= number < 0xE000:  # surrogates cannot be encoded
            continue
        character = chr(number)
        holds = number in (9, 10, 13) or 0x20 <= number < 0xFFFE or number >= 0x10000
        assert xml_bytes(f"a{character}b".encode()) == (f"a{character}b" if holds else "ab").encode()
