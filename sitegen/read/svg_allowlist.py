"""What a vector picture may hold: the elements and attributes of SVG that draw, describe and move, and what
drawing programs note in namespaces of their own.

Everything else is refused, since a browser that opens the file itself runs its scripts with the site's rights
and loads what it names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.lazy_regex import lazy_pattern

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
#: Where the namespaces are defined that browsers act on, such as XHTML and MathML.
_ACTIVE = lazy_pattern(r"\s*https?://(?:www\.w3\.org|www\.mozilla\.org)/", re.IGNORECASE)
#: Those of W3C that only describe.
_INERT = lazy_pattern(r"http://www\.w3\.org/(?:1999/02/22-rdf-syntax-ns|2000/01/rdf-schema)#")

_ELEMENTS = frozenset(
    """
    a circle clipPath defs desc ellipse g image line linearGradient marker mask metadata path pattern
    polygon polyline radialGradient rect stop style svg switch symbol text textPath title tspan use view
    animate animateColor animateMotion animateTransform discard mpath set filter feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
    feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence altGlyph
    altGlyphDef altGlyphItem color-profile font font-face font-face-format font-face-name font-face-src
    font-face-uri glyph glyphRef hkern missing-glyph tref vkern flowDiv flowLine flowPara flowRegion
    flowRegionExclude flowRoot flowSpan flowTref hatch hatchpath mesh meshgradient meshpatch meshrow
    solidColor solidcolor
    """.split()
)
#: Programs keep their own data in it, for readers that know an extension; none of the browsers knows any.
_FOREIGN = "foreignObject"

#: Attributes that are read as CSS.
_CSS = frozenset(
    """
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-profile color-rendering cursor direction display dominant-baseline
    enable-background fill fill-opacity fill-rule filter flood-color flood-opacity font font-family
    font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant
    font-variant-caps font-variant-ligatures font-variation-settings font-weight glyph-orientation-horizontal
    glyph-orientation-vertical image-rendering inline-size isolation kerning letter-spacing lighting-color
    line-height marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow
    paint-order pointer-events shape-inside shape-padding shape-rendering shape-subtract solid-color
    solid-opacity stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration
    text-orientation text-overflow text-rendering text-transform transform transform-box transform-origin
    unicode-bidi vector-effect visibility white-space word-spacing writing-mode
    """.split()
)
#: Numbers, shapes and other plain values of drawings.
_VALUES = frozenset(
    """
    amplitude azimuth baseFrequency bias clipPathUnits cx cy d diffuseConstant divisor dx dy edgeMode
    elevation exponent filterRes filterUnits fr fx fy gradientTransform gradientUnits height href in in2
    intercept k k1 k2 k3 k4 kernelMatrix kernelUnitLength lengthAdjust limitingConeAngle markerHeight
    markerUnits markerWidth maskContentUnits maskUnits method mode numOctaves offset operator order orient
    pathLength patternContentUnits patternTransform patternUnits pointsAtX pointsAtY pointsAtZ points
    preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY result rotate rx ry scale seed
    side slope spacing specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles
    surfaceScale tableValues targetX targetY textLength type viewBox width x x1 x2 xChannelSelector y y1
    y2 yChannelSelector z
    """.split()
)
_TIMING = frozenset(
    """
    accumulate additive attributeName attributeType begin by calcMode dur end fill from keyPoints keySplines
    keyTimes max min origin path repeatCount repeatDur restart to values
    """.split()
)
_GENERAL = frozenset(
    """
    accent-height alphabetic alt arabic-form ascent author baseProfile bbox cap-height class content
    contentScriptType contentStyleType crossorigin decoding descent externalResourcesRequired focusable
    format g1 g2 glyph-name glyphRef hanging horiz-adv-x horiz-origin-x horiz-origin-y hreflang id
    ideographic k lang local mathematical media name orientation overline-position overline-thickness
    panose-1 rel rendering-intent requiredExtensions requiredFeatures requiredFonts requiredFormats role
    slope snapshotTime space stemh stemv strikethrough-position strikethrough-thickness style string
    systemLanguage tabindex target title u1 u2 underline-position underline-thickness unicode
    unicode-range units-per-em v-alphabetic v-hanging v-ideographic v-mathematical version vert-adv-y
    vert-origin-x vert-origin-y viewTarget widths x-height zoomAndPan
    """.split()
)
_ATTRIBUTES = _CSS | _VALUES | _TIMING | _GENERAL
_READ_AS_CSS = _CSS | {"style", "from", "to", "by", "values"}
#: What may be animated: nothing that leads anywhere.
_MOVING = (_CSS | _VALUES) - {"href"}
_FREE = ("data-", "aria-")

_XLINKS = frozenset("actuate arcrole href role show title type".split())
_XMLS = frozenset("id lang space".split())

_INSIDE = lazy_pattern(r"\s*+(?:#|data:image/(?:png|jpe?g|gif|webp|avif)[;,]|\Z)", re.IGNORECASE)
#: Where a link of the picture may lead.
_LINK = lazy_pattern(r"\s*+(?:https?:|mailto:|[^:]*\Z)", re.IGNORECASE)
#: Characters that a message shows of what is wrong.
_LONGEST = 60


def svg_mistake(name: str, attributes: Mapping[str, str]) -> str:
    """What an element holds that a picture may not, as a clause ("it holds …"); empty where it is harmless.

    Names are written as `namespace name`, as expat gives them.
    """
    space, _, local = name.rpartition(" ")
    if space not in (SVG, ""):
        return f"it holds <{local[:_LONGEST]}> of {space[:_LONGEST]}" if _is_active(space) else ""
    if local not in _ELEMENTS and not (local == _FOREIGN and "requiredExtensions" in attributes):
        return f"it holds <{local[:_LONGEST]}>, which a picture has no need of"
    return next(
        (wrong for key, value in attributes.items() if (wrong := _attribute_mistake(local, key, value))), ""
    )


def _is_active(space: str) -> bool:
    return bool(_ACTIVE.match(space)) and not _INERT.match(space)


def _attribute_mistake(element: str, key: str, value: str) -> str:
    space, _, name = key.rpartition(" ")
    if space:
        return _foreign_mistake(element, space, name, value)
    if name.lower().startswith("on"):
        return f"it holds the event attribute `{name[:_LONGEST]}`"
    if name not in _ATTRIBUTES and not name.startswith(_FREE):
        return f"it holds the attribute `{name[:_LONGEST]}`, which a picture has no need of"
    return _value_mistake(element, name, value)


def _value_mistake(element: str, name: str, value: str) -> str:
    """What is wrong with the value of one of SVG's own attributes."""
    if name in _READ_AS_CSS and (wrong := css_mistake(value)):
        return f"its attribute `{name}` {wrong}"
    if name == "attributeName" and value.strip() not in _MOVING:
        return f"it animates `{value.strip()[:_LONGEST]}`, which can lead anywhere"
    return _address_mistake(element, value) if name == "href" else ""


