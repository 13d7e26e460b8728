"""Which pictures may not be shown any more: a licence that has ended has ended for the whole site."""

from __future__ import annotations

import datetime as dt
import posixpath
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote, urlsplit

from sitegen.lazy_regex import lazy_pattern
from sitegen.link.file_targets import FileTargets, beside
from sitegen.model.documents import Content, Expiry
from sitegen.model.site import Address

_NOWHERE = Address("", "")
_QUERY = lazy_pattern("[?#]")


def expired(content: Content, shelf: FileTargets, home: str, now: dt.datetime) -> dict[str, str]:
    """The pictures that may not be shown, each with the path of a document that says so.

    Files go by their paths, and with each goes every other file that has the same bytes: a copy, or the
    target of a link. Pictures of other hosts go by `remote_name`. What a document says counts whether or not
    it is published, and wherever the file lies. `home` is the site's URL, `shelf` has the published files.
    """
    ended = [expiry for expiry in content.expiries if has_ended(expiry, now)]
    if not ended:
        return {}
    digests = {file.path: file.digest for file in (*content.files.values(), *content.static)}
    names = _ImageNames(
        FileTargets(shelf.roots, dict.fromkeys(digests, _NOWHERE)), shelf.by_output, remote_name(home)
    )
    found: dict[str, str] = {}
    for expiry in ended:
        for name in names.of(expiry):
            found.setdefault(name, expiry.path)
    owners = {digests[path]: owner for path, owner in reversed(found.items()) if path in digests}
    return {path: owners[digest] for path, digest in digests.items() if digest in owners} | found


class _ImageNames:
    """Finds what documents may mean by the name of a picture: the file itself, or else a near one.

    A name that is wrong is a mistake of its document, but does not make the picture any better.
    """

    def __init__(self, everywhere: FileTargets, by_output: Mapping[str, str], home: str) -> None:
        self._everywhere = everywhere
        self._by_output = by_output
        self._home = home

    def of(self, expiry: Expiry) -> Iterable[str]:
        """The paths of files, or the `remote_name` of what lies elsewhere."""
        found = self._everywhere.find(expiry.path, expiry.src)
        if found is not None:
            return (found,)
        remote = remote_name(expiry.src)
        if remote.startswith(self._home):
            output = _QUERY.split(remote[len(self._home) :], maxsplit=1)[0]
            own = self._by_output.get(output) or self._everywhere.find(expiry.path, f"/{output}")
            return (own, remote) if own else (remote,)
        return (remote, *self._near(expiry))

    def _near(self, expiry: Expiry) -> Iterator[str]:
        """Files in other letters, without a query, or from another folder on."""
        written = unquote(_QUERY.split(expiry.src, maxsplit=1)[0]).replace("\\", "/")
        inner = written.lstrip("/")
        places = (beside(expiry.path, written), inner, *(f"{top}/{inner}" for top in self._tops))
        for key in dict.fromkeys(_folded(posixpath.normpath(place)) for place in places):
            yield from self._by_folded.get(key, ())

    @cached_property
    def _tops(self) -> tuple[str, ...]:
        return ("static", *self._everywhere.roots)

    @cached_property
    def _by_folded(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._everywhere.places:
            found.setdefault(_folded(path), []).append(path)
        return found


def _folded(path: str) -> str:
    """A path as file systems take it that tell no letters apart."""
    return unicodedata.normalize("NFC", path).casefold()


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
