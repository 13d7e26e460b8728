"""XMP packets (ISO 16684-1): an image's caption, creator and rights.

A packet with a document type, which could define entities, is not read further.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from xml.parsers import expat

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DESCRIPTION, _ITEM, _RESOURCE = f"{_RDF} Description", f"{_RDF} li", f"{_RDF} resource"
#: The description of the image itself. Images placed in it may have descriptions further inside.
_OUTERMOST = [f"{_RDF} RDF", _DESCRIPTION]
_LANG = "http://www.w3.org/XML/1998/namespace lang"
_DC = "http://purl.org/dc/elements/1.1/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"

#: Our names of properties, by namespace and name.
PROPERTIES: Mapping[str, str] = {
    f"{_DC} creator": "creator",
    f"{_DC} description": "description",
    f"{_DC} rights": "rights",
    "http://ns.adobe.com/photoshop/1.0/ Credit": "credit",
    f"{_RIGHTS} WebStatement": "statement",
    f"{_RIGHTS} UsageTerms": "terms",
    "http://creativecommons.org/ns# license": "license",
}

#: Bytes that are read of a packet. Some editors store whole histories.
_LONGEST = 4 << 20


def read_xmp(packet: bytes) -> Mapping[str, str]:
    """Read a packet's properties by our names; of a broken packet, those before the error.

    Texts are in their default language. Several creators are joined by commas.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    # LookupError, ValueError and TypeError come from Python's codec for the declared encoding.
    with suppress(expat.ExpatError, _Refused, LookupError, ValueError, TypeError):
        parser.Parse(packet.rstrip(b"\0 \r\n\t")[:_LONGEST], True)
    return {name: ", ".join(values) for name, values in reader.found.items() if values}


class _Refused(Exception):
    """The packet has a document type, which XMP does not need."""


def _refuse(*_: object) -> None:
    raise _Refused


class _Reader:
    """Reads a packet's elements. `found` has the values of each property by our names."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self._path: list[str] = []
        self._property = ""
        self._depth = 0
        self._text = ""
        self._lang = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle a start tag."""
        self._path.append(name)
        if self._path[-2:] == _OUTERMOST:
            for key, value in attributes.items():
                self._take(PROPERTIES.get(key, ""), value)
        elif self._path[-3:-1] == _OUTERMOST and name in PROPERTIES:
            self._property, self._depth = PROPERTIES[name], len(self._path)
            self._take(self._property, attributes.get(_RESOURCE, ""))
        self._text, self._lang = "", attributes.get(_LANG, "")

    def text(self, data: str) -> None:
        """Handle text between tags."""
        self._text += data

    def end(self, name: str) -> None:
        """Handle an end tag."""
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
