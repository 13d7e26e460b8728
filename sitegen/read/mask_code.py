"""Mask code with spaces, so that it contains no marks. Line numbers do not change."""

from __future__ import annotations

import re
from collections import defaultdict

from sitegen.lazy_regex import lazy_pattern

_HIDDEN_START = lazy_pattern(r"<(?:(!--)|(script|style|pre|code|textarea|svg|math)(?![\w-]))", re.IGNORECASE)
_TICKS = lazy_pattern("`+")
_NOT_NEWLINE = lazy_pattern(r"[^\n]")


def without_hidden(markup: str) -> str:
    """Mask comments, code and hidden text in raw HTML."""
    lower, position = markup.lower(), 0
    parts: list[str] = []
    open_ended: set[str] = set()
    for match in _HIDDEN_START.finditer(markup):
        closing = "-->" if match[1] else f"</{match[2].lower()}"
        if match.start() < position or closing in open_ended:
            continue
        end = lower.find(closing, match.end())
        if end < 0:
            open_ended.add(closing)
        else:
            parts += (markup[position : match.start()], _NOT_NEWLINE.sub(" ", markup[match.start() : end]))
            position = end
    return "".join(parts) + markup[position:]


def without_code(text: str) -> str:
    """Mask code spans in a text: from backticks to the next ones of the same number."""
    if "`" not in text:
        return text
    later: dict[int, list[re.Match[str]]] = defaultdict(list)
    for run in reversed(runs := list(_TICKS.finditer(text))):
        later[len(run[0])].append(run)
    parts: list[str] = []
    position = end = 0
    for run in runs:
        ends = later[len(run[0])]
        ends.pop()
        if run.start() >= end and ends and not text.endswith("\\", 0, run.start()):
            parts += (text[position : run.end()], _NOT_NEWLINE.sub(" ", text[run.end() : ends[-1].start()]))
            position, end = ends[-1].span()
    return "".join(parts) + text[position:]
