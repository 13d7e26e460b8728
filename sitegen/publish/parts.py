"""Link's dearer parts, kept from one build to the next under the digest of what they were made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from sitegen.digest import digest_bytes
from sitegen.link.memo import FORMS
from sitegen.publish.versions import LINKING, code_version
from sitegen.store import Store, StoreDamage

T = TypeVar("T")

_SHELF = "linked"


class StoredMemo:
    """A `Memo` that remembers the last result of each name in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, name: str, key: str, compute: Callable[[T | None], T]) -> T:
        """The result called `name` of what has the digest `key`."""
        code = digest_bytes(code_version(LINKING).encode()).encode()
        whole = code + key.encode()
        data = self._store.load(_SHELF, name) or b""
        last: T | None = _decoded(name, data[len(whole) :]) if data.startswith(code) else None
        if last is not None and data.startswith(whole):
            return last
        result = compute(last)
        self._store.save(_SHELF, [(name, whole + msgspec.msgpack.encode(result))])
        return result


def _decoded(name: str, data: bytes) -> Any:
    try:
        return msgspec.msgpack.decode(data, type=FORMS[name])
    except msgspec.DecodeError as error:
        raise StoreDamage(f"The store holds links that cannot be understood: {error}.") from error
