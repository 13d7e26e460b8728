"""All that linking knows while it works: documents with their visibility and addresses, files, the
targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from msgspec import Struct

from sitegen.config.settings import Config, UrlsConfig, content_roots
from sitegen.link.expired_images import expired
from sitegen.link.file_targets import Bundles, FileTargets, bundles_of, shelf
from sitegen.link.path_suggestions import PathSuggestions
from sitegen.link.refused_files import RefusalRules
from sitegen.link.settling import DerivedContent, Short
from sitegen.link.targets import Targets
from sitegen.link.urls import address, base_path, page_path, permalink, prefix_of, slug, slug_of_id
from sitegen.link.visibility import decide
from sitegen.model.documents import MORE, Content, Document
from sitegen.model.front_matter import (
    Access,
    ArticleMatter,
    AuthorMatter,
    IssueMatter,
    Kind,
    PageMatter,
    SectionMatter,
    SeriesMatter,
    Status,
)
from sitegen.model.site import Address, BuildTime, Placement, Visibility
from sitegen.private_folders import configured_folders
from sitegen.problems import Problem, problem_at

#: The first part of the URL of each kind that has one.
FOLDERS = {Kind.AUTHOR: "authors", Kind.TAG: "tags", Kind.ISSUE: "issues", Kind.SERIES: "series"}


class LinkContext(Struct, frozen=True, gc=False):
    """What linking stands on."""

    config: Config
    base: str
    documents: tuple[Document, ...]
    """Each id once, in the order of paths; broken ones left out."""
    visibilities: Mapping[str, Visibility]
    addresses: Mapping[str, Address]
    """Of shown documents, by path."""
    section_slugs: Mapping[tuple[str, str], str]
    """By language and id."""
    targets: Targets
    placed: Mapping[tuple[Kind, str, str], str]
    """The paths of all documents by kind, language and id: of those that could not be read, too."""
    bundles: Bundles
    by_kind: Mapping[tuple[Kind, str], Sequence[Document]]
    """All documents by kind and language."""
    namesakes: Mapping[Short, tuple[str, ...]]
    """The ids that an article's id without its date may mean, by language and that id."""

    def shown(self, kind: Kind, lang: str) -> list[Document]:
        """Shown documents of one kind and language."""
        documents = self.by_kind.get((kind, lang), ())
        return [document for document in documents if self.visibilities[document.path].shown]


def section_of(document: Document) -> str:
    """The id of an article's section: the one it names, else its first folder."""
    assert isinstance(document.matter, ArticleMatter)
    return document.matter.section or document.section


def build_context(
    together: DerivedContent,
    config: Config,
    moment: BuildTime,
    left_out: frozenset[str],
    problems: list[Problem],
) -> LinkContext:
    """Decide what is shown and where everything stands."""
    content = together.content
    problems += together.problems
    documents = _sound(content, config, left_out, problems)
    base, home = base_path(config.base_url), f"{config.base_url.rstrip('/')}/"
    slugs = _section_slugs(documents, config.urls)
    visibilities = {document.path: decide(document, moment) for document in documents}
    shown = [document for document in documents if visibilities[document.path].shown]
    addresses = _addresses(shown, config, base, slugs)
    bundles = bundles_of(content.places.values())
    by_path = {document.path: document for document in documents}
    rules = RefusalRules(
        config.content.suffixes, config.content.html_files, content.images, configured_folders(config)
    )
    places = _shelf(content, config, base, addresses, bundles, rules)
    targets = Targets(
        base=base,
        home=home,
        suffixes=config.content.suffixes,
        shelf=places,
        pictures=content.images,
        expired=expired(content, places, home, moment.now),
        documents=by_path,
        paths=dict.fromkeys(content.places, True),
        placements={
            path: Placement(place, visibilities[path].gated, visibilities[path].displayed_state)
            for path, place in addresses.items()
        },
        remote=config.markdown.remote_images,
        rules=rules,
        near_pictures=PathSuggestions(content.images),
        near_documents=PathSuggestions(by_path),
        keep=config.keep,
    )
    placed = {(place.kind, place.lang, place.id): path for path, place in content.places.items()}
    by_kind = _by_kind(documents)
    return LinkContext(
        config,
        base,
        documents,
        visibilities,
        addresses,
        slugs,
        targets,
        placed,
        bundles,
        by_kind,
        together.namesakes,
    )


def _sound(
    content: Content, config: Config, left_out: frozenset[str], problems: list[Problem]
) -> tuple[Document, ...]:
    """The documents that have a place in the site, each id once; what is wrong with any of them is said."""
    candidates = _unique([each for path, each in content.documents.items() if path not in left_out], problems)
    documents = tuple(document for document in candidates if _has_section(document, problems))
    _check_languages(documents, config, problems)
    problems += [problem for document in documents if (problem := _open_teaser(document))]
    problems += [problem for document in documents if (problem := _undated(document))]
    return documents


def _section_slugs(documents: Iterable[Document], urls: UrlsConfig) -> dict[tuple[str, str], str]:
    """The slugs of described sections, by language and id."""
    return {
        (document.lang, document.id): slug_of_id(document.id, document.matter.slug, urls, document.lang)
        for document in documents
        if isinstance(document.matter, SectionMatter)
    }


def _by_kind(documents: Iterable[Document]) -> dict[tuple[Kind, str], list[Document]]:
    found: dict[tuple[Kind, str], list[Document]] = {}
    for document in documents:
        found.setdefault((document.kind, document.lang), []).append(document)
    return found


