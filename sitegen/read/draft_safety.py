"""What keeps a document from being published: flags for drafts, and mistakes in keys that decide who sees it.

A mistake must not publish anything. So whatever may have been meant to withhold a document withholds it, with
a Problem that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from msgspec import Struct, structs

from sitegen.config.settings import UnknownKeys
from sitegen.model.front_matter import (
    MATTERS,
    WITH_STATUS,
    ArticleMatter,
    Kind,
    Matter,
    PageMatter,
    Photo,
    Status,
)
from sitegen.problems import Severity
from sitegen.read.visibility_keys import Lookalike, folded, is_given, is_near, lookalike, means_expires
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.tree import Entry, Node, Scalar, is_empty

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
_BOOLEAN_WORDS = {"true": True, "false": False}
_OLD_BOOLEANS = frozenset({"yes", "no", "on", "off", "y", "n", "0", "1"})


def withheld(kind: Kind, node: Node | None, context: Conversion) -> tuple[bool, Node | None]:
    """Whether the front matter is meant to withhold its document, and the tree without what only says so."""
    if not isinstance(node, yaml_tree.Mapping) or _is_plain(kind, node, context):
        return False, node
    flagged = False
    if kind in WITH_STATUS:
        flagged, node = _without_flags(node, context)
    limited, node = _without_limits(kind, node, context)
    context.failed.update(_doubtful_rights(node, context))
    return flagged or limited, node


def _is_plain(kind: Kind, node: yaml_tree.Mapping, context: Conversion) -> bool:
    """Whether all keys are the kind's own, and those of its photo a photo's: a quick look, for most are."""
    if node.repeated or context.fields:
        return False
    known = MATTERS[kind].__struct_fields__
    for entry in node.entries:
        name = entry.key.text
        if name not in known:
            return False
        if name in ("photo", "cover") and not _is_plain_photo(entry.value):
            return False
    return True


def _is_plain_photo(value: Node) -> bool:
    entries = value.entries if isinstance(value, yaml_tree.Mapping) else ()
    return all(entry.key.text in Photo.__struct_fields__ for entry in entries)


def is_doubtful(kind: Kind, node: Node | None, context: Conversion) -> bool:
    """Whether a key that decides on visibility could not be read, stands twice or may have been merged."""
    if kind not in WITH_STATUS:
        return False
    if context.failed & _VISIBILITY:
        return True
    names = _VISIBILITY.union({"<<"}, *(context.fields.get(key, ()) for key in _VISIBILITY))
    return isinstance(node, yaml_tree.Mapping) and any(entry.key.text in names for entry in node.repeated)


def as_draft(matter: Matter) -> Matter | None:
    """The front matter as that of a draft; None for a kind that knows none."""
    if isinstance(matter, ArticleMatter | PageMatter):
        return structs.replace(matter, status=Status.DRAFT)
    return None


def _with_entries(node: yaml_tree.Mapping, entries: Iterable[Entry]) -> yaml_tree.Mapping:
    return yaml_tree.Mapping(tuple(entries), node.position, node.repeated)


def _is_other_name(name: str, context: Conversion) -> bool:
    return any(name in names for names in context.fields.values())


# Flags: `draft` and `published`


def _without_flags(node: yaml_tree.Mapping, context: Conversion) -> tuple[bool, yaml_tree.Mapping]:
    """Whether `draft` or `published` withholds the document, and the tree without them."""
    flags = [(entry, _flag(entry, context)) for entry in node.entries]
    flagged = any(_flag(entry, context) for entry in node.repeated)
    kept = (entry for entry, flag in flags if flag is None)
    return flagged or any(flag for _, flag in flags), _with_entries(node, kept)


def _flag(entry: Entry, context: Conversion) -> bool | None:
    """Whether the entry withholds its document; None if it is no such key (or `published` gives a date)."""
    name = folded(entry.key.text)  # `Draft: true` must not slip through, even where unknown keys are kept
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


def _without_limits(
    kind: Kind, node: yaml_tree.Mapping, context: Conversion
) -> tuple[bool, yaml_tree.Mapping]:
    """Whether a key that nothing reads was meant to limit who sees the document, and the tree without these.

    They are mistakes even where unknown keys are kept: whoever writes `Status: draft`, `stauts: draft`, or
    `status: draft` of an author, does not expect to see it published.
    """
    keys = frozenset(MATTERS[kind].__struct_fields__)
    reader = _Limits(kind, keys, _meant_by(keys, context), _date_in(node), context)
    kept, limited = [], False
    for entry in node.entries:
        verdict = reader.verdict(entry)
        limited |= verdict is _Verdict.LIMITS
        if verdict is _Verdict.KEPT:
            kept.append(entry)
    repeated = (entry for entry in node.repeated if entry.key.text not in keys)
    limited |= any(reader.meaning(entry) or reader.lookalike(entry) for entry in repeated)
    return limited, _with_entries(node, kept)


class _Verdict(Enum):
    """What becomes of an entry: it is read on, it limits who sees the document, or it says nothing."""

    KEPT = 1
    LIMITS = 2
    DROPPED = 3


class _Limits(Struct, frozen=True):
    """Looks for keys that nothing reads and that limit who sees a document.

    `meant` are keys that limit by their folded names, `date` the document's own as it is written.
    """

    kind: Kind
    keys: frozenset[str]
    meant: Mapping[str, str]
    date: str
    context: Conversion

    def verdict(self, entry: Entry) -> _Verdict:
        """What becomes of an entry, with a Problem if it is a mistake."""
        key = self.meaning(entry)
        if key is not None:
            return self._of_key(entry, key)
        found = self.lookalike(entry)
        return _Verdict.KEPT if found is None else self._of_lookalike(entry, found)

    def meaning(self, entry: Entry) -> str | None:
        """The key that limits and that this one is, but for case and signs."""
        return None if self._is_known(entry.key.text) else self.meant.get(folded(entry.key.text))

    def lookalike(self, entry: Entry) -> Lookalike | None:
        """The key that limits and that this one resembles."""
        if self._is_known(entry.key.text):
            return None
        name = folded(entry.key.text)
        found = lookalike(name)
        if found is None:
            return self._nearest_other_name(name)
        if found.key == "date" and "date" not in self.keys:
            return None
        return found

    def _nearest_other_name(self, letters: str) -> Lookalike | None:
        for key in _VISIBILITY & self.keys:
            for name in self.context.fields.get(key, ()):
                if is_near(letters, folded(name)):
                    return Lookalike(name, True, is_given)
        return None

    def _is_known(self, name: str) -> bool:
        is_flag = self.kind in WITH_STATUS and folded(name) in FLAGS
        return name in self.keys or is_flag or _is_other_name(name, self.context)

    def _of_key(self, entry: Entry, key: str) -> _Verdict:
        if key in self.keys or key not in _LIMITING:
            _report_misspelt(entry, key, self.context)
            return _Verdict.LIMITS
        if not _is_harmless(key, entry.value):
            _report_foreign(entry, key, self.kind, self.context)
            return _Verdict.LIMITS
        return _Verdict.KEPT if self.context.unknown is not UnknownKeys.EXTRA else _Verdict.DROPPED

    def _of_lookalike(self, entry: Entry, found: Lookalike) -> _Verdict:
        if found.hides(entry.value, self.date):
            if not found.is_misspelt and found.key not in self.keys and found.key not in FLAGS:
                if self.context.unknown is UnknownKeys.EXTRA:  # else it is a mistake like any other
                    _report_without_effect(entry, found.key, self.kind, self.context)
                return _Verdict.KEPT
            report = _report_misspelt if found.is_misspelt else _report_unclear
            report(entry, found.key, self.context)
            return _Verdict.LIMITS
        if found.is_misspelt and self.context.unknown is UnknownKeys.EXTRA:
            message = f"Unknown key `{entry.key.text}`."
            hint = f"Did you mean `{found.key}`?"
            self.context.report("unknown-key", entry.key.position, message, hint, Severity.WARNING)
        return _Verdict.KEPT


def _date_in(node: yaml_tree.Mapping) -> str:
    """The document's date as it is written."""
    values = (entry.value for entry in node.entries if entry.key.text == "date")
    return next((value.text for value in values if isinstance(value, Scalar)), "")


