"""The parts around an article's text, and their conditions."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from sitegen.model.documents import Heading, Part
from sitegen.model.views import ArticleView, AuthorNote, Card
from sitegen.render.renderers import render
from tests.render.samples import BROADSHEET, Asked, article, card, meta, page

HOSTILE = '"><script>alert(1)</script>&/ ?'


def _shown(options: dict[str, Any] | None = None, lang: str = "en", **given: Any) -> str:
    theme = msgspec.structs.replace(BROADSHEET, options={**BROADSHEET.options, **(options or {})})
    job = page(context={"article": article(**given)}, head=meta(lang=lang))
    return render(job, Asked(theme)).data.decode()


def _headings(count: int) -> tuple[Heading, ...]:
    levels = [(2, number) for number in range(count)]
    return tuple(Heading(level, f"part-{n}", f"Part {n}", Part.OPENING) for level, n in [*levels, (3, 99)])


def test_an_article_has_every_field_of_its_card_and_hides_none():
    shown = article(card(title="A title of its own"))
    assert {name: getattr(shown, name) for name in Card.__struct_fields__} == msgspec.structs.asdict(
        shown.card
    )
    assert not set(Card.__struct_fields__) & set(ArticleView.__struct_fields__)


@pytest.mark.parametrize(
    ("contents", "minutes", "headings", "there"),
    [
        ("long", 8, 3, True),
        ("long", 7, 3, False),
        ("long", 20, 2, False),
        ("always", 1, 3, True),
        ("always", 1, 2, False),
        ("never", 20, 9, False),
    ],
)
def test_long_articles_have_a_table_of_contents(contents, minutes, headings, there):
    shown = _shown({"contents": contents}, shown=card(minutes=minutes), headings=_headings(headings))
    assert ('<nav class="contents"' in shown) is there
    if there:
        assert re.findall(r'<li><a href="#(part-\d+)">', shown) == [f"part-{n}" for n in range(headings)]


def test_an_article_says_how_to_cite_it():
    shown = _shown()
    assert (
        "<p>Asia Desk, “How to Keep a Strait Open”, Review, March 1, 2026, https://example.org/review/x/</p>"
        in shown
    )
    assert "<p>“How to Keep a Strait Open”, Review, March 1" in _shown(shown=card(authors=()))
    assert "2026, https://doi.org/10.1/x</p>" in _shown(doi="10.1/x")
    assert "«\u202fHow to Keep a Strait Open\u202f»" in _shown(lang="fr")
    assert "《How to Keep a Strait Open》，《Review》，2026年3月1日" in _shown(lang="zh")


def test_articles_are_shared_by_plain_links():
    shown = _shown(shown=card(title=HOSTILE))
    links = re.findall(
        r'<li><a href="([^"]+)"[^>]*>([^<]+)</a></li>',
        shown.split('<nav class="share"')[1].split("</nav>")[0],
    )
    assert [name for _, name in links] == ["By e-mail", "Bluesky", "LinkedIn", "Facebook", "WhatsApp", "X"]
    for url, name in links:
        assert "https%3A%2F%2Fexample.org%2Freview%2Fx%2F" in url
        assert ("%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E%26%2F%20%3F" in url) is (
            name not in ("LinkedIn", "Facebook")
        )
    assert '<nav class="share"' not in _shown({"share": "none"})
    assert '<nav class="share"' not in _shown(shown=card(state="draft"))


def test_authors_with_a_profile_are_described():
    one = AuthorNote("Asia Desk", "/a/", "Editors", "The Institute", None, "It covers <Asia>.")
    shown = _shown(about=(one,))
    assert "About the author<" in shown
    assert (
        '<a href="/a/" rel="author">Asia Desk</a>, Editors, The Institute. It covers &lt;Asia&gt;.' in shown
    )
    assert "About the authors<" in _shown(about=(one, one))
    alone = AuthorNote("Asia Desk", "/a/", "", "", None, "It covers Asia.")
    assert '<a href="/a/" rel="author">Asia Desk</a>. It covers Asia.</p>' in _shown(about=(alone,))
    assert "Asia Desk</a>, Editors. It" in _shown(about=(msgspec.structs.replace(alone, role="Editors"),))
    assert "Asia Desk</a>（The Institute Editors）。It covers" in _shown(about=(one,), lang="ja")
    assert "Asia Desk</a>، Editors، The Institute. It covers" in _shown(about=(one,), lang="ar")
    assert 'class="about"' not in _shown()
