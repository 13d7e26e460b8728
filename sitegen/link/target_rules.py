"""Rules for looking up the targets of references one by one."""

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
from sitegen.model.site import Address

K = TypeVar("K")
V = TypeVar("V")


class _TargetSettingsOf(Query["_TargetSettings"], frozen=True):
    pass


class _FileAddresses(Query[Mapping[str, Address]], frozen=True):
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
    """Whether a document is readable and not left out, shown or not."""

    path: str


class _AddressOfFile(Query[Address | None], frozen=True):
    path: str


class _FileAt(Query[str | None], frozen=True):
    output: str


class _ImageAt(Query[ImageInfo | None], frozen=True):
    path: str


class _ExpiredBy(Query[str | None], frozen=True):
    name: str


class _IsDocument(Query[bool | None], frozen=True):
    path: str


class _ImageSuggestions(Query[PathSuggestions], frozen=True):
    pass


class _DocumentSuggestions(Query[PathSuggestions], frozen=True):
    pass


class _Nearest(Query[str | None], frozen=True):
    is_image: bool
    folder: str
    written: str


class _Dated(Query[list[str]], frozen=True):
    folder: str
    written: str


class ReadableAt(Query[Document | None], frozen=True):
    """A document that is readable and not left out, shown or not."""

    path: str


class _TargetSettings(Struct, frozen=True, gc=False):
    """The settings that decide where references lead."""

    base: str
    home: str
    suffixes: tuple[str, ...]
    roots: tuple[str, ...]
    remote: RemoteImages
    html_files: bool
    starts: tuple[str, ...]
    keep: tuple[str, ...]


class _QueriedMapping(Mapping[K, V]):
    """A mapping whose lookups are queries. It cannot be iterated."""

    def __init__(self, ask: Ask, query: Callable[[K], Query[V | None]]) -> None:
        self._ask = ask
        self._question = query

    def __getitem__(self, key: K) -> V:
        found = self._ask(self._question(key))
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._ask(self._question(cast("K", key))) is not None

    def __iter__(self) -> Iterator[K]:
        raise TypeError("The mapping only supports lookups.")

    def __len__(self) -> int:
        raise TypeError("The mapping only supports lookups.")


class _QueriedSuggestions:
    """Suggestions for missing files, looked up by queries."""

    def __init__(self, ask: Ask, is_image: bool) -> None:
        self._ask = ask
        self._is_image = is_image

    def nearest(self, folder: str, written: str) -> str | None:
        return self._ask(_Nearest(self._is_image, folder, written))

    def dated(self, folder: str, written: str) -> list[str]:
        return self._ask(_Dated(folder, written))


def _target_settings(ask: Ask, _: _TargetSettingsOf) -> _TargetSettings:
    config, context = ask(q.Settings()), ask(LinkedSiteOf()).context
    targets = context.targets
    return _TargetSettings(
        targets.base,
        targets.home,
        targets.suffixes,
        targets.files.roots,
        config.markdown.remote_images,
        targets.rules.html_files,
        targets.rules.starts,
        targets.keep,
    )


def queried_targets(ask: Ask) -> Targets:
    """Targets whose lookups are queries."""
    own = ask(_TargetSettingsOf())
    images = _QueriedMapping(ask, _ImageAt)
    return Targets(
        base=own.base,
        home=own.home,
        suffixes=own.suffixes,
        files=FileTargets(own.roots, _QueriedMapping(ask, _AddressOfFile), _QueriedMapping(ask, _FileAt)),
        images=images,
        expired=_QueriedMapping(ask, _ExpiredBy),
        documents=_QueriedMapping(ask, ReadableAt),
        paths=_QueriedMapping(ask, _IsDocument),
        placements=_QueriedMapping(ask, q.PlacementOf),
        remote=own.remote,
        rules=RefusalRules(own.suffixes, own.html_files, images, own.starts),
        image_suggestions=_QueriedSuggestions(ask, is_image=True),
        document_suggestions=_QueriedSuggestions(ask, is_image=False),
        keep=own.keep,
    )


def all_targets(ask: Ask) -> Targets:
    """All targets at once. Rules that use them run again after every change of the linked site."""
    return ask(LinkedSiteOf()).context.targets


def _file_addresses(ask: Ask, _: _FileAddresses) -> Mapping[str, Address]:
    return all_targets(ask).files.addresses


def _files_by_output(ask: Ask, _: _FilesByOutput) -> Mapping[str, str]:
    return all_targets(ask).files.by_output


def _expired(ask: Ask, _: _Expired) -> Mapping[str, str]:
    return all_targets(ask).expired


def _document_paths(ask: Ask, _: _DocumentPaths) -> Mapping[str, bool]:
    return all_targets(ask).paths


def _readable_paths(ask: Ask, _: _ReadablePaths) -> Mapping[str, bool]:
    return dict.fromkeys(all_targets(ask).documents, True)


def _image_at(ask: Ask, query: _ImageAt) -> ImageInfo | None:
    return ask(q.Images()).get(query.path)


def _image_suggestions(ask: Ask, _: _ImageSuggestions) -> PathSuggestions:
    return PathSuggestions(ask(q.Images()))


def _document_suggestions(ask: Ask, _: _DocumentSuggestions) -> PathSuggestions:
    return PathSuggestions(all_targets(ask).documents)


def _nearest(ask: Ask, query: _Nearest) -> str | None:
    known = ask(_ImageSuggestions()) if query.is_image else ask(_DocumentSuggestions())
    return known.nearest(query.folder, query.written)


def _dated(ask: Ask, query: _Dated) -> list[str]:
    return ask(_DocumentSuggestions()).dated(query.folder, query.written)


#: Each rule may ask only those before it.
TARGET_RULES = (
    Rule(_TargetSettingsOf, _target_settings, cached_as=_TargetSettings),
    Rule(_FileAddresses, _file_addresses, unique_digest),
    part(_AddressOfFile, _FileAddresses(), cached_as=Address | None),
    Rule(_FilesByOutput, _files_by_output, unique_digest),
    part(_FileAt, _FilesByOutput(), cached_as=str | None),
    Rule(_ImageAt, _image_at),
    Rule(_Expired, _expired, unique_digest),
    part(_ExpiredBy, _Expired(), cached_as=str | None),
    Rule(_DocumentPaths, _document_paths, unique_digest),
    part(_IsDocument, _DocumentPaths(), cached_as=bool | None),
    Rule(_ReadablePaths, _readable_paths, unique_digest),
    part(IsReadable, _ReadablePaths(), cached_as=bool | None),
    Rule(_ImageSuggestions, _image_suggestions, lambda known: digest_in_order(known.paths)),
    Rule(_DocumentSuggestions, _document_suggestions, lambda known: digest_in_order(known.paths)),
    Rule(_Nearest, _nearest, cached_as=str | None),
    Rule(_Dated, _dated, cached_as=list[str]),
)
