"""What docs/seo.md, web-fonts.md, analytics.md, limits.md and faq.md say of a built site."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen.build.pipeline import Options, build
from sitegen.build.report import Report
from tests.conftest import REPOSITORY
from tests.examples import Example, built, fences, is_file, lay
from tests.nginx import served_by_nginx
from tests.test_tutorial import text_of

pytestmark = pytest.mark.slow

DOCS = REPOSITORY / "docs"


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def built_page(name: str, folder: Path) -> Path:
    """The output of the site that a page's examples make."""
    assert built(folder, [each for each in fences(page(name)) if is_file(each)]) == ()
    return folder / "public"


def with_article(folder: Path, text: str, front: str = "") -> tuple[Path, Report]:
    """A new site with one more article, built."""
    written = f"---\ntitle: X\ndate: 2024-03-04\n{front}---\n{text}\n"
    built(folder, [Example("markdown", {"file": "content/world/x.md"}, written, 1)])
    return folder / "public", build(Options(folder, folder / "public"))


# Search engines


@pytest.fixture(scope="module")
def seo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of docs/seo.md."""
    return built_page("seo", tmp_path_factory.mktemp("seo") / "site")


def linked_data(text: str) -> dict[str, Any]:
    [found] = re.findall(r'<script type="application/ld\+json">(.+?)</script>', text)
    return dict(json.loads(found))


def test_a_page_describes_itself(seo: Path) -> None:
    text = text_of(seo, "/asia/straits/")
    assert "<title>How Straits Became Law · The Example Review</title>" in text
    assert 'name="description" content="Ships of all states may pass a strait.' in text
    assert '<link rel="canonical" href="https://example.org/asia/straits/">' in text
    for name in ("title", "description", "url", "site_name", "locale", "image"):
        assert f'property="og:{name}"' in text, name
    assert 'rel="alternate" type="application/atom+xml"' in text


def test_without_a_summary_the_text_describes_the_page(tmp_path: Path) -> None:
    out, _ = with_article(tmp_path / "site", "The text begins here.", "subtitle: The subtitle\n")
    assert 'name="description" content="The text begins here."' in text_of(out, "/world/x/")


def test_articles_carry_structured_data(seo: Path) -> None:
    data = linked_data(text_of(seo, "/asia/straits/"))
    assert data["@type"] == "NewsArticle"
    assert data["dateModified"] == "2024-03-11"
    for name in (
        "headline",
        "description",
        "datePublished",
        "author",
        "articleSection",
        "image",
        "publisher",
    ):
        assert data[name], name
    teaser = linked_data(text_of(seo, "/world/second-article/"))
    assert teaser["isAccessibleForFree"] is False
    assert teaser["hasPart"]["cssSelector"] == ".teaser"


def test_the_sitemap_lists_what_can_be_found(seo: Path) -> None:
    sitemap = (seo / "sitemap.xml").read_text(encoding="utf-8")
    listed = re.findall(r"<loc>https://example\.org(.+?)</loc>", sitemap)
    for url in ("/", "/asia/straits/", "/about/", "/asia/", "/tags/law-of-the-sea/", "/authors/world-desk/"):
        assert url in listed, url
    assert "/404.html" not in listed
    assert re.search(r"/asia/straits/</loc>\s+<lastmod>2024-03-11", sitemap)
    assert "Sitemap: https://example.org/sitemap.xml" in (seo / "robots.txt").read_text(encoding="utf-8")
    assert 'name="robots" content="noindex"' in (seo / "404.html").read_text(encoding="utf-8")


def test_the_override_sets_a_search_title_and_noindex(seo: Path) -> None:
    tides, straits = text_of(seo, "/asia/tides/"), text_of(seo, "/asia/straits/")
    assert "<title>Tidal harbours: a short note</title>" in tides
    assert '<meta name="robots" content="noindex">' in tides
    assert linked_data(tides)
    assert "noindex" not in straits
    assert "/asia/tides/" in (seo / "sitemap.xml").read_text(encoding="utf-8")


def test_a_robots_file_of_ones_own_replaces_the_usual_one(tmp_path: Path) -> None:
    robots = Example("text", {"file": "static/robots.txt"}, "User-agent: *\nDisallow: /\n", 1)
    built(tmp_path / "site", [robots])
    assert (tmp_path / "site/public/robots.txt").read_text(encoding="utf-8") == robots.text


# Web fonts


def test_fonts_are_loaded_from_the_site_itself(tmp_path: Path) -> None:
    out = built_page("web-fonts", tmp_path / "site")
    text = text_of(out, "/")
    [preloaded] = re.findall(r'<link rel="preload" href="(/assets/[^"]+)" as="font"', text)
    assert (out / preloaded.lstrip("/")).is_file()
    [sheet] = re.findall(r'<link rel="stylesheet" href="(/assets/fonts[^"]+)"', text)
    named = re.findall(r'url\("([^"]+)"\)', (out / sheet.lstrip("/")).read_text(encoding="utf-8"))
    assert len(named) == 2
    assert all((out / "assets" / name).is_file() for name in named)
    assert preloaded.removeprefix("/assets/") in named


def test_a_misspelt_font_is_an_error(tmp_path: Path) -> None:
    examples = [each for each in fences(page("web-fonts")) if is_file(each)]
    for example in examples[:-1]:
        assert example.language != "jinja"
    wrong = examples[-1].text.replace("review-regular", "review-regluar")
    problems = built(tmp_path / "site", [*examples[:-1], Example("jinja", examples[-1].says, wrong, 1)])
    assert {problem.code for problem in problems} == {"template-error"}


# Analytics


@pytest.fixture(scope="module")
def analytics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of docs/analytics.md."""
    return built_page("analytics", tmp_path_factory.mktemp("analytics") / "site")


