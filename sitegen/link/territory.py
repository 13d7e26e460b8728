"""Everything that a reference may lead to, and what becomes of one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.config import RemotePictures
from sitegen.link.files import Shelf
from sitegen.link.nearby import Near
from sitegen.link.refusals import Rules
from sitegen.model.documents import Document, Picture, ref_key
from sitegen.model.jobs import ResolvedRef
from sitegen.model.pictures import Cut
from sitegen.model.site import PendingLink, Standing
from sitegen.problems import Problem, problem_at


class Territory(Struct, frozen=True, gc=False):
    """Everything that a reference may lead to. The mappings need not know what they hold: they are only asked
    for keys."""

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
    paths: Mapping[str, bool]
    """Whether there is a document at a path: one that could not be read or was left out counts, too."""
    standings: Mapping[str, Standing]
    """Where the shown documents stand, by path."""
    remote: RemotePictures
    rules: Rules
    near_pictures: Near
    near_documents: Near
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
