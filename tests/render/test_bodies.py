from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model.documents import Body, Note, Part, RefKind
from sitegen.model.jobs import BodyRef, ResolvedRef
from sitegen.model.views import ImageSource
from sitegen.render.bodies import BodyView
from sitegen.render.fill_refs import absolute_urls, fill_refs, fill_refs_absolute
from tests.render.samples import Asked


def link(url: str) -> ResolvedRef:
    return ResolvedRef(RefKind.LINK, url)


def image(url: str, *attributes: tuple[str, str], remote: bool = False) -> ResolvedRef:
    return ResolvedRef(RefKind.IMAGE, url, attributes, 8, 6, remote)


def test_a_links_url_is_escaped():
    assert (
        fill_refs(("<a", 0, ">x</a>"), (link('/a/?b=1&c="2"'),))
        == '<a href="/a/?b=1&amp;c=&#34;2&#34;">x</a>'
    )


def test_a_link_without_a_url_keeps_its_text():
    assert fill_refs(("<a", 0, ">x</a>"), (link(""),)) == "<a>x</a>"


def test_an_image_has_its_attributes_and_size():
    written = fill_refs((0,), (image("/a.png", ("alt", 'A "b" <c>'), ("title", "T")),))
    assert written == (
        '<img src="/a.png" alt="A &#34;b&#34; &lt;c&gt;" title="T" width="8" height="6" '
        'loading="lazy" decoding="async">'
    )


def test_an_image_always_has_alt_and_keeps_its_authors_size():
    written = fill_refs((0,), (image("/a.png", ("width", "4")),))
    assert written == '<img src="/a.png" width="4" alt="" loading="lazy" decoding="async">'


@pytest.mark.parametrize(
    ("attributes", "written"),
    [((("alt", "A <b>"),), '<span class="missing-image">A &lt;b&gt;</span>'), ((), "")],
)
def test_a_missing_image_shows_its_alt_text(attributes, written):
    assert fill_refs((0,), (image("", *attributes),)) == written


def test_a_remote_image_is_a_link():
    refs = (image("https://img.example.net/a.png", remote=True),)
    assert fill_refs((0,), refs) == (
        '<a class="remote-image" href="https://img.example.net/a.png" rel="noreferrer">img.example.net</a>'
    )


def test_a_remote_image_inside_a_link_is_not_nested():
    refs = (link("/a/"), image("https://img.example.net/a.png", ("alt", "A"), remote=True))
    assert fill_refs(("<p><a", 0, ">", 1, "</a></p>"), refs) == (
        '<p><a href="/a/"><span class="remote-image">A</span></a></p>'
    )
    assert '<a class="remote-image"' in fill_refs(("<p><a", 0, ">x</a><abbr>y</abbr>", 1, "</p>"), refs)


BODY = Body(
    ('<p>Open<a id="_fnref-1">1</a></p>',),
    ('<p>Rest<a id="_fnref-1-2">1</a><a id="_fnref-2">2</a></p>',),
    (Note(1, ("<p>One</p>",), Part.OPENING, 2), Note(2, ("<p>Two</p>",), Part.REST)),
)


def test_a_body_is_read_on_first_use():
    ask = Asked(bodies={"d": BODY})
    body = BodyView(BodyRef("d", ()), ask)
    assert ask.asked == []
    assert body.rest.startswith("<p>Rest")
    assert [(note.number, note.calls) for note in body.notes] == [
        (1, ("_fnref-1", "_fnref-1-2")),
        (2, ("_fnref-2",)),
    ]
    assert len(ask.asked) == 1


def test_a_gated_body_has_only_its_opening_and_notes():
    body = BodyView(BodyRef("d", (), gated=True), Asked(bodies={"d": BODY}))
    assert body.rest == ""
    assert [(note.html, note.calls) for note in body.notes] == [("<p>One</p>", ("_fnref-1",))]
    assert all("Rest" not in repr(value) and "Two" not in repr(value) for value in vars(body).values())


def test_urls_become_absolute_only_in_tags():
    html = '<p title="href=x"><a id="a" href="#_fn-1">href="b"</a><img src="/a.png?b=1&amp;c=2"></p>'
    assert absolute_urls(html, "https://example.org/a/") == (
        '<p title="href=x"><a id="a" href="https://example.org/a/#_fn-1">href="b"</a>'
        '<img src="https://example.org/a.png?b=1&amp;c=2"></p>'
    )