def test_the_counter_is_on_every_page(analytics: Path) -> None:
    for file in analytics.rglob("*.html"):
        assert "https://count.example.org/count.js" in file.read_text(encoding="utf-8"), file


def test_a_service_is_loaded_by_no_page_itself(analytics: Path) -> None:
    text = text_of(analytics, "/world/first-article/")
    assert 'data-consent-script="https://statistics.example.net/count.js"' in text
    assert '<script src="https://statistics.example.net' not in text


def test_nginx_shortens_addresses(program: Callable[[str, str], str], tmp_path: Path) -> None:
    nginx = program("nginx", "`apt-get install nginx` installs it")
    [config] = [each.text for each in fences(page("analytics")) if each.language == "nginx"]
    log = tmp_path / "access.log"
    config = config.replace("/var/log/nginx/access.log", str(log)) + "server { listen 80; return 204; }\n"
    with served_by_nginx(nginx, config, tmp_path) as ask:
        assert ask("/x/").status == 204
    assert log.read_text(encoding="utf-8").startswith("127.0.0.0 - - [")


# Limits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ name }}", "foreign-markup"),
        ("{% include x %}", "foreign-markup"),
        ("$$x^2$$", "foreign-markup"),
        ("<video src='x.mp4'></video>", "removed-html"),
        ("<audio src='x.mp3'></audio>", "removed-html"),
        ("<form>Words.</form>", "removed-html"),
        ("<script>run()</script>", "removed-html"),
    ],
)
def test_what_texts_cannot_hold_gives_a_warning(tmp_path: Path, text: str, code: str) -> None:
    _, report = with_article(tmp_path / "site", text)
    assert code in {problem.code for problem in report.problems}


def test_code_has_a_class_for_its_language(tmp_path: Path) -> None:
    out, _ = with_article(tmp_path / "site", "```python\nx\n```")
    assert 'class="language-python"' in text_of(out, "/world/x/")


# Questions


def test_there_are_fifteen_questions_or_more() -> None:
    assert len(re.findall(r"^## .+\?$", page("faq"), re.MULTILINE)) >= 15


def test_strings_of_ones_own_replace_the_themes(tmp_path: Path) -> None:
    out = built_page("faq", tmp_path / "site")
    assert "Read on" in text_of(out, "/world/first-article/")


def test_a_renamed_article_stays_reachable(tmp_path: Path) -> None:
    out = built_page("faq", tmp_path / "site")
    assert "url=/asia/passage/" in text_of(out, "/asia/straits/")


def test_foreign_files_are_not_replaced(tmp_path: Path) -> None:
    out, _ = with_article(tmp_path / "site", "Text.")
    (out / "note.txt").touch()
    lay(Example("yaml", {"into": "sitegen.yaml"}, "keep: [note.txt]\n", 1), tmp_path / "site")
    assert build(Options(tmp_path / "site", out)).published
    assert (out / "note.txt").is_file()
