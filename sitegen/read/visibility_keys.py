"""Unknown keys that probably control visibility: misspelt ones, and those of other systems.

A misspelt key counts whatever its value. Another system's key counts by its value: `visibility: private`
hides a document, `visibility: public` does not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.yaml.tree import Node, Scalar, is_empty

#: Keys that control visibility, and may be misspelt.
KEYS = ("draft", "published", "status", "date", "embargo", "expires", "access")

#: Words with another meaning that differ from such a key by one letter.
_ORDINARY = frozenset(
    "craft graft raft daft stats statue data dates dated dater datum gate late rate fate mate hate sate dare "
    "dale dame empires publisher publishes excess update".split()
)
_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"false", "no", "off", "n", "0", "none", "never"})
_HIDING = frozenset(
    "draft drafts drafting review inreview pending private hidden unlisted unpublished withdrawn embargoed "
    "scheduled future trash deleted wip notpublished restricted internal confidential "
    "paid members membersonly subscribers subscribersonly premium tiers".split()
)
#: Values of other systems that show a document to some readers only.
_GATED = frozenset(
    "paid onlypaid members membersonly subscribers subscribersonly premium tiers founding private".split()
)
_DATE = lazy_pattern(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})")
_LOOSE_DATE = lazy_pattern(r"\s*[0-9]{4}-[0-9]{1,2}")
_NO_LETTER = lazy_pattern(r"[\W_]+")


class KeyGuess(Struct, frozen=True):
    """The key that a name probably means."""

    key: str
    is_misspelt: bool
    """Whether the name differs from the key by a letter."""
    hides: Callable[[Node, str], bool]
    """Whether a value hides the document. Takes the value and the document's date, as written."""


# Values of other systems' keys


def _is_on(value: Node, _date: str) -> bool:
    return isinstance(value, Scalar) and not is_empty(value) and _word(value) not in _NO


def _is_off(value: Node, date: str) -> bool:
    if not isinstance(value, Scalar) or is_empty(value):
        return False
    return _word(value) in _NO | _HIDING or (bool(_LOOSE_DATE.match(value.text)) and _is_later(value, date))


def _names_hiding(value: Node, _date: str) -> bool:
    return isinstance(value, Scalar) and _word(value) in _HIDING


def _names_gate(value: Node, _date: str) -> bool:
    return isinstance(value, Scalar) and _word(value) in _GATED


def is_given(value: Node, _date: str) -> bool:
    """Whether a key has a value other than "no"."""
    return not is_empty(value) and not (isinstance(value, Scalar) and _word(value) in _NO)


def _is_later(value: Node, date: str) -> bool:
    """Whether the value may be later than the document's date."""
    if is_empty(value):
        return False
    own, others = _DATE.match(date), _DATE.match(value.text) if isinstance(value, Scalar) else None
    return own is None or others is None or others[1] > own[1]


def _looks_like_a_date(value: Node, _date: str) -> bool:
    return isinstance(value, Scalar) and bool(_LOOSE_DATE.match(value.text))


def _is_not(*harmless: str) -> Callable[[Node, str], bool]:
    return lambda value, _: not (is_empty(value) or (isinstance(value, Scalar) and _word(value) in harmless))


def _word(value: Scalar) -> str:
    return fold(value.text)


#: Which values of misspelt keys hide the document.
_MISSPELT: Mapping[str, Callable[[Node, str], bool]] = {
    "draft": _is_not(*_NO),
    "published": _is_not(*_YES),
    "status": _is_not("published"),
    "access": _is_not("free"),
    "embargo": is_given,
    "expires": is_given,
    "date": _looks_like_a_date,
}

#: Keys of other systems, by folded name.
_FOREIGN: Iterable[tuple[str, Callable[[Node, str], bool], str]] = (
    (
        "draft",
        _is_on,
        "isdraft asdraft indraft draftmode unpublished isunpublished notpublished donotpublish wip",
    ),
    ("draft", _is_on, "private isprivate hidden ishidden unlisted isunlisted deleted isdeleted trashed"),
    (
        "published",
        _is_off,
        "publish ispublished public ispublic visible isvisible live islive online isonline",
    ),
    ("status", _names_hiding, "state stage stats visibility workflow"),
    (
        "expires",
        is_given,
        "expiry expirydate expiredate expiresdate expiresat expireson expireat expiration expirationdate "
        "dateexpires expir until validto validuntil publishuntil unpublish unpublishdate unpublishat "
        "unpublishon",
    ),
    (
        "embargo",
        is_given,
        "embargoed embargodate embargodat embargountil embargoeduntil underembargo publishfrom publishafter "
        "availablefrom visiblefrom scheduledfor",
    ),
    (
        "date",
        _is_later,
        "publishdate pubdate publicationdate publishat publishon publishedat publishedon publisheddate "
        "datepublished datetime releasedate releaseat golive goliveat golivedate",
    ),
    (
        "access",
        _is_on,
        "paywall paywalled premium gated memberonly membersonly subscriberonly subscribersonly "
        "restricted confidential password",
    ),
    ("access", _names_gate, "audience tier membership plan"),
    ("access", _is_not(*_NO, "free", "public", "open", "all", "everyone"), "accesslevel"),
)
_FOREIGN_BY_NAME = {
    name: KeyGuess(key, False, hides) for key, hides, names in _FOREIGN for name in names.split()
}


@lru_cache(maxsize=1 << 12)
def fold(name: str) -> str:
    """Reduce a key to letters and digits in one case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", name).casefold())


def means_expires(name: str) -> bool:
    """Whether a photo's key means `expires`, however it is spelt."""
    letters = fold(name)
    found = guess_key(letters)
    return letters in ("expires", "until") or (found is not None and found.key == "expires")


@lru_cache(maxsize=4096)
def guess_key(name: str) -> KeyGuess | None:
    """The key that a folded name probably means."""
    if name in _FOREIGN_BY_NAME:
        return _FOREIGN_BY_NAME[name]
    if name not in _ORDINARY:
        for key in KEYS:
            if is_similar(name, key):
                return KeyGuess(key, True, _MISSPELT[key])
    # `draft_status`, `post_status`
    return KeyGuess("status", False, _names_hiding) if name.endswith("status") else None


def is_similar(name: str, key: str) -> bool:
    """Whether a name differs from a key by one letter, or by the order of letters after the first."""
    if abs(len(name) - len(key)) > 1:
        return False
    if len(name) == len(key) and name[:1] == key[:1] and Counter(name) == Counter(key):
        return True
    longer, shorter = (name, key) if len(name) >= len(key) else (key, name)
    start = next((i for i, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    if len(longer) > len(shorter):
        return longer[start + 1 :] == shorter[start:]
    swapped = longer[start : start + 2] == shorter[start : start + 2][::-1]
    return longer[start + 1 :] == shorter[start + 1 :] or (
        swapped and longer[start + 2 :] == shorter[start + 2 :]
    )
