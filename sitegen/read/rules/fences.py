"""Fenced code as in CommonMark, with a problem for a fence that is not closed."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import fence as read_fence
from markdown_it.rules_core import StateCore

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.text_problems import TextProblem, report

_BRACES = lazy_pattern(
    r"\{:?[ \t]*(?P<bare>[A-Za-z][\w+#-]*(?![\w+#=-]))?(?P<rest>[^{}]*)\}[ \t]*(?P<after>[\w+#.-]*)"
)
_CLASS = lazy_pattern(r"(?:^|(?<=[\s,}]))\.(?:language-)?(?P<name>[A-Za-z][\w+#-]*)")
#: MyST directives for code; the language follows the braces.
_DIRECTIVES = frozenset({"code", "code-block", "code-cell", "sourcecode"})
_LONGEST_QUOTE = 60
_NAMES = {"`": "backticks", "~": "tildes"}


def fences(parser: MarkdownIt) -> None:
    """Read fenced code."""
    parser.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _fence(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    if not read_fence(state, line, last, silent):
        return False
    if silent:
        return True
    _report_ignored(state, line, state.tokens[-1].info.split(None, 1))
    if not _is_closed(state, line, state.tokens[-1].markup):
        message = "This code fence is not closed, so all text below is code."
        markup = state.tokens[-1].markup
        hint = f"Write {len(markup)} {_NAMES[markup[0]]} on their own line where the code ends."
        report(state.env, TextProblem(line, "unclosed-block", message, hint, markup))
    return True


def _report_ignored(state: StateBlock, line: int, info: list[str]) -> None:
    if len(info) > 1 and "{" not in info[0]:
        message = f"`{info[1].strip()[:_LONGEST_QUOTE]}` after the language of the code is ignored."
        hint = "Write it above or below the code."
        report(state.env, TextProblem(line, "ignored-info", message, hint, info[1].strip()))


def _is_closed(state: StateBlock, line: int, markup: str) -> bool:
    end = state.line - 1
    if end <= line or state.is_code_block(end):
        return False
    text = state.src[state.bMarks[end] + state.tShift[end] : state.eMarks[end]].rstrip(" \t")
    return len(text) >= len(markup) and not text.strip(markup[0])


def fence_languages(parser: MarkdownIt) -> None:
    """Read languages in the syntax of other systems: `{.python}`, `{python .numberLines}`."""
    parser.core.ruler.after("block", "fence_languages", _languages)


def _languages(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "fence" and "{" in token.info:
            token.info = _language(token.info.strip())


def _language(info: str) -> str:
    """The language in an info string with braces; the string itself if there is none."""
    match = _BRACES.fullmatch(info)
    if match is None:
        return info
    if match["bare"] in _DIRECTIVES:
        return match["after"] or info
    if match["bare"]:
        return match["bare"]
    name = _CLASS.search(match["rest"])
    return name["name"] if name else info
