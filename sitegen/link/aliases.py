"""URLs without a page: redirects from documents' aliases, and URLs of unpublished documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.lazy_regex import lazy_pattern
from sitegen.link.context import LinkContext
from sitegen.link.document_urls import path_from_file_name, path_of, section_slug
from sitegen.link.urls import address, prefix_of
from sitegen.model.documents import Content, ContentPath, Document
from sitegen.model.front_matter import Kind
from sitegen.model.site import Alias
from sitegen.problems import Problem, problem_at
from sitegen.slugs import fold

#: Extensions of pages, feeds and documents; an alias with any other last part is a folder.
_FILE = lazy_pattern(
    r"[^/]\.(?:action|aspx?|atom|cfm|cgi|csv|do|docx?|html?|json|jspx?|markdown|md|p?html|pdf|php[345]?|pl|rdf|rss"
    r"|rtf|shtml?|txt|xhtml|xml)\Z",
    re.IGNORECASE,
)


def aliases(context: LinkContext, problems: list[Problem]) -> tuple[Alias, ...]:
    """The aliases of published documents without duplicates and needless ones."""
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
    """The path of an alias: that of a file if it has a page's extension, or else of a folder."""
    return written if _FILE.search(written) else written.rstrip("/") + "/"


def _needless(document: Document, alias: Alias, written: str) -> Problem:
    message = f"The alias `{written}` is the document's own URL, ignoring case."
    hint = "Remove it, or set `urls.keep_case` if the host's URLs are case-sensitive."
    return problem_at(document.path, alias.key, "needless-alias", message, hint)


def unpublished(content: Content, context: LinkContext) -> dict[str, str]:
    """The paths of unpublished documents, by the outputs that they and their aliases would have.

    For a document that could not be read, the output follows from its file's name.
    """
    hidden = [document for path, document in content.documents.items() if path not in context.addresses]
    found: dict[str, str] = {}
    for document in hidden:
        for output in _outputs(document, context):
            found.setdefault(output, document.path)
    for file in content.content_paths.values():
        if file.path not in content.documents and file.kind is Kind.ARTICLE:
            found.setdefault(_output_from_name(file, context), file.path)
    return found


def _outputs(document: Document, context: LinkContext) -> Iterator[str]:
    path = path_of(document, context.config, context.section_slugs)
    yield address(context.base, prefix_of(context.config, document.lang) + path).output
    for written in document.matter.aliases:
        yield address(context.base, alias_path(written)).output


def _output_from_name(file: ContentPath, context: LinkContext) -> str:
    config = context.config
    section = section_slug(context.section_slugs, file.lang, file.section, config.urls)
    path = path_from_file_name(file, section, config)
    return address(context.base, prefix_of(config, file.lang) + path).output
