"""A plain link: words without any mark, and an address that is what it will be.

markdown-it's rule reads an address character by character, takes it apart, encodes each part, and puts it
together again. For the addresses that are read here, that comes to the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen.read.bounded_parser import Inline

#: `https://` with a host in small letters, a path, a query and a fragment, each of them optional and of
#: characters that are never encoded. No other scheme, no port, no user, and not `//host`; not a host of
#: digits alone, which may be none.
_ADDRESS = (
    r"(?!//)(?:https?://(?![0-9.]+[/?#)])[a-z0-9]{1,60}(?:[.-][a-z0-9]{1,60}){0,8}(?=[/?#)]))?"
    r"[A-Za-z0-9/._-]*(?:\?[A-Za-z0-9/._=-]*)?(?:#[A-Za-z0-9/._=-]*)?"
)


def plain_link(marks: str) -> Callable[[Inline, bool], bool]:
    """A rule that reads plain links, where these marks are all that can begin or end anything."""
    plain = re.compile(rf"\[([^{re.escape(marks)}]+)\]\((?!\))({_ADDRESS})\)")

    def read(state: Inline, silent: bool) -> bool:
        match = plain.match(state.src, state.pos, state.posMax)
        if match is None or state.level >= state.md.options["maxNesting"]:
            return False
        # What markdown-it has found out about the label, or would find out, counts here, too.
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
