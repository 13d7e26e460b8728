"""Recognise the metadata of Pelican and MultiMarkdown, lines `Key: value` without fences, and convert them to
YAML.

They are not read as front matter, since a text that begins with "Note: …" would lose its first line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sitegen.lazy_regex import lazy_pattern

_LINE = lazy_pattern(r" {0,3}(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>.*)")
_MORE = lazy_pattern(r"(?: {4,}|\t)\s*(?P<value>\S.*)")
#: Lines of a file that are searched for a title.
_MOST = 200

#: Our names for Pelican's keys.
_NAMES = {"modified": "updated", "author": "authors"}
_LISTS = {"tags": ",", "authors": ","}
_DATES = frozenset({"date", "updated"})
#: Keys with another meaning here, kept for templates.
_EXTRA = frozenset({"translation"})

_PLAIN = lazy_pattern(r"[A-Za-z](?:[^:#\[\]{},&*!|>'\"%@`\\\n]*[^\s:#\[\]{},&*!|>'\"%@`\\])?")
_WORD = lazy_pattern(r"(?i:true|false|null|yes|no|on|off|~)")
_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[ T][0-9:.]+(?: ?[Z0-9:+-]+)?)?")


def is_metadata(text: str) -> bool:
    """Whether a text begins with metadata that has a title."""
    lines = text.lstrip("\n").split("\n", _MOST)[:_MOST]
    return any(key == "title" for key, _, _ in _entries(lines))


def as_front_matter(text: str) -> str | None:
    """Convert a text's metadata to front matter in YAML. None if it has no metadata.

    All values are kept, and the rest of the text does not change.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).lstrip("\r\n").split(newline)
    entries = list(_entries(lines))
    if not any(key == "title" for key, _, _ in entries):
        return None
    values: dict[str, list[str]] = {}
    for key, found, _ in entries:
        values.setdefault(_NAMES.get(key, key), []).extend(found)
    front_matter = ["---", *_yaml_lines(values), "---"]
    rest = lines[entries[-1][2] :]
    return mark + newline.join([*front_matter, *rest])


def _entries(lines: list[str]) -> Iterator[tuple[str, list[str], int]]:
    """The keys in lower case, their values, and the number of the line after them."""
    key, values = "", list[str]()
    number = 0
    for number, line in enumerate(lines):
        if match := _LINE.fullmatch(line):
            if key:
                yield key, values, number
            key, values = match["key"].lower(), [value] if (value := match["value"].strip()) else []
        elif key and (match := _MORE.fullmatch(line)):
            values.append(match["value"].strip())
        else:
            break
    else:
        number += 1
    if key:
        yield key, values, number


def _yaml_lines(values: dict[str, list[str]]) -> Iterator[str]:
    extra = {key: found for key, found in values.items() if key in _EXTRA}
    for key, found in values.items():
        if key in _LISTS:
            yield f"{key}: [{', '.join(_scalar(item) for item in _items(key, found))}]"
        elif key not in _EXTRA:
            yield f"{key}: {_value(key, ' '.join(found))}".rstrip()
    if extra:
        yield "extra:"
        yield from (f"  {key}: {_scalar(' '.join(found))}" for key, found in extra.items())


def _items(key: str, found: list[str]) -> list[str]:
    """Split values at semicolons, or at commas if there are none."""
    separator = ";" if any(";" in value for value in found) else _LISTS[key]
    return [item.strip() for value in found for item in value.split(separator) if item.strip()]


def _value(key: str, text: str) -> str:
    if not text or (key in _DATES and _DATE.fullmatch(text)):
        return text
    return _scalar(text)


def _scalar(text: str) -> str:
    """A text as a YAML scalar."""
    if _PLAIN.fullmatch(text) and not _WORD.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)
