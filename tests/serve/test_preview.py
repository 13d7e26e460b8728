"""A preview shows what a build would publish, and what is wrong over the last page that was right."""

from __future__ import annotations

import re
import sqlite3

import pytest

from sitegen.build.cache import store_of
from sitegen.read.file_state import Files
from sitegen.serve.article_table import calendar
from sitegen.serve.pages import printed
from sitegen.store import StoreDamage
from tests.projects import article, tree
from tests.serve.conftest import NOW
from tests.sites.invalid.case import picture

NEW = "content/asia/new.md"
URL = "/asia/new/"


def _text(preview, path):
    return preview.reply(path).body.decode()


def test_every_page_is_what_a_build_publishes(project, preview):
    shown = preview(public=True)
    project.build()
    pages = {output: printed(shown.snapshot, output).body for output in shown.snapshot.routes}
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


def test_a_site_below_a_path_is_shown_there(project, preview):
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
        ({"embargo": "2026-12-24T09:00"}, "It appears on 24 December 2026, 09:00 (UTC)."),
        ({"expires": "2026-11-01"}, "It was public until 1 November 2026, 00:00 (UTC)."),
    ],
)
def test_what_readers_do_not_see_has_a_ribbon(project, preview, matter, said):
    project.write({NEW: article("New", **matter)})
    assert said in _text(preview(), URL)
    assert preview(public=True).reply(URL).status == 404


def test_a_scheduled_article_says_when_it_appears(project, preview):
    project.write({NEW: article("New", date="2026-12-24T09:00")})
    assert "Scheduled" in _text(preview(), URL)
    assert "24 December 2026, 09:00" in _text(preview(), URL)
    later = preview(public=True, as_of="2026-12-24T09:00")
    assert later.reply(URL).status == 200
    assert "The site as it will be on 24 December 2026, 09:00" in _text(later, URL)
    assert preview(public=True, as_of="2026-12-24T08:59").reply(URL).status == 404


def test_the_end_of_the_calendar_is_no_end_of_the_preview(project, preview):
    project.write({"sitegen.yaml": "title: Review\ntimezone: Pacific/Kiritimati\n"})
    project.write({NEW: article("New", date="9999-12-31T23:59Z", expires="9999-12-31T23:59Z")})
    shown = preview()
    assert "It appears on 31 December 9999" in _text(shown, URL)
    assert b"9999-12-31" in shown.articles().body
    assert b"9999-12-31" in shown.desk("calendar").body


def test_what_is_public_has_no_ribbon(preview):
    assert "ribbon" not in _text(preview(), "/asia/straits/")


def test_an_edit_is_heard(project, preview):
    project.write({NEW: article("New", body="First.")})
    shown = preview()
    project.write({NEW: article("New", body="Second.")})
    turn = shown.hear({NEW})
    assert turn.saved == (NEW,)
    assert "Second." in _text(shown, URL)
    assert shown.address_of(NEW) == URL
    assert shown.hear({NEW}) is None
    assert shown.look() is None


def test_a_title_changes_every_list_that_shows_it(project, preview):
    project.write({NEW: article("First Title")})
    shown = preview()
    project.write({NEW: article("Second Title")})
    shown.hear({NEW})
    for path in (URL, "/asia/", "/"):
        assert "Second Title" in _text(shown, path)
        assert "First Title" not in _text(shown, path)


@pytest.mark.parametrize("hint", [{NEW}, {"content/asia"}, {"content/asia/.new.md.swp", NEW}, set()])
def test_whatever_a_hint_says_a_look_finds_what_is_there(project, preview, hint):
    shown = preview()
    project.write({NEW: article("New")})
    shown.hear(hint)
    shown.look()
    assert shown.reply(URL).status == 200
    (project.root / NEW).unlink()
    shown.hear(hint)
    shown.look()
    assert shown.reply(URL).status == 404


def test_a_mistake_is_shown_over_the_last_good_page(project, preview):
    project.write({NEW: article("New", body="As it was.")})
    shown = preview()
    assert "As it was." in _text(shown, URL)
    project.write({NEW: "---\ntitel: New\ndate: 2026-01-01\n---\n\nText.\n"})
    shown.hear({NEW})
    page = _text(shown, URL)
    assert "As it was." in page
    assert f"{NEW}:2:1" in page
    assert "Did you mean <code>title</code>?" in page
    project.write({NEW: article("New", body="Mended.")})
    shown.hear({NEW})
    assert "Mended." in _text(shown, URL)
    assert "overlay" not in _text(shown, URL)


