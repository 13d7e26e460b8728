"""Rendering one output, in this process or another: its bytes, and the queries they depend on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, TypeGuard

from msgspec import Struct

from sitegen.build.image_cache import ImageEncoder, encode
from sitegen.digest import digest_bytes
from sitegen.engine.engine import Engine
from sitegen.model import site_queries as q
from sitegen.model.jobs import AssetArgs, CopyArgs, ImageArgs, Job, JobArgs
from sitegen.model.query import Ask, Query, Recorder
from sitegen.model.render_queries import BodyAt, FileBytes
from sitegen.output.writers import Writer, Written
from sitegen.plan.rules import RouteOf
from sitegen.plan.site_lookup import SiteLookup
from sitegen.problems import Problem, SitegenError
from sitegen.render.environment import environment
from sitegen.render.errors import TemplateProblem
from sitegen.render.renderers import render
from sitegen.store import Store, get_body


class RenderAsk:
    """Answers the queries of renderers: from the store and the files, or else from the engine.

    Bodies and files are not recorded: a Job has their digests.
    """

    def __init__(self, root: Path, store: Store, ask: Ask) -> None:
        self.root = root
        self._store = store
        self._ask = ask

    def __call__(self, query: Query[object], /) -> Any:
        """The answer."""
        if isinstance(query, BodyAt):
            return get_body(self._store, query.digest)
        if isinstance(query, FileBytes):
            return (self.root / query.path).read_bytes()
        return self._ask(query)


class RenderedOutput(Struct, frozen=True):
    """A rendered output, its digest and its queries, or a problem. `source` is the file that it shows or
    copies."""

    path: str
    kind: str
    source: str
    queries: Collection[Query[object]] = ()
    data: bytes = b""
    digest: str = ""
    problem: Problem | None = None


def render_output(
    path: str, ask: Ask, root: Path, store: Store, encode_image: ImageEncoder = encode
) -> RenderedOutput:
    """Render an output. KeyError if none is planned at the path."""
    recorder = Recorder(ask)
    job = job_at(path, recorder)
    render_ask, source = RenderAsk(root, store, recorder), source_of(job)
    try:
        if isinstance(job.args, ImageArgs):
            output = encode_image(path, job.args, render_ask)
        else:
            output = render(job, render_ask)
    except TemplateProblem as error:
        return RenderedOutput(path, job.kind, source, problem=error.problem)
    except OSError as error:
        reason = error.strerror or error
        raise SitegenError(
            f"`{error.filename or source}` could not be read during the build: {reason}. "
            "Nothing was written. Run the build again."
        ) from error
    digest = digest_bytes(output.data)
    if _is_copy(job.args) and digest != job.args.digest:
        raise SitegenError(f"`{job.args.source}` changed during the build. Run the build again.")
    queries = [query for query in recorder.answers if query != q.ThemeInUse()]
    return RenderedOutput(path, job.kind, source, queries, output.data, digest)


def job_at(path: str, ask: Ask) -> Job:
    """The Job of an output path. KeyError if none is planned."""
    route = ask(RouteOf(path))
    if route is None:
        raise KeyError(path)
    return route.make(SiteLookup(ask), route.subject)


def _is_copy(args: JobArgs) -> TypeGuard[CopyArgs | AssetArgs]:
    """Whether the output is a copy of a file. Stylesheets are rendered from text that was read before."""
    return isinstance(args, CopyArgs) or (isinstance(args, AssetArgs) and args.text is None)


def source_of(job: Job) -> str:
    """The file that an output shows or copies, relative to the project; empty for other outputs."""
    if isinstance(job.args, CopyArgs | ImageArgs):
        return job.args.source
    return str(getattr(job.args, "document", ""))


class RenderedFile(Struct, frozen=True):
    """An output that some process rendered and wrote, and its queries (see `Engine.split_shared`), or a
    problem."""

    path: str
    kind: str
    source: str
    digest: str = ""
    written: Written | None = None
    numbers: bytes = b""
    others: tuple[Query[object], ...] = ()
    problem: Problem | None = None


class RenderWork:
    """Renders and writes outputs, one by one: a `Work`. A process that does not share memory with this one
    receives the inputs and works out the answers itself."""

    def __init__(
        self,
        root: Path,
        ask: Engine,
        store: Store,
        writer: Writer,
        encode_image: ImageEncoder = encode,
        shared: int = -1,
    ) -> None:
        self._ask = ask
        self._root = root
        self._store = store
        self._writer = writer
        self._encode_image = encode_image
        self._shared = ask.last_id if shared < 0 else shared

    def __reduce__(self) -> tuple[object, ...]:
        return (RenderWork, (self._root, self._ask, self._store, self._writer, self._encode_image, 0))

    def prepare(self, outputs: Iterable[str]) -> None:
        """Before other processes start, compile all templates and ask the common queries of these outputs."""
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
        """Render and write the output at a path. OSError if the disk fails."""
        output = render_output(item, self._ask, self._root, self._store, self._encode_image)
        if output.problem is not None:
            return RenderedFile(item, output.kind, output.source, problem=output.problem)
        written = self._writer.write(item, output.data, output.digest)
        numbers, others = self._ask.split_shared(output.queries, self._shared)
        return RenderedFile(item, output.kind, output.source, output.digest, written, numbers, tuple(others))
