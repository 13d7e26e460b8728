"""Documents that begin with another system's lines of metadata, given a front matter in YAML."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.build.load import load_config
from sitegen.config.settings import Config
from sitegen.problems import SitegenError, WrongUse, refusal
from sitegen.read.content_paths import is_document, layout_of, outermost_roots
from sitegen.read.file_state import Files
from sitegen.read.pelican import as_front_matter


class Converted(Struct, frozen=True):
    """A document with the front matter that it gets."""

    path: str
    front_matter: str


def convert(root: Path, paths: Iterable[str], dry_run: bool) -> list[Converted]:
    """Give the documents at these paths, or all, a front matter if they have lines of metadata in its place.

    Nothing is written where `dry_run` is true. WrongUse for a path that is no document of the project.
    """
    config, problems = load_config(Files(root))
    if config is None:
        first = problems[0]
        raise WrongUse(f"{first.place}: {first.message} {first.hint}".strip())
    known = sorted(_documents(root, config))
    chosen = [_chosen(root, path, known) for path in paths] or known
    return [found for path in dict.fromkeys(chosen) if (found := _converted(root, path, dry_run))]


def _documents(root: Path, config: Config) -> Iterator[str]:
    """The documents of the project, without those that are links to others."""
    places, files = layout_of(config), Files(root)
    for folder in outermost_roots(places):
        walked = files.walk(folder, suffixes=config.content.suffixes)
        yield from (p for p in walked.files if is_document(p, places) and p not in walked.targets)


def _chosen(root: Path, written: str, known: list[str]) -> str:
    """The document that a path on the command line means, from where one is or from the project."""
    for start in (Path.cwd(), root):
        place = Path(os.path.normpath(start / written))
        if place.is_relative_to(root) and place.relative_to(root).as_posix() in known:
            return place.relative_to(root).as_posix()
    raise WrongUse(f"`{written}` is no document of this project.")


def _converted(root: Path, path: str, dry_run: bool) -> Converted | None:
    place = root / path
    try:
        text = place.read_bytes().decode("utf-8")
    except UnicodeDecodeError:  # a build says where
        return None
    except OSError as error:
        raise refusal(error) from error
    converted = as_front_matter(text)
    if converted is None:
        return None
    if not dry_run:
        _replace(place, converted.encode())
    matter = converted.removeprefix("\ufeff").replace("\r\n", "\n").split("---\n", 2)[1]
    return Converted(path, matter)


def _replace(place: Path, data: bytes) -> None:
    """Put other bytes into a file, all or none."""
    try:
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as file:
            file.write(data)
        written = Path(file.name)
        written.chmod(place.stat().st_mode)
        written.replace(place)
    except OSError as error:
        raise SitegenError(f"`{place}` cannot be written: {error.strerror or error}.") from error
