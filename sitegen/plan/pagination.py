"""Pagination of article lists, with stable URLs: `/asia/`, `/asia/page/2/`."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.model.site import Address
from sitegen.model.views import Listing, PageLink
from sitegen.plan.site_lookup import SiteLookup

#: How many pages on each side of the current one get a link.
_WINDOW = 2


def page_address(first: Address, number: int) -> Address:
    """The address of a list's `number`-th page (from 1)."""
    if number == 1:
        return first
    folder = first.output.removesuffix("index.html")
    return Address(f"{folder}page/{number}/index.html", f"{first.url}page/{number}/")


def page_count(articles: Sequence[str], size: int) -> int:
    """The number of pages of a list, at least one; `size` is the number of articles per page."""
    return max(1, -(-len(articles) // size))


def listing(site: SiteLookup, first: Address, articles: Sequence[str], number: int) -> Listing:
    """A list's `number`-th page (from 1); `articles` are the paths of the whole list."""
    size = site.config.page_size
    pages = page_count(articles, size)
    near = {1, pages, *range(max(1, number - _WINDOW), min(pages, number + _WINDOW) + 1)}
    return Listing(
        cards=site.cards(articles[(number - 1) * size : number * size]),
        number=number,
        pages=pages,
        count=len(articles),
        previous=page_address(first, number - 1).url if number > 1 else "",
        next=page_address(first, number + 1).url if number < pages else "",
        links=tuple([PageLink(n, page_address(first, n).url, n == number) for n in sorted(near)]),
    )
