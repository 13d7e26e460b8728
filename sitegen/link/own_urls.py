"""Full URLs of the site itself: those below its base URL."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from sitegen.lazy_regex import lazy_pattern

_FULL = lazy_pattern(r"(?:https?:)?//([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
#: Where a site is only tried out; a text that names it does not mean the site.
_HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PATH = lazy_pattern(r"([^?#]*)(.*)", re.DOTALL)
_PORT = lazy_pattern(r":(?:80|443)?\Z")


def own_path(home: str, url: str) -> str | None:
    """The path of a full URL below the base URL `home`, with a slash before it; None for another site's.

    The scheme does not count, and neither does `www.`: both lead to one site.
    """
    match = _FULL.match(url)
    if match is None:
        return None
    host, base = _place_of(home)
    if not host or _plain(match[1]) != host:
        return None
    path, rest = _PATH.match(match[2]).groups()  # type: ignore[union-attr]  # matches any text
    path = path if path.startswith("/") and f"{path}/" != base else f"{path}/"
    return f"/{path[len(base) :]}{rest}" if path.startswith(base) else None


@lru_cache(maxsize=8)
def _place_of(home: str) -> tuple[str, str]:
    """A base URL's host in its plainest form, empty for this machine, and its path with slashes."""
    parts = urlsplit(home)
    host = _plain(parts.netloc)
    return "" if _PORT.sub("", host).partition(":")[0] in _HERE else host, parts.path or "/"


def _plain(host: str) -> str:
    return _PORT.sub("", host.lower()).removeprefix("www.")
