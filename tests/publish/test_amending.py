"""Builds after edits of texts alone take the shorter way, and report what the straight line would."""

from __future__ import annotations

import msgspec
import pytest

from sitegen.publish import amending
from tests.projects import article

NEW = "content/asia/new.md"
PAGE = "asia/new/index.html"
#: Longer than what other pages show of a text.
BEGINNING = f"\n{'Nothing has changed in this sentence. ' * 10}\n"


@pytest.fixture
def ways(monkeypatch):
    """Whether each build took the shorter way, where it was tried."""
    taken = []
    amended = amending.amended

    def noted(*args):
        made = amended(*args)
        taken.append(made is not None)
        return made

    monkeypatch.setattr(amending, "amended", noted)
    return taken


def _edited(project, before, after):
    project.write({NEW: article("New") + BEGINNING + before})
    project.build()
    project.write({NEW: article("New") + BEGINNING + after})
    return project.build(explain=True)


def test_another_text_is_amended(project, ways):
    report = _edited(project, "\nOne.\n\nTwo.\n", "\nOne.\n\nThree.\n")
    assert ways == [True]
    assert "Three." in project.page(PAGE)
    assert (PAGE, "the text changed") in report.reasons
    straight = project.build(fresh=True)
    aside = {"seconds": {}, "rendered": 0, "reasons": (), "moment": None}
    assert msgspec.structs.replace(report, **aside) == msgspec.structs.replace(straight, **aside)


def test_what_was_amended_is_as_it_is_for_the_next_build(project, ways):
    _edited(project, "\nOne.\n\nTwo.\n", "\nOne.\n\nThree.\n")
    assert project.build().rendered == 0
    project.write({NEW: article("New") + BEGINNING + "\nOne.\n\nFour.\n"})
    assert project.build().rendered > 0
    assert ways == [True, True]
    assert "Four." in project.page(PAGE)


def test_another_title_is_not_amended(project, ways):
    project.write({NEW: article("New")})
    project.build()
    project.write({NEW: article("Newer")})
    project.build()
    assert ways == [False]
    assert "Newer" in project.page(PAGE)


def test_a_link_in_the_text_is_not_amended(project, ways):
    _edited(project, "\nOne.\n", "\nOne, [two](https://example.net/).\n")
    assert ways == [False]
    assert 'href="https://example.net/"' in project.page(PAGE)


def test_a_text_that_two_articles_share_is_not_amended(project, ways):
    project.write({"content/asia/twin.md": article("Twin") + BEGINNING + "\nOne.\n\nTwo.\n"})
    _edited(project, "\nOne.\n\nTwo.\n", "\nOne.\n\nThree.\n")
    assert ways == [False]
    assert "Three." in project.page(PAGE)
    assert "Three." not in project.page("asia/twin/index.html")


def test_another_hand_in_the_output_folder_is_noticed(project, ways):
    project.write({NEW: article("New") + BEGINNING + "\nOne.\n\nTwo.\n"})
    project.build()
    home = project.page("index.html")
    (project.out / "index.html").write_text("mine")
    project.write({NEW: article("New") + BEGINNING + "\nOne.\n\nThree.\n"})
    project.build()
    assert ways == [False]
    assert project.page("index.html") == home
    assert "Three." in project.page(PAGE)
