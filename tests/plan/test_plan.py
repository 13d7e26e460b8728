from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config.settings import ConsentConfig, FeedConfig, LanguageConfig, NavigationEntry
from sitegen.model import site_queries as q
from sitegen.model.documents import Part
from sitegen.model.front_matter import Access, Status
from sitegen.model.jobs import PageArgs, RedirectArgs
from sitegen.slugs import fold
from tests.factory import codes, config, document, heading, href, only, plan

NFD_NAME = unicodedata.normalize("NFD", "café")


def test_the_routes_of_a_small_site():
    planned = plan(
        document("content/asia/_index.md"),
        document("content/asia/a.md", tags=("Oil",), authors=("desk",), issue="one", aliases=("/old/",)),
        document("content/authors/desk.md"),
        document("content/issues/one.md"),
        document("content/series/straits.md"),
        document("content/pages/about.md"),
        static=["static/favicon.svg"],
    )
    assert sorted(planned.routes) == [
        "404.html",
        "about/index.html",
        "archive/2026/index.html",
        "archive/index.html",
        "asia/a/index.html",
        "asia/feed.xml",
        "asia/index.html",
        "authors/desk/feed.xml",
        "authors/desk/index.html",
        "authors/index.html",
        "favicon.svg",
        "feed.xml",
        "index.html",
        "issues/index.html",
        "issues/one/index.html",
        "old/index.html",
        "robots.txt",
        "series/index.html",
        "series/straits/index.html",
        "sitemap.xml",
        "tags/index.html",
        "tags/oil/feed.xml",
        "tags/oil/index.html",
    ]
    assert planned.problems == ()
    for output in planned.routes:
        assert planned.job(output).path == output
    with pytest.raises(KeyError):
        planned.job("nothing.html")


def test_an_empty_site_has_a_home_page():
    assert sorted(plan().routes) == ["404.html", "index.html", "robots.txt", "sitemap.xml"]


CLASHES = [
    # (documents with their front matter, other content, the path of the problem, the path in its message, the code)
    ([("asia/a.md", {"slug": "x"}), ("asia/b.md", {"slug": "x"})], {}, "content/asia/b.md", "content/asia/a.md", "url-clash"),
    ([("asia/a.md", {"slug": "x"}), ("asia/b.md", {"slug": "X"})], {}, "content/asia/b.md", "content/asia/a.md", "url-clash"),
    ([("asia/a.md", {"slug": "café"}), ("asia/b.md", {"slug": NFD_NAME})], {}, "content/asia/b.md", "content/asia/a.md", "url-clash"),
    ([("asia/a.md", {"slug": "strasse"}), ("asia/b.md", {"slug": "straße"})], {}, "content/asia/b.md", "content/asia/a.md", "url-clash"),
    ([("asia/a.md", {}), ("pages/asia/a.md", {})], {}, "content/pages/asia/a.md", "content/asia/a.md", "url-clash"),
    ([("pages/tags.md", {}), ("asia/a.md", {"tags": ("Oil",)})], {}, "content/pages/tags.md", "the list of all tags", "generated-url"),
    ([("pages/archive.md", {}), ("asia/a.md", {})], {}, "content/pages/archive.md", "the archive", "generated-url"),
    ([("asia/a.md", {"aliases": ("/asia/b/",)}), ("asia/b.md", {})], {}, "content/asia/a.md", "content/asia/b.md", "alias-clash"),
    ([("asia/a.md", {"aliases": ("/old/",)}), ("asia/b.md", {"aliases": ("/old/",)})], {}, "content/asia/b.md", "content/asia/a.md", "alias-clash"),
    ([("asia/a.md", {"aliases": ("/",)})], {}, "content/asia/a.md", "the home page", "alias-clash"),
    # a file where a folder is needed, and the reverse
    ([("asia/a.md", {})], {"static": ["static/asia/a"]}, "static/asia/a", "content/asia/a.md", "url-clash"),
    ([("asia/a.md", {})], {"static": ["static/asia/a/index.html"]}, "static/asia/a/index.html", "content/asia/a.md", "url-clash"),
    ([("asia/a.md", {})], {"static": ["static/sitemap.xml"]}, "static/sitemap.xml", "the sitemap", "generated-url"),
    ([("asia/a.md", {"aliases": ("/feed.xml/x/",)})], {}, "content/asia/a.md", "the feed of the site", "alias-clash"),
    ([("asia/a.md", {}), ("europe/b.md", {"aliases": ("/asia/a/more.html",)})], {"static": ["static/asia/a/more.html"]}, "content/europe/b.md", "static/asia/a/more.html", "alias-clash"),
]  # fmt: skip


