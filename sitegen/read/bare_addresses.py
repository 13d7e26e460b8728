"""Find addresses in text, which typography must not change.

Addresses are URLs, e-mail addresses, DOIs, file names and paths. URLs and e-mail addresses follow the
extended autolinks of GitHub Flavored Markdown. In addition, quotation marks, CJK punctuation and semicolons
end an address.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from markdown_it.common.utils import unescapeAll
from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.url_checks import url_mistake


class BareAddress(Struct, frozen=True, gc=False):
    """An address between two positions, as shown to readers. It is a link if it has an `href`."""

    start: int
    end: int
    text: str
    href: str = ""


class Addresses(Struct, frozen=True, gc=False):
    """The addresses of a text, by their start positions in order."""

    starts: tuple[int, ...] = ()
    by_start: dict[int, BareAddress] = {}

    def next(self, start: int, end: int) -> int:
        """The position of the first address from `start` on, or `end` if there is none before it."""
        index = bisect_left(self.starts, start)
        return min(self.starts[index], end) if index < len(self.starts) else end


NO_ADDRESSES = Addresses()

#: Characters that end a URL: those that no URL contains, quotation marks, CJK punctuation, and invisible
#: ones.
_NOT_IN_URLS = (
    r"\s\x00-\x1f\x7f<>\"`\[\]\\{}^«»‹›“”„‟‘’‚‛—\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
    r"\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff5b\uff5d"
)
_PUNCTUATION = r"\\[!-/:-@\[-`{-~]"
#: A scheme before `://`. A letter, digit or `+` before it would be part of it.
_SCHEME = lazy_pattern(r"(?<![A-Za-z0-9+])[A-Za-z][A-Za-z0-9+.-]{1,20}\Z")
_LONGEST_SCHEME = 22
_WWW = lazy_pattern(r"(?<![A-Za-z0-9_./@:-])(?:www|WWW|Www)(?=\.)")
_REST = lazy_pattern(rf"(?:[^{_NOT_IN_URLS}]|{_PUNCTUATION}|\{{[\w-]{{1,40}}\}})+")
#: The rest of the target of a written link. Its URL is not part of the text.
_REST_OF_TARGET = lazy_pattern(r"[^\s()<>\\]*\)")
_HOST = lazy_pattern(r"(?:https?://(?:[^\s/?#@]*@)?|(?=www\.))([\w-]+(?:\.[\w-]+)*)(?![\w.-])", re.IGNORECASE)
_TRAILING = frozenset("?!.,:;*_~'\\–‐…。")
_ENTITY = lazy_pattern(r"&(?:[A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});\Z")
_LONGEST_ENTITY = 34

_LOCAL = lazy_pattern(r"(?:mailto:)?[A-Za-z0-9._+-]+\Z")
_LONGEST_LOCAL = 72
_DOMAIN = lazy_pattern(
    r"(?:[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9@-]|_\w|:[\w~/]|\.[0-9])"
)
#: `logo@2x.png` is an image, not an e-mail address.
_IMAGE = lazy_pattern(r"\.(?:avif|gif|jpe?g|png|svg|webp)\Z", re.IGNORECASE)

_DOI = lazy_pattern(r"(?<![\w./])(?:doi:)?10\.[0-9]{4,9}/[^\s<>\"`\[\]“”]+")
_WORDS = lazy_pattern(r"[^\s<>\"`\[\](){}|“”‘’«»]+")
_FILES = (
    "avif bib bz2 cfg conf cpp cs css csv doc docx eps epub flac geojson gif go gz htm html ico ini ipynb "
    "java jpeg jpg js json jsonl jsx kml lock log lua markdown md mdx mov mp3 mp4 odp ods odt ogg otf "
    "parquet pdf php pl png ppt pptx py rb rdf rs rst rtf sh shp sql sqlite svg tar tex tgz tif tiff toml "
    "ts tsv tsx ttf txt vue wav webm webp woff woff2 xls xlsx xml xz yaml yml zip "
).split()
#: A pattern for file suffixes, without the dot.
FILE_ENDING = "|".join([*_FILES, *map(str.upper, _FILES)])
_NAME = rf"(?:[\w.,+~@%=:*-]|{_PUNCTUATION})"
_FILE = lazy_pattern(
    r"(?:~|\.{1,2})?/[\w.@~*-][^\\]*"  # an absolute path, or one relative to home or here
    rf"|(?:{_NAME}+/)*{_NAME}+\.(?:{FILE_ENDING})"
    r"|[\w.-]+/\*\*?/[\w.*/-]+"  # a pattern of paths
    r"|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}/.*"  # a host with a path
    r"|(?:[a-z0-9-]+\.)*xn--[a-z0-9-]+(?:\.[a-z0-9-]+)*"  # a host in Punycode
)
_WINDOWS = lazy_pattern(r"[A-Za-z]:\\.*|\\\\[\w.-]+\\.+")
#: Single backslashes, which escape nothing.
_LONE_BACKSLASH = lazy_pattern(r"(?<!\\)\\(?!\\)")
_OPTION = lazy_pattern(r"--[A-Za-z][\w-]*(?:=.*)?")
_AROUND = "*_~'"
#: The start of a suffix or a top-level domain.
_SUFFIX = lazy_pattern(r"\.[A-Za-z]")
#: Part of an address in bold: then it is not an address.
_BOLD = lazy_pattern(r"\*\*[^\s*/][^\s*]*\*\*")

#: Marks of addresses, and of typography that would change one: emphasis, dashes, an ellipsis, an escape.
_MARKS = ("://", "@", "ww.", "WW.", "_", "--", "...", "\\", "/*")


def marks_in(text: str) -> tuple[str, ...]:
    """The marks of addresses in a text. Its paragraphs have no others."""
    return tuple([mark for mark in _MARKS if mark in text])


def may_hold_addresses(text: str, marks: tuple[str, ...] = _MARKS) -> bool:
    """Whether a text may contain addresses: a fast check for each paragraph."""
    for mark in marks:  # noqa: SIM110  `any` makes a generator for each paragraph
        if mark in text:
            return True
    return False


def may_hold_links(text: str) -> bool:
    """Whether a text may contain addresses that are links."""
    return "://" in text or "@" in text or "ww." in text or "WW." in text


def _may_hold_others(text: str) -> bool:
    return "_" in text or "--" in text or "..." in text or "\\" in text or "/*" in text


def _may_hold_names(text: str) -> bool:
    """Whether a text may contain a file, path, host or option, not only emphasis or an ellipsis."""
    return "/" in text or "\\" in text or "--" in text or _SUFFIX.search(text) is not None


def addresses_in(text: str, marks: tuple[str, ...] = _MARKS) -> Addresses:
    """The addresses in a Markdown text with these `marks`. They do not overlap."""
    if not may_hold_addresses(text, marks):
        return NO_ADDRESSES
    found: list[BareAddress] = []
    found += _urls(text)
    if "@" in text:
        found += _mails(text)
    if _may_hold_others(text):
        found += _dois(text)
        if _may_hold_names(text):
            found += _files(text)
    if not found:
        return NO_ADDRESSES
    found.sort(key=lambda one: one.start)
    by_start: dict[int, BareAddress] = {}
    end = 0
    for one in found:
        if one.start >= end:
            by_start[one.start] = one
            end = one.end
    return Addresses(tuple(by_start), by_start)


def _urls(text: str) -> Iterator[BareAddress]:
    if "://" in text:
        yield from _full_urls(text)
    if "ww." in text or "WW." in text:
        for match in _WWW.finditer(text):
            url = _url(text, match.start(), match.end())
            if url and url.href:
                yield url


def _full_urls(text: str) -> Iterator[BareAddress]:
    position = 0
    at = text.find("://")
    while at >= 0:
        scheme = _SCHEME.search(text, max(position, at - _LONGEST_SCHEME), at)
        position = at + 3
        if scheme and not _is_target(text, scheme.start(), position):
            url = _url(text, scheme.start(), position)
            if url:
                yield url
                position = max(position, url.end)
        at = text.find("://", position)


def _is_target(text: str, start: int, after: int) -> bool:
    """Whether a URL is the target in `[…](…)`: a fast check for the most common form."""
    return (
        text.startswith("](", start - 2)
        and start > 2
        and text[start - 3] != "\\"
        and _REST_OF_TARGET.match(text, after) is not None
    )


def _url(text: str, start: int, after: int) -> BareAddress | None:
    """The URL at `start` with a scheme that ends at `after`."""
    rest = _REST.match(text, after)
    if not rest or ("**" in rest[0] and _BOLD.search(rest[0])):
        return None
    end = start + _trimmed_length(text[start : rest.end()])
    shown = unescapeAll(text[start:end])
    host = _HOST.match(shown)
    href = ""
    if host and _is_host(host[1]):
        href = shown if "://" in host[0] else f"http://{shown}"
        if url_mistake(href):
            href = ""
    return BareAddress(start, end, shown, href) if end > after else None


def _is_host(name: str) -> bool:
    """Whether the last two labels have no `_`, and no `-` begins or ends the name."""
    return "_" not in "".join(name.split(".")[-2:]) and not name.startswith("-") and not name.endswith("-")


def _trimmed_length(url: str) -> int:
    """The length of a URL without trailing punctuation."""
    end = len(url)
    surplus = url.count(")") - url.count("(")
    while end:
        last = url[end - 1]
        entity = _ENTITY.search(url, max(0, end - _LONGEST_ENTITY), end) if last == ";" else None
        if entity:
            end = entity.start()
        elif last in _TRAILING:
            end -= 1
        elif last == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        else:
            break
    return end


def _mails(text: str) -> Iterator[BareAddress]:
    at = text.find("@")
    position = 0
    while at >= 0:
        mail = _mail(text, at, max(position, at - _LONGEST_LOCAL))
        if mail:
            yield mail
            position = mail.end
        at = text.find("@", at + 1)


def _mail(text: str, at: int, least: int) -> BareAddress | None:
    local = _LOCAL.search(text, least, at)
    domain = _DOMAIN.match(text, at + 1) if local else None
    if not local or not domain or _IMAGE.search(domain[0]):
        return None
    start = local.start() + len(local[0]) - len(local[0].lstrip("._+-"))
    if start == at or (start and text[start - 1] in "/@"):
        return None
    address = text[start : domain.end()]
    return BareAddress(start, domain.end(), address, f"mailto:{address.removeprefix('mailto:')}")


def _dois(text: str) -> Iterator[BareAddress]:
    if "10." in text:
        for match in _DOI.finditer(text):
            end = match.start() + _trimmed_length(match[0])
            yield BareAddress(match.start(), end, unescapeAll(text[match.start() : end]))


def _files(text: str) -> Iterator[BareAddress]:
    for match in _WORDS.finditer(text):
        word = match[0]
        if not _may_hold_others(word) or _BOLD.search(word):
            continue
        start = match.start() + len(word) - len(word.lstrip(_AROUND))
        if text[start : match.end()].startswith("./..."):
            end = start + 5
        else:
            word = word.lstrip(_AROUND)
            end = start + _trimmed_length(word)
        shown = _shown(text[start:end], text[start - 1 : start])
        if shown:
            yield BareAddress(start, end, shown)


def _shown(word: str, before: str) -> str:
    """The word as shown to readers if it is a file, path, host or option; else empty."""
    if _WINDOWS.fullmatch(word):
        return word if _LONE_BACKSLASH.search(word) else unescapeAll(word)
    if _FILE.fullmatch(word) or word == "./..." or (before in ("(", "[", "{") and _OPTION.fullmatch(word)):
        return unescapeAll(word)
    return ""
