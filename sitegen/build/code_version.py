"""The code that runs, as a digest: what another version has made is made again."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent

_BASE = ("config", "model", "yaml", "*.py")
#: Rooms and modules that each stage runs through, from the package's folder.
READING = ("read", *_BASE)
RENDERING = ("render", *_BASE)
ANSWERING = ("engine", "link", "plan", "build", "render", *_BASE)
#: What the bytes of an encoded picture depend on, beside its arguments.
IMAGE_CODE = ("render/images.py", "image_open.py")
EVERYTHING = ("cli", "engine", "link", "plan", "build", "read", "render", "output", *_BASE)

#: Libraries whose versions may change what is made.
_LIBRARIES = (
    "babel",
    "jinja2",
    "markdown_it_py",
    "markupsafe",
    "mdit_py_plugins",
    "msgspec",
    "nh3",
    "pillow",
    "python_slugify",
    "pyyaml",
    "text_unidecode",
    "tzdata",
)


@cache
def code_version(rooms: tuple[str, ...]) -> str:
    """The digest of the modules of these rooms, of the libraries' versions and of Python's."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((sys.version_info[:3], _versions())).encode())
    for module in modules_of(rooms):
        digest.update(module.relative_to(_PACKAGE).as_posix().encode() + b"\0" + module.read_bytes())
    return digest.hexdigest()


def modules_of(rooms: tuple[str, ...]) -> list[Path]:
    """The files of these rooms' modules."""
    patterns = [room if room.endswith(".py") else f"{room}/**/*.py" for room in rooms]
    return [module for pattern in patterns for module in sorted(_PACKAGE.glob(pattern))]


def _versions() -> list[str]:
    """The libraries' versions, by the names of the folders that describe them."""
    found: dict[str, str] = {}
    for folder in sys.path:
        for name in _entries(folder):
            library = name.partition("-")[0].lower()
            if name.endswith(".dist-info") and library in _LIBRARIES:
                found.setdefault(library, name)
    return sorted(found.values())


def _entries(folder: str) -> list[str]:
    try:
        with os.scandir(folder or ".") as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []
