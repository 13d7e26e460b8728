from __future__ import annotations

from typing import Any

import pytest
from msgspec import Struct

from sitegen.config import settings
from sitegen.model import front_matter
from sitegen.model.front_matter import MATTERS, Kind, Photo
from sitegen.schemas import config_schema, documented_fields, front_matter_schema
from sitegen.yaml.parser import parse
from sitegen.yaml.tree import plain_value

jsonschema = pytest.importorskip("jsonschema")

STRUCTS = [
    value
    for module in (front_matter, settings)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, Struct) and value.__module__ == module.__name__
]


def is_valid(schema: dict[str, Any], text: str) -> bool:
    node, problems = parse(text, "a.md")
    assert node is not None
    assert problems == []
    return bool(jsonschema.Draft202012Validator(schema).is_valid(plain_value(node)))


@pytest.mark.parametrize("schema", [*(front_matter_schema(kind) for kind in Kind), config_schema()])
def test_schemas_are_valid(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", list(Kind))
def test_every_key_has_a_description(kind: Kind) -> None:
    properties = front_matter_schema(kind)["properties"]
    flags = {"draft", "published"} if kind in (Kind.ARTICLE, Kind.PAGE) else set()
    assert set(properties) == {*MATTERS[kind].__struct_fields__, *flags}
    assert all(schema["description"] for schema in properties.values())


@pytest.mark.parametrize("struct", [struct for struct in STRUCTS if struct is not front_matter.When])
def test_every_field_has_a_docstring(struct: type[Struct]) -> None:
    assert [name for name, text in documented_fields(struct).items() if not text] == []


def test_docstrings_are_on_one_line() -> None:
    assert documented_fields(Photo)["alt"] == "A text alternative that says what the image shows."
    assert all("\n" not in text for text in documented_fields(settings.ContentConfig).values())


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("title: x", True),
        ("title: 1984", True),
        ("subtitle: x", False),
        ("title: x\nsubtitle:", True),
        ("title: x\ntitel: y", False),
        ("title: x\ndraft: true\npublished: false", True),
        ("title: x\ndraft: 'yes'", False),
        ("title: x\ndate: 2019-03-26 12:38:00 -0500", True),
        ("title: x\ndate: 2015-1-12 9:00", True),
        ("title: x\ndate: tomorrow", False),
        ("title: x\nphoto: a.jpg", True),
        ("title: x\nphoto: {src: a.jpg, alt: b}", True),
        ("title: x\nphoto: {alt: b}", False),
        ("title: x\ntags: one", True),
        ("title: x\ntags: [one, 2, ~]", True),
        ("title: x\ntags: [[one]]", False),
        ("title: x\nrelated: [a, {title: b, url: 'https://example.org/'}]", True),
        ("title: x\nrelated: [{title: b}]", False),
        ("title: x\nstatus: draft", True),
        ("title: x\nstatus:", True),
        ("title: x\nstatus: done", False),
        ("title: x\nextra: {a: [1]}", True),
    ],
)
def test_articles(text: str, valid: bool) -> None:
    assert is_valid(front_matter_schema(Kind.ARTICLE), text) is valid


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("title: x\ntimezone: UTC", True),
        ("title: x", False),
        ("title: x\ntimezone: UTC\npage_size: 20", True),
        ("title: x\ntimezone: UTC\npage_size: many", False),
        ("title: x\ntimezone: UTC\ntheme: broadsheet", True),
        ("title: x\ntimezone: UTC\nlanguages: {en: {}, fr: {root: content/fr}}", True),
        ("title: x\ntimezone: UTC\nlanguages: {en: {rot: x}}", False),
        ("title: x\ntimezone: UTC\nproblems: {missing-credit: error}", True),
        ("title: x\ntimezone: UTC\ncontent: {unknown: maybe}", False),
        ("title: x\ntimezone: UTC\ncontent: {fields: {subtitle: [deck]}, folders: {tags: topics}}", True),
    ],
)
def test_configuration(text: str, valid: bool) -> None:
    assert is_valid(config_schema(), text) is valid
