"""Translations of documents, matched by their `translation` key, or else by their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sitegen.link.context import LinkContext
from sitegen.model.documents import Document
from sitegen.model.front_matter import Kind
from sitegen.problems import Problem, problem_at


def find_translations(
    languages: Sequence[str], context: LinkContext, problems: list[Problem]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """The language and path of each translation of a document, in the order of `languages`, by its path."""
    groups: dict[tuple[str, str], dict[str, Document]] = defaultdict(dict)
    for document in context.documents:
        key = _translation_key(document)
        if document.path not in context.addresses or not key:
            continue
        first = groups[document.kind, key].setdefault(document.lang, document)
        if first is not document:
            message = f"`{first.path}` already has the translation key `{key}` in this language."
            hint = "Use a separate key for each article and its translations."
            problems.append(problem_at(document.path, "translation", "duplicate-translation", message, hint))
    order = {lang: number for number, lang in enumerate(languages)}
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for group in groups.values():
        ordered = [group[lang] for lang in sorted(group, key=order.__getitem__)]
        for document in group.values():
            found[document.path] = tuple(
                [(other.lang, other.path) for other in ordered if other is not document]
            )
    return found


def _translation_key(document: Document) -> str:
    """The key that a document shares with its translations; for articles and pages it has no default."""
    key = document.matter.translation
    return key if key or document.kind in (Kind.ARTICLE, Kind.PAGE) else f"{document.kind}:{document.id}"
