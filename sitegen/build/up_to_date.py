"""The fast path of a build: if nothing changed since the last one, its report is still valid.

This module imports little, so that a build with nothing to do ends at once.
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
from sitegen.output.folder_contents import is_unchanged
from sitegen.output.manifest import name_of
from sitegen.read.file_state import Files, FileStates
from sitegen.store import Store, StoreDamage

_NAMESPACE = "last builds"
_FILES = "files"

#: The namespace of the reasons why outputs were rendered.
REASONS = "reasons"

Saved = TypeVar("Saved")


class LastBuild(Struct, frozen=True):
    """The last build into an output folder: its inputs, its output and its report."""

    options: str
    """The digest of its options and of the code."""
    files: str
    """The digest of the file states: another build may have saved others since."""
    tree: str
    """The digest of the tree: another build may have published and been killed before it saved its report."""
    report: Report


_LAST = msgspec.msgpack.Decoder(LastBuild)
_FILE_STATES = msgspec.msgpack.Decoder(FileStates)
_ENCODER = msgspec.msgpack.Encoder()


def output_name(options: Options) -> str:
    """The cache key for a build's output folder. Checks share one."""
    return digest_bytes(os.fsencode(name_of(options.root, options.out))) if options.out else "nothing"


def _options_digest(options: Options) -> str:
    """The digest of everything that a build depends on beside the project's files and the clock."""
    chosen = (options.drafts, options.partial, options.strict, options.base_url)
    return digest_of((code_version(EVERYTHING), chosen))


def load_file_states(store: Store) -> FileStates:
    """The states of the project's files in the last build; empty if there was none."""
    data = store.load(_NAMESPACE, _FILES)
    return _decode(_FILE_STATES, data) if data else FileStates()


def last_report(store: Store, name: str) -> Report | None:
    """The report of the last build into an output folder; None if there was none."""
    last = last_build(store, name)
    return last.report if last else None


def last_build(store: Store, name: str) -> LastBuild | None:
    """The last build into an output folder; None if there was none."""
    data = store.load(_NAMESPACE, name)
    return _decode(_LAST, data) if data else None


def report_if_unchanged(
    options: Options, store: Store, last: LastBuild | None, files: Files
) -> Report | None:
    """The last build's report, if another build would give the same and the output folder is unchanged."""
    if last is None or last.options != _options_digest(options) or not _covers(last.report, options):
        return None
    if last.files != digest_bytes(store.load(_NAMESPACE, _FILES) or b""):
        return None
    changes = files.changes()
    if changes is None or changes.changed:
        return None
    if options.out is not None and not is_unchanged(options.root, options.out, last.tree):
        return None
    return msgspec.structs.replace(last.report, rendered=0, removed=0, reasons=())


def clear_reasons(store: Store, options: Options) -> None:
    """Save that this build, which is now the last one, rendered nothing."""
    name = output_name(options)
    if store.load(REASONS, name):
        store.save(REASONS, [(name, b"")])
        store.commit()


def _covers(report: Report, options: Options) -> bool:
    """Whether the requested build time gives the same visibility as the report's."""
    if options.now or report.moment is None:  # parsing `now` needs the time zone
        return bool(options.now) and options.now == report.asked
    now = dt.datetime.now(dt.UTC)
    return report.moment <= now and (report.due is None or now < report.due)


def save_last(store: Store, options: Options, report: Report, files: FileStates, tree: str) -> None:
    """Save a finished build."""
    data = _ENCODER.encode(files)
    last = LastBuild(_options_digest(options), digest_bytes(data), tree, report)
    store.save(_NAMESPACE, [(output_name(options), _ENCODER.encode(last)), (_FILES, data)])


def save_file_states(store: Store, files: FileStates) -> None:
    """Save the states of the files after a build that published nothing."""
    store.save(_NAMESPACE, [(_FILES, _ENCODER.encode(files))])


def _decode(decoder: msgspec.msgpack.Decoder[Saved], data: bytes) -> Saved:
    try:
        return decoder.decode(data)
    except msgspec.DecodeError as error:
        raise StoreDamage(f"The saved report cannot be decoded: {error}.") from error
