"""Loading a project's configuration and build time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen.config.load import base_url_mistake, parse_config, positions_in
from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.dates import parse_moment
from sitegen.model.documents import Position
from sitegen.problems import Problem, SitegenError, WrongUse
from sitegen.read.file_state import Files


def load_config(files: Files, base_url: str = "") -> tuple[Config | None, list[Problem]]:
    """Load a project's configuration with its problems; WrongUse if there is none."""
    try:
        data = files.load(CONFIGURATION).data
    except FileNotFoundError:
        raise WrongUse(
            f"There is no {CONFIGURATION} in `{files.root}`. Change to your site's folder, or create a site: "
            "sitegen init mysite"
        ) from None
    except OSError as error:
        raise SitegenError(f"`{files.root / CONFIGURATION}` cannot be read: {error.strerror}.") from error
    config, problems = parse_config(data)
    if base_url and (mistake := base_url_mistake(base_url)):
        raise WrongUse(f"--base-url: {mistake}")
    if config is not None and base_url:
        config = msgspec.structs.replace(config, base_url=base_url.rstrip("/") + "/")
    return config, problems


def setting_positions(root: Path) -> Mapping[str, Position]:
    """The position of each setting. Read again on demand, since few builds need it."""
    try:
        return positions_in((root / CONFIGURATION).read_bytes())
    except OSError:
        return {}


def instant(now: str, zone: str, option: str = "--now") -> dt.datetime:
    """The time given by an option, in the site's time zone; the current time if it is empty."""
    if not now:
        return dt.datetime.now(dt.UTC)
    try:
        return parse_moment(now, ZoneInfo(zone)).instant
    except ValueError as error:
        raise WrongUse(f"{option}: {error}") from None