@pytest.mark.parametrize(("documents", "read", "at", "other", "code"), CLASHES)
def test_a_conflict_names_both_sources(documents, read, at, other, code):
    planned = plan(*(document(f"content/{path}", **matter) for path, matter in documents), **read)
    problem = only(planned.problems)
    assert (problem.code, problem.path) == (code, at)
    assert other in problem.message


def test_a_page_of_a_list_clashes_with_an_article():
    articles = [document(f"content/asia/a{number}.md") for number in range(3)]
    page = document("content/pages/asia/page/2.md")
    problem = only(plan(*articles, page, settings=config(page_size=2)).problems)
    assert (problem.code, problem.path) == ("generated-url", "content/pages/asia/page/2.md")
    assert "page 2 of the section “asia”" in problem.message


def test_a_conflict_of_two_sections_names_both():
    planned = plan(document("content/asia/_index.md"), document("content/far-east/_index.md", slug="asia"))
    problem = only(planned.problems)
    assert {"content/asia/_index.md", "content/far-east/_index.md"} == {
        problem.path,
        problem.message.split("`")[3],
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["asia/a", "asia/b", "europe/a", "pages/asia", "pages/feed.xml", "pages/a"]),
            st.sampled_from(["", "x", "X", "page", "a", "é", "e\u0301"]),
            st.lists(st.sampled_from(["/x/", "/asia/x/", "/feed.xml", "/a/b/", "/"]), max_size=2).map(tuple),
        ),
        unique_by=lambda entry: entry[0],
    ),
    st.lists(st.sampled_from(["static/asia", "static/x/y", "static/a/index.html", "static/X"]), unique=True),
)
def test_no_two_routes_conflict_on_any_file_system(entries, static):
    documents = [
        document(f"content/{path}.md", slug=slug, aliases=aliases) for path, slug, aliases in entries
    ]
    planned = plan(*documents, static=static, settings=config(page_size=1))
    folded = [fold(output) for output in planned.routes]
    assert len(set(folded)) == len(folded)
    files = set(folded)
    for path in folded:
        parts = path.split("/")
        assert not files & {"/".join(parts[:end]) for end in range(1, len(parts))}
    wanted = {route.owner for route in planned.routes.values()}
    missing = {one.path for one in documents} - wanted
    reported = " ".join(f"{problem.path} {problem.message}" for problem in planned.problems)
    assert all(path in reported for path in missing)


@pytest.mark.parametrize(
    ("slug", "sound"),
    [
        ("x" * 255, True),
        ("x" * 256, False),
        ("é" * 127, True),
        ("é" * 128, False),
        ("한" * 85, True),
        ("한" * 86, False),
    ],
)
def test_names_too_long_for_file_systems(slug, sound):
    planned = plan(document("content/asia/a.md", title="A", slug=slug))
    found = [problem for problem in planned.problems if problem.code == "name-too-long"]
    assert codes(planned.problems) == ([] if sound else ["name-too-long"])
    assert all((problem.path, problem.key) == ("content/asia/a.md", "slug") for problem in found)
    assert (f"asia/{slug}/index.html" in planned.routes) is sound


