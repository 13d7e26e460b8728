"""HTML from a body's segments and resolved references: links, images and their placeholders."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup, escape
from msgspec.structs import replace

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import RefKind, Segments
from sitegen.model.jobs import ResolvedRef
from sitegen.model.views import ImageSource

#: A link's tags. `<a` at the end of a segment comes before the link's address.
_LINK_TAGS = lazy_pattern(r"<a(?=[\s>]|\Z)|</a\s*>", re.IGNORECASE)

#: A safe attribute name.
_NAME = lazy_pattern(r"[A-Za-z@:][\w.@:-]*", re.ASCII)

#: The `sizes` of an image in the text: in any theme, a text is about as wide as a readable line.
_SIZES = "(min-width: 800px) 800px, 100vw"

_TAG = lazy_pattern(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
#: A URL attribute, or any other quoted value.
_ADDRESS = lazy_pattern(r"""(?<=[\s"'])(href|src|poster)="([^"]*)"|"[^"]*"|'[^']*'""")

#: The start of a footnote call. In text and attributes it would be escaped.
_CALL = '<a href="#_fn'

#: Resolved URLs to cache: feeds repeat the same texts.
_MAX_RESOLVED = 65_536


def fill_refs(segments: Segments, refs: tuple[ResolvedRef, ...]) -> str:
    """Join segments to HTML. Each number becomes the attributes of its link, or its image."""
    pieces: list[str] = []
    links = _LinkTracker(pieces)
    for segment in segments:
        if isinstance(segment, str):
            pieces.append(segment)
        elif refs[segment].kind is RefKind.LINK:
            pieces.append(_link(refs[segment]))
        elif refs[segment].kind is RefKind.ADDRESS:
            pieces.append(escape(refs[segment].url))
        else:
            pieces.append(_image(refs[segment], pieces, links))
    return "".join(pieces)


class _LinkTracker:
    """Whether a growing list of HTML pieces ends inside a link. Each piece is searched once."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._seen = 0
        self._inside = False

    def inside_link(self) -> bool:
        """Whether the next piece is inside a link."""
        for piece in self._pieces[self._seen :]:
            for tag in _LINK_TAGS.findall(piece):
                self._inside = not tag.startswith("</")
        self._seen = len(self._pieces)
        return self._inside


def _attributes(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


def _link(ref: ResolvedRef) -> str:
    """The attributes of a link. Without an address, `<a>` is a placeholder and shows its text."""
    return _attributes((("href", ref.url), *ref.attributes)) if ref.url else ""


def _image(ref: ResolvedRef, before: list[str], links: _LinkTracker) -> str:
    alt = dict(ref.attributes).get("alt", "")
    if not ref.url:
        return f'<span class="missing-image">{escape(alt)}</span>' if alt else ""
    if ref.remote:
        return _remote_image(ref.url, alt, inside_link=links.inside_link())
    attributes = _image_attributes(ref)
    image = f"<img{_attributes(attributes)}>"
    if not ref.sources or _has_sources(attributes, before):
        return image
    width = dict(ref.attributes).get("width", "")
    sizes = f"{width}px" if width.isdecimal() else _SIZES
    return f"<picture>{''.join([_source(each, sizes) for each in ref.sources])}{image}</picture>"


def _has_sources(attributes: tuple[tuple[str, str], ...], before: list[str]) -> bool:
    """Whether the author's raw HTML already gives the image its sources."""
    if any(name == "srcset" for name, _ in attributes):
        return True
    _, opened, since = before[-1].rpartition("<picture") if before else ("", "", "")
    return bool(opened) and "</picture" not in since


def _source(source: ImageSource, sizes: str) -> str:
    return f"<source{_attributes((('type', source.type), ('srcset', source.srcset), ('sizes', sizes)))}>"


def _image_attributes(ref: ResolvedRef) -> tuple[tuple[str, str], ...]:
    """The author's attributes, then ours where the author gave none."""
    others = {name: value for name, value in ref.attributes if name != "src" and _NAME.fullmatch(name)}
    authors = {"src": ref.url, **others}
    ours = {"alt": ""}
    if ref.width and ref.height and not {"width", "height"} & authors.keys():
        ours |= {"width": str(ref.width), "height": str(ref.height)}
    ours |= {"loading": "lazy", "decoding": "async"}
    return tuple((authors | {name: value for name, value in ours.items() if name not in authors}).items())


def _remote_image(url: str, alt: str, *, inside_link: bool) -> str:
    """A link to an image on another host, for readers' privacy. Links cannot be nested."""
    text = escape(alt or urlsplit(url).hostname or url)
    if inside_link:
        return f'<span class="remote-image">{text}</span>'
    return f'<a class="remote-image"{_attributes((("href", url), ("rel", "noreferrer")))}>{text}</a>'


# Absolute URLs


def fill_refs_absolute(segments: Segments, refs: tuple[ResolvedRef, ...], base: str) -> str:
    """Like `fill_refs`, with every `href`, `src` and `poster` resolved against `base`, for feeds.

    URLs occur in references and footnote calls; only raw HTML has others. Images keep only the format that
    every reader supports.
    """
    refs = tuple([replace(ref, sources=()) if ref.sources else ref for ref in refs])
    pieces = [piece for piece in segments if isinstance(piece, str)]
    if any(map(_has_other_urls, pieces)) or any(ref.attributes and _has_url_attribute(ref) for ref in refs):
        return absolute_urls(fill_refs(segments, refs), base)
    call = f'<a href="{escape(_resolved(base, "#_fn"))}'
    absolute = [piece.replace(_CALL, call) if isinstance(piece, str) else piece for piece in segments]
    return fill_refs(tuple(absolute), tuple([_absolute(ref, base) for ref in refs]))


def _has_other_urls(piece: str) -> bool:
    """Whether a piece of HTML may contain URLs besides those of footnote calls."""
    return ' src="' in piece or piece.count(' href="') > piece.count(_CALL)


def _has_url_attribute(ref: ResolvedRef) -> bool:
    return any(name in ("href", "src") for name, _ in ref.attributes)


def _absolute(ref: ResolvedRef, base: str) -> ResolvedRef:
    return replace(ref, url=_resolved(base, ref.url)) if ref.url else ref


@lru_cache(maxsize=_MAX_RESOLVED)
def _resolved(base: str, url: str) -> str:
    """A URL resolved against a base; unchanged if invalid, since raw HTML may contain anything."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def absolute_urls(html: str, base: str) -> str:
    """The HTML with every `href`, `src` and `poster` resolved against `base`."""

    def resolve(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        url = str(Markup(match[2]).unescape())
        resolved = _resolved(base, url)
        return match[0] if resolved == url else f'{match[1]}="{escape(resolved)}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(resolve, tag[0]) if "=" in tag[0] else tag[0], html)
