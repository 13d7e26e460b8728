"""Values in other forms than those that keys take: lists written as one text, profiles as URLs or handles.

They are put into the form that conversion knows, with a warning where that guesses.
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

#: A part of a text between semicolons; those of HTML entities separate nothing.
_BETWEEN_SEMICOLONS = lazy_pattern(r"(?:&#?\w+;|[^;])+")
_ID = lazy_pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_PATH = lazy_pattern(r"(?:/|https?://)\S+")
_HANDLE = lazy_pattern(r"@?[\w.-]+")
_FEDIVERSE = lazy_pattern(r"@?([\w.-]+)@([\w.-]+\.\w+)")
_WEB = lazy_pattern(r"https?://", re.IGNORECASE)


def spelled_out(kind: Kind, node: Node | None, context: Conversion) -> Node | None:
    """The front matter with its lists and profiles in the form that conversion takes."""
    if not isinstance(node, Mapping):
        return node
    readers = _readers(kind, context)
    given = [(entry, readers[entry.key.text]) for entry in node.entries if entry.key.text in readers]
    if not any(_may_be_short(*each) for each in given):
        return node
    entries = [_spelled_out(entry, readers, context) for entry in node.entries]
    return Mapping(tuple(entries), node.position, node.repeated)


_Reader = Callable[[Entry, Conversion], Node]


def _readers(kind: Kind, context: Conversion) -> dict[str, _Reader]:
    """What reads each key of a kind, by all names of it."""
    own = _own_readers(kind)
    if context.fields.keys().isdisjoint(own):
        return own
    return own | {name: own[key] for key, names in context.fields.items() if key in own for name in names}


@cache
def _own_readers(kind: Kind) -> dict[str, _Reader]:
    keys = MATTERS[kind].__struct_fields__
    return {key: reader for key, reader in _READERS.items() if key in keys}


def _may_be_short(entry: Entry, reader: _Reader) -> bool:
    """Whether a value has another form than most lists have already."""
    if reader is _profiles:
        return True
    return isinstance(entry.value, Scalar) and ("," in entry.value.text or ";" in entry.value.text)


def _spelled_out(entry: Entry, readers: dict[str, _Reader], context: Conversion) -> Entry:
    reader = readers.get(entry.key.text)
    if reader is None or is_blank(entry.value):
        return entry
    value = reader(entry, context)
    return entry if value is entry.value else Entry(entry.key, value)


# Lists


def _tags(entry: Entry, context: Conversion) -> Node:
    return _list(entry, context, lambda _: True, 'A tag with a comma in it stands in a list: `["a, b"]`.')


def _paths(entry: Entry, context: Conversion) -> Node:
    return _list(entry, context, lambda parts: all(map(_PATH.fullmatch, parts)), "")


def _ids(entry: Entry, context: Conversion) -> Node:
    return _list(entry, context, lambda parts: all(" " not in part for part in parts), "")


def _authors(entry: Entry, context: Conversion) -> Node:
    """Ids between commas are several; names may be one author, "Last, First" or "Name, role"."""
    value = entry.value
    if not isinstance(value, Scalar) or ("," not in value.text and ";" not in value.text):
        return value
    found = _list(entry, context, lambda parts: all(map(_ID.fullmatch, parts)), "")
    if found is value and all(map(_is_full_name, value.text.split(","))):
        message = f"`{entry.key.text}` is one text with a comma in it, and so a single author."
        names = ", ".join(_quoted(part) for part in _parts(value.text, ","))
        one = _quoted(value.text.strip())
        hint = f"Write a list: `[{names}]` if these are several, `[{one}]` if it is one."
        context.report("list-as-text", value.position, message, hint)
    return found


def _list(entry: Entry, context: Conversion, may_part: Callable[[list[str]], bool], note: str) -> Node:
    """A text that is taken apart at its semicolons, or else at its commas where its parts allow that."""
    value = entry.value
    if not isinstance(value, Scalar):
        return value
    parts = _parts(value.text, ";")
    if len(parts) < 2:
        parts = _parts(value.text, ",")
        if "," not in value.text or not parts or not may_part(parts):
            return value
    items = ", ".join(map(_quoted, parts))
    number = "one item" if len(parts) == 1 else f"{len(parts)} items"
    message = f"`{entry.key.text}` is one text, and is read as a list of {number}."
    context.report("list-as-text", value.position, message, f"Write a list: `[{items}]`. {note}".strip())
    return Sequence(tuple(_placed(parts, value, context)), value.position)


def _parts(text: str, separator: str) -> list[str]:
    found = _BETWEEN_SEMICOLONS.findall(text) if separator == ";" else text.split(separator)
    return [part.strip() for part in found if part.strip()]


def _placed(parts: list[str], value: Scalar, context: Conversion) -> Iterator[Scalar]:
    """The parts of a text, each where it stands in the line that the text begins on."""
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
    """An item as it is written in a list between brackets."""
    plain = re.fullmatch(r"[\w/][^,\[\]{}:#&*!|>'\"%@`]*", item)
    return item if plain else '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_full_name(text: str) -> bool:
    """Whether a text may be a person's name: two to four words, with capitals."""
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


# Profiles

#: Services by the names that authors write, as they are shown, with the URL of a profile.
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
    """URLs, `service: handle` and {name, url}, alone or in a list, as a list of {name, url}."""
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
    elif isinstance(item, Scalar) and _WEB.match(item.text.strip()):
        yield _profile(_named_by(item.text.strip()), item.text.strip(), item.position)
    elif isinstance(item, Scalar) and (found := _FEDIVERSE.fullmatch(item.text.strip())):
        yield _profile("Mastodon", f"https://{found[2]}/@{found[1]}", item.position)
    else:  # conversion says what is wrong with it
        yield item


def _of_services(value: Mapping, context: Conversion) -> Iterator[Node]:
    for entry in value.entries:
        if is_blank(entry.value):
            continue
        written = entry.value.text.strip() if isinstance(entry.value, Scalar) else ""
        name, pattern = _SERVICES.get(entry.key.text.strip().casefold(), (entry.key.text.strip(), ""))
        url = _url_of(written, pattern)
        if url:
            yield _profile(name, url, entry.key.position)
            continue
        shown = f"`{written}`" if written else "A list or a mapping"
        message = f"{shown} is no page of an author: what `{entry.key.text}` is, or where, is not known."
        hint = f"Write its full URL: `{entry.key.text}: https://…`."
        context.report("invalid-value", entry.value.position, message, hint)


def _url_of(written: str, pattern: str) -> str:
    if _WEB.match(written) or written.lower().startswith("mailto:"):
        return written
    if found := _FEDIVERSE.fullmatch(written):
        return "" if pattern else f"https://{found[2]}/@{found[1]}"
    return pattern.format(written.removeprefix("@")) if pattern and _HANDLE.fullmatch(written) else ""


def _named_by(url: str) -> str:
    """What a profile's page is called: its service, or its host."""
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


_READERS: dict[str, _Reader] = {
    "tags": _tags,
    "authors": _authors,
    "aliases": _paths,
    "related": _ids,
    "contents": _ids,
    "features": _ids,
    "social": _profiles,
}
