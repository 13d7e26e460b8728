"""Sanitized hostile and old HTML."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.model.documents import Body, Outline, RefKind
from sitegen.read.sanitize import modernised, pixels, sanitized
from tests.read.rules.markup import read_text

_RUNS = re.compile(r"(?:javascript|vbscript|data):(?!image/(?:gif|png|jpeg|webp|avif)[;,])", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]")


def runs(url: str) -> bool:
    """Whether a browser, which ignores control characters, would run the URL."""
    return _RUNS.match(_IGNORED.sub("", url)) is not None


class _Danger(HTMLParser):
    """Collects everything that could run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in (
            "script",
            "style",
            "iframe",
            "form",
            "object",
            "embed",
            "svg",
            "math",
            "base",
            "meta",
            "link",
        ):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.found.append(name)
            if name in ("href", "src", "cite") and runs(value or ""):
                self.found.append(f"{name}={value}")


def dangers(markup: str) -> list[str]:
    parser = _Danger()
    parser.feed(markup)
    parser.close()
    return parser.found


def dangers_in(body: Body, outline: Outline) -> list[str]:
    segments = [*body.opening, *body.rest, *(each for note in body.notes for each in note.segments)]
    markup = "".join(each if isinstance(each, str) else " " for each in segments)
    targets = [ref.target for ref in outline.refs if runs(ref.target)]
    names = [
        name for ref in outline.refs for name, _ in ref.attributes if name.startswith("on") or name == "style"
    ]
    return dangers(markup) + targets + names


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' jAvA\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='java&#1;script:alert(1)'>x</a>",
    "<a href='java\x01script:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=x></iframe><form action=x><input></form>",
    "<p style='background:url(x)'>x</p><style>p{}</style>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<base href='//x'><meta http-equiv=refresh content='0;url=x'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "![x](javascript:alert(1))",
    "[x](y){onclick=alert style=x href=javascript:alert(1)}",
    "{onclick=x style=y}\nparagraph",
    "::: box <script>alert(1)</script>\n:::",
    '[^1]\n\n[^1]: <img src=x onerror="alert(1)">',
    '![x](a.png "<script>alert(1)</script>")',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs(attack: str) -> None:
    body, outline = read_text(attack, 1, "en", MarkdownConfig())
    assert not dangers_in(body, outline)


def test_the_check_itself_finds_attacks() -> None:
    assert dangers("<img src=x onerror=alert(1)>") == ["onerror"]
    assert dangers("<a href='javascript:x'>") == ["href=javascript:x"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<font color=red>a</font>", "a"),
        ("<center><strike>a</strike></center>", "a"),
        (
            '<table border=1 bgcolor=red><tr><td align="left">a</table>',
            '<table tabindex="0"><tbody><tr><td>a</td></tr></tbody></table>',
        ),
        ("<iframe>old browsers read this</iframe>b", "b"),
        ('<audio src="a.mp3"><a href="a.mp3">Listen</a></audio>', '<a href="a.mp3">Listen</a>'),
        ("<unknown-tag>a</unknown-tag>", "a"),
        ("<!-- a -->b", "b"),
        ("<div><p>a", "<div><p>a</p></div>"),
        ('<time datetime="2020-01-01">a</time>', '<time datetime="2020-01-01">a</time>'),
        ('<a href="x" target="_blank" rel="nofollow">a</a>', '<a href="x" rel="nofollow">a</a>'),
        ('<div role="note">a</div>', '<div role="note">a</div>'),
        ('<div role="banner">a</div>', "<div>a</div>"),
        ('<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA">'),
        ('<img src="data:image/svg+xml,x">', "<img>"),
        ("data: is a word", "data: is a word"),
        ("a&#1;b\x0cc", "a\ufffdb\ufffdc"),
    ],
)
def test_what_remains(raw: str, expected: str) -> None:
    assert sanitized(raw) == expected


def test_old_anchors_become_ids() -> None:
    assert modernised('<A NAME="x">') == '<A id="x">'
    assert modernised('<abbr name="x">') == '<abbr name="x">'


