"""Convert values in other forms than the documented ones: lists written as text, profiles as URLs or handles.

Guesses are reported as warnings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import urlsplit

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position
from sitegen.model.front_matter import MATTERS, Kind
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.tree import Entry, Mapping, Node, Scalar, Sequence, is_blank

#: Text between semicolons. Those of HTML entities are not separators.
_BETWEEN_SEMICOLONS = lazy_pattern(r"(?:&#?\w+;|[^;])+")
_ID = lazy_pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_PATH = lazy_pattern(r"(?:/|https?://)\S+")
_HANDLE = lazy_pattern(r"@?[\w.-]+")
_FEDIVERSE = lazy_pattern(r"@?([\w.-]+)@([\w.-]+\.\w+)")
_WEB_URL = lazy_pattern(r"https?://", re.IGNORECASE)


def coerce_values(kind: Kind, node: Node | None, context: Conversion) -> Node | None:
    """Convert lists and profiles of a front matter to their documented forms."""
    if not isinstance(node, Mapping):
        return node
    coercions = _coercions(kind, context)
    given = [(entry, coercions[entry.key.text]) for entry in node.entries if entry.key.text in coercions]
    if not any(_may_need_coercion(*each) for each in given):
        return node
    entries = [_coerced_entry(entry, coercions, context) for entry in node.entries]
    return Mapping(tuple(entries), node.position, node.repeated)


_Coercion = Callable[[Entry, Conversion], Node]


def _coercions(kind: Kind, context: Conversion) -> dict[str, _Coercion]:
    """The coercions of a kind's keys, under all of their names."""
    own = _coercions_of(kind)
    if context.fields.keys().isdisjoint(own):
        return own
    return own | {name: own[key] for key, names in context.fields.items() if key in own for name in names}


@cache
def _coercions_of(kind: Kind) -> dict[str, _Coercion]:
    keys = MATTERS[kind].__struct_fields__
    return {key: coerce for key, coerce in _COERCIONS.items() if key in keys}


def _may_need_coercion(entry: Entry, coerce: _Coercion) -> bool:
    """Whether a value may have another form: a fast check."""
    if coerce is _profiles:
        return True
    return isinstance(entry.value, Scalar) and ("," in entry.value.text or ";" in entry.value.text)


def _coerced_entry(entry: Entry, coercions: dict[str, _Coercion], context: Conversion) -> Entry:
    coerce = coercions.get(entry.key.text)
    if coerce is None or is_blank(entry.value):
        return entry
    value = coerce(entry, context)
    return entry if value is entry.value else Entry(entry.key, value)


# Lists


def _tags(entry: Entry, context: Conversion) -> Node:
    return _list(entry, context, lambda _: True, 'Write a tag with a comma as `["a, b"]`.')


def _paths(entry: Entry, context: Conversion) -> Node:
    return _list(entry, context, lambda parts: all(map(_PATH.fullmatch, parts)), "")


def _ids(entry: Entry, context: Conversion) -> Node:
    return _list(entry, context, lambda parts: all(" " not in part for part in parts), "")


def _authors(entry: Entry, context: Conversion) -> Node:
    """Split ids at commas. Names may be one author: "Last, First" or "Name, role"."""
    value = entry.value
    if not isinstance(value, Scalar) or ("," not in value.text and ";" not in value.text):
        return value
    found = _list(entry, context, lambda parts: all(map(_ID.fullmatch, parts)), "")
    if found is value and all(map(_is_full_name, value.text.split(","))):
        message = f"`{entry.key.text}` is text with a comma, and is read as a single author."
        names = ", ".join(_quoted(part) for part in _parts(value.text, ","))
        one = _quoted(value.text.strip())
        hint = f"Write a list: `[{names}]` for several authors, `[{one}]` for one."
        context.report("list-as-text", value.position, message, hint)
    return found


def _list(entry: Entry, context: Conversion, can_split: Callable[[list[str]], bool], note: str) -> Node:
    """Split a text at semicolons, or at commas if `can_split` allows its parts."""
    value = entry.value
    if not isinstance(value, Scalar):
        return value
    parts = _parts(value.text, ";")
    if len(parts) < 2:
        parts = _parts(value.text, ",")
        if "," not in value.text or not parts or not can_split(parts):
            return value
    items = ", ".join(map(_quoted, parts))
    number = "one item" if len(parts) == 1 else f"{len(parts)} items"
    message = f"`{entry.key.text}` is text, and is read as a list of {number}."
    context.report("list-as-text", value.position, message, f"Write a list: `[{items}]`. {note}".strip())
    return Sequence(tuple(_with_positions(parts, value, context)), value.position)


def _parts(text: str, separator: str) -> list[str]:
    found = _BETWEEN_SEMICOLONS.findall(text) if separator == ";" else text.split(separator)
    return [part.strip() for part in found if part.strip()]


