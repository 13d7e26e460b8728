"""Photos in front matter: what templates see, and problems with them."""

from __future__ import annotations

from msgspec import Struct

from sitegen.config.settings import RemoteImages
from sitegen.link.expired_images import remote_name
from sitegen.link.image_variants import full_image, image_crops
from sitegen.link.images import REPLACE_EXPIRED, host_of, image_path, image_problem, is_remote
from sitegen.link.licenses import license_link, license_of
from sitegen.link.targets import Targets
from sitegen.model.documents import Document, ImageInfo
from sitegen.model.front_matter import Photo
from sitegen.model.images import RATIOS, Cut, ImageNotes
from sitegen.model.views import CropView, PhotoView
from sitegen.problems import Problem, problem_at


class ShownPhoto(Struct, frozen=True, gc=False):
    """A photo with what must be published for it: the file itself, or variants of it."""

    view: PhotoView
    file: str = ""
    cuts: tuple[Cut, ...] = ()


def show_photo(
    document: Document, key: str, photo: Photo, targets: Targets, problems: list[Problem]
) -> ShownPhoto | None:
    """The photo under a `key` of the front matter; None if it cannot be shown."""
    if is_remote(document, photo.src, targets) and host_of(photo.src):
        return _remote(document, key, photo, targets, problems)
    path = image_path(document, photo.src, targets)
    image = None if path is None else targets.images.get(path)
    problem = image_problem(document, f"{key}.src", photo.src, path, targets)
    if path is None or image is None or problem is not None:
        problems.extend([problem] if problem else [])
        return None
    notes = merged_notes(photo, image.notes)
    problems += _missing_notes(document, key, photo, notes)
    return _shown(photo, image, notes, targets.files.addresses[path].url, targets.base)


def merged_notes(photo: Photo, own: ImageNotes) -> ImageNotes:
    """A photo's notes from the front matter, or else from the image's own metadata."""
    chosen = license_link(photo.license)
    license_ = own.license if chosen is None else chosen.url or chosen.title
    return ImageNotes(photo.credit or own.credit, photo.caption or own.caption, own.copyright, license_)


def _shown(photo: Photo, image: ImageInfo, notes: ImageNotes, url: str, base: str) -> ShownPhoto:
    shown = full_image(image, url, base)
    crops, cuts = image_crops(image, url, base, photo.focus)
    view = PhotoView(
        shown.url,
        shown.width,
        shown.height,
        photo.alt,
        notes.caption,
        notes.credit,
        license_link(photo.license) or license_of(notes.license),
        photo.focus,
        "" if image.transparent else image.color,  # which would show through
        shown.sources,
        crops,
    )
    return ShownPhoto(view, "" if shown.cuts else image.path, (*shown.cuts, *cuts))


def _remote(
    document: Document, key: str, photo: Photo, targets: Targets, problems: list[Problem]
) -> ShownPhoto | None:
    if remote_name(photo.src) in targets.expired:
        message = "The photo has expired."
        problems.append(problem_at(document.path, f"{key}.src", "expired-photo", message, REPLACE_EXPIRED))
        return None
    if targets.remote is RemoteImages.LOAD:
        problems += _missing_notes(document, key, photo, merged_notes(photo, ImageNotes()))
        link = license_link(photo.license)
        crops = dict.fromkeys(RATIOS, CropView(photo.src, 0, 0, ()))
        return ShownPhoto(
            PhotoView(photo.src, 0, 0, photo.alt, photo.caption, photo.credit, link, photo.focus, crops=crops)
        )
    message = "The photo is on another host, so it is left out."
    hint = "Put the image beside the article, or set `markdown.remote_images: load`."
    problems.append(problem_at(document.path, f"{key}.src", "remote-image", message, hint))
    return None


def _missing_notes(document: Document, key: str, photo: Photo, notes: ImageNotes) -> list[Problem]:
    missing = []
    if not photo.alt:
        message = "The photo has no `alt` text for readers who cannot see it."
        missing.append(("missing-alt", message, "Describe in one sentence what it shows."))
    if not notes.credit:
        message = "The photo has no `credit`, and its metadata names no author."
        missing.append(("missing-credit", message, "Name its author: `credit: Name / Agency`."))
    return [problem_at(document.path, key, *entry) for entry in missing]