def test_a_text_in_a_feed_has_absolute_urls():
    one, other = (link("/a/"),), (link("/b/"),)
    asked = Asked(bodies={"kept": Body(("<a", 0, ">x</a>"), ("<a", 0, ">y</a>"), ())})
    for refs, base in ((one, "https://x.org/"), (other, "https://x.org/"), (one, "https://y.org/")):
        shown = BodyView(BodyRef("kept", refs), asked, base)
        assert shown.opening == f'<a href="{base[:-1]}{refs[0].url}">x</a>'
        assert shown.rest == f'<a href="{base[:-1]}{refs[0].url}">y</a>'
    gated = BodyView(BodyRef("kept", one, gated=True), asked, "https://x.org/")
    assert (gated.opening, gated.rest) == ('<a href="https://x.org/a/">x</a>', "")


_URLS = st.sampled_from(
    ["/a/", "b/", "#c", "?d=1&e=2", "https://y.org/é?a&b", "//z.org/", "mailto:a@b", "http://[", "", "a b"]
)
_PIECES = st.sampled_from(
    [
        "<p>Text &amp; more.</p>",
        '<sup><a href="#_fn-1">1</a></sup>',
        '<img src="raw.png" alt="">',
        "<b>href=</b>",
        'a "src=" b',
    ]
)


@st.composite
def _texts(draw):
    refs = tuple(draw(st.lists(st.builds(link, _URLS) | st.builds(_image, _URLS), max_size=4)))
    pieces = []
    for number, ref in enumerate(refs):
        pieces += [draw(_PIECES)]
        pieces += ["<a", number, ">x</a>"] if ref.kind is RefKind.LINK else [number]
    return (*pieces, draw(_PIECES)), refs


def _image(url):
    return ResolvedRef(RefKind.IMAGE, url, (("alt", "A & b"), ("title", 'c "d"')))


@given(_texts(), st.sampled_from(["https://x.org/a/", "https://x.org/a/?b=1&c=2"]))
def test_resolving_references_equals_resolving_the_whole_text(text, base):
    segments, refs = text
    assert fill_refs_absolute(segments, refs, base) == absolute_urls(fill_refs(segments, refs), base)


_SOURCES = (ImageSource("image/avif", "/p-480.avif 480w"), ImageSource("image/webp", "/p-480.webp 480w"))


def _pictured(*segments: str | int, attributes: tuple[tuple[str, str], ...] = (), base: str = "") -> str:
    ref = ResolvedRef(
        RefKind.IMAGE, "/p-480.jpg", (("alt", "A map"), *attributes), 480, 320, sources=_SOURCES
    )
    return fill_refs_absolute(segments, (ref,), base) if base else fill_refs(segments, (ref,))


def test_an_image_offers_better_formats():
    html = _pictured("<p>", 0, "</p>")
    assert html.startswith('<p><picture><source type="image/avif" srcset="/p-480.avif 480w" sizes="')
    assert html.endswith(
        '<img src="/p-480.jpg" alt="A map" width="480" height="320" loading="lazy" decoding="async"></picture></p>'
    )


def test_an_image_with_a_width_has_matching_sizes():
    assert 'sizes="200px"' in _pictured(0, attributes=(("width", "200"),))


def test_an_authors_own_sources_are_kept():
    assert "<source" not in _pictured("<picture>", 0, "</picture>")
    assert "<source" not in _pictured(0, attributes=(("srcset", "a.png 2x"),))
    assert "<source" in _pictured("<picture></picture>", 0)


def test_in_a_feed_an_image_has_one_format():
    html = _pictured(0, base="https://example.org/a/")
    assert html.startswith('<img src="https://example.org/p-480.jpg"')


def test_invalid_attribute_names_are_dropped():
    refs = (image("/a.png", ('"onload=x', "1"), ("a b", "2"), ("<c", "3"), ("data-d", "4"), ("alt", '"><x')),)
    assert fill_refs((0,), refs) == (
        '<img src="/a.png" data-d="4" alt="&#34;&gt;&lt;x" width="8" height="6" loading="lazy" decoding="async">'
    )


def test_no_url_is_found_inside_another_value():
    html = """<p title=' href="a"'><b data-x="src=" title=' src="b"'></b><a href="c">"""
    assert absolute_urls(html, "https://example.org/").endswith('<a href="https://example.org/c">')
    assert "https://example.org/a" not in absolute_urls(html, "https://example.org/")
    assert "https://example.org/b" not in absolute_urls(html, "https://example.org/")
