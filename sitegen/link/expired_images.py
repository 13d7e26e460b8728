"""Images past their `expires` date, which must not be shown anywhere on the site."""

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

_NO_ADDRESS = Address("", "")
_QUERY = lazy_pattern("[?#]")


def expired(content: Content, files: FileTargets, home: str, now: dt.datetime) -> dict[str, str]:
    """The expired images, each with the path of a document that sets its date.

    Keys are paths of files, including all files with the same bytes, and `remote_name`s of images on other
    hosts. Unpublished documents count, too. `home` is the site's URL, `files` are the published files.
    """
    ended = [expiry for expiry in content.expiries if has_expired(expiry, now)]
    if not ended:
        return {}
    digests = {file.path: file.digest for file in (*content.files.values(), *content.static)}
    names = _ImageNames(
        FileTargets(files.roots, dict.fromkeys(digests, _NO_ADDRESS)), files.by_output, remote_name(home)
    )
    found: dict[str, str] = {}
    for expiry in ended:
        for name in names.of(expiry):
            found.setdefault(name, expiry.path)
    owners = {digests[path]: owner for path, owner in reversed(found.items()) if path in digests}
    return {path: owners[digest] for path, digest in digests.items() if digest in owners} | found


class _ImageNames:
    """Finds the images that a name in a document may refer to: the file itself, or else similar ones.

    A misspelled name must not keep an expired image online.
    """

    def __init__(self, everywhere: FileTargets, by_output: Mapping[str, str], home: str) -> None:
        self._everywhere = everywhere
        self._by_output = by_output
        self._home = home

    def of(self, expiry: Expiry) -> Iterable[str]:
        """The paths of files, or the `remote_name` of an image on another host."""
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
        """Files whose paths differ in case, a query or the folder that they start from."""
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
        for path in self._everywhere.addresses:
            found.setdefault(_folded(path), []).append(path)
        return found


def _folded(path: str) -> str:
    """A path as case-insensitive file systems compare it."""
    return unicodedata.normalize("NFC", path).casefold()


def has_expired(expiry: Expiry, now: dt.datetime) -> bool:
    """Whether an image must not be shown. It must not if its date is unreadable, either."""
    return expiry.instant is None or expiry.instant <= now


def future_expiries(expiries: Iterable[Expiry], now: dt.datetime) -> list[dt.datetime]:
    """The instants after `now` at which images expire."""
    return [expiry.instant for expiry in expiries if expiry.instant is not None and expiry.instant > now]


def remote_name(url: str) -> str:
    """One name for all spellings of an image's URL on another host; other texts are returned unchanged."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return url
    if not host:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"//{host}{unquote(parts.path)}{query}"
