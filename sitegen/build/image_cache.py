"""Images that were encoded before: their bytes, as files under the digest of all that they depend on.

The ledger tells that an output is as it was; this tells how it was where the output is gone, or where nothing
but the code of pages has changed. Any process may write, since equal names have equal bytes.
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

_NAME = "pictures"
#: Characters of a digest, which stands before the bytes of each file.
_CHECK = 32


class ImageMaker(Protocol):
    """Makes the outputs of pictures."""

    def __call__(self, path: str, args: ImageArgs, ask: Ask) -> Output:
        """A picture at an output path."""
        ...


class ImageCache:
    """The encoded pictures of a project. It can be pickled."""

    def __init__(self, root: Path) -> None:
        self.folder = root / STATE / _NAME

    def __call__(self, path: str, args: ImageArgs, ask: Ask) -> Output:
        """A picture, from here or rendered; what cannot be kept is made again another time."""
        file = self.folder / key_of(args)
        data = _checked(file)
        if data is None:
            data = encode(path, args, ask).data
            with suppress(OSError):
                _write(file, data)
        return Output(path, data)

    def prune(self, used: Iterable[ImageArgs]) -> None:
        """Remove all files but those of these pictures."""
        with suppress(OSError):
            spare = {entry.name for entry in os.scandir(self.folder)}
            spare.difference_update(map(key_of, used))
            for name in spare:
                (self.folder / name).unlink(missing_ok=True)

    def forget(self) -> int:
        """Remove all files; their size in bytes. OSError where that cannot be done."""
        if not self.folder.is_dir():
            return 0
        files = list(self.folder.iterdir())
        size = sum(file.stat().st_size for file in files)
        for file in files:
            file.unlink(missing_ok=True)
        self.folder.rmdir()
        return size


def encode(path: str, args: ImageArgs, ask: Ask) -> Output:
    """A picture, rendered whatever was made before."""
    return renderer_of(ImageArgs)(path, args, ask)


def skip_encoding(path: str, args: ImageArgs, ask: Ask) -> Output:  # noqa: ARG001
    """No picture: where nothing is published, it is enough to know that reading found its file sound."""
    return Output(path, b"")


def images_of(ask: Ask, paths: Iterable[str]) -> list[ImageArgs]:
    """The arguments of all pictures of a site."""
    jobs = (ask(JobOf(path)) for path in paths if path.startswith(f"{_NAME}/"))
    return [job.args for job in jobs if isinstance(job.args, ImageArgs)]


def concerns_images(paths: Iterable[str]) -> bool:
    """Whether a picture is among these output paths."""
    return any(path.startswith(f"{_NAME}/") for path in paths)


def key_of(args: ImageArgs) -> str:
    """The name of a picture's file: where the source lies is no matter."""
    values = [getattr(args, name) for name in args.__struct_fields__ if name != "source"]
    return digest_of((code_version(IMAGE_CODE), values))


def _checked(file: Path) -> bytes | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    check, picture = data[:_CHECK], data[_CHECK:]
    return picture if check == digest_bytes(picture).encode() else None


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.write_bytes(digest_bytes(data).encode() + data)
    part.replace(file)
