"""Marks that nothing has read, and that readers would see: said once a kind, with what to write instead.

Code is left alone. A quick look at the text tells which kinds it can hold; most texts hold none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from markdown_it.token import Token
from msgspec import Struct

from sitegen.problems import did_you_mean
from sitegen.read.remarks import remark

CONTAINERS = ("pullquote", "box", "note", "embed")
_SHOWN = 60

_EMBED = "`::: embed URL Title` for a video or map"
_INSTEAD = f'Write what it stands for: `![What it shows](file.jpg "Caption")` for a picture, {_EMBED}.'
_ATTRIBUTES = (
    "Write `{#id .class}` on a line of its own above its block, at the end of a heading, or directly behind "
    "a link, picture or code."
)
_SHORTCODES = (
    "audio caption contact-form contact-form-7 embed footnote gallery gist instagram playlist quote "
    "slideshare soundcloud tweet twitter video vimeo youtube"
)


_Check = Callable[[str, int, Token, Any], None]


class Kind(Struct, frozen=True):
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


def _kind(name: str, begins: str, pattern: str, hint: str) -> Kind:
    compiled = re.compile(rf"(?<!\\)(?:{pattern})", re.IGNORECASE | re.MULTILINE)
    return Kind(name, tuple(begins.split()), compiled, hint)


#: No two of them are the same mark.
KINDS = (
    _kind(
        "a table of contents of another system",
        "[T [[ {: {{",
        r"\[TOC\]|\[\[_?TOC_?\]\]|\{:\s*\.?toc\s*\}|\{\{\s*toc\s*\}\}",
        "Leave it out: every heading has an anchor that links can lead to.",
    ),
    _kind("a template tag of another system", "{%", r"\{%[^\n]{0,300}?%\}", _INSTEAD),
    _kind("a shortcode of another system", "{{", r"\{\{[<%][^\n]{0,300}?[%>]\}\}", _INSTEAD),
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
        rf"\[(?:(?:{'|'.join(_SHORTCODES.split())})(?:[ \t=][^\]\n]{{0,300}})?/?|/[a-z_-]+)\](?![(\[:])",
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
#: Characters of a note's name that are looked at.
_LONGEST_LABEL = 80
#: All that a mark can begin with, by its first character: one look for each tells that most texts hold none.
_BEGINS = tuple(
    (first, re.compile(rest))
    for first, rest in (
        ("{", r"\{[%{:#.]"),
        ("[", rf"\[(?:[\[@!/^]|-@|T(?=OC\])|(?=(?:{'|'.join(_SHORTCODES.split())})\b).)"),
        ("]", r"\](?=\[)"),
        (":", r":(?:::|[a-z+-](?=[a-z0-9_+-]*:))"),
        ("<", r"<(?:%|!(?=--)|/?[owv](?=:)|/?s(?=t1:))"),
        ("=", "=="),
        ("!", r"!!(?=!)"),
        ("$", r"\$\$"),
        ("|", r"\|(?=[ :]*-)"),
    )
)


_BY_BEGIN: dict[str, list[Kind]] = defaultdict(list)
for _each in KINDS:
    for _begin in _each.begins:
        _BY_BEGIN[_begin].append(_each)


def check_leftovers(text: str, tokens: Sequence[Token], env: Any, *, extras: bool) -> None:
    """Note marks in a text that nothing has read; with `extras`, those of our own rules, too."""
    defined = env.get("footnotes", {}).get("refs", {})
    begun = [
        match
        for first, rest in _BEGINS
        if first in text
        for match in rest.finditer(text)
        if not (defined and match[0] == "[^" and _label(text, match.end()) in defined)
    ]
    suspects = [suspect for match in begun for suspect in _suspects(text, match, extras)]
    if not suspects:
        return
    noted: set[str] = set()
    for token, line, suspected in _tokens_with(suspects, text, tokens):
        written = without_code(token.content) if token.type == "inline" else without_hidden(token.content)
        for each in suspected:
            if not isinstance(each, Kind):
                if token.type == "inline":
                    each(written, line, token, env)
            elif (
                each.name not in noted and _is_shown(each, token) and (match := each.pattern.search(written))
            ):
                noted.add(each.name)
                _foreign(env, line + written.count("\n", 0, match.start()), each, match[0])


def _label(text: str, start: int) -> str:
    """The name of a note as it is kept; of a long one nothing that is."""
    return f":{text[start : text.find(']', start, start + _LONGEST_LABEL)]}"


def _is_shown(kind: Kind, token: Token) -> bool:
    return token.type == "inline" or not kind.is_tag


def _suspects(text: str, begun: re.Match[str], extras: bool) -> Iterator[tuple[int, Kind | _Check]]:
    """What a mark may be that begins at a place of a text, in which code has not been looked for."""
    mark = begun[0][:2]
    for kind in _BY_BEGIN.get(mark, ()):
        if kind.pattern.match(text, begun.start()):
            yield begun.start(), kind
    own, check = _CHECKS.get(mark, (False, None))
    if check and (extras or not own):
        yield begun.start(), check


def _tokens_with(
    suspects: list[tuple[int, Kind | _Check]], text: str, tokens: Sequence[Token]
) -> Iterator[tuple[Token, int, list[Kind | _Check]]]:
    """The texts and raw HTML in whose lines something may begin, their first lines, and what it may be."""
    by_line: dict[int, list[Kind | _Check]] = defaultdict(list)
    line = reached = 0
    for start, suspect in sorted(suspects, key=itemgetter(0)):
        line += text.count("\n", reached, start)
        reached = start
        if suspect not in by_line[line]:
            by_line[line].append(suspect)
    lines = sorted(by_line)
    for token in tokens:
        if token.type in ("inline", "html_block") and token.map:
            first, end = token.map
            if first > lines[-1] or end < lines[0]:
                continue
            here = lines[bisect_left(lines, first) : bisect_left(lines, max(end, first + 1))]
            if here:
                yield token, first, [*dict.fromkeys(each for at in here for each in by_line[at])]


def _matches(pattern: re.Pattern[str], written: str, line: int) -> Iterator[tuple[int, re.Match[str]]]:
    """What a pattern finds, with its lines."""
    reached = 0
    for match in pattern.finditer(written):
        line += written.count("\n", reached, match.start())
        reached = match.start()
        yield line, match


def _foreign(env: Any, line: int, kind: Kind, written: str) -> None:
    message = f"`{_short(written)}` is {kind.name}, and is shown as text, as are any others of this text."
    remark(env, line, "foreign-markup", message, kind.hint, written, kind.name)


# The text without its code


_HIDDEN = re.compile(r"<(?:(!--)|(script|style|pre|code|textarea|svg|math)(?![\w-]))", re.IGNORECASE)
_TICKS = re.compile("`+")
_NO_LINE = re.compile(r"[^\n]")


def without_hidden(markup: str) -> str:
    """Raw HTML with blanks in the place of comments, code and what is not shown."""
    lower, reached = markup.lower(), 0
    kept: list[str] = []
    open_ended: set[str] = set()
    for match in _HIDDEN.finditer(markup):
        closing = "-->" if match[1] else f"</{match[2].lower()}"
        if match.start() < reached or closing in open_ended:
            continue
        end = lower.find(closing, match.end())
        if end < 0:
            open_ended.add(closing)
        else:
            kept += (markup[reached : match.start()], _NO_LINE.sub(" ", markup[match.start() : end]))
            reached = end
    return "".join(kept) + markup[reached:]


def without_code(written: str) -> str:
    """A text with blanks in the place of code: from some backticks to the next ones as many."""
    if "`" not in written:
        return written
    later: dict[int, list[re.Match[str]]] = defaultdict(list)
    for run in reversed(runs := list(_TICKS.finditer(written))):
        later[len(run[0])].append(run)
    kept: list[str] = []
    reached = end = 0
    for run in runs:
        ends = later[len(run[0])]
        ends.pop()
        if run.start() >= end and ends and not written.endswith("\\", 0, run.start()):
            kept += (written[reached : run.end()], _NO_LINE.sub(" ", written[run.end() : ends[-1].start()]))
            reached, end = ends[-1].span()
    return "".join(kept) + written[reached:]


# Marks of our own rules

_CONTAINER = re.compile(r"^(:{3,})[ \t]*(\S.*)?$", re.MULTILINE)


def _containers(written: str, line: int, _: Token, env: Any) -> None:
    for at, match in _matches(_CONTAINER, written, line):
        name = (match[2] or "").strip("{.} \t").split(" ")[0].rstrip("}")
        if match[2]:
            env["unknown_containers"] = env.get("unknown_containers", 0) + 1
            message = f"`{_short(match[0])}` begins no container, and is shown as text."
            remark(env, at, "unknown-container", message, partial(_container_hint, name), match[0], name)
        elif env.get("unknown_containers"):
            env["unknown_containers"] -= 1
        else:
            message = "This `:::` closes nothing, and is shown as text."
            remark(
                env, at, "unknown-container", message, "Take it out, or begin its container.", match[0], ":::"
            )


def _container_hint(name: str) -> str:
    if name == "embed":
        return "Write `::: embed https://… Title`."
    if name in CONTAINERS:
        return f"Write `::: {name}` on a line of its own, with nothing else."
    return did_you_mean(name, CONTAINERS, f"Containers are {', '.join(f'`{each}`' for each in CONTAINERS)}.")


_CALL = re.compile(r"(?<!\\)\[\^([^\s\]]{1,200})\](?!\()")


def _calls(written: str, line: int, token: Token, env: Any) -> None:
    shown = [
        match[1]
        for child in token.children or ()
        if child.type == "text"
        for match in _CALL.finditer(child.content)
    ]
    if not shown:
        return
    notes = env.get("footnotes", {}).get("refs", {})
    for at, match in _matches(_CALL, written, line):
        if match[1] in shown:
            message = f"The text has no note `[^{match[1]}]`: its call is shown as text."
            remark(
                env, at, "undefined-note", message, partial(_note_hint, match[1], notes), match[0], match[1]
            )


def _note_hint(name: str, kept: Iterable[str]) -> str:
    """What to write, of notes' names as they are kept: with a colon in front."""
    return did_you_mean(f"[^{name}]", [f"[^{each[1:]}]" for each in kept], f"Write `[^{name}]: …` below.")