def _foreign_mistake(element: str, space: str, name: str, value: str) -> str:
    """What is wrong with an attribute of a namespace: those of drawing programs do nothing."""
    if space == _XLINK and name in _XLINKS:
        return _address_mistake(element, value) if name == "href" else ""
    if space == _XML and name in _XMLS:
        return ""
    if _is_active(space):
        return f"it holds the attribute `{name[:_LONGEST]}` of {space[:_LONGEST]}"
    return ""


def _address_mistake(element: str, value: str) -> str:
    allowed = _LINK if element == "a" else _INSIDE
    if allowed.match(value):
        return ""
    return f"it refers to something outside of it: `{value.strip()[:_LONGEST]}`"


# CSS

_URL = lazy_pattern(r"url\(", re.IGNORECASE)
_CSS_INSIDE = lazy_pattern(
    r"""\s*+["']?\s*+(?:\#|data:(?:image/(?:png|jpe?g|gif|webp|avif)|font/[a-z0-9]+|application/(?:x-)?font[-a-z0-9]*
    |application/octet-stream)[;,])""",
    re.IGNORECASE | re.VERBOSE,
)
_FUNCTION = lazy_pattern(r"(?<![-\w])([-\w]++)\(")
_AT_RULE = lazy_pattern(r"@([-\w]*)")
_VENDOR_PREFIX = lazy_pattern(r"-(?:webkit|moz|ms|o)-")
_CSS_MARKS = lazy_pattern(r"[(\\@]")
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
#: The last line has words from comments of licences, which do nothing.
_AT_RULES = frozenset(
    """
    media supports font-face keyframes layer container property page charset counter-style font-feature-values
    font-palette-values starting-style scope
    license licence preserve author version copyright see
    """.split()
)


def css_mistake(css: str) -> str:
    """What is wrong with some CSS of a picture, as the end of a sentence that begins with its place; empty
    for harmless CSS."""
    if not _CSS_MARKS.search(css):
        return ""
    if "\\" in css:
        return "holds a backslash, which can hide anything"
    for found in _URL.finditer(css):
        if not _CSS_INSIDE.match(css, found.end()):
            return f"names another file: `{css[found.start() : found.start() + _LONGEST].strip()}`"
    for name in _FUNCTION.findall(css):
        if _without_prefix(name) not in _FUNCTIONS:
            return f"holds `{name[:_LONGEST]}()`, which may load a file"
    for name in _AT_RULE.findall(css):
        if _without_prefix(name) not in _AT_RULES:
            return f"holds `@{name[:_LONGEST]}`, which may load a file"
    return ""


def _without_prefix(name: str) -> str:
    return _VENDOR_PREFIX.sub("", name.lower(), count=1)
