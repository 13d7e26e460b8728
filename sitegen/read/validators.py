"""The texts of a front matter, tidied, and checked where its keys take texts of one form only."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, structs

from sitegen.config.settings import LANGUAGE_TAG
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position
from sitegen.model.front_matter import Matter, When
from sitegen.slugs import MOST_OF_A_NAME, MOST_OF_A_PATH, visible
from sitegen.yaml.convert.context import Conversion

_ENTITY = lazy_pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROL = lazy_pattern("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
# No-break blanks (U+00A0, U+202F) are typography, not untidiness.
_BLANKS = lazy_pattern("[ \t\n\r\f\v\x85\u2028\u2029]+")
_DOI = lazy_pattern(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_PREFIX = lazy_pattern(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ORCID = lazy_pattern(r"(?:https?://(?:www\.)?orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx])/?")
_FOCUS = lazy_pattern(r"([0-9]+(?:\.[0-9]+)?)%\s+([0-9]+(?:\.[0-9]+)?)%")
_NO_SLUG = lazy_pattern("[/\\\\%?#\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def checked(matter: Matter, context: Conversion) -> Matter | None:
    """The front matter with its texts tidied; one that is refused, with a Problem, is left empty.

    None where no title is left.
    """
    checker = _Checker(context)
    tidy: Matter = checker.struct(matter, "")
    return None if checker.untitled else tidy


class _Checker:
    """Goes through every text of a converted front matter."""

    def __init__(self, context: Conversion) -> None:
        self.context = context
        self.untitled = False

    def struct(self, value: Any, key: str) -> Any:
        changed = {}
        for name in value.__struct_fields__:
            old = getattr(value, name)
            if not old:  # most keys are not given
                continue
            new = self._value(old, f"{key}.{name}" if key else name, name)
            if new is not old:
                changed[name] = new
        return structs.replace(value, **changed) if changed else value

    def _value(self, value: Any, key: str, name: str) -> Any:
        if type(value) is str:
            return self._text(value, key, name)
        if isinstance(value, tuple):
            items = [self._value(item, f"{key}.{number}", name) for number, item in enumerate(value)]
            return tuple(item for item in items if item != "")
        if isinstance(value, Struct) and not isinstance(value, When):
            return self.struct(value, key)
        return value

    def _text(self, text: str, key: str, name: str) -> str:
        if not text:
            return text
        try:
            tidy = _CHECKS.get(name, str.strip)(text)
        except _Refused as refused:
            self.context.report(refused.code, self._position(key), refused.why, refused.hint)
            return ""
        if not tidy and key in ("title", "name"):
            self.untitled = True
            hint = f"Add a line such as `{key}: …`."
            self.context.report("missing-key", self._position(key), f"`{key}` has no text.", hint)
        return tidy

    def _position(self, key: str) -> Position:
        return self.context.positions.get(key, Position(self.context.first_line, 1))


class _Refused(ValueError):
    """A text that its key does not take: why, and what to write."""

    def __init__(self, why: str, hint: str, code: str = "invalid-value") -> None:
        super().__init__(why)
        self.why, self.hint, self.code = why, hint, code


# One function for each form of text: the text, tidied, or _Refused


def one_line(text: str) -> str:
    """A plain text of one line: HTML entities decoded, blanks folded, ends trimmed, controls left out."""
    if text.isprintable() and "&" not in text and "  " not in text:
        return text.strip()
    decoded = _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
    return _CONTROL.sub("", _BLANKS.sub(" ", decoded)).strip()


def _doi(text: str) -> str:
    doi = _DOI_PREFIX.sub("", text.strip(), count=1)
    if not _DOI.fullmatch(doi):
        raise _Refused(f"`{text}` is not a DOI.", "Write it as `10.1000/182`.")
    return doi


def _orcid(text: str) -> str:
    match = _ORCID.fullmatch(text.strip())
    example = "Write it as `0000-0002-1825-0097`."
    if match is None:
        raise _Refused(f"`{text}` is not an ORCID iD.", example)
    orcid = match[1].upper()
    if not _has_valid_check(orcid.replace("-", "")):
        why = f"The ORCID iD `{text}` is mistyped: its check digit does not fit."
        raise _Refused(why, "Copy it from orcid.org.")
    return orcid


def _has_valid_check(digits: str) -> bool:
    """ISO 7064 MOD 11-2 (https://support.orcid.org/hc/en-us/articles/360006897674)."""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def _language(text: str) -> str:
    tag = text.strip()
    if not LANGUAGE_TAG.fullmatch(tag):
        raise _Refused(f"`{text}` is not a language tag.", "Write it as `en` or `pt-BR` (BCP 47).")
    return tag


def _focus(text: str) -> str:
    match = _FOCUS.fullmatch(text.strip())
    if match is None or any(float(part) > 100 for part in match.groups()):
        raise _Refused(f"`{text}` is not a point of a picture.", "Write it from left and top, as `50% 30%`.")
    return f"{match[1]}% {match[2]}%"


def _url(text: str) -> str:
    url = text.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    has_target = bool(parts.netloc) if parts.scheme in ("http", "https") else bool(parts.path)
    if parts.scheme not in ("http", "https", "mailto") or not has_target or re.search(r"[\s<>\"]", url):
        raise _Refused(f"`{text}` is not a full URL.", "Write it as `https://example.org/page`.")
    return url


def _name(text: str) -> str:
    """The id of a document, which nobody could type with characters that are not seen."""
    return visible(text).strip()


def _slug(text: str) -> str:
    slug = unicodedata.normalize("NFC", visible(text))
    why = next(_mistakes_of_slug(slug), None)
    if why is not None:
        hint = "Write the last part of the URL alone, as `how-alliances-last`."
        raise _Refused(why, hint, "invalid-slug")
    return slug


def _mistakes_of_slug(slug: str) -> Iterator[str]:
    match = _NO_SLUG.search(slug)
    if match is not None:
        shown = match[0] if match[0].isprintable() else f"U+{ord(match[0]):04X}"
        yield f"A slug cannot hold `{shown}`."
    if slug != slug.strip():
        yield "A slug cannot begin or end with a blank."
    if slug in (".", ".."):
        yield f"A slug cannot be `{slug}`."


def _alias(text: str) -> str:
    path = unicodedata.normalize("NFC", text.strip())
    why = next(_mistakes_of_alias(path, text), None)
    if why is not None:
        hint = "Write the path of the former URL, as `/asia/old-name/`."
        raise _Refused(why, hint, "invalid-alias")
    if (why := next(_excess(path), None)) is not None:
        raise _Refused(why, "Shorten it.", "invalid-alias")
    return path if path.startswith("/") else f"/{path}"


def _mistakes_of_alias(path: str, text: str) -> Iterator[str]:
    if _SCHEME.match(path):
        yield f"The alias `{text}` is a full URL."
    if _CONTROL.search(path) or "\\" in path:
        yield "An alias cannot hold control characters or backslashes."
    if "?" in path or "#" in path:
        yield f"The alias `{text}` holds `?` or `#`; no file answers to that."
    segments = path.replace("%2E", ".").replace("%2e", ".").split("/")
    if ".." in segments:
        yield f"The alias `{text}` leads upwards."
    if any(segment.startswith(".") for segment in segments):
        yield f"A part of the alias `{text}` begins with a dot."
    if not any(segments):
        yield "An alias cannot be the home page."
    elif "" in segments[1 if path.startswith("/") else 0 : -1]:
        yield f"The alias `{text}` has an empty part."
    if "%2f" in path.lower() or "%00" in path:
        yield f"The alias `{text}` holds an encoded slash or NUL."


def _excess(path: str) -> Iterator[str]:
    """What of a path is longer than file systems store; `/index.html` comes behind it."""
    longest = max(len(part.encode()) for part in path.split("/"))
    if longest > MOST_OF_A_NAME:
        yield f"A part of the alias is {longest} bytes long; file systems store {MOST_OF_A_NAME}."
    if (size := len(path.encode()) + len("/index.html")) > MOST_OF_A_PATH:
        yield f"The alias makes a path of {size:,} bytes; {MOST_OF_A_PATH:,} can be stored everywhere."


#: What is done with a text, by its key's last name; a text that is not here is only trimmed.
_CHECKS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("title", "subtitle", "name", "role", "affiliation", "summary"), one_line),
    **dict.fromkeys(("alt", "caption", "credit", "source", "text", "authors", "tags"), one_line),
    **dict.fromkeys(("section", "series", "issue"), _name),
    "doi": _doi,
    "orcid": _orcid,
    "lang": _language,
    "focus": _focus,
    "url": _url,
    "slug": _slug,
    "aliases": _alias,
}
