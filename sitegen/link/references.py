"""What a document's links and pictures lead to, or what is wrong with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from sitegen.config import RemotePictures
from sitegen.fragments import find_fragment
from sitegen.link.files import Shelf
from sitegen.link.urls import address
from sitegen.model.documents import Document, Picture, Ref, RefKind, ref_key
from sitegen.model.jobs import ResolvedRef
from sitegen.model.site import Address, PendingLink, Visibility
from sitegen.problems import Problem, did_you_mean, problem_at

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Territory(Struct, frozen=True, gc=False):
    """Everything that a reference may lead to."""

    base: str
    suffixes: tuple[str, ...]
    shelf: Shelf
    pictures: Mapping[str, Picture]
    documents: Mapping[str, Document]
    """Every document that was read, by path."""
    paths: frozenset[str]
    """Paths of all documents, with those that could not be read or were left out."""
    addresses: Mapping[str, Address]
    """Where the shown documents stand, by path."""
    visibilities: Mapping[str, Visibility]
    remote: RemotePictures


class Resolution(Struct, frozen=True, gc=False):
    """What became of one reference; `file` is the path of the file that it needs published."""

    ref: ResolvedRef
    problem: Problem | None = None
    pending: PendingLink | None = None
    file: str = ""


def resolve(document: Document, index: int, land: Territory) -> Resolution:
    """Resolve the document's `index`-th reference."""
    ref = document.outline.refs[index]
    if ref.kind is RefKind.IMAGE:
        return _image(document, ref_key(index), ref, land)
    return _link(document, index, ref, land)


def _image(document: Document, key: str, ref: Ref, land: Territory) -> Resolution:
    if ref.target.startswith(("http://", "https://", "//")):
        return _remote_image(document, key, ref, land)
    if ref.target.startswith("data:image/"):
        return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes))
    path = land.shelf.find(document.path, re.split("[?#]", ref.target, maxsplit=1)[0])
    problem = picture_problem(document, key, ref.target, path, land)
    if path is None or problem is not None:
        return Resolution(ResolvedRef(ref.kind, "", ref.attributes), problem)
    picture = land.pictures[path]
    url = land.shelf.places[path].url
    resolved = ResolvedRef(ref.kind, url, ref.attributes, picture.width, picture.height)
    return Resolution(resolved, file=path)


def _remote_image(document: Document, key: str, ref: Ref, land: Territory) -> Resolution:
    host = host_of(ref.target)
    if not host:
        message = f"`{ref.target}` is not a picture's address."
        problem = problem_at(document.path, key, "missing-picture", message, "Mend the address.")
        return Resolution(ResolvedRef(ref.kind, "", ref.attributes), problem)
    if land.remote is RemotePictures.LOAD:
        return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes))
    message = f"The picture lies on another host ({host}); readers get a link to it."
    hint = "Put the picture beside the article, or set `markdown.remote_pictures: load`."
    problem = problem_at(document.path, key, "remote-picture", message, hint)
    return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes, remote=True), problem)


