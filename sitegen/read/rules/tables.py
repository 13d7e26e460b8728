"""Tables, their columns aligned by classes: a `style` attribute would not pass a content security policy.

The keyboard reaches a table, so that one that is wider than its page can be scrolled (WCAG 2.1.1).
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def tables(parser: MarkdownIt) -> None:
    """Read tables: `tabindex` is 0; `align-left`, `align-center` or `align-right` is the class of a cell."""
    parser.enable("table")
    parser.core.ruler.after("block", "tables", _tables)


def _tables(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "table_open":
            token.attrSet("tabindex", "0")
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            style = str(token.attrs.pop("style"))
            token.attrJoin("class", "align-" + style.removeprefix("text-align:"))
