"""The land that references lead to, of which only what is looked at is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar, cast

from msgspec import Struct

from sitegen.config import RemotePictures
from sitegen.digest import digest_in_order
from sitegen.engine.rules import Rule, part, unlike_any
from sitegen.link.files import Shelf
from sitegen.link.nearby import Nearby
from sitegen.link.organisation import Organisation
from sitegen.link.refusals import Rules
from sitegen.link.territory import Territory
from sitegen.model import questions as q
from sitegen.model.asking import Ask, Question
from sitegen.model.documents import Document, Picture
from sitegen.model.site import (
    Address,
)

K = TypeVar("K")
V = TypeVar("V")


class _LandSettings(Question["_Land"], frozen=True):
    pass


class _FilePlaces(Question[Mapping[str, Address]], frozen=True):
    pass


class _FilesByOutput(Question[Mapping[str, str]], frozen=True):
    pass


class _Expired(Question[Mapping[str, str]], frozen=True):
    pass


class _DocumentPaths(Question[Mapping[str, bool]], frozen=True):
    pass


class _ReadablePaths(Question[Mapping[str, bool]], frozen=True):
    pass


class IsReadable(Question[bool | None], frozen=True):
    """Whether a document was read and is not left out, shown or not."""

    path: str


class _FilePlace(Question[Address | None], frozen=True):
    path: str


class _FileAt(Question[str | None], frozen=True):
    output: str


class _PictureAt(Question[Picture | None], frozen=True):
    path: str


class _ExpiredBy(Question[str | None], frozen=True):
    name: str


class _IsDocument(Question[bool | None], frozen=True):
    path: str


class _NearPictures(Question[Nearby], frozen=True):
    pass


class _NearDocuments(Question[Nearby], frozen=True):
    pass


class _Near(Question[str | None], frozen=True):
    is_picture: bool
    folder: str
    written: str


class _Dated(Question[list[str]], frozen=True):
    folder: str
    written: str


class ReadableAt(Question[Document | None], frozen=True):
    """A document that was read and is not left out, shown or not."""

    path: str


class _Land(Struct, frozen=True, gc=False):
    """What of the configuration decides on where references lead."""

    base: str
    home: str
    suffixes: tuple[str, ...]
    roots: tuple[str, ...]
    remote: RemotePictures
    html_files: bool
    starts: tuple[str, ...]
    keep: tuple[str, ...]


class _Asked(Mapping[K, V]):
    """A mapping that asks for each key. It does not know which keys it has."""

    def __init__(self, ask: Ask, question: Callable[[K], Question[V | None]]) -> None:
        self._ask = ask
        self._question = question

    def __getitem__(self, key: K) -> V:
        found = self._ask(self._question(key))
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._ask(self._question(cast("K", key))) is not None

    def __iter__(self) -> Iterator[K]:
        raise TypeError("It does not know which keys it has.")

    def __len__(self) -> int:
        raise TypeError("It does not know how many keys it has.")


class _AskedNear:
    """Files like one that is not there."""

    def __init__(self, ask: Ask, is_picture: bool) -> None:
        self._ask = ask
        self._is_picture = is_picture

    def nearest(self, folder: str, written: str) -> str | None:
        return self._ask(_Near(self._is_picture, folder, written))

    def dated(self, folder: str, written: str) -> list[str]:
        return self._ask(_Dated(folder, written))


def _land_settings(ask: Ask, _: _LandSettings) -> _Land:
    config, ground = ask(q.Settings()), ask(Organisation()).ground
    land = ground.territory
    return _Land(
        land.base,
        land.home,
        land.suffixes,
        land.shelf.roots,
        config.markdown.remote_pictures,
        land.rules.html_files,
        land.rules.starts,
        land.keep,
    )


def land_of(ask: Ask) -> Territory:
    """Everything that references lead to, of which only what is looked at is asked for."""
    own = ask(_LandSettings())
    pictures = _Asked(ask, _PictureAt)
    return Territory(
        base=own.base,
        home=own.home,
        suffixes=own.suffixes,
        shelf=Shelf(own.roots, _Asked(ask, _FilePlace), _Asked(ask, _FileAt)),
        pictures=pictures,
        expired=_Asked(ask, _ExpiredBy),
        documents=_Asked(ask, ReadableAt),
        paths=_Asked(ask, _IsDocument),
        standings=_Asked(ask, q.StandingOf),
        remote=own.remote,
        rules=Rules(own.suffixes, own.html_files, pictures, own.starts),
        near_pictures=_AskedNear(ask, is_picture=True),
        near_documents=_AskedNear(ask, is_picture=False),
        keep=own.keep,
    )


def territory_of(ask: Ask) -> Territory:
    """The whole territory. Whoever asks for it is asked again after each change of the organisation."""
    return ask(Organisation()).ground.territory


def _file_places(ask: Ask, _: _FilePlaces) -> Mapping[str, Address]:
    return territory_of(ask).shelf.places


def _files_by_output(ask: Ask, _: _FilesByOutput) -> Mapping[str, str]:
    return territory_of(ask).shelf.by_output


def _expired(ask: Ask, _: _Expired) -> Mapping[str, str]:
    return territory_of(ask).expired


def _document_paths(ask: Ask, _: _DocumentPaths) -> Mapping[str, bool]:
    return territory_of(ask).paths


def _readable_paths(ask: Ask, _: _ReadablePaths) -> Mapping[str, bool]:
    return dict.fromkeys(territory_of(ask).documents, True)


def _picture_at(ask: Ask, question: _PictureAt) -> Picture | None:
    return ask(q.Pictures()).get(question.path)


def _near_pictures(ask: Ask, _: _NearPictures) -> Nearby:
    return Nearby(ask(q.Pictures()))


def _near_documents(ask: Ask, _: _NearDocuments) -> Nearby:
    return Nearby(territory_of(ask).documents)


def _near(ask: Ask, question: _Near) -> str | None:
    near = ask(_NearPictures()) if question.is_picture else ask(_NearDocuments())
    return near.nearest(question.folder, question.written)


def _dated(ask: Ask, question: _Dated) -> list[str]:
    return ask(_NearDocuments()).dated(question.folder, question.written)


#: The rules in their order.
LANDS = (
    Rule(_LandSettings, _land_settings, kept=_Land),
    Rule(_FilePlaces, _file_places, unlike_any),
    part(_FilePlace, _FilePlaces(), kept=Address | None),
    Rule(_FilesByOutput, _files_by_output, unlike_any),
    part(_FileAt, _FilesByOutput(), kept=str | None),
    Rule(_PictureAt, _picture_at),
    Rule(_Expired, _expired, unlike_any),
    part(_ExpiredBy, _Expired(), kept=str | None),
    Rule(_DocumentPaths, _document_paths, unlike_any),
    part(_IsDocument, _DocumentPaths(), kept=bool | None),
    Rule(_ReadablePaths, _readable_paths, unlike_any),
    part(IsReadable, _ReadablePaths(), kept=bool | None),
    Rule(_NearPictures, _near_pictures, lambda near: digest_in_order(near.paths)),
    Rule(_NearDocuments, _near_documents, lambda near: digest_in_order(near.paths)),
    Rule(_Near, _near, kept=str | None),
    Rule(_Dated, _dated, kept=list[str]),
)
