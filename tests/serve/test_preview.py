"""A preview shows what a build would publish, and errors over the last good page."""

from __future__ import annotations

import re
import sqlite3

import pytest

from sitegen.build.cache import store_path
from sitegen.read.file_state import Files
from sitegen.serve.article_table import calendar
from sitegen.serve.pages import render_output
from sitegen.store import StoreDamage
from tests.projects import article, tree
from tests.serve.conftest import NOW
from tests.sites.invalid.case import picture

NEW = "content/asia/new.md"
URL = "/asia/new/"


def _text(preview, path):
    return preview.reply(path).body.decode()


def test_every_page_equals_the_builds(project, preview):
    shown = preview(public=True)
    project.build()
    pages = {output: render_output(shown.snapshot, output).body for output in shown.snapshot.routes}
    assert pages == tree(project.out)


def test_urls_are_those_of_a_static_host(preview):
    shown = preview()
    assert shown.reply("/").status == 200
    assert shown.reply("/asia/straits/").status == 200
    redirect = shown.reply("/asia/straits")
    assert (redirect.status, redirect.location) == (301, "/asia/straits/")
    assert shown.reply("/asia/straits/table.csv").media == "text/csv"
    missing = shown.reply("/asia/gone/")
    assert missing.status == 404
    assert "Review" in missing.body.decode()


def test_a_site_with_a_base_path_is_below_that_path(project, preview):
    project.write({"sitegen.yaml": "title: Review\ntimezone: UTC\nbase_url: https://example.org/review/\n"})
    shown = preview()
    assert shown.reply("/").location == "/review/"
    assert shown.reply("/review").location == "/review/"
    assert shown.reply("/review/asia/").status == 200
    assert 'href="/review/asia/' in _text(shown, "/review/")
    assert 'rel="canonical" href="https://example.org/review/"' in _text(shown, "/review/")


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ({"status": "draft"}, "<strong>Draft</strong>"),
        ({"status": "review"}, "<strong>In review</strong>"),
        ({"embargo": "2026-12-24T09:00"}, "Public from 24 December 2026, 09:00 (UTC)."),
        ({"expires": "2026-11-01"}, "Public until 1 November 2026, 00:00 (UTC)."),
    ],
)
def test_a_page_that_is_not_public_has_a_banner(project, preview, matter, said):
    project.write({NEW: article("New", **matter)})
    assert said in _text(preview(), URL)
    assert preview(public=True).reply(URL).status == 404


def test_a_scheduled_article_says_when_it_appears(project, preview):
    project.write({NEW: article("New", date="2026-12-24T09:00")})
    assert "Scheduled" in _text(preview(), URL)
    assert "24 December 2026, 09:00" in _text(preview(), URL)
    later = preview(public=True, as_of="2026-12-24T09:00")
    assert later.reply(URL).status == 200
    assert "Showing the site as of 24 December 2026, 09:00" in _text(later, URL)
    assert preview(public=True, as_of="2026-12-24T08:59").reply(URL).status == 404


def test_the_last_date_of_the_calendar_does_not_fail(project, preview):
    project.write({"sitegen.yaml": "title: Review\ntimezone: Pacific/Kiritimati\n"})
    project.write({NEW: article("New", date="9999-12-31T23:59Z", expires="9999-12-31T23:59Z")})
    shown = preview()
    assert "Public from 31 December 9999" in _text(shown, URL)
    assert b"9999-12-31" in shown.articles().body
    assert b"9999-12-31" in shown.desk("calendar").body


def test_a_public_page_has_no_banner(preview):
    assert "banner" not in _text(preview(), "/asia/straits/")


def test_an_edit_is_shown(project, preview):
    project.write({NEW: article("New", body="First.")})
    shown = preview()
    project.write({NEW: article("New", body="Second.")})
    update = shown.update_paths({NEW})
    assert update.saved == (NEW,)
    assert "Second." in _text(shown, URL)
    assert shown.url_of(NEW) == URL
    assert shown.update_paths({NEW}) is None
    assert shown.update() is None


def test_a_title_changes_every_list_that_shows_it(project, preview):
    project.write({NEW: article("First Title")})
    shown = preview()
    project.write({NEW: article("Second Title")})
    shown.update_paths({NEW})
    for path in (URL, "/asia/", "/"):
        assert "Second Title" in _text(shown, path)
        assert "First Title" not in _text(shown, path)


@pytest.mark.parametrize("hint", [{NEW}, {"content/asia"}, {"content/asia/.new.md.swp", NEW}, set()])
def test_an_update_finds_all_changes_whatever_the_hint(project, preview, hint):
    shown = preview()
    project.write({NEW: article("New")})
    shown.update_paths(hint)
    shown.update()
    assert shown.reply(URL).status == 200
    (project.root / NEW).unlink()
    shown.update_paths(hint)
    shown.update()
    assert shown.reply(URL).status == 404


