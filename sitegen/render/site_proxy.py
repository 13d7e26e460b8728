"""`site` in templates: the fields of SiteView, and queries for the rest."""

from __future__ import annotations

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
from sitegen.model.views import AuthorView, Card, IssueView, SectionView, SeriesView, SiteView, TagView
from sitegen.render.errors import TemplateFailure

_NUMBERS = range(-(2**63), 2**63)


class SiteProxy:
    """The site in the page's language: the fields of its SiteView, and recorded queries."""

    shown_as = "site"

    def __init__(self, view: SiteView, lang: str, ask: Ask) -> None:
        self.__dict__ |= asdict(view)
        self._lang = lang
        self._ask = ask

    def latest(
        self, section: str = "", tag: str = "", author: str = "", limit: int | None = None
    ) -> tuple[Card, ...]:
        """The cards of the latest articles: all, or those of a section, tag or author, by id."""
        _check("latest", section, tag, author, limit)
        wanted = Latest(self._lang, str(section or ""), str(tag or ""), str(author or ""))
        return self._ask(wanted if _is_none(limit) else replace(wanted, limit=_count(limit)))

    def article(self, id: str) -> Card | None:  # noqa: A002
        """The card of an article, or None."""
        return self._ask(CardNamed(self._lang, _text("article", id=id)))

    def section(self, id: str) -> SectionView | None:  # noqa: A002
        """A section, or None."""
        return self._ask(SectionNamed(self._lang, _text("section", id=id)))

    def sections(self) -> tuple[SectionView, ...]:
        """All sections."""
        return self._ask(Sections(self._lang))

    def tag(self, id: str) -> TagView | None:  # noqa: A002
        """A tag, or None."""
        return self._ask(TagNamed(self._lang, _text("tag", id=id)))

    def tags(self) -> tuple[TagView, ...]:
        """All tags."""
        return self._ask(Tags(self._lang))

    def author(self, id: str) -> AuthorView | None:  # noqa: A002
        """An author with a profile, or None."""
        return self._ask(AuthorNamed(self._lang, _text("author", id=id)))

    def authors(self) -> tuple[AuthorView, ...]:
        """All authors with a profile."""
        return self._ask(Authors(self._lang))

    def issue(self, id: str) -> IssueView | None:  # noqa: A002
        """An issue, or None."""
        return self._ask(IssueNamed(self._lang, _text("issue", id=id)))

    def issues(self) -> tuple[IssueView, ...]:
        """All issues, newest first."""
        return self._ask(Issues(self._lang))

    def series(self, id: str) -> SeriesView | None:  # noqa: A002
        """A series, or None."""
        return self._ask(SeriesNamed(self._lang, _text("series", id=id)))

    def all_series(self) -> tuple[SeriesView, ...]:
        """All series."""
        return self._ask(AllSeries(self._lang))

    def data(self, name: str) -> object:
        """The content of a file in `data/`, by its name without the extension, or None."""
        return self._ask(DataNamed(_text("data", name=name)))


def _is_none(value: object) -> bool:
    return value in (None, "")


def _count(limit: int | None) -> int:
    return int(max(0, limit or 0))


def _text(query: str, **given: object) -> str:
    """The argument of a query as text. Raises KeyError if it is empty."""
    ((name, value),) = given.items()
    _check(query, value)
    if _is_none(value):
        raise KeyError(name)
    return str(value)


def _check(query: str, *values: object) -> None:
    """Raise TemplateFailure for values that cannot be part of a query."""
    for value in values:
        if not isinstance(value, str | int | None):
            shown = getattr(type(value), "shown_as", type(value).__name__)
            raise TemplateFailure(f"`site.{query}` takes text or a number, not {shown}")
        if isinstance(value, int) and value not in _NUMBERS:
            raise TemplateFailure(f"`site.{query}` takes numbers of at most 64 bits")
        if isinstance(value, str):
            value.encode()
