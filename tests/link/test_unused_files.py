"""Warnings about unused files, except those of hidden documents."""

from __future__ import annotations

import pytest

from sitegen.config.settings import Attachments
from sitegen.model.documents import Part
from sitegen.model.front_matter import Access, Status
from sitegen.model.site import BuildTime
from tests.factory import NOW, PLAIN, config, content, document, href, image, link, only, photo, put

BUNDLE = "content/asia/a/index.md"


def found(*documents, settings=PLAIN, left_out=(), **read):
    everything = content(*documents, settings=settings, **read)
    problems = link(everything, settings, BuildTime(NOW), frozenset(left_out)).problems
    return [problem for problem in problems if problem.code in ("unused-file", "not-a-document")]


def unused(*documents, **read):
    return [problem.path for problem in found(*documents, **read) if problem.code == "unused-file"]


def test_an_unused_file():
    assert unused(document("content/asia/a.md"), files=["content/asia/notes.txt"]) == [
        "content/asia/notes.txt"
    ]


@pytest.mark.parametrize("status", ["published", "draft"])
def test_a_file_that_any_document_uses(status):
    named = document("content/asia/a.md", href("notes.txt#x"), status=Status(status))
    assert unused(named, files=["content/asia/notes.txt"]) == []


def test_a_photo_is_used():
    assert unused(document("content/asia/a.md", photo=photo()), pictures=["content/asia/photo.jpg"]) == []


def test_an_unused_file_of_a_bundle():
    assert unused(document(BUNDLE), files=["content/asia/a/notes.txt"]) == ["content/asia/a/notes.txt"]


def test_unused_files_of_a_folder_share_a_warning():
    files = [f"content/asia/a/{name}.txt" for name in "edcba"]
    said = only(found(document(BUNDLE, href("b.txt")), files=files))
    assert said.path == "content/asia/a"
    assert "4 files in this folder (`a.txt`, `c.txt`, `d.txt` and 1 more)" in said.message
    assert "`static/`" in said.hint
    assert "`content.attachments: all`" in said.hint


def test_each_folder_has_its_own_warning():
    files = ["content/asia/a/x.txt", "content/asia/a/more/x.txt", "content/asia/y.txt", "content/asia/z.txt"]
    assert sorted(unused(document(BUNDLE), document("content/asia/_index.md"), files=files)) == [
        "content/asia",
        "content/asia/a/more/x.txt",
        "content/asia/a/x.txt",
    ]


@pytest.mark.parametrize("ref", [href("x.png"), image("x.png"), href("/asia/a/x.png"), href("/x.png")])
@pytest.mark.parametrize("part", [Part.OPENING, Part.REST])
def test_a_file_in_any_part_of_a_teaser_is_used(ref, part):
    one = document(BUNDLE, put(ref, part=part), href("more", Part.REST), access=Access.TEASER)
    pictures = ["content/asia/a/x.png", "content/x.png"]
    named = "content/x.png" if ref.target == "/x.png" else "content/asia/a/x.png"
    assert unused(one, pictures=pictures) == [path for path in pictures if path != named]


def test_a_file_used_by_its_url():
    settings = config(permalink="/{year}/{slug}/")
    files = ["content/asia/a/x.csv"]
    one, other = document(BUNDLE, settings=settings), "content/asia/b.md"
    assert unused(one, document(other, settings=settings), settings=settings, files=files) == files
    named = document(other, href("/2026/a/x.csv"), settings=settings, status=Status.DRAFT)
    assert unused(one, named, settings=settings, files=files) == []


@pytest.mark.parametrize("matter", [{"status": Status.DRAFT}, {"embargo": "2999-01-01"}])
def test_files_of_hidden_documents_are_not_reported(matter):
    assert unused(document(BUNDLE, **matter), files=["content/asia/a/x.csv"]) == []


def test_files_of_left_out_documents_are_not_reported():
    assert unused(document(BUNDLE), left_out=[BUNDLE], files=["content/asia/a/x.csv"]) == []
    assert unused(unread=[BUNDLE], files=["content/asia/a/x.csv"]) == []


def test_refused_attachments_are_reported():
    settings = config(content=put(PLAIN.content, attachments=Attachments.ALL))
    files = ["content/asia/a/x.txt", "content/asia/a/x.json", "content/asia/a/x.txt~"]
    said = only(found(document(BUNDLE, settings=settings), settings=settings, files=files))
    assert "`x.json`, `x.txt~`" in said.message
    assert "attachments" not in said.hint


@pytest.mark.parametrize("name", ["Draft.MD", "old.markdown", "x.mdown", "x.mkd", "x.mdx", "x.Rmd"])
@pytest.mark.parametrize("folder", ["content/asia/a", "content/asia", "content"])
@pytest.mark.parametrize("status", ["published", "draft"])
def test_a_text_with_a_wrong_suffix(name, folder, status):
    path = f"{folder}/{name}"
    said = only(found(document(BUNDLE, status=Status(status)), files=[path]))
    assert (said.code, said.path) == ("not-a-document", path)
    assert "Rename it to end in `.md`" in said.hint


def test_texts_of_a_folder_share_a_warning():
    said = only(found(document(BUNDLE), files=[f"content/asia/a/{name}" for name in ("B.MD", "a.markdown")]))
    assert (said.code, said.path) == ("not-a-document", "content/asia/a")
    assert "2 files in this folder (`B.MD`, `a.markdown`)" in said.message


def test_a_suffix_in_another_case_is_wrong():
    settings = config(content=put(PLAIN.content, suffixes=(".html", ".text")))
    files = ["content/asia/a/X.TEXT", "content/asia/a/Y.Html", "content/asia/a/z.md"]
    one = document("content/asia/a/index.html", settings=settings)
    said = only(found(one, settings=settings, files=files))
    assert (said.code, "3 files" in said.message, "`.html`" in said.hint) == ("not-a-document", True, True)


@pytest.mark.parametrize("target", ["a%20b.csv", "a%20b.csv#page=2", "/asia/a%20b.csv", "../asia/a b.csv"])
def test_spellings_of_a_used_file(target):
    named = document("content/asia/a.md", href(target))
    assert unused(named, files=["content/asia/a b.csv"]) == []


@pytest.mark.parametrize("target", ["//[", "/\t/[x", "https://[", "#", ""])
def test_links_that_use_no_file(target):
    one = document("content/asia/a.md", href(target))
    assert unused(one, files=["content/asia/x.csv"]) == ["content/asia/x.csv"]


def test_a_cover_is_used():
    cover = document("content/issues/one.md", cover=photo("x.jpg"))
    assert unused(cover, pictures=["content/issues/x.jpg"]) == []
