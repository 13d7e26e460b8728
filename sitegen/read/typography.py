"""Apply typography to a front matter's texts: quotes, apostrophes, dashes, ellipses and spaces."""

from __future__ import annotations

from functools import lru_cache
from operator import is_
from typing import TypeVar

from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import Struct, structs

from sitegen.config.settings import MarkdownConfig
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.front_matter import Correction, Photo
from sitegen.read.parser import quick_parser
from sitegen.read.rules.dashes import set_dashes
from sitegen.read.rules.linkify import content_of, text_tokens
from sitegen.read.rules.no_break_spaces import set_spaces, spacing_of
from sitegen.read.rules.quotes import set_quotes

T = TypeVar("T", bound=Struct)

#: Keys of texts with typography. Names and credits stay as their owners write them, and alternative texts are
#: for screen readers.
_TEXTS = frozenset({"affiliation", "caption", "role", "subtitle", "summary", "tags", "text", "title"})
#: Keys of values with such texts. A related article keeps the title of its publication.
_WITH_TEXTS = frozenset({"corrections", "cover", "photo"})

_MARKS = lazy_pattern(r"['\"]|--|\.\.\.")


def with_typography(matter: T, lang: str, options: MarkdownConfig) -> T:
    """Apply the typography of `lang` to a front matter, unless `options` turn it off."""
    return _set_struct(matter, lang, options) if options.typography else matter


def _set_struct(value: T, lang: str, options: MarkdownConfig) -> T:
    changed = {}
    for name in _text_keys(type(value)):
        old = getattr(value, name)
        new = _set_value(old, lang, options)
        if new is not old:
            changed[name] = new
    return structs.replace(value, **changed) if changed else value


@lru_cache(maxsize=64)
def _text_keys(kind: type[Struct]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__ if name in _TEXTS or name in _WITH_TEXTS)


def _set_value(value: object, lang: str, options: MarkdownConfig) -> object:
    if isinstance(value, str):
        return set_text(value, lang, options) if _needs_typography(value, lang) else value
    if isinstance(value, tuple):
        items = tuple([_set_value(item, lang, options) for item in value])
        return value if all(map(is_, items, value)) else items
    return _set_struct(value, lang, options) if isinstance(value, Photo | Correction) else value


def _needs_typography(text: str, lang: str) -> bool:
    if _MARKS.search(text):
        return True
    spacing = spacing_of(lang)
    return spacing is not None and spacing.may_apply(text)


def set_text(text: str, lang: str, options: MarkdownConfig) -> str:
    """Apply the typography of a language to plain text, with the rules for Markdown text."""
    children = text_tokens(text)
    inline = Token("inline", "", 0, content=text, children=children)
    state = StateCore(text, quick_parser(options, lang), {}, [inline])
    set_dashes(state)
    set_quotes(state, lang)
    set_spaces(state, lang)
    return content_of(children)
