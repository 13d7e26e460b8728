"""What CSS in a vector picture may do: nothing that loads a file or runs.

The lists name what is allowed. Comments and strings are checked like the rest, since hiding one in the other
is an old trick.
"""

from __future__ import annotations

import re

from sitegen.lazy_regex import lazy_pattern

_ADDRESS = lazy_pattern(r"url\(", re.IGNORECASE)
_INSIDE = lazy_pattern(
    r"""\s*+["']?\s*+(?:\#|data:(?:image/(?:png|jpe?g|gif|webp|avif)|font/[a-z0-9]+|application/(?:x-)?font[-a-z0-9]*
    |application/octet-stream)[;,])""",
    re.IGNORECASE | re.VERBOSE,
)
_FUNCTION = lazy_pattern(r"(?<![-\w])([-\w]++)\(")
_RULE = lazy_pattern(r"@([-\w]*)")
_VENDOR = lazy_pattern(r"-(?:webkit|moz|ms|o)-")
_MARKS = lazy_pattern(r"[(\\@]")
#: Characters that a message shows of what is wrong.
_LONGEST = 60

_FUNCTIONS = frozenset(
    """
    url format local tech var env calc min max clamp round mod rem abs sign sin cos tan asin acos atan
    atan2 pow sqrt hypot log exp rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark
    device-cmyk icc-color matrix matrix3d perspective rotate rotatex rotatey rotatez rotate3d scale scalex
    scaley scalez scale3d skew skewx skewy translate translatex translatey translatez translate3d blur
    brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia circle ellipse
    inset path polygon rect xywh shape ray cubic-bezier linear steps frames linear-gradient
    radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient
    repeating-conic-gradient not is where has lang dir nth-child nth-last-child nth-of-type
    nth-last-of-type selector
    """.split()
)
#: The last ones stand in comments of licences, and do nothing.
_RULES = frozenset(
    """
    media supports font-face keyframes layer container property page charset counter-style font-feature-values
    font-palette-values starting-style scope
    license licence preserve author version copyright see
    """.split()
)


def css_mistake(css: str) -> str:
    """What is wrong with some CSS of a picture, as the end of a sentence that begins with its place; empty
    for harmless CSS."""
    if not _MARKS.search(css):
        return ""
    if "\\" in css:
        return "holds a backslash, which can hide anything"
    for found in _ADDRESS.finditer(css):
        if not _INSIDE.match(css, found.end()):
            return f"names another file: `{css[found.start() : found.start() + _LONGEST].strip()}`"
    for name in _FUNCTION.findall(css):
        if _plain(name) not in _FUNCTIONS:
            return f"holds `{name[:_LONGEST]}()`, which may load a file"
    for name in _RULE.findall(css):
        if _plain(name) not in _RULES:
            return f"holds `@{name[:_LONGEST]}`, which may load a file"
    return ""


def _plain(name: str) -> str:
    return _VENDOR.sub("", name.lower(), count=1)
