"""Checks of raw HTML before it is sanitized: unknown and unclosed tags are shown as text.

Otherwise they would swallow the words after them or format the rest of the text. Elements that sanitizing
removes are reported. Elements can begin in one block and end in another; an unclosed `<p>` is fine.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType
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
from sitegen.read.rules.footnotes import inline_footnotes
from sitegen.read.text_problems import TextProblem, quoted, report

#: The beginning of an address in angle brackets.
_ADDRESS = lazy_pattern(r"(?:https?|ftp|mailto|tel):", re.IGNORECASE)
_IS_LINK = lazy_pattern(r"\bhref\s*=", re.IGNORECASE)
_PLAIN = lazy_pattern(r'<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s+[A-Za-z-]+="[^"<>]*")*+\s*(/?)>')
_FREE = (VOID | IMPLIED) - REMOVED.keys() - WITH_TEXT
_CLOSED = KNOWN - _FREE - REMOVED.keys() - WITH_TEXT - {"plaintext"}


def raw_html(parser: MarkdownIt) -> None:
    """Check raw HTML after inline content is read, before other rules for inline content."""
    parser.core.ruler.after("inline", "raw_html", _raw_html)


def _raw_html(state: StateCore) -> None:
    if _footnotes_hold_markup(state.env) or not _is_plain("".join(_markup(state.tokens))):
        _Check(list(_raw_tokens(state.tokens, state.env)), state.env).run()


def _markup(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "html_block":
            yield token.content
        elif token.children and "<" in token.content:
            yield from [child.content for child in token.children if child.type == "html_inline"]


def _footnotes_hold_markup(env: EnvType) -> bool:
    """Whether an inline footnote may contain a tag."""
    return any("<" in footnote["content"] for footnote in inline_footnotes(env).values())


def _is_plain(markup: str) -> bool:
    """Whether all tags are of allowed elements and closed, as in most texts."""
    tags = _PLAIN.findall(markup)
    if len(tags) != markup.count("<"):
        return False
    open_count: dict[str, int] = {}
    for end, tag, closed in tags:
        name = tag.lower()
        if name in _FREE:
            continue
        if name not in _CLOSED or closed:
            return False
        open_count[name] = open_count.get(name, 0) + (-1 if end else 1)
        if open_count[name] < 0:
            return False
    return not any(open_count.values())


class _Raw(Struct):
    """A token of raw HTML and its line: a block, or a tag in the inline content `run`."""

    token: Token
    line: int
    run: list[Token] | None = None


def _raw_tokens(tokens: Sequence[Token], env: EnvType) -> Iterator[_Raw]:
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type == "html_block":
            yield _Raw(token, line)
        elif token.children and "<" in token.content:
            yield from _raw_inline_tokens(token.children, line, env)


def _raw_inline_tokens(run: list[Token], line: int, env: EnvType) -> Iterator[_Raw]:
    for child in run:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "html_inline":
            yield _Raw(child, line, run)
            line += child.content.count("\n")
        elif child.type == "footnote_ref" and isinstance(child.meta["id"], int):
            yield from _raw_inline_tokens(inline_footnotes(env)[child.meta["id"]]["tokens"], line, env)


class _Tag(Struct):
    """A tag: the index of its token of raw HTML, and its offset there."""

    raw: int
    start: int
    name: str
    source: str


class _Edit(Struct, order=True):
    """A replacement of `length` characters in raw HTML by `replacement`."""

    start: int
    length: int
    replacement: str


class _Check:
    """Checks the raw HTML of a text. Elements may overlap, so open elements are matched by name only."""

    def __init__(self, raws: list[_Raw], env: EnvType) -> None:
        self.raws = raws
        self.env = env
        self.open: dict[str, list[_Tag]] = {}
        self.edits: dict[int, list[_Edit]] = {}
        self.ends: dict[str, list[int]] = {}
        self.last_line = (-1, 0, 0)

    def run(self) -> None:
        index = start = 0
        while index < len(self.raws):
            index, start = self._check_token(index, start)
        for tags in self.open.values():
            for tag in tags:
                self._unclosed(tag)
        self._apply_edits()

    def _check_token(self, index: int, start: int) -> tuple[int, int]:
        """Check one token from the offset `start`; return where to continue."""
        raw = self.raws[index]
        for match in MARKUP.finditer(raw.token.content, start):
            following = self._check(index, match)
            if following is not None:
                return following
        return index + 1, 0

    def _check(self, index: int, match: re.Match[str]) -> tuple[int, int] | None:
        """Check a tag; if its content must be skipped, return where to continue."""
        if match["comment"]:
            return self._comment(index, match)
        if match["other"]:
            self._other(index, match)
            return None
        tag = _Tag(index, match.start(), match["name"].lower(), match[0])
        in_run = self.raws[index].run is not None
        if not match["closed"] and not in_run:
            tag.source = self.raws[index].token.content[match.start() :]
            self._show(tag, "unclosed-html", f"The tag `{quoted(tag.source)}` has no `>`", _QUOTE)
            return index + 1, 0
        if (not is_known(tag.name) and in_run) or is_prose(match["attributes"]):
            self._show(tag, "unknown-html", f"`{quoted(tag.source)}` is not an HTML element")
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
        following = self._after(index, "-->")
        tag = _Tag(index, match.start(), "!--", "<!--")
        if following is None:
            self._show(tag, "unclosed-block", "The comment `<!--` is not closed")
            return None
        message = "The comment `<!--` ends in another block, so everything in between is removed."
        self._report(tag, "unclosed-block", message, "Write `-->` before the next empty line.")
        return following

    def _other(self, index: int, match: re.Match[str]) -> None:
        """`<? … ?>`, `<!DOCTYPE …>`, `<![CDATA[ … ]]>` and `</3`."""
        tag = _Tag(index, match.start(), match["other"], match[0])
        self._show(tag, "unknown-html", f"`{quoted(match[0])}` is not an HTML element")

    def _begin(self, tag: _Tag, match: re.Match[str]) -> tuple[int, int] | None:
        if tag.name == "plaintext":
            self._show(tag, "unknown-html", "The element `<plaintext>` cannot be closed")
            return None
        if tag.name in WITH_TEXT and tag.name not in VOID:
            return self._begin_with_text(tag, match)
        if tag.name in REMOVED:
            self._removed(tag, tag.source)
        elif "</" in tag.source:
            message = f"An attribute value in the tag `<{tag.name}>` runs on to `{quoted(tag.source[-30:])}`."
            self._report(tag, "unclosed-html", message, _QUOTE)
        elif tag.name in KNOWN and (words := stray_words(match["attributes"])):
            message = (
                f"`{quoted(' '.join(words))}` in the tag `<{tag.name}>` is not an attribute and is removed."
            )
            self._report(tag, "removed-html", message, _QUOTE, "words")
        if tag.name not in VOID and tag.name not in IMPLIED:
            if tag.name in FORMATTING and _closes_itself(tag.source):
                self._close(tag, tag.start + len(tag.source))
            else:
                self.open.setdefault(tag.name, []).append(tag)
        return None

    def _begin_with_text(self, tag: _Tag, match: re.Match[str]) -> tuple[int, int] | None:
        """Check an element that is removed with its content; a block can end in a later token."""
        content = self.raws[tag.raw].token.content
        if _closes_itself(tag.source):
            self._removed(tag, tag.source)
            self._close(tag, match.end())
            return None
        end = content.lower().find(f"</{tag.name}", match.end())
        if end >= 0:
            self._removed(tag, content[tag.start : end])
            return tag.raw, end + len(tag.name) + 2
        following = self._after(tag.raw, f"</{tag.name}")
        if following is None:
            self._show(tag, "unclosed-html", f"`{quoted(tag.source)}` is not closed")
            return None
        self._removed(tag, tag.source)
        return following

    def _after(self, index: int, end: str) -> tuple[int, int] | None:
        """The position after the next `end` in later tokens; an inline tag must end in its inline content."""
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
        open_tags = self.open.get(tag.name)
        if open_tags:
            start = open_tags.pop()
            if not is_known(tag.name):
                message = f"`<{tag.name}>` is not an HTML element; its tags are removed."
                self._report(start, "unknown-html", message, _ESCAPE)
        elif not is_known(tag.name) or tag.name in WITH_TEXT:
            self._show(tag, "unknown-html", f"`{quoted(tag.source)}` is not the end tag of an HTML element")
        elif tag.name not in VOID and tag.name not in IMPLIED:
            hint = f"Write `<{tag.name}>` where the element begins, or remove this tag."
            message = f"`</{tag.name}>` does not close any open element, so it is removed."
            self._report(tag, "unclosed-html", message, hint, "end")

    def _unclosed(self, tag: _Tag) -> None:
        """Handle an unclosed tag: a block extends to the end of the text, any other tag is shown as text."""
        is_block = self.raws[tag.raw].run is None
        if tag.name == "a" and not _IS_LINK.search(tag.source):
            self._close(tag, tag.start + len(tag.source))
        elif tag.name in FORMATTING and not is_block and " " in tag.source:
            self._close_run(tag)
        elif tag.name not in KNOWN or (tag.name in FORMATTING and not is_block):
            what = f"`{quoted(tag.source)}` is not closed"
            hint = f"Write `</{tag.name}>` where the element ends, or `\\<` for a literal `<`."
            if _ADDRESS.match(tag.name):
                what = f"`{quoted(tag.source)}` is not a link inside HTML"
                hint = 'In HTML, write a link as `<a href="…">…</a>`.'
            self._show(tag, "unclosed-html", what, hint)
        else:
            if tag.name in FORMATTING:
                self._close(tag, len(self.raws[tag.raw].token.content.rstrip()))
            hint = f"Write `</{tag.name}>` where the element ends."
            self._report(tag, "unclosed-html", f"`{quoted(tag.source)}` is not closed.", hint, "open")

    def _removed(self, tag: _Tag, markup: str) -> None:
        what = "is removed with its content" if tag.name in WITH_TEXT else "is removed"
        self._report(tag, "removed-html", f"The element `<{tag.name}>` {what}.", instead_of(tag.name, markup))

    def _show(self, tag: _Tag, code: str, what: str, hint: str = "") -> None:
        if self.raws[tag.raw].run is None:
            self._edit(tag, _Edit(tag.start, len(tag.source), tag.source.replace("<", "&lt;")))
        else:
            self.raws[tag.raw].token.type = "text"
        self._report(tag, code, f"{what}, so it is shown as text.", hint or _ESCAPE, tag.name)

    def _report(self, tag: _Tag, code: str, message: str, hint: str, group: str = "") -> None:
        report(self.env, TextProblem(self._line(tag), code, message, hint, tag.source, group=group))

    def _line(self, tag: _Tag) -> int:
        """The line of a tag, counted from the previous tag if that is in the same token."""
        raw, (index, start, line) = self.raws[tag.raw], self.last_line
        if index != tag.raw or start > tag.start:
            start, line = 0, raw.line
        line += raw.token.content.count("\n", start, tag.start)
        self.last_line = (tag.raw, tag.start, line)
        return line

    def _close_run(self, tag: _Tag) -> None:
        run = self.raws[tag.raw].run
        assert run is not None
        run.append(Token("html_inline", "", 0, content=f"</{tag.name}>"))
        message = f"`{quoted(tag.source)}` is not closed, so it ends with its paragraph."
        self._report(tag, "unclosed-html", message, f"Write `</{tag.name}>` where the element ends.", "run")

    def _close(self, tag: _Tag, place: int) -> None:
        self._edit(tag, _Edit(place, 0, f"</{tag.name}>"))

    def _edit(self, tag: _Tag, edit: _Edit) -> None:
        self.edits.setdefault(tag.raw, []).append(edit)

    def _apply_edits(self) -> None:
        for index, edits in self.edits.items():
            content, end = self.raws[index].token.content, 0
            pieces: list[str] = []
            for edit in sorted(edits, key=lambda each: (each.start, each.length)):
                pieces += (content[end : edit.start], edit.replacement)
                end = edit.start + edit.length
            self.raws[index].token.content = "".join(pieces) + content[end:]


_ESCAPE = "Write `\\<` for a literal `<`, or put code between backticks."
_QUOTE = "Close the quotation mark where the value ends."


def _closes_itself(tag: str) -> bool:
    """Whether a tag ends in `/>` that is not part of a value, as it is in `<a href=/x/>`."""
    if not tag.endswith("/>"):
        return False
    last = tag[:-2].rsplit(None, 1)[-1]
    return "=" not in last or last.endswith(('"', "'"))
