"""Pages: a template, filled with views; and the small ones that lead from a former URL to the present."""

from __future__ import annotations

from sitegen.model.jobs import Output, PageArgs, RedirectArgs
from sitegen.model.query import Ask
from sitegen.model.render_queries import SiteShown
from sitegen.model.views import SiteView
from sitegen.render.bodies import BodyView
from sitegen.render.errors import RenderTask
from sitegen.render.templates import fill


def site_of(ask: Ask, lang: str) -> SiteView:
    """The site in a language."""
    site = ask(SiteShown(lang))
    assert site is not None
    return site


def render_page(path: str, args: PageArgs, ask: Ask) -> Output:
    """An HTML page."""
    site = site_of(ask, args.meta.lang)
    names = {
        **dict(args.context),
        "meta": args.meta,
        "body": BodyView(args.body, ask) if args.body else None,
    }
    task = RenderTask(path, args.document, args.template, (*names, "site", "theme", "t"))
    return Output(path, fill(task, ask, args.meta.lang, site, names))


def render_redirect(path: str, args: RedirectArgs, ask: Ask) -> Output:
    """A page that takes its visitors to another one."""
    task = RenderTask(path, "", "redirect.html", ("redirect", "theme", "t"))
    return Output(path, fill(task, ask, args.lang, None, {"redirect": args}))
