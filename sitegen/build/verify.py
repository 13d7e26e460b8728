"""Verifying a build: building the site again without the cache, and comparing every byte."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sitegen.build.cache import read_store
from sitegen.build.graph import outputs_of
from sitegen.build.options import Options
from sitegen.build.pipeline import build
from sitegen.build.report import Report
from sitegen.build.up_to_date import output_name
from sitegen.output.contents import keep_matcher
from sitegen.output.manifest import state_folder


def verify(options: Options, report: Report) -> str:
    """Describe the first difference between the output folder and a clean build; empty if there is none."""
    if options.out is None or report.moment is None:  # a check, or a site without a configuration
        return ""
    with tempfile.TemporaryDirectory(prefix="sitegen-verify-") as folder:
        clean = Path(folder) / "clean"
        now = options.now or report.moment.isoformat()
        build(msgspec.structs.replace(options, out=clean, now=now, fresh=True, explain=False))
        path = _first_difference(options.out, clean, report.kept)
        shutil.rmtree(state_folder(options.root, clean), ignore_errors=True)
    return _description(options, path) if path else ""


def _first_difference(out: Path, clean: Path, keep: tuple[str, ...]) -> str:
    is_kept = keep_matcher(keep)
    published = {path for path in _files(out) if not is_kept(path)}
    expected = set(_files(clean))
    for path in sorted(published | expected):
        if path not in published or path not in expected:
            return path
        if (out / path).read_bytes() != (clean / path).read_bytes():
            return path
    return ""


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _description(options: Options, path: str) -> str:
    with read_store(options.root) as store:
        output = outputs_of(store, output_name(options)).get(path)
    kind = f"a {output.kind}" if output else "not part of the last build"
    if output and output.source:
        kind += f" of {output.source}"
    remedy = "Run `sitegen clean`, build again, and please report this bug."
    return f"`{path}` ({kind}) differs from a clean build. {remedy}"
