"""Addresses by name (`[name]: address`) that nothing uses and that may be words, and those with one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it.token import Token

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.text_problems import remark

_ADDRESS = lazy_pattern(r"[/#:@]|\.\w")


def check_definitions(tokens: Sequence[Token], env: Any) -> None:
    """Note definitions that hold words which nothing shows."""
    defined: Mapping[str, Any] = env.get("references", {})
    for again in env.get("duplicate_refs", ()):
        first = defined.get(again["label"])
        if first and (first["href"], first["title"]) != (again["href"], again["title"]):
            message = (
                f"The text has another address `[{again['label'].lower()}]` above; this one is left out."
            )
            remark(env, again["map"][0], "duplicate-reference", message, "Give it another name.", "[")
    suspects = [
        (name, each) for name, each in defined.items() if each["title"] or not _ADDRESS.search(each["href"])
    ]
    if not suspects:
        return
    used = set(_used(tokens))
    for name, each in suspects:
        if name not in used:
            message = (
                f"Nothing uses `[{name.lower()}]: {each['href']}`, which is read as an address and not shown."
            )
            hint = f"Write `[text][{name.lower()}]` where the text uses it, or `\\[` if it is text."
            remark(env, each["map"][0], "unused-reference", message, hint, "[")


def _used(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if "label" in token.meta:
            yield token.meta["label"]
        if token.children:
            yield from _used(token.children)
