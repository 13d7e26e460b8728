"""Keys that nobody reads and that probably say who may see a document: misspelt ones, and other systems'.

A misspelt one means its key, whatever its value. Another system's counts by its value: `visibility: private`
withholds a document, `visibility: public` does not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.yaml.tree import Node, Scalar, is_empty

#: Keys that decide who sees a document, and what may be misspelt.
KEYS = ("draft", "published", "status", "date", "embargo", "expires", "access")

#: Words that are one letter away from such a key and mean something else.
_ORDINARY = frozenset(
    "craft graft raft daft stats statue data dates dated dater datum gate late rate fate mate hate sate dare "
    "dale dame empires publisher publishes excess update".split()
)
_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"false", "no", "off", "n", "0", "none", "never"})
_HIDING = frozenset(
    "draft drafts drafting review inreview pending private hidden unlisted unpublished withdrawn embargoed "
    "scheduled future trash deleted wip notpublished restricted internal confidential".split()
)
_DATE = lazy_pattern(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})")
_LOOSE_DATE = lazy_pattern(r"\s*[0-9]{4}-[0-9]{1,2}")
_NO_LETTER = lazy_pattern(r"[\W_]+")


class Lookalike(Struct, frozen=True):
    """The key that a name probably means; `is_misspelt` if it differs by a letter."""

    key: str
    is_misspelt: bool
    hides: Callable[[Node, str], bool]
    """Whether a value withholds the document, whose `date` is given as it is written."""


# What a value of another system's key says


def _is_on(value: Node, _date: str) -> bool:
    return isinstance(value, Scalar) and not is_empty(value) and _word(value) not in _NO


def _is_off(value: Node, date: str) -> bool:
    if not isinstance(value, Scalar) or is_empty(value):
        return False
    return _word(value) in _NO | _HIDING or (bool(_LOOSE_DATE.match(value.text)) and _is_later(value, date))


def _names_hiding(value: Node, _date: str) -> bool:
    return isinstance(value, Scalar) and _word(value) in _HIDING


def is_given(value: Node, _date: str) -> bool:
    """Whether a key has a value that is no refusal."""
    return not is_empty(value) and not (isinstance(value, Scalar) and _word(value) in _NO)


def _is_later(value: Node, date: str) -> bool:
    """Whether it may hold the document back for longer than its date does."""
    if is_empty(value):
        return False
    own, others = _DATE.match(date), _DATE.match(value.text) if isinstance(value, Scalar) else None
    return own is None or others is None or others[1] > own[1]


def _looks_like_a_date(value: Node, _date: str) -> bool:
    return isinstance(value, Scalar) and bool(_LOOSE_DATE.match(value.text))


def _is_not(*harmless: str) -> Callable[[Node, str], bool]:
    return lambda value, _: not (is_empty(value) or (isinstance(value, Scalar) and _word(value) in harmless))


def _word(value: Scalar) -> str:
    return folded(value.text)


#: What the value of a misspelt key has to be to withhold the document.
_MISSPELT: Mapping[str, Callable[[Node, str], bool]] = {
    "draft": _is_not(*_NO),
    "published": _is_not(*_YES),
    "status": _is_not("published"),
    "access": _is_not("free"),
    "embargo": is_given,
    "expires": is_given,
    "date": _looks_like_a_date,
}

#: Other systems' keys, without case and signs.
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
    ("access", _is_not(*_NO, "free", "public", "open", "all", "everyone"), "accesslevel"),
)
_FOREIGN_BY_NAME = {
    name: Lookalike(key, False, hides) for key, hides, names in _FOREIGN for name in names.split()
}


@lru_cache(maxsize=1 << 12)
def folded(name: str) -> str:
    """A key's letters and digits alone, in one case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", name).casefold())


def means_expires(name: str) -> bool:
    """Whether a key of a photo says until when it may be shown, however it is spelled."""
    letters = folded(name)
    found = lookalike(letters)
    return letters in ("expires", "until") or (found is not None and found.key == "expires")


@lru_cache(maxsize=4096)
def lookalike(name: str) -> Lookalike | None:
    """What a key, without case and signs, probably means."""
    if name in _FOREIGN_BY_NAME:
        return _FOREIGN_BY_NAME[name]
    if name not in _ORDINARY:
        for key in KEYS:
            if is_near(name, key):
                return Lookalike(key, True, _MISSPELT[key])
    # `draft_status`, `post_status`: a status by what it says.
    return Lookalike("status", False, _names_hiding) if name.endswith("status") else None


def is_near(name: str, key: str) -> bool:
    """Whether a name is a key but for one letter that is missing, too many or another, or for letters in
    another order behind the first."""
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
