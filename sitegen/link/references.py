"""What a document's references lead to, or what is wrong with them: links here, pictures in `pictures`."""

from __future__ import annotations

import posixpath
from collections.abc import Container
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from sitegen.anchors import find_fragment
from sitegen.lazy_regex import lazy_pattern
from sitegen.link.file_targets import FileTargets, beside
from sitegen.link.images import RENEW, kept_url, picture_path, resolve_picture, says_who
from sitegen.link.own_urls import own_path
from sitegen.link.path_suggestions import hint as hint_near
from sitegen.link.targets import Resolution, Targets, problem_of
from sitegen.link.urls import address
from sitegen.model.documents import Document, Ref, RefKind
from sitegen.model.jobs import ResolvedRef
from sitegen.model.site import PendingLink
from sitegen.problems import did_you_mean, either

#: What leads to another host, or to no page at all (`mailto:`).
_ELSEWHERE = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def resolve(document: Document, index: int, targets: Targets) -> Resolution:
    """Resolve the document's `index`-th reference."""
    ref = document.outline.refs[index]
    if ref.kind is RefKind.IMAGE:
        return resolve_picture(document, index, ref, targets)
    if ref.kind is RefKind.ADDRESS:
        return _in_html(document, index, ref, targets)
    return _link(document, index, ref, targets)


def _in_html(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    """A file that trusted HTML shows; one that is not there keeps its address."""
    resolution = Resolution(ResolvedRef(ref.kind, ref.target))
    if own_path(targets.home, ref.target) is None and _ELSEWHERE.match(ref.target):
        return resolution
    file = picture_path(document, ref.target, targets)
    if file is not None:
        found = _to_file(document, index, file, "", targets)
        return replace(found, ref=replace(resolution.ref, url=found.ref.url or ref.target))
    if kept := kept_url(ref.target, targets):
        return Resolution(ResolvedRef(ref.kind, kept))
    hint = "Put it beside the article's file, or into `static/`."
    message = f"There is no file `{ref.target}`."
    return replace(resolution, problem=problem_of(document, index, "broken-link", message, hint))


def _link(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    if _ELSEWHERE.match(ref.target):
        return _elsewhere(document, index, ref, targets)
    try:
        written, query, fragment = _split(ref.target)
    except ValueError:
        return _broken(document, index, "This is not a URL.", "Mend the link.")
    if not written:
        return _own_fragment(document, index, ref, fragment, targets)
    path = unquote(written) if "%" in written else written
    if path.endswith(targets.suffixes):
        return _to_document(document, index, path, fragment, targets)
    file = targets.shelf.find(document.path, written)
    if file is not None:
        return _to_file(document, index, file, _rest(query, fragment), targets)
    return _to_url(document, index, path, _rest(query, fragment), fragment, targets)


def _rest(query: str, fragment: str) -> str:
    return (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _elsewhere(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    """A full URL, which may be one of this site."""
    own = own_path(targets.home, ref.target)
    if own is None:
        return Resolution(ResolvedRef(ref.kind, ref.target))
    path, query, fragment = _split(own)
    return _to_url(document, index, unquote(path), _rest(query, fragment), fragment, targets)


def _to_file(document: Document, index: int, file: str, rest: str, targets: Targets) -> Resolution:
    if file in targets.expired:
        message = f"The picture may not be shown any more{says_who(document, targets.expired[file])}."
        return _broken(document, index, message, RENEW, "expired-photo")
    if refusal := targets.rules.refusal(file, document.path):
        return _broken(document, index, refusal.message, refusal.hint, refusal.code)
    return Resolution(ResolvedRef(RefKind.LINK, targets.shelf.places[file].url + rest), file=file)


def _split(target: str) -> tuple[str, str, str]:
    """The path, query and fragment of a URL without a scheme; ValueError for what is none."""
    if " " in target or not target.isprintable():
        parts = urlsplit(target)  # which takes blanks and control characters out
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
        return _broken(document, index, message, "Write where it leads between the parentheses.")
    found = _fragment(document, fragment, targets)
    if found is None:
        return _wrong_fragment(document, index, document, fragment, "")
    return Resolution(ResolvedRef(ref.kind, f"#{fragment}" if found or not fragment else ""))


def _fragment(document: Document, fragment: str, targets: Targets) -> str | None:
    placement = targets.placements.get(document.path)
    return find_fragment(document.outline, fragment, placement is not None and placement.gated)


def _wrong_fragment(document: Document, index: int, target: Document, fragment: str, url: str) -> Resolution:
    known = (*target.outline.anchors, *target.outline.rest_anchors)
    place = "This text" if target is document else f"`{target.path}`"
    message = f"{place} has no heading or anchor `#{unquote(fragment)}`."
    hint = did_you_mean(unquote(fragment), known, "Look at the headings of the page.", place=index)
    return _broken(document, index, message, hint, "broken-fragment", url)


def _to_document(document: Document, index: int, path: str, fragment: str, targets: Targets) -> Resolution:
    found = document_path(path, document.path, targets.shelf, targets.placements)
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
    hidden = document_path(path, document.path, targets.shelf, targets.paths)
    file = targets.shelf.find(document.path, path)
    if hidden is None and file is not None and file.startswith("static/"):
        return _to_file(document, index, file, _rest("", fragment), targets)
    if hidden is not None:
        message = f"`{hidden}` is not published, so that the link is shown as plain text."
        hint = "Remove the link, or publish the other article."
        return _broken(document, index, message, hint, "link-to-unpublished")
    if dated := targets.near_documents.dated(posixpath.dirname(document.path), path):
        message = f"There is no document `{path}` without a date in its name."
        if len(dated) > 1:
            message = f"`{path}` may be any of {len(dated)} documents, whose names differ in their dates."
        return _broken(document, index, message, f"Write the whole name: {either(dated)}.")
    near = targets.near_documents
    hint = hint_near(near, document.path, path, "Look at the file's name and folder.", index)
    return _broken(document, index, f"There is no document `{path}`.", hint)


def document_path(written: str, source: str, shelf: FileTargets, known: Container[str]) -> str | None:
    """The known path that `written` means in the document at `source`: by its folder, or by a content one."""
    if not written.startswith("/"):
        path = beside(source, written)
        if path in known:
            return path
    inner = written.lstrip("/")
    below = (posixpath.join(root, inner) for root in shelf.roots_for(source))
    return next((path for path in map(posixpath.normpath, (*below, inner)) if path in known), None)


def _to_url(
    document: Document, index: int, path: str, rest: str, fragment: str, targets: Targets
) -> Resolution:
    """A URL of this site, from its root or from the document's own page; the plan knows whether it is
    there."""
    own = targets.placements[document.path].address.output
    if not path.startswith("/"):
        path = "/" + posixpath.join(posixpath.dirname(own), path)
    folder = path.endswith(("/", "/.", "/.."))
    inner = posixpath.normpath(path).lstrip("/")
    inner = f"{inner}/" if folder and inner not in ("", ".") else inner.removeprefix(".")
    place = address(targets.base, f"/{inner}")
    file = targets.shelf.by_output.get(place.output)
    if file is not None:
        return _to_file(document, index, file, rest, targets)
    written = document.outline.refs[index].target
    pending = PendingLink(document.path, place.output, written, fragment, index)
    return Resolution(ResolvedRef(RefKind.LINK, place.url + rest), pending=pending)
