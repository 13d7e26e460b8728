"""Options of a theme: declarations in `theme.yaml`, and the values that the site sets."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.model.documents import Source
from sitegen.problems import Problem, did_you_mean, problem_at
from sitegen.read.file_state import STATIC, Files, static_files
from sitegen.read.images import is_image, read_image
from sitegen.read.theme.files import YamlMapping

#: The kind of an option that names an image of the site.
IMAGE = "image"
_KINDS = (IMAGE,)
#: The folder among a theme's assets for files of the site.
_SITE_FOLDER = "site"


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


class ChosenOptions(Struct, frozen=True):
    """The values of a theme's options."""

    values: dict[str, object]
    files: dict[str, Source]
    """Files of the site that options name, by their names among the theme's assets."""


def choose(
    theme: str,
    options: Mapping[str, Option],
    given: Mapping[str, object],
    files: Files,
    problems: list[Problem],
) -> ChosenOptions:
    """Determine the value of every option; report invalid values and use the default instead."""
    chosen = ChosenOptions({key: option.default for key, option in options.items()}, {})
    for key, value in given.items():
        if key not in options:
            names = ", ".join(sorted(options))
            known = (
                f"The theme has the options {names}."
                if names
                else "The theme has no options. Remove the key."
            )
            hint = did_you_mean(key, options, known)
            problems.append(_problem(key, "unknown-key", f"The theme `{theme}` has no option `{key}`.", hint))
            continue
        problem = _mismatch(key, value, options[key])
        if problem is None and options[key].kind == IMAGE and value and isinstance(value, str):
            problem = _choose_image(key, value, files, chosen)
        elif problem is None:
            chosen.values[key] = value
        if problem is not None:
            problems.append(problem)
    return chosen


def _mismatch(key: str, value: object, option: Option) -> Problem | None:
    """The problem of an option's value, if there is one."""
    if option.choices and value not in option.choices:
        hint = did_you_mean(str(value), map(str, option.choices)) or (
            f"Choose one of {', '.join(map(str, option.choices))}."
        )
        return _problem(
            key, "invalid-value", f"`{value}` is not a valid value for the theme's option `{key}`.", hint
        )
    if option.kind == IMAGE and not isinstance(value, str):
        message = f"The theme's option `{key}` takes the path of an image in `{STATIC}/`, not `{value}`."
        return _problem(key, "wrong-type", message, f"Write `{key}: logo.svg` for `{STATIC}/logo.svg`.")
    if option.default is not None and type(value) is not type(option.default):
        message = f"The theme's option `{key}` takes a value like `{option.default}`, not `{value}`."
        return _problem(key, "wrong-type", message, "Correct the value under `theme.options`.")
    return None


def _choose_image(key: str, value: str, files: Files, chosen: ChosenOptions) -> Problem | None:
    """Set an option to an image of the site. Return the problem of the image, if there is one."""
    name = value.removeprefix("/")
    path = f"{STATIC}/{name}"
    use = f"set in the theme's option `{key}`"
    images = [file.removeprefix(f"{STATIC}/") for file in static_files(files).files if is_image(file)]
    if name not in images:
        hint = did_you_mean(name, images, f"Add the image, or write the path of one in `{STATIC}/`.")
        return _problem(key, "missing-image", f"There is no image `{path}`, {use}.", hint)
    try:
        source = files.load(path)
    except OSError as error:
        return _unreadable(key, f"`{path}`, {use}, cannot be read: {error.strerror}.")
    image = read_image(source)
    if image.damage:
        return _unreadable(key, f"`{path}`, {use}, cannot be shown: {image.damage}.")
    file = f"{_SITE_FOLDER}/{name}"
    chosen.files[file] = source
    chosen.values[key] = {"file": file, "width": image.width, "height": image.height}
    return None


def _unreadable(key: str, message: str) -> Problem:
    return _problem(key, "unreadable-image", message, "Export or save the image again.")


def _problem(key: str, code: str, message: str, hint: str) -> Problem:
    return problem_at(CONFIGURATION, f"theme.options.{key}", code, message, hint)
