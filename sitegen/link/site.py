"""Linking as a whole: documents, configuration and the build's moment into a Site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sitegen.config import Config
from sitegen.link.edition import Assembly
from sitegen.link.files import bundle_of, bundles_of
from sitegen.link.ground import Ground, survey
from sitegen.link.languages import own_name
from sitegen.link.references import Resolution, resolve
from sitegen.link.related import Traits, related
from sitegen.link.spares import unused
from sitegen.link.titles import article_ids, named_article
from sitegen.link.urls import address
from sitegen.link.visibility import Moment
from sitegen.model.content import ArticleMatter, Kind, RelatedLink
from sitegen.model.documents import Content, Document, Part
from sitegen.model.jobs import ResolvedRef
from sitegen.model.site import Alias, Article, Edition, PendingLink, Published, Related, Site
from sitegen.model.views import ExternalCard, Translation
from sitegen.names import fold
from sitegen.problems import Problem, problem_at

_SECONDS_A_DAY = 86_400


def link(content: Content, config: Config, moment: Moment, left_out: frozenset[str] = frozenset()) -> Site:
    """Link the documents; `left_out` are the paths of those that a partial build does without."""
    problems: list[Problem] = []
    files: set[str] = set()
    ground = survey(content, config, moment, left_out, problems)
    languages = [config.language, *(lang for lang in config.languages if lang != config.language)]
    editions = tuple(Assembly(ground, lang, problems, files).assemble() for lang in languages)
    refs, pending = _references(ground, problems, files)
    problems += unused(content, ground)
    dues = [visibility.due for visibility in ground.visibilities.values() if visibility.due]
    return Site(
        config=config,
        base_path=ground.base,
        moment=moment.now,
        due=min(dues, default=None),
        editions=editions,
        refs=refs,
        pending=(*pending, *_navigation_links(ground)),
        related=_related(editions, ground, problems),
        translations=_translations(editions, ground, problems),
        aliases=_aliases(ground, problems),
        files=_published(content, ground, files),
        bodies=content.bodies,
        theme=content.theme,
        data=content.data,
        states={
            document.path: ground.visibilities[document.path].state
            for document in ground.documents
            if document.kind in (Kind.ARTICLE, Kind.PAGE)
        },
        problems=tuple(problems),
    )


def _references(
    ground: Ground, problems: list[Problem], files: set[str]
) -> tuple[dict[str, tuple[ResolvedRef, ...]], list[PendingLink]]:
    refs: dict[str, tuple[ResolvedRef, ...]] = {}
    pending: list[PendingLink] = []
    for document in ground.documents:
        if document.path not in ground.addresses:
            continue
        found = [resolve(document, index, ground.territory) for index in range(len(document.outline.refs))]
        refs[document.path] = tuple(resolution.ref for resolution in found)
        problems += [resolution.problem for resolution in found if resolution.problem]
        pending += [resolution.pending for resolution in found if resolution.pending]
        files.update(_needed(document, found, ground))
    return refs, pending


def _needed(document: Document, found: Sequence[Resolution], ground: Ground) -> Iterable[str]:
    """Files that the shown part of a document leads to: what stands behind a gate stays there."""
    gated = ground.visibilities[document.path].gated
    for ref, resolution in zip(document.outline.refs, found, strict=True):
        if resolution.file and not (gated and ref.part is Part.REST):
            yield resolution.file


def _navigation_links(ground: Ground) -> Iterable[PendingLink]:
    """The configuration's links into this site, for the plan to check."""
    config = ground.config
    urls = [entry.url for entry in config.navigation]
    urls += [entry.url for own in config.languages.values() for entry in own.navigation]
    urls += [config.subscribe.url] if config.subscribe else []
    for written in urls:
        if written.startswith("/"):
            path, _, fragment = written.partition("#")
            place = address(ground.base, path.partition("?")[0])
            yield PendingLink("sitegen.yaml", place.output, written, fragment)


