"""Everything that a reference may lead to, and what becomes of one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.config.settings import RemoteImages
from sitegen.link.file_targets import FileTargets
from sitegen.link.path_suggestions import Suggestions
from sitegen.link.refused_files import RefusalRules
from sitegen.model.documents import Document, ImageInfo, ref_key
from sitegen.model.images import Cut
from sitegen.model.jobs import ResolvedRef
from sitegen.model.site import PendingLink, Placement
from sitegen.problems import Problem, problem_at


class Targets(Struct, frozen=True, gc=False):
    """Everything that a reference may lead to. The mappings need not know what they hold: they are only asked
    for keys."""

    base: str
    home: str
    """The whole base URL, with its slash."""
    suffixes: tuple[str, ...]
    shelf: FileTargets
    pictures: Mapping[str, ImageInfo]
    expired: Mapping[str, str]
    """Pictures that may not be shown any more, with the path of the document that says so."""
    documents: Mapping[str, Document]
    """Every document that was read, by path."""
    paths: Mapping[str, bool]
    """Whether there is a document at a path: one that could not be read or was left out counts, too."""
    placements: Mapping[str, Placement]
    """Where the shown documents stand, by path."""
    remote: RemoteImages
    rules: RefusalRules
    near_pictures: Suggestions
    near_documents: Suggestions
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
