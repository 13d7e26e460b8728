"""Markup of other systems that nothing here reads: a table of its kinds, and what to write instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.text_problems import quoted, remark

_EMBED = "`::: embed URL Title` for a video or map"
_INSTEAD = f'Write what it stands for: `![What it shows](file.jpg "Caption")` for a picture, {_EMBED}.'
_ATTRIBUTES = (
    "Write `{#id .class}` on a line of its own above its block, at the end of a heading, or directly behind "
    "a link, picture or code."
)
SHORTCODES = (
    "audio caption contact-form contact-form-7 embed footnote gallery gist instagram playlist quote "
    "slideshare soundcloud tweet twitter video vimeo youtube"
)


class MarkupKind(Struct, frozen=True):
    """A kind of marks of other systems: how they begin, how they are written, and what to write instead."""

    name: str
    begins: tuple[str, ...]
    """The first two characters."""
    pattern: re.Pattern[str]
    hint: str

    @property
    def is_tag(self) -> bool:
        """Whether raw HTML takes it out."""
        return "</" in self.begins


def _kind(name: str, begins: str, pattern: str, hint: str) -> MarkupKind:
    mark = lazy_pattern(rf"(?<!\\)(?:{pattern})", re.IGNORECASE | re.MULTILINE)
    return MarkupKind(name, tuple(begins.split()), mark, hint)


#: The first line of a mark that ends in a later one: a name, and what is given to it.
_OVER_LINES = r"[ \t]*[a-z][\w./-]*+(?:[ \t][^\n]{0,300})?$"

#: No two of them are the same mark.
KINDS = (
    _kind(
        "a table of contents of another system",
        "[T [[ {: {{",
        r"\[TOC\]|\[\[_?TOC_?\]\]|\{:\s*\.?toc\s*\}|\{\{\s*toc\s*\}\}",
        "Leave it out: every heading has an anchor that links can lead to.",
    ),
    _kind(
        "a template tag of another system",
        "{%",
        rf"\{{%(?:[^\n]{{0,300}}?%\}}|[-+~]?{_OVER_LINES})",
        _INSTEAD,
    ),
    _kind(
        "a shortcode of another system",
        "{{",
        rf"\{{\{{[<%](?:[^\n]{{0,300}}?[%>]\}}\}}|{_OVER_LINES})",
        _INSTEAD,
    ),
    _kind(
        "a variable of another system",
        "{{",
        r"\{\{(?![<%]|\s*toc\b)[^{}\n]*\}\}",
        "Write its value: texts hold no variables.",
    ),
    _kind(
        "code of another system",
        "<%",
        r"<%[^\n]{0,300}?%>",
        "Write what it stands for: texts hold no code that runs.",
    ),
    _kind("an attribute list of another system", "{:", r"\{:(?!\s*\.?toc\b)[^{}\n]*\}", _ATTRIBUTES),
    _kind(
        "an attribute where none is read",
        "{# {.",
        r"(?<![)\]`])(?<!: )\{[#.][\w:.-]+(?:[ \t][^{}\n]*)?\}",
        _ATTRIBUTES,
    ),
    _kind(
        "a link of a wiki",
        "[[",
        r"\[\[(?!_?toc_?\])[^\[\]\n]+\]\](?![(\[])",
        "Write a link to the file: `[Title](other.md)`.",
    ),
    _kind(
        "a shortcode of another system",
        "[/ [a [c [e [f [g [i [p [q [s [t [v [y",
        rf"\[(?:(?:{'|'.join(SHORTCODES.split())})(?:[ \t=][^\]\n]{{0,300}})?/?|/[a-z_-]+)\](?![(\[:])",
        _INSTEAD,
    ),
    _kind(
        "a formula of another system",
        "$$",
        r"\$\$[^$]+\$\$",
        "Write it as text, or show it as a picture: `![What it says](formula.svg)`.",
    ),
    _kind(
        "a citation of another system",
        "[@ [-",
        r"\[-?@[\w:.#$%&+?<>~/-]{1,100}[^\]\n]{0,300}\](?![(\[:])",
        "Write it as a note: `[^name]`, with `[^name]: Author, Title, year.` below.",
    ),
    _kind(
        "a note of another system",
        "!! [!",
        r"^!!![ \t]+\w.*|\[!(?:note|tip|important|warning|caution|info|danger|quote|example)\].*",
        "Write `::: note` above the text, and `:::` below it.",
    ),
    _kind(
        "a mark of another system",
        "==",
        r"(?<![=\w])==[^\s=](?:[^=\n]*[^\s=])?==(?![=\w])",
        "Write `<mark>…</mark>`.",
    ),
    _kind(
        "a tag of a word processor",
        "<o <w <v <s </",
        r"</?(?:o|w|v|st1):[a-z]+[^<>\n]*>",
        "Take it out.",
    ),
    _kind(
        "an emoji's name",
        " ".join(f":{letter}" for letter in "abcdefghijklmnopqrstuvwxyz+-"),
        r"(?<![\w:/])(?::[a-z][a-z0-9_+-]*[a-z0-9]:|:[+-]1:)(?![\w:/])",
        "Write the character itself.",
    ),
)


def _by_begin() -> dict[str, Sequence[MarkupKind]]:
    found: dict[str, list[MarkupKind]] = defaultdict(list)
    for kind in KINDS:
        for begin in kind.begins:
            found[begin].append(kind)
    return dict(found)


#: The kinds that can begin with two characters.
BY_BEGIN = _by_begin()


def note_foreign(env: Any, line: int, kind: MarkupKind, written: str) -> None:
    """Note the first mark of a kind in a text, as it is written."""
    message = f"`{quoted(written)}` is {kind.name}, and is shown as text, as are any others of this text."
    remark(env, line, "foreign-markup", message, kind.hint, written, kind.name)
