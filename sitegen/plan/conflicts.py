"""Each output path once, and one that can be written: what publishing would refuse is a Problem before it.

Two routes for one path, a file where another needs a folder, an empty part of a path or one that is too long.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from sitegen.config.project import CONFIGURATION
from sitegen.model.site import Site
from sitegen.plan.routes import Route
from sitegen.problems import Problem, problem_at
from sitegen.slugs import MOST_OF_A_NAME, MOST_OF_A_PATH, fold, tag_slug

#: Characters of a long name that a message shows.
_SHOWN = 40


def unique(
    found: Iterable[Route[Any]], site: Site, problems: list[Problem], keep_case: bool = False
) -> dict[str, Route[Any]]:
    """The routes by their paths; of two that want one, the first. With `keep_case`, case tells two apart."""
    taken: dict[str, Route[Any]] = {}
    folders: dict[str, Route[Any]] = {}
    routes: dict[str, Route[Any]] = {}
    refused: set[str] = set()
    for route in found:
        if flaw := _flaw(route.output):
            if flaw not in refused:  # one name that is too long makes as many bad paths as it has pages
                refused.add(flaw)
                problems.append(_unusable(route, flaw, site))
            continue
        key = unicodedata.normalize("NFC", route.output) if keep_case else fold(route.output)
        # No file is in the way of a folder that is known.
        parents = () if _folder(key) in folders else _parents(key)
        other = taken.get(key) or folders.get(key) or next((taken[p] for p in parents if p in taken), None)
        if other is not None:
            # The feed of a list that has no place of its own has none either, and that is said already.
            if _is_file(route.owner) or _folder(key) not in refused:
                problems.append(_clash(route, other, site))
            refused.add(_folder(key))
            continue
        taken[key] = route
        routes[route.output] = route
        for parent in parents:
            folders.setdefault(parent, route)
    return routes


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _parents(path: str) -> Sequence[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _is_file(owner: str) -> bool:
    return "/" in owner and " " not in owner.split("/", maxsplit=1)[0]


def _clash(route: Route[Any], other: Route[Any], site: Site) -> Problem:
    """Said of the second, which has to give way, unless only the first is a file that somebody can rename."""
    code, hint = _kind_of_clash(route)
    if not _is_file(route.owner) and _is_file(other.owner):
        route, other = other, route
    url = "/" + route.output.removesuffix("index.html")
    message = f"Two things want the URL `{url}`: this and {_named(other.owner)}."
    return problem_at(*_chosen_by(route, site), code, message, hint)


def _kind_of_clash(route: Route[Any]) -> tuple[str, str]:
    """The code and the remedy for a route that has to give way."""
    if route.key.startswith("aliases."):
        return "alias-clash", "Remove the alias, or give it to one document only."
    hint = "Give one of them another `slug`, or rename its file."
    return "url-clash" if _is_file(route.owner) else "generated-url", hint


def _named(owner: str) -> str:
    return f"`{owner}`" if _is_file(owner) else owner


def _flaw(path: str) -> str:
    """The part of a path that keeps it from being a file's: the path as far as that, or all of it."""
    size = len(path) if path.isascii() else 4 * len(path)
    if size <= MOST_OF_A_NAME and "//" not in path and "/." not in path and not path.startswith(("/", ".")):
        return ""
    parts = path.split("/")
    for number, part in enumerate(parts, 1):
        if part in ("", ".", "..") or len(part.encode()) > MOST_OF_A_NAME:
            return "/".join(parts[:number]) or "/"
    return path if len(path.encode()) > MOST_OF_A_PATH else ""


def _unusable(route: Route[Any], flaw: str, site: Site) -> Problem:
    """Said where the path was chosen, if that can be told."""
    code, message = _refusal(route.output, flaw.rpartition("/")[2])
    path, key = _chosen_by(route, site)
    hint = "Give a shorter `slug`." if code == "name-too-long" else "Write a path as `/asia/old-name/`."
    if key != "slug" and code == "name-too-long":
        hint = f"It is part of the URL `/{_cut(route.output)}`. Shorten it."
    if key.startswith("aliases."):
        code = "invalid-alias"
    return problem_at(path, key, code if _is_file(route.owner) else "generated-url", message, hint)


def _refusal(output: str, part: str) -> tuple[str, str]:
    if part in ("", ".", ".."):
        named = f"the part `{part}`" if part else "an empty part"
        return "invalid-slug", f"The URL `/{_cut(output.removesuffix('index.html'))}` has {named}."
    if (size := len(part.encode())) > MOST_OF_A_NAME:
        return "name-too-long", f"`{_cut(part)}` is {size} bytes long; file systems store {MOST_OF_A_NAME}."
    size = len(output.encode())
    message = (
        f"The path `{_cut(output)}` is {size:,} bytes long; {MOST_OF_A_PATH:,} can be stored everywhere."
    )
    return "name-too-long", message


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _chosen_by(route: Route[Any], site: Site) -> tuple[str, str]:
    """The file and the key that chose a path: of a group that no document describes those of its first
    article."""
    if _is_file(route.owner):
        return route.owner, route.key or ("title" if route.document else "")
    lang = getattr(route.subject, "lang", "")
    lists = next((lists for lists in site.editions if lists.edition.lang == lang), None)
    if lists is None:
        return CONFIGURATION, "title"
    kind, id_ = getattr(route.subject, "kind", ""), getattr(route.subject, "id", "")
    group = lists.groups[kind].get(id_) if kind in ("section", "tag") else None
    if group is not None and group.members:
        first = next(article for article in lists.articles if article.path == group.members[-1])
        if kind == "section":
            return first.path, "section"
        numbered = enumerate(first.matter.tags)
        numbers = (n for n, name in numbered if tag_slug(name, first.document.lang) == id_)
        return first.path, f"tags.{next(numbers, 0)}"
    return CONFIGURATION, f"languages.{lang}.prefix" if lists.edition.prefix else "title"
