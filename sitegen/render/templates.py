"""Filling a template: the one place where Jinja is called, and where its failures become Problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateError

from sitegen.model import site_queries as q
from sitegen.model.query import Ask
from sitegen.model.render_queries import ThemeOptions, ThemeStrings
from sitegen.model.views import SiteView
from sitegen.problems import SitegenError
from sitegen.render.environment import environment
from sitegen.render.errors import RenderTask, template_problem
from sitegen.render.page_context import KEY, CurrentPage
from sitegen.render.site_proxy import SiteProxy
from sitegen.render.strings import UIStrings


def fill(task: RenderTask, ask: Ask, lang: str, site: SiteView | None, names: Mapping[str, Any]) -> bytes:
    """The text, in UTF-8, that the task's template makes of `names`, beside what all pages see.

    TemplateProblem where it fails.
    """
    theme = ask(q.ThemeInUse())
    jinja = environment(theme)
    options, words = ask(ThemeOptions()), ask(ThemeStrings())
    page = CurrentPage(lang, ask, site, jinja.memory(lang, site, options, words))
    shared: dict[str, Any] = {"theme": options, "t": UIStrings(words, lang)}
    if site is not None:
        shared["site"] = SiteProxy(site, lang, page.ask)
    page.common = {**jinja.globals, **shared}
    context = {**names, **shared, KEY: page}
    try:
        for question in jinja.questions(task.template):  # recorded with the page
            ask(question)
        return jinja.get_template(task.template).render(context).encode()
    except TemplateError as error:  # first: a template that is not there is an OSError, too
        raise template_problem(error, theme, jinja, task) from error
    except (SitegenError, OSError):  # the machine's failures are not the template's
        raise
    except Exception as error:
        raise template_problem(error, theme, jinja, task) from error
