from __future__ import annotations

from sitegen.digest import digest_of
from sitegen.model.jobs import Query
from sitegen.render.kinds import RENDERERS
from sitegen.render.trace import Record, Trace
from tests.render.samples import Asked, card, page, theme_in


def test_templates_questions_are_recorded_once_in_their_order(tmp_path):
    theme = theme_in(
        tmp_path, {"x.html": "{{ site.tag('a') }}{{ site.latest() | length }}{{ site.tag('a') }}"}
    )
    ask = Asked(theme, answers={"tag": None, "latest": (card(),)})
    trace = Trace(ask)
    RENDERERS["page"](page("x.html"), trace)
    assert trace.records() == (
        Record(Query("tag", (("id", "a"), ("lang", "en"))), digest_of(None)),
        Record(Query("latest", (("lang", "en"),)), digest_of((card(),))),
    )
    assert [query.name for query in ask.queries] == ["site", "theme", "tag", "latest"]


def test_renders_own_questions_are_recorded_apart():
    trace = Trace(Asked())
    RENDERERS["page"](page(), trace)
    assert trace.records() == ()
    assert {record.query.name for record in trace.records(plumbing=True)} == {"site", "theme"}
