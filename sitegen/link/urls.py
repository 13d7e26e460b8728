"""Where things stand: output paths, the URLs that lead to them, and slugs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from sitegen.config.settings import Config, UrlsConfig
from sitegen.dates import in_zone
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.front_matter import When
from sitegen.model.site import Address
from sitegen.slugs import document_slug

#: What may stand in a URL's path unescaped beside letters and digits (RFC 3986, pchar), with the slash.
_SAFE = "/-._~!$&'()*+,;=:@"
_AS_IT_IS = lazy_pattern(r"[A-Za-z0-9/\-._~!$&'()*+,;=:@]*")

_REST = lazy_pattern(r"([^?#]*)(.*)", re.DOTALL)
_TOKEN = lazy_pattern(r"\{(\w+)\}")
_SLASHES = lazy_pattern("/{2,}")
_PLAIN = UrlsConfig()
_DATE_PARTS = {"year": "%Y", "month": "%m", "day": "%d"}


def base_path(base_url: str) -> str:
    """The path of the base URL, with slashes at both ends."""
    return "/" + "".join(f"{part}/" for part in urlsplit(base_url).path.split("/") if part)


def address(base: str, path: str) -> Address:
    """The address of `path` (`/asia/`, `/feed.xml`) below the base path; a folder's page is its
    index.html."""
    inner = path.lstrip("/")
    output = f"{inner}index.html" if not inner or inner.endswith("/") else inner
    return Address(output, quoted(base + inner))


def quoted(path: str) -> str:
    """A path as it stands in a URL."""
    return path if _AS_IT_IS.fullmatch(path) else quote(path, safe=_SAFE)


def local_url(base: str, written: str) -> str:
    """A URL as a person writes it in the configuration: a path of this site gets the base path."""
    if not written.startswith("/"):
        return written
    path, rest = _REST.match(written).groups()  # type: ignore[union-attr]  # matches any text
    return address(base, path).url + rest


def absolute(base_url: str, url: str) -> str:
    """The absolute form of a URL that begins with the base path."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}{url}"


def prefix_of(config: Config, lang: str) -> str:
    """The first part of a language's output paths: empty, or `fr/`."""
    settings = config.languages.get(lang)
    return "".join(f"{part}/" for part in settings.prefix.split("/") if part) if settings else ""


def slug(name: str, urls: UrlsConfig = _PLAIN, lang: str = "") -> str:
    """The slug of a file's or folder's name, with what the configuration keeps of it."""
    return document_slug(name, lang, urls.keep_case, urls.keep_underscores)


def slug_of_id(id_: str, given: str, urls: UrlsConfig = _PLAIN, lang: str = "") -> str:
    """A document's slug: the one that its author gave, else its id's last part made fit for a URL."""
    return given or slug(id_.rsplit("/", 1)[-1], urls, lang)


def page_path(id_: str, given: str, urls: UrlsConfig = _PLAIN, lang: str = "") -> str:
    """The path of a page: its folders and its slug."""
    return f"{_path_of_slugs(id_, given, urls, lang)}/"


def permalink(
    pattern: str,
    section: str,
    id_: str,
    given: str,
    date: When | None,
    zone: ZoneInfo,
    urls: UrlsConfig = _PLAIN,
    lang: str = "",
) -> str:
    """An article's path by the configured pattern; `given` is its author's slug, and dates are the zone's."""

    def value(token: str) -> str:
        match token:
            case "slug":
                return slug_of_id(id_, given, urls, lang)
            case "section":
                return section
            case "id":
                return _path_of_slugs(id_, given, urls, lang)
            case "path":
                return f"{id_[: -len(id_.rsplit('/', 1)[-1])]}{given}" if given else id_
            case _:
                return f"{in_zone(date, zone):{_DATE_PARTS[token]}}" if date else ""

    form, tokens = _taken_apart(pattern)
    path = form % tuple([value(token) for token in tokens])
    return (_SLASHES.sub("/", path) if "//" in path else path).lstrip("/")


def _path_of_slugs(id_: str, given: str, urls: UrlsConfig, lang: str) -> str:
    *folders, _ = id_.split("/")
    return "/".join([*(slug(folder, urls, lang) for folder in folders), slug_of_id(id_, given, urls, lang)])


@lru_cache(maxsize=8)
def _taken_apart(pattern: str) -> tuple[str, Sequence[str]]:
    """A pattern with `%s` for its tokens, and these: one pattern serves all articles."""
    return _TOKEN.sub("%s", pattern.replace("%", "%%")), tuple(_TOKEN.findall(pattern))
