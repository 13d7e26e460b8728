"""Front matter into its typed form: one Struct for each kind of document."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from sitegen import yamltree
from sitegen.config import LANGUAGE_TAG, Config, UnknownKeys
from sitegen.conversion.context import Conversion
from sitegen.conversion.types import nested_keys
from sitegen.conversion.values import convert
from sitegen.model.content import MATTERS, Kind, Matter, Status, When
from sitegen.model.documents import Position
from sitegen.problems import KINDS, Problem, did_you_mean
from sitegen.read.front_matter import FrontMatter
from sitegen.yamlparser import parse
from sitegen.yamltree import Entry, Node, Scalar, is_empty

#: Keys that say that a document is a draft, and the value that does.
WITHHOLDING: Mapping[str, bool] = {"draft": True, "published": False}

#: Keys that decide who can see a document: a mistake in one of them must not publish anything.
_VISIBILITY = frozenset({"status", "date", "embargo", "expires", "access"})
_WITHHELD_KINDS = frozenset({Kind.ARTICLE, Kind.PAGE})
#: Values that withhold nothing, of keys that a kind does not have; any other means something we cannot do.
_HARMLESS: Mapping[str, str] = {
    "draft": "false",
    "published": "true",
    "status": "published",
    "access": "free",
}
_LIMITING = frozenset({*_HARMLESS, "embargo", "expires"})
_NAMED: Mapping[Kind, str] = {
    Kind.ARTICLE: "An article",
    Kind.SECTION: "A section",
    Kind.AUTHOR: "An author",
    Kind.TAG: "A tag",
    Kind.ISSUE: "An issue",
    Kind.SERIES: "A series",
    Kind.PAGE: "A page",
    Kind.INDEX: "An index",
    Kind.HOME: "The home page",
}
_NO_LETTER = re.compile(r"[\W_]+")
_BOOLEAN_WORDS = {"true": True, "false": False}
_OLD_BOOLEANS = frozenset({"yes", "no", "on", "off", "y", "n", "0", "1"})


class ReaderOptions(Struct, frozen=True):
    """What reading a document depends on besides the file.

    `fields` gives other systems' names by a kind and our name (`{"article": {"subtitle": ("deck",)}}`);
    `timezone` is one that the system knows.
    """

    timezone: str
    unknown: UnknownKeys = UnknownKeys.ERROR
    fields: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


def read_matter(
    kind: Kind, front: FrontMatter, path: str, options: ReaderOptions
) -> tuple[Matter | None, Mapping[str, Position], list[Problem]]:
    """The front matter of a document of this kind, where its keys stand, and all that is wrong with it.

    A value that cannot be read leaves the key's default. Whatever a configuration makes of problems, nothing
    is published by mistake: `draft: true`, `published: false`, and any mistake in a key that decides on
    visibility give `Status.DRAFT`. None where the YAML is broken, a required key is missing, or a document is
    to be withheld whose kind knows no drafts.
    """
    node, problems = parse(front.yaml, path, front.yaml_line)
    if node is None and problems:
        return None, {}, problems
    context = _context(kind, front, path, options, problems)
    withheld, node = _without_flags(node, context) if kind in _WITHHELD_KINDS else (False, node)
    limited, node = _without_limits(kind, node, context)
    withheld |= limited
    _check_commas(node, context)
    matter = convert(node, MATTERS[kind], context)
    if matter is None:
        return None, context.positions, problems
    matter = _without_doubtful_photo(matter, context)
    before = len(problems)
    matter = _Checker(context).checked(matter)
    if any(problem.code == "missing-key" for problem in problems[before:]):
        return None, context.positions, problems
    if withheld and kind not in _WITHHELD_KINDS:
        return None, context.positions, problems
    if kind in _WITHHELD_KINDS and (withheld or _is_doubtful(node, context)):
        matter = structs.replace(matter, status=Status.DRAFT)
    return matter, context.positions, problems


def _context(
    kind: Kind, front: FrontMatter, path: str, options: ReaderOptions, problems: list[Problem]
) -> Conversion:
    return Conversion(
        path=path,
        zone=ZoneInfo(options.timezone),
        text=front.yaml,
        first_line=front.yaml_line,
        unknown=options.unknown,
        fields=options.fields.get(kind.value, {}),
        also=tuple(WITHHOLDING) if kind in _WITHHELD_KINDS else (),
        problems=problems,
    )


# Drafts


def _without_flags(node: Node | None, context: Conversion) -> tuple[bool, Node | None]:
    """Whether `draft` or `published` withholds the document, and the tree without them."""
    if not isinstance(node, yamltree.Mapping):
        return False, node
    kept, withheld = [], False
    for entry in node.entries:
        flag = _flag(entry, context)
        if flag is None:
            kept.append(entry)
        withheld |= bool(flag)
    withheld |= any(_flag(entry, context) for entry in node.repeated)
    return withheld, yamltree.Mapping(tuple(kept), node.position, node.repeated)


def _flag(entry: Entry, context: Conversion) -> bool | None:
    """Whether the entry withholds its document; None if it is no such key (or `published` gives a date)."""
    name = _folded(entry.key.text)  # `Draft: true` must not slip through, even where unknown keys are kept
    if name not in WITHHOLDING:
        return None
    value = entry.value
    if isinstance(value, Scalar):
        word = value.text.strip().casefold()
        if word in _BOOLEAN_WORDS:
            return _BOOLEAN_WORDS[word] is WITHHOLDING[name]
        if is_empty(value):
            return False
        if word not in _OLD_BOOLEANS and _is_other_name(entry.key.text, context):
            return None
    hint = "Write true or false."
    if name == "published":
        hint += " If it is a date, set `date: [published]` in `content.fields`."
    message = f"`{entry.key.text}` takes true or false; until then the document is a draft."
    context.report("wrong-type", value.position, message, hint)
    return True


def _folded(name: str) -> str:
    """A key's letters alone, in one case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", name).casefold())


