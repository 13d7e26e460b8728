"""The schemes of addresses that authors' texts may hold where raw HTML is not trusted."""

from __future__ import annotations

import re

SCHEMES = frozenset("ftp geo http https irc mailto matrix news sip sips sms tel xmpp".split())
#: `data:` is for small pictures: it may stand nowhere else, and may hold no document.
_DATA_PICTURE = re.compile(r"data:image/(?:gif|png|jpeg|webp|avif)[;,]", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: What browsers leave out of an address: these in front of it, and these within it.
_LED_BY = "".join(map(chr, range(0x21)))
_LEFT_OUT = re.compile(r"[\t\n\r]")


#: How most addresses begin.
_PLAIN = ("https://", "http://", "/", "#", ".")


def may_lead(address: str) -> bool:
    """Whether an address may stand in a link; one without a scheme may."""
    if address.startswith(_PLAIN):
        return True
    scheme = _SCHEME.match(_LEFT_OUT.sub("", address.lstrip(_LED_BY)))
    return scheme is None or scheme[1].lower() in SCHEMES


def may_show(address: str) -> bool:
    """Whether an address may be that of a picture."""
    return may_lead(address) or _DATA_PICTURE.match(address.lstrip(_LED_BY)) is not None
