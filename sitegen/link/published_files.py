"""Files that are published unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.config.settings import Attachments
from sitegen.link.context import LinkContext
from sitegen.link.file_kinds import FileKind, file_kind
from sitegen.model.documents import Content
from sitegen.model.images import Cut
from sitegen.model.site import PendingLink, Published
from sitegen.problems import Problem, Severity


def linked_files(links: Iterable[PendingLink], context: LinkContext) -> set[str]:
    """The files in content folders that the configuration links to."""
    targets = context.targets
    found = {targets.files.by_output.get(link.output) for link in links}
    return {
        path for path in found if path and not targets.rules.refusal(path) and path not in targets.expired
    }


def attachments(
    content: Content, context: LinkContext, cuts: Iterable[Cut], problems: list[Problem]
) -> set[str]:
    """The files of shown bundles, if `content.attachments` is `all`.

    The originals of resized images are not published: they may contain private camera metadata.
    """
    if context.config.content.attachments is not Attachments.ALL:
        return set()
    targets = context.targets
    open_bundles = {
        bundle
        for bundle, paths in context.bundles.folders.items()
        if (shown := [path for path in paths if path in context.addresses])
        and not any(context.visibilities[path].gated for path in shown)
    }
    beside = [path for path in content.files if context.bundles.owner_of(path) in open_bundles]
    found = set()
    for path in beside:
        kind = file_kind(path, targets.suffixes)
        owner = f"{context.bundles.owner_of(path)}/"
        if kind not in (FileKind.PLAIN, FileKind.PAGE) or targets.rules.is_withheld(path, owner):
            continue
        if refusal := targets.rules.refusal(path, owner):
            problems.append(Problem(path, 0, 0, refusal.code, refusal.message, refusal.hint))
        else:
            found.add(path)
    return found - {cut.source for cut in cuts}


def published(content: Content, context: LinkContext, used: Iterable[str]) -> tuple[Published, ...]:
    """The files in `static/` and the used files, without expired images."""
    targets = context.targets
    wanted = {*used, *(file.path for file in content.static)} - targets.expired.keys()
    files = {file.path: file for file in (*content.files.values(), *content.static)}
    addresses = targets.files.addresses
    return tuple(
        Published(path, files[path].digest, addresses[path].output)
        for path in sorted(wanted)
        if path in addresses
    )


def active_images(content: Content) -> Iterator[Problem]:
    """A warning for each SVG file with active content in `static/`."""
    for file in content.static:
        image = content.images.get(file.path)
        if image is not None and image.unsafe:
            message = f"The image has active content: {image.damage}. It is published unchanged."
            hint = "If that is not intended, export it as a plain SVG."
            yield Problem(file.path, 0, 0, "active-content", message, hint, Severity.WARNING)


def unique_cuts(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The variants without duplicate names: of two files with the same bytes, the first counts."""
    ordered = sorted(cuts, key=lambda cut: (cut.name, cut.source), reverse=True)
    return tuple({cut.name: cut for cut in ordered}.values())[::-1]


def expired_digests(content: Content, context: LinkContext) -> dict[str, str]:
    """The digests of expired image files, each with the document that sets the date."""
    owners = context.targets.expired
    files = (*content.files.values(), *content.static) if owners else ()
    return {file.digest: owners[file.path] for file in files if file.path in owners}
