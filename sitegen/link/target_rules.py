"""The targets that references lead to, of which only what is looked at is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar, cast

from msgspec import Struct

from sitegen.config.settings import RemoteImages
from sitegen.digest import digest_in_order
from sitegen.engine.rules import Rule, part, unique_digest
from sitegen.link.file_targets import FileTargets
from sitegen.link.path_suggestions import PathSuggestions
from sitegen.link.refused_files import RefusalRules
from sitegen.link.site_rules import LinkedSiteOf
from sitegen.link.targets import Targets
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, ImageInfo
from sitegen.model.query import Ask, Query
from sitegen.model.site import (
    Address,
)

K = TypeVar("K")
V = TypeVar("V")


class _TargetSettingsOf(Query["_TargetSettings"], frozen=True):
    pass


class _FilePlaces(Query[Mapping[str, Address]], frozen=True):
    pass


class _FilesByOutput(Query[Mapping[str, str]], frozen=True):
    pass


class _Expired(Query[Mapping[str, str]], frozen=True):
    pass


class _DocumentPaths(Query[Mapping[str, bool]], frozen=True):
    pass


class _ReadablePaths(Query[Mapping[str, bool]], frozen=True):
    pass


class IsReadable(Query[bool | None], frozen=True):
    """Whether a document was read and is not left out, shown or not."""

    path: str


class _FilePlace(Query[Address | None], frozen=True):
    path: str


class _FileAt(Query[str | None], frozen=True):
    output: str


class _ImageAt(Query[ImageInfo | None], frozen=True):
    path: str


class _ExpiredBy(Query[str | None], frozen=True):
    name: str


class _IsDocument(Query[bool | None], frozen=True):
    path: str


class _NearImages(Query[PathSuggestions], frozen=True):
    pass


class _NearDocuments(Query[PathSuggestions], frozen=True):
    pass


class _Near(Query[str | None], frozen=True):
    is_picture: bool
    folder: str
    written: str


class _Dated(Query[list[str]], frozen=True):
    folder: str
    written: str


class ReadableAt(Query[Document | None], frozen=True):
    """A document that was read and is not left out, shown or not."""

    path: str


class _TargetSettings(Struct, frozen=True, gc=False):
    """What of the configuration decides on where references lead."""

    base: str
    home: str
    suffixes: tuple[str, ...]
    roots: tuple[str, ...]
    remote: RemoteImages
    html_files: bool
    starts: tuple[str, ...]
    keep: tuple[str, ...]


class _QueriedMapping(Mapping[K, V]):
    """A mapping that asks for each key. It does not know which keys it has."""

    def __init__(self, ask: Ask, question: Callable[[K], Query[V | None]]) -> None:
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


class _QueriedSuggestions:
    """Files like one that is not there."""

    def __init__(self, ask: Ask, is_picture: bool) -> None:
        self._ask = ask
        self._is_picture = is_picture

    def nearest(self, folder: str, written: str) -> str | None:
        return self._ask(_Near(self._is_picture, folder, written))

    def dated(self, folder: str, written: str) -> list[str]:
        return self._ask(_Dated(folder, written))


def _land_settings(ask: Ask, _: _TargetSettingsOf) -> _TargetSettings:
    config, context = ask(q.Settings()), ask(LinkedSiteOf()).context
    targets = context.targets
    return _TargetSettings(
        targets.base,
        targets.home,
        targets.suffixes,
        targets.shelf.roots,
        config.markdown.remote_images,
        targets.rules.html_files,
        targets.rules.starts,
        targets.keep,
    )


def queried_targets(ask: Ask) -> Targets:
    """Everything that references lead to, of which only what is looked at is asked for."""
    own = ask(_TargetSettingsOf())
    pictures = _QueriedMapping(ask, _ImageAt)
    return Targets(
        base=own.base,
        home=own.home,
        suffixes=own.suffixes,
        shelf=FileTargets(own.roots, _QueriedMapping(ask, _FilePlace), _QueriedMapping(ask, _FileAt)),
        pictures=pictures,
        expired=_QueriedMapping(ask, _ExpiredBy),
        documents=_QueriedMapping(ask, ReadableAt),
        paths=_QueriedMapping(ask, _IsDocument),
        placements=_QueriedMapping(ask, q.PlacementOf),
        remote=own.remote,
        rules=RefusalRules(own.suffixes, own.html_files, pictures, own.starts),
        near_pictures=_QueriedSuggestions(ask, is_picture=True),
        near_documents=_QueriedSuggestions(ask, is_picture=False),
        keep=own.keep,
    )


def all_targets(ask: Ask) -> Targets:
    """The whole targets. Whoever asks for it is asked again after each change of the organisation."""
    return ask(LinkedSiteOf()).context.targets


def _file_places(ask: Ask, _: _FilePlaces) -> Mapping[str, Address]:
    return all_targets(ask).shelf.places


def _files_by_output(ask: Ask, _: _FilesByOutput) -> Mapping[str, str]:
    return all_targets(ask).shelf.by_output


def _expired(ask: Ask, _: _Expired) -> Mapping[str, str]:
    return all_targets(ask).expired


def _document_paths(ask: Ask, _: _DocumentPaths) -> Mapping[str, bool]:
    return all_targets(ask).paths


def _readable_paths(ask: Ask, _: _ReadablePaths) -> Mapping[str, bool]:
    return dict.fromkeys(all_targets(ask).documents, True)


def _picture_at(ask: Ask, question: _ImageAt) -> ImageInfo | None:
    return ask(q.Images()).get(question.path)


def _near_pictures(ask: Ask, _: _NearImages) -> PathSuggestions:
    return PathSuggestions(ask(q.Images()))


def _near_documents(ask: Ask, _: _NearDocuments) -> PathSuggestions:
    return PathSuggestions(all_targets(ask).documents)


def _near(ask: Ask, question: _Near) -> str | None:
    near = ask(_NearImages()) if question.is_picture else ask(_NearDocuments())
    return near.nearest(question.folder, question.written)


def _dated(ask: Ask, question: _Dated) -> list[str]:
    return ask(_NearDocuments()).dated(question.folder, question.written)


#: The rules in their order.
TARGET_RULES = (
    Rule(_TargetSettingsOf, _land_settings, cached_as=_TargetSettings),
    Rule(_FilePlaces, _file_places, unique_digest),
    part(_FilePlace, _FilePlaces(), cached_as=Address | None),
    Rule(_FilesByOutput, _files_by_output, unique_digest),
    part(_FileAt, _FilesByOutput(), cached_as=str | None),
    Rule(_ImageAt, _picture_at),
    Rule(_Expired, _expired, unique_digest),
    part(_ExpiredBy, _Expired(), cached_as=str | None),
    Rule(_DocumentPaths, _document_paths, unique_digest),
    part(_IsDocument, _DocumentPaths(), cached_as=bool | None),
    Rule(_ReadablePaths, _readable_paths, unique_digest),
    part(IsReadable, _ReadablePaths(), cached_as=bool | None),
    Rule(_NearImages, _near_pictures, lambda near: digest_in_order(near.paths)),
    Rule(_NearDocuments, _near_documents, lambda near: digest_in_order(near.paths)),
    Rule(_Near, _near, cached_as=str | None),
    Rule(_Dated, _dated, cached_as=list[str]),
)
