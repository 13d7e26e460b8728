"""What becomes of all references of a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.link.references import resolve
from sitegen.link.targets import Resolution, Targets
from sitegen.model.documents import Document, Part
from sitegen.model.site import Needs, ResolvedRefs

NONE = ResolvedRefs()


def resolve_all(document: Document, targets: Targets, gated: bool) -> ResolvedRefs:
    """The document's references, resolved; what only a `gated` rest shows is not published."""
    if not document.outline.refs:
        return NONE
    found = [resolve(document, index, targets) for index in range(len(document.outline.refs))]
    return ResolvedRefs(
        refs=tuple([one.ref for one in found]),
        pending=tuple([one.pending for one in found if one.pending]),
        problems=tuple([one.problem for one in found if one.problem]),
        needs=_needs(_shown(document, found, gated)),
    )


def _shown(document: Document, found: Sequence[Resolution], gated: bool) -> Iterable[Resolution]:
    """What the shown part of a document leads to: what stands behind a gate stays there."""
    for ref, one in zip(document.outline.refs, found, strict=True):
        if not (gated and ref.part is Part.REST):
            yield one


def _needs(shown: Iterable[Resolution]) -> Needs:
    needed = [one for one in shown if one.file or one.cuts]
    return Needs(
        tuple([one.file for one in needed if one.file]), tuple([cut for one in needed for cut in one.cuts])
    )
