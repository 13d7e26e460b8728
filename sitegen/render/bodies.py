"""Bodies as templates see them: a text and its footnotes, each rendered on first use."""

from __future__ import annotations

from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from sitegen.model.documents import Body, Note, Part, Segments
from sitegen.model.jobs import BodyRef
from sitegen.model.query import Ask
from sitegen.model.render_queries import BodyAt
from sitegen.render.fill_refs import fill_refs, fill_refs_absolute
from sitegen.render.fragment_cache import PageValue


class NoteView(Struct, frozen=True):
    """A footnote. `calls` are the anchors of its references in the text."""

    number: int
    html: Markup
    calls: tuple[str, ...]


class BodyView(PageValue):
    """A document's text as templates see it. Its parts are rendered on first use.

    In a feed, `base` is the absolute URL of the document's page, against which all URLs are resolved.
    """

    shown_as = "body"

    def __init__(self, reference: BodyRef, ask: Ask, base: str = "") -> None:
        self._reference = reference
        self._ask = ask
        self._base = base
        self.source = reference
        self.identity = (reference.digest, id(reference.refs), reference.gated, base)

    @cached_property
    def _body(self) -> Body:
        body = self._ask(BodyAt(self._reference.digest))
        return _open_part(body) if self._reference.gated else body

    @cached_property
    def opening(self) -> Markup:
        """The part that everyone can read."""
        return self._html(self._body.opening)

    @cached_property
    def rest(self) -> Markup:
        """The part after the opening; empty on gated pages."""
        return self._html(self._body.rest)

    @cached_property
    def notes(self) -> tuple[NoteView, ...]:
        """The footnotes of the parts shown."""
        shown = [(note, self._html(note.segments)) for note in self._body.notes]
        text = self.opening + Markup().join(html for _, html in shown) if self._reference.gated else None
        return tuple(NoteView(note.number, html, _calls(note, text)) for note, html in shown)

    def _html(self, segments: Segments) -> Markup:
        refs = self._reference.refs
        return Markup(
            fill_refs_absolute(segments, refs, self._base) if self._base else fill_refs(segments, refs)
        )


def _open_part(body: Body) -> Body:
    """The opening of a body and its notes. No template can show more by mistake."""
    notes = tuple([note for note in body.notes if note.part is Part.OPENING])
    return Body(body.opening, (), notes)


def _calls(note: Note, shown: str | None) -> tuple[str, ...]:
    """The anchors that call a note; if `shown` is given, only those in it."""
    first = f"_fnref-{note.number}"
    anchors = (first, *(f"{first}-{call}" for call in range(2, note.calls + 1)))
    return tuple(anchor for anchor in anchors if shown is None or f'id="{anchor}"' in shown)
