"""XMP packets (ISO 16684-1): the few properties that say who made a picture, and what may be done with it.

Nothing outside of the packet is looked at: one with a document type, and so with entities, is not read on.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from xml.parsers import expat

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DESCRIPTION, _ITEM, _RESOURCE = f"{_RDF} Description", f"{_RDF} li", f"{_RDF} resource"
#: Where the picture is described; what was put into it may be described further inside.
_OUTERMOST = [f"{_RDF} RDF", _DESCRIPTION]
_LANG = "http://www.w3.org/XML/1998/namespace lang"
_DC = "http://purl.org/dc/elements/1.1/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"

#: Our names for the properties, by their namespace and name.
PROPERTIES: Mapping[str, str] = {
    f"{_DC} creator": "creator",
    f"{_DC} description": "description",
    f"{_DC} rights": "rights",
    "http://ns.adobe.com/photoshop/1.0/ Credit": "credit",
    f"{_RIGHTS} WebStatement": "statement",
    f"{_RIGHTS} UsageTerms": "terms",
    "http://creativecommons.org/ns# license": "license",
}

#: Bytes beyond which a packet is not looked at: editors keep whole histories in some.
_LONGEST = 4 << 20


def read_xmp(packet: bytes) -> Mapping[str, str]:
    """The properties that a packet gives, by our names; of a broken one those before the break.

    Of a text in several languages it is the default, of several creators all.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    # LookupError and its like are of Python's codec for the encoding that the packet declares.
    with suppress(expat.ExpatError, _Refused, LookupError, ValueError, TypeError):
        parser.Parse(packet.rstrip(b"\0 \r\n\t")[:_LONGEST], True)
    return {name: ", ".join(values) for name, values in reader.found.items() if values}


class _Refused(Exception):
    """The packet has a document type, which XMP has no use for."""


def _refuse(*_: object) -> None:
    raise _Refused


class _Reader:
    """Takes in a packet's elements; `found` are the values of each property by our names."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self._path: list[str] = []
        self._property = ""
        self._depth = 0
        self._text = ""
        self._lang = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._path.append(name)
        if self._path[-2:] == _OUTERMOST:
            for key, value in attributes.items():
                self._take(PROPERTIES.get(key, ""), value)
        elif self._path[-3:-1] == _OUTERMOST and name in PROPERTIES:
            self._property, self._depth = PROPERTIES[name], len(self._path)
            self._take(self._property, attributes.get(_RESOURCE, ""))
        self._text, self._lang = "", attributes.get(_LANG, "")

    def text(self, data: str) -> None:
        """Text between tags."""
        self._text += data

    def end(self, name: str) -> None:
        """An element ends."""
        if self._property and (name == _ITEM or len(self._path) == self._depth):
            self._take(self._property, self._text, self._lang)
        if self._property and len(self._path) == self._depth:
            self._property = ""
        self._text = ""
        self._path.pop()

    def _take(self, name: str, value: str, lang: str = "") -> None:
        value = value.strip()
        if not name or not value:
            return
        if name == "creator":
            self.found.setdefault(name, []).append(value)
        elif name not in self.found or lang == "x-default":
            self.found[name] = [value]