def test_a_tag_too_long_for_file_systems():
    planned = plan(document("content/asia/a.md", title="A", tags=["Strait " * 60]))
    [problem] = set(planned.problems)
    assert problem.code == "generated-url"
    assert (problem.path, problem.key) == ("content/asia/a.md", "tags.0")
    assert "of the URL `/tags/strait-strait-" in problem.hint


@pytest.mark.parametrize(
    ("pattern", "code", "words"),
    [
        ("/{slug}/./", "invalid-slug", "the part `.`"),
        ("/./{slug}/", "invalid-slug", "the part `.`"),
        ("/../{slug}/", "invalid-slug", "the part `..`"),
        (f"/{'x' * 256}/{{slug}}/", "name-too-long", "256 bytes"),
        (f"/{'é' * 128}/{{slug}}/", "name-too-long", "256 bytes"),
        (f"{('/' + 'x' * 250) * 4}/{{slug}}/{'y' * 20}/", "name-too-long", "1,024"),
    ],
)
def test_invalid_paths_are_not_planned(pattern, code, words):
    planned = plan(document("content/asia/a.md", title="A"), settings=config(permalink=pattern))
    [problem] = planned.problems
    assert (problem.code, problem.path, problem.key) == (code, "content/asia/a.md", "slug")
    assert words in problem.message
    assert not any(output.endswith(("/a/index.html", "y/index.html")) for output in planned.routes)


@pytest.mark.parametrize(
    "alias",
    ["/old//a/", "/a/./b/", f"/{'/'.join('a' * 600)}/"],
)
def test_an_invalid_alias_is_reported(alias):
    planned = plan(document("content/asia/a.md", title="A", aliases=("/fine/", alias)))
    [problem] = planned.problems
    assert (problem.code, problem.path, problem.key) == ("invalid-alias", "content/asia/a.md", "aliases.1")
    assert "fine/index.html" in planned.routes


def test_hidden_files_and_paths_of_maximal_length_are_planned():
    longest = "/".join(["x" * 250] * 4) + "/" + "y" * 8
    planned = plan(
        document("content/asia/a.md", title="A", aliases=(f"/{longest}/",)),
        static=["static/.well-known/security.txt", "static/a..b/...c"],
    )
    assert planned.problems == ()
    assert {f"{longest}/index.html", ".well-known/security.txt", "a..b/...c"} <= planned.routes.keys()


def test_a_prefix_too_long_for_file_systems_is_reported_once():
    languages = {"en": LanguageConfig(), "fr": LanguageConfig(root="content/fr", prefix="/" + "x" * 256)}
    planned = plan(
        document("content/fr/asia/a.md", title="A"),
        document("content/fr/asia/b.md", title="B"),
        settings=config(languages=languages),
    )
    [problem] = planned.problems
    assert (problem.code, problem.path) == ("generated-url", "sitegen.yaml")
    assert problem.key == "languages.fr.prefix"


def test_robots():
    planned = plan(settings=config(base_url="https://example.org/review/"))
    assert "Sitemap: https://example.org/review/sitemap.xml\n" in planned.job("robots.txt").args.text
    assert planned.routes["robots.txt"].owner == "robots.txt"
    own = plan(static=["static/robots.txt"])
    assert own.problems == ()
    assert own.job("robots.txt").kind == "copy"


# links to URLs of this site

_TARGETS = (
    document("content/asia/target.md", headings=[heading("costs"), heading("shut", Part.REST)]),
    document(
        "content/asia/gated.md",
        headings=[heading("open"), heading("shut", Part.REST)],
        access=Access.TEASER,
        aliases=("/old/",),
    ),
    document("content/asia/draft.md", status=Status.DRAFT),
)


