"""A digest of the running code: another version makes cached results invalid."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent

_BASE = ("config", "model", "yaml", "*.py")
#: The packages and modules that each stage uses.
READING = ("read", *_BASE)
RENDERING = ("render", *_BASE)
ANSWERING = ("engine", "link", "plan", "build", "render", *_BASE)
#: The modules that determine the bytes of an encoded image.
IMAGE_CODE = ("render/images.py", "image_open.py")
EVERYTHING = ("cli", "engine", "link", "plan", "build", "read", "render", "output", *_BASE)

#: Libraries that affect the output.
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
def code_version(packages: tuple[str, ...]) -> str:
    """The digest of the modules in these packages, and of the versions of libraries and Python."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((sys.version_info[:3], _versions())).encode())
    for module in modules_of(packages):
        digest.update(module.relative_to(_PACKAGE).as_posix().encode() + b"\0" + module.read_bytes())
    return digest.hexdigest()


def modules_of(packages: tuple[str, ...]) -> list[Path]:
    """The files of the modules in these packages."""
    patterns = [package if package.endswith(".py") else f"{package}/**/*.py" for package in packages]
    return [module for pattern in patterns for module in sorted(_PACKAGE.glob(pattern))]


def _versions() -> list[str]:
    """The libraries' versions, as the names of their `.dist-info` folders."""
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
