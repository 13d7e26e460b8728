"""Clean up the texts of a front matter, and validate those with a fixed form."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec import Struct, structs

from sitegen.config.settings import LANGUAGE_TAG
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position
from sitegen.model.front_matter import Matter, When
from sitegen.slugs import MAX_NAME_BYTES, MAX_PATH_BYTES, visible
from sitegen.yaml.convert.context import Conversion

_S = TypeVar("_S", bound=Struct)

_ENTITY = lazy_pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROL = lazy_pattern("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
# No-break spaces (U+00A0, U+202F) are typography and stay.
_BLANKS = lazy_pattern("[ \t\n\r\f\v\x85\u2028\u2029]+")
_DOI = lazy_pattern(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_PREFIX = lazy_pattern(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ORCID = lazy_pattern(r"(?:https?://(?:www\.)?orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx])/?")
_FOCUS = lazy_pattern(r"([0-9]+(?:\.[0-9]+)?)%\s+([0-9]+(?:\.[0-9]+)?)%")
_NO_SLUG = lazy_pattern("[/\\\\%?#\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def validate(matter: Matter, context: Conversion) -> Matter | None:
    """Clean up and validate a front matter. An invalid text is reported and left empty.

    None if the title is empty.
    """
    validator = _Validator(context)
    clean = validator.struct(matter, "")
    return None if validator.untitled else clean


class _Validator:
    """Validates every text of a converted front matter."""

    def __init__(self, context: Conversion) -> None:
        self.context = context
        self.untitled = False

    def struct(self, value: _S, key: str) -> _S:
        changed = {}
        for name in value.__struct_fields__:
            old = getattr(value, name)
            if not old:  # most keys are missing
                continue
            new = self._value(old, f"{key}.{name}" if key else name, name)
            if new is not old:
                changed[name] = new
        return structs.replace(value, **changed) if changed else value

    def _value(self, value: object, key: str, name: str) -> object:
        if type(value) is str:  # not an enum
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
            clean = _VALIDATORS.get(name, str.strip)(text)
        except _Invalid as error:
            self.context.report(error.code, self._position(key), error.message, error.hint)
            return ""
        if not clean and key in ("title", "name"):
            self.untitled = True
            hint = f"Add a line such as `{key}: …`."
            self.context.report("missing-key", self._position(key), f"`{key}` is empty.", hint)
        return clean

    def _position(self, key: str) -> Position:
        return self.context.positions.get(key, Position(self.context.first_line, 1))


class _Invalid(ValueError):
    """A text that its key does not accept: what is wrong, and what to write."""

    def __init__(self, message: str, hint: str, code: str = "invalid-value") -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code


# A function for each form of text returns it cleaned up, or raises _Invalid.


def one_line(text: str) -> str:
    """Convert text to one clean line.

    HTML entities are decoded, spaces collapsed and trimmed, and control characters removed.
    """
    if text.isprintable() and "&" not in text and "  " not in text:
        return text.strip()
    decoded = _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
    return _CONTROL.sub("", _BLANKS.sub(" ", decoded)).strip()


def _doi(text: str) -> str:
    doi = _DOI_PREFIX.sub("", text.strip(), count=1)
    if not _DOI.fullmatch(doi):
        raise _Invalid(f"`{text}` is not a DOI.", "Write a DOI such as `10.1000/182`.")
    return doi


def _orcid(text: str) -> str:
    match = _ORCID.fullmatch(text.strip())
    example = "Write an iD such as `0000-0002-1825-0097`."
    if match is None:
        raise _Invalid(f"`{text}` is not an ORCID iD.", example)
    orcid = match[1].upper()
    if not _has_valid_check(orcid.replace("-", "")):
        message = f"The ORCID iD `{text}` is mistyped: its check digit is wrong."
        raise _Invalid(message, "Copy it from orcid.org.")
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
        raise _Invalid(f"`{text}` is not a language tag.", "Write a tag such as `en` or `pt-BR` (BCP 47).")
    return tag


def _focus(text: str) -> str:
    match = _FOCUS.fullmatch(text.strip())
    if match is None or any(float(part) > 100 for part in match.groups()):
        raise _Invalid(
            f"`{text}` is not a position in an image.",
            "Write its distances from the left and the top, as in `50% 30%`.",
        )
    return f"{match[1]}% {match[2]}%"


def _url(text: str) -> str:
    url = text.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    has_target = bool(parts.netloc) if parts.scheme in ("http", "https") else bool(parts.path)
    if parts.scheme not in ("http", "https", "mailto") or not has_target or re.search(r"[\s<>\"]", url):
        raise _Invalid(f"`{text}` is not a full URL.", "Write a URL such as `https://example.org/page`.")
    return url


def _name(text: str) -> str:
    """The id of a document, without invisible characters."""
    return visible(text).strip()


def _slug(text: str) -> str:
    slug = unicodedata.normalize("NFC", visible(text))
    message = next(_slug_mistakes(slug), None)
    if message is not None:
        hint = "Write only the last part of the URL, as in `how-alliances-last`."
        raise _Invalid(message, hint, "invalid-slug")
    return slug


def _slug_mistakes(slug: str) -> Iterator[str]:
    match = _NO_SLUG.search(slug)
    if match is not None:
        shown = match[0] if match[0].isprintable() else f"U+{ord(match[0]):04X}"
        yield f"A slug cannot contain `{shown}`."
    if slug != slug.strip():
        yield "A slug cannot begin or end with a space."
    if slug in (".", ".."):
        yield f"A slug cannot be `{slug}`."


def _alias(text: str) -> str:
    path = unicodedata.normalize("NFC", text.strip())
    message = next(_alias_mistakes(path, text), None)
    if message is not None:
        hint = "Write the path of the old URL, as in `/asia/old-name/`."
        raise _Invalid(message, hint, "invalid-alias")
    if (message := next(_length_mistakes(path), None)) is not None:
        raise _Invalid(message, "Shorten it.", "invalid-alias")
    return path if path.startswith("/") else f"/{path}"


def _alias_mistakes(path: str, text: str) -> Iterator[str]:
    if _SCHEME.match(path):
        yield f"The alias `{text}` is a full URL."
    if _CONTROL.search(path) or "\\" in path:
        yield "An alias cannot contain control characters or backslashes."
    if "?" in path or "#" in path:
        yield f"The alias `{text}` contains `?` or `#`, which cannot be part of a path."
    segments = path.replace("%2E", ".").replace("%2e", ".").split("/")
    if ".." in segments:
        yield f"The alias `{text}` contains `..`."
    if any(segment.startswith(".") for segment in segments):
        yield f"A part of the alias `{text}` begins with a dot."
    if not any(segments):
        yield "An alias cannot be the home page."
    elif "" in segments[1 if path.startswith("/") else 0 : -1]:
        yield f"The alias `{text}` has an empty part."
    if "%2f" in path.lower() or "%00" in path:
        yield f"The alias `{text}` contains an encoded slash or NUL."


def _length_mistakes(path: str) -> Iterator[str]:
    """What is too long for file systems, with `/index.html` appended."""
    longest = max(len(part.encode()) for part in path.split("/"))
    if longest > MAX_NAME_BYTES:
        yield f"A part of the alias is {longest} bytes long; file systems allow {MAX_NAME_BYTES}."
    if (size := len(path.encode()) + len("/index.html")) > MAX_PATH_BYTES:
        yield f"The path of the alias is {size:,} bytes long; all file systems allow {MAX_PATH_BYTES:,}."


#: Validators by the last part of a key. Other texts are only trimmed.
_VALIDATORS: Mapping[str, Callable[[str], str]] = {
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
