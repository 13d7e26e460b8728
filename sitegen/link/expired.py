"""Which pictures may not be shown any more: a licence that has ended has ended for the whole site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from sitegen.link.files import Shelf
from sitegen.link.own import own_path
from sitegen.model.documents import Content, Expiry
from sitegen.model.site import Address

_NOWHERE = Address("", "")


def expired(content: Content, roots: tuple[str, ...], now: dt.datetime, home: str) -> dict[str, str]:
    """The pictures that may not be shown, each with the path of a document that says so.

    Files go by their paths, and with each goes every other file that has the same bytes: a copy, or the
    target of a link. Pictures of other hosts go by `remote_name`. What a document says counts whether or not
    it is published, and wherever the file lies.
    """
    ended = [expiry for expiry in content.expiries if has_ended(expiry, now)]
    if not ended:
        return {}
    digests = {file.path: file.digest for file in (*content.files.values(), *content.static)}
    everywhere = Shelf(roots, dict.fromkeys(digests, _NOWHERE))
    found: dict[str, str] = {}
    for expiry in ended:
        src = own_path(home, expiry.src) or expiry.src
        name = everywhere.find(expiry.path, src) or remote_name(expiry.src)
        found.setdefault(name, expiry.path)
    owners = {digests[path]: owner for path, owner in reversed(found.items()) if path in digests}
    return {path: owners[digest] for path, digest in digests.items() if digest in owners} | found


def has_ended(expiry: Expiry, now: dt.datetime) -> bool:
    """Whether a picture may not be shown any more: so also if nobody can read until when it may."""
    return expiry.instant is None or expiry.instant <= now


def ends(expiries: Iterable[Expiry], now: dt.datetime) -> list[dt.datetime]:
    """When pictures that may be shown now may not be any more."""
    return [expiry.instant for expiry in expiries if expiry.instant is not None and expiry.instant > now]


def remote_name(url: str) -> str:
    """One name for all ways to write a picture's address on another host; other texts stay as they are."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return url
    if not host:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"//{host}{unquote(parts.path)}{query}"
