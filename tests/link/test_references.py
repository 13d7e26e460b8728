from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RemoteImages
from sitegen.model.documents import Part
from sitegen.model.front_matter import Access, Status
from sitegen.model.jobs import ResolvedRef
from tests.factory import codes, config, document, heading, href, image, only, site

SOURCE = "content/asia/source.md"
NEIGHBOURS = (
    document("content/europe/target.md", headings=[heading("costs"), heading("kosten-für-alle")]),
    document(
        "content/asia/gated.md", headings=[heading("open"), heading("shut", Part.REST)], access=Access.TEASER
    ),
    document("content/asia/draft.md", status=Status.DRAFT, headings=[heading("costs")]),
    document("content/asia/bundle/index.md"),
    document("content/asia/hidden/index.md", status=Status.DRAFT),
    document("content/pages/about.md"),
    document("content/authors/desk.md"),
    document("content/asia/_index.md"),
)
FILES = {
    "files": [
        "content/asia/bundle/data.csv",
        "content/asia/hidden/data.csv",
        "content/asia/loose report.pdf",
    ],
    "static": ["static/terms.pdf"],
    "pictures": ["content/asia/map.png", "content/asia/bundle/chart.png", "static/logo.svg"],
    "damaged": {"content/asia/broken.png": "its bytes are no picture that we know"},
}


def _resolved(*refs, settings=None, source=SOURCE, **matter):
    """The references of an article in a small site, and the site."""
    settings = settings or config()
    one = document(
        source, *refs, settings=settings, headings=[heading("here"), heading("gone", Part.REST)], **matter
    )
    linked = site(one, *NEIGHBOURS, settings=settings, unread=["content/asia/unread.md"], **FILES)
    return linked.refs[source], linked


@pytest.mark.parametrize(
    ("target", "url"),
    [
        # by file: beside the document, from the content folder, from the project's root
        ("../europe/target.md", "/europe/target/"),
        ("/europe/target.md", "/europe/target/"),
        ("europe/target.md", "/europe/target/"),
        ("/content/europe/target.md", "/europe/target/"),
        ("./bundle/index.md", "/asia/bundle/"),
        ("../pages/about.md", "/about/"),
        ("../authors/desk.md", "/authors/desk/"),
        ("_index.md", "/asia/"),
        ("source.md", "/asia/source/"),
        # their fragments
        ("../europe/target.md#costs", "/europe/target/#costs"),
        ("../europe/target.md#kosten-f%C3%BCr-alle", "/europe/target/#kosten-f%C3%BCr-alle"),
        ("../europe/target.md#top", "/europe/target/#top"),
        ("gated.md#open", "/asia/gated/#open"),
        ("gated.md#shut", "/asia/gated/"),
        ("#here", "#here"),
        ("#gone", "#gone"),
        ("#", "#"),
        ("#top", "#top"),
        # files
        ("bundle/data.csv", "/asia/bundle/data.csv"),
        ("loose%20report.pdf", "/asia/loose%20report.pdf"),
        ("loose%20report.pdf#page=2", "/asia/loose%20report.pdf#page=2"),
        ("/terms.pdf", "/terms.pdf"),
        ("map.png", "/asia/map.png"),
        # elsewhere: as written
        ("https://example.com/x?y=1#z", "https://example.com/x?y=1#z"),
        ("//example.com/x", "//example.com/x"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("tel:+49301234", "tel:+49301234"),
    ],
)
def test_links(target, url):
    [ref], linked = _resolved(href(target))
    assert ref.url == url
    assert linked.problems == ()
    assert linked.pending == ()


@pytest.mark.parametrize(
    ("target", "url", "code", "hint"),
    [
        ("../europe/targt.md", "", "broken-link", "target.md"),
        ("../asia/nothing-like-it.md", "", "broken-link", "name and folder"),
        ("../europe/target.md#cost", "/europe/target/", "broken-fragment", "`costs`"),
        ("#her", "", "broken-fragment", "`here`"),
        ("", "", "broken-link", "between the parentheses"),
        ("?", "", "broken-link", "between the parentheses"),
        ("/\t/[x", "", "broken-link", "Correct the link"),
        ("draft.md", "", "link-to-unpublished", "Remove the link"),
        ("draft.md#costs", "", "link-to-unpublished", "Remove the link"),
        ("unread.md", "", "link-to-unpublished", "Remove the link"),
    ],
)
def test_broken_links(target, url, code, hint):
    [ref], linked = _resolved(href(target))
    assert ref.url == url
    problem = only(linked.problems)
    assert (problem.code, problem.path, problem.key) == (code, SOURCE, "ref:0")
    assert hint in problem.hint


def test_a_draft_may_be_linked_in_a_build_with_drafts():
    one = document(SOURCE, href("draft.md#costs"))
    linked = site(one, *NEIGHBOURS, drafts=True)
    assert linked.refs[SOURCE][0].url == "/asia/draft/#costs"
    assert linked.problems == ()


def test_an_article_that_a_partial_build_skips_is_not_linked():
    one = document(SOURCE, href("../europe/target.md"))
    linked = site(one, *NEIGHBOURS, left_out=["content/europe/target.md"])
    assert linked.refs[SOURCE][0].url == ""
    assert codes(linked.problems) == ["link-to-unpublished"]


def test_fragments_within_a_gated_article():
    (shown, gone), linked = _resolved(href("#here"), href("#gone"), access=Access.TEASER)
    assert (shown.url, gone.url) == ("#here", "")
    assert linked.problems == ()


@pytest.mark.parametrize(
    ("target", "output", "fragment", "url"),
    [
        ("/asia/", "asia/index.html", "", "/review/asia/"),
        ("/asia", "asia", "", "/review/asia"),
        ("/europe/target/#costs", "europe/target/index.html", "costs", "/review/europe/target/#costs"),
        ("../bundle/", "asia/bundle/index.html", "", "/review/asia/bundle/"),
        ("..", "asia/index.html", "", "/review/asia/"),
        (".", "asia/source/index.html", "", "/review/asia/source/"),
        ("/", "index.html", "", "/review/"),
        ("/../../etc/", "etc/index.html", "", "/review/etc/"),
        ("/caf%C3%A9/", "café/index.html", "", "/review/caf%C3%A9/"),
        ("/search/?q=oil#x", "search/index.html", "x", "/review/search/?q=oil#x"),
        ("nowhere.pdf", "asia/source/nowhere.pdf", "", "/review/asia/source/nowhere.pdf"),
    ],
)
def test_urls_of_this_site_are_left_to_the_plan(target, output, fragment, url):
    [ref], linked = _resolved(href(target), settings=config(base_url="https://example.org/review/"))
    assert ref.url == url
    pending = only(linked.pending)
    assert (pending.source, pending.index, pending.written) == (SOURCE, 0, target)
    assert (pending.output, pending.fragment) == (output, fragment)


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("map.png", "/asia/map.png"),
        ("bundle/chart.png", "/asia/bundle/chart.png"),
        ("/logo.svg", "/logo.svg"),
        ("/asia/map.png", "/asia/map.png"),
        ("map.png?v=2", "/asia/map.png"),
    ],
)
def test_images(target, url):
    [ref], linked = _resolved(image(target))
    assert (ref.url, ref.width, ref.height) == (url, 800, 600)
    assert ref.attributes == (("alt", "A map"),)
    assert linked.problems == ()


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("mapp.png", "missing-image", "`map.png`"),
        ("../europe/map.png", "missing-image", "map.png"),
        ("absent.jpg", "missing-image", "static/"),
        ("bundle/data.csv", "unreadable-image", "JPEG"),
        ("broken.png", "unreadable-image", "no picture that we know"),
        ("hidden/data.csv", "missing-image", ""),
    ],
)
def test_images_that_cannot_be_shown(target, code, words):
    [ref], linked = _resolved(image(target))
    assert ref.url == ""
    problem = only(linked.problems)
    assert (problem.code, problem.path, problem.key) == (code, SOURCE, "ref:0")
    assert words in problem.message + problem.hint


