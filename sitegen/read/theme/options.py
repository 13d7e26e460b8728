"""The options that a theme declares in its `theme.yaml`."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sitegen.problems import Problem, did_you_mean
from sitegen.read.theme.files import Written

#: The kind of options that name a picture of the site.
PICTURE = "picture"
_KINDS = (PICTURE,)


class Option(Struct, frozen=True):
    """An option of a theme. Where it has `choices`, its value is one of them; one of the kind `picture` takes
    the path of a picture below the site's `static/`."""

    default: Any
    choices: tuple[Any, ...] = ()
    kind: str = ""


def declared(manifest: Written, problems: list[Problem]) -> dict[str, Option]:
    """The options that a theme declares in its manifest."""
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


def _misdeclared(name: str, option: Any, manifest: Written) -> Problem | None:
    """What is wrong with an option's declaration, if anything is."""
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
        message = f"There is no kind `{kind}` of options, as `{name}` has it."
        return manifest.problem(f"options.{name}", "invalid-theme", message, hint)
    if kind and option["default"] != "":
        message = f"The option `{name}` takes a picture, and has another default than none."
        return manifest.problem(
            f"options.{name}", "invalid-theme", message, 'Write `default: ""`: the picture is the site\'s.'
        )
    return None
