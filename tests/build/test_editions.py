"""A publication in English, French and Arabic with the default theme: each page in its language."""

from __future__ import annotations

import html.parser
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from tests.projects import Project, article, tree

CONFIGURATION = """\
title: Review
timezone: Asia/Dubai
base_url: https://example.org/
page_size: 1
languages:
  en: {}
  fr: {root: content/fr, prefix: /fr/, title: La Revue}
  ar: {root: content/ar, prefix: /ar/, title: المجلة, navigation: [{title: آسيا, url: /ar/asia/}]}
"""

RELATED = """
  - {title: Hormuz, url: "https://example.com/a", source: Other}
  - {title: ホルムズ海峡, url: "https://example.com/b", source: 別の雑誌, lang: ja}
  - {title: مضيق هرمز, url: "https://example.com/c", lang: ar}"""

FILES = {
    "sitegen.yaml": CONFIGURATION,
    "content/asia/_index.md": "---\ntitle: Asia\n---\n",
    "content/asia/straits.md": article(
        "Straits",
        "2026-03-02",
        "Text.[^1]\n\n[^1]: A note.",
        translation="straits",
        authors="[tokyo-desk, The Guests]",
    ),
    "content/asia/alone.md": article("Alone", "2026-03-01", authors="[tokyo-desk]", related=RELATED),
    "content/authors/tokyo-desk.md": "---\nname: 東京支局\nlang: ja\nrole: Fellow\naffiliation: An Institute\n---\n",
    "content/fr/asia/_index.md": "---\ntitle: Asie\n---\n",
    "content/fr/asia/detroits.md": article("Détroits", "2026-03-02", translation="straits"),
    "content/ar/asia/_index.md": "---\ntitle: آسيا\n---\n",
    "content/ar/asia/straits.md": article(
        "المضائق",
        "2026-03-02",
        "نص.[^1]\n\n[^1]: هامش.",
        translation="straits",
        authors="[tokyo-desk, cairo-desk]",
    ),
    "content/ar/authors/tokyo-desk.md": "---\nname: Tokyo Desk\nlang: en\nrole: زميلة\naffiliation: المعهد\n---\n",
    "content/ar/authors/cairo-desk.md": "---\nname: مكتب القاهرة\n---\n",
}