def test_an_error_is_shown_over_the_last_good_page(project, preview):
    project.write({NEW: article("New", body="As it was.")})
    shown = preview()
    assert "As it was." in _text(shown, URL)
    project.write({NEW: "---\ntitel: New\ndate: 2026-01-01\n---\n\nText.\n"})
    shown.update_paths({NEW})
    page = _text(shown, URL)
    assert "As it was." in page
    assert f"{NEW}:2:1" in page
    assert "Did you mean <code>title</code>?" in page
    project.write({NEW: article("New", body="Fixed.")})
    shown.update_paths({NEW})
    assert "Fixed." in _text(shown, URL)
    assert "overlay" not in _text(shown, URL)


def test_an_unreadable_document_shows_its_error_without_a_good_page(project, preview):
    project.write({NEW: "---\ntitel: New\ndate: 2026-01-01\n---\n\nText.\n"})
    reply = preview().reply(URL)
    assert reply.status == 404
    assert f"{NEW}:2:1" in reply.body.decode()


def test_a_deleted_page_is_gone(project, preview):
    project.write({NEW: article("New")})
    shown = preview()
    shown.reply(URL)
    (project.root / NEW).unlink()
    shown.update()
    assert "New</h1>" not in _text(shown, URL)


def test_a_template_error_names_its_line_and_the_article(project, preview):
    shown = preview()
    shown.reply("/asia/straits/")
    project.write(
        {
            "templates/article.html": "{% extends '!broadsheet/article.html' %}\n{% block heading %}{{ titel }}{% endblock %}"
        }
    )
    shown.update()
    reply = shown.reply("/asia/straits/")
    page = reply.body.decode()
    assert reply.status == 500
    assert "templates/article.html:2" in page
    assert "content/asia/straits/index.md" in page
    assert "<h1>Straits</h1>" in page  # the last good page
    (project.root / "templates/article.html").unlink()
    shown.update()
    assert "overlay" not in _text(shown, "/asia/straits/")


def test_an_invalid_configuration_keeps_the_last_valid_one(project, preview):
    shown = preview()
    project.configure("pagesize: 3\n")
    shown.update()
    page = _text(shown, "/")
    assert "Did you mean <code>page_size</code>?" in page
    assert "Straits" in page
    (project.root / "sitegen.yaml").unlink()
    shown.update()
    assert shown.reply("/").status == 200
    project.configure("page_size: 3\n")
    shown.update()
    assert "overlay" not in _text(shown, "/")


def test_a_preview_can_start_with_an_invalid_configuration(project, preview):
    project.write({"sitegen.yaml": "titel: Review\n"})
    shown = preview()
    reply = shown.reply("/asia/")
    assert reply.status == 503
    assert "titel" in reply.body.decode()
    project.configure("")
    shown.update()
    assert shown.reply("/asia/").status == 200


def test_other_problems_before_the_first_snapshot_have_another_number(project, preview):
    project.write({"sitegen.yaml": "titel: Review\n"})
    shown = preview()
    first = shown.number
    assert "titel" in _text(shown, "/")
    assert (shown.update(), shown.number) == (None, first)
    project.write({"sitegen.yaml": "tittel: Review\n"})
    assert (shown.update(), shown.number) == (None, first + 1)
    assert "tittel" in _text(shown, "/")
    project.configure("")
    update = shown.update()
    assert update.snapshot.number == shown.number == first + 2


def test_warnings_are_on_the_page_of_their_document(project, preview):
    project.write({NEW: article("New", photo="{src: map.png}"), "content/asia/map.png": picture()})
    shown = preview()
    text, etag = _text(shown, URL), shown.reply(URL).etag
    assert "<summary>2 warnings</summary>" in text
    assert "missing-alt" in text
    assert "overlay" not in text
    assert "warnings" not in _text(shown, "/asia/straits/")
    project.write({NEW: article("New", photo="{src: map.png, credit: A. Name}")})
    shown.update()
    assert "<summary>1 warning</summary>" in _text(shown, URL)
    assert shown.reply(URL).etag != etag


def test_the_calendar_has_all_events(project, preview):
    project.write(
        {
            NEW: article("New", date="2026-12-24", embargo="2026-12-26", expires="2027-01-01"),
            "content/asia/draft.md": article("Draft", date="2026-12-25", status="draft"),
            "content/pages/offer.md": "---\ntitle: Offer\nexpires: 2026-12-31\n---\nText.\n",
            "content/issues/winter.md": "---\ntitle: Winter\ndate: 2027-02-01\n---\n",
        }
    )
    shown = preview()
    found = [(event.when[:10], event.kind, event.title, event.what) for event in calendar(shown.snapshot)]
    assert found == [
        ("2026-12-26", "article", "New", "goes live"),
        ("2026-12-31", "page", "Offer", "expires"),
        ("2027-01-01", "article", "New", "expires"),
        ("2027-02-01", "issue", "Winter", "goes live"),
    ]
    text = re.sub(r"<[^>]+>|\s+", " ", shown.desk("calendar").body.decode())
    assert "Page Offer expires" in re.sub(" +", " ", text)


