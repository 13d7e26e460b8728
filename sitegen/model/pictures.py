"""Pictures: what is said of them, and the sizes and formats in which they go out."""

from __future__ import annotations

from msgspec import Struct


class Notes(Struct, frozen=True, gc=False, omit_defaults=True):
    """What a picture's metadata say of it. Texts are of one line; empty where nothing is said."""

    credit: str = ""
    """Who made it, and for whom: "Photographer / Agency"."""
    caption: str = ""
    copyright: str = ""
    license: str = ""
    """The licence's URL, or the terms of use in words."""
