"""Which requests the preview answers: pages of other sites must not read drafts or open files.

A browser on this machine sends requests for any page, and a host name can be changed to point here after the
page was loaded (DNS rebinding). So the guard checks the host name and the origin of each request.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

#: The headers of every response. Other sites can neither frame nor load it (Fetch, CORP).
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


class Rejection(Struct, frozen=True):
    """Why a request is refused: the status, a message, and the allowed methods if the method is wrong."""

    status: int
    reason: str
    allow: str = ""


class Guard(Struct, frozen=True):
    """The rules for requests. `host` is the address that the preview listens on; `hosts` are other names."""

    host: str
    port: int
    hosts: frozenset[str] = frozenset()

    def refusal_of(self, method: str, path: str, headers: Mapping[str, str]) -> Rejection | None:
        """Why a request is refused; None if it is allowed. Header names are lower case."""
        if not self._is_known_host(headers.get("host", "")):
            return Rejection(
                421,
                "This host name is not allowed. Use http://localhost, or add the name to `preview.hosts` in "
                "sitegen.yaml.",
            )
        if path == OPEN:
            if method != "POST":
                return Rejection(405, "Use POST to open a file.", "POST")
        elif method not in ("GET", "HEAD"):
            return Rejection(405, "The preview is read-only. Use GET or HEAD.", "GET, HEAD")
        if path.startswith(DESK) and not self._may_see_desk(path, headers):
            return Rejection(
                403,
                "Only pages of the preview can request this. Other programs must send its URL as `Origin`.",
            )
        return None

    def _is_known_host(self, header: str) -> bool:
        name = _host_of(header)
        if name in _LOOPBACK or name in self.hosts:
            return True
        # An address cannot be rebound.
        return self.host not in _LOOPBACK and _is_address(name)

    def _may_see_desk(self, path: str, headers: Mapping[str, str]) -> bool:
        if path.startswith(STATIC):
            return True
        if is_data(path):
            return self._is_same_origin(headers)
        site = headers.get("sec-fetch-site", "")
        return site in ("", "none", "same-origin") or headers.get("sec-fetch-mode") == "navigate"

    def _is_same_origin(self, headers: Mapping[str, str]) -> bool:
        """Whether a page of the preview sent the request, or a program that sends its origin."""
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
    """Whether a path is for scripts, not for the address bar."""
    return path in (EVENTS, OPEN) or path.endswith(".json")


def _host_of(header: str) -> str:
    """The host name in a Host header (RFC 9110, section 7.2), without the port; empty if invalid."""
    try:
        parts = urlsplit(f"//{header}")
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


def normalize_hosts(hosts: Iterable[str]) -> frozenset[str]:
    """Host names in the form in which they are compared."""
    return frozenset(name.strip().lower().rstrip(".") for name in hosts) - {""}
