"""Links to URLs of this site: whether what they lead to is there, and how its URL is written.

They can lead to any output, and only the plan knows them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sitegen.fragments import find_fragment
from sitegen.model.site import PendingLink, Site
from sitegen.plan.routes import Route
from sitegen.problems import Problem, did_you_mean, problem_at

#: What was probably meant as an address elsewhere, such as `example.org/page`.
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:com|edu|eu|gov|int|io|net|org|[a-z]{2})(?:/\S*)?")


def check_links(
    site: Site, routes: Mapping[str, Route[Any]], problems: list[Problem]
) -> dict[str, dict[int, str]]:
    """The URLs of links that have to be written otherwise, by document and index; empty if nothing is there.

    What is there keeps its URL, with the slash that a folder's page needs.
    """
    corrected: dict[str, dict[int, str]] = {}
    broken: list[PendingLink] = []
    for link in site.pending:
        output, slash = link.output, False
        if output not in routes and not output.endswith("index.html"):
            output, slash = f"{output}/index.html", True
        route = routes.get(output)
        fragment = link.fragment
        if route is None:
            broken.append(link)
            corrected.setdefault(link.source, {})[link.index] = ""
            continue
        if route.document is not None and fragment:
            found = find_fragment(route.document.outline, fragment, route.gated)
            if found is None:
                problems.append(_wrong_fragment(link, route))
            fragment = found or ""
        if slash or fragment != link.fragment:
            corrected.setdefault(link.source, {})[link.index] = _url(site, output, fragment)
    neighbours = _by_folder(routes) if broken else {}
    problems += [_broken(link, neighbours) for link in broken]
    return corrected


def _url(site: Site, output: str, fragment: str) -> str:
    url = site.base_path + quote(output.removesuffix("index.html"), safe="/-._~!$&'()*+,;=:@")
    return f"{url}#{fragment}" if fragment else url


def _folder(output: str) -> str:
    return output.removesuffix("/index.html").rpartition("/")[0]


def _by_folder(routes: Iterable[str]) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for output in routes:
        folders.setdefault(_folder(output), []).append("/" + output.removesuffix("index.html"))
    return folders


def _broken(link: PendingLink, neighbours: Mapping[str, Sequence[str]]) -> Problem:
    message = f"The link `{link.written}` leads to no page or file of this site."
    otherwise = "Name the other article's file, so that it is checked: `../asia/x.md`."
    if _HOST.fullmatch(link.written):
        otherwise = f"For another site, write `https://{link.written}`."
    hint = did_you_mean(link.written, neighbours.get(_folder(link.output), ()), otherwise, place=link.index)
    return problem_at(link.source, link.key, "broken-link", message, hint)


def _wrong_fragment(link: PendingLink, route: Route[Any]) -> Problem:
    assert route.document is not None
    message = f"`{route.document.path}` has no heading or anchor `#{link.fragment}`."
    outline = route.document.outline
    known = (*outline.anchors, *outline.rest_anchors)
    hint = did_you_mean(link.fragment, known, "Look at the headings of the page.", place=link.index)
    return problem_at(link.source, link.key, "broken-fragment", message, hint)
