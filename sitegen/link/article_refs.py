"""References to articles in front matter: by id, or by the path of a file."""

from __future__ import annotations

from sitegen.link.context import LinkContext
from sitegen.link.references import document_path
from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, Kind
from sitegen.problems import Problem, did_you_mean, either, place_in, problem_at


class ArticleLookup:
    """Finds the articles of a language that documents refer to."""

    def __init__(self, context: LinkContext, lang: str) -> None:
        self._context = context
        self._paths = {article.id: article.path for article in context.documents_of(ArticleMatter, lang)}

    def find(self, entry: str, document: Document, key: str, problems: list[Problem]) -> str | None:
        """The path of the shown article that `entry` refers to, under a `key` of the document."""
        targets = self._context.targets
        by_id = self._context.paths_by_id.get((Kind.ARTICLE, document.lang, entry))
        path = self._paths.get(entry) or by_id or self._find_by_path(entry, document)
        if path is None:
            problems.append(self._unknown(entry, document, key))
            return None
        if path not in targets.placements:
            message = f"`{entry}` is not published, so it is left out here."
            hint = "Remove it, or publish the other article."
            problems.append(problem_at(document.path, key, "link-to-unpublished", message, hint))
            return None
        if targets.documents[path].lang != document.lang:
            message = f"`{entry}` is in another language, so it is left out here."
            hint = "Name an article in the same language; use `translation` to connect translations."
            problems.append(problem_at(document.path, key, "unknown-article", message, hint))
            return None
        return path

    def _unknown(self, entry: str, document: Document, key: str) -> Problem:
        if several := self._context.ambiguous_ids.get((document.lang, entry)):
            message = (
                f"`{entry}` could be any of {len(several)} articles whose names differ only in their dates."
            )
            hint = f"Include the date: {either(several)}."
            return problem_at(document.path, key, "unknown-article", message, hint)
        message = f"There is no article `{entry}`."
        otherwise = "Write an article's id (`asia/alliances`) or its file's path."
        hint = did_you_mean(entry, self._paths, otherwise, place=place_in(key))
        return problem_at(document.path, key, "unknown-article", message, hint)

    def _find_by_path(self, entry: str, document: Document) -> str | None:
        targets = self._context.targets
        candidates = (
            [entry] if entry.endswith(targets.suffixes) else [entry + suffix for suffix in targets.suffixes]
        )
        for candidate in candidates:
            found = document_path(candidate, document.path, targets.files, targets.paths)
            if found is not None and (
                found not in targets.documents or targets.documents[found].kind is Kind.ARTICLE
            ):
                return found
        return None
