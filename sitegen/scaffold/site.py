"""Creating a site from the skeleton in this package."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sitegen.problems import SitegenError, WrongUse, did_you_mean

#: Dotfiles are stored under other names, because packaging tools may skip them.
_DOTTED = {"gitignore": ".gitignore"}


def create_site(folder: Path, title: str, timezone: str) -> None:
    """Write a new site into `folder`, which must be empty or missing."""
    _check(folder, timezone)
    values = {
        "@title@": json.dumps(title, ensure_ascii=False),
        "@timezone@": timezone,
        "@today@": f"{dt.datetime.now(ZoneInfo(timezone)):%Y-%m-%d}",
    }
    existed = folder.exists()
    try:
        _write(resources.files("sitegen.scaffold") / "skeleton", folder, values)
    except OSError as error:
        if not existed:
            shutil.rmtree(folder, ignore_errors=True)
        raise SitegenError(f"The site could not be written to `{folder}`: {error.strerror}.") from error


def _check(folder: Path, timezone: str) -> None:
    if folder.exists() and not folder.is_dir():
        raise WrongUse(f"`{folder}` is a file. Choose another folder.")
    if folder.is_dir() and any(folder.iterdir()):
        raise WrongUse(f"`{folder}` is not empty. Choose another folder.")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError, RecursionError):  # each `/` is a package level
        hint = did_you_mean(timezone, available_timezones(), "Write a name such as `Europe/Berlin`.")
        raise WrongUse(f"Unknown time zone `{timezone}`. {hint}") from None


def _write(source: Traversable, target: Path, values: dict[str, str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _write(entry, target / entry.name, values)
            continue
        text = entry.read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(name, value)
        (target / _DOTTED.get(entry.name, entry.name)).write_text(text, encoding="utf-8")
