"""SVG images: their size, and whether they are safe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import ImageInfo, Source
from sitegen.read.svg_allowlist import SVG, css_mistake, svg_mistake

_NUMBER = lazy_pattern(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_LENGTH = lazy_pattern(r"\s*([0-9.]+)(?:px)?\s*")
_BOX = lazy_pattern(r"\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)\s*")
_LONGEST = 1e7

#: Encodings that browsers and expat decode alike.
_ENCODINGS = lazy_pattern(
    r"utf-?8|utf-16(?:le|be)?|(?:us-)?ascii|iso-8859-\d{1,2}|windows-125\d", re.IGNORECASE
)
#: Document types without entities that browsers know.
_DOCTYPE = lazy_pattern(r"-//W3C//DTD SVG (?:1\.[01](?: (?:Basic|Tiny|Full))?|20000303 Stylable)//EN")
_LONGEST_ENTITY, _MOST_ENTITIES = 256, 64
_ACTIVE_INSTRUCTION = lazy_pattern(r"xml|php", re.IGNORECASE)
_NO_SVG = "it has no <svg> element"


class _Unsafe(Exception):
    """The image contains something that is not allowed."""


class _NotSvg(Exception):
    """The file is not an SVG image."""


def read_svg(source: Source) -> ImageInfo:
    """Read an SVG image's size in pixels, 0 if it gives none. A broken or unsafe image is damaged."""
    reader = _Reader()
    parser = reader.parser
    try:
        parser.Parse(source.data, True)
    except _Unsafe as error:
        reason = f"{error} (line {parser.CurrentLineNumber})"
        return ImageInfo(source.path, source.digest, 0, 0, reason, unsafe=True)
    except _NotSvg:
        return ImageInfo(source.path, source.digest, 0, 0, _NO_SVG)
    except expat.ExpatError as error:
        reason = f"it is not well-formed XML ({expat.ErrorString(error.code)}, line {error.lineno})"
        return ImageInfo(source.path, source.digest, 0, 0, reason if reader.root else _NO_SVG)
    except (LookupError, ValueError, TypeError):  # from Python's codec for the declared encoding
        return ImageInfo(source.path, source.digest, 0, 0, "its encoding cannot be read; save it as UTF-8")
    width, height = _size(reader.root)
    return ImageInfo(source.path, source.digest, width, height, format="svg")


class _Reader:
    """Reads a file's elements. `root` has the root's attributes. Raises `_Unsafe` and `_NotSvg`."""

    def __init__(self) -> None:
        self.root: dict[str, str] = {}
        self._open: list[bool] = []
        """Whether each open element is a `<style>`."""
        self._open_styles = 0
        self._css: list[str] = []
        self._entities = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._skipped
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _declaration(self, version: str, encoding: str | None, _: int) -> None:
        if version != "1.0":
            raise _Unsafe(f"it is XML {version[:10]}, which few programs support")
        if encoding and not _ENCODINGS.fullmatch(encoding):
            raise _Unsafe(f"its encoding is `{encoding[:60]}`, not UTF-8")

    def _doctype(self, _: str, system: str | None, public: str | None, __: int) -> None:
        if (system or public) and not (public and _DOCTYPE.fullmatch(public)):
            raise _Unsafe(f"its document type is `{(public or system or '')[:60]}`, not one of SVG's")

    def _entity(self, name: str, is_parameter: int, value: str | None, *_: object) -> None:
        """Drawing programs declare entities with the names of namespaces."""
        self._entities += 1
        is_plain = value is not None and len(value) <= _LONGEST_ENTITY and not re.search("[<&%]", value)
        if is_parameter or not is_plain or self._entities > _MOST_ENTITIES:
            raise _Unsafe(f"it declares the entity `{name[:60]}`, which is not a short text")

    def _skipped(self, name: str, _: int) -> None:
        raise _Unsafe(f"it uses the undeclared entity `{name[:60]}`")

    def _instruction(self, target: str, _: str) -> None:
        if _ACTIVE_INSTRUCTION.match(target):
            raise _Unsafe(f"it contains the instruction `<?{target[:60]}?>`")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._open:
            if name not in ("svg", f"{SVG} svg"):
                raise _NotSvg
            self.root = {"": "", **attributes}
        is_style = name in ("style", f"{SVG} style")
        self._open.append(is_style)
        self._open_styles += is_style
        if wrong := svg_mistake(name, attributes):
            raise _Unsafe(wrong)

    def _text(self, data: str) -> None:
        if self._open_styles:
            self._css.append(data)

    def _end(self, _: str) -> None:
        if self._open.pop():
            self._open_styles -= 1
            css, self._css = "".join(self._css), []
            if wrong := css_mistake(css):
                raise _Unsafe(f"its <style> {wrong}")


def _size(root: Mapping[str, str]) -> tuple[int, int]:
    box = _BOX.fullmatch(root.get("viewBox", ""))
    sides = []
    for side, name in enumerate(("width", "height"), 1):
        own = _LENGTH.fullmatch(root.get(name, ""))
        sides.append(round(_length(own[1]) if own else _length(box[side]) if box else 0))
    return sides[0], sides[1]


def _length(text: str) -> float:
    """A length in pixels; 0 if it is not a number, or too large."""
    length = float(text) if _NUMBER.fullmatch(text) else 0
    return length if length < _LONGEST else 0
