"""Tables, their columns aligned by classes: a `style` attribute would not pass a content security policy.

The keyboard reaches a table, so that one that is wider than its page can be scrolled (WCAG 2.1.1).
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as read_table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore

from sitegen.read.text_problems import TextProblem, report

#: Cells that are not written, and that tables have all the same: each row gets as many as the first.
_MOST_EMPTY = 20_000
_SHOWN = 200


def tables(parser: MarkdownIt) -> None:
    """Read tables: `tabindex` is 0; `align-left`, `align-center` or `align-right` is the class of a cell."""
    parser.enable("table")
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.after("block", "tables", _tables)


def _table(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """As markdown-it reads it, where its rows are about as long as its head."""
    if not read_table(state, line, last, True):
        return False
    if silent:
        return True
    head, *rows = [row.count("|") for row in _rows(state, line, last)]
    empty = state.env.get("empty_cells", 0) + sum(head - row for row in rows if row < head)
    if empty > _MOST_EMPTY:
        message = f"The tables have more than {_MOST_EMPTY:,} empty cells at the ends of their rows."
        hint = "Write rows as long as the first one; from here on, such a table stays text."
        report(state.env, TextProblem(line, "table-too-wide", message, hint, group="limit"))
        return False
    state.env["empty_cells"] = empty
    if not read_table(state, line, last, False):
        return False
    _say_extra(state, line, state.line)
    return True


def _say_extra(state: StateBlock, line: int, end: int) -> None:
    """Say which rows have more cells than the first one, whose text is left out."""
    columns = len(_cells(_row(state, line)))
    for number in range(1, end - line - 1):
        row = _row(state, line + 1 + number)
        inner = row.count("|") - row.startswith("|") - row.endswith("|")
        extra = [cell.strip() for cell in _cells(row)[columns:]] if inner >= columns else []
        if any(extra):
            lost = " | ".join(extra)
            message = (
                f"Row {number} of the table has more cells than its first: `{lost[:_SHOWN]}` is left out."
            )
            hint = f"Write {columns} cells; a `|` that is text is written `\\|`, in code as well."
            report(state.env, TextProblem(line + 1 + number, "extra-cells", message, hint, lost))


def _cells(row: str) -> list[str]:
    """The cells of a row as markdown-it has them."""
    cells: list[str] = escapedSplit(row)
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells


def _row(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _rows(state: StateBlock, line: int, last: int) -> list[str]:
    """The lines that can belong to a table: those up to a blank one."""
    end = line
    while end < last and not state.isEmpty(end):
        end += 1
    return [state.src[state.bMarks[each] : state.eMarks[each]] for each in range(line, end)]


def _tables(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "table_open":
            token.attrSet("tabindex", "0")
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            style = str(token.attrs.pop("style"))
            token.attrJoin("class", "align-" + style.removeprefix("text-align:"))
