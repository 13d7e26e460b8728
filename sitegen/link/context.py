"""Everything that linking knows about the site: documents with their visibility and addresses, and files."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sitegen.config.settings import Config, content_roots
from sitegen.link.derived_fields import DerivedContent, ShortId
from sitegen.link.document_checks import valid_documents
from sitegen.link.document_urls import SectionSlugs, path_of, section_slugs
from sitegen.link.expired_images import expired
from sitegen.link.file_targets import Bundles, FileTargets, file_targets, find_bundles
from sitegen.link.path_suggestions import PathSuggestions
from sitegen.link.refused_files import RefusalRules
from sitegen.link.targets import Targets
from sitegen.link.urls import address, base_path, prefix_of
from sitegen.link.visibility import decide
from sitegen.model.documents import Content, Document, M, has_matter
from sitegen.model.front_matter import Kind
from sitegen.model.site import Address, BuildTime, Placement, Visibility
from sitegen.private_folders import configured_folders
from sitegen.problems import Problem


class LinkContext(Struct, frozen=True, gc=False):
    """Everything that linking knows about the site. Mappings are by path, if not stated otherwise."""

    config: Config
    base: str
    documents: tuple[Document, ...]
    """The valid documents, in the order of their paths."""
    visibilities: Mapping[str, Visibility]
    addresses: Mapping[str, Address]
    """The addresses of shown documents."""
    section_slugs: SectionSlugs
    targets: Targets
    paths_by_id: Mapping[tuple[Kind, str, str], str]
    """The paths of all documents, unreadable ones included, by kind, language and id."""
    bundles: Bundles
    by_matter: Mapping[tuple[type[object], str], Sequence[Document]]
    """The documents by the type of their front matter and language."""
    ambiguous_ids: Mapping[ShortId, tuple[str, ...]]
    """The ids that an article's id without its date may refer to, by language and that id."""

    def documents_of(self, matter: type[M], lang: str) -> list[Document[M]]:
        """The documents in a language with front matter of a type, shown or not."""
        documents = self.by_matter.get((matter, lang), ())
        return [document for document in documents if has_matter(document, matter)]

    def shown(self, matter: type[M], lang: str) -> dict[str, Document[M]]:
        """The shown documents in a language with front matter of a type, by id."""
        return {
            document.id: document
            for document in self.documents_of(matter, lang)
            if self.visibilities[document.path].shown
        }


def build_context(
    derived: DerivedContent,
    config: Config,
    time: BuildTime,
    left_out: frozenset[str],
    problems: list[Problem],
) -> LinkContext:
    """Decide which documents are shown, and at which addresses."""
    content = derived.content
    problems += derived.problems
    documents = valid_documents(content, config, left_out, problems)
    visibilities = {document.path: decide(document, time) for document in documents}
    slugs = section_slugs(documents, config.urls)
    addresses = _addresses([each for each in documents if visibilities[each.path].shown], config, slugs)
    placements = {
        path: Placement(place, visibilities[path].gated, visibilities[path].displayed_state)
        for path, place in addresses.items()
    }
    bundles = find_bundles(content.content_paths.values())
    return LinkContext(
        config=config,
        base=base_path(config.base_url),
        documents=documents,
        visibilities=visibilities,
        addresses=addresses,
        section_slugs=slugs,
        targets=_targets(content, config, documents, placements, bundles, time.now),
        paths_by_id={(file.kind, file.lang, file.id): path for path, file in content.content_paths.items()},
        bundles=bundles,
        by_matter=_by_matter(documents),
        ambiguous_ids=derived.ambiguous_ids,
    )


def _by_matter(documents: Iterable[Document]) -> dict[tuple[type[object], str], list[Document]]:
    found: dict[tuple[type[object], str], list[Document]] = defaultdict(list)
    for document in documents:
        found[type(document.matter), document.lang].append(document)
    return dict(found)


def _addresses(shown: Sequence[Document], config: Config, slugs: SectionSlugs) -> dict[str, Address]:
    base = base_path(config.base_url)
    prefixes = {lang: prefix_of(config, lang) for lang in {document.lang for document in shown}}
    return {
        document.path: address(base, prefixes[document.lang] + path_of(document, config, slugs))
        for document in shown
    }


def _targets(
    content: Content,
    config: Config,
    documents: Iterable[Document],
    placements: Mapping[str, Placement],
    bundles: Bundles,
    now: dt.datetime,
) -> Targets:
    home = f"{config.base_url.rstrip('/')}/"
    by_path = {document.path: document for document in documents}
    rules = RefusalRules(
        config.content.suffixes, config.content.html_files, content.images, configured_folders(config)
    )
    files = _file_targets(content, config, placements, bundles, rules)
    return Targets(
        base=base_path(config.base_url),
        home=home,
        suffixes=config.content.suffixes,
        files=files,
        images=content.images,
        expired=expired(content, files, home, now),
        documents=by_path,
        paths=dict.fromkeys(content.content_paths, True),
        placements=placements,
        remote=config.markdown.remote_images,
        rules=rules,
        image_suggestions=PathSuggestions(content.images),
        document_suggestions=PathSuggestions(by_path),
        keep=config.keep,
    )


def _file_targets(
    content: Content,
    config: Config,
    placements: Mapping[str, Placement],
    bundles: Bundles,
    rules: RefusalRules,
) -> FileTargets:
    roots = {root: prefix_of(config, lang) for root, lang in content_roots(config).items()}
    shown = {
        folder: placements[first].address
        for folder, paths in bundles.folders.items()
        if (first := next((path for path in paths if path in placements), None)) is not None
    }
    return file_targets(content, roots, base_path(config.base_url), shown, bundles, rules)
