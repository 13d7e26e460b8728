"""Links to URLs of this site: whether what they lead to is there, and how its URL is written.

They can lead to any output, and only the plan knows them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

from msgspec import structs

from sitegen.config import is_kept
from sitegen.fragments import find_fragment
from sitegen.likeness import Names
from sitegen.model.site import Alias, PendingLink, Site
from sitegen.plan.routes import Route
from sitegen.problems import MOST_SEARCHED, Problem, Severity, did_you_mean, problem_at
from sitegen.project import CONFIGURATION

#: What was probably meant as an address elsewhere, such as `example.org/page`.
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:com|edu|eu|gov|int|io|net|org|[a-z]{2})(?:/\S*)?")
#: An e-mail address, a scheme whose colon is missing or misplaced, and a DOI.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:\?\S*)?")
_NO_COLON = re.compile(r"/{0,2}(https?)[.:;,]?/{1,2}:?/{0,2}(?=[\w-]+\.)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}/")


def check_links(
    site: Site, routes: Mapping[str, Route[Any]], problems: list[Problem]
) -> dict[str, dict[int, str]]:
    """The URLs of links that have to be written otherwise, by document and index; empty if nothing is there.

    What is there keeps its URL, with the slash that a folder's page needs.
    """
    corrected: dict[str, dict[int, str]] = {}
    broken: list[PendingLink] = []
    shown = _Shown(routes)
    for link in site.pending:
        output, slash = link.output, False
        if output not in routes and not output.endswith("index.html"):
            output, slash = f"{output}/index.html", True
        route = routes.get(output)
        if route is None and is_kept(link.output, site.config.keep):
            continue
        if route is None:
            hidden = site.unpublished.get(link.output) or site.unpublished.get(output)
            if hidden is None:
                broken.append(link)
            else:
                problems.append(_unpublished(link, hidden))
            corrected.setdefault(link.source, {})[link.index] = ""
            continue
        fragment = _fragment(link, route, shown, problems) if link.fragment else ""
        if slash or fragment != link.fragment:
            corrected.setdefault(link.source, {})[link.index] = _url(site, output, fragment)
    neighbours = _by_folder(routes) if broken else {}
    problems += [_broken(link, neighbours) for link in broken]
    return corrected


class _Shown:
    """The routes of documents by their paths, found when the first one is asked for: few links need one."""

    def __init__(self, routes: Mapping[str, Route[Any]]) -> None:
        self._routes = routes

    @cached_property
    def by_path(self) -> Mapping[str, Route[Any]]:
        return {route.owner: route for route in self._routes.values() if route.document is not None}


def _fragment(link: PendingLink, route: Route[Any], shown: _Shown, problems: list[Problem]) -> str:
    """A link's fragment, empty where its page has no such place; a former URL has those of the page."""
    target = shown.by_path.get(route.owner) if isinstance(route.subject, Alias) else route
    if target is None or target.document is None:
        return link.fragment
    found = find_fragment(target.document.outline, link.fragment, target.gated)
    if found is None:
        problems.append(_wrong_fragment(link, target))
    return found or ""


def _url(site: Site, output: str, fragment: str) -> str:
    url = site.base_path + quote(output.removesuffix("index.html"), safe="/-._~!$&'()*+,;=:@")
    return f"{url}#{fragment}" if fragment else url


def _folder(output: str) -> str:
    return output.removesuffix("/index.html").rpartition("/")[0]


def _by_folder(routes: Iterable[str]) -> dict[str, Names]:
    folders: dict[str, list[str]] = {}
    for output in routes:
        folders.setdefault(_folder(output), []).append("/" + output.removesuffix("index.html"))
    return {folder: Names(urls) for folder, urls in folders.items()}


def _broken(link: PendingLink, neighbours: Mapping[str, Names]) -> Problem:
    message = f"The link `{link.written}` leads to no page or file of this site."
    otherwise = "Name the other article's file, so that it is checked: `../asia/x.md`."
    if meant := _meant(link.written):
        return problem_at(link.source, link.key, "broken-link", message, meant)
    names = neighbours.get(_folder(link.output)) if link.index < MOST_SEARCHED else None
    found = names.nearest(link.written) if names else None
    hint = f"Did you mean `{found}`?" if found else otherwise
    return problem_at(link.source, link.key, "broken-link", message, hint)


def _meant(written: str) -> str:
    """What to write for an address elsewhere that reads as a path, or for a full URL of this site."""
    if written.startswith(("https://", "http://", "//")):
        return "It is a URL of this site. If something else serves it, list its path under `keep`."
    if _MAIL.fullmatch(written):
        return f"For an e-mail address, write `mailto:{written}`."
    if scheme := _NO_COLON.match(written):
        return f"For another site, write `{scheme[1].lower()}://{written[scheme.end() :]}`."
    if _DOI.match(written):
        return f"For a DOI, write `https://doi.org/{written}`."
    return f"For another site, write `https://{written}`." if _HOST.fullmatch(written) else ""


def _unpublished(link: PendingLink, document: str) -> Problem:
    """A link of a text is shown as plain text; one of the configuration cannot be."""
    message = f"The link `{link.written}` leads to `{document}`, which is not published."
    if link.source == CONFIGURATION:
        hint = "Remove it, or publish the document."
        problem = problem_at(link.source, link.key, "link-to-unpublished", message, hint)
        return structs.replace(problem, severity=Severity.ERROR)
    hint = "Until it is, readers see the link's text alone."
    return problem_at(link.source, link.key, "link-to-unpublished", message, hint)


def _wrong_fragment(link: PendingLink, route: Route[Any]) -> Problem:
    assert route.document is not None
    message = f"`{route.document.path}` has no heading or anchor `#{link.fragment}`."
    outline = route.document.outline
    known = (*outline.anchors, *outline.rest_anchors)
    hint = did_you_mean(link.fragment, known, "Look at the headings of the page.", place=link.index)
    return problem_at(link.source, link.key, "broken-fragment", message, hint)
