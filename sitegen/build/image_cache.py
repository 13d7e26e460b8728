"""The cache of encoded images, as files named by the digest of everything that they depend on.

It outlives the output folder and changes to the code of pages. Any process may write to it: files of equal
names have equal bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sitegen.build.code_version import IMAGE_CODE, code_version
from sitegen.config.project import STATE
from sitegen.digest import digest_bytes, digest_of
from sitegen.model.jobs import ImageArgs, Output
from sitegen.model.query import Ask
from sitegen.plan.rules import JobOf
from sitegen.render.renderers import renderer_of

#: The folder of the cache, and of images in the output.
_FOLDER = "pictures"
#: Characters of the digest before the bytes of each file.
_CHECK = 32


class ImageEncoder(Protocol):
    """Encodes images."""

    def __call__(self, path: str, args: ImageArgs, ask: Ask) -> Output:
        """The image at an output path."""
        ...


class ImageCache:
    """The encoded images of a project. It can be pickled."""

    def __init__(self, root: Path) -> None:
        self.folder = root / STATE / _FOLDER

    def __call__(self, path: str, args: ImageArgs, ask: Ask) -> Output:
        """An image from the cache, or a newly encoded one, which is cached if possible."""
        file = self.folder / cache_key(args)
        data = _read(file)
        if data is None:
            data = encode(path, args, ask).data
            with suppress(OSError):
                _write(file, data)
        return Output(path, data)

    def prune(self, used: Iterable[ImageArgs]) -> None:
        """Remove all files except those of these images."""
        with suppress(OSError):
            unused = {entry.name for entry in os.scandir(self.folder)}
            unused.difference_update(map(cache_key, used))
            for name in unused:
                (self.folder / name).unlink(missing_ok=True)

    def clear(self) -> int:
        """Remove all files; return their size in bytes. OSError if that fails."""
        if not self.folder.is_dir():
            return 0
        files = list(self.folder.iterdir())
        size = sum(file.stat().st_size for file in files)
        for file in files:
            file.unlink(missing_ok=True)
        self.folder.rmdir()
        return size


def encode(path: str, args: ImageArgs, ask: Ask) -> Output:
    """Encode an image without the cache."""
    return renderer_of(ImageArgs)(path, args, ask)


def skip_encoding(path: str, args: ImageArgs, ask: Ask) -> Output:  # noqa: ARG001
    """Return an empty image, for checks: reading has already validated the file."""
    return Output(path, b"")


def images_of(ask: Ask, paths: Iterable[str]) -> list[ImageArgs]:
    """The arguments of all images among these output paths."""
    jobs = (ask(JobOf(path)) for path in paths if path.startswith(f"{_FOLDER}/"))
    return [job.args for job in jobs if isinstance(job.args, ImageArgs)]


def has_images(paths: Iterable[str]) -> bool:
    """Whether any of these output paths is an image."""
    return any(path.startswith(f"{_FOLDER}/") for path in paths)


def cache_key(args: ImageArgs) -> str:
    """The name of an image's file. It does not depend on the path of the source."""
    values = [getattr(args, name) for name in args.__struct_fields__ if name != "source"]
    return digest_of((code_version(IMAGE_CODE), values))


def _read(file: Path) -> bytes | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    check, image = data[:_CHECK], data[_CHECK:]
    return image if check == digest_bytes(image).encode() else None


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.write_bytes(digest_bytes(data).encode() + data)
    part.replace(file)