@pytest.mark.parametrize(
    ("written", "number"), [("300", "300"), (" 300PX ", "300"), ("50%", ""), ("auto", ""), ("3em", "")]
)
def test_sizes(written: str, number: str) -> None:
    assert pixels(written) == number


def test_each_part_is_balanced() -> None:
    body, _ = read_text("<div><b>a\n\n<!-- more -->\n\nb</b></div>", 1, "en", MarkdownConfig())
    assert "".join(map(str, body.opening)).count("</div>") == 1
    assert "<div>" not in "".join(map(str, body.rest))


_PIECES = [*ATTACKS, "\n\n", "<", ">", '"', "'", "`", "a", "<a href=", "<!--", "]]>"]


@given(st.lists(st.sampled_from(_PIECES), max_size=8))
def test_no_mixture_runs(pieces: list[str]) -> None:
    body, outline = read_text("".join(pieces), 1, "en", MarkdownConfig())
    assert not dangers_in(body, outline)


@pytest.mark.corpus
def test_naughty_strings(corpora: Path) -> None:
    lines = (corpora / "suites" / "blns" / "blns.txt").read_text(encoding="utf-8").split("\n")
    for text in (*lines, "\n\n".join(lines), "\n".join(lines)):
        body, outline = read_text(text, 1, "en", MarkdownConfig())
        assert not dangers_in(body, outline), text[:200]


_HOSTILE = "<img src='/p.jpg' tabindex='0' autofocus='' onfocus='document.title=`X`'>"
_MODES = [MarkdownConfig(), MarkdownConfig(html=RawHtml.ESCAPED)]


@pytest.mark.parametrize("options", [*_MODES, MarkdownConfig(html=RawHtml.TRUSTED)], ids=str)
@pytest.mark.parametrize(
    "text",
    [
        f'<p title="{_HOSTILE}">t</p>',
        f'a <b title="{_HOSTILE}">t</b>',
        f"<p title=\"<a href='javascript:x'>{_HOSTILE}\">t</p>",
        f'[a](b.png "{_HOSTILE}")'.replace("b.png", "#"),
        f'{{title="{_HOSTILE}"}}\nparagraph',
        f'<p title="&lt;img src=/p.jpg onfocus=x&gt;">t</p>\n<p title="{_HOSTILE}">t</p>',
    ],
)
def test_no_reference_is_found_in_an_attribute(text: str, options: MarkdownConfig) -> None:
    _, outline = read_text(text, 1, "en", options)
    assert [ref for ref in outline.refs if ref.kind is RefKind.IMAGE] == []
    assert [ref.target for ref in outline.refs if ref.target != "#"] == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('<p title="a<b>c">t</p>', '<p title="a&lt;b&gt;c">t</p>'),
        ("<p title='a&lt;b&#62;c'>t</p>", '<p title="a&lt;b&gt;c">t</p>'),
        ('<img alt="<" src="x">', '<img alt="&lt;" src="x">'),
        ('<a href="?<">a</a>', '<a href="?&lt;">a</a>'),
    ],
)
def test_no_bracket_is_left_in_an_attribute(raw: str, expected: str) -> None:
    assert sanitized(raw) == expected


def test_a_library_that_leaves_brackets_in_attributes_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Careless:
        @staticmethod
        def clean(markup: str) -> str:
            return markup

    monkeypatch.setattr("sitegen.read.sanitize._CLEANER", Careless)
    assert sanitized('<p title="<img src=x>">t</p>') == '<p title="&lt;img src=x&gt;">t</p>'
    _, outline = read_text('<img src="/p.jpg" onerror="x" style="y" alt="a" srcset="z">')
    assert outline.refs[0].attributes == (("alt", "a"),)
    body, outline = read_text('<a href="javascript:x">a</a> <a title="b" href="blob:x">b</a>')
    assert not dangers_in(body, outline)
    assert outline.refs == ()


