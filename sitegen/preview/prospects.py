"""What the next build would add, change and remove, beside what the last one published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from sitegen.link.site import link
from sitegen.link.visibility import Moment
from sitegen.plan.plan import plan
from sitegen.preview.pages import url_of
from sitegen.preview.proofs import Proof
from sitegen.problems import Severity
from sitegen.project import OUTPUT
from sitegen.publish.answers import Answers
from sitegen.publish.arguments import Arguments
from sitegen.publish.explanations import sentences
from sitegen.publish.ledger import Ledger, Verifier, load_ledger
from sitegen.publish.options import Options
from sitegen.publish.shortcuts import output_name
from sitegen.publish.versions import RENDERING, code_version
from sitegen.store import Store


class Prospect(Struct, frozen=True):
    """A file of the output tree that the next build would change: its path, its URL, and why."""

    output: str
    url: str
    why: str = ""


class Prospects(Struct, frozen=True):
    """What the next build would do. `known` says whether a build is remembered at all, `blocked` how many
    errors would keep it from publishing anything."""

    known: bool
    blocked: int
    added: tuple[Prospect, ...] = ()
    changed: tuple[Prospect, ...] = ()
    removed: tuple[Prospect, ...] = ()


def prospects(proof: Proof, store: Store, now: dt.datetime) -> Prospects:
    """What a build at this moment would do to `public/`."""
    root = proof.ask.root
    name = output_name(Options(root, root / OUTPUT))
    ledger = load_ledger(store, name)
    site = link(proof.reading.content, proof.config, Moment(now))
    planned = plan(site)
    problems = (problem for problem in proof.problems if problem.severity is Severity.ERROR)
    blocked = sum(1 for _ in problems)
    if not ledger.made:
        return Prospects(False, blocked)
    arguments = Arguments(store, name)
    verifier = Verifier(ledger, code_version(RENDERING), Answers(root, site, store), former=arguments.job)
    added, changed = [], []
    for output in planned.routes:
        if output not in ledger.made:
            added.append(Prospect(output, url_of(proof, output)))
        elif reasons := verifier.at_once(output) or verifier.reasons(planned.job(output)):
            changed.append(Prospect(output, url_of(proof, output), sentences(reasons)))
    removed = _gone(ledger, planned.routes, proof)
    return Prospects(True, blocked, tuple(added), tuple(changed), removed)


def _gone(ledger: Ledger, routes: Mapping[str, object], proof: Proof) -> tuple[Prospect, ...]:
    return tuple(Prospect(path, url_of(proof, path)) for path in ledger.made if path not in routes)