def _unique(documents: Iterable[Document], problems: list[Problem]) -> list[Document]:
    seen: dict[tuple[Kind, str, str], Document] = {}
    for document in sorted(documents, key=lambda document: document.path):
        first = seen.setdefault((document.kind, document.lang, document.id), document)
        if first is not document:
            message = f"The {document.kind} `{document.id}` is there already: `{first.path}`."
            hint = "Rename one of the two files: an id is a path without its ending and its language."
            problems.append(Problem(document.path, 0, 0, "duplicate-id", message, hint))
    return list(seen.values())


def _has_section(document: Document, problems: list[Problem]) -> bool:
    if document.section or document.kind is not Kind.ARTICLE or section_of(document):
        return True
    message = "The article lies in no section's folder, and has no `section`."
    hint = "Move it to content/<section>/, or to content/pages/ if it is a page; or give `section: …`."
    problems.append(Problem(document.path, 1, 1, "no-section", message, hint))
    return False


def _open_teaser(document: Document) -> Problem | None:
    matter = document.matter
    if not isinstance(matter, ArticleMatter) or matter.access is not Access.TEASER:
        return None
    if document.outline.misplaced_more:
        message = "This looks like the mark that ends a teaser's opening, but ends nothing."
        hint = "Write `<!-- more -->` on a line of its own, outside of lists, boxes and HTML."
        return problem_at(document.path, MORE, "open-teaser", message, hint)
    if document.outline.needs_more:
        message = (
            "The teaser begins with too much to be its opening, so that its page shows none of the text."
        )
        hint = "Write `<!-- more -->` on a line of its own where the opening ends."
        return problem_at(document.path, "access", "closed-teaser", message, hint)
    if document.outline.has_rest:
        return None
    message = "The teaser's opening is its whole text: all of it would be public."
    hint = "Write `<!-- more -->` on a line of its own where the opening ends, or remove `access: teaser`."
    return problem_at(document.path, "access", "open-teaser", message, hint)


def _undated(document: Document) -> Problem | None:
    """An article that has no date, for its issue has none: it is not shown. A draft needs none yet."""
    matter = document.matter
    if not isinstance(matter, ArticleMatter) or matter.date is not None or matter.status is Status.DRAFT:
        return None
    message = f"The article has no `date`, and its issue `{matter.issue}` gives none."
    hint = "Give the day of publication: `date: 2026-11-23`; or give the issue a `date`."
    return problem_at(document.path, "issue", "missing-key", message, hint)


def _check_languages(documents: Iterable[Document], config: Config, problems: list[Problem]) -> None:
    known = sorted({config.language, *config.languages})
    for document in documents:
        wanted = document.matter.lang if isinstance(document.matter, ArticleMatter) else ""
        if wanted and wanted not in known:
            message = (
                f"The site has no language `{wanted}`; it has {', '.join(f'`{lang}`' for lang in known)}."
            )
            hint = "Correct it, or add the language to `languages:` in sitegen.yaml."
            problems.append(problem_at(document.path, "lang", "unknown-language", message, hint))


def _addresses(
    shown: Sequence[Document],
    config: Config,
    base: str,
    slugs: Mapping[tuple[str, str], str],
) -> dict[str, Address]:
    zone = ZoneInfo(config.timezone)
    prefixes = {lang: prefix_of(config, lang) for lang in {document.lang for document in shown}}

    return {
        document.path: address(base, prefixes[document.lang] + path_of(document, config, slugs, zone))
        for document in shown
    }


def path_of(document: Document, config: Config, slugs: Mapping[tuple[str, str], str], zone: ZoneInfo) -> str:
    """The path of a document's page below its language's home."""
    urls = config.urls
    match document.matter:
        case ArticleMatter() as matter:
            section = section_slug(slugs, document.lang, section_of(document), urls)
            given = matter.slug
            return permalink(
                config.permalink, section, document.id, given, matter.date, zone, urls, document.lang
            )
        case SectionMatter():
            return f"{section_slug(slugs, document.lang, document.id, urls)}/"
        case PageMatter() as matter:
            return page_path(document.id, matter.slug, urls, document.lang)
        case AuthorMatter() | IssueMatter() | SeriesMatter() as matter:
            slug_ = slug_of_id(document.id, matter.slug, urls, document.lang)
            return f"{FOLDERS[document.kind]}/{slug_}/"
        case _:
            return _path_without_slug(document)


def _path_without_slug(document: Document) -> str:
    if document.kind is Kind.TAG:
        return f"{FOLDERS[Kind.TAG]}/{document.id}/"
    return f"{document.id}/" if document.kind is Kind.INDEX else ""


def section_slug(slugs: Mapping[tuple[str, str], str], lang: str, section: str, urls: UrlsConfig) -> str:
    """A section's part of the URL: its description's, else its id made fit for one."""
    return slugs.get((lang, section)) or slug(section, urls, lang)


def _shelf(
    content: Content,
    config: Config,
    base: str,
    addresses: Mapping[str, Address],
    bundles: Bundles,
    rules: RefusalRules,
) -> FileTargets:
    roots = {root: prefix_of(config, lang) for root, lang in content_roots(config).items()}
    shown = {
        folder: addresses[first]
        for folder, paths in bundles.folders.items()
        if (first := next((path for path in paths if path in addresses), None)) is not None
    }
    return shelf(content, roots, base, shown, bundles, rules)
