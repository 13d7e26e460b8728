"""UI strings in the page's language: `t("read_full")`, `t.n("articles", 3)`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from sitegen.languages import in_digits, locale_of, script, shortened
from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import did_you_mean
from sitegen.render.errors import TemplateFailure

Strings = Mapping[str, Mapping[str, str]]

#: The language in which every theme has all strings.
FALLBACK = "en"

_PLACEHOLDER = lazy_pattern(r"\{(\w+)\}")


@lru_cache(maxsize=1024, typed=True)
def number_of(value: float, lang: str) -> str:
    """A number in a language's format and its default digits (CLDR)."""
    return in_digits(format_decimal(value, locale=locale_of(lang), numbering_system="default"), lang)


@lru_cache(maxsize=64)
def _fallbacks(lang: str) -> tuple[str, ...]:
    """A language tag and its shorter forms in the same script: readers may not know another script."""
    own = script(lang)
    tags = (lang, f"{lang.partition('-')[0]}-{own}", *shortened(lang))
    return tuple(dict.fromkeys(tag for tag in tags if script(tag) == own))


class UIStrings:
    """The theme's strings in one language."""

    shown_as = "set of strings"

    def __init__(self, strings: Strings, lang: str) -> None:
        self._strings = strings
        self._lang = lang
        self._languages = [tag for tag in (*_fallbacks(lang), FALLBACK) if tag in strings]

    def __call__(self, key: str, **values: object) -> str:
        """The string of a key, with each `{name}` replaced by its value.

        Integers are formatted in the language.
        """
        text = self._find(key)
        return _filled(key, text, self._formatted(values)) if values or "{" in text else text

    def n(self, key: str, count: int, **values: object) -> str:
        """The plural form for a number: `<key>_one`, `<key>_other`, …; `{count}` is the number."""
        values.setdefault("count", count)
        return _filled(key, self._find_form(key, count), self._formatted(values))

    def _formatted(self, values: Mapping[str, object]) -> Mapping[str, object]:
        return {
            name: number_of(value, self._lang) if type(value) is int else value
            for name, value in values.items()
        }

    def _find(self, key: str) -> str:
        for lang in self._languages:
            if key in self._strings[lang]:
                return self._strings[lang][key]
        raise self._missing(key)

    def _find_form(self, key: str, count: int) -> str:
        for lang in self._languages:
            form = locale_of(lang).plural_form(count)
            for name in (f"{key}_{form}", f"{key}_other"):
                if name in self._strings[lang]:
                    return self._strings[lang][name]
        raise self._missing(f"{key}_other")

    def _missing(self, key: str) -> TemplateFailure:
        return TemplateFailure(
            f"The string `{key}` is not in the theme's `strings/{FALLBACK}.yaml`",
            did_you_mean(key, self._strings.get(FALLBACK, {}), f"Add `{key}:` to `strings/{FALLBACK}.yaml`."),
        )


def _filled(key: str, text: str, values: Mapping[str, object]) -> str:
    """Fill the placeholders of a string. The result is markup only if a value is."""
    if not values and "{" not in text:
        return text
    markup = any(hasattr(value, "__html__") for value in values.values())
    shown = escape if markup else str
    parts = _parts(text)
    for name, is_name in parts:
        if is_name and name not in values:
            message = f"The string `{key}` needs a value for `{{{name}}}`"
            raise TemplateFailure(message, f"Write `t(…, {name}=…)`.")
    filled = "".join([shown(values[part] if is_name else part) for part, is_name in parts])
    return Markup(filled) if markup else filled


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[tuple[str, bool], ...]:
    """The parts of a string: text (False), and names of values (True)."""
    return tuple((part, bool(at % 2)) for at, part in enumerate(_PLACEHOLDER.split(text)) if part)
