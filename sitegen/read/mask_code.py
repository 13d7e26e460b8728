"""Texts with their code blanked out, so that nothing in it is taken for a mark. Lines keep their numbers."""

from __future__ import annotations

import re
from collections import defaultdict

from sitegen.lazy_regex import lazy_pattern

_HIDDEN = lazy_pattern(r"<(?:(!--)|(script|style|pre|code|textarea|svg|math)(?![\w-]))", re.IGNORECASE)
_TICKS = lazy_pattern("`+")
_NO_LINE = lazy_pattern(r"[^\n]")


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
