from __future__ import annotations

from sitegen.digest import digest_in_order
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
    records = [record for record in trace.records() if record.query.name in ("tag", "latest")]
    assert records == [
        Record(Query("tag", (("id", "a"), ("lang", "en"))), digest_in_order(None)),
        Record(Query("latest", (("lang", "en"),)), digest_in_order((card(),))),
    ]
    assert [query.name for query in ask.queries] == ["site", "theme", "tag", "latest"]


def _asked(theme, template="x.html", kind="template"):
    trace = Trace(Asked(theme))
    RENDERERS["page"](page(template), trace)
    return {dict(query.args).get("name") for query in trace.questions() if query.name == kind}


def test_a_page_is_made_of_all_templates_that_it_may_load(tmp_path):
    theme = theme_in(
        tmp_path,
        {
            "x.html": "{% extends 'y.html' %}{% block a %}{% from 'm.html' import f %}{{ f() }}{% endblock %}",
            "y.html": "{% block a %}{% endblock %}{% if none %}{% include 'z.html' %}{% endif %}",
            "z.html": "",
            "m.html": "{% import 'n.html' as n %}{% macro f() %}{{ n.g() }}{% endmacro %}",
            "n.html": "{% macro g() %}G{% endmacro %}",
        },
    )
    assert _asked(theme) == {"x.html", "y.html", "z.html", "m.html", "n.html"}


def test_templates_that_are_not_there_yet_are_asked_for_too(tmp_path):
    theme = theme_in(tmp_path, {"x.html": "{% include ['a.html', 'b.html'] ignore missing %}"})
    assert _asked(theme) == {"x.html", "a.html", "b.html"}


def test_a_template_chosen_when_it_runs_makes_a_page_of_all_templates(tmp_path):
    theme = theme_in(tmp_path, {"x.html": "{% set name = 'y.html' %}{% include name %}", "y.html": "Y"})
    assert _asked(theme, kind="templates") == {None}


def test_a_file_of_the_theme_is_asked_for_where_it_is_used(tmp_path):
    theme = theme_in(tmp_path, {"x.html": "{{ asset('style.css') }}"})
    assert _asked(theme, kind="asset") == {"style.css"}


def test_bodies_and_the_theme_as_a_whole_are_known_by_other_ways():
    trace = Trace(Asked())
    RENDERERS["page"](page(), trace)
    assert not {"body", "theme"} & {query.name for query in trace.questions()}
    assert {"site", "options", "words", "template"} <= {query.name for query in trace.questions()}
