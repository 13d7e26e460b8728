"""Find image expiries in front matter, independently of everything else in a document.

When a licence ends, it ends for the whole site, even if the document that says so is otherwise invalid. So
expiries are read from the YAML tree, and from the text of a broken front matter.
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
from sitegen.read.visibility_keys import fold, is_similar, means_expires
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.tree import Entry, Node, Scalar, Sequence, is_empty

_PHOTOS = ("photo", "cover")
#: The key for the site's own templates. Its values may mean anything.
_EXTRA = "extra"
#: Keys of a photo that are text, not file names.
_TEXTS = frozenset({"alt", "caption", "credit", "license", "focus"})

#: Parts of any spelling of `expires` in lower case, and the escapes that may spell it.
_HINTS = ("exp", "xpi", "pire", "xir", "until", "unpublish", "\\x", "\\u")
#: The rest of such a key. Many titles contain these letters, but few front matters have the key.
_KEY = lazy_pattern(r"(?:exp|xpi|pire|xir|until|unpublish)[^\s:={},]*[\"']?[ \t]*[:=]|\\[xu]")
#: A file name or URL in broken YAML, and the suffix of an image.
_NAME = lazy_pattern(r"[^\s\"'{}\[\],]++")
_SUFFIX = lazy_pattern(r"\.(?:jpe?g|png|webp|avif|gif|svg)(?![\w.])", re.IGNORECASE)
#: UTF-32 first: its byte-order mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SRC = lazy_pattern(r"\bsrc[\"']?[ \t]*[:=][ \t]*[\"']?([^\n\"'{},]+)", re.IGNORECASE)
_END = lazy_pattern(r"^(?:---|\.\.\.|\+\+\+)[ \t]*$", re.MULTILINE)
#: Characters that are searched in a broken document.
_SEARCHED = 20_000


def expiries_of(
    source: Source, kind: Kind, front: FrontMatter | None, options: MatterOptions
) -> tuple[Expiry, ...]:
    """The images for which a document sets an expiry, with the last instant at which they may be shown.

    An invalid date gives no instant, which counts as past. The same holds for every image in a front matter
    that cannot be parsed. `front` is None if the file has no recognisable front matter.
    """
    if front is None:
        return tuple(_recovered(source.path, _decoded(source.data)[:_SEARCHED]))
    fields = options.fields.get(kind.value, {})
    if not _may_have_expiry(front.text) and not any("expires" in ours for ours in fields):
        return ()
    node, problems = tree_of(front, source.path)
    if node is None and problems:
        return tuple(_recovered(source.path, front.text))
    if not isinstance(node, yaml_tree.Mapping):
        return ()
    zone = ZoneInfo(options.timezone)
    found = (
        *_in_mappings(node, fields, source.path, zone),
        *(each for photo in _PHOTOS for each in _by_other_names(photo, node, fields, source.path, zone)),
    )
    return tuple(dict.fromkeys(found))


def _may_have_expiry(text: str) -> bool:
    """Whether a front matter may contain an expiry: a fast check."""
    small = text.lower()
    for hint in _HINTS:
        at = small.find(hint)
        while at >= 0:
            if _KEY.match(small, at):
                return True
            at = small.find(hint, at + 1)
    return False


def _in_mappings(
    node: yaml_tree.Mapping, fields: Mapping[str, tuple[str, ...]], path: str, zone: ZoneInfo
) -> Iterator[Expiry]:
    """The expiries in all mappings, whatever their keys, which may be misspelt or in a list.

    In a photo, every value may be a file name. Elsewhere, a file name needs the suffix of an image.
    """
    photos = {fold(name) for photo in _PHOTOS for name in (photo, *fields.get(photo, ()))}
    # The keys of a photo without indentation.
    unindented = [entry.value for entry in node.entries if entry.key.text == "src"]
    yield from _paired(
        path, unindented, [each.value for each in node.entries if means_expires(each.key.text)], zone
    )
    for entry in (*node.entries, *node.repeated):
        name = fold(entry.key.text)
        for mapping in _mappings(entry.value) if name != _EXTRA else ():
            parts = tuple(_parts(mapping))
            dates = [part.value for part in parts if means_expires(part.key.text)]
            files = [part.value for part in parts if _may_be_file(part.key.text)]
            found = _paired(path, files, dates, zone)
            yield from (each for each in found if name in photos or _SUFFIX.search(each.src))


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
    """The entries of a mapping, including merged ones."""
    yield from mapping.entries
    for entry in mapping.repeated:
        if entry.key.text == "<<":
            yield from (part for merged in _mappings(entry.value) for part in merged.entries)
        else:
            yield entry


def _by_other_names(
    photo: str, node: yaml_tree.Mapping, fields: Mapping[str, tuple[str, ...]], path: str, zone: ZoneInfo
) -> Iterator[Expiry]:
    """The expiries under other systems' names for a photo's keys."""
    entries = (*node.entries, *node.repeated)
    own = _named(entries, (photo, *fields.get(photo, ())))
    names = [fold(name) for name in fields.get(f"{photo}.expires", ())]
    dates = [
        entry.value for entry in entries if any(is_similar(fold(entry.key.text), name) for name in names)
    ]
    others = _named(entries, fields.get(f"{photo}.src", ()))
    yield from _paired(path, [entry.value for entry in (*own, *others)], dates, zone)


def _named(entries: Iterable[Entry], names: Iterable[str]) -> list[Entry]:
    wanted = {fold(name) for name in names}
    return [entry for entry in entries if fold(entry.key.text) in wanted]


def _may_be_file(name: str) -> bool:
    return fold(name) not in _TEXTS and not means_expires(name)


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
                waiting += [each.value for each in entries if _may_be_file(each.key.text)]


def _decoded(data: bytes) -> str:
    """Decode a document that is not valid UTF-8, or contains invalid characters."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8":
        data = data.replace(b"\0", b"")  # UTF-16 without a byte-order mark: its Latin letters remain
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252" if encoding == "utf-8" else encoding, "replace")


def _recovered(path: str, text: str) -> Iterator[Expiry]:
    """The images named in a broken front matter, if it may contain an expiry."""
    begin = len(text) - len(text.lstrip("-+. \n\t\ufeff"))
    end = _END.search(text, begin)
    text = text[: end.start()] if end else text
    if any(hint in text.lower() for hint in _HINTS):
        names = [*_image_names(text), *(name.strip() for name in _SRC.findall(text))]
        yield from (Expiry(path, name, None) for name in dict.fromkeys(names))


def _image_names(text: str) -> Iterator[str]:
    """File names with the suffix of an image. Takes linear time."""
    for name in _NAME.findall(text):
        ends = [found.end() for found in _SUFFIX.finditer(name)]
        if ends:
            yield name[: ends[-1]]
