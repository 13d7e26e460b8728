"""Metadata as Pelican and MultiMarkdown read them, lines `Key: value` without fences: known, and made into
YAML.

They are not read as they stand: a text that begins with "Note: …" would lose its first line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sitegen.lazy_regex import lazy_pattern

_LINE = lazy_pattern(r" {0,3}(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>.*)")
_MORE = lazy_pattern(r"(?: {4,}|\t)\s*(?P<value>\S.*)")
#: Lines at the beginning of a file in which a title is looked for.
_MOST = 200

#: Pelican's keys under other names of ours.
_NAMES = {"modified": "updated", "author": "authors"}
_LISTS = {"tags": ",", "authors": ","}
_DATES = frozenset({"date", "updated"})
#: What means something else here, and something to templates at most.
_EXTRA = frozenset({"translation"})

_PLAIN = lazy_pattern(r"[A-Za-z](?:[^:#\[\]{},&*!|>'\"%@`\\\n]*[^\s:#\[\]{},&*!|>'\"%@`\\])?")
_WORD = lazy_pattern(r"(?i:true|false|null|yes|no|on|off|~)")
_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[ T][0-9:.]+(?: ?[Z0-9:+-]+)?)?")


def is_metadata(text: str) -> bool:
    """Whether a text begins with lines of metadata, a title among them."""
    lines = text.lstrip("\n").split("\n", _MOST)[:_MOST]
    return any(key == "title" for key, _, _ in _entries(lines))


def as_front_matter(text: str) -> str | None:
    """The text with a front matter in YAML in the place of its lines of metadata; None for one that has none.

    What comes behind these lines stays as it is, and each value is kept.
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
    written = ["---", *_written(values), "---"]
    rest = lines[entries[-1][2] :]
    return mark + newline.join([*written, *rest])


def _entries(lines: list[str]) -> Iterator[tuple[str, list[str], int]]:
    """Each key in lower case, its values, and the number of the line behind them."""
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


def _written(values: dict[str, list[str]]) -> Iterator[str]:
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
    """The items of a list: at semicolons, or else at commas. In each line there may be several."""
    separator = ";" if any(";" in value for value in found) else _LISTS[key]
    return [item.strip() for value in found for item in value.split(separator) if item.strip()]


def _value(key: str, text: str) -> str:
    if not text or (key in _DATES and _DATE.fullmatch(text)):
        return text
    return _scalar(text)


def _scalar(text: str) -> str:
    """A text as YAML reads it back."""
    if _PLAIN.fullmatch(text) and not _WORD.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)
