"""Texts made of numbered words and of marks that may swallow them; the same for the same seed and number."""

from __future__ import annotations

import random
import re

_TAGS = (
    "b i em a span div p h2 ul li table td details summary title script style textarea select noscript iframe svg math "
    "object video audio form plaintext pre code xmp template o:p foo canvas embed br hr img blockquote sub"
).split()
_MARKS = [
    *(f"<{name}>" for name in _TAGS),
    *(f"</{name}>" for name in _TAGS),
    *(f"<{name} to come>" for name in ("title", "table", "your", "b", "p")),
    *(f'<{name} class="x">' for name in ("b", "div", "span", "foo", "iframe")),
    '<a href="/x">', '<a name="x">', '<a name="x"/>', "<br/>", "<foo/>", "<div markdown=\"1\">", "<p markdown=\"1\">",
    '<p class="x>', "<p class='", '">', "<!-- ", " -->", "<!–", "–>", "<?php ", "?>", "<!DOCTYPE ", "<![CDATA[", "]]>", "</3 ", "<", ">",
    "`", "``", "*", "**", "_", "~~", "[", "]", "](", ")", "[^a]", "[^b]", "^[", "\\", "&", "|", "$$", "==", ":x:",
    "{% if %}", "{{ x }}", "{{< y >}}", "{.a}", "{:", "[[", "]]", "[caption]", "[/caption]", "![", '"', "'",
    "[text][nope]", "<!-- more -->",
]  # fmt: skip
_STARTS = [
    *("", "", "", "- ", "1. ", "> ", "## ", "    ", "  ", "\t", "> > ", "- - ", ": ", "| ", "::: note", "::: box ", ":::"),
    *("::: warning", "```", "~~~", "````", "[^a]: ", "[^b]: ", "[^A]: ", "[r]: /x", "{% x %}", "<!-- more -->", "***", "---"),
    *("| a | b |\n|---|---|\n| ", "<div>", "</div>", "<p>", "<pre>", "<script>", "<table>", "<details>", "<!-- ", "!!! note"),
]  # fmt: skip
_ENDS = ["", "", "", "", " |", ">", "`", "</p>", " -->", "  ", "\\"]
_JOINS = ["\n", "\n\n", "\n", "\n\n", "\n\n\n"]


def text_of(seed: int, number: int) -> str:
    """A text of some lines; each word of prose is `w` with a number and `q`."""
    chance = random.Random(f"{seed}-{number}")
    words = iter(range(10_000))
    lines = []
    for _ in range(chance.randint(1, 10)):
        pieces = [chance.choice(_STARTS)]
        for _ in range(chance.randint(1, 6)):
            if chance.random() < 0.45:
                pieces.append(chance.choice(_MARKS))
            else:
                pieces.append(f" w{next(words)}q ")
        lines += ["".join(pieces) + chance.choice(_ENDS), chance.choice(_JOINS)]
    return "".join(lines)


WORD = re.compile(r"w\d+q")
_COMMENT = re.compile(r"<!--.*?-->|<!--.*?--!>", re.DOTALL)


def words_of(text: str) -> dict[str, int]:
    """The words of a text that are in no comment, and the line of each, from 1."""
    hidden = {word for comment in _COMMENT.findall(text) for word in WORD.findall(comment)}
    return {
        match[0]: text.count("\n", 0, match.start()) + 1
        for match in WORD.finditer(text)
        if match[0] not in hidden
    }
