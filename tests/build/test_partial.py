"""Partial builds: documents with errors are left out, the rest is published."""

from __future__ import annotations

import pytest

from tests.factory import codes
from tests.projects import Project, article, tree


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path)


@pytest.mark.parametrize(
    "link", ["/asia/landing/", "/asia/landing", "landing.md", "/asia/landing.md", "/old-landing/"]
)
def test_documents_that_link_to_an_omitted_page_are_published(project, link):
    landing = article("Landing", body="[A dead link](nowhere.md)", aliases="[/old-landing/]")
    project.write({"content/asia/landing.md": landing})
    project.write(
        {f"content/asia/{n}.md": article(f"Number {n}", body=f"[Landing]({link}).") for n in range(5)}
    )
    report = project.build(partial=True)
    assert report.published
    assert report.left_out == ("content/asia/landing.md",)
    assert codes(report.problems) == [*["link-to-unpublished"] * 5, "broken-link"]
    assert "<p><a>Landing</a>.</p>" in project.page("asia/0/index.html")


def _partial(project: Project) -> tuple[list[str], tuple[str, ...]]:
    report = project.build(partial=True)
    assert report.published, report.problems
    assert report.exit_status == 1
    return codes(report.problems), report.left_out


def test_only_the_clashing_alias_is_omitted(project):
    project.write({"content/asia/a.md": article("A", aliases="[/asia/treaties/, /kept/]")})
    project.write({"content/asia/b.md": article("B", aliases="[/kept/, /about/, /feed.xml]")})
    assert not project.build().published
    found, left_out = _partial(project)
    assert (set(found), left_out) == ({"alias-clash"}, ())
    assert "Treaties" in project.page("asia/treaties/index.html")
    assert "/asia/a/" in project.page("kept/index.html")
    assert (project.out / "asia/a/index.html").exists()
    assert (project.out / "asia/b/index.html").exists()


@pytest.mark.parametrize(
    "alias", ["/old//a/", "/a/../b/", "/a?p=1", "https://example.org/x", "/" + "a" * 4096]
)
def test_only_the_invalid_alias_is_omitted(project, alias):
    project.write({"content/asia/a.md": article("A", aliases=f"['{alias}', /kept/]")})
    found, left_out = _partial(project)
    assert (found, left_out) == (["invalid-alias"], ())
    assert "/asia/a/" in project.page("kept/index.html")


def test_two_authors_with_one_slug(project):
    for name in ("trade-desk", "trades-desk"):
        project.write({f"content/authors/{name}.md": f"---\nname: {name}\nslug: trade\n---\n"})
        project.write({f"content/asia/{name}.md": article("A", authors=f"[{name}]")})
    found, left_out = _partial(project)
    assert (set(found), left_out) == ({"url-clash"}, ("content/authors/trades-desk.md",))
    assert "trades-desk" in project.page("asia/trades-desk/index.html")


@pytest.mark.parametrize("section", ["archive", "asia-2", "404.html", "feed.xml"])
def test_a_section_with_the_name_of_a_generated_page(project, section):
    project.write({f"content/{section}/{n}.md": article(f"Number {n}") for n in range(3)})
    report = project.build(partial=True)
    assert report.published
    assert report.left_out == ()


def test_a_menu_item_for_an_omitted_page(project):
    project.configure("navigation: [{title: About, url: /about/}]\n")
    project.write({"content/pages/about.md": "---\ntitle: About\nbogus: 1\n---\n"})
    assert project.build(partial=True).published


def test_only_the_unreadable_image_is_omitted(project):
    forbidden = '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>'
    text = "Before. ![A map](map.svg) ![A view](view.png) ![No file](none.png) After."
    photo = "{src: view.png, alt: x, credit: y}"
    project.write({"content/asia/a/index.md": article("A", body=text, photo=photo)})
    project.write({"content/asia/a/map.svg": forbidden, "content/asia/a/view.png": b"no picture"})
    found, left_out = _partial(project)
    assert (set(found), left_out) == ({"unreadable-image", "missing-image"}, ())
    page = project.page("asia/a/index.html")
    assert "Before." in page
    assert "After." in page
    assert '<span class="missing-picture">A map</span>' in page
    assert not list(project.out.rglob("map*.svg"))


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("content/authors/trades-desk.md", "authors: [trades-desk]"),
        ("content/issues/spring.md", "issue: spring"),
        ("content/series/run.md", "series: run"),
        ("content/tags/oil.md", "tags: [Oil]"),
        ("content/asia/_index.md", "section: asia"),
        ("content/europe/other.md", "related: [europe/other]"),
    ],
)
@pytest.mark.parametrize("broken", ["title: T\nname: T\nbogus: 1", "title: 'T"])
def test_an_article_that_references_omitted_documents(project, path, keys, broken):
    project.write({"content/authors/trade-desk.md": "---\nname: Trade\n---\n"})
    project.write({"content/issues/springs.md": "---\ntitle: Springs\n---\n"})
    project.write({path: f"---\n{broken}\n---\n"})
    project.write({"content/asia/a.md": f"---\ntitle: A\ndate: 2026-01-01\n{keys}\n---\n\nText.\n"})
    report = project.build(partial=True)
    assert report.published
    assert report.left_out == (path,)
    assert (project.out / "asia/a/index.html").exists()


OWN = {"templates/own.html": "{{ meta.title }}", "content/asia/own.md": article("Own", template="own.html")}


@pytest.mark.parametrize("edited", [article("New", body="Two."), article("Newer", body="One.")])
def test_outputs_rendered_before_a_template_failed_are_published(project, edited):
    """The second round, without the failing document, does not publish outputs that the first one replaced."""
    project.configure("related: 0\n")  # so that the page shows nothing of the other
    project.write({"content/asia/new.md": article("New", body="One."), **OWN})
    project.build()
    project.write({"content/asia/new.md": edited, "templates/own.html": "{{ nope }}"})
    assert project.build(partial=True).left_out == ("content/asia/own.md",)
    clean = project.out.with_name("clean")
    project.build(clean, partial=True, fresh=True)
    assert tree(project.out) == tree(clean)
    project.write({"templates/own.html": "{{ meta.title }}", "content/asia/new.md": article("New")})
    project.build()
    project.build(clean, fresh=True)
    assert tree(project.out) == tree(clean)


def test_outputs_that_replace_omitted_ones_are_up_to_date(project):
    """An alias that was dropped comes back in the second round, and is rendered again after that."""
    project.write({**OWN, "content/asia/new.md": article("New", aliases="[/asia/own/]")})
    project.configure("problems: {alias-clash: warning}\n")
    clean = project.out.with_name("clean")
    for name, title in (
        ("{{ nope }}", "New"),
        ("{{ nope }}", "Newer"),
        ("{{ meta.title }}", "Newest"),
        ("{{ nope }}", "Last"),
    ):
        new = article(title, aliases="[/asia/own/]")
        project.write({"templates/own.html": name, "content/asia/new.md": new})
        project.build(partial=True)
        project.build(clean, partial=True, fresh=True)
        assert tree(project.out) == tree(clean)
