"""One look through a text for marks that nothing has read, and that readers would see.

What other systems' markup looks like is in `foreign_markup`; `unread_marks` checks our own. Code is left
alone. A quick look at the text tells which kinds it can hold; most texts hold none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from markdown_it.token import Token

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.foreign_markup import BY_BEGIN, SHORTCODES, MarkupKind, note_foreign
from sitegen.read.mask_code import without_code, without_hidden
from sitegen.read.unread_markup import CHECKS, Check

#: Characters of a note's name that are looked at.
_LONGEST_LABEL = 80
#: All that a mark can begin with, by its first character: one look for each tells that most texts hold none.
_BEGINS = tuple(
    (first, lazy_pattern(rest))
    for first, rest in (
        ("{", r"\{[%{:#.]"),
        ("[", rf"\[(?:[\[@!/^]|-@|T(?=OC\])|(?=(?:{'|'.join(SHORTCODES.split())})\b).)"),
        ("]", r"\](?=\[)"),
        (":", r":(?:::|[a-z+-](?=[a-z0-9_+-]*:))"),
        ("<", r"<(?:%|!(?=--)|/?[owv](?=:)|/?s(?=t1:))"),
        ("=", "=="),
        ("!", r"!!(?=!)"),
        ("$", r"\$\$"),
        ("|", r"\|(?=[ :]*-)"),
    )
)


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
            if not isinstance(each, MarkupKind):
                if token.type == "inline":
                    each(written, line, token, env)
            elif (
                each.name not in noted and _is_shown(each, token) and (match := each.pattern.search(written))
            ):
                noted.add(each.name)
                note_foreign(env, line + written.count("\n", 0, match.start()), each, match[0])


def _label(text: str, start: int) -> str:
    """The name of a note as it is kept; of a long one nothing that is."""
    return f":{text[start : text.find(']', start, start + _LONGEST_LABEL)]}"


def _is_shown(kind: MarkupKind, token: Token) -> bool:
    return token.type == "inline" or not kind.is_tag


def _suspects(text: str, begun: re.Match[str], extras: bool) -> Iterator[tuple[int, MarkupKind | Check]]:
    """What a mark may be that begins at a place of a text, in which code has not been looked for."""
    mark = begun[0][:2]
    for kind in BY_BEGIN.get(mark, ()):
        if kind.pattern.match(text, begun.start()):
            yield begun.start(), kind
    is_own, check = CHECKS.get(mark, (False, None))
    if check and (extras or not is_own):
        yield begun.start(), check


def _tokens_with(
    suspects: list[tuple[int, MarkupKind | Check]], text: str, tokens: Sequence[Token]
) -> Iterator[tuple[Token, int, list[MarkupKind | Check]]]:
    """The texts and raw HTML in whose lines something may begin, their first lines, and what it may be."""
    by_line: dict[int, list[MarkupKind | Check]] = defaultdict(list)
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
