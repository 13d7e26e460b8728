"""Rendering one output, here or in another process: its bytes, and every query made for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.build.answers import Answers
from sitegen.build.image_cache import ImageMaker, encode
from sitegen.digest import digest_bytes
from sitegen.engine.engine import Engine
from sitegen.model import site_queries as q
from sitegen.model.jobs import AssetArgs, CopyArgs, ImageArgs, Job
from sitegen.model.query import Ask, Query, Recorder
from sitegen.model.render_queries import FileBytes
from sitegen.output.writers import Writer, Written
from sitegen.plan.rules import RouteOf
from sitegen.plan.site_lookup import SiteLookup
from sitegen.problems import Problem, SitegenError
from sitegen.render.environment import environment
from sitegen.render.errors import TemplateProblem
from sitegen.render.renderers import render
from sitegen.store import Store


class RenderedOutput(Struct, frozen=True):
    """What became of one output: its bytes with their digest and all that was asked for them, or what is
    wrong. `source` is the file that it shows or copies."""

    path: str
    kind: str
    source: str
    asked: Collection[Query[Any]] = ()
    data: bytes = b""
    digest: str = ""
    problem: Problem | None = None


def render_output(
    path: str, ask: Ask, root: Path, store: Store, pictures: ImageMaker = encode
) -> RenderedOutput:
    """Render an output; `pictures` may have some of before. KeyError where none is planned at the path."""
    recorder = Recorder(ask)
    job = job_at(path, recorder)
    answers, source = Answers(root, store, recorder), source_of(job)
    try:
        made = pictures(path, job.args, answers) if isinstance(job.args, ImageArgs) else render(job, answers)
    except TemplateProblem as error:
        return RenderedOutput(path, job.kind, source, problem=error.problem)
    except OSError as error:
        reason = error.strerror or error
        raise SitegenError(
            f"`{error.filename or source}` could not be read any more while the site was built: {reason}. "
            "Nothing was written. Build it again."
        ) from error
    digest = digest_bytes(made.data)
    if isinstance(job.args, CopyArgs | AssetArgs) and _is_another(job.args, digest, answers):
        raise SitegenError(f"`{job.args.source}` changed while the site was built. Build it again.")
    asked = [question for question in recorder.answers if question != q.ThemeInUse()]
    return RenderedOutput(path, job.kind, source, asked, made.data, digest)


def job_at(path: str, ask: Ask) -> Job:
    """The Job of an output path. KeyError where none is planned."""
    route = ask(RouteOf(path))
    if route is None:
        raise KeyError(path)
    return route.make(SiteLookup(ask), route.subject)


def _is_another(args: CopyArgs | AssetArgs, digest: str, ask: Ask) -> bool:
    """Whether a file that goes out, in bytes with this digest, is not the one any more that was read."""
    if isinstance(args, AssetArgs) and args.content:  # a stylesheet goes out with other addresses
        digest = digest_bytes(ask(FileBytes(args.source)))
        return digest != args.content
    return digest != args.digest


def source_of(job: Job) -> str:
    """The file that an output shows or copies, by its path from the project's root; empty for others."""
    if isinstance(job.args, CopyArgs | ImageArgs):
        return job.args.source
    return str(getattr(job.args, "document", ""))


class RenderedFile(Struct, frozen=True):
    """What became of one output in some process: where its bytes were written, and what was asked for them
    (see `Engine.split_shared`); or what is wrong."""

    path: str
    kind: str
    source: str
    digest: str = ""
    written: Written | None = None
    numbers: bytes = b""
    others: tuple[Query[Any], ...] = ()
    problem: Problem | None = None


class RenderWork:
    """Renders and writes one output after another: a `Work`. A process that does not share this one's memory
    gets the inputs, and finds out what it needs."""

    def __init__(
        self,
        root: Path,
        ask: Engine,
        store: Store,
        writer: Writer,
        pictures: ImageMaker = encode,
        shared: int = -1,
    ) -> None:
        self._ask = ask
        self._root = root
        self._store = store
        self._writer = writer
        self._pictures = pictures
        self._shared = ask.last_id if shared < 0 else shared

    def __reduce__(self) -> tuple[object, ...]:
        return (RenderWork, (self._root, self._ask, self._store, self._writer, self._pictures, 0))

    def prepare(self, outputs: Iterable[str]) -> None:
        """Do what every process would have to do, before there are others; and ask what their pages will ask,
        which is then known to all."""
        environment(self._ask(q.ThemeInUse())).compile_all()
        for output in outputs:
            route = self._ask(RouteOf(output))
            if route is not None and (path := route.document):
                self._ask(q.BodyDigestOf(path))
                self._ask(q.RefsOf(path))
                if self._ask(q.ArticleOf(path)) is not None:
                    self._ask(q.RelatedOf(path))
        self._shared = self._ask.last_id

    def __call__(self, item: str) -> RenderedFile:
        """The output at a path. OSError where the disk refuses."""
        printed = render_output(item, self._ask, self._root, self._store, self._pictures)
        if printed.problem is not None:
            return RenderedFile(item, printed.kind, printed.source, problem=printed.problem)
        written = self._writer.write(item, printed.data, printed.digest)
        numbers, others = self._ask.split_shared(printed.asked, self._shared)
        return RenderedFile(
            item, printed.kind, printed.source, printed.digest, written, numbers, tuple(others)
        )
