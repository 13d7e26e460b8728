"""Converting metadata of other systems to YAML front matter."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.build.configuration import load_config
from sitegen.config.settings import Config
from sitegen.problems import SitegenError, WrongUse, refusal
from sitegen.read.content_paths import is_document, layout_of, outermost_roots
from sitegen.read.file_state import Files
from sitegen.read.pelican import as_front_matter


class ConvertedDocument(Struct, frozen=True):
    """A document and its new front matter."""

    path: str
    front_matter: str


def convert(root: Path, paths: Iterable[str], dry_run: bool) -> list[ConvertedDocument]:
    """Convert the documents at these paths, or all documents, if they begin with metadata lines.

    With `dry_run`, nothing is written. WrongUse for a path that is not a document of the project.
    """
    config, problems = load_config(Files(root))
    if config is None:
        first = problems[0]
        raise WrongUse(f"{first.place}: {first.message} {first.hint}".strip())
    known = sorted(_documents(root, config))
    chosen = [_find_document(root, path, known) for path in paths] or known
    return [found for path in dict.fromkeys(chosen) if (found := _convert_document(root, path, dry_run))]


def _documents(root: Path, config: Config) -> Iterator[str]:
    """The project's documents, without symbolic links to others."""
    content_paths, files = layout_of(config), Files(root)
    for folder in outermost_roots(content_paths):
        walked = files.walk(folder, suffixes=config.content.suffixes)
        yield from (p for p in walked.files if is_document(p, content_paths) and p not in walked.targets)


def _find_document(root: Path, path: str, known: list[str]) -> str:
    """The document at a path relative to the working directory or to the project."""
    for start in (Path.cwd(), root):
        file = Path(os.path.normpath(start / path))
        if file.is_relative_to(root) and file.relative_to(root).as_posix() in known:
            return file.relative_to(root).as_posix()
    raise WrongUse(f"`{path}` is not a document in this project.")


def _convert_document(root: Path, path: str, dry_run: bool) -> ConvertedDocument | None:
    file = root / path
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:  # a build reports it
        return None
    except OSError as error:
        raise refusal(error) from error
    converted = as_front_matter(text)
    if converted is None:
        return None
    if not dry_run:
        _replace(file, converted.encode())
    matter = converted.removeprefix("\ufeff").replace("\r\n", "\n").split("---\n", 2)[1]
    return ConvertedDocument(path, matter)


def _replace(file: Path, data: bytes) -> None:
    """Replace the contents of a file atomically."""
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as opened:
            opened.write(data)
        written = Path(opened.name)
        written.chmod(file.stat().st_mode)
        written.replace(file)
    except OSError as error:
        raise SitegenError(f"`{file}` cannot be written: {error.strerror or error}.") from error
