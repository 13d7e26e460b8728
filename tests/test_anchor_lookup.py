from __future__ import annotations

import pytest

from sitegen.anchor_lookup import find_fragment
from sitegen.model.documents import Outline

OUTLINE = Outline(anchors=("costs", "a b"), rest_anchors=("für-alle",))


@pytest.mark.parametrize(
    ("fragment", "free", "gated"),
    [
        ("costs", "costs", "costs"),
        ("f%C3%BCr-alle", "f%C3%BCr-alle", ""),
        ("für-alle", "für-alle", ""),
        ("a%20b", "a%20b", "a%20b"),
        ("", "", ""),
        ("top", "top", "top"),
        ("TOP", "TOP", "TOP"),
        ("Costs", None, None),
        ("nothing", None, None),
    ],
)
def test_fragments(fragment, free, gated):
    assert find_fragment(OUTLINE, fragment, gated=False) == free
    assert find_fragment(OUTLINE, fragment, gated=True) == gated


def test_a_heading_called_top():
    assert find_fragment(Outline(rest_anchors=("top",)), "top", gated=True) == "top"
