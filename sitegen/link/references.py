"""Resolve the references of a document: links here, images in `images`."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Sequence
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from sitegen.anchor_lookup import find_fragment
from sitegen.lazy_regex import lazy_pattern
from sitegen.link.file_targets import FileTargets, beside
from sitegen.link.images import REPLACE_EXPIRED, attribution, external_file_url, image_path, resolve_image
from sitegen.link.path_suggestions import suggest
from sitegen.link.targets import Resolution, Targets, problem_of
from sitegen.link.urls import address, internal_path
from sitegen.model.documents import Document, Part, Ref, RefKind
from sitegen.model.jobs import ResolvedRef
from sitegen.model.site import Needs, PendingLink, ResolvedRefs
from sitegen.problems import did_you_mean, either

#: URLs with a scheme (`https:`, `mailto:`) or a host.
_EXTERNAL = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//")

NO_REFS = ResolvedRefs()


def resolve_all(document: Document, targets: Targets, gated: bool) -> ResolvedRefs:
    """Resolve a document's references; files that only the rest of a `gated` one shows are not published."""
    if not document.outline.refs:
        return NO_REFS
    found = [_resolve(document, index, targets) for index in range(len(document.outline.refs))]
    return ResolvedRefs(
        refs=tuple([one.ref for one in found]),
        pending=tuple([one.pending for one in found if one.pending]),
        problems=tuple([one.problem for one in found if one.problem]),
        needs=_needs(_public(document, found, gated)),
    )


def _public(document: Document, found: Sequence[Resolution], gated: bool) -> Iterable[Resolution]:
    """The references in the public part of a document."""
    for ref, one in zip(document.outline.refs, found, strict=True):
        if not (gated and ref.part is Part.REST):
            yield one


def _needs(found: Iterable[Resolution]) -> Needs:
    needed = [one for one in found if one.file or one.cuts]
    return Needs(
        tuple([one.file for one in needed if one.file]), tuple([cut for one in needed for cut in one.cuts])
    )


def _resolve(document: Document, index: int, targets: Targets) -> Resolution:
    ref = document.outline.refs[index]
    if ref.kind is RefKind.IMAGE:
        return resolve_image(document, index, ref, targets)
    if ref.kind is RefKind.ADDRESS:
        return _in_html(document, index, ref, targets)
    return _link(document, index, ref, targets)


