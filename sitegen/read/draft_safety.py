"""Find documents that must not be published: drafts, and mistakes in keys that control visibility.

A mistake must never publish a document. Whatever may be meant to hide a document hides it, and is reported.
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
from sitegen.read.visibility_keys import KeyGuess, fold, guess_key, is_given, is_similar, means_expires
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.tree import Entry, Node, Scalar, is_empty

#: Keys that make a document a draft, with the value that does.
DRAFT_FLAGS: Mapping[str, bool] = {"draft": True, "published": False}

#: Keys that control a document's visibility.
_VISIBILITY = frozenset({"status", "date", "embargo", "expires", "access"})
#: Values that hide nothing, of keys that a kind does not have. Other values ask for what is not supported.
_HIDES_NOTHING: Mapping[str, str] = {
    "draft": "false",
    "published": "true",
    "status": "published",
    "access": "free",
}
#: Keys that limit the visibility of any document.
_LIMITING = frozenset({*_HIDES_NOTHING, "embargo", "expires"})
_KIND_NAMES: Mapping[Kind, str] = {
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
_BOOLEANS = {"true": True, "false": False}
_YAML_1_1_BOOLEANS = frozenset({"yes", "no", "on", "off", "y", "n", "0", "1"})


def check_visibility(kind: Kind, node: Node | None, context: Conversion) -> tuple[bool, Node | None]:
    """Whether the front matter is meant to hide its document, and the tree without such keys."""
    if not isinstance(node, yaml_tree.Mapping) or _is_plain(kind, node, context):
        return False, node
    flagged = False
    if kind in WITH_STATUS:
        flagged, node = _without_flags(node, context)
    limited, node = _without_limits(kind, node, context)
    context.failed.update(_uncertain_expiries(node, context))
    return flagged or limited, node


def _is_plain(kind: Kind, node: yaml_tree.Mapping, context: Conversion) -> bool:
    """Whether all keys are known: a fast check, true for most documents."""
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


def is_visibility_invalid(kind: Kind, node: Node | None, context: Conversion) -> bool:
    """Whether a key that controls visibility is invalid, repeated or possibly merged."""
    if kind not in WITH_STATUS:
        return False
    if context.failed & _VISIBILITY:
        return True
    names = _VISIBILITY.union({"<<"}, *(context.fields.get(key, ()) for key in _VISIBILITY))
    return isinstance(node, yaml_tree.Mapping) and any(entry.key.text in names for entry in node.repeated)


def as_draft(matter: Matter) -> Matter | None:
    """The front matter of a draft; None for a kind without drafts."""
    if isinstance(matter, ArticleMatter | PageMatter):
        return structs.replace(matter, status=Status.DRAFT)
    return None


def _with_entries(node: yaml_tree.Mapping, entries: Iterable[Entry]) -> yaml_tree.Mapping:
    return yaml_tree.Mapping(tuple(entries), node.position, node.repeated)


def _is_other_name(name: str, context: Conversion) -> bool:
    return any(name in names for names in context.fields.values())


# Flags: `draft` and `published`


def _without_flags(node: yaml_tree.Mapping, context: Conversion) -> tuple[bool, yaml_tree.Mapping]:
    """Whether `draft` or `published` hides the document, and the tree without them."""
    flags = [(entry, _flag(entry, context)) for entry in node.entries]
    flagged = any(_flag(entry, context) for entry in node.repeated)
    remaining = (entry for entry, flag in flags if flag is None)
    return flagged or any(flag for _, flag in flags), _with_entries(node, remaining)


def _flag(entry: Entry, context: Conversion) -> bool | None:
    """Whether the entry hides its document; None if it is not a flag, or if `published` is a date."""
    name = fold(entry.key.text)  # `Draft: true` counts even if unknown keys are allowed
    if name not in DRAFT_FLAGS:
        return None
    value = entry.value
    if isinstance(value, Scalar):
        word = value.text.strip().casefold()
        if word in _BOOLEANS:
            return _BOOLEANS[word] is DRAFT_FLAGS[name]
        if is_empty(value):
            return False
        if word not in _YAML_1_1_BOOLEANS and _is_other_name(entry.key.text, context):
            return None
    hint = "Write true or false."
    if name == "published":
        hint += " If it is a date, set `date: [published]` in `content.fields`."
    message = f"`{entry.key.text}` must be true or false. Until it is, the document is a draft."
    context.report("wrong-type", value.position, message, hint)
    return True


# Limits: unknown keys that may control visibility


def _without_limits(
    kind: Kind, node: yaml_tree.Mapping, context: Conversion
) -> tuple[bool, yaml_tree.Mapping]:
    """Whether an unknown key is meant to limit visibility, and the tree without such keys.

    They are mistakes even if unknown keys are allowed. An author who writes `Status: draft` or `stauts:
    draft`, or `status: draft` in an author profile, does not expect the document to be published.
    """
    keys = frozenset(MATTERS[kind].__struct_fields__)
    checker = _LimitChecker(kind, keys, _limiting_keys(keys, context), _date_in(node), context)
    remaining, limited = [], False
    for entry in node.entries:
        verdict = checker.verdict(entry)
        limited |= verdict is _Verdict.HIDE
        if verdict is _Verdict.KEEP:
            remaining.append(entry)
    repeated = (entry for entry in node.repeated if entry.key.text not in keys)
    limited |= any(checker.limiting_key(entry) or checker.guess(entry) for entry in repeated)
    return limited, _with_entries(node, remaining)


class _Verdict(Enum):
    """What to do with an entry."""

    KEEP = 1
    HIDE = 2
    """Hide the document, and drop the entry."""
    DROP = 3


class _LimitChecker(Struct, frozen=True):
    """Finds unknown keys that may limit visibility.

    `limiting` has the keys that limit visibility by their folded names. `date` is the document's, as written.
    """

    kind: Kind
    keys: frozenset[str]
    limiting: Mapping[str, str]
    date: str
    context: Conversion

    def verdict(self, entry: Entry) -> _Verdict:
        """What to do with an entry. Mistakes are reported."""
        key = self.limiting_key(entry)
        if key is not None:
            return self._of_key(entry, key)
        found = self.guess(entry)
        return _Verdict.KEEP if found is None else self._of_guess(entry, found)

    def limiting_key(self, entry: Entry) -> str | None:
        """The limiting key with this name, ignoring case and signs."""
        return None if self._is_known(entry.key.text) else self.limiting.get(fold(entry.key.text))

    def guess(self, entry: Entry) -> KeyGuess | None:
        """The limiting key with a similar name."""
        if self._is_known(entry.key.text):
            return None
        name = fold(entry.key.text)
        found = guess_key(name)
        if found is None:
            return self._nearest_other_name(name)
        if found.key == "date" and "date" not in self.keys:
            return None
        return found

    def _nearest_other_name(self, letters: str) -> KeyGuess | None:
        for key in _VISIBILITY & self.keys:
            for name in self.context.fields.get(key, ()):
                if is_similar(letters, fold(name)):
                    return KeyGuess(name, True, is_given)
        return None

    def _is_known(self, name: str) -> bool:
        is_flag = self.kind in WITH_STATUS and fold(name) in DRAFT_FLAGS
        return name in self.keys or is_flag or _is_other_name(name, self.context)

    def _of_key(self, entry: Entry, key: str) -> _Verdict:
        if key in self.keys or key not in _LIMITING:
            _report_misspelt(entry, key, self.context)
            return _Verdict.HIDE
        if not _is_harmless(key, entry.value):
            _report_foreign(entry, key, self.kind, self.context)
            return _Verdict.HIDE
        return _Verdict.KEEP if self.context.unknown is not UnknownKeys.EXTRA else _Verdict.DROP

    def _of_guess(self, entry: Entry, found: KeyGuess) -> _Verdict:
        if found.hides(entry.value, self.date):
            if not found.is_misspelt and found.key not in self.keys and found.key not in DRAFT_FLAGS:
                if self.context.unknown is UnknownKeys.EXTRA:  # else it is a mistake like any other
                    _report_without_effect(entry, found.key, self.kind, self.context)
                return _Verdict.KEEP
            report = _report_misspelt if found.is_misspelt else _report_unclear
            report(entry, found.key, self.context)
            return _Verdict.HIDE
        if found.is_misspelt and self.context.unknown is UnknownKeys.EXTRA:
            message = f"Unknown key `{entry.key.text}`."
            hint = f"Did you mean `{found.key}`?"
            self.context.report("unknown-key", entry.key.position, message, hint, Severity.WARNING)
        return _Verdict.KEEP


def _date_in(node: yaml_tree.Mapping) -> str:
    """The document's date, as written."""
    values = (entry.value for entry in node.entries if entry.key.text == "date")
    return next((value.text for value in values if isinstance(value, Scalar)), "")


