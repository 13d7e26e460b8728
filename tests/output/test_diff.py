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


def test_equal_trees():
    change = _difference(OLD, OLD, right=OLD)
    assert (change.place, change.remove, change.make_folders, change.remove_folders) == ((), (), (), ())
    assert change.changed_folders == frozenset()


def test_wrong_files_are_placed_again():
    assert _difference(OLD, OLD, right=OLD[1:]).place == ("index.html",)


def test_parents_are_made_first_and_removed_last():
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
def test_changed_folders(wanted, touched):
    """Other folders keep their stat data and need not be listed in the next build."""
    assert _difference(OLD, wanted, right=set(OLD) & set(wanted)).changed_folders == touched


def test_an_empty_tree():
    change = diff_trees({"a/x"}, set(), set(), folders_of(("a/x",)))
    assert change.make_folders == ("", "a")
    assert change.place == ("a/x",)
