"""Who may ask the preview for what: a page of another site must not read drafts, nor open files.

A browser on this machine carries out what any page tells it, and a name can be made to lead here after the
page was loaded (DNS rebinding): so names are checked, and where a request comes from.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

#: What goes out with every answer. Other sites can neither frame nor load it (Fetch, CORP).
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


class Forbidden(Struct, frozen=True):
    """Why a request is refused: the status, what to say, and the methods that would be allowed."""

    status: int
    reason: str
    allow: str = ""


class Guard(Struct, frozen=True):
    """What is allowed. `host` is the address that the preview listens on, `hosts` are names beside."""

    host: str
    port: int
    hosts: frozenset[str] = frozenset()

    def refusal_of(self, method: str, path: str, headers: Mapping[str, str]) -> Forbidden | None:
        """Why a request is refused; None for one that is not. Headers' names are in small letters."""
        if not self._knows(headers.get("host", "")):
            return Forbidden(
                421,
                "This name is not one of the preview's. Go to http://localhost, or add the name to "
                "`preview.hosts` in sitegen.yaml.",
            )
        if path == OPEN:
            if method != "POST":
                return Forbidden(405, "Files are opened by POST.", "POST")
        elif method not in ("GET", "HEAD"):
            return Forbidden(405, "A preview is only read.", "GET, HEAD")
        if path.startswith(DESK) and not self._may_see_desk(path, headers):
            return Forbidden(403, "This is for pages of the preview itself. Programs send its Origin.")
        return None

    def _knows(self, written: str) -> bool:
        name = _name_of(written)
        if name in _LOOPBACK or name in self.hosts:
            return True
        # No name leads to another place where there is no name.
        return self.host not in _LOOPBACK and _is_address(name)

    def _may_see_desk(self, path: str, headers: Mapping[str, str]) -> bool:
        if path.startswith(STATIC):
            return True
        if is_data(path):
            return self._comes_from_here(headers)
        site = headers.get("sec-fetch-site", "")
        return site in ("", "none", "same-origin") or headers.get("sec-fetch-mode") == "navigate"

    def _comes_from_here(self, headers: Mapping[str, str]) -> bool:
        """Whether a page of the preview asks, or somebody who says so."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site != "same-origin":
            return False
        if origin is not None:
            return origin == f"http://{headers.get('host', '')}"
        return site == "same-origin"


DESK = "/_desk/"
STATIC = "/_desk/static/"
OPEN = "/_desk/open"
EVENTS = "/_desk/events"


def is_data(path: str) -> bool:
    """Whether a path is that of the desk's data, which no address bar asks for."""
    return path in (EVENTS, OPEN) or path.endswith(".json")


def _name_of(written: str) -> str:
    """The name in a Host header (RFC 9110, section 7.2), without its port; empty for none that is right."""
    try:
        parts = urlsplit(f"//{written}")
        _ = parts.port
    except ValueError:
        return ""
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return ""
    return (parts.hostname or "").rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def names_of(hosts: Iterable[str]) -> frozenset[str]:
    """Names as they are compared."""
    return frozenset(name.strip().lower().rstrip(".") for name in hosts) - {""}
