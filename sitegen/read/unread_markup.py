"""Marks of Markdown and of our own rules that were not read: notes, references, containers, tables, comments.

A check is asked for each text that may hold its mark, and notes what readers would see of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from markdown_it.token import Token

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import did_you_mean
from sitegen.read.text_problems import quoted, remark

CONTAINERS = ("pullquote", "box", "note", "embed")

Check = Callable[[str, int, Token, Any], None]
"""Takes a text with its code masked, its first line, its token, and the parser's env."""

_CONTAINER = lazy_pattern(r"^(:{3,})[ \t]*(\S.*)?$", re.MULTILINE)


def _matches(pattern: re.Pattern[str], written: str, line: int) -> Iterator[tuple[int, re.Match[str]]]:
    """What a pattern finds, with its lines."""
    reached = 0
    for match in pattern.finditer(written):
        line += written.count("\n", reached, match.start())
        reached = match.start()
        yield line, match


def _containers(written: str, line: int, _: Token, env: Any) -> None:
    for at, match in _matches(_CONTAINER, written, line):
        name = (match[2] or "").strip("{.} \t").split(" ")[0].rstrip("}")
        if match[2]:
            env["unknown_containers"] = env.get("unknown_containers", 0) + 1
            message = f"`{quoted(match[0])}` begins no container, and is shown as text."
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


_CALL = lazy_pattern(r"(?<!\\)\[\^([^\s\]]{1,200})\](?!\()")


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


_REFERENCE = lazy_pattern(r"(?<![\\\w\]])!?\[([^\[\]]+)\]\[([^\[\]]*)\](?![\[(:])")
_IN_TEXT = lazy_pattern(r"\]\[([^\[\]]*)\]")


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
            message = f"The text has no address `[{quoted(label)}]`: `{quoted(match[0])}` is shown as text."
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
    otherwise = f"Write `[{quoted(label)}]: https://…` on a line of its own."
    return did_you_mean(label, [name.lower() for name in known], otherwise)


_DELIMITER = frozenset(" \t|:-")


def _tables(written: str, line: int, _: Token, env: Any) -> None:
    for at, row in enumerate(written.split("\n"), line):
        if "|" in row and "--" in row and _DELIMITER.issuperset(row):
            message = f"`{quoted(row)}` belongs to no table: its lines are shown as text."
            hint = "Write it below the table's first row, with as many columns, and an empty line above that."
            remark(env, at, "unread-table", message, hint, row.strip(), "table")


_COMMENT = lazy_pattern(r"(?<!\\)<!--")


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
CHECKS: dict[str, tuple[bool, Check]] = {
    "::": (True, _containers),
    "[^": (True, _calls),
    "|": (True, _tables),
    "]": (False, _references),
    "<!": (False, _comments),
}
