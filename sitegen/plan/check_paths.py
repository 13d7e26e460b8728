"""Check output paths: each must be unique on any file system and possible to write.

Reported are two routes with the same path, a file where another route needs a folder, and paths that have an
empty part or are too long.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from sitegen.config.project import CONFIGURATION
from sitegen.model.site import Site
from sitegen.plan.routes import AnyRoute
from sitegen.problems import Problem, problem_at
from sitegen.slugs import MAX_NAME_BYTES, MAX_PATH_BYTES, fold, tag_slug

#: Messages cut names to this many characters.
_SHOWN = 40


def valid_routes(
    found: Iterable[AnyRoute], site: Site, problems: list[Problem], keep_case: bool = False
) -> dict[str, AnyRoute]:
    """Return the valid routes by path and report the others; where two conflict, the first wins.

    With `keep_case`, paths that differ only in case do not conflict.
    """
    taken: dict[str, AnyRoute] = {}
    folders: dict[str, AnyRoute] = {}
    routes: dict[str, AnyRoute] = {}
    rejected: set[str] = set()
    for route in found:
        if flaw := _flaw(route.output):
            if flaw not in rejected:  # a name that is too long can be part of many paths
                rejected.add(flaw)
                problems.append(_invalid_path(route, flaw, site))
            continue
        key = unicodedata.normalize("NFC", route.output) if keep_case else fold(route.output)
        # The parents of a known folder have been checked.
        parents = () if _folder(key) in folders else _parents(key)
        other = taken.get(key) or folders.get(key) or next((taken[p] for p in parents if p in taken), None)
        if other is not None:
            # Files in a rejected folder, such as a list's feed, need no second report.
            if _is_file(route.owner) or _folder(key) not in rejected:
                problems.append(_clash(route, other, site))
            rejected.add(_folder(key))
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


def _clash(route: AnyRoute, other: AnyRoute, site: Site) -> Problem:
    """Report the second route, or the first if only that one has a file that can be renamed."""
    code, hint = _code_and_hint(route)
    if not _is_file(route.owner) and _is_file(other.owner):
        route, other = other, route
    url = "/" + route.output.removesuffix("index.html")
    message = f"The URL `{url}` is used twice: here and by {_quoted_owner(other.owner)}."
    return problem_at(*_source_of(route, site), code, message, hint)


def _code_and_hint(route: AnyRoute) -> tuple[str, str]:
    if route.key.startswith("aliases."):
        return "alias-clash", "Remove the alias, or keep it in one document only."
    hint = "Give one of them a different `slug`, or rename its file."
    return "url-clash" if _is_file(route.owner) else "generated-url", hint


def _quoted_owner(owner: str) -> str:
    return f"`{owner}`" if _is_file(owner) else owner


def _flaw(path: str) -> str:
    """The path up to its first invalid part, the whole path if it is too long, or an empty string."""
    size = len(path) if path.isascii() else 4 * len(path)
    if size <= MAX_NAME_BYTES and "//" not in path and "/." not in path and not path.startswith(("/", ".")):
        return ""
    parts = path.split("/")
    for number, part in enumerate(parts, 1):
        if part in ("", ".", "..") or len(part.encode()) > MAX_NAME_BYTES:
            return "/".join(parts[:number]) or "/"
    return path if len(path.encode()) > MAX_PATH_BYTES else ""


def _invalid_path(route: AnyRoute, flaw: str, site: Site) -> Problem:
    """Report an invalid path at the key that determines it."""
    code, message = _code_and_message(route.output, flaw.rpartition("/")[2])
    path, key = _source_of(route, site)
    hint = "Write a shorter `slug`." if code == "name-too-long" else "Write a path such as `/asia/old-name/`."
    if key != "slug" and code == "name-too-long":
        hint = f"It is part of the URL `/{_cut(route.output)}`. Shorten it."
    if key.startswith("aliases."):
        code = "invalid-alias"
    return problem_at(path, key, code if _is_file(route.owner) else "generated-url", message, hint)


def _code_and_message(output: str, part: str) -> tuple[str, str]:
    if part in ("", ".", ".."):
        named = f"the part `{part}`" if part else "an empty part"
        return "invalid-slug", f"The URL `/{_cut(output.removesuffix('index.html'))}` contains {named}."
    if (size := len(part.encode())) > MAX_NAME_BYTES:
        return "name-too-long", f"`{_cut(part)}` is {size} bytes long; file systems allow {MAX_NAME_BYTES}."
    size = len(output.encode())
    message = f"The path `{_cut(output)}` is {size:,} bytes long; the limit is {MAX_PATH_BYTES:,} bytes."
    return "name-too-long", message


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _source_of(route: AnyRoute, site: Site) -> tuple[str, str]:
    """The file and key that determine a path; for a group without a document, those of its oldest article."""
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
