"""Full URLs of the site itself, and paths that other programs serve."""

from __future__ import annotations

import pytest

from sitegen.config.settings import SubscribeConfig, is_kept
from sitegen.link.urls import internal_path
from sitegen.model.documents import Expiry, Part, Ref, RefKind
from sitegen.model.jobs import ResolvedRef
from tests.factory import codes, config, document, heading, href, image, only, photo, plan, put, site

SOURCE = "content/asia/source.md"
TARGET = document("content/europe/target.md", headings=[heading("costs")], aliases=("/old/",))


@pytest.mark.parametrize(
    ("home", "url", "path"),
    [
        ("https://example.org/", "https://example.org/a/?b#c", "/a/?b#c"),
        ("https://example.org/", "http://www.example.org/a", "/a"),
        ("https://www.example.org/", "//EXAMPLE.org:443/a", "/a"),
        ("https://example.org/", "https://example.org", "/"),
        ("https://example.org/", "https://example.org#a", "/#a"),
        ("https://example.org/review/", "https://example.org/review/a/", "/a/"),
        ("https://example.org/review/", "https://example.org/review", "/"),
        ("https://example.org/review/", "https://example.org/reviews/", None),
        ("https://example.org/review/", "https://example.org/", None),
        ("https://example.org/", "https://sub.example.org/a", None),
        ("https://example.org/", "https://example.org.evil.org/", None),
        ("https://example.org:81/", "https://example.org/", None),
        ("https://example.org/", "/a", None),
        ("http://localhost:8000/", "http://localhost:8000/a", None),
    ],
)
def test_internal_paths(home: str, url: str, path: str | None) -> None:
    assert internal_path(home, url) == path


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("https://example.org/europe/target/", "/europe/target/"),
        ("http://example.org/europe/target", "/europe/target/"),
        ("https://www.example.org/europe/target/#costs", "/europe/target/#costs"),
        ("https://example.org/old/", "/old/"),
        ("https://example.org/images/x%20y.png?v=2", "/images/x%20y.png?v=2"),
        ("https://example.org/feed.xml", "/feed.xml"),
        ("https://example.org", "/"),
    ],
)
def test_links_by_full_urls(target: str, url: str) -> None:
    planned = plan(document(SOURCE, href(target)), TARGET, static=["static/images/x y.png"])
    assert planned.problems == ()
    assert [ref.url for ref in planned.refs(SOURCE)] == [url]


def test_broken_links_by_full_urls() -> None:
    one = document(
        SOURCE, href("https://example.org/nothing/"), href("https://example.org/europe/target/#cost")
    )
    planned = plan(one, TARGET)
    assert codes(planned.problems) == ["broken-link", "broken-fragment"]
    assert "`https://example.org/nothing/`" in planned.problems[0].message


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/review/"])
@pytest.mark.parametrize(
    "written",
    ["{}images/x.png", "{}images/x.png?w=300", "{}asia/map.png"],
    ids=["static", "query", "content"],
)
def test_images_by_full_urls(base: str, written: str) -> None:
    settings = config(base_url=base)
    url = written.replace("{}", base)
    one = document(SOURCE, image(url), settings=settings, photo=photo(url))
    linked = site(one, settings=settings, pictures=["static/images/x.png", "content/asia/map.png"])
    assert linked.problems == ()
    assert not linked.refs[SOURCE][0].remote
    assert linked.refs[SOURCE][0].url.startswith(base.removeprefix("https://example.org"))


def test_a_missing_image_by_its_full_url() -> None:
    linked = site(document(SOURCE, image("https://example.org/images/x.png")))
    assert only(linked.problems).code == "missing-image"
    assert codes(site(document(SOURCE, image("https://example.com/x.png"))).problems) == ["remote-image"]


def test_an_expired_image_by_its_full_url() -> None:
    url = "https://example.org/images/x.png"
    linked = site(
        document(SOURCE, image("/images/x.png")),
        pictures=["static/images/x.png"],
        expiries=[Expiry("content/asia/other.md", url, None)],
    )
    assert only(linked.problems).code == "expired-photo"


@pytest.mark.parametrize(
    ("output", "kept"),
    [("CNAME", True), ("CNAME/index.html", True), ("up/a/b.pdf", True), ("upper", False), ("a/up/b", False)],
)
def test_kept_paths(output: str, kept: bool) -> None:
    assert is_kept(output, ("CNAME", "up/")) is kept


def test_kept_paths_are_valid_targets() -> None:
    settings = config(keep=("CNAME", "uploads/"))
    refs = [
        href("/CNAME"),
        href("/uploads/a/"),
        href("https://example.org/uploads/b.pdf"),
        image("/uploads/c d.png"),
    ]
    planned = plan(document(SOURCE, *refs, settings=settings), settings=settings)
    assert planned.problems == ()
    assert [ref.url for ref in planned.refs(SOURCE)] == [
        "/CNAME",
        "/uploads/a/",
        "/uploads/b.pdf",
        "/uploads/c%20d.png",
    ]
    assert codes(plan(document(SOURCE, *refs)).problems) == ["broken-link"] * 3


def _address(target: str, part: Part = Part.OPENING) -> Ref:
    return Ref(RefKind.ADDRESS, target, part)


def test_files_in_trusted_html() -> None:
    refs = [
        _address("talk.mp3"),
        _address("/clip.mp4"),
        _address("https://example.org/clip.mp4"),
        _address("https://example.com/x.mp4"),
        _address("gone.mp3"),
    ]
    linked = site(document(SOURCE, *refs), files=["content/asia/talk.mp3"], static=["static/clip.mp4"])
    assert [ref.url for ref in linked.refs[SOURCE]] == [
        "/asia/talk.mp3",
        "/clip.mp4",
        "/clip.mp4",
        "https://example.com/x.mp4",
        "gone.mp3",
    ]
    problem = only(linked.problems)
    assert (problem.code, "`gone.mp3`" in problem.message) == ("broken-link", True)
    assert "content/asia/talk.mp3" in {file.source for file in linked.files}


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("team@example.org", "`mailto:team@example.org`"),
        ("https//x.org/a", "`https://x.org/a`"),
        ("http//:x.org/a", "`http://x.org/a`"),
        ("/https://x.org/a", "`https://x.org/a`"),
        ("10.1000/182", "`https://doi.org/10.1000/182`"),
        ("example.org/a", "`https://example.org/a`"),
    ],
)
def test_targets_that_only_look_like_paths(written: str, hint: str) -> None:
    problem = only(plan(document(SOURCE, href(written))).problems)
    assert problem.code == "broken-link"
    assert hint in problem.hint


def test_references_depend_on_kept_paths() -> None:
    one = document(SOURCE, image("/up/a.png"))
    assert site(one).refs[SOURCE] == (ResolvedRef(RefKind.IMAGE, "", (("alt", "A map"),)),)
    kept = put(config(), keep=("up",))
    assert site(one, settings=kept).refs[SOURCE][0].url == "/up/a.png"


def test_full_urls_in_the_configuration_are_not_checked() -> None:
    settings = config(subscribe=SubscribeConfig("https://example.org/subscribe"))
    assert plan(TARGET, settings=settings).problems == ()
