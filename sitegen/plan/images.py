"""Pictures in their sizes and formats: only what the theme's templates and the texts can show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Theme
from sitegen.model.images import RATIOS, Cut, Encoding, output_of
from sitegen.model.jobs import ImageArgs, Job
from sitegen.plan.routes import Planned, Route, Routes

_COMMENT = lazy_pattern(r"\{#.*?#\}", re.DOTALL)
#: A use of crops, with the name of one if it stands there as a text.
_CROPS = lazy_pattern(r"""\bcrops\b(?:\s*\[\s*(?:"([^"]*)"|'([^']*)')\s*\])?""")


class PictureFile(Struct, frozen=True, gc=False):
    """A cut in one size and format."""

    cut: Cut
    size: tuple[int, int]
    encoding: Encoding


def picture_routes(cuts: Iterable[Cut], crops: Iterable[str]) -> Routes:
    """A route for each file of a picture, of the crops that the theme shows. Those of one size are
    neighbours, so that it is made once."""
    shown = {"", *crops}
    for cut in cuts:
        if cut.ratio not in shown:
            continue
        *better, plain = cut.encodings
        for size in cut.sizes:
            for encoding in (*better, plain) if size == cut.fallback else better:
                subject = PictureFile(cut, size, encoding)
                yield Route(output_of(cut.name, size[0], encoding), cut.source, _picture_job, subject)


def crops_of(theme: Theme) -> frozenset[str]:
    """The crops that a theme's templates name: all, where one of them names none as a text."""
    found: set[str] = set()
    for template in theme.templates.values():
        if "crops" not in template.text:
            continue
        for one, other in _CROPS.findall(_COMMENT.sub("", template.text)):
            found.update([one or other] if one or other else RATIOS)
    return frozenset(found)


def _picture_job(planned: Planned, subject: PictureFile) -> Job:
    cut, (width, height), encoding = subject.cut, subject.size, subject.encoding
    args = ImageArgs(
        cut.source,
        cut.digest,
        cut.box,
        width,
        height,
        encoding.format,
        encoding.quality,
        encoding.speed,
        cut.notes,
    )
    return Job(output_of(cut.name, width, encoding), args)
