"""Nothing that an author writes runs, loads or leads away in a browser, unless HTML is trusted.

`make test-lowest` runs these tests with the lowest versions of all libraries, too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from sitegen.build.pipeline import Options, build
from tests.browser.payloads import STRINGS, TEXTS, texts
from tests.browser.xss import numbered, seen_in
from tests.projects import NOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

_PAYLOADS = [text for _, text in texts()]
_KINDS = [kind for kind, _ in texts()]
_TOLERATED = "broken-link broken-fragment missing-image remote-image unpublished".split()
#: The text alone, so that hundreds of pages are shown in a moment.
_PLAIN = (
    "<!doctype html><meta charset=utf-8><title>{{ article.title }}</title><main>{{ body.opening }}{{ body.rest }}"
    "{% for note in body.notes %}<div id='_fn-{{ note.number }}'>{{ note.html }}</div>{% endfor %}</main>"
)


def _site(folder: Path, mode: str, files: dict[str, str], more: str = "") -> Path:
    config = (
        f"title: Review\ntimezone: UTC\nbase_url: https://example.org/\nmarkdown: {{html: {mode}}}\n{more}"
        "problems: {broken-link: warning, broken-fragment: warning, missing-image: warning}\n"
    )
    home = "---\ntitle: Front\n---\n"
    for path, text in {"sitegen.yaml": config, "content/_index.md": home, **files}.items():
        file = folder / "project" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    picture = folder / "project" / "static" / "p.png"
    picture.parent.mkdir()
    Image.new("RGB", (2, 2)).save(picture)
    report = build(Options(folder / "project", folder / "public", now=NOW))
    assert report.published, report.problems
    (folder / "public" / "blank").mkdir()
    (folder / "public" / "blank" / "index.html").write_text("<!doctype html>")
    return folder / "public"


def _texts(folder: Path, mode: str, payloads: Sequence[str]) -> Path:
    files = {"templates/article.html": _PLAIN}
    for number, text in numbered(payloads):
        files[f"content/x/p{number}.md"] = f"---\ntitle: A\ndate: 2026-01-01\n---\n\n{text}\n"
    return _site(folder, mode, files)


def _shown(seen: dict[int, list[str]], payloads: Sequence[str]) -> str:
    return "\n".join(f"{payloads[n] if n >= 0 else '?'!r}: {what}" for n, what in sorted(seen.items()))


def _paths(payloads: Sequence[str]) -> list[str]:
    return [f"/x/p{number}/" for number in range(len(payloads))]


@pytest.mark.parametrize("mode", ["sanitized", "escaped"])
def test_nothing_in_a_text_runs_or_loads(browser: Browser, tmp_path: Path, mode: str) -> None:
    seen = seen_in(browser, _texts(tmp_path, mode, _PAYLOADS), _paths(_PAYLOADS))
    assert not seen, _shown(dict(seen), _PAYLOADS)


def test_trusted_texts_run_so_that_the_test_can_fail(browser: Browser, tmp_path: Path) -> None:
    seen = seen_in(browser, _texts(tmp_path, "trusted", _PAYLOADS), _paths(_PAYLOADS))
    ran = [number for number, what in seen.items() if number >= 0 and "ran" in what]
    assert {_KINDS[number] for number in ran} >= TEXTS.keys() - {"tags in attributes", "braces"}
    assert len(ran) > 150
    everything = "\n".join(what for each in seen.values() for what in each)
    for sign in (
        "asked for https://x.example/",
        "<iframe>",
        "onerror",
        "href=javascript:",
        "cite=javascript:",
    ):
        assert sign in everything


def _strings(folder: Path) -> Path:
    """A site in which each string stands in every text of front matter and of the configuration."""
    files: dict[str, str] = {}
    for number, string in numbered(STRINGS):
        shown = json.dumps(string, ensure_ascii=False)
        files[f"content/authors/a{number}.md"] = (
            f"---\nname: {shown}\nrole: {shown}\naffiliation: {shown}\nsummary: {shown}\n"
            f"social: [{{name: {shown}, url: 'https://example.org/me'}}]\n---\n\nText.\n"
        )
        files[f"content/x/p{number}.md"] = (
            f"---\ntitle: {shown}\nsubtitle: {shown}\nsummary: {shown}\ndate: 2026-01-01\nauthors: [a{number}, {shown}]\n"
            f"tags: [{shown}]\nphoto: {{src: /p.png, alt: {shown}, caption: {shown}, credit: {shown}}}\n"
            f"related: [{{title: {shown}, url: 'https://example.org/', source: {shown}}}]\n---\n\nText.\n"
        )
    quoted = json.dumps("".join(string for _, string in numbered(STRINGS[:12])))
    more = f"tagline: {quoted}\nnavigation: [{{title: {quoted}, url: /x/}}]\nfeeds: {{full: true}}\n"
    files["content/x/_index.md"] = f"---\ntitle: {quoted}\nsummary: {quoted}\n---\n"
    return _site(folder, "sanitized", files, more)


def test_nothing_in_front_matter_runs_or_loads(browser: Browser, tmp_path: Path) -> None:
    site = _strings(tmp_path)
    pages = [f"/{page.parent.relative_to(site).as_posix()}/" for page in sorted(site.rglob("index.html"))]
    assert len(pages) > 3 * len(STRINGS)
    seen = seen_in(browser, site, [page.replace("/./", "/") for page in pages if page != "/blank/"])
    assert not seen, _shown(dict(seen), STRINGS)
