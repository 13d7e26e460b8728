"""Tags: one in any case, spacing or Unicode form, shown in its described or its first spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, TagMatter
from sitegen.problems import Problem, problem_at
from sitegen.slugs import tag_slug


class Spelling(Struct, frozen=True, gc=False):
    """A tag's slug and the spelling that is shown."""

    slug: str
    title: str


def slugs_of(document: Document) -> tuple[str, ...]:
    """The slugs of an article's tags, each once, in its order."""
    assert isinstance(document.matter, ArticleMatter)
    slugs = [tag_slug(tag, document.lang) for tag in document.matter.tags]
    return tuple(slugs if len(slugs) < 2 else dict.fromkeys(slugs))


def spellings(
    articles: Iterable[Document], described: Mapping[str, Document], problems: list[Problem]
) -> dict[str, Spelling]:
    """Every tag in use or described, by slug. `articles` come oldest first: the first spelling counts."""
    found: dict[str, Spelling] = {}
    for slug, document in described.items():
        assert isinstance(document.matter, TagMatter)
        found[slug] = Spelling(slug, document.matter.title)
    settled: set[str] = set()  # many articles have the same tags
    for document in articles:
        assert isinstance(document.matter, ArticleMatter)
        for number, tag in enumerate(document.matter.tags):
            if tag in settled:
                continue
            settled.add(tag)
            slug = tag_slug(tag, document.lang)
            shown = found.setdefault(slug, Spelling(slug, tag)).title
            if tag not in (shown, slug):
                problems.append(_variant(document, number, tag, shown))
    return found


def _variant(document: Document, number: int, tag: str, shown: str) -> Problem:
    message = f"The tag `{tag}` is spelled `{shown}` elsewhere; both are one tag."
    hint = f"Write `{shown}`."
    return problem_at(document.path, f"tags.{number}", "tag-variant", message, hint)
