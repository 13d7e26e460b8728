"""What is left of the last published tree: files whose bytes are really there, and where."""

from __future__ import annotations

import os
import stat

from msgspec import Struct

from sitegen.digest import digest_bytes
from sitegen.output.locations import Locations
from sitegen.output.manifest import Manifest, PublishedStamp
from sitegen.output.scan import Scan


class IntactFiles(Struct, frozen=True):
    """Files with the bytes that were published, stamped as they are now."""

    stamps: dict[str, PublishedStamp]
    only_mirrored: set[str]
    """Those of them that are right in the mirror alone."""


def take_stock(home: Locations, record: Manifest, found: Scan) -> IntactFiles:
    """Check what was `found` in the output folder to be otherwise than recorded: by its bytes, for time and
    inode tell of a change."""
    holdings = IntactFiles(dict(record.files), set())
    for path in (*found.missing, *found.changed):
        stamp = holdings.stamps.pop(path)
        if path in found.changed and (now_stamp := reread(f"{home.out}/{path}", stamp)):
            holdings.stamps[path] = now_stamp
        elif now_stamp := _in_mirror(home, record, path, stamp):
            holdings.stamps[path] = now_stamp
            holdings.only_mirrored.add(path)
    return holdings


def reread(place: str, stamp: PublishedStamp) -> PublishedStamp | None:
    """A new stamp for a file on the disk that has the bytes of an old one; None where it has others."""
    try:
        now = os.lstat(place)
        if not stat.S_ISREG(now.st_mode) or now.st_size != stamp.size:
            return None
        with open(place, "rb") as file:
            same = digest_bytes(file.read()) == stamp.digest
    except OSError:
        return None
    return PublishedStamp(stamp.digest, now.st_size, now.st_mtime_ns, now.st_ino) if same else None


def _in_mirror(home: Locations, record: Manifest, path: str, stamp: PublishedStamp) -> PublishedStamp | None:
    place = f"{home.mirror}/{path}"
    if home.linked:
        try:
            if record.knows(os.lstat(place), stamp):
                return stamp
        except OSError:
            return None
    return reread(place, stamp)
