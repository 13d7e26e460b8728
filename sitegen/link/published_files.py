"""Which files go out as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.config.settings import Attachments
from sitegen.link.context import LinkContext
from sitegen.link.file_kinds import FileKind, nature_of
from sitegen.model.documents import Content
from sitegen.model.images import Cut
from sitegen.model.site import PendingLink, Published
from sitegen.problems import Problem, Severity


def linked_by(links: Iterable[PendingLink], context: LinkContext) -> set[str]:
    """The files of the content folder that the configuration's links lead to."""
    targets = context.targets
    found = {targets.shelf.by_output.get(link.output) for link in links}
    return {
        path for path in found if path and not targets.rules.refusal(path) and path not in targets.expired
    }


def lying_there(
    content: Content, context: LinkContext, cuts: Iterable[Cut], problems: list[Problem]
) -> set[str]:
    """The files that go out with shown documents although nothing leads to them, where the site wants that.

    A picture that is shown in sizes of its own stays behind, with what its camera has written into it.
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
        nature = nature_of(path, targets.suffixes)
        owner = f"{context.bundles.owner_of(path)}/"
        if nature not in (FileKind.PLAIN, FileKind.PAGE) or targets.rules.is_withheld(path, owner):
            continue
        if refusal := targets.rules.refusal(path, owner):
            problems.append(Problem(path, 0, 0, refusal.code, refusal.message, refusal.hint))
        else:
            found.add(path)
    return found - {cut.source for cut in cuts}


def published(content: Content, context: LinkContext, used: Iterable[str]) -> tuple[Published, ...]:
    """All of `static/` and the files in use, but no picture that may not be shown any more."""
    targets = context.targets
    wanted = {*used, *(file.path for file in content.static)} - targets.expired.keys()
    files = {file.path: file for file in (*content.files.values(), *content.static)}
    places = targets.shelf.places
    return tuple(
        Published(path, files[path].digest, places[path].output) for path in sorted(wanted) if path in places
    )


def active_statics(content: Content) -> Iterator[Problem]:
    """A warning for each vector picture of `static/` that does more than show itself."""
    for file in content.static:
        picture = content.images.get(file.path)
        if picture is not None and picture.unsafe:
            message = f"The picture does more than show itself: {picture.damage}. It is published as it is."
            hint = "If nobody means it to do that, export it as a plain SVG."
            yield Problem(file.path, 0, 0, "active-content", message, hint, Severity.WARNING)


def once_each(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The cuts, each name once: of two files with the same bytes, the first."""
    ordered = sorted(cuts, key=lambda cut: (cut.name, cut.source), reverse=True)
    return tuple({cut.name: cut for cut in ordered}.values())[::-1]


def expired_digests(content: Content, context: LinkContext) -> dict[str, str]:
    """The digests of picture files that may not be shown any more, with the document that says so."""
    owners = context.targets.expired
    files = (*content.files.values(), *content.static) if owners else ()
    return {file.digest: owners[file.path] for file in files if file.path in owners}
