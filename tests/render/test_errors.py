from __future__ import annotations

import pickle

import pytest

from sitegen.model.render_queries import Latest
from sitegen.problems import Problem
from sitegen.render.errors import TemplateProblem
from sitegen.render.renderers import render
from tests.render.samples import Asked, page, theme_in


def problem_of(folder, text: str, template: str = "x.html", **others: str) -> Problem:
    named = {f"{name}.html": other for name, other in others.items()}
    theme = theme_in(folder, {"x.html": text, **named})
    with pytest.raises(TemplateProblem) as caught:
        render(page(template), Asked(theme))
    return caught.value.problem


@pytest.mark.parametrize(
    ("text", "code", "line", "message", "hint"),
    [
        ("\n{{ articel }}", "template-error", 2, "`articel` is not defined", "Did you mean `article`?"),
        (
            "{{ article.titel }}",
            "template-error",
            1,
            "An ArticleView has no `titel`",
            "Did you mean `title`?",
        ),
        ("{{ article.card.titel }}", "template-error", 1, "A Card has no `titel`", "Did you mean `title`?"),
        ("{{ site.titel }}", "template-error", 1, "A site has no `titel`", "Did you mean `title`?"),
        ("{% if theme.acent %}{% endif %}", "template-error", 1, "mapping has no `acent`", "`accent`"),
        ("{{ body.opening }}", "template-error", 1, "Cannot read `opening` of None", "Check first"),
        ("a\n{% if %}", "template-syntax", 2, "Expected an expression", ""),
        ("a\n{{ 1 | dat }}", "template-syntax", 2, "No filter named 'dat'", "`date`"),
        ('\n\n{% include "y.html" %}', "missing-template", 3, "There is no template `y.html`", "`x.html`"),
        (
            '{% extends "bass.html" %}',
            "missing-template",
            1,
            "There is no template `bass.html`",
            "`base.html`",
        ),
        ('{% extends "x.html" %}', "template-error", 1, "extends or includes itself", "!<theme's name>"),
        ('{{ t("read_ful") }}', "template-error", 1, "The string `read_ful`", "`read_full`"),
        ('{{ t("by") }}', "template-error", 1, "needs a value for `{names}`", "names=…"),
        ('{{ asset("stile.css") }}', "template-error", 1, "no file `static/stile.css`", "`style.css`"),
        ('{{ article.date | date("longg") }}', "template-error", 1, "not a date format", "`long`"),
        ('{{ "x" | date }}', "template-error", 1, "takes a date, not str", ""),
        ("{{ 1 / 0 }}", "template-error", 1, "ZeroDivisionError", ""),
        ("{{ site.latest(sektion='a') }}", "template-error", 1, "unexpected keyword argument 'sektion'", ""),
    ],
)
def test_an_error_has_the_templates_line_a_cause_and_a_hint(tmp_path, text, code, line, message, hint):
    problem = problem_of(tmp_path, text)
    assert (problem.path, problem.line, problem.code) == ("templates/x.html", line, code)
    assert message in problem.message
    assert problem.message.endswith(", while rendering content/asia/straits.md")
    assert hint in problem.hint
    assert problem.text == text.split("\n")[line - 1]


def test_the_innermost_template_is_named(tmp_path):
    problem = problem_of(tmp_path, '{% include "inner.html" %}', inner="\n{{ nobody }}")
    assert problem.place == "templates/inner.html:2:4"


def test_a_themes_template_is_named_by_its_path(tmp_path):
    problem = problem_of(tmp_path, '{% extends "!broadsheet/section.html" %}')
    assert problem.path == "themes/broadsheet/templates/section.html"
    assert "`section` is not defined" in problem.message


def test_a_missing_template_of_an_article_is_the_articles_problem(tmp_path):
    problem = problem_of(tmp_path, "", template="artikle.html")
    assert (problem.path, problem.code) == ("content/asia/straits.md", "missing-template")
    assert problem.hint == "Did you mean `article.html`?"


def test_a_macro_without_context_says_how_to_import_it(tmp_path):
    problem = problem_of(
        tmp_path, '{% from "m.html" import m %}{{ m() }}', m='{% macro m() %}{{ asset("x") }}{% endmacro %}'
    )
    assert "with context" in problem.hint


def test_a_system_error_is_not_a_template_error(tmp_path):
    def ask(question):
        if isinstance(question, Latest):
            raise OSError("disk")
        return Asked(theme)(question)

    theme = theme_in(tmp_path, {"x.html": "{{ site.latest() }}"})
    with pytest.raises(OSError, match="disk"):
        render(page("x.html"), ask)


def test_a_problem_can_be_pickled(tmp_path):
    error = TemplateProblem(problem_of(tmp_path, "{{ nobody }}"))
    assert pickle.loads(pickle.dumps(error)).problem == error.problem
