from __future__ import annotations

from sitegen.model.query import Recorder
from sitegen.model.render_queries import (
    AllTemplates,
    AssetNamed,
    Latest,
    SiteShown,
    TagNamed,
    TemplateNamed,
    ThemeOptions,
    ThemeStrings,
)
from sitegen.model.site_queries import ThemeInUse
from sitegen.render.renderers import render
from tests.render.samples import Asked, card, page, theme_in


def test_queries_of_templates_are_recorded_once_in_order(tmp_path):
    theme = theme_in(
        tmp_path, {"x.html": "{{ site.tag('a') }}{{ site.latest() | length }}{{ site.tag('a') }}"}
    )
    ask = Asked(theme, answers={TagNamed: None, Latest: (card(),)})
    trace = Recorder(ask)
    render(page("x.html"), trace)
    assert trace.answers[TagNamed("en", "a")] is None
    assert trace.answers[Latest("en")] == (card(),)
    assert [type(each) for each in ask.asked] == [SiteShown, ThemeInUse, TagNamed, Latest]


def _asked(theme, kind=TemplateNamed):
    trace = Recorder(Asked(theme))
    render(page("x.html"), trace)
    return {each.name for each in trace.answers if isinstance(each, kind)}


def test_a_page_depends_on_all_templates_that_it_may_load(tmp_path):
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


def test_a_page_depends_on_missing_templates(tmp_path):
    theme = theme_in(tmp_path, {"x.html": "{% include ['a.html', 'b.html'] ignore missing %}"})
    assert _asked(theme) == {"x.html", "a.html", "b.html"}


def test_a_computed_template_name_depends_on_all_templates(tmp_path):
    theme = theme_in(tmp_path, {"x.html": "{% set name = 'y.html' %}{% include name %}", "y.html": "Y"})
    trace = Recorder(Asked(theme))
    render(page("x.html"), trace)
    assert AllTemplates() in trace.answers
    assert _asked(theme) == set()


def test_a_page_depends_on_the_assets_that_it_uses(tmp_path):
    theme = theme_in(tmp_path, {"x.html": "{{ asset('style.css') }}"})
    assert _asked(theme, AssetNamed) == {"style.css"}


def test_every_page_depends_on_options_strings_and_templates():
    trace = Recorder(Asked())
    render(page(), trace)
    assert {SiteShown, ThemeOptions, ThemeStrings, TemplateNamed} <= set(map(type, trace.answers))
