"""Bodies as templates see them: a text and its footnotes, each put together when it is asked for."""

from __future__ import annotations

from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from sitegen.model.documents import Body, Note, Part, Segments
from sitegen.model.jobs import BodyRef
from sitegen.model.query import Ask
from sitegen.model.render_queries import BodyAt
from sitegen.render.absolute_urls import joined_absolutely
from sitegen.render.fill_refs import join
from sitegen.render.fragment_cache import Remade


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
        body = self._ask(BodyAt(self._reference.digest))
        return _open_part(body) if self._reference.gated else body

    @cached_property
    def opening(self) -> Markup:
        """What everybody may read."""
        return self._html(self._body.opening)

    @cached_property
    def rest(self) -> Markup:
        """What follows the opening; empty where readers get only that."""
        return self._html(self._body.rest)

    @cached_property
    def notes(self) -> tuple[NoteView, ...]:
        """The footnotes of what is shown."""
        shown = [(note, self._html(note.segments)) for note in self._body.notes]
        text = self.opening + Markup().join(html for _, html in shown) if self._reference.gated else None
        return tuple(NoteView(note.number, html, _calls(note, text)) for note, html in shown)

    def _html(self, segments: Segments) -> Markup:
        refs = self._reference.refs
        return Markup(joined_absolutely(segments, refs, self._base) if self._base else join(segments, refs))


def _open_part(body: Body) -> Body:
    """What everybody may read of a body: no mistake in a template can show more."""
    notes = tuple([note for note in body.notes if note.part is Part.OPENING])
    return Body(body.opening, (), notes)


def _calls(note: Note, shown: str | None) -> tuple[str, ...]:
    """The anchors that call a note; where only part of a text is shown, those in it."""
    first = f"_fnref-{note.number}"
    anchors = (first, *(f"{first}-{call}" for call in range(2, note.calls + 1)))
    return tuple(anchor for anchor in anchors if shown is None or f'id="{anchor}"' in shown)