class Elements(html.parser.HTMLParser):
    """Every element of a page: its name, its attributes, and the text straight inside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text: list[str] = []
        self.found.append((tag, dict(attrs), text))
        if tag not in ("link", "meta", "img", "br", "hr"):
            self._open.append((tag, text))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][1].append(data)


def _elements(page: str, tag: str) -> list[tuple[dict[str, str | None], str]]:
    return [(attrs, "".join(text).strip()) for name, attrs, text in Elements(page).found if name == tag]


def _switch(page: str) -> dict[str, tuple[str, str, str]]:
    """The language switch: name, address and direction (if it is another) by language."""
    return {
        str(attrs["hreflang"]): (text, str(attrs["href"]), attrs.get("dir") or "")
        for attrs, text in _elements(page, "a")
        if attrs.get("hreflang")
        and attrs.get("lang") == attrs["hreflang"]
        and "://" not in str(attrs["href"])
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("editions"))
    shutil.rmtree(project.root / "content")
    project.write(FILES)
    report = project.build()
    assert [(problem.path, problem.code, problem.message) for problem in report.problems] == []
    return project


@pytest.mark.parametrize(
    ("path", "attributes"),
    [
        ("index.html", ("en", "ltr")),
        ("fr/index.html", ("fr", "ltr")),
        ("ar/index.html", ("ar", "rtl")),
        ("ar/asia/straits/index.html", ("ar", "rtl")),
        ("ar/404.html", ("ar", "rtl")),
    ],
)
def test_pages_have_language_and_direction(site, path, attributes):
    [(found, _)] = _elements(site.page(path), "html")
    assert (found["lang"], found["dir"]) == attributes


@pytest.mark.parametrize(
    ("path", "title", "navigation"),
    [
        ("index.html", "Review", [("/asia/", "Asia")]),
        ("fr/index.html", "La Revue", [("/fr/asia/", "Asie")]),
        ("ar/index.html", "المجلة", [("/ar/asia/", "آسيا")]),
    ],
)
def test_each_edition_has_its_name_and_navigation(site, path, title, navigation):
    page = site.page(path)
    bar = page[page.index('<nav class="navigation"') :].partition("</nav>")[0]
    assert [(attrs["href"], text) for attrs, text in _elements(bar, "a")] == navigation
    assert _elements(page, "title")[0][1].endswith(title)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("asia/straits/index.html", ["Skip to the content", "March 2, 2026", "1 minute read", "Notes", "↩"]),
        ("fr/asia/detroits/index.html", ["Aller au contenu", "2 mars 2026", "1 minute de lecture"]),
        (
            "ar/asia/straits/index.html",
            ["انتقال إلى المحتوى", "2 مارس 2026", "دقيقة واحدة للقراءة", "الهوامش", "↪"],
        ),
        ("ar/archive/index.html", ["مقال واحد", "2026"]),
        ("archive/2026/index.html", ["2 articles", "March 2026"]),
        ("asia/index.html", ["Older", "Page 2"]),
    ],
)
def test_strings_dates_and_quotes_follow_the_language(site, path, words):
    page = site.page(path)
    assert [word for word in words if word not in page] == []


def test_the_switch_leads_to_translations(site):
    assert _switch(site.page("asia/straits/index.html")) == {
        "fr": ("Français", "/fr/asia/detroits/", ""),
        "ar": ("العربية", "/ar/asia/straits/", "rtl"),
    }
    assert _switch(site.page("ar/asia/straits/index.html")) == {
        "en": ("English", "/asia/straits/", "ltr"),
        "fr": ("Français", "/fr/asia/detroits/", "ltr"),
    }


def test_the_switch_leads_to_the_home_page_without_a_translation(site):
    homes = {"fr": ("Français", "/fr/", ""), "ar": ("العربية", "/ar/", "rtl")}
    assert _switch(site.page("asia/alone/index.html")) == homes
    assert _switch(site.page("asia/page/2/index.html")) == homes
    assert _switch(site.page("404.html")) == homes


def test_no_switch_leads_nowhere(site):
    pages = [path for path in tree(site.out) if path.endswith(".html")]
    leads = {url for path in pages for _, url, _ in _switch(site.page(path)).values()}
    assert leads == {url for url in leads if (site.out / url.lstrip("/") / "index.html").is_file()}
    assert {"/", "/fr/", "/ar/", "/ar/archive/", "/fr/asia/", "/asia/straits/"} <= leads


def test_names_in_another_language_are_marked(site):
    english = site.page("asia/straits/index.html")
    assert '<a href="/authors/tokyo-desk/" rel="author" lang="ja">東京支局</a> and The Guests' in english
    assert "東京支局: Fellow, An Institute" in english
    arabic = site.page("ar/asia/straits/index.html")
    assert (
        'rel="author" lang="en" dir="ltr">Tokyo Desk</a> و<a href="/ar/authors/cairo-desk/" rel="author">'
        in arabic
    )
    assert "Tokyo Desk: زميلة، المعهد" in arabic
    assert '<h1 lang="ja">東京支局</h1>' in site.page("authors/tokyo-desk/index.html")
    assert '<h2 lang="en" dir="ltr">' in site.page("ar/authors/index.html")
    assert '<span lang="en" dir="ltr">Tokyo Desk</span> ومكتب القاهرة' in site.page("ar/asia/index.html")


def test_external_articles_have_their_language(site):
    page = site.page("asia/alone/index.html")
    assert '<a href="https://example.com/a">Hormuz</a>' in page
    assert '<a href="https://example.com/b" hreflang="ja" lang="ja">ホルムズ海峡</a>' in page
    assert '<a href="https://example.com/c" hreflang="ar" lang="ar" dir="rtl">مضيق هرمز</a>' in page


def test_an_unknown_language_is_a_problem(tmp_path):
    project = Project(tmp_path)
    project.write({"content/authors/desk.md": "---\nname: Asia Desk\nlang: Japanese language\n---\n"})
    [problem] = project.check().problems
    assert (problem.path, problem.line, problem.code) == ("content/authors/desk.md", 3, "invalid-value")
    assert problem.hint == "Write a tag such as `en` or `pt-BR` (BCP 47)."


@pytest.mark.corpus
@pytest.mark.slow
def test_articles_and_their_translations_lead_to_each_other(corpus_site: Callable[[str], Path]):
    folder = corpus_site("cds_canada")
    pairs = 0
    for path in sorted((folder / "fr").rglob("index.html")):
        page = path.read_text(encoding="utf-8")
        found = re.search(r'<link rel="alternate" hreflang="en" href="https://[^/"]+(/[^"]*)">', page)
        assert list(_switch(page)) == ["en"]
        name, url, _ = _switch(page)["en"]
        assert (name, url) == ("English", found[1] if found else "/")
        if found and url != "/":
            other = (folder / unquote(url).strip("/") / "index.html").read_text(encoding="utf-8")
            back = quote("/" + path.relative_to(folder).as_posix().removesuffix("index.html"))
            assert _switch(other) == {"fr": ("Français", back, "")}
            pairs += 1
    assert pairs > 200
