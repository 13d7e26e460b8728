from __future__ import annotations

from typing import Any

import pytest

from sitegen.config.settings import Config, ContentConfig, UnknownKeys
from sitegen.read.options import MatterOptions, matter_options


def configured(fields: dict[str, Any]) -> Config:
    return Config("x", "UTC", content=ContentConfig(fields=fields, unknown=UnknownKeys.EXTRA))


def test_matter_options() -> None:
    fields = {
        "subtitle": ["deck", "excerpt"],
        "photo.src": "image",
        "series": ["collection"],
        "author": {"name": ["display_name"]},
        "article": {"tags": ["topics"]},
    }
    assert matter_options(configured(fields)) == (
        MatterOptions(
            "UTC",
            UnknownKeys.EXTRA,
            {
                "article": {
                    "subtitle": ("deck", "excerpt"),
                    "photo.src": ("image",),
                    "series": ("collection",),
                    "tags": ("topics",),
                },
                "author": {"name": ("display_name",)},
            },
        ),
        [],
    )


@pytest.mark.parametrize(
    ("fields", "code", "hint"),
    [
        ({"subtitel": ["deck"]}, "unknown-key", "Did you mean `subtitle`?"),
        ({"photo.scr": ["image"]}, "unknown-key", "Did you mean `photo.src`?"),
        ({"autor": {"name": ["x"]}}, "unknown-key", "Did you mean `author`?"),
        ({"author": {"title": ["x"]}}, "unknown-key", ""),
        ({"subtitle": 5}, "wrong-type", "Write `subtitle: [name, other-name]`."),
        ({"subtitle": ["deck", 5]}, "wrong-type", ""),
        ({"subtitle": None}, "wrong-type", ""),
    ],
)
def test_mistakes_in_matter_options(fields: dict[str, Any], code: str, hint: str) -> None:
    options, problems = matter_options(configured(fields))
    assert [(problem.code, problem.path) for problem in problems] == [(code, "sitegen.yaml")]
    assert problems[0].key == f"content.fields.{next(iter(fields))}"
    assert hint in problems[0].hint
    assert not any(options.fields.values())
