"""Allow SVG images that draw, and refuse those that run or load something, with the line."""

from __future__ import annotations

import pytest

from sitegen.model.documents import ImageInfo, Source
from sitegen.read.svg import read_svg
from sitegen.read.svg_allowlist import css_mistake

NAMESPACES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:m="http://www.w3.org/1998/Math/MathML" '
    'xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:cc="http://creativecommons.org/ns#" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
    'xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:s="http://www.w3.org/2000/svg"'
)
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 24.0, SVG Export Plug-In -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
  <!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
  <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
]>
<svg xmlns="&ns_svg;" xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="30" height="20" viewBox="0 0 30 20" enable-background="new 0 0 30 20" xml:space="preserve">
  <switch>
    <foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1">
      <i:pgfRef xlink:href="#pgf"></i:pgfRef>
    </foreignObject>
    <g i:extraneous="self"><path i:knockout="Off" d="M0 0h3"/></g>
  </switch>
  <i:pgf id="pgf"><![CDATA[eJzs vXuTHcdx]]></i:pgf>
</svg>"""


_MANY_ENTITIES = "".join(f"<!ENTITY a{number} 'x'>" for number in range(65))


def read(text: str | bytes) -> ImageInfo:
    data = text.encode() if isinstance(text, str) else text
    return read_svg(Source("a.svg", data, "digest"))


def around(inner: str) -> str:
    return f"<svg {NAMESPACES}>{inner}</svg>"


@pytest.mark.parametrize(
    "inner",
    [
        '<rect fill="url(#a)" style="stroke:url(&quot;#b&quot;)"/>',
        '<use href="#a"/><use xlink:href="#a"/><image href="data:image/png;base64,AAAA"/><image href=""/>',
        '<a href="https://example.org/"><text>t</text></a><a xlink:href="more.html"/><a href="mailto:a@b.org"/>',
        '<metadata><rdf:RDF><cc:Work rdf:about=""><dc:title>t</dc:title></cc:Work></rdf:RDF></metadata>',
        '<sodipodi:namedview inkscape:zoom="1" pagecolor="#fff"/><g inkscape:label="Layer 1" sodipodi:nodetypes="c"/>',
        '<animate attributeName="fill" values="red;url(#a)" begin="0s;b.end" dur="1s"/><set attributeName="r" to="1"/>',
        '<animateMotion dur="1s"><mpath href="#p"/></animateMotion><animateTransform attributeName="transform"/>',
        "<style>@media (prefers-color-scheme: dark) { .a:not(.b) { fill: rgb(0 0 0 / 50%) } }</style>",
        "<style>@font-face { font-family: f; src: url(data:font/woff2;base64,AA) format('woff2') }</style>",
        "<style><![CDATA[.a { clip-path: url(#c); transform: translate(1px) rotate(3deg) }]]></style>",
        '<g aria-label="url(x) of a (b)" role="img" data-name="Layer 1" class="a" id="b" tabindex="0"/>',
        '<filter id="f"><feImage href="#a"/><feDropShadow dx="1" stdDeviation="2"/></filter>',
        "<flowRoot><flowRegion><rect/></flowRegion><flowPara>t</flowPara></flowRoot>",
        "<s:g><s:path d='M0 0'/></s:g>",
    ],
)
def test_drawing_describing_and_animating_is_allowed(inner):
    assert read(around(inner)).damage == ""


def test_files_of_illustrator_are_allowed():
    info = read(ILLUSTRATOR)
    assert (info.damage, info.width, info.height) == ("", 30, 20)


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<s:script/>", "<script>"),
        ("<Script/>", "<Script>"),
        ("<h:script>alert(1)</h:script>", "<script> from the namespace http://www.w3.org/1999/xhtml"),
        ('<h:meta http-equiv="refresh" content="0;url=https://example.org/"/>', "<meta> from"),
        ('<h:img srcset="https://example.org/x 1x"/>', "<img> from"),
        ('<h:video poster="https://example.org/x"/>', "<video> from"),
        ('<h:body background="https://example.org/x"/>', "<body> from"),
        ('<h:link rel="stylesheet" href="x.css"/>', "<link> from"),
        ('<g><h:iframe srcdoc="x"/></g>', "<iframe> from"),
        ("<metadata><h:form/></metadata>", "<form> from"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "<p> from"),
        ('<m:math href="javascript:alert(1)"/>', "<math> from"),
        ("<xsl:stylesheet/>", "<stylesheet> from"),
        ('<ev:listener event="click"/>', "<listener> from"),
        ('<g ev:event="click"/>', "`event` from"),
        ('<g h:onclick="alert(1)"/>', "`onclick` from"),
        ("<foreignObject><text>t</text></foreignObject>", "<foreignObject>"),
        ('<foreignObject requiredExtensions="x"><h:p>t</h:p></foreignObject>', "<p> from"),
        ("<iframe/>", "<iframe>"),
        ("<audio/>", "<audio>"),
        ("<unheard/>", "<unheard>"),
        ('<g onclick="alert(1)"/>', "event attribute `onclick`"),
        ('<g ONCLICK="alert(1)"/>', "event attribute `ONCLICK`"),
        ('<a ping="https://example.org/" href="#a"/>', "attribute `ping`"),
        ('<image srcset="x 1x"/>', "attribute `srcset`"),
        ('<image href="https://example.org/a.png"/>', "https://example.org/a.png"),
        ('<image href="//example.org/a.png"/>', "//example.org/a.png"),
        ('<use xlink:href="other.svg#a"/>', "other.svg#a"),
        ('<feImage href="a.png"/>', "a.png"),
        ('<textPath href="a.svg#b"/>', "a.svg#b"),
        ('<image href="data:image/svg+xml,x"/>', "another file or site"),
        ('<use href="data:image/png,"/><use href="data:text/html,x"/>', "data:text/html"),
        ('<a href="javascript:alert(1)"/>', "javascript:"),
        ('<a xlink:href="java&#10;script:alert(1)"/>', "another file or site"),
        ('<a href="data:text/html,x"/>', "data:text/html"),
        ('<set attributeName="href" to="#a"/>', "animates `href`"),
        ('<a href="#"><animate attributeName=" xlink:href " values="javascript:alert(1)"/></a>', "animates"),
        ('<set attributeName="onclick" to="alert(1)"/>', "animates `onclick`"),
        ('<set attributeName="class" to="a"/>', "animates `class`"),
        (
            '<animate attributeName="fill" values="red;url(https://example.org/)"/>',
            "`values` names another file",
        ),
        ('<set attributeName="mask" to="url(//example.org/)"/>', "`to` names another file"),
        ("<style>@import 'x.css';</style>", "@import"),
        ("<style>@im<!-- -->port 'x.css';</style>", "@import"),
        ("<style>@im<![CDATA[port 'x.css';]]></style>", "@import"),
        ('<s:style>a { fill: url("https://example.org/") }</s:style>', "<style> names another file"),
        ("<style>@font-face { src: url(f.woff) }</style>", "<style> names another file"),
        ("<style>a { background: image-set('x.png' 1x) }</style>", "image-set()"),
        ('<g style="background: -webkit-image-set(url(#a) 1x)"/>', "image-set()"),
        ('<g style="background: image(x)"/>', "`image()`"),
        ('<g style="background: cross-fade(x, y)"/>', "cross-fade()"),
        ('<g style="background: src(x)"/>', "`src()`"),
        ('<g style="width: expression(alert(1))"/>', "expression()"),
        ('<g style="fill: url(x.svg#a)"/>', "`style` names another file"),
        ('<g style="fill: u\\72l(x)"/>', "backslash"),
        ('<g fill="url(https://example.org/)"/>', "`fill` names another file"),
        ('<g fill="u&#x5c;72l(https://example.org/)"/>', "backslash"),
        ('<g cursor="url(data:image/svg+xml,x), auto"/>', "`cursor` names another file"),
        ('<g xml:base="https://example.org/"/>', "`base` from"),
    ],
)
def test_running_and_loading_is_refused(inner, says):
    info = read(around(f"\n<g/>\n{inner}"))
    assert says in info.damage
    assert "(line 3)" in info.damage
    assert info.unsafe
    assert (info.width, info.height, info.format) == (0, 0, "")


@pytest.mark.parametrize(
    "text",
    [
        f"<svg>{'<g>a' * 250_000}",
        f"<svg><style>{'a-' * 500_000} (\\</style></svg>",
        f"<svg><style>url({' ' * 1_000_000}x</style></svg>",
        f'<svg><a href="{" " * 1_000_000}x:"/></svg>',
        f"<svg><{'a' * 1_000_000}/></svg>",
    ],
    ids=["depth", "words", "blanks of an url", "blanks of a link", "a name"],
)
def test_long_values_are_rejected_fast_with_short_messages(text):
    damage = read(text).damage
    assert 0 < len(damage) < 200


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<?xml-stylesheet href="x.css"?><svg/>', "xml-stylesheet"),
        ('<svg><?xml-stylesheet href="x.css"?></svg>', "xml-stylesheet"),
        ("<?php system('x') ?><svg/>", "<?php?>"),
        ('<svg onload="alert(1)"/>', "`onload`"),
        ('<!DOCTYPE svg [<!ENTITY a "<script/>">]><svg>&a;</svg>', "entity `a`"),
        ('<!DOCTYPE svg [<!ENTITY a "&#60;script/>">]><svg>&a;</svg>', "entity `a`"),
        ('<!DOCTYPE svg [<!ENTITY b "x"><!ENTITY a "&b;&b;">]><svg>&a;</svg>', "entity `a`"),
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "entity `a`"),
        ('<!DOCTYPE svg [<!ENTITY % a "x">]><svg/>', "entity `a`"),
        (f'<!DOCTYPE svg [<!ENTITY a "{"x" * 300}">]><svg/>', "entity `a`"),
        (f"<!DOCTYPE svg [{_MANY_ENTITIES}]><svg/>", "entity `a64`"),
        ('<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg/>', "`onload`"),
        ('<!DOCTYPE svg [<!ENTITY j "javascript:">]><svg><a href="&j;alert(1)"/></svg>', "javascript:"),
        ('<!DOCTYPE svg SYSTEM "x.dtd"><svg><a href="javascript&colon;alert(1)"/></svg>', "document type"),
        (
            '<!DOCTYPE svg PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">'
            '<svg><a href="javascript&colon;alert(1)"/></svg>',
            "document type",
        ),
        (
            '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg><text>&nbsp;</text></svg>',
            "`nbsp`",
        ),
        ('<?xml version="1.0" encoding="utf-7"?><svg/>', "`utf-7`"),
        ('<?xml version="1.0" encoding="cp037"?><svg/>', "`cp037`"),
        ('<?xml version="1.0" encoding="gb18030"?><svg/>', "`gb18030`"),
        ('<?xml version="1.0" encoding="rot13"?><svg/>', "`rot13`"),
        ('<?xml version="1.0" encoding="idna"?><svg/>', "`idna`"),
        ('<?xml version="1.1"?><svg/>', "XML"),
    ],
)
def test_unsafe_prologs_are_refused(text, says):
    assert says in read(text).damage


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "us-ascii"])
def test_encodings_that_all_programs_decode_alike(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><svg width="3" height="2"/>'
    assert (read(text.encode(encoding)).damage, read(text.encode(encoding)).width) == ("", 3)
    script = text.replace("/>", "><script/></svg>")
    assert "<script>" in read(script.encode(encoding)).damage


@pytest.mark.parametrize("encoding", ["iso-8859-99", "windows-1259", "utf-16", "utf-16be"])
def test_bytes_in_another_encoding_are_damage(encoding):
    assert read(f'<?xml version="1.0" encoding="{encoding}"?><svg/>').damage


def test_a_broken_file_is_damaged_and_not_unsafe():
    info = read('<svg width="3"><g></svg>')
    assert "not well-formed XML (mismatched tag, line 1)" in info.damage
    assert not info.unsafe
    assert not read('<x:svg xmlns:x="y"/>').unsafe


@pytest.mark.parametrize(
    "css", ["", "fill: red", "a { b: c }", "transform: matrix(1 0 0 1 0 0)", "@charset 'utf-8';"]
)
def test_harmless_css(css):
    assert css_mistake(css) == ""


@pytest.mark.parametrize(
    "css",
    [
        "fill: URL(x)",
        "fill: url( 'x' )",
        "fill: url()",
        "fill: url(\t'//x')",
        "a { content: '/*'; background: url(https://example.org/); b: '*/' }",
        "/* ' */ a { background: IMAGE-SET('x' 1x) } /* ' */",
        "@IMPORT 'x'",
        "@document url(#a) {}",
        "a { background: paint(x) }",
        "a { background: -moz-element(#a) }",
        "a { background: attr(x) }",
    ],
)
def test_css_that_may_load_a_file(css):
    assert css_mistake(css)