def _limiting_keys(keys: frozenset[str], context: Conversion) -> dict[str, str]:
    """The limiting keys by folded name, with their names in other systems."""
    own = _VISIBILITY & keys
    others = {fold(name): name for key in own for name in context.fields.get(key, ())}
    return {key: key for key in _LIMITING | own} | others


def _report_misspelt(entry: Entry, key: str, context: Conversion) -> None:
    message = f"Unknown key `{entry.key.text}`. Until it is corrected, the document is a draft."
    context.report("unknown-key", entry.key.position, message, f"Did you mean `{key}`?")


def _report_unclear(entry: Entry, key: str, context: Conversion) -> None:
    name = entry.key.text
    message = f"Unknown key `{name}`. It seems to limit who can see the document, so the document is a draft."
    use = (
        f"Write `{key}`"
        if key in DRAFT_FLAGS
        else f"Write `{key}`, or set `{key}: [{name}]` in `content.fields`"
    )
    hint = f"{use}. If it is for something else, move it under `extra`."
    context.report("unknown-key", entry.key.position, message, hint)


def _report_foreign(entry: Entry, key: str, kind: Kind, context: Conversion) -> None:
    effect = "all of it is public" if key == "access" else "it is public once the site is built"
    message = f"{_KIND_NAMES[kind]} has no `{key}`: {effect}."
    context.report("unknown-key", entry.key.position, message, "Remove the key, or the whole file.")


