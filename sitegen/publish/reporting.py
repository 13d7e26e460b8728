"""The report of a build, out of what its stages gave."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from sitegen.config import Config
from sitegen.model.documents import Content
from sitegen.model.site import State
from sitegen.problems import Problem, Severity
from sitegen.publish.findings import Findings
from sitegen.publish.options import Options
from sitegen.publish.press import Run
from sitegen.publish.reasons import sentences
from sitegen.publish.report import Clock, Report
from sitegen.tree.staging import Stage


class Summary(Struct, frozen=True):
    """What a report says of the site: its moment, when the clock changes it next, and each state."""

    config: Config
    moment: dt.datetime
    due: dt.datetime | None
    states: Mapping[str, State]
    left_out: frozenset[str]


def report_of(
    options: Options,
    clock: Clock,
    findings: Findings,
    content: Content,
    site: Summary,
    run: Run,
    stage: Stage,
    sound: bool,
) -> Report:
    """The report of a build that came to its end, whether its site is `sound`, and so published, or not."""
    return Report(
        pages=run.pages,
        files=run.files,
        documents=dict(sorted(Counter(str(content.places[path].kind) for path in content.documents).items())),
        states=dict(sorted(Counter(map(str, site.states.values())).items())),
        state_of={path: str(state) for path, state in sorted(site.states.items())},
        sources=run.sources,
        problems=findings.sorted(),
        left_out=tuple(sorted(site.left_out)),
        seconds=clock.rounded(),
        moment=site.moment,
        due=site.due,
        published=sound and options.out is not None,
        timezone=site.config.timezone,
        asked=options.now,
        rendered=len(run.reasons),
        reasons=_reasons(run) if options.explain else (),
        kept=site.config.keep,
        removed=len(stage.removed),
        notes=stage.notes,
    )


def report_without_site(options: Options, clock: Clock, findings: Findings) -> Report:
    """The report of a build that ended at its configuration."""
    return msgspec.structs.replace(_empty(options, findings.sorted()), seconds=clock.rounded())


def report_of_failure(options: Options, message: str) -> Report:
    """The report of a build that could not be carried out."""
    return _empty(options, (Problem("", 0, 0, "failed", message, severity=Severity.ERROR),))


def _empty(options: Options, problems: tuple[Problem, ...]) -> Report:
    return Report(
        pages=0,
        files=0,
        documents={},
        states={},
        state_of={},
        sources=(),
        problems=problems,
        left_out=(),
        seconds={},
        moment=None,
        due=None,
        published=False,
        timezone="UTC",
        asked=options.now,
    )


def _reasons(run: Run) -> tuple[tuple[str, str], ...]:
    return tuple((path, sentences(reasons)) for path, reasons in sorted(run.changed.items()))