def _meant_by(keys: frozenset[str], context: Conversion) -> dict[str, str]:
    """What a key's letters mean that nothing reads: a key that limits, or another system's name for one."""
    own = _VISIBILITY & keys
    others = {folded(name): name for key in own for name in context.fields.get(key, ())}
    return {key: key for key in _LIMITING | own} | others


def _report_misspelt(entry: Entry, key: str, context: Conversion) -> None:
    message = f"Unknown key `{entry.key.text}`; until it is corrected, the document is a draft."
    context.report("unknown-key", entry.key.position, message, f"Did you mean `{key}`?")


def _report_unclear(entry: Entry, key: str, context: Conversion) -> None:
    name = entry.key.text
    message = f"Unknown key `{name}`, which seems to limit who sees the document: it is a draft."
    use = f"Write `{key}`" if key in FLAGS else f"Write `{key}`, or set `{key}: [{name}]` in `content.fields`"
    hint = f"{use}; if it means nothing here, move it under `extra`."
    context.report("unknown-key", entry.key.position, message, hint)


def _report_foreign(entry: Entry, key: str, kind: Kind, context: Conversion) -> None:
    effect = "all of it is public" if key == "access" else "it is public as soon as the site is built"
    message = f"{_NAMED[kind]} has no `{key}`: {effect}."
    context.report("unknown-key", entry.key.position, message, "Remove the key, or the whole file.")


def _report_without_effect(entry: Entry, key: str, kind: Kind, context: Conversion) -> None:
    """Another system's key, which its program may have read or not."""
    name = entry.key.text
    message = f"{_NAMED[kind]} has no `{key}`, so that `{name}` hides nothing: it is published."
    hint = "Remove the key if it means nothing here, or the whole file if nobody is to see it."
    context.report("unknown-key", entry.key.position, message, hint, Severity.WARNING)


def _is_harmless(key: str, value: Node) -> bool:
    if is_empty(value):
        return True
    return isinstance(value, Scalar) and value.text.strip().casefold() == _HARMLESS.get(key)


# Photos


def _doubtful_rights(node: yaml_tree.Mapping, context: Conversion) -> Iterator[str]:
    """The keys `photo.expires` and `cover.expires` where a misspelt one of theirs may say that the photo has
    expired."""
    for ours in ("photo", "cover"):
        names = {ours, *context.fields.get(ours, ())}
        others = [folded(name) for name in context.fields.get(f"{ours}.expires", ())]
        for entry in node.entries:
            inner = entry.value.entries if isinstance(entry.value, yaml_tree.Mapping) else ()
            is_doubtful = entry.key.text in names and any(map(_limits_photo, inner))
            if is_doubtful or _resembles_one(entry, others, context):
                yield f"{ours}.expires"


def _resembles_one(entry: Entry, others: Iterable[str], context: Conversion) -> bool:
    """Whether an entry that nothing reads is nearly one of another system's names."""
    name = entry.key.text
    if not others or _is_other_name(name, context) or is_empty(entry.value):
        return False
    return any(is_near(folded(name), other) for other in others)


def _limits_photo(entry: Entry) -> bool:
    name = entry.key.text
    return name not in Photo.__struct_fields__ and means_expires(name) and not is_empty(entry.value)
