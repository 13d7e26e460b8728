"""The shortest way: where nothing that goes in has changed, the last build's report still stands.

Imports little, so that a build with nothing to do is over at once.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import TypeVar

import msgspec
from msgspec import Struct

from sitegen.build.code_version import EVERYTHING, code_version
from sitegen.build.options import Options
from sitegen.build.report import Report
from sitegen.digest import digest_bytes, digest_of
from sitegen.output.contents import is_unchanged
from sitegen.output.manifest import name_of
from sitegen.read.file_state import Changes, Files, FileStates
from sitegen.store import Store, StoreDamage

_SHELF = "builds"

#: Where builds say why they made what they made.
REASONS = "reasons"

Remembered = TypeVar("Remembered")


class LastBuild(Struct, frozen=True):
    """The last build into an output folder: what it was given and saw, what it published and reported."""

    given: str
    seen: str
    """The digest of the sightings: another build may have seen other files since."""
    tree: str
    """The digest of the tree: another build may have published one and been killed before it could say so."""
    report: Report


_LAST = msgspec.msgpack.Decoder(LastBuild)
_SIGHTINGS = msgspec.msgpack.Decoder(FileStates)
_ENCODER = msgspec.msgpack.Encoder()


def output_name(options: Options) -> str:
    """What a build's output is remembered by; builds that write nothing share one name."""
    return digest_bytes(os.fsencode(name_of(options.root, options.out))) if options.out else "nothing"


def given(options: Options) -> str:
    """The digest of what a build goes by beside the project's files and the clock."""
    chosen = (options.drafts, options.partial, options.strict, options.base_url)
    return digest_of((code_version(EVERYTHING), chosen))


def sightings(store: Store) -> FileStates:
    """What the last build saw of the project's files; nothing where there was none."""
    data = store.load(_SHELF, "sightings")
    return _decoded(_SIGHTINGS, data) if data else FileStates()


def last_report(store: Store, name: str) -> Report | None:
    """The report of the last build into an output folder; None where there was none."""
    last = last_build(store, name)
    return last.report if last else None


def last_build(store: Store, name: str) -> LastBuild | None:
    """The last build into an output folder; None where there was none."""
    data = store.load(_SHELF, name)
    return _decoded(_LAST, data) if data else None


class ChangesSince(Struct, frozen=True):
    """The last build of the same, and what has changed of the files since."""

    last: LastBuild
    seen: FileStates
    changes: Changes


def since_last(
    options: Options, store: Store, last: LastBuild | None, seen: FileStates, files: Files
) -> ChangesSince | None:
    """What has changed since the last build, which saw `seen`; None where that was asked for other things,
    or saw other files."""
    if last is None or last.given != given(options) or not _covers(last.report, options):
        return None
    if last.seen != digest_bytes(store.load(_SHELF, "sightings") or b""):
        return None
    found = files.changes()
    return None if found is None else ChangesSince(last, seen, found)


def unchanged(options: Options, since: ChangesSince) -> Report | None:
    """The last build's report, if another build would make the same and all of it is still there."""
    if since.changes.changed:
        return None
    if options.out is not None and not is_unchanged(options.root, options.out, since.last.tree):
        return None
    return msgspec.structs.replace(since.last.report, rendered=0, removed=0, reasons=())


def forget_reasons(store: Store, options: Options) -> None:
    """Remember that this build, which is the last one now, has made nothing."""
    name = output_name(options)
    if store.load(REASONS, name):
        store.save(REASONS, [(name, b"")])
        store.commit()


def _covers(report: Report, options: Options) -> bool:
    """Whether the moment that is asked for shows and hides what the report's moment does."""
    if options.now or report.moment is None:  # a moment's text has to be read first
        return bool(options.now) and options.now == report.asked
    now = dt.datetime.now(dt.UTC)
    return report.moment <= now and (report.due is None or now < report.due)


def save_last(store: Store, options: Options, report: Report, seen: FileStates, tree: str) -> None:
    """Remember a build that has come to its end."""
    sightings = _ENCODER.encode(seen)
    last = LastBuild(given(options), digest_bytes(sightings), tree, report)
    store.save(_SHELF, [(output_name(options), _ENCODER.encode(last)), ("sightings", sightings)])


def save_sightings(store: Store, seen: FileStates) -> None:
    """Remember what was seen, where nothing was made of it."""
    store.save(_SHELF, [("sightings", _ENCODER.encode(seen))])


def _decoded(decoder: msgspec.msgpack.Decoder[Remembered], data: bytes) -> Remembered:
    try:
        return decoder.decode(data)
    except msgspec.DecodeError as error:
        raise StoreDamage(f"The store holds a report that cannot be understood: {error}.") from error
