"""Languages of fenced code as other systems write them: `{.python}`, `{python}`, `{.python .numberLines}`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_BRACES = re.compile(
    r"\{:?[ \t]*(?P<bare>[A-Za-z][\w+#-]*(?![\w+#=-]))?(?P<rest>[^{}]*)\}[ \t]*(?P<after>[\w+#.-]*)"
)
_CLASS = re.compile(r"(?:^|(?<=[\s,}]))\.(?:language-)?(?P<name>[A-Za-z][\w+#-]*)")
#: The names of MyST's directives for code, which have the language behind them.
_DIRECTIVES = frozenset({"code", "code-block", "code-cell", "sourcecode"})


def fences(parser: MarkdownIt) -> None:
    """Read the language of fenced code out of braces."""
    parser.core.ruler.after("block", "fences", _fences)


def _fences(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "fence" and "{" in token.info:
            token.info = _language(token.info.strip())


def _language(info: str) -> str:
    """What stands before braces, else the language within; as it is where there is none."""
    match = _BRACES.fullmatch(info)
    if match is None:
        return info
    if match["bare"] in _DIRECTIVES:
        return match["after"] or info
    if match["bare"]:
        return match["bare"]
    name = _CLASS.search(match["rest"])
    return name["name"] if name else info
