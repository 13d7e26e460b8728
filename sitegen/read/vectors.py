"""A vector picture (SVG): how large it is, and whether it holds only what a picture may hold.

A browser that opens the file itself runs its scripts with the site's rights, and loads what it names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from sitegen.model.documents import Picture, Source

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_LENGTH = re.compile(r"\s*([0-9.]+)(?:px)?\s*")
_BOX = re.compile(r"\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)\s*")
_LONGEST = 1e7

_FORBIDDEN = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"})
_ADDRESSES = frozenset({"href", "src"})
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp|avif)[;,]|\Z)", re.IGNORECASE)
#: Where a link of the picture may lead.
_LINK = re.compile(r"\s*(?:https?:|mailto:|[^:]*\Z)", re.IGNORECASE)
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?(?!["']?\s*(?:#|data:image/(?!svg)))|@import""", re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\")


class _Damage(Exception):
    """Something that a picture may not hold, or must; its text says what."""


def read_vector(source: Source) -> Picture:
    """An SVG file's size in pixels, 0 where it gives none; one that is broken or does more than show a
    picture is damaged."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    parser.ProcessingInstructionHandler = reader.instruction
    parser.buffer_text = True
    try:
        parser.Parse(source.data, True)
    except _Damage as damage:
        return Picture(source.path, source.digest, 0, 0, str(damage))
    except expat.ExpatError as error:
        damage_ = f"it is no well-formed XML ({expat.ErrorString(error.code)}, line {error.lineno})"
        return Picture(
            source.path, source.digest, 0, 0, damage_ if reader.root else "it holds no <svg> element"
        )
    except (LookupError, ValueError):  # what expat says of encodings
        return Picture(source.path, source.digest, 0, 0, "it is in an encoding that is not read (use UTF-8)")
    width, height = _size(reader.root)
    return Picture(source.path, source.digest, width, height, format="svg")


class _Reader:
    """Takes in a file's elements; `root` are the root's attributes. Raises `_Damage`."""

    def __init__(self) -> None:
        self.root: dict[str, str] = {}
        self._depth = 0
        self._style = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        local = _local(name)
        if self._depth == 0:
            if name.rpartition(":")[2] != "svg":
                raise _Damage("it holds no <svg> element")
            self.root = {"": "", **attributes}
        self._depth += 1
        self._style += local == "style"
        if local in _FORBIDDEN:
            raise _Damage(f"it holds <{name}>, which a picture has no need of")
        for key, value in attributes.items():
            _check(local, key, value)

    def text(self, data: str) -> None:
        """Text, which in `<style>` may name files."""
        if self._style and _names_files(data):
            raise _Damage("its <style> names another file")

    def end(self, name: str) -> None:
        """An element ends."""
        self._style -= _local(name) == "style"

    def entity(self, name: str, *_: object) -> None:
        """An entity is declared."""
        raise _Damage(f"it declares an entity, `{name}`")

    def instruction(self, target: str, _: str) -> None:
        """A processing instruction, which may name a stylesheet."""
        if target.lower().startswith("xml-stylesheet"):
            raise _Damage("it names a stylesheet of its own")


def _check(element: str, key: str, value: str) -> None:
    name = _local(key)
    if name.startswith("on"):
        raise _Damage(f"it holds the event attribute `{key}`")
    if name == "attributename" and (_local(value.strip()) in _ADDRESSES or _local(value).startswith("on")):
        raise _Damage(f"it animates `{value.strip()}`, which can lead anywhere")
    if name in _ADDRESSES and not (_LINK if element == "a" else _INSIDE).match(_unblanked(value)):
        raise _Damage(f"it refers to something outside of it: `{value.strip()[:60]}`")
    if name == "base" or (not key.startswith("xmlns") and "url(" in value.lower() and _names_files(value)):
        raise _Damage(f"its attribute `{key}` names another file")
    if name == "style" and _names_files(value):
        raise _Damage("its attribute `style` names another file")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _unblanked(value: str) -> str:
    """An address as browsers understand it: without controls and line ends."""
    return re.sub(r"[\x00-\x1f]", "", value)


def _names_files(css: str) -> bool:
    """Whether CSS loads another file, or might: an escape can hide anything."""
    return bool(_CSS_ADDRESS.search(css)) or bool(_CSS_ESCAPE.search(css))


def _size(root: Mapping[str, str]) -> tuple[int, int]:
    box = _BOX.fullmatch(root.get("viewBox", ""))
    sides = []
    for side, name in enumerate(("width", "height"), 1):
        own = _LENGTH.fullmatch(root.get(name, ""))
        sides.append(round(_length(own[1]) if own else _length(box[side]) if box else 0))
    return sides[0], sides[1]


def _length(text: str) -> float:
    """A length in pixels; 0 where it is no number, or none that a picture can have."""
    length = float(text) if _NUMBER.fullmatch(text) else 0
    return length if length < _LONGEST else 0
