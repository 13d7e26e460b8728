"""A custom kind of Job, with its own fields and queries."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from msgspec import Struct

from sitegen.model import site_queries as q
from sitegen.model.jobs import BodyRef, Job, JobArgs, Output
from sitegen.model.query import Ask
from sitegen.model.render_queries import BodyAt, Latest
from sitegen.model.site import Site
from sitegen.plan import plan
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup
from sitegen.render import renderers
from tests.projects import Project, article, tree

NEW = "content/asia/new.md"
#: Longer than what other pages show of a text.
BEGINNING = f"\n{'Nothing has changed in this sentence. ' * 10}\n\n"


class Entry(Struct, frozen=True):
    """An article in a search index."""

    title: str
    text: BodyRef


class IndexArgs(JobArgs, frozen=True):
    """A search index: its texts are nested deeper than in a page, under other names."""

    entries: tuple[Entry, ...]
    by_section: dict[str, list[Entry]]


class PlainArgs(JobArgs, frozen=True):
    """A digest alone, which only the renderer knows to be that of a body."""

    what: str


class TextSubject(Struct, frozen=True):
    """An article whose plain text is published."""

    output: str
    path: str


def _routes(site: Site) -> Routes:
    yield Route("search.json", "the search index", _job, "")
    for article_ in site.editions[0].articles:
        output = f"texts/{article_.document.id}.txt"
        yield Route(output, "the texts", _text_job, TextSubject(output, article_.path))


def _job(planned: SiteLookup, _: str) -> Job:
    paths = planned.ask(q.MembersOf("en"))
    entries = [Entry(planned.card(path).title, planned.body(path)) for path in paths]
    by_section: dict[str, list[Entry]] = {}
    for path, entry in zip(paths, entries, strict=True):
        by_section.setdefault(planned.card(path).section.url, []).append(entry)
    return Job("search.json", IndexArgs(tuple(entries[:1]), by_section))


def _text_job(planned: SiteLookup, subject: TextSubject) -> Job:
    body = planned.body(subject.path)
    return Job(subject.output, PlainArgs("" if body.gated else body.digest))


def _render(path: str, args: IndexArgs, ask: Ask) -> Output:
    entries = [*args.entries, *(each for part in args.by_section.values() for each in part)]
    texts = [_plain(ask, each.text.digest) for each in entries]
    latest = [card.title for card in ask(Latest("en", limit=2))]
    found = [[entry.title, text] for entry, text in zip(entries, texts, strict=True)]
    return Output(path, json.dumps([found, latest]).encode())


def _render_text(path: str, args: PlainArgs, ask: Ask) -> Output:
    return Output(path, _plain(ask, args.what).encode() if args.what else b"")


def _plain(ask: Ask, digest: str) -> str:
    return "".join(map(str, ask(BodyAt(digest)).opening))


@pytest.fixture
def searched(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project, with a search index and the plain texts."""
    routes = plan._all_routes

    def with_others(ask: Ask, site: Site) -> Iterator[Route[object]]:
        yield from routes(ask, site)
        yield from _routes(site)

    monkeypatch.setattr(plan, "_all_routes", with_others)
    monkeypatch.setitem(renderers.RENDERERS, IndexArgs, _render)
    monkeypatch.setitem(renderers.RENDERERS, PlainArgs, _render_text)
    return project


def _assert_fresh(project: Project) -> None:
    project.build()
    clean = project.out.parent / "clean"
    project.build(out=clean, fresh=True, replace=True)
    assert tree(project.out) == tree(clean)


EDITS = {
    "a text": article("New") + BEGINNING + "Three.\n",
    "a text whose links differ": article("New") + BEGINNING + "[Three](https://example.net/).\n",
    "a title": article("Newer") + BEGINNING + "Two.\n",
    "a title and a text": article("Newer") + BEGINNING + "Three.\n",
    "a draft": article("New", status="draft") + BEGINNING + "Two.\n",
    "a teaser": article("New", access="teaser") + BEGINNING + "<!-- more -->\n\nTwo.\n",
    "another section": article("New", section="europe") + BEGINNING + "Two.\n",
}


@pytest.mark.parametrize("edited", EDITS.values(), ids=EDITS)
def test_another_kind_of_job_is_never_stale(searched: Project, edited: str) -> None:
    searched.write({NEW: article("New") + BEGINNING + "Two.\n"})
    _assert_fresh(searched)
    searched.write({NEW: edited})
    _assert_fresh(searched)
    searched.write({NEW: article("New") + BEGINNING + "Four.\n"})
    _assert_fresh(searched)
    (searched.root / NEW).unlink()
    _assert_fresh(searched)


def test_another_kind_of_job_is_not_rendered_without_a_reason(searched: Project) -> None:
    searched.build()
    searched.write({"content/pages/about.md": "---\ntitle: About\n---\n\nAbout them.\n"})
    report = searched.build(explain=True)
    assert [path for path, _ in report.reasons] == ["about/index.html"]


def test_queries_of_another_kind_of_job_are_tracked(searched: Project) -> None:
    searched.build()
    searched.write({"content/asia/later.md": article("Later", "2026-09-01")})
    _assert_fresh(searched)
    assert "Later" in searched.page("search.json")
