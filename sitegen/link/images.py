"""Pictures in texts: the files that they mean, or what is wrong with them."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from sitegen.config.settings import RemoteImages, is_kept
from sitegen.lazy_regex import lazy_pattern
from sitegen.link.expired_images import remote_name
from sitegen.link.image_variants import whole
from sitegen.link.own_urls import own_path
from sitegen.link.path_suggestions import hint as hint_near
from sitegen.link.refused_files import PLAIN_VECTOR
from sitegen.link.targets import Resolution, Targets, problem_of
from sitegen.link.urls import local_url
from sitegen.model.documents import Document, Ref, ref_key
from sitegen.model.jobs import ResolvedRef
from sitegen.problems import Problem, place_in, problem_at

#: What to do about a picture whose licence has ended.
RENEW = "Take another picture; or correct `expires` if there is a new licence."

_ELSEWHERE = ("http://", "https://", "//")
_QUERY = lazy_pattern("[?#]")


def resolve_picture(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    """What becomes of a picture in a text."""
    if is_remote(document, ref.target, targets):
        return _remote_image(document, index, ref, targets)
    if ref.target.startswith("data:image/"):
        return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes))
    path = picture_path(document, ref.target, targets)
    if path is None and (kept := kept_url(ref.target, targets)):
        return Resolution(ResolvedRef(ref.kind, kept, ref.attributes))
    problem = picture_problem(document, ref_key(index), ref.target, path, targets)
    if path is None or problem is not None:
        return Resolution(ResolvedRef(ref.kind, "", ref.attributes), problem)
    picture = targets.pictures[path]
    shown = whole(picture, targets.shelf.places[path].url, targets.base)
    resolved = ResolvedRef(
        ref.kind, shown.url, ref.attributes, shown.width, shown.height, sources=shown.sources
    )
    return Resolution(resolved, file="" if shown.cuts else path, cuts=shown.cuts)


def is_remote(document: Document, target: str, targets: Targets) -> bool:
    """Whether a picture lies on another host, or is known as one that may not be shown any more."""
    if not target.startswith(_ELSEWHERE):
        return False
    if own_path(targets.home, target) is None:
        return True
    return remote_name(target) in targets.expired and picture_path(document, target, targets) is None


def picture_path(document: Document, target: str, targets: Targets) -> str | None:
    """The path of the file that a picture's target means, by its name or by its URL in this site."""
    own = own_path(targets.home, target)
    written = _QUERY.split(target if own is None else own, maxsplit=1)[0]
    found = targets.shelf.find(document.path, written)
    return targets.shelf.by_output.get(unquote(written[1:])) if found is None and own else found


def kept_url(target: str, targets: Targets) -> str:
    """The URL of a picture that something else puts into the output folder; empty where it is none."""
    own = own_path(targets.home, target) or target
    path = unquote(_QUERY.split(own, maxsplit=1)[0])
    if not path.startswith("/") or not is_kept(path[1:], targets.keep):
        return ""
    return local_url(targets.base, own)


def _remote_image(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    host = host_of(ref.target)
    if not host:
        message = f"`{ref.target}` is not a picture's address."
        problem = problem_of(document, index, "missing-image", message, "Mend the address.")
        return Resolution(ResolvedRef(ref.kind, "", ref.attributes), problem)
    owner = targets.expired.get(remote_name(ref.target))
    if owner is not None:
        message = f"The picture `{ref.target}` may not be shown any more{says_who(document, owner)}."
        problem = problem_of(document, index, "expired-photo", message, RENEW)
        return Resolution(ResolvedRef(ref.kind, "", ref.attributes), problem)
    if targets.remote is RemoteImages.LOAD:
        return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes))
    message = f"The picture lies on another host ({host}); readers get a link to it."
    hint = "Put the picture beside the article, or set `markdown.remote_images: load`."
    problem = problem_of(document, index, "remote-image", message, hint)
    return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes, remote=True), problem)


def host_of(url: str) -> str:
    """The host that an absolute URL names; empty where it is no such URL."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def picture_problem(
    document: Document, key: str, written: str, path: str | None, targets: Targets
) -> Problem | None:
    """What is wrong with the picture that is `written` under a document's key and was found at `path`."""
    if path is None:
        message = f"There is no picture `{written}`."
        otherwise = "Put it beside the article's file, or into `static/`."
        hint = hint_near(targets.near_pictures, document.path, written, otherwise, place_in(key))
        return problem_at(document.path, key, "missing-image", message, hint)
    if targets.rules.is_withheld(path, document.path):
        message = (
            f"The picture `{written}` lies in a folder whose name begins with `_`, which is never published."
        )
        hint = "Move the picture, or rename the folder."
        return problem_at(document.path, key, "missing-image", message, hint)
    if path in targets.expired:
        who = says_who(document, targets.expired[path])
        message = f"The picture `{written}` may not be shown any more{who}."
        return problem_at(document.path, key, "expired-photo", message, RENEW)
    picture = targets.pictures.get(path)
    if picture is None:
        message = f"`{written}` is not a picture that we know."
        hint = "Use a JPEG, PNG, WebP, AVIF, GIF or SVG file."
        return problem_at(document.path, key, "unreadable-image", message, hint)
    if picture.damage:
        message = f"The picture `{written}` cannot be shown: {picture.damage}."
        hint = PLAIN_VECTOR if picture.unsafe else "Save the picture anew."
        return problem_at(document.path, key, "unreadable-image", message, hint)
    return None


def says_who(document: Document, owner: str) -> str:
    """Which other document says that a picture may not be shown any more, for a message."""
    return "" if owner == document.path else f", as `{owner}` says"
