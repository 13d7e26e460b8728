"""Which documents are each other's translations: by the key that they share, or else by their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sitegen.languages import own_name
from sitegen.link.ground import Ground
from sitegen.model.content import Kind, title_of
from sitegen.model.documents import Document
from sitegen.model.site import Edition
from sitegen.model.views import Translation
from sitegen.problems import Problem, problem_at


def translations(
    editions: Sequence[Edition], ground: Ground, problems: list[Problem]
) -> dict[str, tuple[Translation, ...]]:
    """The other versions of each document that has any, by its path, in the order of the languages."""
    groups: dict[tuple[str, str], dict[str, Document]] = defaultdict(dict)
    for document in ground.documents:
        key = _translation_key(document)
        if document.path not in ground.addresses or not key:
            continue
        first = groups[document.kind, key].setdefault(document.lang, document)
        if first is not document:
            message = f"`{first.path}` has the translation key `{key}` in the same language."
            hint = "Give each article's versions a key of their own."
            problems.append(problem_at(document.path, "translation", "duplicate-translation", message, hint))
    order = {edition.lang: number for number, edition in enumerate(editions)}
    found: dict[str, tuple[Translation, ...]] = {}
    for group in groups.values():
        versions = [_translation(group[lang], ground) for lang in sorted(group, key=order.__getitem__)]
        for lang, document in group.items():
            found[document.path] = tuple(version for version in versions if version.lang != lang)
    return found


def _translation_key(document: Document) -> str:
    """Translations share a key; sections, authors, … of one id are each other's without one."""
    key = document.matter.translation
    return key if key or document.kind in (Kind.ARTICLE, Kind.PAGE) else f"{document.kind}:{document.id}"


def _translation(document: Document, ground: Ground) -> Translation:
    return Translation(
        document.lang, own_name(document.lang), ground.addresses[document.path].url, title_of(document.matter)
    )
