"""HTML in pieces, joined with what its references have become: links, pictures, and what stands for them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import escape

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import RefKind, Segments
from sitegen.model.jobs import ResolvedRef
from sitegen.model.views import ImageSource

#: A link's tags; where a piece ends with `<a`, its address comes next.
_LINK_TAGS = lazy_pattern(r"<a(?=[\s>]|\Z)|</a\s*>", re.IGNORECASE)

#: What an attribute's name may be where it is written, whatever reading took for one.
_NAME = lazy_pattern(r"[A-Za-z@:][\w.@:-]*", re.ASCII)

#: How wide a text's picture is shown, whatever the theme: a text is about as wide as a line can be read.
_SIZES = "(min-width: 800px) 800px, 100vw"


def join(segments: Segments, refs: tuple[ResolvedRef, ...]) -> str:
    """HTML from its pieces: each number becomes the link's attribute or the picture that it stands for."""
    pieces: list[str] = []
    nesting = _Nesting(pieces)
    for segment in segments:
        if isinstance(segment, str):
            pieces.append(segment)
        elif refs[segment].kind is RefKind.LINK:
            pieces.append(_link(refs[segment]))
        elif refs[segment].kind is RefKind.ADDRESS:
            pieces.append(escape(refs[segment].url))
        else:
            pieces.append(_image(refs[segment], pieces, nesting))
    return "".join(pieces)


class _Nesting:
    """Whether a link is open behind pieces that become more; each is looked at once."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._seen = 0
        self._inside = False

    def inside_link(self) -> bool:
        """Whether what comes next stands in a link."""
        for piece in self._pieces[self._seen :]:
            for tag in _LINK_TAGS.findall(piece):
                self._inside = not tag.startswith("</")
        self._seen = len(self._pieces)
        return self._inside


def _attributes(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


def _link(ref: ResolvedRef) -> str:
    """Without an address, `<a>` is a placeholder for a link, and is shown as the text in it."""
    return _attributes((("href", ref.url), *ref.attributes)) if ref.url else ""


def _image(ref: ResolvedRef, before: list[str], nesting: _Nesting) -> str:
    alt = dict(ref.attributes).get("alt", "")
    if not ref.url:
        return f'<span class="missing-image">{escape(alt)}</span>' if alt else ""
    if ref.remote:
        return _remote(ref.url, alt, inside_link=nesting.inside_link())
    attributes = _image_attributes(ref)
    image = f"<img{_attributes(attributes)}>"
    if not ref.sources or _has_sources(attributes, before):
        return image
    width = dict(ref.attributes).get("width", "")
    sizes = f"{width}px" if width.isdecimal() else _SIZES
    return f"<picture>{''.join([_source(each, sizes) for each in ref.sources])}{image}</picture>"


def _has_sources(attributes: tuple[tuple[str, str], ...], before: list[str]) -> bool:
    """Whether an author's raw HTML gives a picture sources of its own."""
    if any(name == "srcset" for name, _ in attributes):
        return True
    _, opened, since = before[-1].rpartition("<picture") if before else ("", "", "")
    return bool(opened) and "</picture" not in since


def _source(source: ImageSource, sizes: str) -> str:
    return f"<source{_attributes((('type', source.type), ('srcset', source.srcset), ('sizes', sizes)))}>"


def _image_attributes(ref: ResolvedRef) -> tuple[tuple[str, str], ...]:
    """The author's attributes as they are, and after them ours, where the author gave none."""
    others = {name: value for name, value in ref.attributes if name != "src" and _NAME.fullmatch(name)}
    written = {"src": ref.url, **others}
    ours = {"alt": ""}
    if ref.width and ref.height and not {"width", "height"} & written.keys():
        ours |= {"width": str(ref.width), "height": str(ref.height)}
    ours |= {"loading": "lazy", "decoding": "async"}
    return tuple((written | {name: value for name, value in ours.items() if name not in written}).items())


def _remote(url: str, alt: str, *, inside_link: bool) -> str:
    """A picture of another host is a link to it, for readers' privacy; links cannot be nested."""
    text = escape(alt or urlsplit(url).hostname or url)
    if inside_link:
        return f'<span class="remote-image">{text}</span>'
    return f'<a class="remote-image"{_attributes((("href", url), ("rel", "noreferrer")))}>{text}</a>'