def _without_limits(kind: Kind, node: Node | None, context: Conversion) -> tuple[bool, Node | None]:
    """Whether a key that nothing reads was meant to limit who sees the document, and the tree without these.

    They are mistakes even where unknown keys are kept: whoever writes `Status: draft`, or `status: draft` of
    an author, does not expect to see it published.
    """
    if not isinstance(node, yamltree.Mapping):
        return False, node
    keys = frozenset(MATTERS[kind].__struct_fields__)
    meant = {key: key for key in _LIMITING | (_VISIBILITY & keys)}
    meant |= {_folded(name): name for key in _VISIBILITY & keys for name in context.fields.get(key, ())}
    kept, withheld = [], False
    for entry in node.entries:
        name = entry.key.text
        key = None if name in keys or _is_other_name(name, context) else meant.get(_folded(name))
        if key is None:
            kept.append(entry)
        elif key not in _LIMITING or key in keys:
            message = f"Nothing reads the key `{name}`; until it is corrected, the document is a draft."
            context.report("unknown-key", entry.key.position, message, f"Did you mean `{key}`?")
            withheld = True
        elif not _is_harmless(key, entry.value):
            effect = "all of it is public" if key == "access" else "it is public as soon as the site is built"
            message = f"{_NAMED[kind]} has no `{key}`: {effect}."
            context.report("unknown-key", entry.key.position, message, "Remove the key, or the whole file.")
            withheld = True
        elif context.unknown is not UnknownKeys.EXTRA:
            kept.append(entry)
    repeated = (entry for entry in node.repeated if entry.key.text not in keys)
    withheld |= any(_folded(entry.key.text) in meant for entry in repeated)
    return withheld, yamltree.Mapping(tuple(kept), node.position, node.repeated)


def _is_harmless(key: str, value: Node) -> bool:
    if is_empty(value):
        return True
    return isinstance(value, Scalar) and value.text.strip().casefold() == _HARMLESS.get(key)


def _is_other_name(name: str, context: Conversion) -> bool:
    return any(name in names for names in context.fields.values())


def _is_doubtful(node: Node | None, context: Conversion) -> bool:
    """Whether a key that decides on visibility could not be read, stands twice or may have been merged."""
    if context.failed & _VISIBILITY:
        return True
    names = _VISIBILITY.union({"<<"}, *(context.fields.get(key, ()) for key in _VISIBILITY))
    return isinstance(node, yamltree.Mapping) and any(entry.key.text in names for entry in node.repeated)


def _without_doubtful_photo(matter: Matter, context: Conversion) -> Matter:
    """A photo whose `expires` could not be read might have expired: it is not shown."""
    doubtful = {key: None for key in ("photo", "cover") if f"{key}.expires" in context.failed}
    return structs.replace(matter, **doubtful) if doubtful else matter


def _check_commas(node: Node | None, context: Conversion) -> None:
    """`tags: a, b` is one tag with a comma in it, which nobody means."""
    if not isinstance(node, yamltree.Mapping):
        return
    names = ("tags", *context.fields.get("tags", ()))
    for entry in node.entries:
        value = entry.value
        if entry.key.text in names and isinstance(value, Scalar) and "," in value.text:
            items = ", ".join(item.strip() for item in value.text.split(",") if item.strip())
            message = f"`{entry.key.text}` is one text with commas in it, and so a single tag."
            context.report("invalid-value", value.position, message, f"Write a list: `[{items}]`.")


# Checks of values


class _Refused(ValueError):
    """A value that its key does not take: why, and what to write."""

    def __init__(self, why: str, hint: str, code: str = "invalid-value") -> None:
        super().__init__(why)
        self.why, self.hint, self.code = why, hint, code