def test_a_page_that_cannot_be_made_says_why_though_nobody_has_seen_it(project, preview):
    project.write({NEW: "---\ntitel: New\ndate: 2026-01-01\n---\n\nText.\n"})
    reply = preview().reply(URL)
    assert reply.status == 404
    assert f"{NEW}:2:1" in reply.body.decode()


def test_a_page_that_was_taken_away_is_gone(project, preview):
    project.write({NEW: article("New")})
    shown = preview()
    shown.reply(URL)
    (project.root / NEW).unlink()
    shown.look()
    assert "New</h1>" not in _text(shown, URL)


def test_a_template_that_fails_names_its_line_and_the_article(project, preview):
    shown = preview()
    shown.reply("/asia/straits/")
    project.write(
        {
            "templates/article.html": "{% extends '!broadsheet/article.html' %}\n{% block heading %}{{ titel }}{% endblock %}"
        }
    )
    shown.look()
    reply = shown.reply("/asia/straits/")
    page = reply.body.decode()
    assert reply.status == 500
    assert "templates/article.html:2" in page
    assert "content/asia/straits/index.md" in page
    assert "<h1>Straits</h1>" in page  # the last good page
    (project.root / "templates/article.html").unlink()
    shown.look()
    assert "overlay" not in _text(shown, "/asia/straits/")


def test_a_configuration_with_mistakes_leaves_the_last_one(project, preview):
    shown = preview()
    project.configure("pagesize: 3\n")
    shown.look()
    page = _text(shown, "/")
    assert "Did you mean <code>page_size</code>?" in page
    assert "Straits" in page
    (project.root / "sitegen.yaml").unlink()
    shown.look()
    assert shown.reply("/").status == 200
    project.configure("page_size: 3\n")
    shown.look()
    assert "overlay" not in _text(shown, "/")


def test_a_preview_that_begins_with_mistakes_shows_them(project, preview):
    project.write({"sitegen.yaml": "titel: Review\n"})
    shown = preview()
    reply = shown.reply("/asia/")
    assert reply.status == 503
    assert "titel" in reply.body.decode()
    project.configure("")
    shown.look()
    assert shown.reply("/asia/").status == 200


def test_other_mistakes_before_the_first_proof_are_something_else_to_show(project, preview):
    project.write({"sitegen.yaml": "titel: Review\n"})
    shown = preview()
    first = shown.number
    assert "titel" in _text(shown, "/")
    assert (shown.look(), shown.number) == (None, first)
    project.write({"sitegen.yaml": "tittel: Review\n"})
    assert (shown.look(), shown.number) == (None, first + 1)
    assert "tittel" in _text(shown, "/")
    project.configure("")
    turn = shown.look()
    assert turn.snapshot.number == shown.number == first + 2


def test_warnings_stand_in_a_corner_of_the_page_that_they_are_of(project, preview):
    project.write({NEW: article("New", photo="{src: map.png}"), "content/asia/map.png": picture()})
    shown = preview()
    text, etag = _text(shown, URL), shown.reply(URL).etag
    assert "<summary>2 warnings</summary>" in text
    assert "missing-alt" in text
    assert "overlay" not in text
    assert "warnings" not in _text(shown, "/asia/straits/")
    project.write({NEW: article("New", photo="{src: map.png, credit: A. Name}")})
    shown.look()
    assert "<summary>1 warning</summary>" in _text(shown, URL)
    assert shown.reply(URL).etag != etag


def test_the_calendar_has_everything_that_the_clock_does(project, preview):
    project.write(
        {
            NEW: article("New", date="2026-12-24", embargo="2026-12-26", expires="2027-01-01"),
            "content/asia/draft.md": article("Draft", date="2026-12-25", status="draft"),
            "content/pages/offer.md": "---\ntitle: Offer\nexpires: 2026-12-31\n---\nText.\n",
            "content/issues/winter.md": "---\ntitle: Winter\ndate: 2027-02-01\n---\n",
        }
    )
    shown = preview()
    found = [(due.when[:10], due.kind, due.title, due.what) for due in calendar(shown.snapshot)]
    assert found == [
        ("2026-12-26", "article", "New", "appears"),
        ("2026-12-31", "page", "Offer", "expires"),
        ("2027-01-01", "article", "New", "expires"),
        ("2027-02-01", "issue", "Winter", "appears"),
    ]
    text = re.sub(r"<[^>]+>|\s+", " ", shown.desk("calendar").body.decode())
    assert "The page Offer expires" in re.sub(" +", " ", text)


