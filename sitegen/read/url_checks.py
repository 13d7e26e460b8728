"""URLs that authors may use where raw HTML is not trusted, and URLs that browsers cannot open."""

from __future__ import annotations

import re

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import nearest

# Schemes

#: Schemes that open a page, a message or an app: HTML's own list for protocol handlers, and messengers.
SCHEMES = frozenset(
    """
    bitcoin feed ftp ftps gemini geo http https im irc ircs magnet mailto matrix news nntp openpgp4fpr sftp
    sgnl sip sips skype sms smsto spotify ssh tel tg urn webcal webcals whatsapp xmpp
    """.split()
)
#: Schemes of URLs that browsers run, or show with the site's own rights.
UNSAFE_SCHEMES = frozenset("blob data file filesystem javascript livescript vbscript".split())
#: `data:` is for small images only.
_DATA_IMAGE = lazy_pattern(r"data:image/(?:gif|png|jpeg|webp|avif)[;,]", re.IGNORECASE)
#: Matches only the start of a URL, which may be as long as a text.
_SCHEME = lazy_pattern(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.\t\n\r-]*):")
#: Characters that browsers strip from the start of a URL, and inside it.
_STRIPPED = "".join(map(chr, range(0x21)))
_STRIPPED_INSIDE = lazy_pattern(r"[\t\n\r]")
#: How most URLs start.
_SAFE_STARTS = ("https://", "http://", "/", "#", ".")

#: Names that authors use like schemes, and the URLs of their web pages.
_WEB_PAGES = {
    "arxiv": "https://arxiv.org/abs/",
    "hdl": "https://hdl.handle.net/",
    "isbn": "https://www.worldcat.org/isbn/",
    "orcid": "https://orcid.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "signal": "sgnl://",
    "telegram": "tg://",
}
_LOCAL_FILE = "This is a file on your computer. Put it next to the article, and link to that copy."


def scheme_of(url: str) -> str:
    """A URL's scheme as browsers read it, in lower case; empty if it has none."""
    found = _SCHEME.match(url)
    return _STRIPPED_INSIDE.sub("", found[1]).lower() if found else ""


def is_link_allowed(url: str) -> bool:
    """Whether a link may have this URL."""
    if url.startswith(_SAFE_STARTS):
        return True
    scheme = scheme_of(url)
    return not scheme or scheme in SCHEMES


def is_image_allowed(url: str) -> bool:
    """Whether an image may have this URL."""
    return is_link_allowed(url) or _DATA_IMAGE.match(url.lstrip(_STRIPPED)) is not None


def scheme_hint(url: str) -> str:
    """What to write instead of a URL with a forbidden scheme."""
    scheme = scheme_of(url)
    if scheme in _WEB_PAGES:
        return f"Write `{_WEB_PAGES[scheme]}{url.split(':', 1)[1].strip().lstrip('/')}`."
    if scheme == "file" or len(scheme) == 1:
        return _LOCAL_FILE
    if scheme in UNSAFE_SCHEMES:
        return "Links lead to pages and files. Remove it, or write the URL of a page."
    # The most common schemes first: `ttps` is as near to others.
    found = nearest(scheme, ("http", "https")) or nearest(scheme, SCHEMES)
    if found:
        return f"Did you mean `{found}:`?"
    return "Begin the URL with `https://`, or with `./` if it is a file with a colon in its name."


# Full URLs

_WEB = lazy_pattern(r"(https?|ftp):", re.IGNORECASE)
#: Most URLs: a host of letters, and the rest.
_PLAIN_URL = lazy_pattern(r"https?://[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*(?:[/?#]|\Z)")
_PARTS = lazy_pattern(
    r"[A-Za-z]+:(?P<slashes>[/\\]*)(?:[^/?#@]*@)?(?P<host>\[[^\]/]*\]|[^/?#:]*)(?P<port>:[^/?#]*)?"
)
_HOST = lazy_pattern(r"[\w~-]+(?:\.[\w~-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_NUMBERS = lazy_pattern(r"[0-9][0-9.]*")
_HIGHEST_PORT = 65_535


def url_mistake(url: str) -> tuple[str, str] | None:
    """What is wrong with a full web URL, and what to write instead; None for all other URLs."""
    scheme = _WEB.match(url)
    if not scheme or _PLAIN_URL.match(url):
        return None
    parts = _PARTS.match(url)
    assert parts is not None
    rest = url[scheme.end() :].lstrip("/\\")
    if parts["host"].lower() in ("http", "https") and parts["port"] == ":":
        return "It has two schemes.", f"Write `{rest}`."
    if parts["slashes"] != "//":
        return f"`{scheme[0]}` must be followed by two slashes.", f"Write `{scheme[0]}//{rest}`."
    return _host_mistake(parts["host"]) or _port_mistake((parts["port"] or "")[1:])


def _host_mistake(host: str) -> tuple[str, str] | None:
    if not host:
        return "It has no host.", "Write the full URL, as in `https://example.org/page`."
    if not _HOST.fullmatch(host) or not _is_name_or_ip(host):
        return f"`{host}` is not a host name.", "Copy the URL from a browser."
    return None


def _port_mistake(port: str) -> tuple[str, str] | None:
    if not port or (port.isdecimal() and int(port[:9]) <= _HIGHEST_PORT):
        return None
    return f"`{port}` is not a port: ports are numbers up to {_HIGHEST_PORT:,}.", "Correct or remove it."


def _is_name_or_ip(host: str) -> bool:
    """Whether a host of digits and dots is an IPv4 address. Other hosts are names."""
    if not _NUMBERS.fullmatch(host):
        return True
    parts = host.rstrip(".").split(".")
    return len(parts) == 4 and all(part.isdecimal() and int(part[:4]) < 256 for part in parts)
