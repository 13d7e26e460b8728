"""Every output of a plan: kept where it is as it was, else rendered and handed to the stage."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from sitegen.model.documents import Document
from sitegen.plan.plan import Plan
from sitegen.problems import Problem
from sitegen.publish.arguments import Arguments
from sitegen.publish.findings import Findings
from sitegen.publish.inspection import Inspector
from sitegen.publish.ledger import Basis, Ledger, Scribe, Verifier
from sitegen.publish.printers import Printer
from sitegen.publish.printing import Printed
from sitegen.publish.progress import Progress, silent
from sitegen.publish.reasons import Reason
from sitegen.tree.staging import Stage
from sitegen.work import Workers


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


#: Outputs above which most templates of a theme are needed, and in each process.
_MANY = 200

#: A run that was not begun.
NOTHING = Run(0, 0, (), frozenset(), failed=True)


class Press:
    """Prints a plan. `ledger` tells what the last build made, `code` is the version of what renders, `basis`
    what the site was made from; `arguments` takes in what Jobs with texts were given."""

    def __init__(
        self,
        printer: Printer,
        workers: Workers,
        ledger: Ledger,
        code: str,
        basis: Basis,
        arguments: Arguments,
    ) -> None:
        self._printer = printer
        self._arguments = arguments
        self._plan: Plan = printer.plan
        self._workers = workers
        self._verifier = Verifier(ledger, code, printer.answers, basis, arguments.job)
        self._scribe = Scribe(self._verifier, code)
        self._reasons: dict[str, tuple[Reason, ...]] = {}
        self._pages = 0
        self._blamed: set[str] = set()
        self._failed = False

    def run(self, stage: Stage, findings: Findings, progress: Progress = silent) -> Run:
        """Keep or render every output; templates' mistakes go to the findings."""
        self._sort_out(stage)
        if len(self._reasons) > _MANY:
            self._printer.prepare()
        for done, printed in enumerate(self._workers.spread(self._printer, list(self._reasons)), 1):
            self._take(printed, stage, findings)
            progress("render", done, len(self._reasons))
        ledger = self._scribe.ledger(self._verifier.basis)
        self._arguments.settle(
            [path for path, made in ledger.made.items() if made.bodies],
            [edition.view for edition in self._plan.planned.site.editions],
        )
        shown = [route.document.path for route in self._plan.routes.values() if route.document is not None]
        return Run(
            self._pages,
            len(self._plan.routes),
            tuple(sorted(shown)),
            frozenset(self._blamed),
            self._failed,
            ledger,
            self._reasons,
        )

    def _sort_out(self, stage: Stage) -> None:
        """Keep what is as it was; the rest has its reasons."""
        intact, why = stage.intact(), self._why()
        for output in self._plan.routes:
            reasons = why[output]
            if not reasons and intact.get(output) != self._verifier.ledger.made[output].output:
                reasons = (Reason("touched"),)
            if reasons:
                self._reasons[output] = reasons
            else:
                stage.keep(output)
                self._scribe.carry(output)
                self._pages += self._verifier.ledger.made[output].kind == "page"

    def _why(self) -> dict[str, tuple[Reason, ...]]:
        """Why each output has to be made. Jobs are looked at where nothing else tells."""
        why: dict[str, tuple[Reason, ...]] = {}
        unclear: list[str] = []
        for output in self._plan.routes:
            if reasons := self._verifier.at_once(output):
                why[output] = reasons
            elif self._verifier.has_same_arguments(output):
                why[output] = self._verifier.changed_answers(output)
            else:
                unclear.append(output)
        inspector = Inspector(self._verifier, self._plan.planned.site, self._plan)
        why.update(zip(unclear, self._workers.spread(inspector, unclear), strict=True))
        return why

    def _take(self, printed: Printed, stage: Stage, findings: Findings) -> None:
        if printed.problem is not None:
            document = self._plan.routes[printed.path].document
            findings.add_of_template(_placed(printed.problem, document))
            if chooser := _chose_template(printed, document):
                self._blamed.add(chooser)
            else:
                self._failed = True
            return
        assert printed.written is not None
        stage.adopt(printed.path, printed.written)
        self._arguments.learn(printed.path, printed.arguments)
        self._scribe.add(printed)
        self._pages += printed.kind == "page"


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
