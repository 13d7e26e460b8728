"""Convert front matter to its typed form: one Struct for each kind of document."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from msgspec import structs

from sitegen.model.documents import Position
from sitegen.model.front_matter import MATTERS, WITH_STATUS, Kind, Matter
from sitegen.problems import Problem
from sitegen.read.coercion import coerce_values
from sitegen.read.draft_safety import DRAFT_FLAGS, as_draft, check_visibility, is_visibility_invalid
from sitegen.read.options import MatterOptions
from sitegen.read.split import FrontMatter, tree_of
from sitegen.read.validators import validate
from sitegen.read.yaml_truncation import report_truncations
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.convert.values import convert


def read_matter(
    kind: Kind, front: FrontMatter, path: str, options: MatterOptions
) -> tuple[Matter | None, Mapping[str, Position], list[Problem]]:
    """Read the front matter of a document of this kind, the positions of its keys, and its problems.

    A key with an invalid value gets its default. Whatever severity the configuration gives to problems,
    nothing is published by mistake: `draft: true`, `published: false` and any mistake in a key that decides
    on visibility give `Status.DRAFT`. The result is None if the YAML is broken, if a required key is missing,
    or if a document must be hidden and its kind has no drafts.
    """
    node, problems = tree_of(front, path)
    if node is None and problems:
        return None, {}, problems
    context = _context(kind, front, path, options, problems)
    is_hidden, node = check_visibility(kind, node, context)
    report_truncations(node, context)
    node = coerce_values(kind, node, context)
    matter = convert(node, MATTERS[kind], context)
    if matter is not None:
        matter = validate(_without_expired_photo(matter, context), context)
    if matter is not None and (is_hidden or is_visibility_invalid(kind, node, context)):
        matter = as_draft(matter)
    return matter, context.positions, problems


def _context(
    kind: Kind, front: FrontMatter, path: str, options: MatterOptions, problems: list[Problem]
) -> Conversion:
    return Conversion(
        path=path,
        zone=ZoneInfo(options.timezone),
        text=front.text,
        first_line=front.line,
        unknown=options.unknown,
        fields=options.fields.get(kind.value, {}),
        also=tuple(DRAFT_FLAGS) if kind in WITH_STATUS else (),
        problems=problems,
    )


def _without_expired_photo(matter: Matter, context: Conversion) -> Matter:
    """Remove a photo with an invalid `expires`, since it may have expired."""
    expired = {key: None for key in ("photo", "cover") if f"{key}.expires" in context.failed}
    return structs.replace(matter, **expired) if expired else matter
