"""The rules that answer questions.

Rules stand in an order, and each may ask only what stands before it. That makes a circle impossible, and lets
the engine bring answers up to date in one pass.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.digest import digest_in_order
from sitegen.model.query import Ask, Query

_ENCODER = msgspec.msgpack.Encoder()


def unlike_any(_: object) -> str:
    """The digest of an answer that is too large to compare: whoever asks for it compares a part of it."""
    return secrets.token_hex(8)


class Codec(Struct, frozen=True):
    """How answers are kept that are no plain values."""

    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]


def codec_of(kind: Any) -> Codec:
    """How answers of a type are kept."""
    return Codec(_ENCODER.encode, msgspec.msgpack.Decoder(kind).decode)


class Rule(Struct, frozen=True):
    """How questions of one type are answered: by a pure function of `ask` and the question.

    `digest` gives equal digests for answers that nobody can tell apart. A rule that `renews` is also given
    its last answer, or None, to save work; what it answers must not depend on that. Answers of a type `kept`
    are remembered from one process to the next; of all others it is enough to know the digest. The last
    fields are explained at `part` and `gathered`.
    """

    question: type[Query[Any]]
    answer: Callable[..., Any]
    digest: Callable[[Any], str] = digest_in_order
    kept: Any = None
    renews: bool = False
    whole: Query[Mapping[Any, Any]] | None = None
    missing: Any = None
    each: type[Query[Any]] | None = None
    keys: Query[Sequence[Any]] | None = None


def part(
    question: type[Query[Any]],
    whole: Query[Mapping[Any, Any]],
    digest: Callable[[Any], str] = digest_in_order,
    kept: Any = None,
    missing: Any = None,
) -> Rule:
    """How questions with one field are answered by the parts of another answer, a mapping; by `missing`
    where it has none.

    Of another mapping, only the parts that changed are looked at. No two rules share one.
    """
    return Rule(question, _unused, digest, kept, whole=whole, missing=missing)


def _unused(_: Ask, question: Query[Any]) -> Any:
    raise RuleError(f"`{type(question).__name__}` is answered by a part of another answer.")


def gathered(
    question: type[Query[Mapping[Any, Any]]],
    each: type[Query[Any]],
    keys: Query[Sequence[Any]],
    kept: Any,
) -> Rule:
    """How a question is answered by gathering: by a mapping from each key to the answer to `each(key)`.

    Only those are asked again that changed.
    """

    def gather(ask: Ask, _: Query[Any]) -> Mapping[Any, Any]:
        return {key: ask(each(key)) for key in ask(keys)}

    return Rule(question, gather, unlike_any, dict[Any, kept], each=each, keys=keys)


class Input(Struct, frozen=True):
    """A type of questions that are answered from outside, and the digest of an answer."""

    question: type[Query[Any]]
    digest: Callable[[Any], str] = digest_in_order


class RuleError(Exception):
    """A mistake in the rules: a bug in the program, never a mistake in a site."""


class Rules:
    """The inputs, and all rules in their order. `name` (`package.module:NAME`) says where other processes
    find them."""

    def __init__(self, inputs: Iterable[Input], rules: Iterable[Rule], name: str = "") -> None:
        self.name = name
        self._digests = {each.question: each.digest for each in inputs}
        self._levels: dict[type, int] = dict.fromkeys(self._digests, 0)
        self._rules: dict[type, Rule] = {}
        self._parts: dict[type, type[Query[Any]]] = {}
        for level, rule in enumerate(rules, 1):
            if rule.question in self._levels:
                raise RuleError(f"Two rules answer `{rule.question.__name__}`.")
            self._levels[rule.question] = level
            self._rules[rule.question] = rule
            self._digests[rule.question] = rule.digest
            if rule.whole is not None:
                self._add_parts(type(rule.whole), rule.question)
        self._plain = {
            each for each, rule in self._rules.items() if rule.kept and not isinstance(rule.kept, Codec)
        }
        self._types: list[type[Query[Any]]] = list(self._levels)
        self._numbers = {each: number.to_bytes(2, "big") for number, each in enumerate(self._types)}
        self._decoders = [msgspec.msgpack.Decoder(each) for each in self._types]
        self._kept = {
            each: rule.kept if isinstance(rule.kept, Codec) else codec_of(rule.kept)
            for each, rule in self._rules.items()
            if rule.kept
        }

    def _add_parts(self, whole: type, question: type[Query[Any]]) -> None:
        if whole not in self._levels:
            raise RuleError(f"The rule of `{whole.__name__}` does not come before `{question.__name__}`.")
        if whole in self._parts:
            raise RuleError(f"Two rules answer by the parts of `{whole.__name__}`.")
        self._parts[whole] = question

    @property
    def count(self) -> int:
        """How many levels there are: that of the inputs, and one for each rule."""
        return len(self._rules) + 1

    def level(self, question: Query[Any]) -> int:
        """The place of a question's rule in the order; 0 for an input. RuleError where there is none."""
        try:
            return self._levels[type(question)]
        except KeyError:
            raise RuleError(f"No rule answers `{type(question).__name__}`.") from None

    def level_of(self, kind: type[Query[Any]]) -> int:
        """The place of a type of questions in the order."""
        return self._levels[kind]

    def rule(self, question: Query[Any]) -> Rule:
        """The rule that answers a question which is no input."""
        return self._rules[type(question)]

    def part(self, question: Query[Any]) -> type[Query[Any]] | None:
        """The type of the questions that are answered by the parts of an answer, if it is in parts."""
        return self._parts.get(type(question))

    def digests(self, kind: type[Query[Any]], answers: Mapping[Any, Any]) -> dict[Any, str]:
        """The digests of the answers to questions of a type, by the field of each."""
        digest = self._digests[kind]
        return {key: digest(answer) or "-" for key, answer in answers.items()}

    def digest(self, question: Query[Any], answer: Any) -> str:
        """The digest of an answer to a question; never empty."""
        return self._digests[type(question)](answer) or "-"

    # For memories

    def key(self, question: Query[Any]) -> bytes:
        """A question as bytes."""
        return self._numbers[type(question)] + _ENCODER.encode(question)

    def question(self, key: bytes) -> Query[Any]:
        """The question of a key."""
        found: Query[Any] = self._decoders[int.from_bytes(key[:2], "big")].decode(key[2:])
        return found

    def encoded(self, question: Query[Any], answer: Any) -> bytes | None:
        """An answer as it is kept; None where it is not."""
        kept = self._kept.get(type(question))
        return kept.encode(answer) if kept else None

    def is_digest_of_kept(self, question: Query[Any]) -> bool:
        """Whether the digest of an answer is that of the bytes that are kept of it."""
        return self._digests[type(question)] is digest_in_order and type(question) in self._plain

    def decoded(self, question: Query[Any], data: bytes) -> Any:
        """An answer that was kept."""
        return self._kept[type(question)].decode(data)
