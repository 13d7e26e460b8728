"""Which files go out as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.config import Attachments
from sitegen.link.ground import Ground
from sitegen.link.natures import Nature, nature_of
from sitegen.model.documents import Content
from sitegen.model.pictures import Cut
from sitegen.model.site import PendingLink, Published
from sitegen.problems import Problem, Severity


def linked_by(links: Iterable[PendingLink], ground: Ground) -> set[str]:
    """The files of the content folder that the configuration's links lead to."""
    land = ground.territory
    found = {land.shelf.by_output.get(link.output) for link in links}
    return {path for path in found if path and not land.rules.refusal(path) and path not in land.expired}


def lying_there(content: Content, ground: Ground, cuts: Iterable[Cut], problems: list[Problem]) -> set[str]:
    """The files that go out with shown documents although nothing leads to them, where the site wants that.

    A picture that is shown in sizes of its own stays behind, with what its camera has written into it.
    """
    if ground.config.content.attachments is not Attachments.ALL:
        return set()
    land = ground.territory
    open_bundles = {
        bundle
        for bundle, paths in ground.bundles.folders.items()
        if (shown := [path for path in paths if path in ground.addresses])
        and not any(ground.visibilities[path].gated for path in shown)
    }
    beside = [path for path in content.files if ground.bundles.owner_of(path) in open_bundles]
    found = set()
    for path in beside:
        nature = nature_of(path, land.suffixes)
        owner = f"{ground.bundles.owner_of(path)}/"
        if nature not in (Nature.PLAIN, Nature.PAGE) or land.rules.is_withheld(path, owner):
            continue
        if refusal := land.rules.refusal(path, owner):
            problems.append(Problem(path, 0, 0, refusal.code, refusal.message, refusal.hint))
        else:
            found.add(path)
    return found - {cut.source for cut in cuts}


def published(content: Content, ground: Ground, used: Iterable[str]) -> tuple[Published, ...]:
    """All of `static/` and the files in use, but no picture that may not be shown any more."""
    land = ground.territory
    wanted = {*used, *(file.path for file in content.static)} - land.expired.keys()
    files = {file.path: file for file in (*content.files.values(), *content.static)}
    places = land.shelf.places
    return tuple(
        Published(path, files[path].digest, places[path].output) for path in sorted(wanted) if path in places
    )


def active_statics(content: Content) -> Iterator[Problem]:
    """A warning for each vector picture of `static/` that does more than show itself."""
    for file in content.static:
        picture = content.pictures.get(file.path)
        if picture is not None and picture.unsafe:
            message = f"The picture does more than show itself: {picture.damage}. It is published as it is."
            hint = "If nobody means it to do that, export it as a plain SVG."
            yield Problem(file.path, 0, 0, "active-content", message, hint, Severity.WARNING)


def once_each(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The cuts, each name once: of two files with the same bytes, the first."""
    ordered = sorted(cuts, key=lambda cut: (cut.name, cut.source), reverse=True)
    return tuple({cut.name: cut for cut in ordered}.values())[::-1]


def expired_digests(content: Content, ground: Ground) -> dict[str, str]:
    """The digests of picture files that may not be shown any more, with the document that says so."""
    owners = ground.territory.expired
    files = (*content.files.values(), *content.static) if owners else ()
    return {file.digest: owners[file.path] for file in files if file.path in owners}
