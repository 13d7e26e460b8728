"""Marks that nothing has read, and that readers would see: said once a kind, with what to write instead.

Code is left alone. A quick look at the text tells which kinds it can hold; most texts hold none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
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
    "Write `{#id .class}` on a line of its own above its block, at the end of a heading, or directly behind a "
    "link, picture or code."
)
_SHORTCODES = (
    "audio caption contact-form contact-form-7 embed footnote gallery gist instagram playlist quote "
    "slideshare soundcloud tweet twitter video vimeo youtube"
)


class Kind(Struct, frozen=True):
    """A kind of marks of other systems: what a text must hold, how they are written, and what to write instead."""

    name: str
    quick: tuple[str, ...]
    pattern: re.Pattern[str]
    hint: str


def _kind(name: str, quick: str, pattern: str, hint: str) -> Kind:
    return Kind(
        name, tuple(quick.split()), re.compile(rf"(?<!\\)(?:{pattern})", re.IGNORECASE | re.MULTILINE), hint
    )


#: Of two kinds that begin at one place, the first counts.
KINDS = (
    _kind(
        "a table of contents of another system",
        "[TOC [[toc [[_TOC {:toc {{toc {:.toc",
        r"\[TOC\]|\[\[_?TOC_?\]\]|\{:\s*\.?toc\s*\}|\{\{\s*toc\s*\}\}",
        "Leave it out: every heading has an anchor that links can lead to.",
    ),
    _kind("a template tag of another system", "{%", r"\{%[^\n]{0,300}?%\}", _INSTEAD),
    _kind("a shortcode of another system", "{{< {{%", r"\{\{[<%][^\n]{0,300}?[%>]\}\}", _INSTEAD),
    _kind(
        "a variable of another system", "{{", r"\{\{[^{}\n]*\}\}", "Write its value: texts hold no variables."
    ),
    _kind(
        "code of another system",
        "<%",
        r"<%[^\n]{0,300}?%>",
        "Write what it stands for: texts hold no code that runs.",
    ),
    _kind("an attribute list of another system", "{: {::", r"\{::?[^{}\n]*\}", _ATTRIBUTES),
    _kind("an attribute where none is read", "{# {.", r"\{[#.][\w:.-]+(?:[ \t][^{}\n]*)?\}", _ATTRIBUTES),
    _kind(
        "a link of a wiki",
        "[[",
        r"!?\[\[[^\[\]\n]+\]\](?![(\[])",
        "Write a link to the file: `[Title](other.md)`.",
    ),
    _kind(
        "a shortcode of another system",
        "[/ " + " ".join(f"[{name}" for name in _SHORTCODES.split()),
        rf"\[(?:{'|'.join(_SHORTCODES.split())})(?:[ \t=][^\]\n]{0, 300})?/?\](?![(\[:])|\[/[a-z_-]+\](?![(\[:])",
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
        "[@ [-@",
        r"\[-?@[\w:.#$%&+?<>~/-]{1,100}[^\]\n]{0,300}\](?![(\[:])",
        "Write it as a note: `[^name]`, with `[^name]: Author, Title, year.` below.",
    ),
    _kind(
        "a note of another system",
        "!!! ??? [! .. \\[!",
        r"^(?:!!!|\?\?\?\+?)[ \t]+\w.*|^\[!(?:note|tip|important|warning|caution|info|danger|quote|example)\].*|^\.\. [\w-]+::.*",
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
        "<o: </o: <w: </w: <v: <st1:",
        r"</?(?:o|w|v|st1):[a-z]+[^<>\n]*>",
        "Take it out.",
    ),
)
_EMOJI = Kind(
    "an emoji's name",
    (),
    re.compile(r"(?<![\w:/\\])(?::[a-z][a-z0-9_+-]*[a-z0-9]:|:[+-]1:)(?![\w:/])", re.IGNORECASE),
    "Write the character itself.",
)


def check_leftovers(text: str, tokens: Sequence[Token], env: Any, *, extras: bool) -> None:
    """Note marks in a text that nothing has read; with `extras`, those of our own rules, too."""
    kinds = [kind for kind in KINDS if any(quick in text for quick in kind.quick)]
    if ":" in text and _EMOJI.pattern.search(text):
        kinds.append(_EMOJI)
    checks = [check for quick, check in _OWN if quick in text] if extras else []
    checks += [check for quick, check in _PLAIN if quick in text]
    if not kinds and not checks:
        return
    for token, written, line in _prose(tokens):
        for kind, at, found in _found(kinds, written, line):
            _foreign(env, at, kind, found)
        if token.type == "inline":
            for check in checks:
                check(written, line, token, env)


def _matches(pattern: re.Pattern[str], written: str, line: int) -> Iterator[tuple[int, re.Match[str]]]:
    """What a pattern finds, with its lines."""
    reached = 0
    for match in pattern.finditer(written):
        line += written.count("\n", reached, match.start())
        reached = match.start()
        yield line, match


def _found(kinds: Sequence[Kind], written: str, line: int) -> Iterator[tuple[Kind, int, str]]:
    """What a text holds of the kinds, and the lines; of those that overlap, the first kind."""
    taken: list[range] = []
    for kind in kinds:
        here = []
        for at, match in _matches(kind.pattern, written, line):
            if not any(match.start() < each.stop and match.end() > each.start for each in taken):
                here.append(range(match.start(), match.end()))
                yield kind, at, match[0]
        taken += here[:_MOST_TAKEN]


_MOST_TAKEN = 50


def _foreign(env: Any, line: int, kind: Kind, written: str) -> None:
    message = f"`{_short(written)}` is {kind.name}, and is shown as text."
    remark(env, line, "foreign-markup", message, kind.hint, written, kind.name)


# The text without its code


def _prose(tokens: Sequence[Token]) -> Iterator[tuple[Token, str, int]]:
    """Texts and raw HTML with blanks in the place of code, and their lines."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type == "inline":
            yield token, without_code(token.content), line
        elif token.type == "html_block":
            yield token, without_hidden(token.content), line


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
    """A text with blanks in the place of each span of code: from some backticks to the next ones as many."""
    if "`" not in written:
        return written
    later: dict[int, list[re.Match[str]]] = defaultdict(list)
    for run in reversed(runs := list(_TICKS.finditer(written))):
        later[len(run[0])].append(run)
    kept: list[str] = []
    reached = 0
    for run in runs:
        ends = later[len(run[0])]
        ends.pop()
        if run.start() >= reached and ends and not written.endswith("\\", 0, run.start()):
            kept += (written[reached : run.start()], _NO_LINE.sub(" ", written[run.start() : ends[-1].end()]))
            reached = ends[-1].end()
    return "".join(kept) + written[reached:]


