"""Links to licences: the name that readers see, and the URL of the deed."""

from __future__ import annotations

from functools import lru_cache

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.views import Link

_CREATIVE_COMMONS = lazy_pattern(r"cc-(by(?:-nc)?(?:-sa|-nd)?)-(\d\.\d)")
_DEED = lazy_pattern(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)|publicdomain/(\w+)/1\.0)"
    r"(?:/.*)?"
)
_OTHERS = {
    "cc0-1.0": Link("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "pdm-1.0": Link("Public domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
    "public-domain": Link("Public domain", ""),
}


@lru_cache(maxsize=256)
def license_link(text: str) -> Link | None:
    """The link to a licence by its id or URL; any other text becomes a title without a URL."""
    if not text:
        return None
    folded = text.strip().lower()
    if folded in _OTHERS:
        return _OTHERS[folded]
    if match := _CREATIVE_COMMONS.fullmatch(folded):
        url = f"https://creativecommons.org/licenses/{match[1]}/{match[2]}/"
        return Link(f"CC {match[1].upper()} {match[2]}", url)
    if folded.startswith(("https://", "http://")):
        host = text.split("/")[2]
        return Link(host, text)
    return Link(text, "")


def license_of(text: str) -> Link | None:
    """The Creative Commons licence in an image's metadata. Other terms concern the publication alone."""
    deed = _DEED.fullmatch(text.strip().lower())
    if deed is None:
        return None
    kind, version, public = deed.groups()
    if public:
        return _OTHERS["cc0-1.0" if public == "zero" else "pdm-1.0"]
    return license_link(f"cc-{kind}-{version}")
