"""Photos as templates see them, and what editors must know of them."""

from __future__ import annotations

from sitegen.config import RemotePictures
from sitegen.link.licenses import license_link
from sitegen.link.references import Territory, host_of, picture_problem
from sitegen.model.content import Photo
from sitegen.model.documents import Document
from sitegen.model.views import PhotoView
from sitegen.problems import Problem, problem_at

_ELSEWHERE = ("http://", "https://", "//")


def photo_view(
    document: Document, key: str, photo: Photo, land: Territory, problems: list[Problem]
) -> tuple[PhotoView | None, str]:
    """The photo under the front matter's `key`, and the path of its file; None where it cannot be shown."""
    if photo.src.startswith(_ELSEWHERE) and host_of(photo.src):
        return _remote(document, key, photo, land, problems), ""
    path = land.shelf.find(document.path, photo.src)
    picture = None if path is None else land.pictures.get(path)
    if path is None or picture is None or picture.damage:
        problem = picture_problem(document, f"{key}.src", photo.src, path, land)
        problems.extend([problem] if problem else [])
        return None, ""
    if not (photo.alt and photo.credit):
        problems += _unsaid(document, key, photo)
    return _view(photo, land.shelf.places[path].url, picture.width, picture.height), path


def _view(photo: Photo, url: str, width: int, height: int) -> PhotoView:
    return PhotoView(
        url, width, height, photo.alt, photo.caption, photo.credit, license_link(photo.license), photo.focus
    )


def _remote(
    document: Document, key: str, photo: Photo, land: Territory, problems: list[Problem]
) -> PhotoView | None:
    if land.remote is RemotePictures.LOAD:
        problems += _unsaid(document, key, photo)
        return _view(photo, photo.src, 0, 0)
    message = "The photo lies on another host, and is left out."
    hint = "Put the picture beside the article, or set `markdown.remote_pictures: load`."
    problems.append(problem_at(document.path, f"{key}.src", "remote-picture", message, hint))
    return None


def _unsaid(document: Document, key: str, photo: Photo) -> list[Problem]:
    missing = []
    if not photo.alt:
        message = "The photo has no `alt`: readers who cannot see it learn nothing of it."
        missing.append(("missing-alt", message, "Say in a sentence what it shows."))
    if not photo.credit:
        message = "The photo has no `credit`."
        missing.append(("missing-credit", message, "Say who made it: `credit: Name / Agency`."))
    return [problem_at(document.path, key, *entry) for entry in missing]
