"""Parts of files, as media players ask for them (RFC 9110, section 14)."""

from __future__ import annotations

from sitegen.lazy_regex import lazy_pattern

_RANGE = lazy_pattern(r"bytes=\s*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))\s*")


def range_of(header: str, size: int) -> range | None:
    """The bytes that a `Range` header asks for of so many: an empty range where there are none of these.

    None where the header asks for no range, or for several at once: then the whole is an answer, too.
    """
    match = _RANGE.fullmatch(header)
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        return range(max(0, size - int(suffix)), size)
    if last and int(last) < int(first):  # is no range
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
