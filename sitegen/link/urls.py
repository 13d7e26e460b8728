"""Output paths, URLs and slugs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from sitegen.config.settings import Config, UrlsConfig
from sitegen.dates import in_zone
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.front_matter import When
from sitegen.model.site import Address
from sitegen.slugs import document_slug

#: Characters of a URL's path that need no escaping, beside letters and digits (RFC 3986, pchar and `/`).
_SAFE = "/-._~!$&'()*+,;=:@"
_ALL_SAFE = lazy_pattern(r"[A-Za-z0-9/\-._~!$&'()*+,;=:@]*")

_PATH = lazy_pattern(r"([^?#]*)(.*)", re.DOTALL)
_FULL_URL = lazy_pattern(r"(?:https?:)?//([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_DEFAULT_PORT = lazy_pattern(r":(?:80|443)?\Z")
#: Hosts for trying a site out: a text that names one does not link to the site.
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_TOKEN = lazy_pattern(r"\{(\w+)\}")
_SLASHES = lazy_pattern("/{2,}")
_DEFAULTS = UrlsConfig()
_DATE_PARTS = {"year": "%Y", "month": "%m", "day": "%d"}


def base_path(base_url: str) -> str:
    """The path of the base URL, with slashes at both ends."""
    return "/" + "".join(f"{part}/" for part in urlsplit(base_url).path.split("/") if part)


def address(base: str, path: str) -> Address:
    """The address of `path` (`/asia/`, `/feed.xml`) below the base path; a folder's page is `index.html`."""
    inner = path.lstrip("/")
    output = f"{inner}index.html" if not inner or inner.endswith("/") else inner
    return Address(output, quoted(base + inner))


def quoted(path: str) -> str:
    """A path, percent-encoded for a URL."""
    return path if _ALL_SAFE.fullmatch(path) else quote(path, safe=_SAFE)


def local_url(base: str, written: str) -> str:
    """A URL from the configuration; the base path is added to paths of this site."""
    if not written.startswith("/"):
        return written
    path, rest = _PATH.match(written).groups()  # type: ignore[union-attr]  # matches any text
    return address(base, path).url + rest


def absolute(base_url: str, url: str) -> str:
    """The absolute form of a URL that starts with the base path."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}{url}"


def prefix_of(config: Config, lang: str) -> str:
    """The prefix of a language's output paths: empty or, for example, `fr/`."""
    settings = config.languages.get(lang)
    return "".join(f"{part}/" for part in settings.prefix.split("/") if part) if settings else ""


def slug(name: str, urls: UrlsConfig = _DEFAULTS, lang: str = "") -> str:
    """The slug of a file's or folder's name; `urls` may keep case and underscores."""
    return document_slug(name, lang, urls.keep_case, urls.keep_underscores)


def slug_of_id(id_: str, given: str, urls: UrlsConfig = _DEFAULTS, lang: str = "") -> str:
    """A document's slug: `given` by its author, or made from the last part of its id."""
    return given or slug(id_.rsplit("/", 1)[-1], urls, lang)


def page_path(id_: str, given: str, urls: UrlsConfig = _DEFAULTS, lang: str = "") -> str:
    """The path of a page: its folders and its slug, below its language's home page."""
    return f"{_path_of_slugs(id_, given, urls, lang)}/"


class PermalinkParts(Struct, frozen=True, gc=False):
    """The parts of an article's URL; `section` is a slug, `slug` is empty unless the author gave one."""

    section: str
    id: str
    lang: str
    slug: str = ""
    date: When | None = None


def permalink(article: PermalinkParts, config: Config) -> str:
    """An article's path below its language's home page, by the configured pattern."""

    def value(token: str) -> str:
        match token:
            case "slug":
                return slug_of_id(article.id, article.slug, config.urls, article.lang)
            case "section":
                return article.section
            case "id":
                return _path_of_slugs(article.id, article.slug, config.urls, article.lang)
            case "path":
                folder = article.id[: -len(article.id.rsplit("/", 1)[-1])]
                return f"{folder}{article.slug}" if article.slug else article.id
            case _:
                local = in_zone(article.date, ZoneInfo(config.timezone)) if article.date else None
                return f"{local:{_DATE_PARTS[token]}}" if local else ""

    form, tokens = _parsed_pattern(config.permalink)
    path = form % tuple([value(token) for token in tokens])
    return (_SLASHES.sub("/", path) if "//" in path else path).lstrip("/")


def _path_of_slugs(id_: str, given: str, urls: UrlsConfig, lang: str) -> str:
    *folders, _ = id_.split("/")
    return "/".join([*(slug(folder, urls, lang) for folder in folders), slug_of_id(id_, given, urls, lang)])


@lru_cache(maxsize=8)
def _parsed_pattern(pattern: str) -> tuple[str, Sequence[str]]:
    """A pattern with `%s` in place of its tokens, and the tokens."""
    return _TOKEN.sub("%s", pattern.replace("%", "%%")), tuple(_TOKEN.findall(pattern))


def internal_path(home: str, url: str) -> str | None:
    """The path of a full URL below the base URL `home`, with a leading slash; None for URLs of other sites.

    The scheme and `www.` are ignored.
    """
    match = _FULL_URL.match(url)
    if match is None:
        return None
    host, base = _host_and_path(home)
    if not host or _normalized_host(match[1]) != host:
        return None
    path, rest = _PATH.match(match[2]).groups()  # type: ignore[union-attr]  # matches any text
    path = path if path.startswith("/") and f"{path}/" != base else f"{path}/"
    return f"/{path[len(base) :]}{rest}" if path.startswith(base) else None


@lru_cache(maxsize=8)
def _host_and_path(home: str) -> tuple[str, str]:
    """The normalized host of a base URL, or empty for local hosts; and its path with slashes."""
    parts = urlsplit(home)
    host = _normalized_host(parts.netloc)
    name = _DEFAULT_PORT.sub("", host).partition(":")[0]
    return "" if name in _LOCAL_HOSTS else host, parts.path or "/"


def _normalized_host(host: str) -> str:
    return _DEFAULT_PORT.sub("", host.lower()).removeprefix("www.")
