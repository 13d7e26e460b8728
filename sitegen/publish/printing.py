"""Rendering one output: its bytes, with all that was asked for them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.digest import digest_bytes
from sitegen.engine.recorder import Recorder
from sitegen.model import questions as q
from sitegen.model.asking import Ask, Question
from sitegen.model.jobs import AssetArgs, CopyArgs, Job, PictureArgs
from sitegen.model.queries import FileBytes
from sitegen.plan.routes import Planned
from sitegen.plan.rules import RouteOf
from sitegen.problems import Problem, SitegenError
from sitegen.publish.answers import Answers
from sitegen.publish.derivatives import Pictures, anew
from sitegen.render.errors import TemplateProblem
from sitegen.render.kinds import render
from sitegen.store import Store


class Printed(Struct, frozen=True):
    """What became of one output: its bytes with their digest and all that was asked for them, or what is
    wrong. `source` is the file that it shows or copies."""

    path: str
    kind: str
    source: str
    asked: Collection[Question[Any]] = ()
    data: bytes = b""
    digest: str = ""
    problem: Problem | None = None


def print_output(path: str, ask: Ask, root: Path, store: Store, pictures: Pictures = anew) -> Printed:
    """Render an output; `pictures` may have some of before. KeyError where none is planned at the path."""
    recorder = Recorder(ask)
    job = job_at(path, recorder)
    answers, source = Answers(root, store, recorder), source_of(job)
    try:
        made = (
            pictures(path, job.args, answers) if isinstance(job.args, PictureArgs) else render(job, answers)
        )
    except TemplateProblem as error:
        return Printed(path, job.kind, source, problem=error.problem)
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
    return Printed(path, job.kind, source, asked, made.data, digest)


def job_at(path: str, ask: Ask) -> Job:
    """The Job of an output path. KeyError where none is planned."""
    route = ask(RouteOf(path))
    if route is None:
        raise KeyError(path)
    return route.make(Planned(ask), route.subject)


def _is_another(args: CopyArgs | AssetArgs, digest: str, ask: Ask) -> bool:
    """Whether a file that goes out, in bytes with this digest, is not the one any more that was read."""
    if isinstance(args, AssetArgs) and args.content:  # a stylesheet goes out with other addresses
        digest = digest_bytes(ask(FileBytes(args.source)))
        return digest != args.content
    return digest != args.digest


def source_of(job: Job) -> str:
    """The file that an output shows or copies, by its path from the project's root; empty for others."""
    if isinstance(job.args, CopyArgs | PictureArgs):
        return job.args.source
    return str(getattr(job.args, "document", ""))
