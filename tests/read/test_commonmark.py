"""All examples of the CommonMark specification, without our rules, but with extracted references."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it.common.utils import escapeHtml

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.model.documents import RefKind, Segments
from tests.read.rules.markup import read_text

_OPTIONS = MarkdownConfig(html=RawHtml.TRUSTED, typography=False, linkify=False, extras=False)
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
_XHTML = re.compile(r"(<(?:br|hr|img)\b[^<>]*?)\s*/>")


@pytest.mark.corpus
def test_every_example(corpora: Path) -> None:
    specification = (corpora / "suites" / "commonmark-spec" / "spec.txt").read_text(encoding="utf-8")
    examples = _EXAMPLE.findall(specification.replace("→", "\t"))
    assert len(examples) > 600
    for number, (markdown, expected) in enumerate(examples, 1):
        assert _XHTML.sub(r"\1>", _written(markdown)) == _XHTML.sub(r"\1>", expected), f"example {number}"


def test_references_are_written_back() -> None:
    assert (
        _written("[a](b&c 'd') ![*e*](f)")
        == '<p><a href="b&amp;c" title="d">a</a> <img src="f" alt="e"></p>\n'
    )


def _written(markdown: str) -> str:
    body, outline = read_text(markdown, 1, "en", _OPTIONS)

    def text(segments: Segments) -> str:
        return "".join(each if isinstance(each, str) else _reference(each) for each in segments)

    def _reference(index: int) -> str:
        ref = outline.refs[index]
        if ref.kind is RefKind.LINK:
            return f' href="{escapeHtml(ref.target)}"'
        attributes = (("src", ref.target), *ref.attributes)
        return "<img" + "".join(f' {name}="{escapeHtml(value)}"' for name, value in attributes) + ">"

    return text(body.opening) + text(body.rest)


def test_a_target_is_decoded() -> None:
    _, outline = read_text("[a](b&amp;c%20d)", 1, "en", _OPTIONS)
    assert [ref.target for ref in outline.refs] == ["b&c%20d"]
