"""Plain emphasis: words without any mark, between marks that can do nothing but begin and end it.

markdown-it notes what each mark could do, and then goes through the notes to find which belong together.
These do, whatever stands around: the first can only open, the second only close, and nothing is between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.token import Token

from sitegen.cjk import OTHERS
from sitegen.read.bounded_parser import Inline


def plain_emphasis(marks: str) -> Callable[[Inline, bool], bool]:
    """A rule that reads plain emphasis, where these marks are all that can begin or end anything."""
    other, letter = rf"[^{re.escape(marks)}]", rf"(?=[{OTHERS}])[^\W_]"
    plain = re.compile(
        rf"(?<![^ \n(\"“‘])(\*\*?|__?)(?={letter})({other}*(?:{letter}))\1(?=[ .,;:?)\"”’\n]|\Z)"
    )

    def read(state: Inline, silent: bool) -> bool:
        match = None if silent else plain.match(state.src, state.pos, state.posMax)
        if match is None or state.holds_address(match.start(), match.end()):
            return False
        if state.pending:
            state.pushPending()
        state.tokens += _tokens(match[1], match[2])
        state.pos = match.end()
        return True

    return read


def _tokens(mark: str, words: str) -> list[Token]:
    """As markdown-it makes them: of a double mark, the halves outside are left as empty text."""
    name = "em" if len(mark) == 1 else "strong"
    tokens = [
        Token(f"{name}_open", name, 1, markup=mark),
        Token("text", "", 0, content=words),
        Token(f"{name}_close", name, -1, markup=mark),
    ]
    return tokens if name == "em" else [Token("text", "", 0), *tokens, Token("text", "", 0)]
