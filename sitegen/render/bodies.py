"""Bodies: HTML in pieces, joined with the references that their page has resolved."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup, escape
from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.documents import Body, Note, Part, RefKind, Segments
from sitegen.model.jobs import Ask, BodyRef, Query, ResolvedRef
from sitegen.model.views import PictureSource
from sitegen.render.memory import Remade

_OPEN_LINK = re.compile(r"<a(?=[\s>])", re.IGNORECASE)
_CLOSE_LINK = re.compile(r"</a\s*>", re.IGNORECASE)
_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ADDRESS = re.compile(r"""(?<=[\s"'])(href|src)="([^"]*)\"""")


#: How wide a text's picture is shown, whatever the theme: a text is about as wide as a line can be read.
_SIZES = "(min-width: 800px) 800px, 100vw"

#: Addresses that are kept as they were resolved: feeds show the same texts again and again.
_RESOLVED = 65_536


class NoteView(Struct, frozen=True):
    """A footnote as templates see it; `calls` are the anchors where it is called from."""

    number: int
    html: Markup
    calls: tuple[str, ...]


class BodyView(Remade):
    """A document's text as templates see it. Nothing is put together before a template asks for it.

    `base` is the absolute URL of the document's page, where the text will stand elsewhere (in a feed): links
    and pictures are made absolute with it.
    """

    shown_as = "body"

    def __init__(self, reference: BodyRef, ask: Ask, base: str = "") -> None:
        self._reference = reference
        self._ask = ask
        self._base = base
        self.made_of = reference
        self.identity = (reference.digest, id(reference.refs), reference.gated, base)

    @cached_property
    def _body(self) -> Body:
        answer = self._ask(Query("body", (("digest", self._reference.digest),)))
        assert isinstance(answer, Body)
        return answer

    @cached_property
    def opening(self) -> Markup:
        """What everybody may read."""
        return self._html(self._body.opening)

    @cached_property
    def rest(self) -> Markup:
        """What follows the opening; empty where readers get only that."""
        if self._reference.gated:
            return Markup()
        return self._html(self._body.rest)

    @cached_property
    def notes(self) -> tuple[NoteView, ...]:
        """The footnotes of what is shown."""
        shown = [(note, self._html(note.segments)) for note in self._body.notes if self._shows(note)]
        text = self.opening + Markup().join(html for _, html in shown) if self._reference.gated else None
        return tuple(NoteView(note.number, html, _calls(note, text)) for note, html in shown)

    def _shows(self, note: Note) -> bool:
        return not self._reference.gated or note.part is Part.OPENING

    def _html(self, segments: Segments) -> Markup:
        refs = self._reference.refs
        return Markup(joined_absolutely(segments, refs, self._base) if self._base else join(segments, refs))


def _calls(note: Note, shown: str | None) -> tuple[str, ...]:
    """The anchors that call a note; where only part of a text is shown, those in it."""
    first = f"_fnref-{note.number}"
    anchors = (first, *(f"{first}-{call}" for call in range(2, note.calls + 1)))
    return tuple(anchor for anchor in anchors if shown is None or f'id="{anchor}"' in shown)


def join(segments: Segments, refs: tuple[ResolvedRef, ...]) -> str:
    """HTML from its pieces: each number becomes the link's attribute or the picture that it stands for."""
    pieces: list[str] = []
    for segment in segments:
        if isinstance(segment, str):
            pieces.append(segment)
        elif refs[segment].kind is RefKind.LINK:
            pieces.append(_link(refs[segment]))
        else:
            pieces.append(_image(refs[segment], pieces))
    return "".join(pieces)


def _attributes(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


def _link(ref: ResolvedRef) -> str:
    """Without an address, `<a>` is a placeholder for a link, and is shown as the text in it."""
    return _attributes((("href", ref.url), *ref.attributes)) if ref.url else ""


def _image(ref: ResolvedRef, before: list[str]) -> str:
    alt = dict(ref.attributes).get("alt", "")
    if not ref.url:
        return f'<span class="missing-picture">{escape(alt)}</span>' if alt else ""
    if ref.remote:
        return _remote(ref.url, alt, inside_link=_inside_link(before))
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


def _source(source: PictureSource, sizes: str) -> str:
    return f"<source{_attributes((('type', source.type), ('srcset', source.srcset), ('sizes', sizes)))}>"


def _image_attributes(ref: ResolvedRef) -> tuple[tuple[str, str], ...]:
    """The author's attributes as they are, and after them ours, where the author gave none."""
    written = {"src": ref.url, **{name: value for name, value in ref.attributes if name != "src"}}
    ours = {"alt": ""}
    if ref.width and ref.height and not {"width", "height"} & written.keys():
        ours |= {"width": str(ref.width), "height": str(ref.height)}
    ours |= {"loading": "lazy", "decoding": "async"}
    return tuple((written | {name: value for name, value in ours.items() if name not in written}).items())


def _remote(url: str, alt: str, *, inside_link: bool) -> str:
    """A picture of another host is a link to it, for readers' privacy; links cannot be nested."""
    text = escape(alt or urlsplit(url).hostname or url)
    if inside_link:
        return f'<span class="remote-picture">{text}</span>'
    return f'<a class="remote-picture"{_attributes((("href", url), ("rel", "noreferrer")))}>{text}</a>'


def _inside_link(before: list[str]) -> bool:
    html = "".join(before)
    opened = max((match.start() for match in _OPEN_LINK.finditer(html)), default=-1)
    closed = max((match.start() for match in _CLOSE_LINK.finditer(html)), default=-1)
    return opened > closed


def joined_absolutely(segments: Segments, refs: tuple[ResolvedRef, ...], base: str) -> str:
    """The same with every `href` and `src` resolved against `base`.

    Addresses stand in the references and in footnotes' calls. Only raw HTML has others. Pictures have the one
    file that every reader knows.
    """
    refs = tuple([replace(ref, sources=()) if ref.sources else ref for ref in refs])
    pieces = [piece for piece in segments if isinstance(piece, str)]
    if any(map(_has_others, pieces)) or any(ref.attributes and _has_addresses(ref) for ref in refs):
        return absolute_addresses(join(segments, refs), base)
    call = f'<a href="{escape(_resolved(base, "#_fn"))}'
    absolute = [piece.replace(_CALL, call) if isinstance(piece, str) else piece for piece in segments]
    return join(tuple(absolute), tuple([_absolute(ref, base) for ref in refs]))


#: How a footnote's call begins, as our own rule writes it. In text and attributes it would be escaped.
_CALL = '<a href="#_fn'


def _has_others(piece: str) -> bool:
    """Whether a piece of HTML may hold addresses beside those of footnotes' calls."""
    return ' src="' in piece or piece.count(' href="') > piece.count(_CALL)


def _has_addresses(ref: ResolvedRef) -> bool:
    return any(name in ("href", "src") for name, _ in ref.attributes)


def _absolute(ref: ResolvedRef, base: str) -> ResolvedRef:
    return replace(ref, url=_resolved(base, ref.url)) if ref.url else ref


@lru_cache(maxsize=_RESOLVED)
def _resolved(base: str, url: str) -> str:
    """A URL against a base; as it is where it is none, since an author's raw HTML may hold anything."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def absolute_addresses(html: str, base: str) -> str:
    """The HTML with every `href` and `src` resolved against `base`."""

    def address(match: re.Match[str]) -> str:
        url = str(Markup(match[2]).unescape())
        resolved = _resolved(base, url)
        return match[0] if resolved == url else f'{match[1]}="{escape(resolved)}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]) if "=" in tag[0] else tag[0], html)
