"""Every output of a plan: kept where it is as it was, else rendered and handed to the stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import msgspec
from msgspec import Struct

from sitegen.model.documents import Document
from sitegen.plan.plan import Plan
from sitegen.problems import Problem
from sitegen.publish.arguments import Arguments
from sitegen.publish.derivatives import concerns_pictures
from sitegen.publish.findings import Findings
from sitegen.publish.inspection import Inspector
from sitegen.publish.ledger import Basis, Ledger, Scribe, Verifier, excerpt
from sitegen.publish.printers import Printer
from sitegen.publish.printing import Printed
from sitegen.publish.progress import Progress, silent
from sitegen.publish.reasons import Reason
from sitegen.publish.sampling import sample
from sitegen.tree.staging import Stage
from sitegen.work import Workers


class Previous(Struct, frozen=True):
    """What earlier builds have made."""

    ledger: Ledger
    arguments: Arguments
    """Takes in what Jobs with texts were given, too."""
    salvage: Ledger = Ledger()
    """Outputs that are not published, but may be reused: see `Stage.reuse`."""


class Run(Struct, frozen=True):
    """What was rendered, and why. `sources` are the files of documents that have a page; `blamed` are
    documents that name a template which fails, `failed` says that others did."""

    pages: int
    files: int
    sources: tuple[str, ...]
    blamed: frozenset[str]
    failed: bool
    ledger: Ledger = Ledger()
    reasons: Mapping[str, tuple[Reason, ...]] = {}
    """By the path of each output that was rendered."""
    reused: Mapping[str, tuple[Reason, ...]] = {}
    """The same for outputs that a build before had rendered, but not published."""

    @property
    def changed(self) -> Mapping[str, tuple[Reason, ...]]:
        """Why outputs are others than in the last published tree."""
        return {**self.reasons, **self.reused}


#: Outputs above which most templates of a theme are needed, and in each process.
_MANY = 200

#: A run that was not begun.
NOTHING = Run(0, 0, (), frozenset(), failed=True)


class Press:
    """Prints a plan. `previous` is what earlier builds made, `code` the version of what renders, `basis` what
    the site was made from."""

    def __init__(
        self,
        printer: Printer,
        workers: Workers,
        previous: Previous,
        code: str,
        basis: Basis,
    ) -> None:
        self._printer = printer
        self._arguments = previous.arguments
        self._plan: Plan = printer.plan
        self._workers = workers
        self._code = code
        self._verifier = Verifier(previous.ledger, code, printer.answers, basis, previous.arguments.job)
        self._spare = self._verifier.of(previous.salvage)
        self._scribe = Scribe(self._verifier, code)
        self._wanting: dict[str, tuple[Reason, ...]] = {}
        self._attempted: list[str] = []
        self._printed: list[str] = []
        self._reused: dict[str, tuple[Reason, ...]] = {}
        self._pages = 0
        self._blamed: set[str] = set()
        self._failed = False

    def run(self, stage: Stage, findings: Findings, progress: Progress = silent) -> Run:
        """Keep, reuse or render every output; templates' mistakes go to the findings. Pictures come last, and
        not at all where a template has failed."""
        self._sort_out(stage)
        for output in self._reusable():
            if stage.reuse(output, self._spare.ledger.made[output].output):
                self._scribe.carry(output, self._spare.ledger)
                self._reused[output] = self._wanting.pop(output)
                self._pages += self._spare.ledger.made[output].kind == "page"
        pages = [output for output in self._wanting if not concerns_pictures((output,))]
        pictures = [output for output in self._wanting if concerns_pictures((output,))]
        done = partial(_done, progress, len(self._wanting))
        self._print(pages, stage, findings.add_of_template, done)
        if not (self._failed or self._blamed):
            self._print(pictures, stage, findings.add_of_template, done)
        elif pictures:
            self._failed = True
        return self._outcome()

    def sample(self, stage: Stage, findings: Findings, progress: Progress = silent) -> Run:
        """Render some of what is not known to be sound, where nothing can be published: see `sample`. Each
        mistake of a template is told once, since on how many pages it would be is not known."""
        self._sort_out(stage)
        reusable = set(self._reusable())
        some = sample(self._plan, [output for output in self._wanting if output not in reusable])
        told: set[tuple[str, int, str]] = set()

        def tell(problem: Problem) -> None:
            key = (problem.path, problem.line, problem.code)
            if key not in told:
                told.add(key)
                findings.add_of_template(problem)

        self._print(some.outputs, stage, tell, partial(_done, progress, len(some.outputs)))
        self._pages += some.other_pages
        self._pages += sum(self._spare.ledger.made[output].kind == "page" for output in reusable)
        return self._outcome()

    def _print(
        self,
        outputs: Sequence[str],
        stage: Stage,
        tell: Callable[[Problem], None],
        done: Callable[[int], None],
    ) -> None:
        if len(outputs) > _MANY:
            self._printer.prepare()
        for printed in self._workers.spread(self._printer, outputs):
            self._attempted.append(printed.path)
            self._take(printed, stage, tell)
            done(len(self._attempted))

    def _outcome(self) -> Run:
        shown = [route.document.path for route in self._plan.routes.values() if route.document is not None]
        return Run(
            self._pages,
            len(self._plan.routes),
            tuple(sorted(shown)),
            frozenset(self._blamed),
            self._failed,
            self._scribe.ledger(self._verifier.basis),
            {output: self._wanting[output] for output in self._attempted},
            self._reused,
        )

    def salvage(self, run: Run) -> Ledger:
        """What a later build may reuse if this one publishes nothing: what was rendered now, and what is left
        of earlier builds that published nothing."""
        spare = self._spare.ledger
        older = self._wanting.keys() - self._printed if spare.code == self._code else frozenset()
        kept = [output for output in spare.made if output in older]
        return excerpt(self._code, [(run.ledger, [*self._printed, *run.reused]), (spare, kept)])

    def _sort_out(self, stage: Stage) -> None:
        """Keep what is as it was; the rest has its reasons."""
        published = self._verifier.ledger
        for output, reasons in self._why(self._plan.routes, self._verifier).items():
            if reasons:
                self._wanting[output] = reasons
            elif not stage.has(output, published.made[output].output):
                self._wanting[output] = (Reason("touched"),)
            else:
                stage.keep(output)
                self._scribe.carry(output, published)
                self._pages += published.made[output].kind == "page"

    def _reusable(self) -> list[str]:
        """What has to be made, and was made by a build that published nothing, as it has to be now."""
        known = [output for output in self._wanting if output in self._spare.ledger.made]
        return [output for output, reasons in self._why(known, self._spare).items() if not reasons]

    def _why(self, outputs: Iterable[str], verifier: Verifier) -> dict[str, tuple[Reason, ...]]:
        """Why each output has to be made, in their order. Jobs are looked at where nothing else tells."""
        why: dict[str, tuple[Reason, ...]] = {}
        unclear: list[str] = []
        for output in outputs:
            why[output] = verifier.at_once(output)
            if why[output]:
                continue
            if verifier.has_same_arguments(output):
                why[output] = verifier.changed_answers(output)
            else:
                unclear.append(output)
        inspector = Inspector(verifier, self._plan.planned.site, self._plan)
        why.update(zip(unclear, self._workers.spread(inspector, unclear), strict=True))
        return why

    def _take(self, printed: Printed, stage: Stage, tell: Callable[[Problem], None]) -> None:
        if printed.problem is not None:
            document = self._plan.routes[printed.path].document
            tell(_placed(printed.problem, document))
            if chooser := _chose_template(printed, document):
                self._blamed.add(chooser)
            else:
                self._failed = True
            return
        assert printed.written is not None
        stage.adopt(printed.path, printed.written)
        self._arguments.learn(printed.path, printed.arguments)
        self._scribe.add(printed)
        self._printed.append(printed.path)
        self._pages += printed.kind == "page"


def _done(progress: Progress, total: int, count: int) -> None:
    progress("render", count, total)


def _placed(problem: Problem, document: Document | None) -> Problem:
    """A problem that names the document itself stands where that names its template."""
    if document is None or problem.path != document.path:
        return problem
    return msgspec.structs.replace(problem, key="template")


def _chose_template(printed: Printed, document: Document | None) -> str:
    """The path of the document that names its own template, if this is its page."""
    if printed.kind != "page" or document is None:
        return ""
    return document.path if getattr(document.matter, "template", "") else ""
