"""A guard against mistakes that empty a site: how many published pages a build may remove."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.problems import Problem, problem_at

_NAMED = 3


def too_many_removals(published: Iterable[str], planned: Collection[str], config: Config) -> Problem | None:
    """A problem where the plan lacks more of the published pages than the configuration allows.

    `published` are the paths of the output tree as the last build left it, `planned` those of this build.
    """
    pages = [path for path in published if path.endswith(".html")]
    removed = [path for path in pages if path not in planned]
    if len(removed) <= len(pages) * config.publish.removable:
        return None
    named = ", ".join(f"`/{path.removesuffix('index.html')}`" for path in sorted(removed)[:_NAMED])
    others = f" and {len(removed) - _NAMED} more" if len(removed) > _NAMED else ""
    message = f"This build would remove {len(removed)} of {len(pages)} published pages: {named}{others}."
    hint = "If that is what you want, build once with `--accept-removals`; else look for what is missing."
    return problem_at(CONFIGURATION, "publish.most_removed", "many-removals", message, hint)