def _report_without_effect(entry: Entry, key: str, kind: Kind, context: Conversion) -> None:
    """Report another system's key, which may have had an effect there."""
    name = entry.key.text
    message = f"{_KIND_NAMES[kind]} has no `{key}`, so `{name}` hides nothing: the document is published."
    hint = "Remove the key, or remove the file if it must not be published."
    context.report("unknown-key", entry.key.position, message, hint, Severity.WARNING)


def _is_harmless(key: str, value: Node) -> bool:
    if is_empty(value):
        return True
    return isinstance(value, Scalar) and value.text.strip().casefold() == _HIDES_NOTHING.get(key)


# Photos


def _uncertain_expiries(node: yaml_tree.Mapping, context: Conversion) -> Iterator[str]:
    """`photo.expires` and `cover.expires`, if a misspelt key may mean that the photo has expired."""
    for photo_key in ("photo", "cover"):
        names = {photo_key, *context.fields.get(photo_key, ())}
        others = [fold(name) for name in context.fields.get(f"{photo_key}.expires", ())]
        for entry in node.entries:
            inner = entry.value.entries if isinstance(entry.value, yaml_tree.Mapping) else ()
            is_uncertain = entry.key.text in names and any(map(_limits_photo, inner))
            if is_uncertain or _is_similar_to_any(entry, others, context):
                yield f"{photo_key}.expires"


def _is_similar_to_any(entry: Entry, others: Iterable[str], context: Conversion) -> bool:
    """Whether an unknown key is similar to one of these names."""
    name = entry.key.text
    if not others or _is_other_name(name, context) or is_empty(entry.value):
        return False
    return any(is_similar(fold(name), other) for other in others)


def _limits_photo(entry: Entry) -> bool:
    name = entry.key.text
    return name not in Photo.__struct_fields__ and means_expires(name) and not is_empty(entry.value)