@pytest.mark.parametrize("target", ["https://pictures.example/x.png", "//pictures.example/x.png"])
def test_remote_images_are_links_unless_they_may_be_loaded(target):
    [ref], linked = _resolved(image(target))
    assert ref == ResolvedRef("image", target, (("alt", "A map"),), remote=True)
    problem = only(linked.problems)
    assert problem.code == "remote-image"
    assert "pictures.example" in problem.message
    loading = config(markdown=MarkdownConfig(remote_images=RemoteImages.LOAD))
    [ref], linked = _resolved(image(target), settings=loading)
    assert (ref.url, ref.remote) == (target, False)
    assert linked.problems == ()


def test_data_urls_of_images():
    [ref], linked = _resolved(image("data:image/png;base64,AAAA"))
    assert (ref.url, linked.problems) == ("data:image/png;base64,AAAA", ())


def test_a_file_of_a_hidden_article_cannot_be_linked():
    [_ref], linked = _resolved(href("hidden/data.csv"))
    pending = only(linked.pending)
    assert pending.output not in {file.output for file in linked.files}


def test_other_suffixes_of_documents():
    from sitegen.config.settings import ContentConfig

    settings = config(content=ContentConfig(suffixes=(".md", ".markdown")))
    linked = site(
        document(SOURCE, href("b.markdown"), settings=settings),
        document("content/asia/b.markdown", settings=settings),
        settings=settings,
    )
    assert linked.refs[SOURCE][0].url == "/asia/b/"


def test_hidden_documents_have_no_references():
    linked = site(document(SOURCE, href("broken.md"), status=Status.DRAFT))
    assert linked.refs == {}
    assert linked.problems == ()


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("targte.md", ""),
        ("../europe/targte.md", "`../europe/target.md`"),
        ("../eurpe/target.md", "`../europe/target.md`"),
        ("../pages/abuot.md", "`../pages/about.md`"),
        ("bundle/indexx.md", "`bundle/index.md`"),
        ("buondle/index.md", "`bundle/index.md`"),
    ],
)
def test_a_missing_document_gets_a_suggestion(target, hint):
    _, linked = _resolved(href(target))
    problem = only(linked.problems)
    assert problem.code == "broken-link"
    assert hint in problem.hint
    assert bool(hint) == problem.hint.startswith("Did you mean")
