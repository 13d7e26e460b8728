"""What documents say of how long their pictures may be shown, read apart from all else that they say.

A licence that has ended has ended for the whole site, and whatever else is wrong with the document that says
so. This is read from the YAML itself, therefore, and from what is left of a front matter that is broken.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from sitegen.dates import DateError, parse_moment
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Expiry, Source
from sitegen.model.front_matter import Kind
from sitegen.read.options import MatterOptions
from sitegen.read.split import FrontMatter, tree_of
from sitegen.read.visibility_keys import folded, is_near, means_expires
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.tree import Entry, Node, Scalar, Sequence, is_empty

_PHOTOS = ("photo", "cover")
#: What an author keeps for templates of the site's own, which may mean anything.
_OWN = "extra"
#: Parts of a photo that are texts, and name no file.
_TEXTS = frozenset({"alt", "caption", "credit", "license", "focus"})

#: What any spelling of `expires` holds in small letters, and the escapes that may spell it.
_HINTS = ("exp", "xpi", "pire", "xir", "until", "unpublish", "\\x", "\\u")
#: A key that holds it, from there on; most front matters have none, though many have the letters in a title.
_KEY = lazy_pattern(r"(?:exp|xpi|pire|xir|until|unpublish)[^\s:={},]*[\"']?[ \t]*[:=]|\\[xu]")
#: A name or address in YAML that cannot be parsed, and where it is that of a picture.
_NAME = lazy_pattern(r"[^\s\"'{}\[\],]++")
_ENDING = lazy_pattern(r"\.(?:jpe?g|png|webp|avif|gif|svg)(?![\w.])", re.IGNORECASE)
#: UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SRC = lazy_pattern(r"\bsrc[\"']?[ \t]*[:=][ \t]*[\"']?([^\n\"'{},]+)", re.IGNORECASE)
_END = lazy_pattern(r"^(?:---|\.\.\.|\+\+\+)[ \t]*$", re.MULTILINE)
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
        return tuple(_salvaged(source.path, _decoded(source.data)[:_REACH]))
    fields = options.fields.get(kind.value, {})
    if not _may_say(front.text) and not any("expires" in ours for ours in fields):
        return ()
    node, problems = tree_of(front, source.path)
    if node is None and problems:
        return tuple(_salvaged(source.path, front.text))
    if not isinstance(node, yaml_tree.Mapping):
        return ()
    zone = ZoneInfo(options.timezone)
    found = (
        *_of_mappings(node, fields, source.path, zone),
        *(each for photo in _PHOTOS for each in _by_other_names(photo, node, fields, source.path, zone)),
    )
    return tuple(dict.fromkeys(found))


def _may_say(text: str) -> bool:
    """Whether a front matter is worth a second look."""
    small = text.lower()
    for hint in _HINTS:
        at = small.find(hint)
        while at >= 0:
            if _KEY.match(small, at):
                return True
            at = small.find(hint, at + 1)
    return False


def _of_mappings(
    node: yaml_tree.Mapping, fields: Mapping[str, tuple[str, ...]], path: str, zone: ZoneInfo
) -> Iterator[Expiry]:
    """What any mapping of the front matter says, whatever its key: it may be misspelt, or be in a list.

    Under a photo's key everything may name a file; elsewhere a name has to look like a picture's.
    """
    photos = {folded(name) for photo in _PHOTOS for name in (photo, *fields.get(photo, ()))}
    # The parts of a photo that are not indented below it.
    loose = [entry.value for entry in node.entries if entry.key.text == "src"]
    yield from _paired(
        path, loose, [each.value for each in node.entries if means_expires(each.key.text)], zone
    )
    for entry in (*node.entries, *node.repeated):
        name = folded(entry.key.text)
        for mapping in _mappings(entry.value) if name != _OWN else ():
            parts = tuple(_parts(mapping))
            dates = [part.value for part in parts if means_expires(part.key.text)]
            files = [part.value for part in parts if _may_name_a_file(part.key.text)]
            said = _paired(path, files, dates, zone)
            yield from (each for each in said if name in photos or _ENDING.search(each.src))


def _mappings(node: Node) -> Iterator[yaml_tree.Mapping]:
    waiting = [node]
    while waiting:
        match waiting.pop():
            case Sequence(items=items):
                waiting += items
            case yaml_tree.Mapping() as mapping:
                yield mapping
                waiting += [entry.value for entry in (*mapping.entries, *mapping.repeated)]


def _parts(mapping: yaml_tree.Mapping) -> Iterator[Entry]:
    """The entries of a mapping, with those that it wants to merge."""
    yield from mapping.entries
    for entry in mapping.repeated:
        if entry.key.text == "<<":
            yield from (part for merged in _mappings(entry.value) for part in merged.entries)
        else:
            yield entry


def _by_other_names(
    photo: str, node: yaml_tree.Mapping, fields: Mapping[str, tuple[str, ...]], path: str, zone: ZoneInfo
) -> Iterator[Expiry]:
    """What stands under other names for a photo's parts, beside the photo."""
    entries = (*node.entries, *node.repeated)
    own = _named(entries, (photo, *fields.get(photo, ())))
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
    if not instants:
        return
    known = [instant for instant in instants if instant is not None]
    first = min(known) if len(known) == len(instants) else None
    yield from (Expiry(path, name, first) for file in files for name in _texts(file))


def _instant(date: Node, zone: ZoneInfo) -> dt.datetime | None:
    try:
        return parse_moment(date.text, zone).instant if isinstance(date, Scalar) else None
    except DateError:
        return None


def _texts(node: Node) -> Iterator[str]:
    waiting = [node]
    while waiting:
        match waiting.pop():
            case Scalar(text=text) if text.strip():
                yield text.strip()
            case Sequence(items=items):
                waiting += items
            case yaml_tree.Mapping(entries=entries) if not any(
                means_expires(each.key.text) for each in entries
            ):
                waiting += [each.value for each in entries if _may_name_a_file(each.key.text)]


def _decoded(data: bytes) -> str:
    """The text of a document that is not in UTF-8, or holds what none may hold."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8":
        data = data.replace(b"\0", b"")  # what is left of UTF-16 without a mark are its Latin letters
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252" if encoding == "utf-8" else encoding, "replace")


def _salvaged(path: str, text: str) -> Iterator[Expiry]:
    """What a broken front matter may say: each picture that it names, if it speaks of an end at all."""
    begin = len(text) - len(text.lstrip("-+. \n\t\ufeff"))
    end = _END.search(text, begin)
    text = text[: end.start()] if end else text
    if any(hint in text.lower() for hint in _HINTS):
        names = [*_pictures(text), *(name.strip() for name in _SRC.findall(text))]
        yield from (Expiry(path, name, None) for name in dict.fromkeys(names))


def _pictures(text: str) -> Iterator[str]:
    """What looks like the name of a picture, in linear time."""
    for name in _NAME.findall(text):
        ends = [found.end() for found in _ENDING.finditer(name)]
        if ends:
            yield name[: ends[-1]]