def _linked(target, **settings):
    one = document("content/europe/source.md", href("https://example.com/"), href(target))
    planned = plan(one, *_TARGETS, settings=config(**settings), static=["static/terms.pdf", "static/a b.txt"])
    job = planned.job("europe/source/index.html")
    assert job.args.body.refs[0].url == "https://example.com/"
    return job.args.body.refs[1].url, planned.problems


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/asia/target/", "/asia/target/"),
        ("/asia/target", "/asia/target/"),
        ("../../asia/target/", "/asia/target/"),
        ("../../asia/target", "/asia/target/"),
        ("/asia/target/#costs", "/asia/target/#costs"),
        ("/asia/target#costs", "/asia/target/#costs"),
        ("/asia/gated/#open", "/asia/gated/#open"),
        ("/asia/gated/#shut", "/asia/gated/"),
        ("/asia/gated#shut", "/asia/gated/"),
        ("/old/#open", "/old/#open"),
        ("/old/#shut", "/old/"),
        ("/old#shut", "/old/"),
        ("/asia/", "/asia/"),
        ("/", "/"),
        ("/feed.xml", "/feed.xml"),
        ("/terms.pdf", "/terms.pdf"),
        ("/a%20b.txt", "/a%20b.txt"),
        ("/asia/target/?print=1", "/asia/target/?print=1"),
        ("/asia/target/index.html", "/asia/target/index.html"),
        ("/archive/2026/", "/archive/2026/"),
    ],
)
@pytest.mark.parametrize("base", ["", "/review"])
def test_working_links(target, url, base):
    found, problems = _linked(target, base_url=f"https://example.org{base}/")
    assert problems == ()
    assert found == base + url


@pytest.mark.parametrize(
    ("target", "url", "code", "hint"),
    [
        ("/asia/targte/", "", "broken-link", "`/asia/target/`"),
        ("/nowhere/", "", "broken-link", "path of its file"),
        ("/asia/draft/", "", "link-to-unpublished", "only the link's text"),
        ("/asia/draft", "", "link-to-unpublished", ""),
        ("/asia/draft/#part", "", "link-to-unpublished", ""),
        ("/asia/target/#cost", "/asia/target/", "broken-fragment", "`costs`"),
        ("/old/#opne", "/old/", "broken-fragment", "`open`"),
        ("example.com/page", "", "broken-link", "`https://example.com/page`"),
        ("../asia/target/", "", "broken-link", ""),
    ],
)
def test_broken_links(target, url, code, hint):
    found, problems = _linked(target)
    problem = only(problems)
    assert (problem.code, problem.path, problem.key) == (code, "content/europe/source.md", "ref:1")
    assert hint in problem.hint
    assert found == url


@pytest.mark.parametrize(
    ("url", "sound"),
    [
        ("/asia/", True),
        ("/asia", True),
        ("/asia/#x", True),
        ("/nowhere/", False),
        ("https://example.com/", True),
    ],
)
def test_navigation_links_are_checked(url, sound):
    problems = plan(*_TARGETS, settings=config(navigation=(NavigationEntry("Entry", url),))).problems
    assert [(problem.code, problem.path) for problem in problems] == (
        [] if sound else [("broken-link", "sitegen.yaml")]
    )


@pytest.mark.parametrize(
    ("script", "sound"), [("/files/a.js", True), ("/files/b.js", False), ("https://x.org/", True)]
)
def test_script_urls_of_services_are_checked(script, sound):
    settings = config(consent=(ConsentConfig("Count", "Counts.", script),))
    problems = plan(*_TARGETS, settings=settings, static=["static/files/a.js"]).problems
    assert codes(problems) == ([] if sound else ["broken-link"])


def test_purposes_of_services_are_translated():
    settings = config(
        base_url="https://example.org/review/",
        consent=(
            ConsentConfig("Count", "Counts.", "/a.js"),
            ConsentConfig("Ads", "Shows.", "https://x.org/"),
        ),
        languages={
            "en": LanguageConfig(),
            "fr": LanguageConfig("content/fr", "/fr/", purposes={"Count": "Compte."}),
        },
    )
    planned = plan(document("content/asia/a.md"), settings=settings, static=["static/a.js"])
    views = [planned.ask(q.SiteViewOf(lang)) for lang in ("en", "fr")]
    assert [[(one.purpose, one.script) for one in view.consent] for view in views] == [
        [("Counts.", "/review/a.js"), ("Shows.", "https://x.org/")],
        [("Compte.", "/review/a.js"), ("Shows.", "https://x.org/")],
    ]


