"""`site`, as templates see it: what every page knows of it, and queries for the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import asdict

from sitegen.model.jobs import Query
from sitegen.model.views import SiteView
from sitegen.render.errors import TemplateFailure

_NUMBERS = range(-(2**63), 2**63)


class SiteProxy:
    """The site in the page's language: what its SiteView has, and queries, which are recorded."""

    shown_as = "site"

    def __init__(self, view: SiteView, lang: str, ask: Callable[[Query], Any]) -> None:
        self.__dict__ |= asdict(view)
        self._lang = lang
        self._ask = ask

    def _query(self, name: str, /, **args: Any) -> Any:
        for value in args.values():
            _check(name, value)
        given = {key: value for key, value in args.items() if value not in (None, "")}
        return self._ask(Query(name, tuple(sorted({**given, "lang": self._lang}.items()))))

    def latest(self, section: str = "", tag: str = "", author: str = "", limit: int | None = None) -> Any:
        """Cards of the latest articles: of all, or of a section, a tag or an author, by their ids."""
        return self._query("latest", section=section, tag=tag, author=author, limit=limit)

    def article(self, id: str) -> Any:  # noqa: A002
        """The card of an article, or None."""
        return self._query("article", id=id)

    def section(self, id: str) -> Any:  # noqa: A002
        """A section, or None."""
        return self._query("section", id=id)

    def sections(self) -> Any:
        """All sections."""
        return self._query("sections")

    def tag(self, id: str) -> Any:  # noqa: A002
        """A tag, or None."""
        return self._query("tag", id=id)

    def tags(self) -> Any:
        """All tags."""
        return self._query("tags")

    def author(self, id: str) -> Any:  # noqa: A002
        """A described author, or None."""
        return self._query("author", id=id)

    def authors(self) -> Any:
        """All described authors."""
        return self._query("authors")

    def issue(self, id: str) -> Any:  # noqa: A002
        """An issue, or None."""
        return self._query("issue", id=id)

    def issues(self) -> Any:
        """All issues, newest first."""
        return self._query("issues")

    def series(self, id: str) -> Any:  # noqa: A002
        """A series, or None."""
        return self._query("series", id=id)

    def all_series(self) -> Any:
        """All series."""
        return self._query("all_series")

    def data(self, name: str) -> Any:
        """What a file of `data/` holds, by its name without the ending, or None."""
        return self._query("data", name=name)


def _check(name: str, value: Any) -> None:
    """Raise TemplateFailure for what no query can be asked with, or remembered by."""
    if not isinstance(value, str | int | None):
        shown = getattr(type(value), "shown_as", type(value).__name__)
        raise TemplateFailure(f"`site.{name}` takes text or a number, not {shown}")
    if isinstance(value, int) and value not in _NUMBERS:
        raise TemplateFailure(f"`site.{name}` takes no number of more than 64 bits")
    if isinstance(value, str):
        value.encode()