_SCHEMES = [
    "javascript:x",
    "JaVaScRiPt:x",
    "java&#9;script:x",
    "java&Tab;script:x",
    "java&NewLine;script:x",
    "java&#10;script:x",
    "java&#13;script:x",
    "&#1;javascript:x",
    "&#32;javascript:x",
    "&#x1F;javascript:x",
    "javascript&colon;x",
    "javascript&#58;x",
    "javascript&#0000058x",
    "vbscript:x",
    "livescript:x",
    "data:text/html,x",
    "data:image/svg+xml,x",
    "data:image/png",
    "blob:https://example.org/x",
    "about:blank",
    "file:///etc/passwd",
    "filesystem:https://example.org/x",
    "view-source:https://example.org/",
    "ms-word:ofe|u|https://example.org/",
    "intent://x#Intent;end",
    "x-unknown:y",
]


# HTML shown as text may contain a bare URL, which becomes a link.
@pytest.mark.parametrize("options", [replace(mode, linkify=False) for mode in _MODES], ids=str)
@pytest.mark.parametrize("address", _SCHEMES)
@pytest.mark.parametrize(
    "form",
    [
        "[a]({})",
        "[a](<{}>)",
        "![a]({})",
        "<{}>",
        "[a][b]\n\n[b]: {}",
        '<a href="{}">a</a>',
        "<a href='{}'>a</a>",
        '<a title="b"\nhref = "{}">a</a>',
        '<img src="{}">',
        '<q cite="{}">a</q>',
        '<blockquote cite="{}">a</blockquote>',
        '<del cite="{}">a</del> <ins cite="{}">a</ins>',
        "a[^1]\n\n[^1]: [b]({})",
    ],
)
def test_no_other_scheme_survives(form: str, address: str, options: MarkdownConfig) -> None:
    body, outline = read_text(form.replace("{}", address), 1, "en", options)
    targets = [ref.target for ref in outline.refs]
    addresses = [*targets, *_addresses(body)]
    assert [each for each in addresses if ":" in each and not _harmless(each)] == []


def _harmless(address: str) -> bool:
    """Whether browsers find no scheme in the URL."""
    return not re.match(
        r"[a-z][a-z0-9+.-]*:", re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33))))), re.I
    )


def _addresses(body: Body) -> list[str]:
    segments = [*body.opening, *body.rest, *(each for note in body.notes for each in note.segments)]
    markup = "".join(each if isinstance(each, str) else " " for each in segments)
    return [html.unescape(each) for each in re.findall(r'\s(?:href|src|cite)="([^"]*)"', markup)]


@pytest.mark.parametrize("options", _MODES, ids=str)
@pytest.mark.parametrize(
    "address", ["https://e.org/", "mailto:a@e.org", "tel:+1", "geo:1,2", "a/b:c", "HTTP://e.org/"]
)
def test_the_schemes_of_the_list_survive(address: str, options: MarkdownConfig) -> None:
    _, outline = read_text(f"[a]({address})", 1, "en", options)
    assert [ref.target.lower() for ref in outline.refs] == [address.lower()]
    if options.html is RawHtml.SANITIZED:
        assert sanitized(f'<q cite="{address}">a</q>') == f'<q cite="{address}">a</q>'


@pytest.mark.parametrize("options", _MODES, ids=str)
def test_data_urls_are_for_images_only(options: MarkdownConfig) -> None:
    image_url = "data:image/png;base64,AAAA"
    body, outline = read_text(f"![a]({image_url}) [b]({image_url})", 1, "en", options)
    assert [(ref.kind, ref.target) for ref in outline.refs] == [(RefKind.IMAGE, image_url)]
    assert "data:" not in body.opening


def test_a_url_in_text_is_text() -> None:
    text = 'The attribute href="data:text/plain,x" and cite="javascript:x" of it'
    assert sanitized(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_names_of_links_become_ids_everywhere() -> None:
    assert modernised('<a class="b" name="x">') == '<a class="b" id="x">'
    assert modernised('<a id="y" name="x">') == '<a id="y" name="x">'
    assert modernised('<p title="<a name=x>">') == '<p title="<a name=x>">'
