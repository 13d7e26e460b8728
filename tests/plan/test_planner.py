"""Planning again in one process: always what planning from nothing gives."""

from __future__ import annotations

import pytest

from sitegen.digest import digest_of
from sitegen.link.linker import Linker
from sitegen.link.visibility import Moment
from sitegen.model.content import Status
from sitegen.model.documents import File
from sitegen.plan.plan import plan
from sitegen.plan.planner import Planner
from tests.factory import NOW, PLAIN, THEME, content, document, href, put

DOCUMENTS = (
    document("content/asia/_index.md"),
    document("content/asia/a.md", href("/asia/b"), href("/nowhere/"), tags=("Oil",), series="straits"),
    document("content/asia/b.md", tags=("Oil",), series="straits", aliases=("/old/",)),
    document("content/authors/desk.md", name="Desk"),
    document("content/issues/one.md"),
    document("content/series/straits.md"),
    document("content/pages/about.md"),
    document("content/_index.md"),
)
READ = content(*DOCUMENTS, static=["static/terms.pdf"])
ASSETS = (File("themes/plain/static/style.css", "1", "style.1.css"),)


def _jobs(planned):
    return {output: planned.job(output) for output in planned.routes}


def _same(one, other):
    assert list(one.routes) == list(other.routes)
    assert one.problems == other.problems
    assert digest_of(_jobs(one)) == digest_of(_jobs(other))


@pytest.mark.parametrize(
    ("changed", "stands"),
    [
        (READ, True),
        (put(READ, bodies={path: f"another {body}" for path, body in READ.bodies.items()}), True),
        (content(*DOCUMENTS, static=["static/terms.pdf"], data={"straits": [1]}), True),
        (content(*DOCUMENTS, static=["static/terms.pdf"], theme=put(THEME, digest="another")), True),
        (content(*DOCUMENTS, static=["static/terms.pdf"], theme=put(THEME, assets=ASSETS)), False),
        (content(*DOCUMENTS, document("content/asia/c.md")), False),
        (content(*DOCUMENTS[:-1], document("content/_index.md", title="Another")), False),
        (content(*DOCUMENTS[:-1], document("content/pages/new.md", status=Status.DRAFT)), False),
    ],
)
def test_a_plan_stands_while_its_site_does(changed, stands):
    linker, planner = Linker(), Planner()
    first = planner(linker(READ, PLAIN, Moment(NOW)))
    site = linker(changed, PLAIN, Moment(NOW))
    found = planner(site)
    assert (found.routes is first.routes) is stands
    assert found.planned.site is site
    _same(found, plan(site))


def test_bodies_are_those_of_the_last_site():
    linker, planner = Linker(), Planner()
    planner(linker(READ, PLAIN, Moment(NOW)))
    changed = put(READ, bodies=READ.bodies | {"content/asia/a.md": "another body"})
    found = planner(linker(changed, PLAIN, Moment(NOW)))
    assert found.job("asia/a/index.html").args.body.digest == "another body"
