"""The rules of linking: how the site is organised, what each document says in it, and what that comes to."""

from __future__ import annotations

from sitegen.link.lands import LANDS
from sitegen.link.organisation import ORGANISATION
from sitegen.link.outcomes import OUTCOMES
from sitegen.link.queries import QUERIES
from sitegen.link.statements import STATEMENTS

#: All rules in their order: each may ask what stands before it.
LINKING = (*ORGANISATION, *LANDS, *STATEMENTS, *OUTCOMES, *QUERIES)
