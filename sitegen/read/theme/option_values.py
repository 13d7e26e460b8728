"""The values of a theme's options: what the site chooses, else the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.model.documents import Source
from sitegen.problems import Problem, did_you_mean, problem_at
from sitegen.read.file_state import STATIC, Files, static_files
from sitegen.read.images import is_image, read_image
from sitegen.read.theme.options import PICTURE, Option

#: The folder among a theme's files for those of the site that its options name.
_OF_THE_SITE = "site"


class ChosenOptions(Struct, frozen=True):
    """The value of every option, and the site's files that they name: by their names among the theme's."""

    values: dict[str, Any]
    files: dict[str, Source]


def choose(
    theme: str,
    options: Mapping[str, Option],
    given: Mapping[str, Any],
    files: Files,
    problems: list[Problem],
) -> ChosenOptions:
    """The value of every option of a theme: the site's, else the default."""
    chosen = ChosenOptions({key: option.default for key, option in options.items()}, {})
    for key, value in given.items():
        if key not in options:
            hint = did_you_mean(key, options, f"Its options are {', '.join(sorted(options))}.")
            problems.append(_wrong(key, "unknown-key", f"The theme `{theme}` has no option `{key}`.", hint))
            continue
        wrong = _mismatch(key, value, options[key])
        if wrong is None and options[key].kind == PICTURE and value:
            wrong = _take_picture(key, value, files, chosen)
        elif wrong is None:
            chosen.values[key] = value
        if wrong is not None:
            problems.append(wrong)
    return chosen


def _mismatch(key: str, value: Any, option: Option) -> Problem | None:
    """What is wrong with an option's value, if anything is."""
    if option.choices and value not in option.choices:
        hint = did_you_mean(str(value), map(str, option.choices)) or (
            f"Choose one of {', '.join(map(str, option.choices))}."
        )
        return _wrong(
            key, "invalid-value", f"`{value}` is not a choice for the theme's option `{key}`.", hint
        )
    if option.kind == PICTURE and not isinstance(value, str):
        message = f"The theme's option `{key}` takes the path of a picture below `{STATIC}/`, not `{value}`."
        return _wrong(key, "wrong-type", message, f"Write `{key}: logo.svg` for `{STATIC}/logo.svg`.")
    if option.default is not None and type(value) is not type(option.default):
        message = f"The theme's option `{key}` takes a value like `{option.default}`, not `{value}`."
        return _wrong(key, "wrong-type", message, "Correct it under `theme.options`.")
    return None


def _take_picture(key: str, value: str, files: Files, chosen: ChosenOptions) -> Problem | None:
    """Choose a picture of the site; gives what is wrong with it, if anything is."""
    name = value.removeprefix("/")
    path = f"{STATIC}/{name}"
    named = f"which the theme's option `{key}` names"
    pictures = [file.removeprefix(f"{STATIC}/") for file in static_files(files).files if is_image(file)]
    if name not in pictures:
        hint = did_you_mean(
            name, pictures, f"Put the picture there, or write the path of one below `{STATIC}/`."
        )
        return _wrong(key, "missing-image", f"There is no picture `{path}`, {named}.", hint)
    try:
        source = files.load(path)
    except OSError as error:
        return _unreadable(key, f"`{path}`, {named}, cannot be read: {error.strerror}.")
    picture = read_image(source)
    if picture.damage:
        return _unreadable(key, f"`{path}`, {named}, cannot be shown: {picture.damage}.")
    file = f"{_OF_THE_SITE}/{name}"
    chosen.files[file] = source
    chosen.values[key] = {"file": file, "width": picture.width, "height": picture.height}
    return None


def _unreadable(key: str, message: str) -> Problem:
    return _wrong(key, "unreadable-image", message, "Save the picture anew.")


def _wrong(key: str, code: str, message: str, hint: str) -> Problem:
    return problem_at(CONFIGURATION, f"theme.options.{key}", code, message, hint)
