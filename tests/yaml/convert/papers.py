"""A type with keys of every kind, and texts converted to it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from sitegen.config.settings import UnknownKeys
from sitegen.model.front_matter import When
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.convert.values import convert
from sitegen.yaml.parser import parse

UTC = ZoneInfo("UTC")


class Colour(StrEnum):
    RED = "red"
    DARK_BLUE = "dark-blue"


class Picture(Struct, frozen=True):
    shorthand: ClassVar[str] = "src"

    src: str
    alt: str = ""


class Away(Struct, frozen=True):
    title: str
    url: str


class Paper(Struct, frozen=True):
    title: str
    subtitle: str = ""
    summary: str = ""
    count: int = 1
    share: float = 0.5
    few: Annotated[int, Meta(ge=1, le=9)] = 2
    open: bool = False
    colour: Colour = Colour.RED
    date: When | None = None
    tags: tuple[str, ...] = ()
    photo: Picture | None = None
    gallery: tuple[Picture, ...] = ()
    related: tuple[str | Away, ...] = ()
    names: dict[str, str] = {}
    colours: dict[str, Colour] = {}
    aways: dict[str, Picture] = {}
    lists: dict[str, tuple[str, ...]] = {}
    extra: dict[str, Any] = {}


class Bare(Struct, frozen=True):
    title: str = ""


def read(
    text: str, unknown: UnknownKeys = UnknownKeys.ERROR, fields: dict[str, tuple[str, ...]] | None = None
) -> tuple[Paper | None, Conversion]:
    node, problems = parse(text, "a.md")
    assert problems == []
    context = Conversion("a.md", UTC, text, unknown=unknown, fields=fields or {})
    return convert(node, Paper, context), context


def paper(text: str, **options: Any) -> Paper:
    value, context = read(text, **options)
    assert context.problems == []
    assert value is not None
    return value
