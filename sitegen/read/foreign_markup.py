"""Markup of other systems, which is shown as text, and what to write instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from markdown_it.utils import EnvType
from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.text_problems import TextProblem, quoted, report

_EMBED = "`::: embed URL Title` for a video or map"
_INSTEAD = f'Write what it stands for: `![What it shows](file.jpg "Caption")` for an image, {_EMBED}.'
_ATTRIBUTES = (
    "Write `{#id .class}` on a line of its own above its block, at the end of a heading, or directly after "
    "a link, an image or code."
)
SHORTCODES = (
    "audio caption contact-form contact-form-7 embed footnote gallery gist instagram playlist quote "
    "slideshare soundcloud tweet twitter video vimeo youtube"
)


class MarkupKind(Struct, frozen=True):
    """A kind of markup of other systems."""

    name: str
    starts: tuple[str, ...]
    """The first two characters of its marks."""
    pattern: re.Pattern[str]
    hint: str
    """What to write instead."""

    @property
    def is_tag(self) -> bool:
        """Whether it looks like HTML and is removed there."""
        return "</" in self.starts


def _kind(name: str, starts: str, pattern: str, hint: str) -> MarkupKind:
    mark = lazy_pattern(rf"(?<!\\)(?:{pattern})", re.IGNORECASE | re.MULTILINE)
    return MarkupKind(name, tuple(starts.split()), mark, hint)


#: The first line of a tag that spans several lines: a name and its arguments.
_OVER_LINES = r"[ \t]*[a-z][\w./-]*+(?:[ \t][^\n]{0,300})?$"

#: No mark is of two kinds.
KINDS = (
    _kind(
        "a table of contents from another system",
        "[T [[ {: {{",
        r"\[TOC\]|\[\[_?TOC_?\]\]|\{:\s*\.?toc\s*\}|\{\{\s*toc\s*\}\}",
        "Remove it. Every heading has an anchor to link to.",
    ),
    _kind(
        "a template tag from another system",
        "{%",
        rf"\{{%(?:[^\n]{{0,300}}?%\}}|[-+~]?{_OVER_LINES})",
        _INSTEAD,
    ),
    _kind(
        "a shortcode from another system",
        "{{",
        rf"\{{\{{[<%](?:[^\n]{{0,300}}?[%>]\}}\}}|{_OVER_LINES})",
        _INSTEAD,
    ),
    _kind(
        "a variable from another system",
        "{{",
        r"\{\{(?![<%]|\s*toc\b)[^{}\n]*\}\}",
        "Write its value: text cannot use variables.",
    ),
    _kind(
        "code from another system",
        "<%",
        r"<%[^\n]{0,300}?%>",
        "Write what it stands for: text cannot run code.",
    ),
    _kind("an attribute list from another system", "{:", r"\{:(?!\s*\.?toc\b)[^{}\n]*\}", _ATTRIBUTES),
    _kind(
        "an attribute list in the wrong place",
        "{# {.",
        r"(?<![)\]`])(?<!: )\{[#.][\w:.-]+(?:[ \t][^{}\n]*)?\}",
        _ATTRIBUTES,
    ),
    _kind(
        "a wiki link",
        "[[",
        r"\[\[(?!_?toc_?\])[^\[\]\n]+\]\](?![(\[])",
        "Write a link to the file: `[Title](other.md)`.",
    ),
    _kind(
        "a shortcode from another system",
        "[/ [a [c [e [f [g [i [p [q [s [t [v [y",
        rf"\[(?:(?:{'|'.join(SHORTCODES.split())})(?:[ \t=][^\]\n]{{0,300}})?/?|/[a-z_-]+)\](?![(\[:])",
        _INSTEAD,
    ),
    _kind(
        "a formula from another system",
        "$$",
        r"\$\$[^$]+\$\$",
        "Write it as text, or show it as an image: `![What it says](formula.svg)`.",
    ),
    _kind(
        "a citation from another system",
        "[@ [-",
        r"\[-?@[\w:.#$%&+?<>~/-]{1,100}[^\]\n]{0,300}\](?![(\[:])",
        "Write it as a note: `[^name]`, with `[^name]: Author, Title, year.` below.",
    ),
    _kind(
        "a note from another system",
        "!! [!",
        r"^!!![ \t]+\w.*|\[!(?:note|tip|important|warning|caution|info|danger|quote|example)\].*",
        "Write `::: note` above the text, and `:::` below it.",
    ),
    _kind(
        "a highlight from another system",
        "==",
        r"(?<![=\w])==[^\s=](?:[^=\n]*[^\s=])?==(?![=\w])",
        "Write `<mark>…</mark>`.",
    ),
    _kind(
        "a tag from a word processor",
        "<o <w <v <s </",
        r"</?(?:o|w|v|st1):[a-z]+[^<>\n]*>",
        "Remove it.",
    ),
    _kind(
        "an emoji name",
        " ".join(f":{letter}" for letter in "abcdefghijklmnopqrstuvwxyz+-"),
        r"(?<![\w:/])(?::[a-z][a-z0-9_+-]*[a-z0-9]:|:[+-]1:)(?![\w:/])",
        "Write the character itself.",
    ),
)


def _by_start() -> dict[str, Sequence[MarkupKind]]:
    found: dict[str, list[MarkupKind]] = defaultdict(list)
    for kind in KINDS:
        for start in kind.starts:
            found[start].append(kind)
    return dict(found)


#: Kinds by the first two characters of their marks.
BY_START = _by_start()


def report_foreign(env: EnvType, line: int, kind: MarkupKind, source: str) -> None:
    """Report the first mark of a kind in a text."""
    message = f"`{quoted(source)}` is {kind.name}, so it is shown as text, like any others in this document."
    report(env, TextProblem(line, "foreign-markup", message, kind.hint, source, group=kind.name))
