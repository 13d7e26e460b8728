"""Linking again and again in one process: where nothing changed that linking sees, the last Site stands."""

from __future__ import annotations

import datetime as dt

import msgspec
from msgspec import Struct

from sitegen.config import Config
from sitegen.digest import digest_in_order
from sitegen.link.former import Former
from sitegen.link.memo import LatestMemo, Memo, forgetful
from sitegen.link.site import link, site_key
from sitegen.link.visibility import Moment
from sitegen.model.documents import Content
from sitegen.model.site import Site


class _Given(Struct, frozen=True, gc=False):
    """What a Site depends on beside the moment, but for bodies, data and theme, which it only passes on."""

    core: str
    config: str
    """Its digest: `1` and `true` are equal, and are written otherwise."""
    drafts: bool
    everything: bool
    left_out: frozenset[str]


class Linker:
    """Links content, and keeps the last Site. `memo` may remember more, for other processes."""

    def __init__(self, memo: Memo = forgetful) -> None:
        self._memo, self._former = LatestMemo(memo), Former()
        self._last: tuple[_Given, Site] | None = None

    def __call__(
        self, content: Content, config: Config, moment: Moment, left_out: frozenset[str] = frozenset()
    ) -> Site:
        """The Site of the content, as `link` gives it."""
        given = _Given(content.core, digest_in_order(config), moment.drafts, moment.everything, left_out)
        if self._last is not None and self._last[0] == given and _stands(self._last[1], moment.now):
            site = _with_passengers(self._last[1], content, moment.now)
        else:
            site = link(content, config, moment, left_out, self._memo, self._former)
        self._last = given, site
        return site


def _stands(site: Site, now: dt.datetime) -> bool:
    """Whether the clock changes nothing between a Site's moment and another."""
    return site.moment <= now and (site.until is None or now < site.until)


def _with_passengers(site: Site, content: Content, now: dt.datetime) -> Site:
    """The Site with what linking passes on as it is."""
    return msgspec.structs.replace(
        site,
        moment=now,
        bodies=content.bodies,
        theme=content.theme,
        data=content.data,
        key=site_key(site.core, content),
    )
