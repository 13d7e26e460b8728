"""Every built page is valid HTML without a broken link; and the validators notice when it is not so.

`SITEGEN_SOAK=1` looks at all pages of the corpus instead of at every sixteenth.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.validators import body, links, vnu

_SOAK = os.environ.get("SITEGEN_SOAK") == "1"
_EVERY = 1 if _SOAK else 16

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="stylesheet" href="/style.css"></head>
<body><h1 id="über-uns">A page</h1>
<p><a href="#%C3%BCber-uns">to its heading</a>, <a href="/asia/">to a folder</a>,
<a href="asia/#costs">to a heading elsewhere</a>, <a href="https://example.org/asia/#costs">in full</a>,
<a href="https://elsewhere.example/page/#there">elsewhere</a></p></body></html>
"""
LINKED = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Another</title></head>
<body><h1 id="costs">Another</h1><p><a href="../">back</a></p></body></html>
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A small tree in which everything is right."""
    _write_pages(tmp_path)
    return tmp_path


def _write_pages(folder: Path) -> None:
    (folder / "asia").mkdir()
    (folder / "index.html").write_text(GOOD, encoding="utf-8")
    (folder / "asia" / "index.html").write_text(LINKED, encoding="utf-8")
    (folder / "dot.gif").write_bytes(b"GIF89a")
    (folder / "style.css").write_text("h1 { color: black }", encoding="utf-8")


@pytest.fixture(scope="session")
def invalid_html(
    program: Callable[[str, str], str], node_package: Callable[[str], Path]
) -> Callable[[Path], list[vnu.HtmlError]]:
    """The Nu Html Checker, as a function of a folder."""
    java, package = program("java", "install a Java 17 runtime"), node_package("vnu-jar")
    return lambda folder: vnu.check(java, package, folder)


@pytest.fixture(scope="session")
def checked_links(
    program: Callable[[str, str], str], node_package: Callable[[str], Path]
) -> Callable[..., links.LinkReport]:
    """hyperlink, as a function of a folder, the site's base URL and the pages to look at, if not all."""
    node, _ = program("node", "install Node.js 20 or newer"), node_package("hyperlink")
    return lambda *asked: links.check(node, *asked)


# The demo publication


@pytest.mark.validator
def test_the_demo_is_valid_html(demo_site: Path, invalid_html: Callable[[Path], list[vnu.HtmlError]]) -> None:
    assert list(demo_site.rglob("*.html"))
    _fail_if_any(invalid_html(demo_site))


@pytest.mark.validator
def test_the_demo_has_no_broken_link(
    demo_site: Path, checked_links: Callable[[Path, str], links.LinkReport]
) -> None:
    report = checked_links(demo_site, "")
    _fail_if_any(report.broken)
    assert report.checks >= len(list(demo_site.rglob("*.html")))


@pytest.mark.validator
def test_what_the_demo_calls_its_own_pages_is_there(
    demo_site: Path, checked_links: Callable[[Path, str], links.LinkReport]
) -> None:
    """Canonical addresses, feeds and the like, written in full; a text may link to another program of the host."""
    base_url = _base_url(demo_site)
    assert base_url.startswith("https://")
    _fail_if_any([link for link in checked_links(demo_site, base_url).broken if " <a " not in link.place])


# A real publication, whose authors write HTML of their own


