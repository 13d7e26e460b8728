"""The schemes of addresses that authors' texts may hold where raw HTML is not trusted."""

from __future__ import annotations

import re

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import nearest

#: What opens a page, a message or a program for it; HTML's own list for handlers, and messengers' links.
SCHEMES = frozenset(
    """
    bitcoin feed ftp ftps gemini geo http https im irc ircs magnet mailto matrix news nntp openpgp4fpr sftp
    sgnl sip sips skype sms smsto spotify ssh tel tg urn webcal webcals whatsapp xmpp
    """.split()
)
#: `data:` is for small pictures: it may stand nowhere else, and may hold no document.
_DATA_PICTURE = lazy_pattern(r"data:image/(?:gif|png|jpeg|webp|avif)[;,]", re.IGNORECASE)
#: Looks at an address's head alone: a whole one may be as long as a text.
_SCHEME = lazy_pattern(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.\t\n\r-]*):")
#: What browsers leave out of an address: these in front of it, and these within it.
_LED_BY = "".join(map(chr, range(0x21)))
_LEFT_OUT = lazy_pattern(r"[\t\n\r]")

#: How most addresses begin.
_PLAIN = ("https://", "http://", "/", "#", ".")

#: What is no scheme but has pages of its own on the web.
_ELSEWHERE = {
    "arxiv": "https://arxiv.org/abs/",
    "hdl": "https://hdl.handle.net/",
    "isbn": "https://www.worldcat.org/isbn/",
    "orcid": "https://orcid.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "signal": "sgnl://",
    "telegram": "tg://",
}
_LOCAL = "It is a file of your computer: put it beside the article, and name it from there."
#: Schemes of what browsers run, or show with the site's own rights.
UNSAFE_SCHEMES = frozenset("blob data file filesystem javascript livescript vbscript".split())


def scheme_of(address: str) -> str:
    """An address's scheme as browsers read it, in lower case; empty where it has none."""
    found = _SCHEME.match(address)
    return _LEFT_OUT.sub("", found[1]).lower() if found else ""


def is_link_allowed(address: str) -> bool:
    """Whether an address may stand in a link; one without a scheme may."""
    if address.startswith(_PLAIN):
        return True
    scheme = scheme_of(address)
    return not scheme or scheme in SCHEMES


def is_image_allowed(address: str) -> bool:
    """Whether an address may be that of a picture."""
    return is_link_allowed(address) or _DATA_PICTURE.match(address.lstrip(_LED_BY)) is not None


def scheme_hint(address: str) -> str:
    """What to write in the place of an address whose scheme may not stand in a link."""
    scheme = scheme_of(address)
    if scheme in _ELSEWHERE:
        return f"Write `{_ELSEWHERE[scheme]}{address.split(':', 1)[1].strip().lstrip('/')}`."
    if scheme == "file" or len(scheme) == 1:
        return _LOCAL
    if scheme in UNSAFE_SCHEMES:
        return "Links lead to pages and files; remove it, or write the address of a page."
    # The most frequent scheme first: `ttps` is as near to others.
    found = nearest(scheme, ("http", "https")) or nearest(scheme, SCHEMES)
    if found:
        return f"Did you mean `{found}:`?"
    return "Begin the address with `https://`; or with `./` if it is a file whose name has a colon."
