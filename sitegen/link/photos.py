"""Photos as templates see them, and what editors must know of them."""

from __future__ import annotations

from msgspec import Struct

from sitegen.config.settings import RemoteImages
from sitegen.link.expired_images import remote_name
from sitegen.link.image_variants import crops, whole
from sitegen.link.images import RENEW, host_of, is_remote, picture_path, picture_problem
from sitegen.link.licenses import license_link, license_of
from sitegen.link.targets import Targets
from sitegen.model.documents import Document, ImageInfo
from sitegen.model.front_matter import Photo
from sitegen.model.images import RATIOS, Cut, ImageNotes
from sitegen.model.views import CropView, PhotoView
from sitegen.problems import Problem, problem_at


class ShownPhoto(Struct, frozen=True, gc=False):
    """A photo with what has to be published for it: the file itself, or cuts of it."""

    view: PhotoView
    file: str = ""
    cuts: tuple[Cut, ...] = ()


def show_photo(
    document: Document, key: str, photo: Photo, targets: Targets, problems: list[Problem]
) -> ShownPhoto | None:
    """The photo under the front matter's `key`; None where it cannot be shown."""
    if is_remote(document, photo.src, targets) and host_of(photo.src):
        return _remote(document, key, photo, targets, problems)
    path = picture_path(document, photo.src, targets)
    picture = None if path is None else targets.pictures.get(path)
    problem = picture_problem(document, f"{key}.src", photo.src, path, targets)
    if path is None or picture is None or problem is not None:
        problems.extend([problem] if problem else [])
        return None
    notes = told(photo, picture.notes)
    problems += _unsaid(document, key, photo, notes)
    return _shown(photo, picture, notes, targets.shelf.places[path].url, targets.base)


def told(photo: Photo, own: ImageNotes) -> ImageNotes:
    """What is said of a photo: by its author, and where that is nothing by the picture itself."""
    chosen = license_link(photo.license)
    license_ = own.license if chosen is None else chosen.url or chosen.title
    return ImageNotes(photo.credit or own.credit, photo.caption or own.caption, own.copyright, license_)


def _shown(photo: Photo, picture: ImageInfo, notes: ImageNotes, url: str, base: str) -> ShownPhoto:
    shown = whole(picture, url, base)
    parts, cuts = crops(picture, url, base, photo.focus)
    view = PhotoView(
        shown.url,
        shown.width,
        shown.height,
        photo.alt,
        notes.caption,
        notes.credit,
        license_link(photo.license) or license_of(notes.license),
        photo.focus,
        "" if picture.transparent else picture.color,  # which would show through
        shown.sources,
        parts,
    )
    return ShownPhoto(view, "" if shown.cuts else picture.path, (*shown.cuts, *cuts))


def _remote(
    document: Document, key: str, photo: Photo, targets: Targets, problems: list[Problem]
) -> ShownPhoto | None:
    if remote_name(photo.src) in targets.expired:
        message = "The photo may not be shown any more."
        problems.append(problem_at(document.path, f"{key}.src", "expired-photo", message, RENEW))
        return None
    if targets.remote is RemoteImages.LOAD:
        problems += _unsaid(document, key, photo, told(photo, ImageNotes()))
        link = license_link(photo.license)
        parts = dict.fromkeys(RATIOS, CropView(photo.src, 0, 0, ()))
        return ShownPhoto(
            PhotoView(photo.src, 0, 0, photo.alt, photo.caption, photo.credit, link, photo.focus, crops=parts)
        )
    message = "The photo lies on another host, and is left out."
    hint = "Put the picture beside the article, or set `markdown.remote_images: load`."
    problems.append(problem_at(document.path, f"{key}.src", "remote-image", message, hint))
    return None


def _unsaid(document: Document, key: str, photo: Photo, notes: ImageNotes) -> list[Problem]:
    missing = []
    if not photo.alt:
        message = "The photo has no `alt`: readers who cannot see it learn nothing of it."
        missing.append(("missing-alt", message, "Say in a sentence what it shows."))
    if not notes.credit:
        message = "The photo has no `credit`, and its file names nobody."
        missing.append(("missing-credit", message, "Say who made it: `credit: Name / Agency`."))
    return [problem_at(document.path, key, *entry) for entry in missing]
