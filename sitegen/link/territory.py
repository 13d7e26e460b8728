"""Everything that a reference may lead to, and what becomes of one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.config import RemotePictures
from sitegen.link.files import Shelf
from sitegen.link.nearby import Nearby
from sitegen.link.refusals import Rules
from sitegen.model.documents import Document, Picture, ref_key
from sitegen.model.jobs import ResolvedRef
from sitegen.model.pictures import Cut
from sitegen.model.site import Address, PendingLink, Visibility
from sitegen.problems import Problem, problem_at


class Territory(Struct, frozen=True, gc=False):
    """Everything that a reference may lead to."""

    base: str
    home: str
    """The whole base URL, with its slash."""
    suffixes: tuple[str, ...]
    shelf: Shelf
    pictures: Mapping[str, Picture]
    expired: Mapping[str, str]
    """Pictures that may not be shown any more, with the path of the document that says so."""
    documents: Mapping[str, Document]
    """Every document that was read, by path."""
    paths: frozenset[str]
    """Paths of all documents, with those that could not be read or were left out."""
    addresses: Mapping[str, Address]
    """Where the shown documents stand, by path."""
    visibilities: Mapping[str, Visibility]
    remote: RemotePictures
    rules: Rules
    near_pictures: Nearby
    near_documents: Nearby
    keep: tuple[str, ...] = ()
    """Paths of the output folder that something else puts there."""


class Resolution(Struct, frozen=True, gc=False):
    """What became of one reference; `file` is the path of the file that it needs published, and `cuts` are
    the pictures."""

    ref: ResolvedRef
    problem: Problem | None = None
    pending: PendingLink | None = None
    file: str = ""
    cuts: tuple[Cut, ...] = ()


def problem_of(document: Document, index: int, code: str, message: str, hint: str) -> Problem:
    """What is wrong with the document's `index`-th reference."""
    return problem_at(document.path, ref_key(index), code, message, hint)
