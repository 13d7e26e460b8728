"""Quotation marks by language, from CLDR 48 (delimiters).

Where CLDR gives the same marks for both levels, or unusual ones, they follow the language's style guides.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.languages import shortened

Marks = tuple[str, ...]

_NARROW = "\N{NARROW NO-BREAK SPACE}"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_ENGLISH = "“”‘’"

#: Opening and closing marks of the first and second level, and the languages that use them. Other languages
#: use English marks.
_LANGUAGES: tuple[tuple[str, str], ...] = (
    (_ENGLISH, "pt-br es-419 es-ar es-bo es-cl es-co es-cr es-cu es-do es-ec es-gt es-hn es-mx es-ni es-pa"),
    (_ENGLISH, "es-pe es-pr es-py es-sv es-uy es-ve"),
    ("«»“”", "ar ast blo br ca cv dyo el es eu ewo fa it kab lij mg mua nnh pms pt sc sg sq ti"),
    ("„“‚‘", "bg bs-cyrl cs de dsb et hr hsb is ksh lb luy mk nds sk sl"),
    ("«»‹›", "am az-arab az-cyrl de-ch de-li fr-ch gsw jgo kk kkj mzn rm sdh wae"),
    ("«»„“", "bas be bua ky os ru sah tyv uk"),
    ("””’’", "fi he lag rn se sn sv yi"),
    ("«»‘’", "dua ksf nb nn no rw"),
    ("”“’‘", "lld ms-arab syr ur"),
    ("«»«»", "ht hy oc yav"),
    ("„“„“", "lt prg sgs"),
    ("‘’“”", "fur ia ti-er tn"),
    ("「」『』", "ja yue zh-hant zh-hk zh-mo zh-tw"),
    ("„”«»", "nmg pl ro"),
    ("„”‚’", "agq ff"),
    ("„”»«", "hu szl"),
    ("»«›‹", "da kk-arab ug"),
    ("«»„”", "shi zgh"),
    ("„”‘’", "bs"),
    ("“”«»", "eo"),
    ("„“«»", "ka"),
    ("„”’’", "sr"),
    ("“”“”", "tk"),
    ("“”’‘", "uz"),
)
_SPACED: dict[str, Marks] = {
    "fr": (f"«{_NARROW}", f"{_NARROW}»", "“", "”"),
    "fr-ca": (f"«{_NO_BREAK}", f"{_NO_BREAK}»", "“", "”"),
}


def _by_language() -> Iterator[tuple[str, Marks]]:
    for marks, languages in _LANGUAGES:
        for language in languages.split():
            yield language, tuple(marks)


_MARKS = dict(_by_language()) | _SPACED


def marks_of(lang: str) -> Marks:
    """The marks of the most specific known part of a BCP 47 tag, else English marks."""
    for tag in shortened(lang.lower().replace("_", "-")):
        if found := _MARKS.get(tag):
            return found
    return tuple(_ENGLISH)
