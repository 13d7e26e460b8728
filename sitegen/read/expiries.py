"""What documents say of how long their pictures may be shown, read apart from all else that they say.

A licence that has ended has ended for the whole site, and whatever else is wrong with the document that says
so. This is read from the YAML itself, therefore, and from what is left of a front matter that is broken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from sitegen import yamltree
from sitegen.model.content import Kind
from sitegen.model.documents import Expiry, Source
from sitegen.moments import MomentError, parse_moment
from sitegen.read.front_matter import FrontMatter, tree_of
from sitegen.read.lookalikes import folded, is_near, means_expires
from sitegen.read.options import MatterOptions
from sitegen.yamltree import Entry, Node, Scalar, Sequence, is_empty

_PHOTOS = ("photo", "cover")
#: Parts of a photo that are texts, and name no file.
_TEXTS = frozenset({"alt", "caption", "credit", "license", "focus"})

#: What any spelling of `expires` holds; most front matters have none of it.
_HINT = re.compile(r"exp|xpi|pire|xir|until|unpublish", re.IGNORECASE)
#: A file or address of a picture in YAML that cannot be parsed.
_PICTURE = re.compile(r"[^\s\"'{}\[\],]+\.(?:jpe?g|png|webp|avif|gif|svg)(?![\w.])", re.IGNORECASE)
_SRC = re.compile(r"\bsrc[\"']?[ \t]*[:=][ \t]*[\"']?([^\n\"'{},]+)", re.IGNORECASE)
_END = re.compile(r"^(?:---|\.\.\.|\+\+\+)[ \t]*$", re.MULTILINE)
#: Characters of a broken document that are looked through.
_REACH = 20_000


def expiries_of(
    source: Source, kind: Kind, front: FrontMatter | None, options: MatterOptions
) -> tuple[Expiry, ...]:
    """Every picture of which the document says until when it may be shown, with the last instant.

    A date that cannot be read gives no instant, and so does everything in a front matter that cannot be
    parsed: both count as past. `front` is None where the file has no front matter that can be told apart.
    """
    if front is None:
        text = source.data[: 4 * _REACH].decode("utf-8", "replace")
        return tuple(_salvaged(source.path, text[:_REACH]))
    fields = options.fields.get(kind.value, {})
    if not _HINT.search(front.text) and not any("expires" in ours for ours in fields):
        return ()
    node, problems = tree_of(front, source.path)
    if node is None and problems:
        return tuple(_salvaged(source.path, front.text))
    if not isinstance(node, yamltree.Mapping):
        return ()
    zone = ZoneInfo(options.timezone)
    found = (each for photo in _PHOTOS for each in _of_photo(photo, node, fields, source.path, zone))
    return tuple(dict.fromkeys(found))


def _of_photo(
    photo: str, node: yamltree.Mapping, fields: Mapping[str, tuple[str, ...]], path: str, zone: ZoneInfo
) -> Iterator[Expiry]:
    """What stands under a photo's key or any other name of it, and under other names for its parts."""
    entries = (*node.entries, *node.repeated)
    own = _named(entries, (photo, *fields.get(photo, ())))
    for mapping in (entry.value for entry in own if isinstance(entry.value, yamltree.Mapping)):
        parts = (*mapping.entries, *mapping.repeated)
        dates = [part.value for part in parts if means_expires(part.key.text)]
        files = [part.value for part in parts if _may_name_a_file(part.key.text)]
        yield from _paired(path, files, dates, zone)
    names = [folded(name) for name in fields.get(f"{photo}.expires", ())]
    dates = [entry.value for entry in entries if any(is_near(folded(entry.key.text), name) for name in names)]
    others = _named(entries, fields.get(f"{photo}.src", ()))
    yield from _paired(path, [entry.value for entry in (*own, *others)], dates, zone)


def _named(entries: Iterable[Entry], names: Iterable[str]) -> list[Entry]:
    wanted = {folded(name) for name in names}
    return [entry for entry in entries if folded(entry.key.text) in wanted]


def _may_name_a_file(name: str) -> bool:
    return folded(name) not in _TEXTS and not means_expires(name)


def _paired(path: str, files: Iterable[Node], dates: Iterable[Node], zone: ZoneInfo) -> Iterator[Expiry]:
    instants = [_instant(date, zone) for date in dates if not is_empty(date)]
    names = [name for file in files for name in _texts(file)] if instants else []
    return (Expiry(path, name, instant) for name in names for instant in instants)


def _instant(date: Node, zone: ZoneInfo) -> dt.datetime | None:
    try:
        return parse_moment(date.text, zone).instant if isinstance(date, Scalar) else None
    except MomentError:
        return None


def _texts(node: Node) -> Iterator[str]:
    waiting = [node]
    while waiting:
        match waiting.pop():
            case Scalar(text=text) if text.strip():
                yield text.strip()
            case Sequence(items=items):
                waiting += items


def _salvaged(path: str, text: str) -> Iterator[Expiry]:
    """What a broken front matter may say: each picture that it names, if it speaks of an end at all."""
    begin = len(text) - len(text.lstrip("-+. \n\t\ufeff"))
    end = _END.search(text, begin)
    text = text[: end.start()] if end else text
    if _HINT.search(text):
        names = [*_PICTURE.findall(text), *(name.strip() for name in _SRC.findall(text))]
        yield from (Expiry(path, name, None) for name in dict.fromkeys(names))