_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
# No-break blanks (U+00A0, U+202F) are typography, not untidiness.
_BLANKS = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]+")
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx])/?")
_FOCUS = re.compile(r"([0-9]+(?:\.[0-9]+)?)%\s+([0-9]+(?:\.[0-9]+)?)%")
_NO_SLUG = re.compile("[/\\\\%?#\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def plain_text(text: str) -> str:
    """A text of one line: HTML entities decoded, blanks folded, ends trimmed, controls left out."""
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


def _slug(text: str) -> str:
    slug = unicodedata.normalize("NFC", text)
    example = "Write the last part of the URL alone, as `how-alliances-last`."
    match = _NO_SLUG.search(slug)
    if match is not None:
        shown = match[0] if match[0].isprintable() else f"U+{ord(match[0]):04X}"
        raise _Refused(f"A slug cannot hold `{shown}`.", example, "invalid-slug")
    if slug != slug.strip():
        raise _Refused("A slug cannot begin or end with a blank.", example, "invalid-slug")
    if slug in (".", ".."):
        raise _Refused(f"A slug cannot be `{slug}`.", example, "invalid-slug")
    return slug


def _alias(text: str) -> str:
    path = unicodedata.normalize("NFC", text.strip())
    example = "Write the path of the former URL, as `/asia/old-name/`."
    if _SCHEME.match(path):
        raise _Refused(f"The alias `{text}` is a full URL.", example, "invalid-slug")
    if _CONTROL.search(path) or "\\" in path:
        raise _Refused("An alias cannot hold control characters or backslashes.", example, "invalid-slug")
    if "?" in path or "#" in path:
        raise _Refused(
            f"The alias `{text}` holds `?` or `#`; no file answers to that.", example, "invalid-slug"
        )
    segments = path.replace("%2E", ".").replace("%2e", ".").split("/")
    if ".." in segments:
        raise _Refused(f"The alias `{text}` leads upwards.", example, "invalid-slug")
    if any(segment.startswith(".") for segment in segments):
        raise _Refused(f"A part of the alias `{text}` begins with a dot.", example, "invalid-slug")
    if not any(segments):
        raise _Refused("An alias cannot be the home page.", example, "invalid-slug")
    if "%2f" in path.lower() or "%00" in path:
        raise _Refused(f"The alias `{text}` holds an encoded slash or NUL.", example, "invalid-slug")
    return path if path.startswith("/") else f"/{path}"


#: What is done with a text, by its key's last name; a text that is not here is only trimmed.
_CHECKS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("title", "subtitle", "name", "role", "affiliation", "summary"), plain_text),
    **dict.fromkeys(("alt", "caption", "credit", "source", "text", "authors", "tags"), plain_text),
    "doi": _doi,
    "orcid": _orcid,
    "lang": _language,
    "focus": _focus,
    "url": _url,
    "slug": _slug,
    "aliases": _alias,
}


class _Checker(Struct, frozen=True):
    """Applies the checks to every text of a converted front matter."""

    context: Conversion

    def checked(self, value: Any, key: str = "") -> Any:
        """The Struct with its texts tidied; one that is refused, with a Problem, is left empty."""
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
            return self.checked(value, key)
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
            hint = f"Add a line such as `{key}: …`."
            self.context.report("missing-key", self._position(key), f"`{key}` has no text.", hint)
        return tidy

    def _position(self, key: str) -> Position:
        return self.context.positions.get(key, Position(self.context.first_line, 1))


# Options


def reader_options(
    config: Config, path: str = "sitegen.yaml", positions: Mapping[str, Position] | None = None
) -> tuple[ReaderOptions, list[Problem]]:
    """The part of the configuration that reading depends on, and what is wrong with `content.fields`.

    `positions` are the places of the configuration's keys (`content.fields.subtitle`), as `convert` gives.
    """
    reading = _FieldNames(path, positions or {}, [])
    fields: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, value in config.content.fields.items():
        key = f"content.fields.{name}"
        kind, names = (name, value) if isinstance(value, dict) else (Kind.ARTICLE.value, {name: value})
        if kind not in list(Kind):
            message = f"There is no kind of document `{kind}`."
            reading.report("unknown-key", key, message, did_you_mean(kind, Kind))
            continue
        fields.setdefault(kind, {}).update(reading.names(Kind(kind), names, key))
    return ReaderOptions(config.timezone, config.content.unknown, fields), reading.problems


class _FieldNames(Struct, frozen=True):
    """Reads `content.fields`."""

    path: str
    positions: Mapping[str, Position]
    problems: list[Problem]

    def names(self, kind: Kind, fields: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
        """Other systems' names by ours, for one kind."""
        known = nested_keys(MATTERS[kind])
        found = {}
        for ours, theirs in fields.items():
            names = (theirs,) if isinstance(theirs, str) else theirs
            if ours not in known:
                message = f"`{ours}` is not a front-matter key of kind {kind.value}."
                self.report("unknown-key", key, message, did_you_mean(ours, known, "Our name comes first."))
            elif not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
                message = f"`{ours}` takes a list of front-matter names."
                self.report("wrong-type", key, message, f"Write `{ours}: [name, other-name]`.")
            else:
                found[ours] = tuple(names)
        return found

    def report(self, code: str, key: str, message: str, hint: str) -> None:
        place = self.positions.get(key) or self.positions.get("content.fields") or Position()
        severity = KINDS[code].severity
        self.problems.append(Problem(self.path, place.line, place.column, code, message, hint, severity))
