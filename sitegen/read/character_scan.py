"""Fast checks for rare characters.

Deleting all other bytes from a text's UTF-8 takes a third of the time of a regular expression.
"""

from __future__ import annotations

#: First bytes of control characters, surrogates and noncharacters: U+0000 to U+001F except tab and newline,
#: U+007F, U+0080 to U+00BF, U+D000 to U+DFFF, U+F000 to U+FFFF, and above.
_SUSPICIOUS = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F, 0xC2, 0xED, 0xEF, *range(0xF0, 0x100)])
_HARMLESS = bytes(byte for byte in range(0x100) if byte not in _SUSPICIOUS)
#: Bytes of characters below U+3000.
_NOT_CJK = bytes(range(0xE3))


def may_hold_controls(text: str) -> bool:
    """Whether a text may contain a character that cannot be published. False is certain."""
    return bool(text.encode("utf-8", "surrogatepass").translate(None, _HARMLESS))


def may_hold_cjk(text: str) -> bool:
    """Whether a text may contain Chinese, Japanese or Korean characters. False is certain."""
    return not text.isascii() and bool(text.encode("utf-8", "surrogatepass").translate(None, _NOT_CJK))
