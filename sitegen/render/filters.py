"""Filters and functions for templates. They read the page from the context."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import msgspec
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sitegen.languages import direction, in_digits, locale_of
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.front_matter import When
from sitegen.model.views import ArticleView, Meta
from sitegen.problems import did_you_mean
from sitegen.render.errors import TemplateFailure
from sitegen.render.page_context import page_of, zone_of
from sitegen.render.strings import number_of
from sitegen.render.structured_data import news_article

#: Date formats: Babel's lengths, and skeletons for parts of a date.
_LENGTHS = ("full", "long", "medium", "short")
_SKELETONS = {"month": "yMMMM", "short_month": "yMMM", "year": "y", "day": "MMMMd"}
_DATE_FORMATS = (*_LENGTHS, *_SKELETONS, "time")
#: In French, only the first day of a month is an ordinal (Imprimerie nationale, Lexique).
_THE_FIRST = lazy_pattern(r"(?<!\S)1(?= [a-zéû])")
#: Formatted dates to cache: lists repeat the same articles.
_MAX_DATES = 8192


@pass_context
def date(context: Context, when: When, form: str = "long") -> str:
    """A date in the page's language and the site's time zone."""
    page = page_of(context)
    instant = _instant(when, "date")
    if form not in _DATE_FORMATS:
        raise TemplateFailure(
            f"`{form}` is not a date format",
            did_you_mean(form, _DATE_FORMATS, f"The formats are {', '.join(_DATE_FORMATS)}."),
        )
    return _formatted_date(instant, form, page.site.timezone, page.lang)


@lru_cache(maxsize=_MAX_DATES)
def _formatted_date(instant: dt.datetime, form: str, timezone: str, lang: str) -> str:
    text = _format(instant, form, timezone, lang)
    if lang.partition("-")[0] == "fr":
        text = _THE_FIRST.sub("1er", text)
    return in_digits(text, lang)


def _format(instant: dt.datetime, form: str, timezone: str, lang: str) -> str:
    locale, zone = locale_of(lang), zone_of(timezone)
    local = instant.astimezone(zone)
    if form in _LENGTHS:
        return format_date(local.date(), form, locale=locale)
    if form in _SKELETONS:
        return format_skeleton(_SKELETONS[form], local, tzinfo=zone, locale=locale)
    return format_time(local, "short", tzinfo=zone, locale=locale)


@pass_context
def datetime(context: Context, when: When) -> str:
    """A date for `<time datetime>`, with the time if the author gave one."""
    page = page_of(context)
    instant = _instant(when, "datetime")
    return _in_utc(instant) if when.has_time else _day(instant, page.site.timezone)


@lru_cache(maxsize=_MAX_DATES)
def _day(instant: dt.datetime, timezone: str) -> str:
    return instant.astimezone(zone_of(timezone)).date().isoformat()


def rfc3339(when: When) -> str:
    """A date and time in UTC, for feeds and sitemaps."""
    return _in_utc(_instant(when, "rfc3339"))


@lru_cache(maxsize=_MAX_DATES)
def _in_utc(instant: dt.datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _instant(when: object, name: str) -> dt.datetime:
    if not isinstance(when, When):
        raise TemplateFailure(f"The filter `{name}` takes a date, not {type(when).__name__}")
    instant = when.instant
    return instant.astimezone(dt.UTC) if instant.tzinfo else instant.replace(tzinfo=dt.UTC)


@pass_context
def absolute(context: Context, url: str) -> str:
    """The absolute form of a URL of this site."""
    return page_of(context).absolute(url)


@pass_context
def number(context: Context, value: float) -> str:
    """A number in the format of the page's language."""
    return number_of(value, page_of(context).lang)


@pass_context
def year(context: Context, value: int) -> str:
    """A year in the format of the page's language: `2026`, `2026年`."""
    lang = page_of(context).lang
    return in_digits(format_skeleton("y", dt.date(value, 1, 1), locale=locale_of(lang)), lang)


@pass_context
def language(context: Context, lang: str, around: str = "") -> Markup:
    """The `lang` attribute, and `dir` if the direction differs; empty if the language is that of the page or,
    if given, of `around`."""
    outer = around or page_of(context).lang
    if not lang or lang == outer:
        return Markup("")
    own = direction(lang)
    attribute = f' dir="{own}"' if own != direction(outer) else ""
    return Markup(f' lang="{escape(lang)}"{attribute}')


#: Before an i sound, Spanish `y` becomes `e`: Ana e Isabel, but agua y hielo (RAE, Ortografía, 2010).
_I_SOUND = lazy_pattern(r"(?:[iíIÍ]|[hH][iíIÍ])(?![aeoAEO])")


@pass_context
def listed(context: Context, items: Iterable[object]) -> Markup:
    """A list of names in the page's language: `A, B, and C`. Markup in them stays markup."""
    names = [str(escape(item)) for item in items]
    lang = page_of(context).lang
    text = _list_pattern(len(names), lang)
    if len(names) > 1 and lang.partition("-")[0] == "es" and _I_SOUND.match(Markup(names[-1]).striptags()):
        text = text.replace(" y ", " e ")
    for index, item in enumerate(names):
        text = text.replace(_placeholder(index), item)
    return Markup(text)


@lru_cache(maxsize=256)
def _list_pattern(length: int, lang: str) -> str:
    """A list of this length in HTML, with a placeholder for each name."""
    text = format_list([_placeholder(index) for index in range(length)], locale=locale_of(lang))
    if lang.partition("-")[0] == "fa":
        text = text.replace("، و ", " و ")  # CLDR puts a comma before `and`; newspapers do not
    return str(escape(text))


def _placeholder(index: int) -> str:
    return f"\0{index}\0"


#: JSON escapes for the characters that an HTML parser could take for markup.
_JSON_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def to_json(value: object) -> Markup:
    """The value as JSON that is safe inside `<script>`."""
    text = json.dumps(msgspec.to_builtins(value, str_keys=True), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_JSON_ESCAPES))


@pass_context
def asset(context: Context, name: str) -> str:
    """The URL of a file in the theme's `static/`, with a digest in its name."""
    return page_of(context).asset(name)


@pass_context
def structured_data(context: Context, article: ArticleView, meta: Meta) -> dict[str, object]:
    """An article as a schema.org `NewsArticle`, a mapping for JSON-LD."""
    page = page_of(context)

    def iso_date(when: When) -> str:
        return str(datetime(context, when))

    return news_article(article, meta, page.site, page.absolute, iso_date)


FILTERS: Mapping[str, Callable[..., object]] = {
    "absolute": absolute,
    "date": date,
    "datetime": datetime,
    "direction": direction,
    "json": to_json,
    "language": language,
    "listed": listed,
    "number": number,
    "rfc3339": rfc3339,
    "year": year,
}

FUNCTIONS: Mapping[str, Callable[..., object]] = {"asset": asset, "structured_data": structured_data}