def _related(editions: Iterable[Edition], ground: Ground, problems: list[Problem]) -> dict[str, Related]:
    limit = ground.config.related
    found: dict[str, Related] = {}
    for edition in editions:
        by_path = {article.document.path: article for article in edition.articles}
        automatic = related([_traits(article) for article in edition.articles], limit * 2)
        ids = article_ids(ground, edition.lang)
        for article in edition.articles:
            found[article.document.path] = _related_of(
                article, by_path, automatic[article.document.path], ids, ground, problems
            )
    return found


def _traits(article: Article) -> Traits:
    return Traits(
        article.document.path,
        article.card.date.instant.timestamp() / _SECONDS_A_DAY,
        article.section,
        frozenset(article.tags),
        frozenset(article.authors),
    )


def _related_of(
    article: Article,
    by_path: Mapping[str, Article],
    automatic: Sequence[str],
    ids: Mapping[str, str],
    ground: Ground,
    problems: list[Problem],
) -> Related:
    """The author's own choice first, then automatic ones up to the limit."""
    document = article.document
    assert isinstance(document.matter, ArticleMatter)
    named: list[str] = []
    elsewhere: list[ExternalCard] = []
    for number, entry in enumerate(document.matter.related):
        if isinstance(entry, RelatedLink):
            elsewhere.append(ExternalCard(entry.title, entry.url, entry.source))
        elif path := named_article(entry, document, f"related.{number}", ids, ground, problems):
            named.append(path)
    room = max(0, ground.config.related - len(named) - len(elsewhere))
    rest = [path for path in automatic if path not in named][:room]
    chosen = dict.fromkeys(path for path in [*named, *rest] if path in by_path and path != document.path)
    return Related(tuple(by_path[path].card for path in chosen), tuple(elsewhere))


def _translations(
    editions: Sequence[Edition], ground: Ground, problems: list[Problem]
) -> dict[str, tuple[Translation, ...]]:
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
    if document.kind in (Kind.ARTICLE, Kind.PAGE):
        return getattr(document.matter, "translation", "")
    return getattr(document.matter, "translation", "") or f"{document.kind}:{document.id}"


def _translation(document: Document, ground: Ground) -> Translation:
    title = getattr(document.matter, "title", "") or getattr(document.matter, "name", "")
    return Translation(document.lang, own_name(document.lang), ground.addresses[document.path].url, title)


def _aliases(ground: Ground, problems: list[Problem]) -> tuple[Alias, ...]:
    found = []
    for document in ground.documents:
        if document.path not in ground.addresses:
            continue
        for number, written in enumerate(document.matter.aliases):
            alias = _alias(document, number, written, ground)
            if fold(alias.output) == fold(ground.addresses[document.path].output):
                problems.append(_needless(document, alias, written))
            else:
                found.append(alias)
    return tuple({(alias.source, alias.output): alias for alias in found}.values())


def _alias(document: Document, number: int, written: str, ground: Ground) -> Alias:
    is_file = "." in written.rsplit("/", 1)[-1]
    return Alias(
        address(ground.base, written if is_file else written.rstrip("/") + "/").output,
        ground.addresses[document.path].url,
        getattr(document.matter, "title", "") or getattr(document.matter, "name", ""),
        document.lang,
        document.path,
        f"aliases.{number}",
    )


def _needless(document: Document, alias: Alias, written: str) -> Problem:
    message = f"The alias `{written}` is the document's own URL, in another case or in the same."
    hint = "Remove it."
    return problem_at(document.path, alias.key, "needless-alias", message, hint)


def _published(content: Content, ground: Ground, used: set[str]) -> tuple[Published, ...]:
    """All of `static/`, the files beside shown documents, and any other that a shown text needs."""
    places = ground.territory.shelf.places
    open_bundles = {
        bundle
        for document in ground.documents
        if document.path in ground.addresses
        and not ground.visibilities[document.path].gated
        and (bundle := bundle_of(document.kind, document.path))
    }
    wanted = set(used)
    wanted.update(file.path for file in content.static)
    bundles = bundles_of(content.places.values())
    wanted.update(path for path in content.files if bundles.owner_of(path) in open_bundles)
    digests = {file.path: file.digest for file in (*content.files.values(), *content.static)}
    return tuple(
        Published(path, digests[path], places[path].output) for path in sorted(wanted) if path in places
    )
