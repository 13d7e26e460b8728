"""Bytes that are nearly right: files of the repository, changed at random in the grammar of their format.

An input depends on its seed and number alone, so that a failure can be had again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

_ROOT = Path(__file__).resolve().parents[2]
_LONGEST = 20_000
_MOST_CHANGES = 8

_YAML = [
    "\n", "\n---\n", "\n...\n", ": ", "- ", "? ", "| \n", ">-\n", "[", "]", "{", "}", ", ", "&a ", "*a", "<<: *a", "!!str ", "!x ",
    "%YAML 1.2\n", "# ", "'", '"', "\\", '"\\ud800"', '"\\0"', '"\\x07"', "~", "null", "true", "no", "NaN", ".inf", "0x1f", "1_000", "12:30:00",
    "2024-02-30", "2024-01-01", "2024-01-01T25:00", "0000-00-00", "99999999999999999999", "1e999", "-", "\t", "\ufeff", "\u2028", "\x85", "é", "\U0001f600", "\u202e",
]  # fmt: skip
_MATTER = [
    "title: ", "date: ", "updated: ", "authors: ", "tags: ", "photo: ", "src: ", "alt: ", "expires: ", "embargo: ", "status: draft", "draft: true",
    "published: false", "access: teaser", "corrections:\n  - date: ", "related: ", "aliases: [/a/]", "slug: ", "lang: ", "doi: 10.1/x", "extra: {a: b}",
    "template: ", "translation: ", "summary: ", "name: ", "orcid: ", "social: ", "cover: ", "contents: ", "lead: ", "features: ", "focus: 50% 30%", "stauts: draft",
]  # fmt: skip
_MARKDOWN = [
    "\n", "\n\n", "    ", "\t", "# ", "## ", "> ", "- ", "1. ", "```\n", "~~~\n", "***", "---\n", "===\n", "*", "**", "_", "~~", "`", "``", "[", "]", "(", ")", "![", "](", "[a](b)", "![a](b \"c\")",
    "[^a]", "[^a]: ", "^[", "[a]: b\n", "<", ">", "<div>", "</div>", "<b", "<a href=\"", "<!--", "-->", "<!-- more -->", "<script>", "</script>", "<svg>", "<img src=x onerror=y>", "<![CDATA[", "<?", "&amp;", "&#0;", "&#xd800;",
    "|", "|-|", ": ", ":::", "::: note\n", "::: box a\n", "::: embed https://a.org b\n", "{.a}", "{#a}", "{lang=fr}", "{{", "{%", "\"", "'", "--", "...", "\\", "\\\n", "  \n", "\u200b", "\u2028", "\x0c", "\x0b", "\r", "e\u0301", "\u4e2d", "\u0639", "\U0001f600",
    "javascript:", "https://", "mailto:", "//", "%00", "../", "data:text/html,", "[x](https://[/)", "<https://[::1>", "http://a:99999999/",
]  # fmt: skip
_CONFIGURATION = [
    "title: ", "timezone: ", "base_url: ", "language: ", "languages:\n  fr: ", "permalink: ", "{year}", "{slug}", "theme: ", "options: ", "navigation:\n  - ", "url: ", "page_size: ",
    "related: ", "rail: ", "subscribe: ", "consent:\n  - ", "feeds: ", "items: ", "markdown: ", "html: trusted", "opening: ", "content: ", "root: ", "suffixes: ", "folders: ", "fields: ",
    "unknown: extra", "preview: ", "keep: ", "problems: ", "missing-alt: off", "-1", "../", "/", "Mars/Olympus", "http://[/", "https://a:b/", "\\",
]  # fmt: skip
_SVG = [
    "<svg", "</svg>", "<g>", "</g>", "<path d='M0 0'/>", "<script>", "<style>", "</style>", "@import ", "url(", ")", "image-set(", "<a href='", "xlink:href='", "onload='", "style='",
    "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0' encoding='", "gb18030'?>", "utf-7'?>", "rot13'?>", "utf-16'?>", "foo'?>", "<!DOCTYPE svg [", "<!ENTITY a 'b'>", "]>", "&a;", "&#0;", "&#x10ffff;",
    "xmlns='http://www.w3.org/2000/svg'", "xmlns:h='http://www.w3.org/1999/xhtml'", "<h:img src='", "width='", "height='", "viewBox='", "1e999", "-1", "100%", "nan", "0", "px", "\"", "'", "/>", ">", "<foreignObject>", "<use href='#a'/>",
]  # fmt: skip
_DATA = [
    "{", "}", "[", "]", ",", ":", "\"", "null", "true", "NaN", "Infinity", "-Infinity", "1e999", "-0", "0.1", "99999999999999999999999", "\"\\ud800\"", "\"\\u0000\"", "\\", "\n", "\r", "\r\n", "\"\"", ";", "\t", "\ufeff", "a,b\n", "1,2\n", "- ", "? ", "&a ", "*a", "<<: *a", "!!python/object:a ",
]  # fmt: skip


class Grammar(Struct, frozen=True):
    """What a format's files are made of."""

    seeds: tuple[bytes, ...]
    tokens: tuple[bytes, ...]

    def inputs(self, seed: int) -> Iterator[tuple[int, bytes]]:
        """Inputs without end, with their numbers."""
        number = 0
        while True:
            yield number, self.input(seed, number)
            number += 1

    def input(self, seed: int, number: int) -> bytes:
        """The input of a number."""
        chance = random.Random(f"{seed}-{number}")
        data = chance.choice(self.seeds)
        for _ in range(chance.randint(1, _MOST_CHANGES)):
            data = chance.choice(_CHANGES)(data, self, chance)[:_LONGEST]
        return data


