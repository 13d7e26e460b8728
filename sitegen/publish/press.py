"""Every Job of a plan, rendered and handed to the stage."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import Struct

from sitegen.model.documents import Document
from sitegen.model.jobs import Ask, Job, PageArgs
from sitegen.plan.plan import Plan
from sitegen.problems import Problem
from sitegen.publish.findings import Findings
from sitegen.publish.trees import Stage
from sitegen.render.errors import TemplateProblem
from sitegen.render.kinds import RENDERERS

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, what is done of it and how much there is."""


def silent(stage: str, done: int, total: int) -> None:
    """No progress."""


class Run(Struct, frozen=True):
    """What was rendered. `sources` are the files of documents that have a page; `blamed` are documents
    that name a template which fails, `failed` says that others did."""

    pages: int
    files: int
    sources: tuple[str, ...]
    blamed: frozenset[str]
    failed: bool


#: A run that was not begun.
NOTHING = Run(0, 0, (), frozenset(), failed=True)


def print_all(plan: Plan, ask: Ask, stage: Stage, findings: Findings, progress: Progress = silent) -> Run:
    """Render every route of the plan into the stage; templates' mistakes go to the findings."""
    pages, files, failed = 0, 0, False
    sources: list[str] = []
    blamed: set[str] = set()
    for done, output in enumerate(plan.routes):
        job = plan.job(output)
        try:
            made = RENDERERS[job.kind](job, ask)
        except TemplateProblem as error:
            findings.add_of_template(_placed(error.problem, plan.routes[output].document))
            if document := _chose_template(plan, job):
                blamed.add(document)
            else:
                failed = True
            continue
        stage.write(made.path, made.data)
        pages += job.kind == "page"
        files += 1
        if (shown := plan.routes[output].document) is not None:
            sources.append(shown.path)
        progress("render", done + 1, len(plan.routes))
    return Run(pages, files, tuple(sorted(sources)), frozenset(blamed), failed)


def _placed(problem: Problem, document: Document | None) -> Problem:
    """A problem that names the document itself stands where that names its template."""
    if document is None or problem.path != document.path:
        return problem
    return msgspec.structs.replace(problem, key="template")


def _chose_template(plan: Plan, job: Job) -> str:
    """The path of the document that names its own template, if this is its page."""
    route = plan.routes[job.path]
    if isinstance(job.args, PageArgs) and route.document is not None:
        return route.document.path if getattr(route.document.matter, "template", "") else ""
    return ""
