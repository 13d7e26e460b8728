"""Resolve references to images, and report what is wrong with them."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from sitegen.config.settings import RemoteImages, is_kept
from sitegen.lazy_regex import lazy_pattern
from sitegen.link.expired_images import remote_name
from sitegen.link.image_variants import full_image
from sitegen.link.path_suggestions import suggest
from sitegen.link.refused_files import PLAIN_VECTOR
from sitegen.link.targets import Resolution, Targets, problem_of
from sitegen.link.urls import internal_path, local_url
from sitegen.model.documents import Document, Ref, ref_key
from sitegen.model.jobs import ResolvedRef
from sitegen.problems import Problem, place_in, problem_at

#: The hint for an image after its `expires` date.
REPLACE_EXPIRED = "Use another image, or update `expires` if the licence was renewed."

_FULL_URL = ("http://", "https://", "//")
_QUERY = lazy_pattern("[?#]")


def resolve_image(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    """Resolve the image at index `index` of the document's references."""
    if is_remote(document, ref.target, targets):
        return _remote_image(document, index, ref, targets)
    if ref.target.startswith("data:image/"):
        return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes))
    path = image_path(document, ref.target, targets)
    if path is None and (url := external_file_url(ref.target, targets)):
        return Resolution(ResolvedRef(ref.kind, url, ref.attributes))
    problem = image_problem(document, ref_key(index), ref.target, path, targets)
    if path is None or problem is not None:
        return Resolution(ResolvedRef(ref.kind, "", ref.attributes), problem)
    shown = full_image(targets.images[path], targets.files.addresses[path].url, targets.base)
    resolved = ResolvedRef(
        ref.kind, shown.url, ref.attributes, shown.width, shown.height, sources=shown.sources
    )
    return Resolution(resolved, file="" if shown.cuts else path, cuts=shown.cuts)


def is_remote(document: Document, target: str, targets: Targets) -> bool:
    """Whether an image is on another host; an expired image without a file counts as remote, too."""
    if not target.startswith(_FULL_URL):
        return False
    if internal_path(targets.home, target) is None:
        return True
    return remote_name(target) in targets.expired and image_path(document, target, targets) is None


def image_path(document: Document, target: str, targets: Targets) -> str | None:
    """The path of the file that an image's target refers to, by its name or by its URL in this site."""
    own = internal_path(targets.home, target)
    written = _QUERY.split(target if own is None else own, maxsplit=1)[0]
    found = targets.files.find(document.path, written)
    return targets.files.by_output.get(unquote(written[1:])) if found is None and own else found


def external_file_url(target: str, targets: Targets) -> str:
    """The URL of an image that another program puts into the output folder (`keep`); or empty."""
    own = internal_path(targets.home, target) or target
    path = unquote(_QUERY.split(own, maxsplit=1)[0])
    if not path.startswith("/") or not is_kept(path[1:], targets.keep):
        return ""
    return local_url(targets.base, own)


def _remote_image(document: Document, index: int, ref: Ref, targets: Targets) -> Resolution:
    host = host_of(ref.target)
    if not host:
        message = f"`{ref.target}` is not a valid URL."
        problem = problem_of(document, index, "missing-image", message, "Correct the image's URL.")
        return Resolution(ResolvedRef(ref.kind, "", ref.attributes), problem)
    owner = targets.expired.get(remote_name(ref.target))
    if owner is not None:
        message = f"The image `{ref.target}` has expired{attribution(document, owner)}."
        problem = problem_of(document, index, "expired-photo", message, REPLACE_EXPIRED)
        return Resolution(ResolvedRef(ref.kind, "", ref.attributes), problem)
    if targets.remote is RemoteImages.LOAD:
        return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes))
    message = f"The image is on another host ({host}), so readers get a link to it."
    hint = "Put the image beside the article, or set `markdown.remote_images: load`."
    problem = problem_of(document, index, "remote-image", message, hint)
    return Resolution(ResolvedRef(ref.kind, ref.target, ref.attributes, remote=True), problem)


def host_of(url: str) -> str:
    """The host of a full URL; empty for any other text."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def image_problem(
    document: Document, key: str, written: str, path: str | None, targets: Targets
) -> Problem | None:
    """What is wrong with the image `written` under a document's key and found at `path`; or None."""
    if path is None:
        message = f"There is no image `{written}`." if written else "The image has no file name."
        otherwise = "Put it beside the article's file, or in `static/`."
        hint = suggest(targets.image_suggestions, document.path, written, otherwise, place_in(key))
        return problem_at(document.path, key, "missing-image", message, hint)
    if targets.rules.is_withheld(path, document.path):
        message = f"The image `{written}` is in a folder that starts with `_`, which is never published."
        hint = "Move the image, or rename the folder."
        return problem_at(document.path, key, "missing-image", message, hint)
    if path in targets.expired:
        message = f"The image `{written}` has expired{attribution(document, targets.expired[path])}."
        return problem_at(document.path, key, "expired-photo", message, REPLACE_EXPIRED)
    image = targets.images.get(path)
    if image is None:
        message = f"`{written}` is not an image in a supported format."
        hint = "Use a JPEG, PNG, WebP, AVIF, GIF or SVG file."
        return problem_at(document.path, key, "unreadable-image", message, hint)
    if image.damage:
        message = f"The image `{written}` cannot be shown: {image.damage}."
        hint = PLAIN_VECTOR if image.unsafe else "Export or save the image again."
        return problem_at(document.path, key, "unreadable-image", message, hint)
    return None


def attribution(document: Document, owner: str) -> str:
    """The part of a message that names another document which sets an image's date."""
    return "" if owner == document.path else f", according to `{owner}`"