_Change = Callable[[bytes, Grammar, random.Random], bytes]


def _range(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((0, 1, 2, 8, 60, 500)))


def _insert(data: bytes, grammar: Grammar, chance: random.Random) -> bytes:
    start, _ = _range(data, chance)
    token = chance.choice(grammar.tokens) * chance.choice((1, 1, 1, 2, 3, 40))
    return data[:start] + token + data[start:]


def _replace(data: bytes, grammar: Grammar, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + chance.choice(grammar.tokens) + data[end:]


def _delete(data: bytes, _: Grammar, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, _: Grammar, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 40)) + data[end:]


def _flip(data: bytes, _: Grammar, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return (
        data[:at]
        + bytes([chance.choice((0, 0x0D, 0x1B, 0x7F, 0x80, 0xC2, 0xED, 0xFF, chance.randrange(256)))])
        + data[at + 1 :]
    )


def _splice(data: bytes, grammar: Grammar, chance: random.Random) -> bytes:
    other = chance.choice(grammar.seeds)
    start, end = _range(other, chance)
    at, until = _range(data, chance)
    return data[:at] + other[start:end] + data[until:]


def _cut(data: bytes, _: Grammar, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _swap(data: bytes, _: Grammar, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _line(data: bytes, grammar: Grammar, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(chance.randint(0, len(lines)), chance.choice(grammar.tokens) + chance.choice(grammar.tokens))
    return b"\n".join(lines)


_CHANGES: Sequence[_Change] = (
    _insert,
    _insert,
    _replace,
    _delete,
    _repeat,
    _flip,
    _splice,
    _cut,
    _swap,
    _line,
)


def _grammar(patterns: Sequence[str], tokens: Sequence[str], *more: bytes) -> Grammar:
    files = [path for pattern in patterns for path in sorted(_ROOT.glob(pattern))]
    seeds = [data for path in files if len(data := path.read_bytes()) <= _LONGEST]
    return Grammar((*seeds, *more), tuple(token.encode("utf-8", "surrogatepass") for token in tokens))


_SMALL_SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 6'><style>a{fill:#fff}</style><path d='M0 0'/></svg>"

GRAMMARS = {
    "front matter": _grammar(
        ["content/**/*.md"], [*_YAML, *_MATTER], b"---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n"
    ),
    "Markdown": _grammar(["content/**/*.md", "docs/*.md"], _MARKDOWN, b"---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n"),
    "configuration": _grammar(["sitegen.yaml", "tests/sites/*/sitegen.yaml", "tests/sites/invalid/*/sitegen.yaml"], [*_YAML, *_CONFIGURATION]),
    "SVG": _grammar(["static/**/*.svg", "content/**/*.svg", "themes/**/*.svg"], _SVG, _SMALL_SVG),
    "data": _grammar(["data/**/*.*", "tests/sites/**/data/*.*"], [*_DATA, *_YAML], b'{"a": [1, 2.5, "b"]}', b"a,b\n1,2\n"),
}  # fmt: skip
