"""What counts as a miss in Lighthouse's figures."""

from __future__ import annotations

import msgspec.structs
import pytest

from tools.lighthouse import CATEGORIES, Figures, figures

GOOD = Figures(1, 1, 1, 1, largest_paint=900, shift=0, blocking=0, failed=())


def test_good_figures_miss_nothing() -> None:
    assert GOOD.misses() == []
    assert msgspec.structs.replace(GOOD, performance=0.99, largest_paint=1200).misses() == []


@pytest.mark.parametrize(
    ("change", "miss"),
    [
        ({"performance": 0.98}, "performance below 0.99"),
        ({"accessibility": 0.99}, "accessibility below 1"),
        ({"best_practices": 0.99}, "best practices below 1"),
        ({"seo": 0.99}, "SEO below 1"),
        ({"largest_paint": 1201.0}, "largest paint after 1200 ms"),
        ({"shift": 0.001}, "layout shifts"),
        ({"blocking": 1.0}, "blocked by scripts"),
    ],
)
def test_each_mark_can_be_missed(change: dict[str, float], miss: str) -> None:
    assert msgspec.structs.replace(GOOD, **change).misses() == [miss]


def test_a_report_is_read_with_what_failed_in_it() -> None:
    audits = {
        "largest-contentful-paint": {"numericValue": 900.0, "score": 1},
        "cumulative-layout-shift": {"numericValue": 0.0, "score": 1},
        "total-blocking-time": {"numericValue": 0.0, "score": 1},
        "image-alt": {"score": 0},
        "unweighed": {"score": 0},
    }
    refs = [{"id": "image-alt", "weight": 10}, {"id": "unweighed", "weight": 0}]
    categories = {name: {"score": 1, "auditRefs": []} for name in CATEGORIES}
    categories["accessibility"] = {"score": 0.9, "auditRefs": refs}
    found = figures({"audits": audits, "categories": categories})
    assert found == msgspec.structs.replace(GOOD, accessibility=0.9, failed=("image-alt",))