def host_of(url: str) -> str:
    """The host that an absolute URL names; empty where it is no such URL."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def picture_problem(
    document: Document, key: str, written: str, path: str | None, land: Territory
) -> Problem | None:
    """What is wrong with the picture that is `written` in the document and was found at `path`."""
    if path is None:
        message = f"There is no picture `{written}`."
        hint = _similar(
            document, written, land.pictures, "Put it beside the article's file, or into `static/`."
        )
        return problem_at(document.path, key, "missing-picture", message, hint)
    if path not in land.pictures:
        message = f"`{written}` is not a picture that we know."
        hint = "Use a JPEG, PNG, WebP, AVIF, GIF or SVG file."
        return problem_at(document.path, key, "unreadable-picture", message, hint)
    if damage := land.pictures[path].damage:
        message = f"The picture `{written}` cannot be shown: {damage}."
        return problem_at(document.path, key, "unreadable-picture", message, "Save the picture anew.")
    return None


def _similar(document: Document, written: str, known: Iterable[str], otherwise: str) -> str:
    """A hint naming a file of the same name elsewhere, or a similar one in the same folder."""
    here = posixpath.dirname(document.path)
    name = posixpath.basename(written)
    folder = posixpath.normpath(posixpath.join(here, posixpath.dirname(written)))
    near = [path for path in known if posixpath.basename(path) == name or posixpath.dirname(path) == folder]
    return did_you_mean(written, [posixpath.relpath(path, here) for path in near], otherwise)


def _link(document: Document, index: int, ref: Ref, land: Territory) -> Resolution:
    key = ref_key(index)
    if _SCHEME.match(ref.target) or ref.target.startswith("//"):
        return Resolution(ResolvedRef(ref.kind, ref.target))
    try:
        parts = urlsplit(ref.target)
    except ValueError:
        return _broken(document, key, ref, "This is not a URL.", "Mend the link.")
    if not parts.path:
        return _own_fragment(document, key, ref, parts.fragment, land)
    path = unquote(parts.path)
    if path.endswith(land.suffixes):
        return _to_document(document, key, ref, path, parts.fragment, land)
    file = land.shelf.find(document.path, parts.path)
    if file is not None:
        suffix = f"#{parts.fragment}" if parts.fragment else ""
        return Resolution(ResolvedRef(ref.kind, land.shelf.places[file].url + suffix), file=file)
    return _to_url(document, index, ref, land)


def _broken(
    document: Document, key: str, ref: Ref, message: str, hint: str, code: str = "broken-link"
) -> Resolution:
    return Resolution(ResolvedRef(ref.kind, ""), problem_at(document.path, key, code, message, hint))


def _own_fragment(document: Document, key: str, ref: Ref, fragment: str, land: Territory) -> Resolution:
    if not ref.target or ref.target == "?":
        return _broken(
            document, key, ref, "The link has no target.", "Write where it leads between the parentheses."
        )
    found = _fragment(document, fragment, land)
    if found is None:
        return _wrong_fragment(document, key, ref, document, fragment, "")
    return Resolution(ResolvedRef(ref.kind, f"#{fragment}" if found or not fragment else ""))


def _fragment(document: Document, fragment: str, land: Territory) -> str | None:
    visibility = land.visibilities.get(document.path)
    return find_fragment(document.outline, fragment, visibility is not None and visibility.gated)


def _wrong_fragment(
    document: Document, key: str, ref: Ref, target: Document, fragment: str, url: str
) -> Resolution:
    anchors = [anchor for anchor, _ in target.outline.anchors]
    place = "This text" if target is document else f"`{target.path}`"
    message = f"{place} has no heading or anchor `#{unquote(fragment)}`."
    hint = did_you_mean(unquote(fragment), anchors, "Look at the headings of the page.")
    problem = problem_at(document.path, key, "broken-fragment", message, hint)
    return Resolution(ResolvedRef(ref.kind, url), problem)


def _to_document(
    document: Document, key: str, ref: Ref, path: str, fragment: str, land: Territory
) -> Resolution:
    found = document_path(path, document.path, land.shelf.roots_for(document.path), land.addresses.keys())
    if found is None:
        return _to_missing_document(document, key, ref, path, land)
    target = land.documents[found]
    url = land.addresses[found].url
    if not fragment:
        return Resolution(ResolvedRef(ref.kind, url))
    known = _fragment(target, fragment, land)
    if known is None:
        return _wrong_fragment(document, key, ref, target, fragment, url)
    return Resolution(ResolvedRef(ref.kind, f"{url}#{known}" if known else url))


def _to_missing_document(document: Document, key: str, ref: Ref, path: str, land: Territory) -> Resolution:
    hidden = document_path(path, document.path, land.shelf.roots_for(document.path), land.paths)
    if hidden is not None:
        message = f"`{hidden}` is not published, so that the link is shown as plain text."
        hint = "Remove the link, or publish the other article."
        return _broken(document, key, ref, message, hint, "link-to-unpublished")
    hint = _similar(document, path, land.documents, "Look at the file's name and folder.")
    return _broken(document, key, ref, f"There is no document `{path}`.", hint)


def document_path(written: str, source: str, roots: Sequence[str], known: Container[str]) -> str | None:
    """The known path that `written` means in the document at `source`: by its folder, or by a content one."""
    inner = written.lstrip("/")
    candidates = [*(posixpath.join(root, inner) for root in roots), inner]
    if not written.startswith("/"):
        candidates.insert(0, posixpath.join(posixpath.dirname(source), written))
    for candidate in map(posixpath.normpath, candidates):
        if candidate in known:
            return candidate
    return None


def _to_url(document: Document, index: int, ref: Ref, land: Territory) -> Resolution:
    """A URL of this site, from its root or from the document's own page; the plan knows whether it is
    there."""
    parts = urlsplit(ref.target)
    path = unquote(parts.path)
    own = land.addresses[document.path].output
    if not path.startswith("/"):
        path = "/" + posixpath.join(posixpath.dirname(own), path)
    folder = path.endswith(("/", "/.", "/.."))
    inner = posixpath.normpath(path).lstrip("/")
    inner = f"{inner}/" if folder and inner not in ("", ".") else inner.removeprefix(".")
    rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    url = address(land.base, f"/{inner}").url + rest
    pending = PendingLink(
        document.path, address(land.base, f"/{inner}").output, ref.target, parts.fragment, index
    )
    return Resolution(ResolvedRef(ref.kind, url), pending=pending)
