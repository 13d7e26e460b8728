"""What a page weighs on its way to the reader, beside its text."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

#: The text between tags of what the author wrote: the article's body and its notes.
_BODY = re.compile(
    r"<div class=\"body\" data-body>.*?\n  </div>|<section class=\"notes\".*?</section>", re.DOTALL
)
_STYLES = re.compile(r'<link[^>]*\brel="stylesheet"[^>]*\bhref="([^"]+)"')
_SCRIPTS = re.compile(r'<script[^>]*\bsrc="([^"]+)"')
_INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|ld\+json))[^>]*>(.*?)</script>", re.DOTALL)


class Weights(Struct, frozen=True):
    """Bytes, compressed by gzip at level 9: the HTML without the article's text, its styles, its scripts."""

    html: int
    styles: int
    scripts: int


def weigh(site: Path, page: str) -> Weights:
    """The weights of a page of the built site, by its file below the output folder."""
    text = (site / page).read_text(encoding="utf-8")
    files = {name: [_file(site, url) for url in name.findall(text)] for name in (_STYLES, _SCRIPTS)}
    scripts = [*files[_SCRIPTS], *(each.encode() for each in _INLINE.findall(text))]
    return Weights(
        html=_compressed(_BODY.sub("", text).encode()),
        styles=sum(map(_compressed, files[_STYLES])),
        scripts=sum(map(_compressed, scripts)),
    )


def _file(site: Path, url: str) -> bytes:
    return (site / unquote(url).lstrip("/")).read_bytes()


def _compressed(data: bytes) -> int:
    return len(gzip.compress(data, 9))
