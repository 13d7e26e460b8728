"""What keeps a document from being published: flags for drafts, and mistakes in keys that decide who sees it.

A mistake must not publish anything. So whatever may have been meant to withhold a document withholds it, with
a Problem that says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import structs

from sitegen import yamltree
from sitegen.config import UnknownKeys
from sitegen.conversion.context import Conversion
from sitegen.model.content import MATTERS, WITH_STATUS, ArticleMatter, Kind, Matter, PageMatter, Status
from sitegen.yamltree import Entry, Node, Scalar, is_empty

#: Keys that say that a document is a draft, and the value that does.
FLAGS: Mapping[str, bool] = {"draft": True, "published": False}

#: Keys that decide who can see a document.
_VISIBILITY = frozenset({"status", "date", "embargo", "expires", "access"})
#: Values that withhold nothing, of keys that a kind does not have; any other means something we cannot do.
_HARMLESS: Mapping[str, str] = {
    "draft": "false",
    "published": "true",
    "status": "published",
    "access": "free",
}
#: Keys that limit who can see a document, whatever its kind.
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


def withheld(kind: Kind, node: Node | None, context: Conversion) -> tuple[bool, Node | None]:
    """Whether the front matter is meant to withhold its document, and the tree without what only says so."""
    if not isinstance(node, yamltree.Mapping):
        return False, node
    flagged = False
    if kind in WITH_STATUS:
        flagged, node = _without_flags(node, context)
    limited, node = _without_limits(kind, node, context)
    return flagged or limited, node


def is_doubtful(kind: Kind, node: Node | None, context: Conversion) -> bool:
    """Whether a key that decides on visibility could not be read, stands twice or may have been merged."""
    if kind not in WITH_STATUS:
        return False
    if context.failed & _VISIBILITY:
        return True
    names = _VISIBILITY.union({"<<"}, *(context.fields.get(key, ()) for key in _VISIBILITY))
    return isinstance(node, yamltree.Mapping) and any(entry.key.text in names for entry in node.repeated)


def as_draft(matter: Matter) -> Matter | None:
    """The front matter as that of a draft; None for a kind that knows none."""
    if isinstance(matter, ArticleMatter | PageMatter):
        return structs.replace(matter, status=Status.DRAFT)
    return None


def _with_entries(node: yamltree.Mapping, entries: Iterable[Entry]) -> yamltree.Mapping:
    return yamltree.Mapping(tuple(entries), node.position, node.repeated)


def _is_other_name(name: str, context: Conversion) -> bool:
    return any(name in names for names in context.fields.values())


def _folded(name: str) -> str:
    """A key's letters alone, in one case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", name).casefold())


# Flags: `draft` and `published`


def _without_flags(node: yamltree.Mapping, context: Conversion) -> tuple[bool, yamltree.Mapping]:
    """Whether `draft` or `published` withholds the document, and the tree without them."""
    flags = [(entry, _flag(entry, context)) for entry in node.entries]
    flagged = any(_flag(entry, context) for entry in node.repeated)
    kept = (entry for entry, flag in flags if flag is None)
    return flagged or any(flag for _, flag in flags), _with_entries(node, kept)


def _flag(entry: Entry, context: Conversion) -> bool | None:
    """Whether the entry withholds its document; None if it is no such key (or `published` gives a date)."""
    name = _folded(entry.key.text)  # `Draft: true` must not slip through, even where unknown keys are kept
    if name not in FLAGS:
        return None
    value = entry.value
    if isinstance(value, Scalar):
        word = value.text.strip().casefold()
        if word in _BOOLEAN_WORDS:
            return _BOOLEAN_WORDS[word] is FLAGS[name]
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


# Limits: keys that decide who sees a document, where nothing reads them


def _without_limits(kind: Kind, node: yamltree.Mapping, context: Conversion) -> tuple[bool, yamltree.Mapping]:
    """Whether a key that nothing reads was meant to limit who sees the document, and the tree without these.

    They are mistakes even where unknown keys are kept: whoever writes `Status: draft`, or `status: draft` of
    an author, does not expect to see it published.
    """
    keys = frozenset(MATTERS[kind].__struct_fields__)
    meant = _meant_by(keys, context)
    kept, limited = [], False
    for entry in node.entries:
        name = entry.key.text
        key = None if name in keys or _is_other_name(name, context) else meant.get(_folded(name))
        if key is None:
            kept.append(entry)
        elif key in keys or key not in _LIMITING:
            _report_misspelt(entry, key, context)
            limited = True
        elif not _is_harmless(key, entry.value):
            _report_foreign(entry, key, kind, context)
            limited = True
        elif context.unknown is not UnknownKeys.EXTRA:
            kept.append(entry)
    repeated = (entry for entry in node.repeated if entry.key.text not in keys)
    limited |= any(_folded(entry.key.text) in meant for entry in repeated)
    return limited, _with_entries(node, kept)


def _meant_by(keys: frozenset[str], context: Conversion) -> dict[str, str]:
    """What a key's letters mean that nothing reads: a key that limits, or another system's name for one."""
    own = _VISIBILITY & keys
    others = {_folded(name): name for key in own for name in context.fields.get(key, ())}
    return {key: key for key in _LIMITING | own} | others


def _report_misspelt(entry: Entry, key: str, context: Conversion) -> None:
    message = f"Nothing reads the key `{entry.key.text}`; until it is corrected, the document is a draft."
    context.report("unknown-key", entry.key.position, message, f"Did you mean `{key}`?")


def _report_foreign(entry: Entry, key: str, kind: Kind, context: Conversion) -> None:
    effect = "all of it is public" if key == "access" else "it is public as soon as the site is built"
    message = f"{_NAMED[kind]} has no `{key}`: {effect}."
    context.report("unknown-key", entry.key.position, message, "Remove the key, or the whole file.")


def _is_harmless(key: str, value: Node) -> bool:
    if is_empty(value):
        return True
    return isinstance(value, Scalar) and value.text.strip().casefold() == _HARMLESS.get(key)
