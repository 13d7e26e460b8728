"""What the pages on migration say: programs of theirs, and what becomes of another system's documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.build.pipeline import Options, build
from sitegen.read.pelican import as_front_matter
from sitegen.scaffold.site import create_site
from tests.conftest import REPOSITORY
from tests.examples import Example, fences, lay

pytestmark = pytest.mark.slow

PAGE = (REPOSITORY / "docs" / "migration.md").read_text(encoding="utf-8")
RECIPES = (REPOSITORY / "docs" / "migration-recipes.md").read_text(encoding="utf-8")

ARTICLE = "---\ntitle: X\ndate: 2024-03-04\n{}\n---\nText {}.\n"


def site_of(site: str) -> list[Example]:
    """The configuration of a recipe."""
    return [each for each in fences(RECIPES) if each.says.get("site") == site and "into" in each.says]


@pytest.fixture
def codes(tmp_path: Path) -> Iterator[Callable[..., set[str]]]:
    """Build an article with a line of front matter and a text, under a recipe's configuration."""
    numbers = iter(range(99))

    def built(
        line: str = "extra: {}", text: str = "", site: str = "wordpress", path: str = "world/x.md"
    ) -> set[str]:
        root = tmp_path / str(next(numbers))
        create_site(root, "The Example Review", "UTC")
        document = Example("markdown", {"file": f"content/{path}"}, ARTICLE.format(line, text), 1)
        for example in [*site_of(site), document]:
            lay(example, root)
        report = build(Options(root, root / "public", partial=True))
        found = {problem.code for problem in report.problems}
        return found | {report.state_of.get(f"content/{path}", "left out")}

    yield built


def test_convert_gives_what_the_recipe_shows() -> None:
    [metadata] = [each.text for each in fences(RECIPES) if each.language == "text"]
    [document] = [
        each.text for each in fences(RECIPES) if each.says.get("site") == "pelican" and "file" in each.says
    ]
    assert as_front_matter(metadata) == document


@pytest.mark.parametrize(
    "line",
    [
        "private: true",
        "password: x",
        "expiryDate: 2020-01-01",
        "stauts: draft",
        "status: publish",
        "visibility: private",
    ],
)
def test_a_key_that_hides_a_document_publishes_nothing(codes: Callable[..., set[str]], line: str) -> None:
    assert "left out" in codes(line)


def test_a_date_that_cannot_be_read_publishes_nothing(codes: Callable[..., set[str]]) -> None:
    assert "invalid-date" in codes("updated: Last Modified")


@pytest.mark.parametrize(("value", "state"), [("free", "live"), ("public", "left out"), ("paid", "left out")])
def test_ghosts_visibility_is_an_error_until_it_is_replaced(
    codes: Callable[..., set[str]], value: str, state: str
) -> None:
    found = codes(f"visibility: {value}", site="ghost")
    assert state in found
    assert ("invalid-value" in found) is (state != "live")


def test_ghosts_visibility_publishes_nothing_if_it_is_not_mapped(codes: Callable[..., set[str]]) -> None:
    assert "left out" in codes("visibility: paid")


def test_hugos_publish_date_holds_a_page_back(codes: Callable[..., set[str]]) -> None:
    assert codes("publishDate: 2040-01-01", site="hugo") == {"embargoed"}


def test_jekylls_folder_of_posts_makes_drafts(codes: Callable[..., set[str]]) -> None:
    assert "draft" in codes(site="jekyll", path="_posts/x.md")


@pytest.mark.parametrize(
    ("site", "text", "code"),
    [
        ("wordpress", "[gallery ids='1,2']", "foreign-markup"),
        ("wordpress", "<iframe src='https://www.youtube.com/embed/x'></iframe>", "removed-html"),
        ("jekyll", "{% include x.html %}", "foreign-markup"),
        ("jekyll", "{{ site.baseurl }}", "foreign-markup"),
        ("jekyll", "\n{: .wide}\n", "foreign-markup"),
        ("hugo", "{{< figure src='x.jpg' >}}", "foreign-markup"),
        ("pelican", "[x]({filename}y.md)", "broken-link"),
        ("pelican", "![x]({static}/y.jpg)", "missing-image"),
    ],
)
def test_marks_of_another_system_are_reported(
    codes: Callable[..., set[str]], site: str, text: str, code: str
) -> None:
    assert code in codes(text=text, site=site)


@pytest.mark.parametrize(
    ("line", "site", "code"),
    [("aliases: [/?p=123]", "wordpress", "invalid-alias"), ("series: [Rivers]", "hugo", "wrong-type")],
)
def test_what_has_no_equivalent_is_an_error(
    codes: Callable[..., set[str]], line: str, site: str, code: str
) -> None:
    assert code in codes(line, site=site)


def test_a_broken_link_leaves_a_document_out_unless_it_is_a_warning(tmp_path: Path) -> None:
    [severities] = [each for each in fences(PAGE) if each.says.get("into") == "sitegen.yaml"]
    for name, examples, left_out in (("strict", [], True), ("lenient", [severities], False)):
        create_site(tmp_path / name, "The Example Review", "UTC")
        text = ARTICLE.format("tags: [X]", "[gone](gone.md)")
        for example in [*examples, Example("markdown", {"file": "content/world/x.md"}, text, 1)]:
            lay(example, tmp_path / name)
        report = build(Options(tmp_path / name, tmp_path / name / "public", partial=True))
        assert ("content/world/x.md" in report.left_out) is left_out


def test_the_program_finds_urls_that_are_missing(tmp_path: Path) -> None:
    [program] = [each.text for each in fences(PAGE) if each.language == "python"]
    names: dict[str, Callable[[str, Path], Iterator[str]]] = {}
    exec(program, names)
    (tmp_path / "ä").mkdir()
    (tmp_path / "ä" / "index.html").touch()
    urls = "".join(
        f"<url><loc>https://example.org{path}</loc></url>"
        for path in ("/%C3%A4/", "/%C3%A4", "/b/", "/c.html")
    )
    assert list(names["missing"](urls, tmp_path)) == ["/b/", "/c.html"]


def test_every_system_of_the_recipes_has_a_document() -> None:
    systems = [heading.lower() for heading in re.findall(r"^## (.+)$", RECIPES, re.MULTILINE)]
    assert systems == ["wordpress", "jekyll", "hugo", "pelican", "eleventy", "ghost"]
    shown = {each.says.get("site") for each in fences(RECIPES) if "gives" in each.says}
    assert shown == set(systems)
