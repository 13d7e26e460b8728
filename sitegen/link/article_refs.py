"""Which article an entry of the front matter means, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.link.context import LinkContext
from sitegen.link.references import document_path
from sitegen.model.documents import Document
from sitegen.model.front_matter import Kind
from sitegen.problems import Problem, did_you_mean, either, place_in, problem_at


def article_ids(context: LinkContext, lang: str) -> dict[str, str]:
    """The paths of a language's articles, shown or not, by id."""
    return {document.id: document.path for document in context.by_kind.get((Kind.ARTICLE, lang), ())}


def named_article(
    entry: str,
    document: Document,
    key: str,
    ids: Mapping[str, str],
    context: LinkContext,
    problems: list[Problem],
) -> str | None:
    """The path of the shown article that `entry` (an id or a file's path) means in a document's `key`."""
    targets = context.targets
    path = ids.get(entry) or context.placed.get((Kind.ARTICLE, document.lang, entry))
    path = path or _by_path(entry, document, context)
    if path is not None and path in targets.placements:
        if targets.documents[path].lang == document.lang:
            return path
        message = f"`{entry}` is in another language, and so left out here."
        hint = "Name an article of the same language; `translation` ties versions together."
        code = "unknown-article"
    elif path is not None:
        message = f"`{entry}` is not published, and so left out here."
        hint = "Remove it, or publish the other article."
        code = "link-to-unpublished"
    elif several := context.namesakes.get((document.lang, entry)):
        message = f"`{entry}` may be any of {len(several)} articles, whose names differ in their dates."
        hint = f"Write the date, too: {either(several)}."
        code = "unknown-article"
    else:
        message = f"There is no article `{entry}`."
        hint = did_you_mean(
            entry, ids, "Write an article's id (`asia/alliances`) or its file's path.", place=place_in(key)
        )
        code = "unknown-article"
    problems.append(problem_at(document.path, key, code, message, hint))
    return None


def _by_path(entry: str, document: Document, context: LinkContext) -> str | None:
    targets = context.targets
    candidates = (
        [entry] if entry.endswith(targets.suffixes) else [entry + suffix for suffix in targets.suffixes]
    )
    for candidate in candidates:
        found = document_path(candidate, document.path, targets.shelf, targets.paths)
        if found is not None and (
            found not in targets.documents or targets.documents[found].kind is Kind.ARTICLE
        ):
            return found
    return None