def _in_html(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    """A file that trusted HTML refers to; a missing one keeps its URL."""
    resolution = Resolution(ResolvedRef(ref.kind, ref.target))
    if internal_path(targets.home, ref.target) is None and _EXTERNAL.match(ref.target):
        return resolution
    file = image_path(document, ref.target, targets)
    if file is not None:
        found = _to_file(document, index, file, "", targets)
        return replace(found, ref=replace(resolution.ref, url=found.ref.url or ref.target))
    if url := external_file_url(ref.target, targets):
        return Resolution(ResolvedRef(ref.kind, url))
    hint = "Put it beside the article's file, or in `static/`."
    message = f"There is no file `{ref.target}`."
    return replace(resolution, problem=problem_of(document, index, "broken-link", message, hint))


def _link(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    if _EXTERNAL.match(ref.target):
        return _external(document, index, ref, targets)
    try:
        written, query, fragment = _split(ref.target)
    except ValueError:
        return _broken(document, index, "This is not a valid URL.", "Correct the link.")
    if not written:
        return _own_fragment(document, index, ref, fragment, targets)
    path = unquote(written) if "%" in written else written
    if path.endswith(targets.suffixes):
        return _to_document(document, index, path, fragment, targets)
    file = targets.files.find(document.path, written)
    if file is not None:
        return _to_file(document, index, file, _rest(query, fragment), targets)
    return _to_url(document, index, path, _rest(query, fragment), fragment, targets)


def _rest(query: str, fragment: str) -> str:
    return (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _external(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    """A full URL, which may be one of this site."""
    own = internal_path(targets.home, ref.target)
    if own is None:
        return Resolution(ResolvedRef(ref.kind, ref.target))
    path, query, fragment = _split(own)
    return _to_url(document, index, unquote(path), _rest(query, fragment), fragment, targets)


def _to_file(document: Document, index: int, file: str, rest: str, targets: Targets) -> Resolution:
    if file in targets.expired:
        message = f"The image has expired{attribution(document, targets.expired[file])}."
        return _broken(document, index, message, REPLACE_EXPIRED, "expired-photo")
    if refusal := targets.rules.refusal(file, document.path):
        return _broken(document, index, refusal.message, refusal.hint, refusal.code)
    return Resolution(ResolvedRef(RefKind.LINK, targets.files.addresses[file].url + rest), file=file)


def _split(target: str) -> tuple[str, str, str]:
    """The path, query and fragment of a URL without a scheme; ValueError if it is invalid."""
    if " " in target or not target.isprintable():
        parts = urlsplit(target)  # which removes blanks and control characters
        return parts.path, parts.query, parts.fragment
    rest, _, fragment = target.partition("#")
    path, _, query = rest.partition("?")
    return path, query, fragment


def _broken(
    document: Document, index: int, message: str, hint: str, code: str = "broken-link", url: str = ""
) -> Resolution:
    return Resolution(ResolvedRef(RefKind.LINK, url), problem_of(document, index, code, message, hint))


def _own_fragment(document: Document, index: int, ref: Ref, fragment: str, targets: Targets) -> Resolution:
    if not ref.target or ref.target == "?":
        message = "The link has no target."
        return _broken(document, index, message, "Write the target between the parentheses.")
    found = _fragment(document, fragment, targets)
    if found is None:
        return _wrong_fragment(document, index, document, fragment, "")
    return Resolution(ResolvedRef(ref.kind, f"#{fragment}" if found or not fragment else ""))


def _fragment(document: Document, fragment: str, targets: Targets) -> str | None:
    placement = targets.placements.get(document.path)
    return find_fragment(document.outline, fragment, placement is not None and placement.gated)


def _wrong_fragment(document: Document, index: int, target: Document, fragment: str, url: str) -> Resolution:
    known = (*target.outline.anchors, *target.outline.rest_anchors)
    place = "This page" if target is document else f"`{target.path}`"
    message = f"{place} has no heading or anchor `#{unquote(fragment)}`."
    hint = did_you_mean(unquote(fragment), known, "Check the headings of the page.", place=index)
    return _broken(document, index, message, hint, "broken-fragment", url)


def _to_document(document: Document, index: int, path: str, fragment: str, targets: Targets) -> Resolution:
    found = document_path(path, document.path, targets.files, targets.placements)
    if found is None:
        return _to_missing_document(document, index, path, fragment, targets)
    url = targets.placements[found].address.url
    if not fragment:
        return Resolution(ResolvedRef(RefKind.LINK, url))
    target = targets.documents[found]
    known = _fragment(target, fragment, targets)
    if known is None:
        return _wrong_fragment(document, index, target, fragment, url)
    return Resolution(ResolvedRef(RefKind.LINK, f"{url}#{known}" if known else url))


def _to_missing_document(
    document: Document, index: int, path: str, fragment: str, targets: Targets
) -> Resolution:
    hidden = document_path(path, document.path, targets.files, targets.paths)
    file = targets.files.find(document.path, path)
    if hidden is None and file is not None and file.startswith("static/"):
        return _to_file(document, index, file, _rest("", fragment), targets)
    if hidden is not None:
        message = f"`{hidden}` is not published, so the link is shown as plain text."
        hint = "Remove the link, or publish the other article."
        return _broken(document, index, message, hint, "link-to-unpublished")
    if dated := targets.document_suggestions.dated(posixpath.dirname(document.path), path):
        message = f"There is no document `{path}` without a date in its name."
        if len(dated) > 1:
            message = (
                f"`{path}` could be any of {len(dated)} documents whose names differ only in their dates."
            )
        return _broken(document, index, message, f"Write the full name: {either(dated)}.")
    near = targets.document_suggestions
    hint = suggest(near, document.path, path, "Check the file's name and folder.", index)
    return _broken(document, index, f"There is no document `{path}`.", hint)


def document_path(written: str, source: str, files: FileTargets, known: Container[str]) -> str | None:
    """The known path that `written` refers to, relative to the document at `source` or a content folder."""
    if not written.startswith("/"):
        path = beside(source, written)
        if path in known:
            return path
    inner = written.lstrip("/")
    below = (posixpath.join(root, inner) for root in files.roots_for(source))
    return next((path for path in map(posixpath.normpath, (*below, inner)) if path in known), None)


def _to_url(
    document: Document, index: int, path: str, rest: str, fragment: str, targets: Targets
) -> Resolution:
    """A URL of this site, absolute or relative to the document's page; plan checks that it exists."""
    own = targets.placements[document.path].address.output
    if not path.startswith("/"):
        path = "/" + posixpath.join(posixpath.dirname(own), path)
    folder = path.endswith(("/", "/.", "/.."))
    inner = posixpath.normpath(path).lstrip("/")
    inner = f"{inner}/" if folder and inner not in ("", ".") else inner.removeprefix(".")
    place = address(targets.base, f"/{inner}")
    file = targets.files.by_output.get(place.output)
    if file is not None:
        return _to_file(document, index, file, rest, targets)
    written = document.outline.refs[index].target
    pending = PendingLink(document.path, place.output, written, fragment, index)
    return Resolution(ResolvedRef(RefKind.LINK, place.url + rest), pending=pending)
