"""Image files in every size and format that the theme's templates and the texts can show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Theme
from sitegen.model.images import RATIOS, Cut, Encoding, output_of
from sitegen.model.jobs import ImageArgs, Job
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup

_COMMENT = lazy_pattern(r"\{#.*?#\}", re.DOTALL)
#: A use of `crops`, and the name of the crop if it is written as a string.
_CROPS = lazy_pattern(r"""\bcrops\b(?:\s*\[\s*(?:"([^"]*)"|'([^']*)')\s*\])?""")


class ImageFile(Struct, frozen=True, gc=False):
    """A cut of an image in one size and format."""

    cut: Cut
    size: tuple[int, int]
    encoding: Encoding


def image_routes(cuts: Iterable[Cut], crops: Iterable[str]) -> Routes:
    """Yield a route for each image file, without the crops that the theme never shows.

    Files of one size follow each other, so that the image is resized once.
    """
    shown = {"", *crops}
    for cut in cuts:
        if cut.ratio not in shown:
            continue
        *modern, fallback = cut.encodings
        for size in cut.sizes:
            for encoding in (*modern, fallback) if size == cut.fallback else modern:
                subject = ImageFile(cut, size, encoding)
                yield Route(output_of(cut.name, size[0], encoding), cut.source, _image_job, subject)


def crops_of(theme: Theme) -> frozenset[str]:
    """The crops that a theme's templates name: all, if a template uses `crops` without a literal name."""
    found: set[str] = set()
    for template in theme.templates.values():
        if "crops" not in template.text:
            continue
        for one, other in _CROPS.findall(_COMMENT.sub("", template.text)):
            found.update([one or other] if one or other else RATIOS)
    return frozenset(found)


def _image_job(_site: SiteLookup, subject: ImageFile) -> Job:
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