def _with_positions(parts: list[str], value: Scalar, context: Conversion) -> Iterator[Scalar]:
    """The parts of a text with their positions in its first line."""
    lines = context.text.split("\n")
    number, column = value.position.line - context.first_line, value.position.column
    line = lines[number] if 0 <= number < len(lines) else ""
    for part in parts:
        found = line.find(part, column - 1)
        if found >= 0:
            column = found + 1
        yield Scalar(part, False, Position(value.position.line, column))
        column += len(part) if found >= 0 else 0


def _quoted(item: str) -> str:
    """An item in quotes if a list in brackets needs them."""
    plain = re.fullmatch(r"[\w/][^,\[\]{}:#&*!|>'\"%@`]*", item)
    return item if plain else '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_full_name(text: str) -> bool:
    """Whether a text may be a person's name: two to four capitalised words."""
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


# Profiles

#: Services by the names that authors write: their own names, and the URLs of profiles.
_SERVICES = {
    "bluesky": ("Bluesky", "https://bsky.app/profile/{}"),
    "facebook": ("Facebook", "https://www.facebook.com/{}"),
    "github": ("GitHub", "https://github.com/{}"),
    "gitlab": ("GitLab", "https://gitlab.com/{}"),
    "instagram": ("Instagram", "https://www.instagram.com/{}/"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/in/{}/"),
    "mastodon": ("Mastodon", ""),
    "medium": ("Medium", "https://medium.com/@{}"),
    "orcid": ("ORCID", "https://orcid.org/{}"),
    "threads": ("Threads", "https://www.threads.net/@{}"),
    "tiktok": ("TikTok", "https://www.tiktok.com/@{}"),
    "twitter": ("Twitter", "https://twitter.com/{}"),
    "x": ("X", "https://x.com/{}"),
    "youtube": ("YouTube", "https://www.youtube.com/@{}"),
}
_HOSTS = {"bsky.app": "Bluesky", "x.com": "X", "threads.net": "Threads", "youtu.be": "YouTube"}
_PROFILE = frozenset({"name", "url"})


def _profiles(entry: Entry, context: Conversion) -> Node:
    """Convert URLs, `service: handle` and {name, url}, alone or in a list, to a list of {name, url}."""
    value = entry.value
    if isinstance(value, Mapping) and not _is_profile(value):
        return Sequence(tuple(_of_services(value, context)), value.position)
    items = value.items if isinstance(value, Sequence) else (value,)
    profiles = [profile for item in items for profile in _of_item(item, context)]
    return Sequence(tuple(profiles), value.position)


def _is_profile(value: Mapping) -> bool:
    return any(entry.key.text in _PROFILE for entry in value.entries)


def _of_item(item: Node, context: Conversion) -> Iterator[Node]:
    if isinstance(item, Mapping) and item.entries and not _is_profile(item):
        yield from _of_services(item, context)
    elif isinstance(item, Scalar) and _WEB_URL.match(item.text.strip()):
        yield _profile(_service_name(item.text.strip()), item.text.strip(), item.position)
    elif isinstance(item, Scalar) and (found := _FEDIVERSE.fullmatch(item.text.strip())):
        yield _profile("Mastodon", f"https://{found[2]}/@{found[1]}", item.position)
    else:  # conversion reports what is wrong with it
        yield item


def _of_services(value: Mapping, context: Conversion) -> Iterator[Node]:
    for entry in value.entries:
        if is_blank(entry.value):
            continue
        text = entry.value.text.strip() if isinstance(entry.value, Scalar) else ""
        name, pattern = _SERVICES.get(entry.key.text.strip().casefold(), (entry.key.text.strip(), ""))
        url = _url_of(text, pattern)
        if url:
            yield _profile(name, url, entry.key.position)
            continue
        shown = f"`{text}`" if text else "A list or a mapping"
        message = f"{shown} is not a profile URL, and the service `{entry.key.text}` is unknown."
        hint = f"Write the full URL: `{entry.key.text}: https://…`."
        context.report("invalid-value", entry.value.position, message, hint)


def _url_of(text: str, pattern: str) -> str:
    if _WEB_URL.match(text) or text.lower().startswith("mailto:"):
        return text
    if found := _FEDIVERSE.fullmatch(text):
        return "" if pattern else f"https://{found[2]}/@{found[1]}"
    return pattern.format(text.removeprefix("@")) if pattern and _HANDLE.fullmatch(text) else ""


def _service_name(url: str) -> str:
    """The name of a profile's service, or its host."""
    try:
        host = (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url
    name = host.rsplit(".", 2)[-2] if "." in host else host
    return _HOSTS.get(host) or (_SERVICES[name][0] if name in _SERVICES and host.endswith(".com") else host)


def _profile(name: str, url: str, position: Position) -> Mapping:
    parts = (("name", name), ("url", url))
    entries = tuple(Entry(Scalar(key, True, position), Scalar(text, False, position)) for key, text in parts)
    return Mapping(entries, position)


_COERCIONS: dict[str, _Coercion] = {
    "tags": _tags,
    "authors": _authors,
    "aliases": _paths,
    "related": _ids,
    "contents": _ids,
    "features": _ids,
    "social": _profiles,
}
