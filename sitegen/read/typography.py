"""A front matter's texts, set as those below it are: quotes, apostrophes, dashes, ellipses and spaces."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

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

#: Keys of texts that readers see as an editor has written them. Names and credits stay as their owners write
#: them, and what a picture shows is for the ear.
_TEXTS = frozenset({"affiliation", "caption", "role", "subtitle", "summary", "tags", "text", "title"})
#: Keys of values that hold such texts. A related article's title is that of its publication.
_HOLDERS = frozenset({"corrections", "cover", "photo"})

_TO_BE_SET = lazy_pattern(r"['\"]|--|\.\.\.")


def with_typography(matter: T, lang: str, options: MarkdownConfig) -> T:
    """The front matter with its texts set as `lang` sets them; as it is where `options` say no."""
    return _set_struct(matter, lang, options) if options.typography else matter


def _set_struct(value: T, lang: str, options: MarkdownConfig) -> T:
    changed = {}
    for name in _places(type(value)):
        old = getattr(value, name)
        new = _set_value(old, lang, options)
        if new is not old:
            changed[name] = new
    return structs.replace(value, **changed) if changed else value


@lru_cache(maxsize=64)
def _places(kind: type[Struct]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__ if name in _TEXTS or name in _HOLDERS)


def _set_value(value: Any, lang: str, options: MarkdownConfig) -> Any:
    if isinstance(value, str):
        return set_text(value, lang, options) if _is_to_be_set(value, lang) else value
    if isinstance(value, tuple):
        items = tuple([_set_value(item, lang, options) for item in value])
        return value if all(map(_is, items, value)) else items
    return _set_struct(value, lang, options) if isinstance(value, Photo | Correction) else value


def _is_to_be_set(text: str, lang: str) -> bool:
    if _TO_BE_SET.search(text):
        return True
    spacing = spacing_of(lang)
    return spacing is not None and spacing.may_apply(text)


def _is(one: object, other: object) -> bool:
    return one is other


def set_text(text: str, lang: str, options: MarkdownConfig) -> str:
    """A content_of text with its marks as the language sets them, by the rules for Markdown's text."""
    children = text_tokens(text)
    inline = Token("inline", "", 0, content=text, children=children)
    state = StateCore(text, quick_parser(options, lang), {}, [inline])
    set_dashes(state)
    set_quotes(state, lang)
    set_spaces(state, lang)
    return content_of(children)
