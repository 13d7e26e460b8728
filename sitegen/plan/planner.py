"""Planning again and again in one process: where the Site has the same core, the last Plan stands."""

from __future__ import annotations

import msgspec

from sitegen.model.site import Site
from sitegen.plan.pictures import crops_of
from sitegen.plan.plan import Plan, plan


class Planner:
    """Plans sites, and keeps the last Plan."""

    def __init__(self) -> None:
        self._last: Plan | None = None

    def __call__(self, site: Site) -> Plan:
        """The Plan of the site, as `plan` gives it."""
        last = self._last
        if last is not None and _routes_stand(last.planned.site, site):
            planned = msgspec.structs.replace(last.planned, site=site)
            self._last = Plan(planned, last.routes, last.problems, last.is_sound)
        else:
            self._last = plan(site, last)
        return self._last


def _routes_stand(one: Site, other: Site) -> bool:
    """Whether two sites have the same routes: of the theme, these are those of its files and of the crops
    that it shows."""
    return (
        one.core == other.core
        and one.theme.assets == other.theme.assets
        and crops_of(one.theme) == crops_of(other.theme)
    )
