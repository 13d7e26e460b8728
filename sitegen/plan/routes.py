"""Routes: the paths of the output tree, each with a function that makes its Job."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from sitegen.model.jobs import Job
from sitegen.plan.site_lookup import SiteLookup

T = TypeVar("T")


class Route(Struct, Generic[T], frozen=True, gc=False):
    """An output path and the function that makes its Job."""

    output: str
    owner: str
    """The path of the source document or file; for generated outputs, a phrase such as `the sitemap`."""
    make: Callable[[SiteLookup, T], Job]
    subject: T
    """What the output shows: the second argument of `make`."""
    key: str = ""
    """The front matter key that determines the path."""
    document: str = ""
    """The path of the document that the page shows, if any."""
    gated: bool = False
    alias: bool = False
    """Whether the output redirects to the page of `owner`."""


AnyRoute: TypeAlias = Route[Any]
Routes: TypeAlias = Iterable[AnyRoute]
