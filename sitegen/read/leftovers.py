"""Marks that nothing has read, and that readers would see: said once a kind, with what to write instead.

Code is left alone. A quick look at the text tells which kinds it can hold; most texts hold none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
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
    return Kind(name, tuple(quick.split()), re.compile(rf"(?<!\\)(?:{pattern})", re.IGNORECASE | re.MULTILINE), hint)


#: Of two kinds that begin at one place, the first counts.
KINDS = (
    _kind(
        "table of contents",
        "[TOC [[toc [[_TOC {:toc {{toc {:.toc",
        r"\[TOC\]|\[\[_?TOC_?\]\]|\{:\s*\.?toc\s*\}|\{\{\s*toc\s*\}\}",
        "Leave it out: every heading has an anchor that links can lead to.",
    ),
    _kind("template tag", "{%", r"\{%[^\n]*?%\}", _INSTEAD),
    _kind("shortcode", "{{< {{%", r"\{\{[<%][^\n]*?[%>]\}\}", _INSTEAD),
    _kind("variable", "{{", r"\{\{[^{}\n]*\}\}", "Write its value: texts hold no variables."),
    _kind("embedded code", "<%", r"<%[^\n]*?%>", "Write what it stands for: texts hold no code that runs."),
    _kind("attribute list", "{: {::", r"\{::?[^{}\n]*\}", _ATTRIBUTES),
    _kind("attribute", "{# {.", r"\{[#.][\w:.-]+(?:[ \t][^{}\n]*)?\}", _ATTRIBUTES),
    _kind(
        "wiki link",
        "[[",
        r"!?\[\[[^\[\]\n]+\]\](?![(\[])",
        "Write a link to the file: `[Title](other.md)`.",
    ),
    _kind(
        "shortcode in brackets",
        "[/ " + " ".join(f"[{name}" for name in _SHORTCODES.split()),
        rf"\[(?:{'|'.join(_SHORTCODES.split())})(?:[ \t=][^\]\n]*)?/?\](?![(\[:])|\[/[a-z_-]+\](?![(\[:])",
        _INSTEAD,
    ),
    _kind(
        "formula",
        "$$",
        r"\$\$[^$]+\$\$",
        "Write it as text, or show it as a picture: `![What it says](formula.svg)`.",
    ),
    _kind(
        "citation",
        "[@ [-@",
        r"\[-?@[\w:.#$%&+?<>~/-]+[^\]\n]*\](?![(\[:])",
        "Write it as a note: `[^name]`, with `[^name]: Author, Title, year.` below.",
    ),
    _kind(
        "admonition",
        "!!! ??? [! .. \\[!",
        r"^(?:!!!|\?\?\?\+?)[ \t]+\w.*|^\[!(?:note|tip|important|warning|caution|info|danger|quote|example)\].*|^\.\. [\w-]+::.*",
        "Write `::: note` above the text, and `:::` below it.",
    ),
    _kind("highlighting", "==", r"(?<![=\w])==[^\s=](?:[^=\n]*[^\s=])?==(?![=\w])", "Write `<mark>…</mark>`."),
    _kind("Word's markup", "<o: </o: <w: </w: <v: <st1:", r"</?(?:o|w|v|st1):[a-z]+[^<>\n]*>", "Take it out."),
)
_EMOJI = Kind(
    "emoji name",
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
        for kind, match in _found(kinds, written):
            _foreign(env, line + written.count("\n", 0, match.start()), kind, match[0])
        if token.type == "inline":
            for check in checks:
                check(written, line, token, env)


def _found(kinds: Sequence[Kind], written: str) -> Iterator[tuple[Kind, re.Match[str]]]:
    """What a text holds of the kinds; of those that overlap, the first kind."""
    taken: list[range] = []
    for kind in kinds:
        here = []
        for match in kind.pattern.finditer(written):
            if not any(match.start() < each.stop and match.end() > each.start for each in taken):
                here.append(range(match.start(), match.end()))
                yield kind, match
        taken += here[:_MOST_TAKEN]


_MOST_TAKEN = 50


def _foreign(env: Any, line: int, kind: Kind, written: str) -> None:
    message = f"`{_short(written)}` is a {kind.name} of another system, and is shown as text."
    if kind.name[0] in "aeiou":
        message = message.replace(" is a ", " is an ", 1)
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
            yield token, _HIDDEN.sub(_blanks, token.content), line


_HIDDEN = re.compile(
    r"<!--.*?-->|<(script|style|pre|code|textarea|svg|math)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_TICKS = re.compile(r"(?<![\\`])`+|`+")
_NO_LINE = re.compile(r"[^\n]")


def without_code(written: str) -> str:
    """A text with blanks in the place of each span of code: from some backticks to the next ones as many."""
    if "`" not in written:
        return written
    runs = [match for match in _TICKS.finditer(written)]
    later: dict[int, list[re.Match[str]]] = defaultdict(list)
    for run in reversed(runs):
        later[len(run[0])].append(run)
    kept, reached = [], 0
    for run in runs:
        ends = later[len(run[0])]
        ends.pop()
        if run.start() < reached or not ends or written[run.start() - 1 : run.start()] == "\\":
            continue
        kept += (written[reached : run.start()], _NO_LINE.sub(" ", written[run.start() : ends[-1].end()]))
        reached = ends[-1].end()
    return "".join(kept) + written[reached:]


def _blanks(match: re.Match[str]) -> str:
    return _NO_LINE.sub(" ", match[0])


# Marks of our own rules

_Check = Callable[[str, int, Token, Any], None]

_CONTAINER = re.compile(r"^(:{3,})[ \t]*(\S.*)?$", re.MULTILINE)


def _containers(written: str, line: int, _: Token, env: Any) -> None:
    for match in _CONTAINER.finditer(written):
        at = line + written.count("\n", 0, match.start())
        if match[2]:
            name = match[2].strip("{.} \t").split()[0] if match[2].strip("{.} \t") else match[2]
            message = f"`{_short(match[0])}` begins no container, and is shown as text."
            known = ", ".join(f"`{each}`" for each in CONTAINERS)
            hint = did_you_mean(name.rstrip("}"), CONTAINERS, f"Containers are {known}.")
            if name in CONTAINERS:
                hint = "Write `::: embed https://… Title`." if name == "embed" else f"Write `::: {name}` alone on its line."
            env["unknown_containers"] = env.get("unknown_containers", 0) + 1
            remark(env, at, "unknown-container", message, hint, match[0], name)
        elif env.get("unknown_containers"):
            env["unknown_containers"] -= 1
        else:
            message = "This `:::` closes nothing, and is shown as text."
            remark(env, at, "unknown-container", message, "Take it out, or begin its container.", match[0], ":::")


_CALL = re.compile(r"(?<!\\)\[\^([^\s\]]{1,200})\](?!\()")


def _calls(written: str, line: int, token: Token, env: Any) -> None:
    shown = [match[1] for child in token.children or () if child.type == "text" for match in _CALL.finditer(child.content)]
    if not shown:
        return
    names = [name[1:] for name in env.get("footnotes", {}).get("refs", {})]
    for match in _CALL.finditer(written):
        if match[1] in shown:
            message = f"The text has no note `[^{match[1]}]`: its call is shown as text."
            hint = did_you_mean(f"[^{match[1]}]", [f"[^{name}]" for name in names], f"Write `[^{match[1]}]: …` below.")
            at = line + written.count("\n", 0, match.start())
            remark(env, at, "undefined-note", message, hint, match[0], match[1])


_REFERENCE = re.compile(r"(?<![\\\w\]])!?\[([^\[\]]+)\]\[([^\[\]]*)\](?![\[(:])")
_IN_TEXT = re.compile(r"\]\[([^\[\]]*)\]")


def _references(written: str, line: int, token: Token, env: Any) -> None:
    shown = {match[1] for child in token.children or () if child.type == "text" for match in _IN_TEXT.finditer(child.content)}
    if not shown:
        return
    known = env.get("references", {})
    for match in _REFERENCE.finditer(written):
        if match[2] in shown and match[1][0] != "^":
            label = match[2] or match[1]
            message = f"The text has no address `[{_short(label)}]`: `{_short(match[0])}` is shown as text."
            hint = did_you_mean(label, [name.lower() for name in known], f"Write `[{_short(label)}]: https://…` on a line of its own.")
            at = line + written.count("\n", 0, match.start())
            remark(env, at, "undefined-reference", message, hint, match[0], label)


_DELIMITERS = re.compile(r"^[ \t]*(?=[^\n]*\|)(?=[^\n]*--)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE)


def _tables(written: str, line: int, _: Token, env: Any) -> None:
    for match in _DELIMITERS.finditer(written):
        at = line + written.count("\n", 0, match.start())
        message = f"`{_short(match[0].strip())}` belongs to no table: its lines are shown as text."
        hint = "Write it directly below the table's first row, with as many columns, and an empty line above that."
        remark(env, at, "unread-table", message, hint, match[0].strip(), "table")


_COMMENT = re.compile(r"(?<!\\)<!--")


def _comments(written: str, line: int, token: Token, env: Any) -> None:
    if not any("<!--" in child.content for child in token.children or () if child.type == "text"):
        return
    for match in _COMMENT.finditer(written):
        if "-->" not in written[match.end() :]:
            at = line + written.count("\n", 0, match.start())
            message = "The comment `<!--` is not closed: it is shown as text."
            remark(env, at, "unclosed-block", message, "Close it with `-->`: two hyphens, and no dash.", "<!--", "comment")


_OWN: tuple[tuple[str, _Check], ...] = ((":::", _containers), ("[^", _calls), ("-|", _tables), ("- |", _tables))
_PLAIN: tuple[tuple[str, _Check], ...] = (("][", _references), ("<!--", _comments))


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
