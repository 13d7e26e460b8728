"""Check links to URLs of this site, and correct the URLs of those that work.

Such a link can lead to any output, and only plan knows all outputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol
from urllib.parse import quote

from msgspec import Struct, structs

from sitegen.anchor_lookup import find_fragment
from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import is_kept
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Outline
from sitegen.model.site import PendingLink
from sitegen.problems import MOST_SEARCHED, Problem, Severity, did_you_mean, problem_at
from sitegen.suggest import NameIndex

#: Probably a URL of another site without its scheme, such as `example.org/page`.
_HOST = lazy_pattern(r"(?:[a-z0-9-]+\.)+(?:com|edu|eu|gov|int|io|net|org|[a-z]{2})(?:/\S*)?")
#: An e-mail address, a scheme with its colon missing or misplaced, and a DOI.
_MAIL = lazy_pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:\?\S*)?")
_NO_COLON = lazy_pattern(r"/{0,2}(https?)[.:;,]?/{1,2}:?/{0,2}(?=[\w-]+\.)", re.IGNORECASE)
_DOI = lazy_pattern(r"10\.[0-9]{4,9}/")


class CheckedLinks(Struct, frozen=True, gc=False):
    """The result of checking the links of a document or of the configuration."""

    corrected: Mapping[int, str] = {}
    """URLs that must change, by the index of the reference; empty for a broken link."""
    problems: tuple[Problem, ...] = ()


class Target(Struct, frozen=True, gc=False):
    """The output at a URL."""

    document: str = ""
    """The path of the document that the output shows or redirects to, if any."""


class UrlTargets(Protocol):
    """The outputs that links can lead to."""

    base_path: str
    keep: tuple[str, ...]

    def target(self, output: str) -> Target | None:
        """The output at a path, if there is one."""
        ...

    def unpublished(self, output: str) -> str | None:
        """The unpublished document that belongs at an output path."""
        ...

    def outline(self, path: str) -> tuple[Outline, bool]:
        """The anchors of a document, and whether the document is gated."""
        ...

    def nearest(self, folder: str, url: str) -> str | None:
        """The URL in a folder that is most similar to `url`."""
        ...


def check_links(links: Iterable[PendingLink], urls: UrlTargets) -> CheckedLinks:
    """Check links, and add the trailing slash that a folder's page needs."""
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
            document = urls.unpublished(link.output) or urls.unpublished(output)
            problems.append(_broken(link, urls) if document is None else _unpublished(link, document))
            corrected[link.index] = ""
            continue
        fragment = _fragment(link, target, urls, problems) if link.fragment else ""
        if slash or fragment != link.fragment:
            corrected[link.index] = _url(urls.base_path, output, fragment)
    return CheckedLinks(corrected, tuple(problems))


def _fragment(link: PendingLink, target: Target, urls: UrlTargets, problems: list[Problem]) -> str:
    """A link's fragment, or empty if its page has no such anchor; redirects keep fragments."""
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
    """The folder of a page or file, as links see it."""
    return output.removesuffix("/index.html").rpartition("/")[0]


def by_folder(outputs: Iterable[str]) -> dict[str, NameIndex]:
    """Index the URLs of all outputs by folder."""
    folders: dict[str, list[str]] = {}
    for output in outputs:
        folders.setdefault(folder_of(output), []).append("/" + output.removesuffix("index.html"))
    return {folder: NameIndex(urls) for folder, urls in folders.items()}


def _broken(link: PendingLink, urls: UrlTargets) -> Problem:
    message = f"The link `{link.written}` does not lead to a page or file on this site."
    otherwise = "To link to an article, write the path of its file, such as `../asia/x.md`."
    if hint := _hint_for_other_site(link.written):
        return problem_at(link.source, link.key, "broken-link", message, hint)
    is_searched = link.index < MOST_SEARCHED
    found = urls.nearest(folder_of(link.output), link.written) if is_searched else None
    hint = f"Did you mean `{found}`?" if found else otherwise
    return problem_at(link.source, link.key, "broken-link", message, hint)


def _hint_for_other_site(url: str) -> str:
    """The hint for an address of another site that reads as a path, or for a full URL of this site."""
    if url.startswith(("https://", "http://", "//")):
        return "This URL is on this site. If sitegen does not generate it, add its path to `keep`."
    if _MAIL.fullmatch(url):
        return f"For an e-mail address, write `mailto:{url}`."
    if scheme := _NO_COLON.match(url):
        return f"For another site, write `{scheme[1].lower()}://{url[scheme.end() :]}`."
    if _DOI.match(url):
        return f"For a DOI, write `https://doi.org/{url}`."
    return f"For another site, write `https://{url}`." if _HOST.fullmatch(url) else ""


def _unpublished(link: PendingLink, document: str) -> Problem:
    """Warn about a link in a text, which is shown as plain text; one in the configuration is an error."""
    message = f"The link `{link.written}` leads to `{document}`, which is not published."
    if link.source == CONFIGURATION:
        hint = "Remove the link, or publish the document."
        problem = problem_at(link.source, link.key, "link-to-unpublished", message, hint)
        return structs.replace(problem, severity=Severity.ERROR)
    hint = "Until it is published, readers see only the link's text."
    return problem_at(link.source, link.key, "link-to-unpublished", message, hint)


def _wrong_fragment(link: PendingLink, path: str, outline: Outline) -> Problem:
    message = f"`{path}` has no heading or anchor `#{link.fragment}`."
    known = (*outline.anchors, *outline.rest_anchors)
    hint = did_you_mean(link.fragment, known, "Check the headings of that page.", place=link.index)
    return problem_at(link.source, link.key, "broken-fragment", message, hint)
