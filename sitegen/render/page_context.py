"""The page being rendered, as filters, functions and fragments see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from babel import Locale
from jinja2 import Template, TemplateNotFound
from jinja2.runtime import Context
from jinja2.utils import missing

from sitegen.languages import locale_of
from sitegen.model import site_queries as q
from sitegen.model.query import Answer, Ask, Query
from sitegen.model.render_queries import AssetNamed
from sitegen.model.views import SiteView
from sitegen.problems import did_you_mean
from sitegen.render.errors import TemplateFailure
from sitegen.render.fragment_cache import FragmentCache, FragmentKey
from sitegen.render.theme import assets_of

#: The name of the page in a template's context.
KEY = "_page"


@lru_cache(maxsize=16)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name."""
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def _joined(base: str, url: str) -> str:
    return urljoin(base, url)


class CurrentPage:
    """The page's language, its `ask`, its site if it has one, and the fragments it can reuse.

    `shared_names` are the names that have the same value on all pages of the language.
    """

    shared_names: Mapping[str, object]

    def __init__(self, lang: str, ask: Ask, site: SiteView | None, fragments: FragmentCache) -> None:
        self.lang = lang
        self._fragments = fragments
        self._ask = ask
        self._site = site
        self._recordings: list[dict[Query[object], object]] = []

    def ask(self, query: Query[Answer], /) -> Answer:
        """The answer to a query, recorded for the fragments being rendered."""
        answer = self._ask(query)
        for recording in self._recordings:
            recording[query] = answer
        return answer

    def start_fragment(self, key: FragmentKey) -> str | None:
        """A cached fragment. If there is none, record queries until `end_fragment`."""
        text = self._fragments.find(key, self.ask)
        if text is None:
            self._recordings.append({})
        return text

    def end_fragment(self, key: FragmentKey, text: str, values: tuple[object, ...]) -> None:
        """Cache a rendered fragment."""
        self._fragments.put(key, text, self._recordings.pop(), values)

    @property
    def site(self) -> SiteView:
        """The site in the page's language."""
        if self._site is None:
            raise TemplateFailure("Site data is not available on this kind of page")
        return self._site

    @property
    def locale(self) -> Locale:
        """How the page's language writes dates and numbers."""
        return locale_of(self.lang)

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return zone_of(self.site.timezone)

    @cached_property
    def base_path(self) -> str:
        """The base URL's path, with a trailing slash."""
        return urlsplit(self.site.base_url).path or "/"

    def absolute(self, url: str) -> str:
        """The absolute form of a URL of this site."""
        base = self.site.base_url
        # A string and Markup with the same characters are equal, but the cache must not mix them up.
        return _joined(base, url) if type(url) is str else urljoin(base, url)

    def asset(self, name: str) -> str:
        """The URL of a file in the theme's `static/`."""
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
            "A macro in an imported template has no access to the page",
            'Import it with its context: `{% from "…" import … with context %}`.',
        )
    return page


def start_fragment(context: Context, key: FragmentKey, shared_names: Iterable[str]) -> str | None:
    """A cached fragment; None if it must be rendered. `shared_names` are those that it uses."""
    page = page_of(context)
    for name in shared_names:
        if context.resolve_or_missing(name) is not page.shared_names.get(name, missing):
            raise TemplateFailure(
                f"A template redefines `{name}`, which a fragment uses",
                f"Pass the value to the fragment: `{{% fragment {name} %}}`.",
            )
    return page.start_fragment(key)


def end_fragment(context: Context, key: FragmentKey, text: str, values: tuple[object, ...]) -> str:
    """Cache a rendered fragment and return it."""
    page_of(context).end_fragment(key, text, values)
    return text


def include_in_fragment(
    context: Context,
    name: str | Template | list[str | Template],
    parent: str,
    ignore_missing: bool,
    values: dict[str, object],
) -> Iterator[str]:
    """Render a template that a fragment includes: it sees the shared names and the fragment's `values`."""
    try:
        template = context.environment.get_or_select_template(name, parent)
    except TemplateNotFound:
        if ignore_missing:
            return
        raise
    page = page_of(context)
    alone = template.new_context({**page.shared_names, KEY: page}, shared=True, locals=values)
    yield from template.root_render_func(alone)
