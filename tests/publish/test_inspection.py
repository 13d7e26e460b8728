from __future__ import annotations

import pickle
from typing import Any

from sitegen.model.jobs import Query
from sitegen.plan.plan import plan
from sitegen.publish.inspection import Inspector
from sitegen.publish.keys import Keys
from sitegen.publish.ledger import Ledger, Made, Verifier
from sitegen.publish.reasons import Reason
from tests import factory

SAME = "asia/a/index.html"


def _nothing(query: Query) -> Any:
    raise KeyError(query.name)


def test_another_process_sees_the_same():
    site = factory.site(factory.document("content/asia/a.md"), factory.document("content/asia/b.md"))
    planned = plan(site)
    whole = Keys().whole(planned.job(SAME))
    ledger = Ledger("1", names=((),), traces=((),), made={SAME: Made("page", whole, 0, b"", 0, "digest")})
    inspector = Inspector(Verifier(ledger, "1", _nothing), site, planned)
    sent = pickle.loads(pickle.dumps(inspector))
    assert inspector(SAME) == sent(SAME) == ()
    assert inspector("asia/b/index.html") == sent("asia/b/index.html") == (Reason("new"),)
