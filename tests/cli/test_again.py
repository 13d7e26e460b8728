"""Repeated builds from the command line: `--explain`, `why`, `--verify` and `clean`."""

from __future__ import annotations

import json
import os

import pytest

from tests.projects import NOW, article, tree


@pytest.fixture
def built(sitegen_in, project):
    """A project built into `public/`, and a function that runs sitegen in it."""

    def call(*words: str) -> tuple[int, str, str]:
        return sitegen_in(*words, folder=project.root)

    assert call("build", "--now", NOW)[0] == 0
    return project, call


def test_explain_lists_each_rendered_file_with_its_reason(built):
    project, call = built
    project.write({"content/asia/treaties.md": article("Treaties Now", "2026-02-01", "## Costs")})
    status, out, _ = call("build", "--now", NOW, "--explain")
    assert status == 0
    lines = dict(line.split(": ", 1) for line in out.splitlines())
    assert "the metadata of `content/asia/treaties.md` changed" in lines["asia/treaties/index.html"]
    assert lines["asia/index.html"] == "the card of `content/asia/treaties.md` changed"
    assert "about/index.html" not in lines
    assert call("build", "--now", NOW, "--explain")[1] == ""


def test_a_modified_output_is_rendered_again(built):
    project, call = built
    page = project.root / "public" / "about" / "index.html"
    before = page.read_bytes()
    with page.open("ab") as opened:
        opened.write(b"another hand")
    _, out, _ = call("build", "--now", NOW, "--explain")
    assert out.startswith("about/index.html: the file in the output folder was modified")
    assert page.read_bytes() == before


@pytest.mark.parametrize(
    "what",
    [
        "/asia/straits/",
        "https://example.org/asia/straits/",
        "asia/straits/index.html",
        "content/asia/straits/index.md",
        "public/asia/straits/index.html",
    ],
)
def test_a_page_is_found_by_url_or_file(built, what, monkeypatch):
    project, call = built
    monkeypatch.chdir(project.root)
    status, out, _ = call("why", what)
    assert status == 0
    assert out.startswith("asia/straits/index.html\n  rendered in the last build: there is no earlier build")
    assert "source: content/asia/straits/index.md" in out
    assert "templates: article.html, base.html" in out


def test_a_new_template_is_a_reason(built):
    project, call = built
    project.write({"templates/page.html": "{% extends '!broadsheet/page.html' %}"})
    assert call("build", "--now", NOW)[0] == 0
    _, out, _ = call("why", "/about/")
    assert "the template `page.html` changed" in out
    _, out, _ = call("why", "/asia/")
    assert "not rendered in the last build: no changes" in out


def test_a_changed_query_is_a_reason(built):
    project, call = built
    own = "{% extends '!broadsheet/page.html' %}{% block main %}{{ site.latest(section='asia', limit=3) | length }}"
    project.write({"templates/page.html": own + "{% endblock %}"})
    call("build", "--now", NOW)
    project.write({"content/asia/new.md": article("New", "2026-11-01")})
    call("build", "--now", NOW)
    _, out, _ = call("why", "/about/")
    assert "the result of `site.latest(limit=3, section='asia')` changed" in out


def test_why_explains_the_last_build(built):
    project, call = built
    about = project.root / "content/pages/about.md"
    about.write_text(about.read_text() + "\nMore.\n")
    call("build", "--now", NOW)
    assert "rendered in the last build: the text changed" in call("why", "/about/")[1]
    call("build", "--now", NOW)
    assert "not rendered in the last build: no changes" in call("why", "/about/")[1]


def test_an_unknown_page(built):
    _, call = built
    status, _, err = call("why", "/asia/strait/")
    assert status == 2
    assert "has no output for `/asia/strait/`" in err


def test_why_an_article_has_no_page(built):
    project, call = built
    project.write({"content/asia/new.md": article("New", status="draft")})
    call("build", "--now", NOW)
    status, _, err = call("why", "content/asia/new.md")
    assert status == 2
    assert "no page for `content/asia/new.md`: its state was `draft`" in err
    project.write({"content/asia/new.md": article("New", autors="[desk]")})
    call("build", "--now", NOW, "--partial")
    assert "The last build left out `content/asia/new.md`" in call("why", "content/asia/new.md")[2]


def test_a_file_without_a_page(built):
    _, call = built
    assert "`sitegen.yaml` has no page of its own" in call("why", "sitegen.yaml")[2]


@pytest.mark.parametrize("what", ["https://example.org/review/asia/straits/", "/review/asia/straits/"])
def test_urls_of_a_site_below_a_path(built, what):
    project, call = built
    project.write({"sitegen.yaml": "title: Review\ntimezone: UTC\nbase_url: https://example.org/review/\n"})
    call("build", "--now", NOW)
    assert call("why", what)[1].startswith("asia/straits/index.html\n")
    assert call("why", "/review/")[1].startswith("index.html\n")


def test_why_before_the_first_build(sitegen_in, project):
    status, _, err = sitegen_in("why", "/", folder=project.root)
    assert status == 2
    assert "Build the site first" in err


def test_verify(built):
    project, call = built
    before = tree(project.root / "public")
    status, out, _ = call("build", "--now", NOW, "--verify")
    assert (status, "byte for byte" in out) == (0, True)
    assert tree(project.root / "public") == before
    assert len(list((project.root / ".sitegen" / "outputs").iterdir())) == 1


def test_verify_names_a_difference(built, monkeypatch):
    _, call = built
    monkeypatch.setattr("sitegen.build.verify._first_difference", lambda *_: "asia/straits/index.html")
    status, _, err = call("build", "--now", NOW, "--verify")
    assert status == 1
    assert "`asia/straits/index.html` (a page of content/asia/straits/index.md) differs from" in err


def test_clean(built):
    project, call = built
    before = tree(project.root / "public")
    status, out, _ = call("clean")
    assert (status, out.startswith("Removed ")) == (0, True)
    assert call("clean")[1] == "There is no cache to remove.\n"
    status, out, _ = call("build", "--now", NOW, "--json")
    assert (status, json.loads(out)["rendered"]) == (0, len(before))
    assert tree(project.root / "public") == before


def _spoil(file) -> None:
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4096] = os.urandom(4096)
    file.write_bytes(bytes(data))


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"no database"),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
        _spoil,
        lambda file: (file.unlink(), file.mkdir()),
    ],
)
def test_a_damaged_cache_is_a_note(built, damage):
    project, call = built
    before = tree(project.root / "public")
    for beside in (project.root / ".sitegen").glob("cache.sqlite-*"):
        beside.unlink()
    damage(project.root / ".sitegen" / "cache.sqlite")
    project.write({"content/asia/treaties.md": article("Treaties Now", "2026-02-01", "## Costs")})
    status, _, err = call("build", "--now", NOW)
    assert status == 0, err
    assert tree(project.root / "public").keys() == before.keys()
    assert "Treaties Now" in project.root.joinpath("public/asia/treaties/index.html").read_text()
    assert call("build", "--now", NOW, "--verify")[0] == 0


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_all_start_methods_give_the_same_output(sitegen_in, project, method):
    project.write({f"content/asia/a{n}.md": article(f"A {n}", body="Text. " * 900) for n in range(120)})
    assert sitegen_in("build", "--now", NOW, "--jobs", "1", folder=project.root)[0] == 0
    alone = tree(project.root / "public")
    assert (
        sitegen_in("build", "--now", NOW, "--fresh", "--jobs", "3", "--start", method, folder=project.root)[0]
        == 0
    )
    assert tree(project.root / "public") == alone