def _sampled(site: Path) -> list[str]:
    """The paths of those pages of a corpus that are looked at."""
    pages = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
    assert len(pages) > 500
    return pages[::_EVERY]


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.validator
def test_a_corpus_is_valid_html_but_for_what_its_authors_wrote(
    corpora: Path,
    corpus_site: Callable[[str], Path],
    invalid_html: Callable[[Path], list[vnu.HtmlError]],
    tmp_path: Path,
) -> None:
    site = corpus_site("eighteenf")
    for page in _sampled(site):
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(site / page, tmp_path / page)
    sources = _sources(corpora / "eighteenf")
    ours: list[vnu.HtmlError] = []
    theirs: list[vnu.HtmlError] = []
    for error in invalid_html(tmp_path):
        inside = any(
            extent.holds(error.line, error.column)
            for extent in body.bodies((site / error.page).read_text(encoding="utf-8"))
        )
        raw = "\n".join(body.raw_html(text) for text in sources.get(_slug(error.page), ()))
        (theirs if inside and body.is_to_blame(raw, error.message) else ours).append(error)
    print(f"{len(theirs)} errors in HTML that authors wrote, in {len({e.page for e in theirs})} pages:")
    print(*theirs, sep="\n")
    _fail_if_any(ours)


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.validator
def test_a_corpus_has_no_broken_link(
    corpus_site: Callable[[str], Path], checked_links: Callable[..., links.LinkReport]
) -> None:
    site = corpus_site("eighteenf")
    report = checked_links(site, "", () if _SOAK else _sampled(site))
    _fail_if_any(report.broken)
    assert report.checks >= len(_sampled(site))


# The validators themselves


@pytest.mark.validator
def test_vnu_passes_good_pages(pages: Path, invalid_html: Callable[[Path], list[vnu.HtmlError]]) -> None:
    assert invalid_html(pages) == []


@pytest.mark.validator
def test_vnu_names_the_page_and_line_of_each_error(
    pages: Path, invalid_html: Callable[[Path], list[vnu.HtmlError]]
) -> None:
    (pages / "asia" / "index.html").write_text(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>T</title></head>\n'
        '<body><p id="one">One<p id="one">Two<b><i>three</b></i></body></html>\n',
        encoding="utf-8",
    )
    errors = invalid_html(pages)
    assert {(error.page, error.line) for error in errors} == {("asia/index.html", 3)}
    assert any("Duplicate ID" in error.message for error in errors)
    assert any("nesting rules" in error.message for error in errors)


@pytest.mark.validator
def test_vnu_names_pages_with_other_scripts_in_their_paths(
    tmp_path: Path, invalid_html: Callable[[Path], list[vnu.HtmlError]]
) -> None:
    page = tmp_path / "정책 100%" / "index.html"
    page.parent.mkdir()
    page.write_text("<title>No doctype</title>", encoding="utf-8")
    assert {error.page for error in invalid_html(tmp_path)} == {"정책 100%/index.html"}


@pytest.mark.validator
def test_links_pass_where_all_is_there(
    pages: Path, checked_links: Callable[[Path, str], links.LinkReport]
) -> None:
    report = checked_links(pages, "https://example.org/")
    assert report.broken == ()
    assert report.checks > 3


#: Markup with a link that leads to nothing, and what it is then said to lead to from the page `{page}`.
BROKEN = [
    ('<a href="/africa/">x</a>', "africa"),
    ('<a href="asia/ocean.html">x</a>', "asia/ocean.html"),
    ('<a href="https://example.org/europe/">x</a>', "europe"),
    ('<img src="/photo.jpg" alt="">', "photo.jpg"),
    ('<img src="/dot.gif" srcset="/large.jpg 2x" alt="">', "large.jpg"),
    ('<script src="/script.js"></script>', "script.js"),
    ('<a href="#nowhere">x</a>', "{page} --> #nowhere"),
    ('<a href="#%C3%A4">x</a>', "{page} --> #%C3%A4"),
    ('<a href="/asia/#benefits">x</a>', "{page} --> /asia/#benefits"),
    ('<a href="https://example.org/#here">x</a>', "{page} --> https://example.org/#here"),
]


@pytest.fixture(scope="module")
def broken_links(
    tmp_path_factory: pytest.TempPathFactory, checked_links: Callable[[Path, str], links.LinkReport]
) -> tuple[links.BrokenLink, ...]:
    """What is broken in a tree that has a page of its own for each of these, `0.html` and so on."""
    folder = tmp_path_factory.mktemp("broken")
    _write_pages(folder)
    for number, (markup, _) in enumerate(BROKEN):
        page = GOOD.replace("</body>", f"\n{markup}</body>")
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
    return checked_links(folder, "https://example.org/").broken


