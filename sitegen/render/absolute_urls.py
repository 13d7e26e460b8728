"""Texts that will stand elsewhere, in a feed: every `href`, `src` and `poster` of their HTML is absolute."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin

from markupsafe import Markup, escape
from msgspec.structs import replace

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Segments
from sitegen.model.jobs import ResolvedRef
from sitegen.render.fill_refs import join

_TAG = lazy_pattern(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
#: An address, or a value in which nothing is one.
_ADDRESS = lazy_pattern(r"""(?<=[\s"'])(href|src|poster)="([^"]*)"|"[^"]*"|'[^']*'""")

#: How a footnote's call begins, as our own rule writes it. In text and attributes it would be escaped.
_CALL = '<a href="#_fn'

#: Addresses that are kept as they were resolved: feeds show the same texts again and again.
_RESOLVED = 65_536


def joined_absolutely(segments: Segments, refs: tuple[ResolvedRef, ...], base: str) -> str:
    """HTML from its pieces, as `join` makes it, with every `href` and `src` resolved against `base`.

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
        if match[1] is None:
            return match[0]
        url = str(Markup(match[2]).unescape())
        resolved = _resolved(base, url)
        return match[0] if resolved == url else f'{match[1]}="{escape(resolved)}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]) if "=" in tag[0] else tag[0], html)
