"""The keys of a mapping: those of the type, alternative names for them, and unknown ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import inspect

from sitegen.config.settings import UnknownKeys
from sitegen.problems import did_you_mean
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.convert.context import Conversion, dotted
from sitegen.yaml.convert.errors import shown
from sitegen.yaml.convert.types import keys_of, members_of
from sitegen.yaml.tree import Entry, Scalar, is_empty, plain_value

#: The fields of a type by key.
Keys = Mapping[str, inspect.Field]


def sorted_out(
    mapping: yaml_tree.Mapping, keys: Keys, parent: str, context: Conversion
) -> tuple[dict[str, Entry], list[Entry]]:
    """The known entries by the standard names of their keys, and the unknown entries."""
    theirs = {entry.key.text: entry for entry in mapping.entries}
    if parent or not context.fields:
        unknown = [entry for name, entry in theirs.items() if name not in keys]
        return {name: entry for name, entry in theirs.items() if name in keys}, unknown
    renamed, used = _renamed(theirs, keys, context.fields)
    # A name used as an alternative for another key means that key, even if there is a key with this name.
    ours = {name: entry for name, entry in theirs.items() if name in keys and name not in used} | renamed
    known = used if context.unknown is UnknownKeys.EXTRA else used | _other_names(context)
    unknown = [entry for name, entry in theirs.items() if name not in keys and name not in known]
    return ours, unknown


def _other_names(context: Conversion) -> set[str]:
    return {name for names in context.fields.values() for name in names}


# Alternative names


def _renamed(
    theirs: Mapping[str, Entry], keys: Keys, fields: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Entry], set[str]]:
    """The entries with alternative names, by their standard names, and the alternative names in use."""
    given = {name for name, entry in theirs.items() if name in keys and not is_empty(entry.value)}
    found = {ours: _first(theirs, names) for ours, names in fields.items() if ours not in given}
    whole = {ours: entry for ours, entry in found.items() if entry and "." not in ours}
    parts = _parts(found, given | whole.keys())
    parts = {
        ours: children
        for ours, children in parts.items()
        if ours in keys and _suffices(children, keys[ours].type)
    }
    renamed = {ours: _under(ours, entry) for ours, entry in whole.items()}
    renamed |= {ours: _assembled(ours, children) for ours, children in parts.items()}
    entries = [*whole.values(), *(entry for children in parts.values() for entry in children.values())]
    return renamed, {entry.key.text for entry in entries}


def _first(theirs: Mapping[str, Entry], names: tuple[str, ...]) -> Entry | None:
    return next((theirs[name] for name in names if name in theirs and not is_empty(theirs[name].value)), None)


def _parts(found: Mapping[str, Entry | None], given: set[str]) -> dict[str, dict[str, Entry]]:
    """The entries for parts of keys (`photo.src`), unless the key as a whole is given."""
    parts: dict[str, dict[str, Entry]] = {}
    for ours, entry in found.items():
        parent, _, child = ours.partition(".")
        if entry and child and parent not in given:
            parts.setdefault(parent, {})[child] = entry
    return parts


def _suffices(children: Mapping[str, Entry], info: inspect.Type) -> bool:
    """Whether the parts include all required ones: an `image_alt` without an `image` makes no photo."""
    return any(
        all(name in children for name, field in keys_of(member.cls).items() if field.required)
        for member in members_of(info)
        if isinstance(member, inspect.StructType)
    )


def _under(name: str, entry: Entry) -> Entry:
    return Entry(Scalar(name, True, entry.key.position), entry.value)


def _assembled(name: str, children: Mapping[str, Entry]) -> Entry:
    entries = tuple(_under(child, entry) for child, entry in children.items())
    position = min(entry.key.position for entry in entries)
    return Entry(Scalar(name, True, position), yaml_tree.Mapping(entries, position))


# Unknown keys


def take_unknown(
    unknown: list[Entry], keys: Keys, values: dict[str, object], parent: str, context: Conversion
) -> None:
    """Move unknown keys to `extra` if the context allows that, or report them."""
    if not parent and context.unknown is UnknownKeys.EXTRA and "extra" in keys:
        extra = {entry.key.text: plain_value(entry.value) for entry in unknown}
        if extra:
            written = values.get("extra")
            values["extra"] = extra | written if isinstance(written, dict) else extra
        return
    known = (*keys, *(context.also if not parent else ()))
    for place, entry in enumerate(unknown):
        message = f"Unknown key `{shown(dotted(parent, entry.key.text))}`."
        context.report("unknown-key", entry.key.position, message, _nearest_key(entry.key.text, known, place))


def _nearest_key(name: str, known: tuple[str, ...], place: int) -> str:
    """A hint with the nearest key. Differences in case, hyphens and underscores count least."""
    folded = {_folded(key): key for key in known}
    same = folded.get(_folded(name))
    if same is not None:
        return f"Did you mean `{same}`?"
    near = [key for key in known if not _negates(name, key)]
    return did_you_mean(name, near, f"Known keys: {', '.join(f'`{key}`' for key in known)}.", place=place)


def _negates(name: str, key: str) -> bool:
    """Whether a name is the opposite of a key, however similar: `unpublished`."""
    return _folded(name) in (f"un{key}", f"not{key}", f"non{key}", f"no{key}")


def _folded(name: str) -> str:
    return re.sub(r"[-_\s]", "", name).casefold()
