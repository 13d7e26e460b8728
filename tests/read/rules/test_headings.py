"""Levels and anchors of headings."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from sitegen.model.documents import Heading, Part
from sitegen.read.markdown import read_body
from tests.read.rules.markup import read_text, rendered


def headings(text: str, options: MarkdownConfig | None = None) -> list[tuple[int, str, str]]:
    _, outline = read_text(text, 1, "en", options or MarkdownConfig())
    return [(each.level, each.anchor, each.text) for each in outline.headings]


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("## Costs\n## Costs\n## Costs", ["costs", "costs-2", "costs-3"]),
        ("## Costs 2\n## Costs\n## Costs", ["costs-2", "costs", "costs-3"]),
        ("## 비용과 위험", ["비용과-위험"]),
        ("## التكلفة", ["التكلفة"]),
        ("## *What* `next`?", ["what-next"]),
        ("## [A link](b)", ["a-link"]),
        ("## _", ["section"]),
        ("## 😀\n## 🎉", ["section", "section-2"]),
        ("## A {#own}\n## Own", ["own", "own-2"]),
        ("## Own\n## A {#own}", ["own-2", "own"]),
        ("## A {#own}\n## B {#own}", ["own", "own-2"]),
        ('<a id="costs"></a>\n\n## Costs', ["costs-2"]),
        ("[a](b){#costs}\n\n## Costs", ["costs-2"]),
        ("## _fn-1", ["fn-1"]),
    ],
)
def test_anchors(text: str, anchors: list[str]) -> None:
    assert [anchor for _, anchor, _ in headings(text)] == anchors


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# A\n## B\n###### C", [2, 3, 4]),
        ("## A\n### B", [2, 3]),
        ("### A\n#### B\n### C\n## D", [2, 3, 2, 2]),
        ("### A\n\nB\n===", [2, 2]),
        ("# A\n## B\n### C\n#### D\n##### E\n###### F", [2, 3, 4, 5, 6, 6]),
        ("> # A\n\n## B", [2, 3]),
    ],
)
def test_levels(text: str, levels: list[int]) -> None:
    assert [level for level, _, _ in headings(text)] == levels


def test_text_and_part() -> None:
    _, outline = read_text('## "A"\n\nb\n\n<!-- more -->\n\n## C', 1, "en", MarkdownConfig())
    assert outline.headings == (Heading(2, "a", "“A”", Part.OPENING), Heading(2, "c", "C", Part.REST))


def test_disabled_without_extras() -> None:
    assert headings("# A", MarkdownConfig(extras=False)) == [(1, "", "A")]


@pytest.mark.parametrize("text", ["#A", "####### A", "    # A"])
def test_not_headings(text: str) -> None:
    assert not headings(text)


def test_anchors_depend_on_the_language_and_on_visible_text_only() -> None:
    assert 'id="ışık"' in rendered("## IŞIK", lang="tr")
    assert 'id="istanbul"' in rendered("## İstanbul")
    assert 'id="infrastructure"' in rendered("## Infra\u00adstructure")
    found = read_body("## IŞIK\n\na\n\n<!-- more -->\n\n## I", 1, "tr", MarkdownConfig(), teaser=True)
    assert [heading.anchor for heading in found.outline.headings] == ["ışık", "ı"]


def test_the_table_of_contents_keeps_no_break_spaces() -> None:
    _, outline = read_text("## Quoi   de\u00a0neuf ?\n\nAlors : rien !", lang="fr")
    assert outline.headings[0].text == "Quoi de\u00a0neuf\u202f?"
    assert outline.excerpt == "Alors\u00a0: rien\u202f!"
