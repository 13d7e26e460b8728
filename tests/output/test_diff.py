from __future__ import annotations

import pytest

from sitegen.output.diff import diff_trees, folders_of

OLD = ("index.html", "a/x.html", "a/b/y.html", "c")


def _difference(files, wanted, right=(), more_folders=()):
    folders = folders_of(files) | set(more_folders)
    place, remove = set(wanted) - set(right), set(files) - set(wanted)
    return diff_trees(place, remove, folders, folders_of(wanted))


def test_folders_of():
    assert folders_of(OLD) == {"", "a", "a/b"}
    assert folders_of([]) == {""}
    assert folders_of(["x/"]) == {"", "x"}


def test_equal_trees_do_not_differ():
    change = _difference(OLD, OLD, right=OLD)
    assert (change.place, change.remove, change.make_folders, change.remove_folders) == ((), (), (), ())
    assert change.changed_folders == frozenset()


def test_what_is_wrong_is_placed_again():
    assert _difference(OLD, OLD, right=OLD[1:]).place == ("index.html",)


def test_folders_are_made_from_without_and_cleared_from_within():
    change = _difference(OLD, ("a/b/c/d/z", "e/f/g"), more_folders=("h", "h/i"))
    assert change.make_folders == ("a/b/c", "a/b/c/d", "e", "e/f")
    assert change.remove_folders == ("h/i", "h")
    assert change.remove == tuple(sorted(OLD))


@pytest.mark.parametrize(
    ("wanted", "touched"),
    [
        ((*OLD, "a/new.html"), {"a"}),
        (OLD[:-1], {""}),
        ((*OLD, "d/new.html"), {"", "d"}),
        (("index.html", "a/x.html", "c"), {"a", "a/b"}),
        (("index.html", "a/x.html", "a/b/y.html", "c/z"), {"", "c"}),
    ],
)
def test_folders_that_are_touched(wanted, touched):
    """Others keep their marks, and need not be looked into at the next build."""
    assert _difference(OLD, wanted, right=set(OLD) & set(wanted)).changed_folders == touched


def test_there_may_be_nothing_yet():
    change = diff_trees({"a/x"}, set(), set(), folders_of(("a/x",)))
    assert change.make_folders == ("", "a")
    assert change.place == ("a/x",)
