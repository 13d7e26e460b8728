"""Links to URLs of this site: whether what they lead to is there, and how its URL is written.

They can lead to any output, and only the plan knows them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol
from urllib.parse import quote

from msgspec import Struct, structs

from sitegen.anchors import find_fragment
from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import is_kept
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Outline
from sitegen.model.site import PendingLink
from sitegen.problems import MOST_SEARCHED, Problem, Severity, did_you_mean, problem_at
from sitegen.suggest import NameIndex

#: What was probably meant as an address elsewhere, such as `example.org/page`.
_HOST = lazy_pattern(r"(?:[a-z0-9-]+\.)+(?:com|edu|eu|gov|int|io|net|org|[a-z]{2})(?:/\S*)?")
#: An e-mail address, a scheme whose colon is missing or misplaced, and a DOI.
_MAIL = lazy_pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:\?\S*)?")
_NO_COLON = lazy_pattern(r"/{0,2}(https?)[.:;,]?/{1,2}:?/{0,2}(?=[\w-]+\.)", re.IGNORECASE)
_DOI = lazy_pattern(r"10\.[0-9]{4,9}/")


class Checked(Struct, frozen=True, gc=False):
    """What became of the links of a document, or of the configuration, to URLs of the site: those that have
    to be written otherwise, by the index of the reference (empty if nothing is there), and what is wrong."""

    corrected: Mapping[int, str] = {}
    problems: tuple[Problem, ...] = ()


class Target(Struct, frozen=True, gc=False):
    """What a URL leads to: the path of the document whose page it is or leads to, if it is one's."""

    document: str = ""


class UrlTargets(Protocol):
    """What links can lead to."""

    base_path: str
    keep: tuple[str, ...]

    def target(self, output: str) -> Target | None:
        """What is at an output path."""
        ...

    def hidden(self, output: str) -> str | None:
        """The document that would be at an output path, if it were published."""
        ...

    def outline(self, path: str) -> tuple[Outline, bool]:
        """The anchors of a document, and whether its rest is not shown."""
        ...

    def near(self, folder: str, written: str) -> str | None:
        """The URL in a folder that is most like the one that is written."""
        ...


def check(links: Iterable[PendingLink], urls: UrlTargets) -> Checked:
    """Check links. What is there keeps its URL, with the slash that a folder's page needs."""
    corrected: dict[int, str] = {}
    problems: list[Problem] = []
    for link in links:
        output, slash = link.output, False
        target = urls.target(output)
        if target is None and not output.endswith("index.html"):
            output, slash = f"{output}/index.html", True
            target = urls.target(output)
        if target is None and is_kept(link.output, urls.keep):
            continue
        if target is None:
            hidden = urls.hidden(link.output) or urls.hidden(output)
            problems.append(_broken(link, urls) if hidden is None else _unpublished(link, hidden))
            corrected[link.index] = ""
            continue
        fragment = _fragment(link, target, urls, problems) if link.fragment else ""
        if slash or fragment != link.fragment:
            corrected[link.index] = _url(urls.base_path, output, fragment)
    return Checked(corrected, tuple(problems))


def _fragment(link: PendingLink, target: Target, urls: UrlTargets, problems: list[Problem]) -> str:
    """A link's fragment, empty where its page has no such place; a former URL has those of the page."""
    if not target.document:
        return link.fragment
    outline, gated = urls.outline(target.document)
    found = find_fragment(outline, link.fragment, gated)
    if found is None:
        problems.append(_wrong_fragment(link, target.document, outline))
    return found or ""


def _url(base_path: str, output: str, fragment: str) -> str:
    url = base_path + quote(output.removesuffix("index.html"), safe="/-._~!$&'()*+,;=:@")
    return f"{url}#{fragment}" if fragment else url


def folder_of(output: str) -> str:
    """The folder in which a page or file is, as links see it."""
    return output.removesuffix("/index.html").rpartition("/")[0]


def by_folder(outputs: Iterable[str]) -> dict[str, NameIndex]:
    """The URLs of all outputs, by their folders."""
    folders: dict[str, list[str]] = {}
    for output in outputs:
        folders.setdefault(folder_of(output), []).append("/" + output.removesuffix("index.html"))
    return {folder: NameIndex(urls) for folder, urls in folders.items()}


def _broken(link: PendingLink, urls: UrlTargets) -> Problem:
    message = f"The link `{link.written}` leads to no page or file of this site."
    otherwise = "Name the other article's file, so that it is checked: `../asia/x.md`."
    if meant := _meant(link.written):
        return problem_at(link.source, link.key, "broken-link", message, meant)
    is_searched = link.index < MOST_SEARCHED
    found = urls.near(folder_of(link.output), link.written) if is_searched else None
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


def _wrong_fragment(link: PendingLink, path: str, outline: Outline) -> Problem:
    message = f"`{path}` has no heading or anchor `#{link.fragment}`."
    known = (*outline.anchors, *outline.rest_anchors)
    hint = did_you_mean(link.fragment, known, "Look at the headings of the page.", place=link.index)
    return problem_at(link.source, link.key, "broken-fragment", message, hint)
