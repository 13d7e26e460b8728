"""A quick look at a text's UTF-8 for the characters that rules are made against.

Nearly no text has any, and an expression asks of each character whether it is one. Deleting bytes from a
text's UTF-8 takes a third of that time, and tells when the expression need not be asked.
"""

from __future__ import annotations

#: Bytes without which no control character, surrogate or noncharacter can be: U+0000 to U+001F but tab and
#: newline; U+007F; what U+0080 to U+00BF, U+D000 to U+DFFF and U+F000 to U+FFFF begin with; what is beyond.
_SUSPICIOUS = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F, 0xC2, 0xED, 0xEF, *range(0xF0, 0x100)])
_HARMLESS = bytes(byte for byte in range(0x100) if byte not in _SUSPICIOUS)
#: Bytes of characters below U+3000.
_NEAR = bytes(range(0xE3))


def may_hold_controls(text: str) -> bool:
    """Whether a text may hold a character that cannot be published; False is certain."""
    return bool(text.encode("utf-8", "surrogatepass").translate(None, _HARMLESS))


def may_hold_cjk(text: str) -> bool:
    """Whether a text may hold a character of Chinese, Japanese or Korean; False is certain."""
    return not text.isascii() and bool(text.encode("utf-8", "surrogatepass").translate(None, _NEAR))
