from __future__ import annotations

from sitegen.yaml.convert.types import nested_keys
from tests.yaml.convert.papers import Bare, Paper


def test_nested_keys() -> None:
    assert nested_keys(Bare) == ["title"]
    assert [key for key in nested_keys(Paper) if key.startswith("photo")] == [
        "photo",
        "photo.src",
        "photo.alt",
    ]
    assert "date.instant" not in nested_keys(Paper)
