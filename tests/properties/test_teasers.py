"""Nothing of a teaser's rest is in any output: no word, name, anchor or picture, and nothing that tells how it is made.

`SITEGEN_SOAK=1` writes fifty times as many teasers.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from sitegen.build.pipeline import Options, build
from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.markdown import read_body
from tests.projects import tree
from tests.properties.teasers import BLOCKS, CANARY, INLINES, RAW, Teaser

_SITES = 50 if os.environ.get("SITEGEN_SOAK") == "1" else 1
_TEASERS = 40
#: What the texts do on purpose.
_FORGIVEN = ("broken-fragment", "broken-link", "missing-alt", "open-teaser", "closed-teaser", "empty-item")


def _configuration(html: RawHtml) -> str:
    forgiven = ", ".join(f"{code}: warning" for code in _FORGIVEN)
    return (
        "title: Review\ntimezone: UTC\nbase_url: https://example.org/\n"
        f"theme: {{options: {{contents: always}}}}\nmarkdown: {{html: {html}}}\nproblems: {{{forgiven}}}\nfeeds: {{full: true, items: 1000}}\n"
    )


def _outputs(
    folder: Path, html: RawHtml, texts: Mapping[str, str], teasers: Iterable[Teaser]
) -> dict[str, bytes]:
    """All files that a site of these teasers has, and of an article that links into each of them."""
    root, out = folder / "project", folder / "public"
    files: dict[str, bytes] = {"sitegen.yaml": _configuration(html).encode()}
    links = []
    for one in teasers:
        name = f"teaser-{one.number}"
        files[f"content/asia/{name}/index.md"] = texts[name].encode()
        files |= {f"content/asia/{name}/{file}": data for file, data in one.files.items()}
        for heading in one.headings:
            links += [f"[{place}]({place}#{heading})" for place in (f"{name}/index.md", f"/asia/{name}/")]
            links.append(f"[c](/old/{one.number}/#{heading})")
    free = "---\ntitle: Free\ndate: 2026-01-01\n---\n\n" + "\n".join(links)
    files["content/asia/free.md"] = free.encode()
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    report = build(Options(root, out, now="2026-11-23", jobs=1))
    assert report.errors == 0, report.problems
    return tree(out)


def _teasers(seed: int, html: RawHtml, *, marked: bool) -> list[Teaser]:
    chance = random.Random(f"{seed} {html} {marked}")
    return [
        Teaser(number, chance, marked=marked, raw=html is not RawHtml.ESCAPED)
        for number in range(1, _TEASERS + 1)
    ]


def _told(outputs: Mapping[str, bytes], teasers: Iterable[Teaser]) -> tuple[set[tuple[int, int]], set[str]]:
    """The units that the outputs show or name, and the files of the rest whose bytes they hold."""
    by_number = {one.number: one for one in teasers}
    units = {
        (int(number), int(unit))
        for path, data in outputs.items()
        for number, unit in CANARY.findall(path.encode() + b"\n" + data)
    }
    published = set(outputs.values())
    files = {
        name
        for one in by_number.values()
        for name, data in one.files.items()
        if data in published and int(CANARY.findall(name.encode())[0][1]) >= one.hidden
    }
    return units, files


def _hidden(units: Iterable[tuple[int, int]], teasers: Iterable[Teaser]) -> list[tuple[int, int]]:
    first = {one.number: one.hidden for one in teasers}
    return sorted((number, unit) for number, unit in units if unit >= first[number])


@pytest.mark.parametrize("seed", range(_SITES))
@pytest.mark.parametrize("html", list(RawHtml))
@pytest.mark.parametrize("marked", [True, False])
def test_nothing_of_a_rest_is_published(tmp_path: Path, html: RawHtml, marked: bool, seed: int) -> None:
    teasers = _teasers(seed, html, marked=marked)
    texts = {f"teaser-{one.number}": one.markdown() for one in teasers}
    outputs = _outputs(tmp_path / "one", html, texts, teasers)
    units, files = _told(outputs, teasers)
    assert (_hidden(units, teasers), files) == ([], set())
    assert len({number for number, _ in units}) >= _TEASERS / 2
    if marked:
        others = {f"teaser-{one.number}": one.with_another_rest(_words(one, html)) for one in teasers}
        assert _outputs(tmp_path / "other", html, others, teasers) == outputs


def _words(one: Teaser, html: RawHtml) -> int:
    """How many words the rest has: the time that a text takes to read may be told."""
    found = read_body(one.markdown().split("---\n", 2)[2], 1, "en", MarkdownConfig(html=html), teaser=True)
    return found.words - found.opening_words


def test_what_is_published_of_free_articles_is_found(tmp_path: Path) -> None:
    teasers = _teasers(0, RawHtml.SANITIZED, marked=True)
    texts = {f"teaser-{one.number}": one.markdown("free") for one in teasers}
    units, files = _told(_outputs(tmp_path, RawHtml.SANITIZED, texts, teasers), teasers)
    found = {number for number, _ in _hidden(units, teasers)}
    assert (len(found), bool(files)) == (_TEASERS, True)


def test_every_kind_of_block_is_written() -> None:
    for html in RawHtml:
        for marked in (True, False):
            kinds = sum((one.kinds for one in _teasers(0, html, marked=marked)), Counter[str]())
            expected = {*BLOCKS, *INLINES} - (RAW if html is RawHtml.ESCAPED else set())
            assert expected <= kinds.keys()
