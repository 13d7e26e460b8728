"""Files that no document names are spoken of; those of hidden documents are not."""

from __future__ import annotations

import pytest

from sitegen.link.site import link
from sitegen.link.visibility import Moment
from sitegen.model.content import Status
from tests.factory import NOW, PLAIN, content, document, href, photo


def unused(*documents, files=(), pictures=()):
    read = content(*documents, files=files, pictures=pictures)
    problems = link(read, PLAIN, Moment(NOW)).problems
    return [problem.path for problem in problems if problem.code == "unused-file"]


def test_a_file_that_nobody_names():
    assert unused(document("content/asia/a.md"), files=["content/asia/notes.txt"]) == [
        "content/asia/notes.txt"
    ]


@pytest.mark.parametrize("status", ["published", "draft"])
def test_a_file_that_is_named_even_by_a_draft(status):
    named = document("content/asia/a.md", href("notes.txt#x"), status=Status(status))
    assert unused(named, files=["content/asia/notes.txt"]) == []


def test_a_photo_is_named():
    assert unused(document("content/asia/a.md", photo=photo()), pictures=["content/asia/photo.jpg"]) == []


def test_files_of_a_folder_of_ones_own_need_no_name():
    assert unused(document("content/asia/a/index.md"), files=["content/asia/a/notes.txt"]) == []


@pytest.mark.parametrize("target", ["a%20b.csv", "a%20b.csv#page=2", "/asia/a%20b.csv", "../asia/a b.csv"])
def test_ways_to_name_a_file(target):
    named = document("content/asia/a.md", href(target))
    assert unused(named, files=["content/asia/a b.csv"]) == []


@pytest.mark.parametrize("target", ["//[", "/\t/[x", "https://[", "#", ""])
def test_links_that_name_no_file(target):
    one = document("content/asia/a.md", href(target))
    assert unused(one, files=["content/asia/x.csv"]) == ["content/asia/x.csv"]


def test_a_cover_is_named():
    cover = document("content/issues/one.md", cover=photo("x.jpg"))
    assert unused(cover, pictures=["content/issues/x.jpg"]) == []
