"""Choose the documents that are part of the site, and report what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.config.settings import Config
from sitegen.link.document_urls import section_of
from sitegen.model.documents import MORE, Content, Document, has_matter
from sitegen.model.front_matter import Access, ArticleMatter, Kind, Status
from sitegen.problems import Problem, problem_at


def valid_documents(
    content: Content, config: Config, left_out: frozenset[str], problems: list[Problem]
) -> tuple[Document, ...]:
    """The documents with a unique id and a section, in the order of their paths."""
    candidates = _unique([each for path, each in content.documents.items() if path not in left_out], problems)
    documents = tuple(document for document in candidates if _has_section(document, problems))
    articles = [document for document in documents if has_matter(document, ArticleMatter)]
    _check_languages(articles, config, problems)
    problems += [problem for article in articles if (problem := _teaser_problem(article))]
    problems += [problem for article in articles if (problem := _undated(article))]
    return documents


def _unique(documents: Iterable[Document], problems: list[Problem]) -> list[Document]:
    seen: dict[tuple[Kind, str, str], Document] = {}
    for document in sorted(documents, key=lambda document: document.path):
        first = seen.setdefault((document.kind, document.lang, document.id), document)
        if first is not document:
            message = f"The {document.kind} `{document.id}` already exists: `{first.path}`."
            hint = "Rename one of the files: an id is a path without its extension and language."
            problems.append(Problem(document.path, 0, 0, "duplicate-id", message, hint))
    return list(seen.values())


def _has_section(document: Document, problems: list[Problem]) -> bool:
    if not has_matter(document, ArticleMatter) or section_of(document):
        return True
    message = "The article is not in a section's folder and has no `section`."
    hint = "Move it to content/<section>/, or to content/pages/ if it is a page, or add `section: …`."
    problems.append(Problem(document.path, 1, 1, "no-section", message, hint))
    return False


def _teaser_problem(article: Document[ArticleMatter]) -> Problem | None:
    if article.matter.access is not Access.TEASER:
        return None
    if article.outline.misplaced_more:
        message = "This looks like the mark that ends a teaser, but it has no effect here."
        hint = "Write `<!-- more -->` on a line of its own, outside lists, boxes and HTML."
        return problem_at(article.path, MORE, "open-teaser", message, hint)
    if article.outline.needs_more:
        message = "The first block is too long for a teaser, so the page shows none of the text."
        hint = "Write `<!-- more -->` on a line of its own where the teaser ends."
        return problem_at(article.path, "access", "closed-teaser", message, hint)
    if article.outline.has_rest:
        return None
    message = "The teaser is the whole text, so all of it would be public."
    hint = "Write `<!-- more -->` on a line of its own where the teaser ends, or remove `access: teaser`."
    return problem_at(article.path, "access", "open-teaser", message, hint)


def _undated(article: Document[ArticleMatter]) -> Problem | None:
    """An article that is not shown since neither it nor its issue has a date. Drafts need none."""
    matter = article.matter
    if matter.date is not None or matter.status is Status.DRAFT:
        return None
    message = f"Neither the article nor its issue `{matter.issue}` has a `date`."
    hint = "Add the day of publication (`date: 2026-11-23`), or add a `date` to the issue."
    return problem_at(article.path, "issue", "missing-key", message, hint)


def _check_languages(
    articles: Iterable[Document[ArticleMatter]], config: Config, problems: list[Problem]
) -> None:
    known = sorted({config.language, *config.languages})
    names = ", ".join(f"`{lang}`" for lang in known)
    for article in articles:
        if article.matter.lang and article.matter.lang not in known:
            message = f"The site has no language `{article.matter.lang}`; it has {names}."
            hint = "Correct it, or add the language to `languages:` in sitegen.yaml."
            problems.append(problem_at(article.path, "lang", "unknown-language", message, hint))