def test_bodies_of_earlier_edits_are_released(project, preview):
    project.write({NEW: article("New", body="As it was.")})
    shown = preview()
    before = len(shown._store._bodies)
    for number in range(5):
        project.write({NEW: article("New", body=f"Text {number}.")})
        shown.update_paths({NEW})
        changes = shown.scanner().changes()
        assert shown.has_read(changes)
    assert len(shown._store._bodies) == before
    assert "Text 4." in _text(shown, URL)


def test_an_update_of_stylesheets_only_says_so(project, preview):
    project.write({"static/own.css": "body { color: red }", "themes/own/theme.yaml": "extends: broadsheet\n"})
    project.write({"themes/own/static/extra.css": "a { color: red }"})
    project.configure("theme: own\n")
    shown = preview()
    project.write({"static/own.css": "body { color: blue }"})
    assert shown.update().styles == {"/own.css": "/own.css"}
    project.write({"themes/own/static/extra.css": "a { color: blue }"})
    [(before, now)] = shown.update().styles.items()
    assert before != now
    assert shown.reply(now).status == 200
    project.write({"static/own.css": "body { color: green }", NEW: article("New")})
    assert shown.update().styles is None


def test_a_missing_store_is_not_needed(project, preview):
    project.build()
    shown = preview()
    for file in (project.root / ".sitegen").glob("cache*"):
        file.unlink()
    shown.use_spawned_workers()
    assert "The opening" in _text(shown, "/asia/straits/")


def test_files_of_the_last_build_are_not_read_again(project, preview, monkeypatch):
    monkeypatch.setattr(
        "sitegen.read.file_state.is_racy", lambda *_: False
    )  # as for files that are not being edited
    project.build()
    loaded: list[str] = []
    load = Files.load
    monkeypatch.setattr(Files, "load", lambda files, path: loaded.append(path) or load(files, path))
    preview()
    assert [path for path in loaded if path.startswith("content/")] == []
    project.write({"content/pages/about.md": "---\ntitle: About us\n---\n\nNew.\n"})
    preview()
    assert [path for path in loaded if path.startswith("content/")] == ["content/pages/about.md"]


def test_the_cache_is_saved_for_builds(project, preview):
    shown = preview()
    shown.save_cache()
    assert preview().snapshot.reading.documents.uncached == 0


def test_print_previews_have_the_rules_for_print(project, preview):
    project.write(
        {"static/own.css": "@media print { a { color: black } } @media screen { a { color: red } }"}
    )
    shown = preview()
    assert (
        shown.reply("/own.css", printing=True).body
        == b"@media all { a { color: black } } @media not all { a { color: red } }"
    )
    page = shown.reply("/asia/straits/", printing=True).body.decode()
    assert ".css?_print" in page
    assert "live.js" not in page


def test_a_scheduled_article_appears_when_it_is_due(project):
    from sitegen.serve.preview import Preview
    from sitegen.serve.snapshots import PreviewOptions

    clock = [NOW]
    project.write({NEW: article("New", date="2026-12-24T09:00")})
    shown = Preview(PreviewOptions(project.root, public=True), lambda: clock[0])
    shown.update()
    assert shown.reply(URL).status == 404
    due = shown.snapshot.site.due
    assert due is not None
    clock[0] = due
    assert shown.update_clock() is not None
    assert shown.reply(URL).status == 200


# Builds at the same time


def _damaged(project):
    with sqlite3.connect(store_path(project.root)) as sql:
        sql.execute("UPDATE answers SET dependencies = x'00112233'")


def test_a_preview_starts_from_a_build_and_survives_others(project, preview):
    project.build()
    shown = preview()
    project.write({NEW: article(title="A new one", date="2026-05-01")})
    project.build()
    shown.update()
    assert "A new one" in _text(shown, URL)
    shown.save_cache()
    project.write({NEW: article(title="Another one", date="2026-05-01")})
    project.build()
    shown.update_paths([NEW])
    assert "Another one" in _text(shown, URL)
    assert "Another one" in _text(shown, "/asia/")


def test_a_damaged_store_is_ignored(project, preview):
    project.build()
    _damaged(project)
    shown = preview()
    project.write({NEW: article(title="A new one", date="2026-05-01")})
    shown.update()
    assert "A new one" in _text(shown, URL)


def test_a_store_damaged_later_is_ignored(project, preview, monkeypatch):
    shown = preview()
    project.write({NEW: article(title="A new one", date="2026-05-01")})
    shown.update()

    def fail(*_):
        raise StoreDamage("The store is damaged.")

    for deed in (lambda: shown.update_paths([NEW]), shown.update_clock):
        monkeypatch.setattr(shown._snapshots, "_make_snapshot", fail)
        assert deed() is not None
        assert "A new one" in _text(shown, URL)
