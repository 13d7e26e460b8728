"""Pages and redirects: templates filled with views. The only module that calls Jinja."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import TemplateError

from sitegen.model import site_queries as q
from sitegen.model.jobs import Output, PageArgs, RedirectArgs
from sitegen.model.query import Ask
from sitegen.model.render_queries import SiteShown, ThemeOptions, ThemeStrings
from sitegen.model.views import SiteView
from sitegen.problems import SitegenError
from sitegen.render.bodies import BodyView
from sitegen.render.environment import environment
from sitegen.render.errors import RenderTask, template_problem
from sitegen.render.page_context import KEY, CurrentPage
from sitegen.render.site_proxy import SiteProxy
from sitegen.render.strings import UIStrings


def render_page(path: str, args: PageArgs, ask: Ask) -> Output:
    """Render an HTML page."""
    site = site_of(ask, args.meta.lang)
    names = {
        **dict(args.context),
        "meta": args.meta,
        "body": BodyView(args.body, ask) if args.body else None,
    }
    task = RenderTask(path, args.document, args.template, (*names, "site", "theme", "t"))
    return Output(path, fill_template(task, ask, args.meta.lang, site, names))


def render_redirect(path: str, args: RedirectArgs, ask: Ask) -> Output:
    """Render a page that redirects to another one."""
    task = RenderTask(path, "", "redirect.html", ("redirect", "theme", "t"))
    return Output(path, fill_template(task, ask, args.lang, None, {"redirect": args}))


def site_of(ask: Ask, lang: str) -> SiteView:
    """The site in a language."""
    site = ask(SiteShown(lang))
    assert site is not None
    return site


def fill_template(
    task: RenderTask, ask: Ask, lang: str, site: SiteView | None, names: Mapping[str, object]
) -> bytes:
    """Render the task's template to UTF-8, with `names` beside the names that every page has.

    Raises TemplateProblem if the template fails.
    """
    theme = ask(q.ThemeInUse())
    jinja = environment(theme)
    options, strings = ask(ThemeOptions()), ask(ThemeStrings())
    page = CurrentPage(lang, ask, site, jinja.fragment_cache(lang, site, options, strings))
    shared: dict[str, object] = {"theme": options, "t": UIStrings(strings, lang)}
    if site is not None:
        shared["site"] = SiteProxy(site, lang, page.ask)
    page.shared_names = {**jinja.globals, **shared}
    context = {**names, **shared, KEY: page}
    try:
        for query in jinja.queries(task.template):  # recorded with the page
            ask(query)
        return jinja.get_template(task.template).render(context).encode()
    except TemplateError as error:  # before OSError: TemplateNotFound is both
        raise template_problem(error, theme, jinja, task) from error
    except (SitegenError, OSError):  # not the template's fault
        raise
    except Exception as error:
        raise template_problem(error, theme, jinja, task) from error
