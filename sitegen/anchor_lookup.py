"""What a URL's `#fragment` means on a page."""

from __future__ import annotations

from urllib.parse import unquote

from sitegen.model.documents import Outline


def find_fragment(outline: Outline, fragment: str, gated: bool) -> str | None:
    """The fragment; "" when it names a place that a gated page leaves out; None when it names nothing.

    "top" and the empty fragment always lead to a page's top (HTML Living Standard, 7.4.6.4).
    """
    wanted = unquote(fragment)
    if wanted.lower() in ("", "top"):
        return fragment
    if wanted in outline.anchors:
        return fragment
    if wanted in outline.rest_anchors:
        return "" if gated else fragment
    return None