def test_aliases_are_redirects():
    planned = plan(
        document("content/asia/a.md", title="A", aliases=("/old/", "/page.html")),
        settings=config(base_url="https://example.org/review/"),
    )
    expected = RedirectArgs("/review/asia/a/", "https://example.org/review/asia/a/", "A", "en")
    assert planned.job("old/index.html").args == planned.job("page.html").args == expected


@pytest.mark.parametrize(
    ("path", "matter", "output", "template"),
    [
        ("content/asia/a.md", {"template": "essay.html"}, "asia/a/index.html", "essay.html"),
        ("content/asia/a.md", {}, "asia/a/index.html", "article.html"),
        ("content/pages/about.md", {"template": "wide.html"}, "about/index.html", "wide.html"),
        ("content/pages/about.md", {}, "about/index.html", "page.html"),
        ("content/asia/_index.md", {"template": "region.html"}, "asia/index.html", "region.html"),
        ("content/asia/_index.md", {}, "asia/index.html", "section.html"),
        ("content/tags/oil.md", {}, "tags/oil/index.html", "tag.html"),
        ("content/authors/desk.md", {}, "authors/desk/index.html", "author.html"),
        ("content/issues/one.md", {}, "issues/one/index.html", "issue.html"),
        ("content/series/straits.md", {}, "series/straits/index.html", "series.html"),
        ("content/authors/_index.md", {}, "authors/index.html", "authors.html"),
        ("content/series/_index.md", {}, "series/index.html", "all_series.html"),
        ("content/_index.md", {}, "index.html", "home.html"),
    ],
)
def test_templates_and_bodies(path, matter, output, template):
    args = plan(document(path, **matter)).job(output).args
    assert isinstance(args, PageArgs)
    assert (args.template, args.document) == (template, path)
    assert args.body is not None
    assert args.body.digest == f"body of {path}"


def test_only_the_teaser_of_a_gated_article_is_in_its_job():
    args = plan(*_TARGETS).job("asia/gated/index.html").args
    assert args.body.gated
    view = dict(args.context)["article"]
    assert view.gated
    assert [entry.anchor for entry in view.headings] == ["open"]
    free = dict(plan(*_TARGETS).job("asia/target/index.html").args.context)["article"]
    assert [entry.anchor for entry in free.headings] == ["costs", "shut"]


def test_references_below_the_teaser_are_not_in_the_job_of_a_gated_page():
    links = [href(f"https://example.com/{part}", part=part) for part in (Part.REST, Part.OPENING, Part.REST)]
    gated, free = (
        document(f"content/asia/{each}.md", *links, access=each) for each in (Access.TEASER, Access.FREE)
    )
    planned = plan(gated, free)
    urls = [
        [ref.url for ref in planned.job(f"asia/{each}/index.html").args.body.refs]
        for each in ("teaser", "free")
    ]
    assert urls == [["", "https://example.com/opening", ""], [ref.target for ref in links]]
    feed = planned.job("feed.xml").args.bodies
    assert [ref.url for body in feed if body.gated for ref in body.refs] == urls[0]


def test_subscribe_link():
    from sitegen.config.settings import SubscribeConfig

    settings = config(subscribe=SubscribeConfig("https://example.org/subscribe", "Read it"))
    planned = plan(*_TARGETS, settings=settings)
    offers = [
        dict(planned.job(f"asia/{name}/index.html").args.context)["article"].subscribe
        for name in ("gated", "target")
    ]
    assert offers[0] is not None
    assert (offers[0].url, offers[0].title) == ("https://example.org/subscribe", "Read it")
    assert offers[1] is None


