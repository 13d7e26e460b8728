"""Tables, with classes for alignment: a content security policy would block `style` attributes.

A table can have the keyboard focus, so that one that is wider than the page can be scrolled (WCAG 2.1.1).
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as read_table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore

from sitegen.read.text_problems import TextProblem, report

#: The most cells that are added to rows shorter than their header, over all tables of a text.
_MOST_EMPTY = 20_000
_LONGEST_QUOTE = 200


def tables(parser: MarkdownIt) -> None:
    """Read tables, with `tabindex="0"`; cells have the class `align-left`, `-center` or `-right`."""
    parser.enable("table")
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.after("block", "tables", _tables)


def _table(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """Read a table like markdown-it, unless too many cells are missing."""
    if not read_table(state, line, last, True):
        return False
    if silent:
        return True
    head, *rows = [row.count("|") for row in _rows(state, line, last)]
    empty = state.env.get("empty_cells", 0) + sum(head - row for row in rows if row < head)
    if empty > _MOST_EMPTY:
        message = f"The tables have more than {_MOST_EMPTY:,} empty cells at the ends of their rows."
        hint = (
            "Give every row as many cells as the header. "
            "From here on, tables with shorter rows are shown as text."
        )
        report(state.env, TextProblem(line, "table-too-wide", message, hint, group="limit"))
        return False
    state.env["empty_cells"] = empty
    if not read_table(state, line, last, False):
        return False
    _report_extra(state, line, state.line)
    return True


def _report_extra(state: StateBlock, line: int, end: int) -> None:
    """Report rows with more cells than the header; the extra cells are ignored."""
    columns = len(_cells(_row(state, line)))
    for number in range(1, end - line - 1):
        row = _row(state, line + 1 + number)
        inner = row.count("|") - row.startswith("|") - row.endswith("|")
        extra = [cell.strip() for cell in _cells(row)[columns:]] if inner >= columns else []
        if any(extra):
            lost = " | ".join(extra)
            ignored = lost[:_LONGEST_QUOTE]
            message = f"Row {number} of the table has more cells than its header; `{ignored}` is ignored."
            hint = f"Write {columns} cells. Write a literal `|` as `\\|`, even in code."
            report(state.env, TextProblem(line + 1 + number, "extra-cells", message, hint, lost))


def _cells(row: str) -> list[str]:
    """The cells of a row, split like markdown-it does."""
    cells: list[str] = escapedSplit(row)
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells


def _row(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _rows(state: StateBlock, line: int, last: int) -> list[str]:
    """The lines that can belong to a table: those up to an empty line."""
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
