"""Full URLs that browsers do not take: what is wrong with one, and what was meant."""

from __future__ import annotations

import re

from sitegen.lazy_regex import lazy_pattern

_WEB = lazy_pattern(r"(https?|ftp):", re.IGNORECASE)
#: Most URLs: a host of letters, and what follows it.
_SOUND = lazy_pattern(r"https?://[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*(?:[/?#]|\Z)")
_PARTS = lazy_pattern(
    r"[A-Za-z]+:(?P<slashes>[/\\]*)(?:[^/?#@]*@)?(?P<host>\[[^\]/]*\]|[^/?#:]*)(?P<port>:[^/?#]*)?"
)
_HOST = lazy_pattern(r"[\w~-]+(?:\.[\w~-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_NUMBERS = lazy_pattern(r"[0-9][0-9.]*")
_HIGHEST_PORT = 65_535


def url_mistake(url: str) -> tuple[str, str] | None:
    """What is wrong with a full URL of the web, and what to write instead; None for any other address."""
    scheme = _WEB.match(url)
    if not scheme or _SOUND.match(url):
        return None
    parts = _PARTS.match(url)
    assert parts is not None
    rest = url[scheme.end() :].lstrip("/\\")
    if parts["host"].lower() in ("http", "https") and parts["port"] == ":":
        return "It has two schemes.", f"Write `{rest}`."
    if parts["slashes"] != "//":
        return f"`{scheme[0]}` has to be followed by two slashes.", f"Write `{scheme[0]}//{rest}`."
    return _flaw_of_host(parts["host"]) or _flaw_of_port((parts["port"] or "")[1:])


def _flaw_of_host(host: str) -> tuple[str, str] | None:
    if not host:
        return "It names no host.", "Write the whole address, as `https://example.org/page`."
    if not _HOST.fullmatch(host) or not _is_number(host):
        return f"`{host}` is not the name of a host.", "Copy the address from a browser."
    return None


def _flaw_of_port(port: str) -> tuple[str, str] | None:
    if not port or (port.isdecimal() and int(port[:9]) <= _HIGHEST_PORT):
        return None
    return f"`{port}` is not a port: ports are numbers up to {_HIGHEST_PORT:,}.", "Correct or remove it."


def _is_number(host: str) -> bool:
    """Whether a host of digits alone is the number of one; others are names."""
    if not _NUMBERS.fullmatch(host):
        return True
    parts = host.rstrip(".").split(".")
    return len(parts) == 4 and all(part.isdecimal() and int(part[:4]) < 256 for part in parts)
