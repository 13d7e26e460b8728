"""The rules that answer queries.

Rules have an order, and each may ask only for inputs and the answers of rules before it. That rules out
cycles, and lets the engine bring all answers up to date in one pass.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, reduce
from importlib import import_module
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.digest import digest_in_order
from sitegen.model.query import Ask, Query

_ENCODER = msgspec.msgpack.Encoder()

#: Gives the digest of an answer: answers with equal digests count as equal.
Digest = Callable[[Any], str]


def unique_digest(_: object) -> str:
    """The digest of an answer that is too large to compare: it never equals another. Dependents should ask
    for a part of the answer instead."""
    return secrets.token_hex(8)


class Codec(Struct, frozen=True):
    """How to encode and decode cached answers that are not plain values."""

    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], object]


def codec_of(kind: object) -> Codec:
    """The codec for answers of a type."""
    return Codec(_ENCODER.encode, msgspec.msgpack.Decoder(kind).decode)


class Rule(Struct, frozen=True):
    """How to answer queries of one type: by a pure function of `ask` and the query.

    `digest` decides which answers are equal. `cached_as` is the type (or Codec) as which answers are stored
    between builds; the answers of a rule without one are recomputed when needed, and only their digests are
    stored. A rule that `takes_previous` also gets its previous answer, or None, to save work; its answer must
    not depend on it. `part` and `gathered` set the other fields.
    """

    query: type[Query[object]]
    answer: Callable[..., object]
    digest: Digest = digest_in_order
    cached_as: object = None
    takes_previous: bool = False
    mapping: Query[Mapping[str, object]] | None = None
    missing: object = None
    each: type[Query[object]] | None = None
    keys: Query[Sequence[str]] | None = None


def part(
    query: type[Query[object]],
    mapping: Query[Mapping[str, object]],
    digest: Digest = digest_in_order,
    cached_as: object = None,
    missing: object = None,
) -> Rule:
    """A rule that looks up the answer in the mapping that answers another query.

    The query's only field is the key; the answer is `missing` if the mapping lacks it. When the mapping
    changes, only queries with another value become stale. Each mapping can have one such rule.
    """
    return Rule(query, _unused, digest, cached_as, mapping=mapping, missing=missing)


def _unused(_: Ask, query: Query[object]) -> object:
    raise RuleError(f"`{type(query).__name__}` is answered by a part of another answer.")


def gathered(
    query: type[Query[Mapping[str, object]]],
    each: type[Query[object]],
    keys: Query[Sequence[str]],
    cached_as: object,
) -> Rule:
    """A rule that collects answers: its answer maps each key that `keys` gives to the answer of `each(key)`.

    When some of them change, only those are asked again. `cached_as` is the type of the values.
    """

    def gather(ask: Ask, _: Query[object]) -> Mapping[str, object]:
        return {key: ask(each(key)) for key in ask(keys)}

    return Rule(query, gather, unique_digest, dict[str, cached_as], each=each, keys=keys)  # type: ignore[valid-type]


class Input(Struct, frozen=True):
    """A type of query that is answered from outside the rules, and how to digest the answers."""

    query: type[Query[object]]
    digest: Digest = digest_in_order


class RuleError(Exception):
    """A mistake in the rules: a bug in the program, never a mistake in a site."""


class Rules:
    """The inputs, and all rules in order.

    The level of a query is the position of its rule, from 1; inputs have level 0. `name`
    (`package.module:NAME`) tells other processes where to import the rules from.
    """

    def __init__(self, inputs: Iterable[Input], rules: Iterable[Rule], name: str = "") -> None:
        self.name = name
        self._digests = {each.query: each.digest for each in inputs}
        self._levels: dict[type, int] = dict.fromkeys(self._digests, 0)
        self._rules: dict[type, Rule] = {}
        self._parts: dict[type, type[Query[object]]] = {}
        for level, rule in enumerate(rules, 1):
            if rule.query in self._levels:
                raise RuleError(f"Two rules answer `{rule.query.__name__}`.")
            self._levels[rule.query] = level
            self._rules[rule.query] = rule
            self._digests[rule.query] = rule.digest
            if rule.mapping is not None:
                self._add_parts(type(rule.mapping), rule.query)
        self._plain = {
            each
            for each, rule in self._rules.items()
            if rule.cached_as and not isinstance(rule.cached_as, Codec)
        }
        self._types: list[type[Query[object]]] = list(self._levels)
        self._numbers = {each: number.to_bytes(2, "big") for number, each in enumerate(self._types)}
        self._decoders = [msgspec.msgpack.Decoder(each) for each in self._types]
        self._codecs = {
            each: rule.cached_as if isinstance(rule.cached_as, Codec) else codec_of(rule.cached_as)
            for each, rule in self._rules.items()
            if rule.cached_as
        }

    def _add_parts(self, mapping: type, query: type[Query[object]]) -> None:
        if mapping not in self._levels:
            raise RuleError(f"The rule of `{mapping.__name__}` does not come before `{query.__name__}`.")
        if mapping in self._parts:
            raise RuleError(f"Two rules answer by the parts of `{mapping.__name__}`.")
        self._parts[mapping] = query

    @property
    def count(self) -> int:
        """The number of levels: one for all inputs, and one for each rule."""
        return len(self._rules) + 1

    def level(self, query: Query[object]) -> int:
        """The level of a query. Raises RuleError if no rule answers it."""
        try:
            return self._levels[type(query)]
        except KeyError:
            raise RuleError(f"No rule answers `{type(query).__name__}`.") from None

    def level_of(self, kind: type[Query[object]]) -> int:
        """The level of a type of query."""
        return self._levels[kind]

    def rule(self, query: Query[object]) -> Rule:
        """The rule that answers a query, which must not be an input."""
        return self._rules[type(query)]

    def part(self, query: Query[object]) -> type[Query[object]] | None:
        """The type of the queries that look up parts of this query's answer, if there is one."""
        return self._parts.get(type(query))

    def digests(self, kind: type[Query[object]], answers: Mapping[str, object]) -> dict[str, str]:
        """The digests of the answers to queries of a type, by the queries' only field."""
        digest = self._digests[kind]
        return {key: digest(answer) or "-" for key, answer in answers.items()}

    def digest(self, query: Query[object], answer: object) -> str:
        """The digest of an answer to a query; never empty."""
        return self._digests[type(query)](answer) or "-"

    # For stores

    def key(self, query: Query[object]) -> bytes:
        """A query as bytes."""
        return self._numbers[type(query)] + _ENCODER.encode(query)

    def query(self, key: bytes) -> Query[object]:
        """The query with this key."""
        found: Query[object] = self._decoders[int.from_bytes(key[:2], "big")].decode(key[2:])
        return found

    def encoded(self, query: Query[object], answer: object) -> bytes | None:
        """An answer encoded for the store; None if it is not cached."""
        codec = self._codecs.get(type(query))
        return codec.encode(answer) if codec else None

    def digests_encoding(self, query: Query[object]) -> bool:
        """Whether the digest of an answer is that of its encoding."""
        return self._digests[type(query)] is digest_in_order and type(query) in self._plain

    def decoded(self, query: Query[object], data: bytes) -> object:
        """An answer that `encoded` encoded."""
        return self._codecs[type(query)].decode(data)


# Functions and types by name, so that what refers to them can be stored


def name_of(value: Callable[..., object]) -> str:
    """The name of a module's function or type: `package.module:Name`."""
    return f"{value.__module__}:{value.__qualname__}"


@cache
def by_name(name: str) -> Any:
    """The function or type with a name from `name_of`."""
    module, _, inside = name.partition(":")
    return reduce(getattr, inside.split("."), import_module(module))
