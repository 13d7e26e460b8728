"""What an SVG image may contain.

Allowed are elements, attributes and CSS that draw, describe or animate, and the private data of drawing
programs. Everything else is refused. A browser that opens an SVG file by itself runs its scripts with the
site's rights and loads the files it names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.lazy_regex import lazy_pattern

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
#: Namespaces that browsers act on, such as XHTML and MathML.
_ACTIVE = lazy_pattern(r"\s*https?://(?:www\.w3\.org|www\.mozilla\.org)/", re.IGNORECASE)
#: W3C namespaces for metadata.
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
#: Programs keep private data in it, for an extension that they require. Browsers support no extension.
_FOREIGN = "foreignObject"

#: Attributes with CSS values.
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
#: Attributes with numbers, shapes and other plain values.
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
#: Attributes that may be animated: none that has a URL.
_ANIMATABLE = (_CSS | _VALUES) - {"href"}
_PRIVATE_PREFIXES = ("data-", "aria-")

_XLINKS = frozenset("actuate arcrole href role show title type".split())
_XMLS = frozenset("id lang space".split())

_INSIDE = lazy_pattern(r"\s*+(?:#|data:image/(?:png|jpe?g|gif|webp|avif)[;,]|\Z)", re.IGNORECASE)
#: The URLs that a link may have.
_LINK = lazy_pattern(r"\s*+(?:https?:|mailto:|[^:]*\Z)", re.IGNORECASE)
#: Longest quotation in a message, in characters.
_LONGEST = 60


def svg_mistake(name: str, attributes: Mapping[str, str]) -> str:
    """What an element contains that is not allowed, as a clause ("it contains …"); empty if it is harmless.

    Names have the form `namespace name`, as expat gives them.
    """
    space, _, local = name.rpartition(" ")
    if space not in (SVG, ""):
        return (
            f"it contains <{local[:_LONGEST]}> from the namespace {space[:_LONGEST]}"
            if _is_active(space)
            else ""
        )
    if local not in _ELEMENTS and not (local == _FOREIGN and "requiredExtensions" in attributes):
        return f"it contains <{local[:_LONGEST]}>, which is not allowed in images"
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
        return f"it contains the event attribute `{name[:_LONGEST]}`"
    if name not in _ATTRIBUTES and not name.startswith(_PRIVATE_PREFIXES):
        return f"it contains the attribute `{name[:_LONGEST]}`, which is not allowed in images"
    return _value_mistake(element, name, value)


def _value_mistake(element: str, name: str, value: str) -> str:
    """What is wrong with the value of an SVG attribute."""
    if name in _READ_AS_CSS and (wrong := css_mistake(value)):
        return f"its attribute `{name}` {wrong}"
    if name == "attributeName" and value.strip() not in _ANIMATABLE:
        return f"it animates `{value.strip()[:_LONGEST]}`, which may hide a URL"
    return _url_mistake(element, value) if name == "href" else ""


def _foreign_mistake(element: str, space: str, name: str, value: str) -> str:
    """What is wrong with an attribute of another namespace. Those of drawing programs are harmless."""
    if space == _XLINK and name in _XLINKS:
        return _url_mistake(element, value) if name == "href" else ""
    if space == _XML and name in _XMLS:
        return ""
    if _is_active(space):
        return f"it contains the attribute `{name[:_LONGEST]}` from the namespace {space[:_LONGEST]}"
    return ""


def _url_mistake(element: str, value: str) -> str:
    allowed = _LINK if element == "a" else _INSIDE
    if allowed.match(value):
        return ""
    return f"it refers to another file or site: `{value.strip()[:_LONGEST]}`"


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
    """What is wrong with an image's CSS, as the end of a sentence; empty if it is harmless.

    Comments and strings are checked like the rest, since attackers hide one in the other.
    """
    if not _CSS_MARKS.search(css):
        return ""
    if "\\" in css:
        return "contains a backslash, which may hide anything"
    for found in _URL.finditer(css):
        if not _CSS_INSIDE.match(css, found.end()):
            return f"names another file: `{css[found.start() : found.start() + _LONGEST].strip()}`"
    for name in _FUNCTION.findall(css):
        if _without_prefix(name) not in _FUNCTIONS:
            return f"contains `{name[:_LONGEST]}()`, which may load a file"
    for name in _AT_RULE.findall(css):
        if _without_prefix(name) not in _AT_RULES:
            return f"contains `@{name[:_LONGEST]}`, which may load a file"
    return ""


def _without_prefix(name: str) -> str:
    return _VENDOR_PREFIX.sub("", name.lower(), count=1)
