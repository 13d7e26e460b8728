"""No-break spaces that a language sets around signs: `Quoi ?`, `« Oui »`, `50 %`, `1 000 €`.

French sets a space before `;`, `:`, `!` and `?` and inside guillemets. In languages that group digits with
spaces (CLDR), a space in a number or before a percent or currency sign becomes a no-break space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import Struct

from sitegen.html_tags import CODE_TAG
from sitegen.languages import locale_of
from sitegen.lazy_regex import lazy_pattern

_NO_BREAK = "\N{NO-BREAK SPACE}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"

#: The spaces of French before `;!?`, before `:`, within guillemets, and in numbers. Switzerland sets none
#: within guillemets, Canada none before `;!?` (Office québécois de la langue française).
_FRENCH = {
    "fr": (_NARROW, _NO_BREAK, _NARROW, _NARROW),
    "fr-ca": (_NARROW, _NO_BREAK, _NO_BREAK, _NO_BREAK),
    "fr-ch": (_NARROW, _NO_BREAK, "", _NARROW),
}

_END = r"""(?=[\s)\]"»”’…]|\Z)"""
#: Not before a parenthesis, which would make an emoticon.
_PLAIN_END = r"""(?=[\s»]|\Z)"""
_BEFORE = r"""(?:(?<=[\w)\]»”"’%€…°])[ \u00a0]?|(?<=\S)[ \u00a0])"""
_HIGH = lazy_pattern(rf"(&#?\w+;)|{_BEFORE}(?:([!?]+){_END}|(;){_PLAIN_END})")
_WRITTEN_HIGH = lazy_pattern(rf"(&#?\w+;)|(?<=\S)[ \u00a0](?:([!?]+){_END}|(;){_PLAIN_END})")
#: `:name:` is an emoji code in many systems.
_COLON = lazy_pattern(rf"(:\w+:)|{_BEFORE}(:){_PLAIN_END}")
_OPENING = lazy_pattern(r"«[ \u00a0]?(?=\S)")
_CLOSING = lazy_pattern(r"(?<=\S)[ \u00a0]?»")
_AFTER_NUMBER = lazy_pattern(r"(?<=\d)[ \u00a0](?=[%‰€$£¥])")
_GROUPS = lazy_pattern(r"(?<![\w.,])\d{1,3}(?:[ \u00a0]\d{3})+(?!\w|[ \u00a0]\d)")


class Spacing(Struct, frozen=True):
    """The spaces of a language; empty where it sets none."""

    high: str = ""
    colon: str = ""
    quotes: str = ""
    number: str = ""
    group: str = ""
    adds_high: bool = True
    """Whether a missing space before `;!?` is added."""

    @property
    def _signs(self) -> str:
        signs = (("high", ";!?"), ("colon", ":"), ("quotes", "«»"), ("number", "%‰€$£¥"))
        return "".join(marks for name, marks in signs if getattr(self, name))

    def may_apply(self, text: str) -> bool:
        """Whether a text may contain a place for a space."""
        return _quick(self).search(text) is not None

    def set(self, text: str, before: str = " ") -> str:
        """Set the spaces in a text; `before` is the character before it."""
        if self.group:
            text = _GROUPS.sub(lambda match: re.sub(r"\s", self.group, match[0]), text)
        if self.number:
            text = _AFTER_NUMBER.sub(self.number, text)
        if self.quotes:
            text = _CLOSING.sub(self.quotes + "»", _OPENING.sub("«" + self.quotes, text))
        text = before + text
        if self.high:
            pattern = _HIGH if self.adds_high else _WRITTEN_HIGH
            text = pattern.sub(lambda match: match[1] or self.high + (match[2] or match[3]), text)
        if self.colon:
            text = _COLON.sub(lambda match: match[1] or self.colon + match[2], text)
        return text[1:]


@lru_cache(maxsize=64)
def _quick(spacing: Spacing) -> re.Pattern[str]:
    signs = re.escape(spacing._signs)
    groups = r"|\d[ \u00a0]\d{3}" if spacing.group else ""
    return re.compile(rf"[{signs}]{groups}" if signs else r"(?!)")


@lru_cache(maxsize=64)
def spacing_of(lang: str) -> Spacing | None:
    """The spaces of a language, or None if it sets none."""
    tag = lang.lower().replace("_", "-")
    if tag.partition("-")[0] == "fr":
        high, colon, within, number = _FRENCH.get(tag, _FRENCH["fr"])
        return Spacing(high, colon, within, number, number, adds_high=not tag.startswith("fr-ca"))
    locale = locale_of(lang)
    if locale.language != tag.partition("-")[0]:
        return None
    percent = str(locale.percent_formats[None].pattern)
    number = _NO_BREAK if re.search(r"[\s\u00a0\u202f]%", percent) else ""
    group = str(locale.number_symbols.get("latn", {}).get("group", ""))
    found = Spacing(number=number, group=group if group in (_NO_BREAK, _NARROW) else "")
    return found if found != Spacing() else None


def no_break_spaces(parser: MarkdownIt, lang: str) -> None:
    """Set the spaces of the language in text, but not in code or bare addresses."""
    if spacing_of(lang):
        parser.core.ruler.after("smartquotes", "no_break_spaces", partial(set_spaces, lang=lang))


def set_spaces(state: StateCore, lang: str) -> None:
    """Set the spaces in tokens; a core rule."""
    spacing = spacing_of(lang)
    if spacing is None:
        return
    for token in state.tokens:
        if token.type == "inline" and token.children and spacing.may_apply(token.content):
            _set_children(token.children, spacing)


def _set_children(children: Sequence[Token], spacing: Spacing) -> None:
    protected, before = 0, " "
    for child in children:
        if child.type in ("link_open", "link_close") and child.info == "auto":
            protected = max(protected + child.nesting, 0)
        elif child.type == "html_inline" and (code := CODE_TAG.match(child.content)):
            protected = max(protected + (-1 if code["end"] else 1), 0)
        elif child.type == "text" and child.content and not protected:
            child.content = spacing.set(child.content, before)
        if child.type != "html_inline" and (child.content or not child.nesting):
            before = " " if child.type.endswith("break") else child.content[-1:] or "x"
