"""Former URLs of documents, which lead to where these are now."""

from __future__ import annotations

import re

from sitegen.lazy_regex import lazy_pattern
from sitegen.link.context import LinkContext
from sitegen.link.urls import address
from sitegen.model.documents import Document
from sitegen.model.site import Alias
from sitegen.problems import Problem, problem_at
from sitegen.slugs import fold

#: Endings of files that hosts show as pages or feeds, or that once were documents.
_FILE = lazy_pattern(
    r"[^/]\.(?:action|aspx?|atom|cfm|cgi|csv|do|docx?|html?|json|jspx?|markdown|md|p?html|pdf|php[345]?|pl|rdf|rss"
    r"|rtf|shtml?|txt|xhtml|xml)\Z",
    re.IGNORECASE,
)


def aliases(context: LinkContext, problems: list[Problem]) -> tuple[Alias, ...]:
    """The aliases of shown documents, those that are needed, each once."""
    found = []
    keep_case = context.config.urls.keep_case
    for document in context.documents:
        if document.path not in context.addresses:
            continue
        for number, written in enumerate(document.matter.aliases):
            alias = _alias(document, number, written, context)
            own = context.addresses[document.path].output
            if alias.output == own or (not keep_case and fold(alias.output) == fold(own)):
                problems.append(_needless(document, alias, written))
            else:
                found.append(alias)
    return tuple({(alias.source, alias.output): alias for alias in found}.values())


def _alias(document: Document, number: int, written: str, context: LinkContext) -> Alias:
    return Alias(
        address(context.base, alias_path(written)).output,
        context.addresses[document.path].url,
        document.lang,
        document.path,
        f"aliases.{number}",
    )


def alias_path(written: str) -> str:
    """The path that an alias means: a file's if it ends as a page's file does, else a folder's."""
    return written if _FILE.search(written) else written.rstrip("/") + "/"


def _needless(document: Document, alias: Alias, written: str) -> Problem:
    message = f"The alias `{written}` is the document's own URL, in another case or in the same."
    hint = "Remove it; or set `urls.keep_case` if the host tells small letters from capitals."
    return problem_at(document.path, alias.key, "needless-alias", message, hint)
