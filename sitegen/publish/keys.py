"""What a Job's output depends on, as digests: its arguments part by part, and the code that runs."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.digest import encoded_in_order
from sitegen.model.jobs import AssetArgs, BodyRef, CopyArgs, Job, PageArgs

#: Bytes of a part's digest. It is only ever compared with the one digest that the part had before.
SIZE = 8

#: Rooms and modules that each stage runs through, from the package's folder.
READING = ("read", "model", "*.py")
LINKING = ("link", "model", "*.py")
RENDERING = ("render", "model", "*.py")
EVERYTHING = ("cli", "link", "model", "plan", "publish", "read", "render", "*.py")

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


def whole_of(job: Job) -> bytes:
    """The digest of all of a Job's arguments that its output depends on."""
    args = job.args
    if isinstance(args, CopyArgs | AssetArgs):  # where the file lies is no matter
        return _digest(args.digest)
    if isinstance(args, PageArgs):  # its document is named in messages only
        return _digest((args.template, args.meta, args.body, args.context))
    return _digest(args)


def parts_of(job: Job) -> dict[str, bytes]:
    """The digests of a Job's arguments by name, as deep as an author would speak of them."""
    return {name: _digest(value) for name, value in _parts(job)}


def _parts(job: Job) -> Iterator[tuple[str, Any]]:
    args = job.args
    if isinstance(args, CopyArgs | AssetArgs):
        yield "file", args.digest
        return
    if not isinstance(args, PageArgs):
        for name in args.__struct_fields__:
            yield name, getattr(args, name)
        return
    yield "template", args.template
    yield from _fields("meta", args.meta)
    if args.body is not None:
        yield from _body(args.body)
    for name, value in args.context:
        yield from _fields(name, value)


def _body(body: BodyRef) -> Iterator[tuple[str, Any]]:
    yield "body.text", body.digest
    yield "body.links", body.refs
    yield "body.gated", body.gated


def _fields(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Struct):
        yield name, value
        return
    for field in value.__struct_fields__:
        inner = getattr(value, field)
        if field == "card":
            yield from _fields(name, inner)
        else:
            yield f"{name}.{field}", inner


def _digest(value: Any) -> bytes:
    data = encoded_in_order(value)
    return _digest_again(data) if len(data) <= _SHORT else _digest_bytes(data)


def _digest_bytes(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=SIZE).digest()


#: Bytes of a part that most pages have alike: nothing, a language, a section's name.
_SHORT = 64
_digest_again = lru_cache(maxsize=8192)(_digest_bytes)


@cache
def code_version(rooms: tuple[str, ...]) -> str:
    """The digest of the modules of these rooms, of the libraries' versions and of Python's."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((sys.version_info[:3], _versions())).encode())
    for room in rooms:
        pattern = room if room.endswith(".py") else f"{room}/**/*.py"
        for module in sorted(package.glob(pattern)):
            digest.update(module.relative_to(package).as_posix().encode() + b"\0" + module.read_bytes())
    return digest.hexdigest()


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


def changed(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> list[str]:
    """The names of parts that differ, in order."""
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
