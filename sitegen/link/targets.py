"""Everything that a reference may lead to, and the result of resolving one."""

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
    """Everything that a reference may lead to. The mappings only support lookups, not iteration."""

    base: str
    home: str
    """The full base URL with a trailing slash."""
    suffixes: tuple[str, ...]
    files: FileTargets
    images: Mapping[str, ImageInfo]
    expired: Mapping[str, str]
    """Images that must not be shown, each with the path of the document that sets the date."""
    documents: Mapping[str, Document]
    """The valid documents, by path."""
    paths: Mapping[str, bool]
    """Whether there is a document at a path, unreadable and left-out ones included."""
    placements: Mapping[str, Placement]
    """The placements of shown documents, by path."""
    remote: RemoteImages
    rules: RefusalRules
    image_suggestions: Suggestions
    document_suggestions: Suggestions
    keep: tuple[str, ...] = ()
    """Paths in the output folder that other programs write."""


class Resolution(Struct, frozen=True, gc=False):
    """A resolved reference; `file` (a path) and `cuts` are what must be published for it."""

    ref: ResolvedRef
    problem: Problem | None = None
    pending: PendingLink | None = None
    file: str = ""
    cuts: tuple[Cut, ...] = ()


def problem_of(document: Document, index: int, code: str, message: str, hint: str) -> Problem:
    """A problem with the document's `index`-th reference."""
    return problem_at(document.path, ref_key(index), code, message, hint)