def test_what_was_read_of_edits_is_not_kept(project, preview):
    project.write({NEW: article("New", body="As it was.")})
    shown = preview()
    before = len(shown._store._bodies)
    for number in range(5):
        project.write({NEW: article("New", body=f"Text {number}.")})
        shown.hear({NEW})
        changes = shown.scanner().changes()
        assert shown.is_settled(changes)
    assert len(shown._store._bodies) == before
    assert "Text 4." in _text(shown, URL)


def test_a_stylesheet_alone_is_told_of_as_one(project, preview):
    project.write({"static/own.css": "body { color: red }", "themes/own/theme.yaml": "extends: broadsheet\n"})
    project.write({"themes/own/static/extra.css": "a { color: red }"})
    project.configure("theme: own\n")
    shown = preview()
    project.write({"static/own.css": "body { color: blue }"})
    assert shown.look().styles == {"/own.css": "/own.css"}
    project.write({"themes/own/static/extra.css": "a { color: blue }"})
    [(before, now)] = shown.look().styles.items()
    assert before != now
    assert shown.reply(now).status == 200
    project.write({"static/own.css": "body { color: green }", NEW: article("New")})
    assert shown.look().styles is None


def test_a_store_that_is_gone_is_done_without(project, preview):
    project.build()
    shown = preview()
    for file in (project.root / ".sitegen").glob("cache*"):
        file.unlink()
    shown.rest()
    assert "The opening" in _text(shown, "/asia/straits/")


def test_files_that_the_last_build_saw_are_not_read_again(project, preview, monkeypatch):
    monkeypatch.setattr("sitegen.read.file_state.is_racy", lambda *_: False)  # as files are that rest
    project.build()
    loaded: list[str] = []
    load = Files.load
    monkeypatch.setattr(Files, "load", lambda files, path: loaded.append(path) or load(files, path))
    preview()
    assert [path for path in loaded if path.startswith("content/")] == []
    project.write({"content/pages/about.md": "---\ntitle: About us\n---\n\nNew.\n"})
    preview()
    assert [path for path in loaded if path.startswith("content/")] == ["content/pages/about.md"]


def test_what_was_read_is_left_to_builds(project, preview):
    shown = preview()
    shown.remember()
    assert preview().snapshot.reading.documents.uncached == 0


def test_pages_on_paper_have_the_rules_for_print(project, preview):
    project.write(
        {"static/own.css": "@media print { a { color: black } } @media screen { a { color: red } }"}
    )
    shown = preview()
    assert (
        shown.reply("/own.css", paper=True).body
        == b"@media all { a { color: black } } @media not all { a { color: red } }"
    )
    page = shown.reply("/asia/straits/", paper=True).body.decode()
    assert ".css?_print" in page
    assert "live.js" not in page


def test_the_clock_is_followed(project):
    from sitegen.serve.options import PreviewOptions
    from sitegen.serve.preview import Preview

    clock = [NOW]
    project.write({NEW: article("New", date="2026-12-24T09:00")})
    shown = Preview(PreviewOptions(project.root, public=True), lambda: clock[0])
    shown.look()
    assert shown.reply(URL).status == 404
    clock[0] = shown.snapshot.site.due
    assert shown.at_once() is not None
    assert shown.reply(URL).status == 200


# Beside builds


def _damaged(project):
    with sqlite3.connect(store_of(project.root)) as sql:
        sql.execute("UPDATE answers SET asked = x'00112233'")


def test_a_preview_begins_from_a_build_and_goes_on_while_another_runs(project, preview):
    project.build()
    shown = preview()
    project.write({NEW: article(title="A new one", date="2026-05-01")})
    project.build()
    shown.look()
    assert "A new one" in _text(shown, URL)
    shown.remember()
    project.write({NEW: article(title="Another one", date="2026-05-01")})
    project.build()
    shown.hear([NEW])
    assert "Another one" in _text(shown, URL)
    assert "Another one" in _text(shown, "/asia/")


def test_a_damaged_store_is_left_alone(project, preview):
    project.build()
    _damaged(project)
    shown = preview()
    project.write({NEW: article(title="A new one", date="2026-05-01")})
    shown.look()
    assert "A new one" in _text(shown, URL)


def test_a_store_that_is_found_damaged_later_is_left_alone(project, preview, monkeypatch):
    shown = preview()
    project.write({NEW: article(title="A new one", date="2026-05-01")})
    shown.look()

    def fail(*_):
        raise StoreDamage("The store is damaged.")

    for deed in (lambda: shown.hear([NEW]), shown.at_once):
        monkeypatch.setattr(shown._proofs, "_prove", fail)
        assert deed() is not None
        assert "A new one" in _text(shown, URL)
