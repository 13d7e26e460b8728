"""Typographic dashes and ellipses for `--`, `---` and `...`.

markdown-it's own rule `replacements` also turns `(c)` into © and `+-` into ±, and shortens `????`.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.lazy_regex import lazy_pattern

_ELLIPSIS = lazy_pattern(r"(?<!\.)\.{3}(?!\.)")
_EM_DASH = lazy_pattern(r"(?<!-)---(?!-)")
#: Between spaces or within a word, but not at its beginning: `--force` is an option.
_EN_DASH = lazy_pattern(r"(?<=\s)--(?=\s)|(?<=[^\s-])--(?=[^\s-])")


def dashes(parser: MarkdownIt) -> None:
    """Set dashes and ellipses in text, but not in code or addresses."""
    parser.core.ruler.before("smartquotes", "dashes", set_dashes)


def set_dashes(state: StateCore) -> None:
    """Set dashes and ellipses in tokens; a core rule."""
    for token in state.tokens:
        if token.type == "inline" and token.children and _has_any(token.content):
            _set_all(token.children)


def _has_any(text: str) -> bool:
    return "--" in text or "..." in text


def _set_all(children: list[Token]) -> None:
    for child in children:
        if child.type == "text":
            child.content = _set(child.content)


def _set(text: str) -> str:
    if not _has_any(text):
        return text
    return _EN_DASH.sub("–", _EM_DASH.sub("—", _ELLIPSIS.sub("…", text)))
