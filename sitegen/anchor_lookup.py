"""Resolve the `#fragment` of a URL on a page."""

from __future__ import annotations

from urllib.parse import unquote

from sitegen.model.documents import Outline


def find_fragment(outline: Outline, fragment: str, gated: bool) -> str | None:
    """The fragment; "" if it is in the part that a gated page omits; None if it does not exist.

    "top" and the empty fragment are always the top of the page (HTML Living Standard, 7.4.6.4).
    """
    wanted = unquote(fragment)
    if wanted.lower() in ("", "top"):
        return fragment
    if wanted in outline.anchors:
        return fragment
    if wanted in outline.rest_anchors:
        return "" if gated else fragment
    return None
