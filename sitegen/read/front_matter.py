"""Front matter into its typed form: one Struct for each kind of document."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from msgspec import structs

from sitegen.model.documents import Position
from sitegen.model.front_matter import MATTERS, WITH_STATUS, Kind, Matter
from sitegen.problems import Problem
from sitegen.read.coercion import spelled_out
from sitegen.read.draft_safety import FLAGS, as_draft, is_doubtful, withheld
from sitegen.read.options import MatterOptions
from sitegen.read.split import FrontMatter, tree_of
from sitegen.read.validators import checked
from sitegen.read.yaml_truncation import report_cuts
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.convert.values import convert


def read_matter(
    kind: Kind, front: FrontMatter, path: str, options: MatterOptions
) -> tuple[Matter | None, Mapping[str, Position], list[Problem]]:
    """The front matter of a document of this kind, where its keys stand, and all that is wrong with it.

    A value that cannot be read leaves the key's default. Whatever a configuration makes of problems, nothing
    is published by mistake: `draft: true`, `published: false`, and any mistake in a key that decides on
    visibility give `Status.DRAFT`. None where the YAML is broken, a required key is missing, or a document is
    to be withheld whose kind knows no drafts.
    """
    node, problems = tree_of(front, path)
    if node is None and problems:
        return None, {}, problems
    context = _context(kind, front, path, options, problems)
    is_withheld, node = withheld(kind, node, context)
    report_cuts(node, context)
    node = spelled_out(kind, node, context)
    matter = convert(node, MATTERS[kind], context)
    if matter is not None:
        matter = checked(_without_doubtful_photo(matter, context), context)
    if matter is not None and (is_withheld or is_doubtful(kind, node, context)):
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
        also=tuple(FLAGS) if kind in WITH_STATUS else (),
        problems=problems,
    )


def _without_doubtful_photo(matter: Matter, context: Conversion) -> Matter:
    """A photo whose `expires` could not be read might have expired: it is not shown."""
    doubtful = {key: None for key in ("photo", "cover") if f"{key}.expires" in context.failed}
    return structs.replace(matter, **doubtful) if doubtful else matter
