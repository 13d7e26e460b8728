"""Pages: a template, filled with views; and the small ones that lead from a former URL to the present."""

from __future__ import annotations

from sitegen.model.asking import Ask
from sitegen.model.jobs import Job, Output, PageArgs, Query, RedirectArgs
from sitegen.model.views import SiteView
from sitegen.render.bodies import BodyView
from sitegen.render.failures import Task
from sitegen.render.templates import fill


def site_of(ask: Ask, lang: str) -> SiteView:
    """The site in a language."""
    site = ask(Query("site", (("lang", lang),)))
    assert isinstance(site, SiteView)
    return site


def render_page(job: Job, ask: Ask) -> Output:
    """An HTML page."""
    args: PageArgs = job.args
    site = site_of(ask, args.meta.lang)
    names = {
        **dict(args.context),
        "meta": args.meta,
        "body": BodyView(args.body, ask) if args.body else None,
    }
    task = Task(job.path, args.document, args.template, (*names, "site", "theme", "t"))
    return Output(job.path, fill(task, ask, args.meta.lang, site, names))


def render_redirect(job: Job, ask: Ask) -> Output:
    """A page that takes its visitors to another one."""
    args: RedirectArgs = job.args
    task = Task(job.path, "", "redirect.html", ("redirect", "theme", "t"))
    return Output(job.path, fill(task, ask, args.lang, None, {"redirect": args}))
