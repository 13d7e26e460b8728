"""The part of the configuration that reading front matter depends on."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config, UnknownKeys
from sitegen.model.front_matter import MATTERS, Kind
from sitegen.problems import Problem, did_you_mean, problem_at
from sitegen.yaml.convert.types import nested_keys


class MatterOptions(Struct, frozen=True):
    """The options that reading front matter depends on.

    `fields` has other systems' names by kind and our name: `{"article": {"subtitle": ("deck",)}}`.
    """

    timezone: str
    unknown: UnknownKeys = UnknownKeys.ERROR
    fields: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


def matter_options(config: Config) -> tuple[MatterOptions, list[Problem]]:
    """The options of a configuration, and the problems of `content.fields`."""
    reading = _FieldNames([])
    fields: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, value in config.content.fields.items():
        key = f"content.fields.{name}"
        kind, names = (name, value) if isinstance(value, dict) else (Kind.ARTICLE.value, {name: value})
        if kind not in list(Kind):
            message = f"`{kind}` is not a kind of document."
            reading.report("unknown-key", key, message, did_you_mean(kind, Kind))
            continue
        fields.setdefault(kind, {}).update(reading.names(Kind(kind), names, key))
    return MatterOptions(config.timezone, config.content.unknown, fields), reading.problems


class _FieldNames(Struct, frozen=True):
    """Reads `content.fields`."""

    problems: list[Problem]

    def names(self, kind: Kind, fields: Mapping[str, object], key: str) -> dict[str, tuple[str, ...]]:
        """Other systems' names by our names, for one kind."""
        known = nested_keys(MATTERS[kind])
        found = {}
        for our_name, their_names in fields.items():
            names = (their_names,) if isinstance(their_names, str) else their_names
            if our_name not in known:
                message = f"`{our_name}` is not a front-matter key of kind {kind.value}."
                self.report(
                    "unknown-key", key, message, did_you_mean(our_name, known, "Our name comes first.")
                )
            elif not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
                message = f"`{our_name}` takes a list of front-matter names."
                self.report("wrong-type", key, message, f"Write `{our_name}: [name, other-name]`.")
            else:
                found[our_name] = tuple(names)
        return found

    def report(self, code: str, key: str, message: str, hint: str) -> None:
        self.problems.append(problem_at(CONFIGURATION, key, code, message, hint))
