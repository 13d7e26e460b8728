"""What of a document decides on where it stands, who sees it, and which lists it is in.

An edit of a title, a summary or a text leaves that as it is, so that nothing has to be organised again.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.documents import Document, Outline, with_digests
from sitegen.model.front_matter import ArticleMatter, When


class DerivedFields(Struct, frozen=True, gc=False):
    """What an article has from others: an id that is told apart from theirs, and its issue's date."""

    id: str
    slug: str
    date: When | None

    def apply(self, document: Document) -> Document:
        """The document with it."""
        matter = document.matter
        assert isinstance(matter, ArticleMatter)
        return with_digests(
            replace(document, id=self.id, matter=replace(matter, slug=self.slug, date=self.date))
        )


def facts_of(document: Document) -> Document:
    """The document without what only its own page, and its card on others, say of it."""
    outline, matter = document.outline, document.matter
    kept = Outline(
        has_rest=outline.has_rest, misplaced_more=outline.misplaced_more, needs_more=outline.needs_more
    )
    if isinstance(matter, ArticleMatter):
        matter = replace(
            matter, title="", subtitle="", summary="", photo=None, corrections=(), doi="", extra={}
        )
    else:
        kept = replace(kept, excerpt=outline.excerpt)
    return replace(document, matter=matter, outline=kept, links="", digest="")


def derived_fields(before: Iterable[Document], after: Iterable[Document]) -> dict[str, DerivedFields]:
    """What documents have from others, by their paths."""
    found: dict[str, DerivedFields] = {}
    for one, other in zip(before, after, strict=True):
        if other is not one and other != one:  # `before` may hold equal documents that were read since
            assert isinstance(other.matter, ArticleMatter)
            found[one.path] = DerivedFields(other.id, other.matter.slug, other.matter.date)
    return found