# Marks of our own rules

_Check = Callable[[str, int, Token, Any], None]

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
    names = [name[1:] for name in env.get("footnotes", {}).get("refs", {})]
    for at, match in _matches(_CALL, written, line):
        if match[1] in shown:
            message = f"The text has no note `[^{match[1]}]`: its call is shown as text."
            remark(
                env, at, "undefined-note", message, partial(_note_hint, match[1], names), match[0], match[1]
            )


def _note_hint(name: str, known: Sequence[str]) -> str:
    return did_you_mean(f"[^{name}]", [f"[^{each}]" for each in known], f"Write `[^{name}]: …` below.")


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
            hint = "Write it directly below the table's first row, with as many columns, and an empty line above that."
            remark(env, at, "unread-table", message, hint, row.strip(), "table")


_COMMENT = re.compile(r"(?<!\\)<!--")


def _comments(written: str, line: int, token: Token, env: Any) -> None:
    if not any("<!--" in child.content for child in token.children or () if child.type == "text"):
        return
    for at, match in _matches(_COMMENT, written, line):
        if "-->" not in written[match.end() :]:
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


_OWN: tuple[tuple[str, _Check], ...] = (
    (":::", _containers),
    ("[^", _calls),
    ("-|", _tables),
    ("- |", _tables),
)
_PLAIN: tuple[tuple[str, _Check], ...] = (("][", _references), ("<!--", _comments))


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
