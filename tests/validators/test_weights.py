"""An article's page is light: its frame, its styles and its scripts keep to what is allowed for them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.showcase.site import ShownPage
from tests.validators.weights import Weights, weigh

#: Bytes, compressed.
LIMITS = Weights(html=8_000, styles=12_000, scripts=5_000)

PAGE = """<html><link rel="stylesheet" href="/a%20b.css"><script src="/a.js"></script><script>inline()</script>
<script type="application/ld+json">{{}}</script>
  <div class="body" data-body>
{}
  </div>
</html>"""


def test_articles_keep_to_their_weights(showcase_site: Path, showcase_pages: list[ShownPage]) -> None:
    weighed = {
        f"{shown.lang}, {shown.kind}": weigh(showcase_site, shown.file)
        for shown in showcase_pages
        if "/world/" in f"/{shown.path}" or "/economy/" in f"/{shown.path}"
    }
    assert len(weighed) >= 15
    heavy = {
        name: each
        for name, each in weighed.items()
        if each.html > LIMITS.html or each.styles > LIMITS.styles or each.scripts > LIMITS.scripts
    }
    assert heavy == {}
    assert min(each.styles for each in weighed.values()) > 1000


@pytest.fixture
def site(tmp_path: Path) -> Path:
    chance = random.Random(1)
    (tmp_path / "a b.css").write_bytes(chance.randbytes(3000))
    (tmp_path / "a.js").write_bytes(chance.randbytes(2000))
    (tmp_path / "index.html").write_text(PAGE.format(chance.randbytes(9000).hex()), encoding="utf-8")
    return tmp_path


def test_weights_count_all_files_and_no_text(site: Path) -> None:
    weights = weigh(site, "index.html")
    assert 3000 < weights.styles < 3100
    assert 2010 < weights.scripts < 2120
    assert weights.html < 400


def test_a_frame_is_weighed(site: Path) -> None:
    page = site / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("data-body", ""), encoding="utf-8")
    assert weigh(site, "index.html").html > 9000
