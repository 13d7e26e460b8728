"""Decode text files as UTF-8, or report the first invalid byte."""

from __future__ import annotations

import codecs

from sitegen.problems import Problem

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, path: str, code: str = "not-utf8") -> tuple[str, Problem | None]:
    """The text of a UTF-8 file, with or without a byte-order mark, or else a problem with this code."""
    if data.startswith(_UTF16):
        hint = "It is in UTF-16. Save it as UTF-8."
        return "", Problem(path, 1, 1, code, "The file is not in UTF-8.", hint)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return "", _not_utf8(data, error.start, path, code)


def with_newlines(text: str) -> str:
    """The text with all line ends as "\\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _not_utf8(data: bytes, offset: int, path: str, code: str) -> Problem:
    before = with_newlines(data[:offset].decode("utf-8"))
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = f"The byte 0x{data[offset]:02X} is not valid UTF-8."
    return Problem(path, line, column, code, message, _encoding_hint(data, offset))


def _encoding_hint(data: bytes, offset: int) -> str:
    remedy = "Save the file as UTF-8."
    try:
        data.decode("cp1252")
        character = data[offset : offset + 1].decode("cp1252")
    except UnicodeDecodeError:
        return remedy
    return f"It seems to be in Windows-1252, where this byte is “{character}”. {remedy}"
