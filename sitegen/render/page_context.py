"""What filters and functions know of the page on which they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from babel import Locale
from jinja2 import TemplateNotFound
from jinja2.runtime import Context
from jinja2.utils import missing

from sitegen.languages import locale_of
from sitegen.model import site_queries as q
from sitegen.model.query import Answer, Ask, Query
from sitegen.model.render_queries import AssetNamed
from sitegen.model.views import SiteView
from sitegen.problems import did_you_mean
from sitegen.render.errors import TemplateFailure
from sitegen.render.fragment_cache import FragmentCache, Key
from sitegen.render.theme import assets_of

#: The name under which a page travels in a template's context.
KEY = "_page"


@lru_cache(maxsize=16)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name."""
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def _joined(base: str, url: str) -> str:
    return urljoin(base, url)


class CurrentPage:
    """The page's language, where it asks for what it lacks, and its site if it has one.

    `common` are the names that mean the same on all pages of its language, `memory` their fragments.
    """

    common: Mapping[str, Any]

    def __init__(self, lang: str, ask: Ask, site: SiteView | None, memory: FragmentCache) -> None:
        self.lang = lang
        self._memory = memory
        self._ask = ask
        self._site = site
        self._listening: list[dict[Query[Any], Any]] = []

    def ask(self, question: Query[Answer], /) -> Answer:
        """The answer to a question, which is noted for the fragments that are being written."""
        answer = self._ask(question)
        for asked in self._listening:
            asked[question] = answer
        return answer

    def remembered(self, key: Key) -> str | None:
        """A fragment as it was written before; None begins to write it, which `keep` ends."""
        text = self._memory.find(key, self.ask)
        if text is None:
            self._listening.append({})
        return text

    def keep(self, key: Key, text: str, values: tuple[Any, ...]) -> None:
        """Keep a fragment that was written."""
        self._memory.keep(key, text, self._listening.pop(), values)

    @property
    def site(self) -> SiteView:
        """The site in the page's language."""
        if self._site is None:
            raise TemplateFailure("This kind of page knows nothing of its site")
        return self._site

    @property
    def locale(self) -> Locale:
        """How the page's language writes dates and numbers."""
        return locale_of(self.lang)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which dates are shown."""
        return zone_of(self.site.timezone)

    @cached_property
    def base_path(self) -> str:
        """The base URL's path, with a slash at its end."""
        return urlsplit(self.site.base_url).path or "/"

    def absolute(self, url: str) -> str:
        """The absolute form of a URL of this site."""
        base = self.site.base_url
        # Text and markup of the same characters are equal, but are not written alike.
        return _joined(base, url) if type(url) is str else urljoin(base, url)

    def asset(self, name: str) -> str:
        """The URL of a file of the theme's `static/`."""
        path = self.ask(AssetNamed(name))
        if path is None:
            known = assets_of(self.ask(q.ThemeInUse()))
            raise TemplateFailure(f"The theme has no file `static/{name}`", did_you_mean(name, known))
        return f"{self.base_path}{path}"


def page_of(context: Context) -> CurrentPage:
    """The page that a template is rendering."""
    page = context.get(KEY)
    if not isinstance(page, CurrentPage):
        raise TemplateFailure(
            "A macro of an imported template does not see its page",
            'Import it so: {% from "…" import … with context %}.',
        )
    return page


def remembered(context: Context, key: Key, common: Iterable[str]) -> str | None:
    """A fragment as it was written before; None if it has to be written.

    `common` are the names that it uses of those that mean the same on all pages of a language.
    """
    page = page_of(context)
    for name in common:
        if context.resolve_or_missing(name) is not page.common.get(name, missing):
            raise TemplateFailure(
                f"A template has given another meaning to `{name}`, which a fragment uses",
                f"Name the value in the fragment's tag: {{% fragment {name} %}}.",
            )
    return page.remembered(key)


def keep(context: Context, key: Key, text: str, values: tuple[Any, ...]) -> str:
    """Keep a fragment that was written, and give it back."""
    page_of(context).keep(key, text, values)
    return text


def included(
    context: Context, name: Any, parent: str, ignore_missing: bool, values: dict[str, Any]
) -> Iterator[str]:
    """What a template shows that a fragment includes: it sees what is common to all pages, and `values`."""
    try:
        template = context.environment.get_or_select_template(name, parent)
    except TemplateNotFound:
        if ignore_missing:
            return
        raise
    page = page_of(context)
    alone = template.new_context({**page.common, KEY: page}, shared=True, locals=values)
    yield from template.root_render_func(alone)
