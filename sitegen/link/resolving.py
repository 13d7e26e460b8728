"""The references of all shown documents; after an edit only those are resolved again that it can concern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from sitegen.digest import digest_in_order
from sitegen.link.references import resolve
from sitegen.link.territory import Resolution, Territory
from sitegen.model.documents import Document, Part
from sitegen.model.jobs import ResolvedRef
from sitegen.model.pictures import Cut
from sitegen.model.site import PendingLink
from sitegen.problems import Problem

#: Changed documents above which it is less work to resolve everything.
_MOST = 50


class Footing(Struct, frozen=True, gc=False, array_like=True):
    """What of a document counts for references, its own and those to it: the digest of its `links`, its URL
    if it is shown, and whether its rest is gated."""

    links: str
    url: str | None
    gated: bool


class Basis(Struct, frozen=True, gc=False):
    """All that resolving depends on: the digest of all but documents, and these by their paths."""

    around: str
    documents: dict[str, Footing]


class References(Struct, frozen=True, gc=False):
    """What became of the references of all shown documents."""

    refs: dict[str, tuple[ResolvedRef, ...]]
    """By the document's path."""
    pending: tuple[PendingLink, ...]
    problems: tuple[Problem, ...]
    files: dict[str, tuple[str, ...]]
    """The paths of files that have to be published, for each document that needs any."""
    cuts: dict[str, tuple[Cut, ...]]
    """The pictures that have to be published, for each document that needs any."""
    basis: msgspec.Raw
    """The `Basis` that they stand on, encoded: few builds look into it."""


def basis_of(land: Territory) -> Basis:
    """What of a territory resolving depends on."""
    documents = {
        path: Footing(
            document.links,
            place.url if (place := land.addresses.get(path)) else None,
            land.visibilities[path].gated,
        )
        for path, document in land.documents.items()
    }
    files = [(path, place.url) for path, place in land.shelf.places.items()]
    others = sorted(land.paths - land.documents.keys())
    allowed = (land.suffixes, land.remote, land.rules.html_files, land.rules.starts, land.keep)
    settings = (land.base, land.home, allowed, land.shelf.roots, sorted(land.expired.items()))
    return Basis(digest_in_order((settings, files, others, list(land.pictures.values()))), documents)


def resolve_all(land: Territory, basis: Basis, encoded: bytes, last: References | None) -> References:
    """Resolve the references of all shown documents.

    `basis` is the territory's, and comes in both forms; `last` are any earlier references, to save work.
    """
    changed = None if last is None else _changed(last, basis)
    if last is None or changed is None:
        return _resolved(land, land.addresses, None, encoded)
    names = {path.rpartition("/")[2] for path in changed}
    anew = changed if _same_documents(last, basis) else changed | {problem.path for problem in last.problems}
    documents = (land.documents[path] for path in land.addresses)
    anew.update(document.path for document in documents if _may_lead_to(names, document))
    return _resolved(land, anew, last, encoded)


def _changed(last: References, basis: Basis) -> set[str] | None:
    """The paths of documents that have come, gone or changed; None where everything has to be resolved."""
    old = msgspec.msgpack.decode(last.basis, type=Basis)
    if old.around != basis.around:
        return None
    before, now = old.documents, basis.documents
    changed = {path for path, footing in now.items() if before.get(path) != footing}
    changed |= before.keys() - now.keys()
    return changed if len(changed) <= _MOST else None


def _same_documents(last: References, basis: Basis) -> bool:
    """Whether there are the same documents: what is wrong with a reference may name any of them."""
    return msgspec.msgpack.decode(last.basis, type=Basis).documents.keys() == basis.documents.keys()


def _may_lead_to(names: Collection[str], document: Document) -> bool:
    """Whether a reference may lead to a document whose file has one of the names: one that does has it in its
    target, unless that is mended before it is understood."""
    refs = document.outline.refs
    if not refs:
        return False
    targets = "|".join([ref.target for ref in refs])
    if "%" in targets:
        targets = unquote(targets)
    for name in names:
        if name in targets:
            return True
    return " " in targets or not targets.isprintable()


def _resolved(land: Territory, anew: Container[str], last: References | None, encoded: bytes) -> References:
    """The references, of documents that are in `anew` resolved, of the others the last."""
    refs: dict[str, tuple[ResolvedRef, ...]] = {}
    pending: list[PendingLink] = []
    problems: list[Problem] = []
    files: dict[str, tuple[str, ...]] = {}
    cuts: dict[str, tuple[Cut, ...]] = {}
    waiting = _by_source(last.pending if last else ())
    known = _by_path(last.problems if last else ())
    for path in land.addresses:
        if last is not None and path not in anew:
            refs[path] = last.refs[path]
            pending += waiting.get(path, ())
            problems += known.get(path, ())
            if path in last.files:
                files[path] = last.files[path]
            if path in last.cuts:
                cuts[path] = last.cuts[path]
            continue
        document = land.documents[path]
        found = [resolve(document, index, land) for index in range(len(document.outline.refs))]
        refs[path] = tuple([one.ref for one in found])
        pending += [one.pending for one in found if one.pending]
        problems += [one.problem for one in found if one.problem]
        if any(one.file or one.cuts for one in found):
            shown = list(_shown(document, found, land))
            if needed := tuple([one.file for one in shown if one.file]):
                files[path] = needed
            if pictures := tuple([cut for one in shown for cut in one.cuts]):
                cuts[path] = pictures
    return References(refs, tuple(pending), tuple(problems), files, cuts, msgspec.Raw(encoded))


def _by_path(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.path].append(problem)
    return found


def _by_source(pending: Iterable[PendingLink]) -> dict[str, list[PendingLink]]:
    found: dict[str, list[PendingLink]] = defaultdict(list)
    for one in pending:
        found[one.source].append(one)
    return found


def _shown(document: Document, found: Iterable[Resolution], land: Territory) -> Iterable[Resolution]:
    """What the shown part of a document leads to: what stands behind a gate stays there."""
    gated = land.visibilities[document.path].gated
    for ref, one in zip(document.outline.refs, found, strict=True):
        if not (gated and ref.part is Part.REST):
            yield one
