"""Rendering one Job: its bytes, with all that they are made of."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.digest import digest_bytes
from sitegen.model.jobs import Ask, AssetArgs, CopyArgs, Job, PictureArgs, Query
from sitegen.problems import Problem, SitegenError
from sitegen.publish.arguments import encode_arguments
from sitegen.publish.derivatives import Pictures, anew
from sitegen.publish.keys import Keys, texts_in
from sitegen.render.errors import TemplateProblem
from sitegen.render.kinds import RENDERERS
from sitegen.render.trace import Trace
from sitegen.tree.writers import Written


class Printed(Struct, frozen=True):
    """What became of one output: its bytes with what they are made of, or what is wrong. The bytes are in
    `data`, or where they were written. `parts` are empty where the Job's arguments are kept, which
    tell more."""

    path: str
    kind: str
    source: str
    whole: bytes
    parts: Mapping[str, bytes]
    questions: tuple[Query, ...] = ()
    data: bytes = b""
    written: Written | None = None
    digest: str = ""
    problem: Problem | None = None
    bodies: tuple[str, ...] = ()
    arguments: bytes = b""
    """What the Job was given, if that is kept."""


def print_job(job: Job, ask: Ask, keys: Keys, pictures: Pictures = anew) -> Printed:
    """Render one Job, and tell what it is made of; `pictures` may have some of before."""
    source, whole, arguments = source_of(job), keys.whole(job), encode_arguments(job)
    parts = {} if arguments else keys.parts(job)
    trace = Trace(ask)
    try:
        made = pictures(job, trace) if job.kind == "picture" else RENDERERS[job.kind](job, trace)
    except TemplateProblem as error:
        return Printed(job.path, job.kind, source, whole, parts, problem=error.problem)
    except OSError as error:
        reason = error.strerror or error
        raise SitegenError(
            f"`{error.filename or source}` could not be read any more while the site was built: {reason}. "
            "Nothing was written. Build it again."
        ) from error
    digest = digest_bytes(made.data)
    if isinstance(job.args, CopyArgs | AssetArgs) and _is_another(job.args, digest, trace):
        raise SitegenError(f"`{job.args.source}` changed while the site was built. Build it again.")
    return Printed(
        job.path,
        job.kind,
        source,
        whole,
        parts,
        trace.questions(),
        made.data,
        digest=digest,
        bodies=tuple(dict.fromkeys((*texts_in(job.args), *trace.bodies()))),
        arguments=arguments,
    )


def _is_another(args: CopyArgs | AssetArgs, digest: str, trace: Trace) -> bool:
    """Whether a file that goes out, in bytes with this digest, is not the one any more that was read."""
    if isinstance(args, AssetArgs) and args.content:  # a stylesheet goes out with other addresses
        digest = digest_bytes(trace(Query("file", (("path", args.source),))))
        return digest != args.content
    return digest != args.digest


def source_of(job: Job) -> str:
    """The file that an output shows or copies, by its path from the project's root; empty for others."""
    if isinstance(job.args, CopyArgs | PictureArgs):
        return job.args.source
    return str(getattr(job.args, "document", ""))
