"""Fast path for plain links: text without delimiters, and an address that needs no encoding.

markdown-it reads an address character by character, parses it, encodes each part and joins the parts. The
addresses read here would not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen.read.bounded_parser import Inline

#: An optional `https://` or `http://` with a lowercase host, and an optional path, query and fragment, all
#: of characters that are never encoded. No other scheme, port, user or `//host`, and no host of digits
#: only, which might be invalid.
_ADDRESS = (
    r"(?!//)(?:https?://(?![0-9.]+[/?#)])[a-z0-9]{1,60}(?:[.-][a-z0-9]{1,60}){0,8}(?=[/?#)]))?"
    r"[A-Za-z0-9/._-]*(?:\?[A-Za-z0-9/._=-]*)?(?:#[A-Za-z0-9/._=-]*)?"
)


def plain_link(delimiters: str) -> Callable[[Inline, bool], bool]:
    """Make a rule that reads plain links; `delimiters` are all characters that have a meaning."""
    plain = re.compile(rf"\[([^{re.escape(delimiters)}]+)\]\((?!\))({_ADDRESS})\)")

    def read(state: Inline, silent: bool) -> bool:
        match = plain.match(state.src, state.pos, state.posMax)
        if match is None or state.level >= state.md.options["maxNesting"]:
            return False
        # Share the cache of label ends with markdown-it's rule.
        if state.cache.setdefault(match.start(1), match.end(1)) != match.end(1):
            return False
        if state.holds_address(match.start(1), match.end(1)):
            return False
        if not silent:
            state.push("link_open", "a", 1).attrs = {"href": match[2]}
            state.append_pending(match[1])
            state.push("link_close", "a", -1)
        state.pos = match.end()
        return True

    return read