def test_place_in_series_and_issue():
    planned = plan(
        document("content/series/straits.md", title="Straits"),
        document("content/issues/one.md", contents=("asia/c", "asia/a")),
        *(
            document(f"content/asia/{name}.md", date=f"2026-01-0{day}", series="straits")
            for day, name in enumerate("abc", 1)
        ),
    )
    view = dict(planned.job("asia/b/index.html").args.context)["article"]
    place = view.in_series
    assert (place.title, place.url, place.number, place.total) == ("Straits", "/series/straits/", 2, 3)
    assert (place.previous.id, place.next.id) == ("asia/a", "asia/c")
    assert view.in_issue is None


def test_author_notes_do_not_depend_on_other_articles():
    authors = [
        document("content/authors/b.md", name="B", role="Editor", summary="B edits."),
        document("content/authors/a.md", name="A", excerpt="A writes."),
        document("content/authors/c.md", name="C"),
    ]
    signed = document("content/asia/x.md", authors=("b", "C", "a", "Nobody Known"))
    one = plan(signed, *authors).job("asia/x/index.html")
    view = dict(one.args.context)["article"]
    assert [(note.name, note.url, note.role, note.summary) for note in view.about] == [
        ("B", "/authors/b/", "Editor", "B edits."),
        ("A", "/authors/a/", "", "A writes."),
    ]
    more = document("content/asia/y.md", authors=("a", "b"), date="2020-01-01")
    other = plan(signed, more, *authors, settings=config(related=0)).job("asia/x/index.html")
    assert dict(other.args.context)["article"].about == view.about


def test_drafts_are_not_indexed():
    planned = plan(*_TARGETS, drafts=True)
    indexed = {name: planned.job(f"asia/{name}/index.html").args.meta.indexed for name in ("draft", "target")}
    assert indexed == {"draft": False, "target": True}
    assert not planned.job("404.html").args.meta.indexed
    urls = [entry.url for entry in planned.job("sitemap.xml").args.entries]
    assert "https://example.org/asia/target/" in urls
    assert "https://example.org/asia/draft/" not in urls


def test_languages_have_their_own_outputs():
    settings = config(
        languages={"en": LanguageConfig(), "fr": LanguageConfig("content/fr", "/fr/")},
        feeds=FeedConfig(items=1),
    )
    planned = plan(
        document("content/asia/a.md", settings=settings, translation="a"),
        document("content/fr/asie/a.md", settings=settings, translation="a"),
        document("content/fr/asie/b.md", settings=settings),
        settings=settings,
    )
    assert {output for output in planned.routes if output.startswith("fr/")} == {
        "fr/404.html",
        "fr/archive/2026/index.html",
        "fr/archive/index.html",
        "fr/asie/a/index.html",
        "fr/asie/b/index.html",
        "fr/asie/feed.xml",
        "fr/asie/index.html",
        "fr/feed.xml",
        "fr/index.html",
    }
    alternates = {
        output: [(version.lang, version.url) for version in planned.job(output).args.meta.translations]
        for output in planned.routes
        if output.endswith("index.html")
    }
    assert alternates["asia/a/index.html"] == [("fr", "/fr/asie/a/")]
    assert alternates["fr/asie/a/index.html"] == [("en", "/asia/a/")]
    assert alternates["fr/asie/b/index.html"] == []
    assert alternates["index.html"] == [("fr", "/fr/")]
    assert alternates["fr/index.html"] == [("en", "/")]
    assert alternates["archive/index.html"] == [("fr", "/fr/archive/")]
    by_url = {entry.url: entry.alternates for entry in planned.job("sitemap.xml").args.entries}
    both = {("en", "https://example.org/asia/a/"), ("fr", "https://example.org/fr/asie/a/")}
    assert set(by_url["https://example.org/asia/a/"]) == both
    assert set(by_url["https://example.org/fr/asie/a/"]) == both
    assert by_url["https://example.org/fr/asie/b/"] == ()
