"""Looking at Jobs as work, in any process: which outputs are made of other things than the last build had."""

from __future__ import annotations

from sitegen.model.site import Site
from sitegen.plan.plan import Plan, plan
from sitegen.publish.ledger import Verifier
from sitegen.publish.reasons import Reason


class Inspector:
    """Tells of one output after another why it has to be made: a `Work`. In another process it plans the site
    anew."""

    def __init__(self, verifier: Verifier, site: Site, planned: Plan | None = None) -> None:
        self._verifier = verifier
        self._site = site
        self._plan = planned or plan(site)

    def __reduce__(self) -> tuple[object, ...]:
        return (Inspector, (self._verifier, self._site))

    def __call__(self, item: str) -> tuple[Reason, ...]:
        """Why the output at a path has to be made; empty where it is as it was."""
        return self._verifier.reasons(self._plan.job(item))
