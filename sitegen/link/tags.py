"""Tags: spellings that differ in case, spacing or Unicode form are one tag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, TagMatter
from sitegen.problems import Problem, problem_at
from sitegen.slugs import tag_slug


class TagSpelling(Struct, frozen=True, gc=False):
    """A tag's slug and the spelling to show."""

    slug: str
    title: str


def slugs_of(article: Document[ArticleMatter]) -> tuple[str, ...]:
    """The slugs of an article's tags, in its order and without duplicates."""
    slugs = [tag_slug(tag, article.lang) for tag in article.matter.tags]
    return tuple(slugs if len(slugs) < 2 else dict.fromkeys(slugs))


def tag_spellings(
    articles: Iterable[Document[ArticleMatter]],
    described: Mapping[str, Document[TagMatter]],
    problems: list[Problem],
) -> dict[str, TagSpelling]:
    """Every tag with an article or a description, by slug.

    `articles` come oldest first: without a description, the first spelling is shown.
    """
    found = {slug: TagSpelling(slug, document.matter.title) for slug, document in described.items()}
    seen: set[str] = set()  # many articles have the same tags
    for article in articles:
        for number, tag in enumerate(article.matter.tags):
            if tag in seen:
                continue
            seen.add(tag)
            slug = tag_slug(tag, article.lang)
            shown = found.setdefault(slug, TagSpelling(slug, tag)).title
            if tag not in (shown, slug):
                problems.append(_variant(article, number, tag, shown))
    return found


def _variant(article: Document[ArticleMatter], number: int, tag: str, shown: str) -> Problem:
    message = f"The tag `{tag}` is spelled `{shown}` elsewhere; both are the same tag."
    return problem_at(article.path, f"tags.{number}", "tag-variant", message, f"Write `{shown}`.")
