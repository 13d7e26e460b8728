"""Fast path for plain emphasis: words between two delimiters that can only open and close it.

markdown-it collects all delimiters and matches them afterwards. Here, the first can only open, the second
can only close, and there is no delimiter between them, so they match whatever the text around them is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.token import Token

from sitegen.cjk import OTHERS
from sitegen.read.bounded_parser import Inline


def plain_emphasis(delimiters: str) -> Callable[[Inline, bool], bool]:
    """Make a rule that reads plain emphasis; `delimiters` are all characters that have a meaning."""
    other, letter = rf"[^{re.escape(delimiters)}]", rf"(?=[{OTHERS}])[^\W_]"
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
    """The same tokens as markdown-it's: `strong` has an empty text token on either side."""
    name = "em" if len(mark) == 1 else "strong"
    tokens = [
        Token(f"{name}_open", name, 1, markup=mark),
        Token("text", "", 0, content=words),
        Token(f"{name}_close", name, -1, markup=mark),
    ]
    return tokens if name == "em" else [Token("text", "", 0), *tokens, Token("text", "", 0)]