_REFERENCE = re.compile(r"(?<![\\\w\]])!?\[([^\[\]]+)\]\[([^\[\]]*)\](?![\[(:])")
_IN_TEXT = re.compile(r"\]\[([^\[\]]*)\]")


def _references(written: str, line: int, token: Token, env: Any) -> None:
    shown = {
        match[1]
        for child in token.children or ()
        if child.type == "text"
        for match in _IN_TEXT.finditer(child.content)
    }
    if not shown:
        return
    known = env.get("references", {})
    for at, match in _matches(_REFERENCE, written, line):
        if match[2] in shown and match[1][0] != "^":
            label = match[2] or match[1]
            message = f"The text has no address `[{_short(label)}]`: `{_short(match[0])}` is shown as text."
            remark(
                env,
                at,
                "undefined-reference",
                message,
                partial(_reference_hint, label, known),
                match[0],
                label,
            )


def _reference_hint(label: str, known: Iterable[str]) -> str:
    otherwise = f"Write `[{_short(label)}]: https://…` on a line of its own."
    return did_you_mean(label, [name.lower() for name in known], otherwise)


_DELIMITER = frozenset(" \t|:-")


def _tables(written: str, line: int, _: Token, env: Any) -> None:
    for at, row in enumerate(written.split("\n"), line):
        if "|" in row and "--" in row and _DELIMITER.issuperset(row):
            message = f"`{_short(row)}` belongs to no table: its lines are shown as text."
            hint = "Write it below the table's first row, with as many columns, and an empty line above that."
            remark(env, at, "unread-table", message, hint, row.strip(), "table")


_COMMENT = re.compile(r"(?<!\\)<!--")


def _comments(written: str, line: int, token: Token, env: Any) -> None:
    if not any("<!--" in child.content for child in token.children or () if child.type == "text"):
        return
    last = written.rfind("-->")
    for at, match in _matches(_COMMENT, written, line):
        if match.end() > last:
            message = "The comment `<!--` is not closed: it is shown as text."
            remark(
                env,
                at,
                "unclosed-block",
                message,
                "Close it with `-->`: two hyphens, and no dash.",
                "<!--",
                "comment",
            )


#: What looks at marks by what they begin with, and whether they are of our own rules.
_CHECKS: dict[str, tuple[bool, _Check | None]] = {
    "::": (True, _containers),
    "[^": (True, _calls),
    "|": (True, _tables),
    "]": (False, _references),
    "<!": (False, _comments),
}


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
