"""Raw HTML that is sanitized: a tag that is no element's, or that nothing closes, is shown as text.

Otherwise it would take along the words behind it, or format all that follows. What sanitizing takes out is
said. Elements may begin in one block and end in another; comments and `<p>` without an end are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import Struct

from sitegen.html_tags import MARKUP
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.html_elements import (
    FORMATTING,
    IMPLIED,
    KNOWN,
    REMOVED,
    VOID,
    WITH_TEXT,
    instead_of,
    is_known,
    is_prose,
    stray_words,
)
from sitegen.read.text_problems import TextProblem, quoted, report

#: What begins an address between pointed brackets.
_ADDRESS = lazy_pattern(r"(?:https?|ftp|mailto|tel):", re.IGNORECASE)
_IS_LINK = lazy_pattern(r"\bhref\s*=", re.IGNORECASE)
_PLAIN = lazy_pattern(r'<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s+[A-Za-z-]+="[^"<>]*")*+\s*(/?)>')
_FREE = (VOID | IMPLIED) - REMOVED.keys() - WITH_TEXT
_CLOSED = KNOWN - _FREE - REMOVED.keys() - WITH_TEXT - {"plaintext"}


def raw_html(parser: MarkdownIt) -> None:
    """Look at raw HTML when all of a text is read; before all rules that look at what stands in a line."""
    parser.core.ruler.after("inline", "raw_html", _raw_html)


def _raw_html(state: StateCore) -> None:
    if _notes_hold_markup(state.env) or not _is_plain("".join(_markup(state.tokens))):
        _Check(list(_raws(state.tokens, state.env)), state.env).all()


def _markup(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "html_block":
            yield token.content
        elif token.children and "<" in token.content:
            yield from [child.content for child in token.children if child.type == "html_inline"]


def _notes_hold_markup(env: Any) -> bool:
    """Whether a note that is written in place may hold a tag."""
    notes = env.get("footnotes", {}).get("list")
    return bool(notes) and any("<" in note["content"] for note in notes.values())


def _is_plain(markup: str) -> bool:
    """Whether all tags are of elements that may stand, and each is closed: that is so of most texts."""
    tags = _PLAIN.findall(markup)
    if len(tags) != markup.count("<"):
        return False
    opened: dict[str, int] = {}
    for end, written, closed in tags:
        name = written.lower()
        if name in _FREE:
            continue
        if name not in _CLOSED or closed:
            return False
        opened[name] = opened.get(name, 0) + (-1 if end else 1)
        if opened[name] < 0:
            return False
    return not any(opened.values())


class _Raw(Struct):
    """A token of raw HTML: a block, or a tag in a run of text; and its line."""

    token: Token
    line: int
    run: list[Token] | None = None


def _raws(tokens: Sequence[Token], env: Any) -> Iterator[_Raw]:
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type == "html_block":
            yield _Raw(token, line)
        elif token.children and "<" in token.content:
            yield from _in_run(token.children, line, env)


def _in_run(run: list[Token], line: int, env: Any) -> Iterator[_Raw]:
    for child in run:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "html_inline":
            yield _Raw(child, line, run)
            line += child.content.count("\n")
        elif child.type == "footnote_ref" and isinstance(child.meta["id"], int):
            yield from _in_run(env["footnotes"]["list"][child.meta["id"]]["tokens"], line, env)


class _Tag(Struct):
    """A tag: which raw HTML it stands in, and where."""

    raw: int
    start: int
    name: str
    written: str


class _Edit(Struct, order=True):
    """What is put at a place of raw HTML, and how many characters it replaces."""

    start: int
    length: int
    put: str


class _Check:
    """Goes through the raw HTML of a text; elements may overlap, so that names alone tell what is open."""

    def __init__(self, raws: list[_Raw], env: Any) -> None:
        self.raws = raws
        self.env = env
        self.open: dict[str, list[_Tag]] = {}
        self.edits: dict[int, list[_Edit]] = {}
        self.ends: dict[str, list[int]] = {}
        self.place = (-1, 0, 0)

    def all(self) -> None:
        index = start = 0
        while index < len(self.raws):
            index, start = self._take(index, start)
        for tags in self.open.values():
            for tag in tags:
                self._unclosed(tag)
        self._write()

    def _take(self, index: int, start: int) -> tuple[int, int]:
        """Look at what stands in one token, from `start` on; where to go on."""
        raw = self.raws[index]
        for match in MARKUP.finditer(raw.token.content, start):
            beyond = self._look(index, match)
            if beyond is not None:
                return beyond
        return index + 1, 0

    def _look(self, index: int, match: re.Match[str]) -> tuple[int, int] | None:
        """Look at a tag; if it begins something that is passed over, where that ends."""
        if match["comment"]:
            return self._comment(index, match)
        if match["other"]:
            self._other(index, match)
            return None
        tag = _Tag(index, match.start(), match["name"].lower(), match[0])
        in_run = self.raws[index].run is not None
        if not match["closed"] and not in_run:
            tag.written = self.raws[index].token.content[match.start() :]
            self._show(tag, "unclosed-html", f"The tag `{quoted(tag.written)}` has no `>`", _QUOTE)
            return index + 1, 0
        if (not is_known(tag.name) and in_run) or is_prose(match["attributes"]):
            self._show(tag, "unknown-html", f"`{quoted(tag.written)}` is no element of HTML")
        elif match["end"]:
            self._end(tag)
        else:
            return self._begin(tag, match)
        return None

    def _comment(self, index: int, match: re.Match[str]) -> tuple[int, int] | None:
        content = self.raws[index].token.content
        end = content.find(">" if content.startswith((">", "->"), match.end()) else "-->", match.end())
        if end >= 0:
            return index, end + 1
        beyond = self._beyond(index, "-->")
        tag = _Tag(index, match.start(), "!--", "<!--")
        if beyond is None:
            self._show(tag, "unclosed-block", "The comment `<!--` is not closed")
            return None
        message = "The comment `<!--` ends in another block, and all between them is left out."
        self._say(tag, "unclosed-block", message, "Write `-->` before the next empty line.")
        return beyond

    def _other(self, index: int, match: re.Match[str]) -> None:
        """`<? … ?>`, `<!DOCTYPE …>`, `<![CDATA[ … ]]>` and `</3`."""
        tag = _Tag(index, match.start(), match["other"], match[0])
        self._show(tag, "unknown-html", f"`{quoted(match[0])}` is no element of HTML")

    def _begin(self, tag: _Tag, match: re.Match[str]) -> tuple[int, int] | None:
        if tag.name == "plaintext":
            self._show(tag, "unknown-html", "Nothing can end the element `<plaintext>`")
            return None
        if tag.name in WITH_TEXT and tag.name not in VOID:
            return self._begin_with_text(tag, match)
        if tag.name in REMOVED:
            self._removed(tag, tag.written)
        elif "</" in tag.written:
            message = f"A value in the tag `<{tag.name}>` reaches to `{quoted(tag.written[-30:])}`."
            self._say(tag, "unclosed-html", message, _QUOTE)
        elif tag.name in KNOWN and (words := stray_words(match["attributes"])):
            message = (
                f"`{quoted(' '.join(words))}` in the tag `<{tag.name}>` is no attribute, and is left out."
            )
            self._say(tag, "removed-html", message, _QUOTE, "words")
        if tag.name not in VOID and tag.name not in IMPLIED:
            if tag.name in FORMATTING and _closes_itself(tag.written):
                self._close(tag, tag.start + len(tag.written))
            else:
                self.open.setdefault(tag.name, []).append(tag)
        return None

    def _begin_with_text(self, tag: _Tag, match: re.Match[str]) -> tuple[int, int] | None:
        """An element that goes with its text: it ends in the same token, or a block in a later one."""
        content = self.raws[tag.raw].token.content
        if _closes_itself(tag.written):
            self._removed(tag, tag.written)
            self._close(tag, match.end())
            return None
        end = content.lower().find(f"</{tag.name}", match.end())
        if end >= 0:
            self._removed(tag, content[tag.start : end])
            return tag.raw, end + len(tag.name) + 2
        beyond = self._beyond(tag.raw, f"</{tag.name}")
        if beyond is None:
            self._show(tag, "unclosed-html", f"Nothing closes `{quoted(tag.written)}`")
            return None
        self._removed(tag, tag.written)
        return beyond

    def _beyond(self, index: int, end: str) -> tuple[int, int] | None:
        """The place behind the next `end` in later raw HTML: of a tag in a run, in the same run."""
        if end not in self.ends:
            self.ends[end] = [at for at, raw in enumerate(self.raws) if end in raw.token.content.lower()]
        places = self.ends[end]
        found = bisect_left(places, index + 1)
        if found == len(places):
            return None
        run = self.raws[index].run
        if run is not None and self.raws[places[found]].run is not run:
            return None
        return places[found], self.raws[places[found]].token.content.lower().index(end) + len(end)

    def _end(self, tag: _Tag) -> None:
        opened = self.open.get(tag.name)
        if opened:
            begun = opened.pop()
            if not is_known(tag.name):
                message = f"`<{tag.name}>` is no element of HTML; its tags are left out."
                self._say(begun, "unknown-html", message, _ESCAPE)
        elif not is_known(tag.name) or tag.name in WITH_TEXT:
            self._show(tag, "unknown-html", f"`{quoted(tag.written)}` closes no element of HTML")
        elif tag.name not in VOID and tag.name not in IMPLIED:
            hint = f"Write `<{tag.name}>` where the element begins, or take this out."
            self._say(tag, "unclosed-html", f"`</{tag.name}>` closes nothing, and is left out.", hint, "end")

    def _unclosed(self, tag: _Tag) -> None:
        """What nothing has closed: a block goes on to the end of the text, all else is shown as text."""
        is_block = self.raws[tag.raw].run is None
        if tag.name == "a" and not _IS_LINK.search(tag.written):
            self._close(tag, tag.start + len(tag.written))
        elif tag.name in FORMATTING and not is_block and " " in tag.written:
            self._close_run(tag)
        elif tag.name not in KNOWN or (tag.name in FORMATTING and not is_block):
            what = f"Nothing closes `{quoted(tag.written)}`"
            hint = f"Write `</{tag.name}>` where the element ends, or `\\<` for a `<` of the text."
            if _ADDRESS.match(tag.name):
                what = f"`{quoted(tag.written)}` is no link within HTML"
                hint = 'In HTML, an address is a link as `<a href="…">…</a>`.'
            self._show(tag, "unclosed-html", what, hint)
        else:
            if tag.name in FORMATTING:
                self._close(tag, len(self.raws[tag.raw].token.content.rstrip()))
            hint = f"Write `</{tag.name}>` where the element ends."
            self._say(tag, "unclosed-html", f"Nothing closes `{quoted(tag.written)}`.", hint, "open")

    def _removed(self, tag: _Tag, markup: str) -> None:
        what = "is left out with what stands in it" if tag.name in WITH_TEXT else "is left out"
        self._say(tag, "removed-html", f"The element `<{tag.name}>` {what}.", instead_of(tag.name, markup))

    def _show(self, tag: _Tag, code: str, what: str, hint: str = "") -> None:
        if self.raws[tag.raw].run is None:
            self._edit(tag, _Edit(tag.start, len(tag.written), tag.written.replace("<", "&lt;")))
        else:
            self.raws[tag.raw].token.type = "text"
        self._say(tag, code, f"{what}: it is shown as text.", hint or _ESCAPE, tag.name)

    def _say(self, tag: _Tag, code: str, message: str, hint: str, group: str = "") -> None:
        report(self.env, TextProblem(self._line(tag), code, message, hint, tag.written, group=group))

    def _line(self, tag: _Tag) -> int:
        """The line of a tag, counted from that of the tag before where that stands in the same token."""
        raw, (index, start, line) = self.raws[tag.raw], self.place
        if index != tag.raw or start > tag.start:
            start, line = 0, raw.line
        line += raw.token.content.count("\n", start, tag.start)
        self.place = (tag.raw, tag.start, line)
        return line

    def _close_run(self, tag: _Tag) -> None:
        run = self.raws[tag.raw].run
        assert run is not None
        run.append(Token("html_inline", "", 0, content=f"</{tag.name}>"))
        message = f"Nothing closes `{quoted(tag.written)}`: it ends with its paragraph."
        self._say(tag, "unclosed-html", message, f"Write `</{tag.name}>` where the element ends.", "run")

    def _close(self, tag: _Tag, place: int) -> None:
        self._edit(tag, _Edit(place, 0, f"</{tag.name}>"))

    def _edit(self, tag: _Tag, edit: _Edit) -> None:
        self.edits.setdefault(tag.raw, []).append(edit)

    def _write(self) -> None:
        for index, edits in self.edits.items():
            content, reached = self.raws[index].token.content, 0
            written: list[str] = []
            for edit in sorted(edits, key=lambda each: (each.start, each.length)):
                written += (content[reached : edit.start], edit.put)
                reached = edit.start + edit.length
            self.raws[index].token.content = "".join(written) + content[reached:]


_ESCAPE = "Write `\\<` for a `<` of the text, or put code between backticks."
_QUOTE = "Close its quotation mark where the value ends."


def _closes_itself(tag: str) -> bool:
    """Whether a tag ends in `/>`, and not with a value such as that of `<a href=/x/>`."""
    if not tag.endswith("/>"):
        return False
    last = tag[:-2].rsplit(None, 1)[-1]
    return "=" not in last or last.endswith(('"', "'"))
