"""Options declared in a theme's `theme.yaml`."""

from __future__ import annotations

from msgspec import Struct

from sitegen.problems import Problem, did_you_mean
from sitegen.read.theme.files import YamlMapping

#: The kind of an option that names an image of the site.
IMAGE = "image"
_KINDS = (IMAGE,)


class Option(Struct, frozen=True):
    """An option of a theme."""

    default: object
    choices: tuple[object, ...] = ()
    """The allowed values; any value of the default's type if empty."""
    kind: str = ""
    """`image` for the path of an image below the site's `static/`."""


def declared(manifest: YamlMapping, problems: list[Problem]) -> dict[str, Option]:
    """The options declared in a theme's manifest."""
    options = manifest.values.get("options") or {}
    if not isinstance(options, dict):
        hint = "Write `options: {name: {default: …}}`."
        message = "`options` is not a mapping of options."
        problems.append(manifest.problem("options", "invalid-theme", message, hint))
        return {}
    found = {}
    for name, option in options.items():
        wrong = _misdeclared(str(name), option, manifest)
        if wrong is None:
            choices, kind = tuple(option.get("choices") or ()), option.get("kind") or ""
            found[str(name)] = Option(option["default"], choices, kind)
        else:
            problems.append(wrong)
    return found


def _misdeclared(name: str, option: object, manifest: YamlMapping) -> Problem | None:
    """The problem of an option's declaration, if there is one."""
    if not isinstance(option, dict) or "default" not in option:
        hint = f"Write `{name}: {{default: …, description: …}}`."
        return manifest.problem(
            f"options.{name}", "invalid-theme", f"The option `{name}` has no default.", hint
        )
    if not isinstance(option.get("choices") or [], list):
        message = f"The choices of the option `{name}` are not a list."
        return manifest.problem(f"options.{name}", "invalid-theme", message, "Write `choices: [one, two]`.")
    kind = option.get("kind") or ""
    if kind and kind not in _KINDS:
        hint = did_you_mean(str(kind), _KINDS, f"Write `kind: {_KINDS[0]}`, or remove it.")
        message = f"The option `{name}` has the unknown kind `{kind}`."
        return manifest.problem(f"options.{name}", "invalid-theme", message, hint)
    if kind and option["default"] != "":
        message = f"The option `{name}` takes an image and must have an empty default."
        return manifest.problem(
            f"options.{name}", "invalid-theme", message, 'Write `default: ""`; the site sets the image.'
        )
    return None
