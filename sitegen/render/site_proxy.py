"""`site`, as templates see it: what every page knows of it, and queries for the rest."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict, replace

from sitegen.model.query import Ask
from sitegen.model.render_queries import (
    AllSeries,
    AuthorNamed,
    Authors,
    CardNamed,
    IssueNamed,
    Issues,
    Latest,
    SectionNamed,
    Sections,
    SeriesNamed,
    TagNamed,
    Tags,
)
from sitegen.model.site_queries import DataNamed
from sitegen.model.views import SiteView
from sitegen.render.errors import TemplateFailure

_NUMBERS = range(-(2**63), 2**63)


class SiteProxy:
    """The site in the page's language: what its SiteView has, and queries, which are recorded."""

    shown_as = "site"

    def __init__(self, view: SiteView, lang: str, ask: Ask) -> None:
        self.__dict__ |= asdict(view)
        self._lang = lang
        self._ask = ask

    def latest(self, section: str = "", tag: str = "", author: str = "", limit: int | None = None) -> Any:
        """Cards of the latest articles: of all, or of a section, a tag or an author, by their ids."""
        _check("latest", section, tag, author, limit)
        wanted = Latest(self._lang, str(section or ""), str(tag or ""), str(author or ""))
        return self._ask(wanted if _is_none(limit) else replace(wanted, limit=_count(limit)))

    def article(self, id: str) -> Any:  # noqa: A002
        """The card of an article, or None."""
        return self._ask(CardNamed(self._lang, _text("article", id=id)))

    def section(self, id: str) -> Any:  # noqa: A002
        """A section, or None."""
        return self._ask(SectionNamed(self._lang, _text("section", id=id)))

    def sections(self) -> Any:
        """All sections."""
        return self._ask(Sections(self._lang))

    def tag(self, id: str) -> Any:  # noqa: A002
        """A tag, or None."""
        return self._ask(TagNamed(self._lang, _text("tag", id=id)))

    def tags(self) -> Any:
        """All tags."""
        return self._ask(Tags(self._lang))

    def author(self, id: str) -> Any:  # noqa: A002
        """A described author, or None."""
        return self._ask(AuthorNamed(self._lang, _text("author", id=id)))

    def authors(self) -> Any:
        """All described authors."""
        return self._ask(Authors(self._lang))

    def issue(self, id: str) -> Any:  # noqa: A002
        """An issue, or None."""
        return self._ask(IssueNamed(self._lang, _text("issue", id=id)))

    def issues(self) -> Any:
        """All issues, newest first."""
        return self._ask(Issues(self._lang))

    def series(self, id: str) -> Any:  # noqa: A002
        """A series, or None."""
        return self._ask(SeriesNamed(self._lang, _text("series", id=id)))

    def all_series(self) -> Any:
        """All series."""
        return self._ask(AllSeries(self._lang))

    def data(self, name: str) -> Any:
        """What a file of `data/` holds, by its name without the ending, or None."""
        return self._ask(DataNamed(_text("data", name=name)))


def _is_none(value: Any) -> bool:
    return value in (None, "")


def _count(limit: Any) -> int:
    return int(max(0, limit))


def _text(query: str, **given: Any) -> str:
    """The one argument of a query as text; KeyError where there is none."""
    ((name, value),) = given.items()
    _check(query, value)
    if _is_none(value):
        raise KeyError(name)
    return str(value)


def _check(query: str, *values: Any) -> None:
    """Raise TemplateFailure for what no query can be asked with, or remembered by."""
    for value in values:
        if not isinstance(value, str | int | None):
            shown = getattr(type(value), "shown_as", type(value).__name__)
            raise TemplateFailure(f"`site.{query}` takes text or a number, not {shown}")
        if isinstance(value, int) and value not in _NUMBERS:
            raise TemplateFailure(f"`site.{query}` takes no number of more than 64 bits")
        if isinstance(value, str):
            value.encode()
