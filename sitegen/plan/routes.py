"""Routes: what a site's output tree holds, and the Job behind each path, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec
from msgspec import Struct

from sitegen.model.documents import Document
from sitegen.model.jobs import BodyRef, Job
from sitegen.model.site import Article, Site


class Planned(Struct, frozen=True):
    """What Jobs are made from: the site, and the URLs of links that only the whole plan could check."""

    site: Site
    corrected: Mapping[tuple[str, int], str]
    """By document path and index of the reference; empty where nothing is there."""

    def body(self, document: Document, gated: bool = False) -> BodyRef:
        """A document's body with its references."""
        refs = self.site.refs[document.path]
        changed = {index: self.corrected.get((document.path, index)) for index in range(len(refs))}
        resolved = tuple(
            ref if (url := changed[index]) is None else msgspec.structs.replace(ref, url=url)
            for index, ref in enumerate(refs)
        )
        return BodyRef(self.site.bodies[document.path], resolved, gated)

    def article_body(self, article: Article) -> BodyRef:
        """An article's body; of a gated one only the opening is shown."""
        return self.body(article.document, article.visibility.gated)


Make = Callable[[Planned], Job]


class Route(Struct, frozen=True):
    """One output path. `owner` is the path of the document that it comes from, or words for what makes it.

    `document` is the document that the page shows, if it shows one; `key` the one of its front matter that
    chose the path.
    """

    output: str
    owner: str
    make: Make
    key: str = ""
    document: Document | None = None
    gated: bool = False


Routes = Iterable[Route]
