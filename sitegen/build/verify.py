"""A second opinion: the site built from nothing beside, and every byte compared."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sitegen.build.cache import consulted
from sitegen.build.graph import outputs_of
from sitegen.build.options import Options
from sitegen.build.pipeline import build
from sitegen.build.report import Report
from sitegen.build.up_to_date import output_name
from sitegen.output.contents import keep_matcher
from sitegen.output.manifest import state_folder


def verify(options: Options, report: Report) -> str:
    """What the first difference is between the output and a clean build of the same input; empty for none."""
    assert options.out is not None
    assert report.moment is not None
    with tempfile.TemporaryDirectory(prefix="sitegen-verify-") as folder:
        beside = Path(folder) / "clean"
        moment = options.now or report.moment.isoformat()
        build(msgspec.structs.replace(options, out=beside, now=moment, fresh=True, explain=False))
        path = _first_difference(options.out, beside, report.kept)
        shutil.rmtree(state_folder(options.root, beside), ignore_errors=True)
    return _described(options, path) if path else ""


def _first_difference(out: Path, clean: Path, keep: tuple[str, ...]) -> str:
    is_guest = keep_matcher(keep)
    here = {path for path in _files(out) if not is_guest(path)}
    there = set(_files(clean))
    for path in sorted(here | there):
        if path not in here or path not in there:
            return path
        if (out / path).read_bytes() != (clean / path).read_bytes():
            return path
    return ""


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _described(options: Options, path: str) -> str:
    with consulted(options.root) as store:
        made = outputs_of(store, output_name(options)).get(path)
    job = f"a {made.kind}" if made else "no part of the last build"
    if made and made.source:
        job += f" of {made.source}"
    remedy = "Run `sitegen clean`, build again, and please report this."
    return f"`{path}` ({job}) is not what a build from nothing gives. {remedy}"