@pytest.mark.validator
@pytest.mark.parametrize("number", range(len(BROKEN)), ids=[markup for markup, _ in BROKEN])
def test_links_name_what_is_not_there(number: int, broken_links: tuple[links.BrokenLink, ...]) -> None:
    page = f"{number}.html"
    [target] = [link.target for link in broken_links if link.place.startswith(f"{page}:8:")]
    assert target == BROKEN[number][1].format(page=page)
    assert len(broken_links) == len(BROKEN)


@pytest.mark.validator
def test_links_are_checked_in_pages_that_nothing_links_to(
    pages: Path, checked_links: Callable[[Path, str], links.LinkReport]
) -> None:
    (pages / "alone.html").write_text(LINKED.replace("../", "/africa/"), encoding="utf-8")
    assert [link.target for link in checked_links(pages, "").broken] == ["africa"]


@pytest.mark.validator
def test_links_of_some_pages_are_checked_alone(
    pages: Path, checked_links: Callable[..., links.LinkReport]
) -> None:
    (pages / "alone.html").write_text(LINKED.replace("../", "/africa/"), encoding="utf-8")
    assert checked_links(pages, "", ["index.html"]).broken == ()
    assert [link.target for link in checked_links(pages, "", ["alone.html"]).broken] == ["africa"]


def test_a_body_ends_where_its_element_ends() -> None:
    page = '<div>\n<div data-body class="x">\n<div>a<br><p/></div>\n<p>b</i></div>\n</div>'
    [extent] = body.bodies(page)
    assert extent.holds(2, 1)
    assert extent.holds(4, 8)
    assert not extent.holds(1, 5)
    assert not extent.holds(5, 6)
    assert body.bodies("<div><p>none</p></div>") == []


def test_raw_html_is_told_from_code_and_comments() -> None:
    assert body.raw_html("---\ntitle: T\n---\n\ntext <span>x</span>") == "<span>\n</span>"
    assert body.raw_html("<div>\nx\n</div>") == "<div>\nx\n</div>"
    assert not body.raw_html("---\ntitle: <b>T</b>\n---\n\ntext")
    assert not body.raw_html("`<b>` <https://example.org> <!-- more -->\n\n    <div>\n")


def test_raw_html_is_to_blame_only_for_what_it_holds() -> None:
    message = "Element “p” not allowed as child of element “span” in this context."
    assert body.is_to_blame("<Span><hr></span>", message)
    assert not body.is_to_blame("<pre>", message.replace("“p”", "“ul”"))
    assert not body.is_to_blame("", "An error.")


def _fail_if_any(found: Sequence[object]) -> None:
    """Fail with the whole list: an assertion would cut it short."""
    if found:
        pytest.fail("\n".join([f"{len(found)} errors:", *map(str, found)]), pytrace=False)


def _base_url(site: Path) -> str:
    """What the site calls itself: its home page's canonical URL."""
    home = (site / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<link[^>]*\brel="?canonical"?[^>]*>', home)
    address = re.search(r'\bhref="?([^">]+)', found[0]) if found else None
    return address[1] if address else ""


def _slug(page: str) -> str:
    """The slug of a page's path: `asia/alliances/index.html` has `alliances`."""
    return page.removesuffix("/index.html").removesuffix(".html").rpartition("/")[2]


def _sources(corpus: Path) -> dict[str, list[str]]:
    """The Markdown of all documents that a page of this slug may come from."""
    sources: dict[str, list[str]] = {}
    for path in sorted((corpus / "content").rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        given = re.search(r"^(?:permalink|slug|redirect_from):\s*[\"']?(.+?)/?[\"']?\s*$", text, re.MULTILINE)
        names = {path.stem, re.sub(r"^\d{4}-\d\d?-\d\d?-", "", path.stem)}
        if given:
            names.add(given[1].rpartition("/")[2])
        for name in {re.sub(r"[\W_]+", "-", name.lower()).strip("-") for name in names}:
            sources.setdefault(name, []).append(text)
    return sources
