"""Bare addresses become links, and typography does not change them."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.markdown import read_body
from sitegen.read.rules.linkify import text_tokens
from sitegen.read.typography import set_text
from tests.read.rules.markup import notes, rendered


def _link(shown: str, href: str = "") -> str:
    return f'<a href="{href or shown}">{shown}</a>'


@pytest.mark.parametrize(
    "url",
    [
        "https://x.org/the-state--of-it.pdf",
        "http://x.org",
        "https://x.org/a_b_c",
        "https://x.org/...",
        "https://x.org/a*b*c",
        "https://en.wikipedia.org/wiki/A_(b)",
        "https://x.org:8080/a?b=c#d",
        "https://user@x.org/",
        "http://localhost:8000/a",
        "https://x.org/~me/-/b",
        "HTTPS://X.org/",
        "https://web.archive.org/web/2020/https://x.org/a--b",
    ],
)
def test_urls_are_links(url: str) -> None:
    url_shown = url.rstrip(".")
    rest = "…" if url.endswith("...") else ""
    assert rendered(f"See {url}") == f"<p>See {_link(url_shown)}{rest}</p>\n"
    assert rendered(f"({url}), b") == f"<p>({_link(url_shown)}{rest}), b</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # punctuation after and around an address
        ("https://x.org/a. B", f"{_link('https://x.org/a')}. B"),
        ("https://x.org/a?!", f"{_link('https://x.org/a')}?!"),
        ("https://x.org/a; b", f"{_link('https://x.org/a')}; b"),
        ("https://x.org/a) b", f"{_link('https://x.org/a')}) b"),
        ("https://x.org/a&copy; b", f"{_link('https://x.org/a')}© b"),
        ("“https://x.org/a”", f"“{_link('https://x.org/a')}”"),
        ('"https://x.org/a"', f"“{_link('https://x.org/a')}”"),
        ("https://x.org/a’s", f"{_link('https://x.org/a')}’s"),
        ("请看https://x.org/a。谢谢", f"请看{_link('https://x.org/a')}。谢谢"),
        ("「https://x.org」", f"「{_link('https://x.org')}」"),
        ("https://x.org\u200b/a", f"{_link('https://x.org')}\u200b/a"),
        ("[https://x.org/a]", f"[{_link('https://x.org/a')}]"),
        # delimiters around an address
        ("**https://x.org/a**", f"<strong>{_link('https://x.org/a')}</strong>"),
        ("*b https://x.org/a_b_*", f"<em>b {_link('https://x.org/a_b')}_</em>"),
        ("_https://x.org/a_b_", f"<em>{_link('https://x.org/a_b')}</em>"),
        ("~~https://x.org~~", f"<s>{_link('https://x.org')}</s>"),
        ("https://x.org/?a&**b=c**", "https://x.org/?a&amp;<strong>b=c</strong>"),
        # escapes and entities within an address
        (r"https://x.org/a\_b\_c", _link("https://x.org/a_b_c")),
        (
            "https://x.org/?a=1&amp;b=2",
            '<a href="https://x.org/?a=1&amp;b=2">https://x.org/?a=1&amp;b=2</a>',
        ),
        # without a scheme, and e-mail
        ("www.x.org/a--b.", f"{_link('www.x.org/a--b', 'http://www.x.org/a--b')}."),
        ("team@x-y.org.", f"{_link('team@x-y.org', 'mailto:team@x-y.org')}."),
        ("mailto:a.b+c@x.co.uk", _link("mailto:a.b+c@x.co.uk", "mailto:a.b+c@x.co.uk").replace("x", "x", 1)),
        ("_a@x.org_", f"<em>{_link('a@x.org', 'mailto:a@x.org')}</em>"),
        ("a@b.com谢谢", f"{_link('a@b.com', 'mailto:a@b.com')}谢谢"),
    ],
)
def test_text_around_an_address(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "https:// b",
        "https://x..org/a",
        "https://x_y.org/a",
        "https://x.org:99999/a",
        "https://1.2.3/a",
        "ftp://x.org/a--b",
        "git+https://x.org/a--b",
        "awww.x.org",
        "www. b",
        "logo@2x.png",
        "react@18.2.0",
        "@user@host.social",
        "git@github.com:owner/name.git",
        "user@localhost",
        "https://x.org/"[:6],
    ],
)
def test_not_links(text: str) -> None:
    assert rendered(text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`https://x.org`", "<code>https://x.org</code>"),
        ("[https://x.org/a--b](u)", _link("https://x.org/a--b", "u")),
        ("[see *www.x.org/a--b*](u)", '<a href="u">see <em>www.x.org/a--b</em></a>'),
        ('<a href="u">https://x.org/a--b</a>', _link("https://x.org/a--b", "u")),
        (
            'b</a> <a href="u">https://x.org/a--b</a>',
            f"b  {_link('https://x.org/a--b', 'u')}".replace("  ", " "),
        ),
        ("![https://x.org/a--b](u)", '<img src="u" alt="https://x.org/a--b">'),
        ("<code>https://x.org/a--b</code>", "<code>https://x.org/a--b</code>"),
        ('<code class="u">a https://x.org/{b}</code>', '<code class="u">a https://x.org/{b}</code>'),
        ("<kbd>www.x.org</kbd> <samp>a@x.org</samp>", "<kbd>www.x.org</kbd> <samp>a@x.org</samp>"),
        ("<code>x</code> https://x.org", f"<code>x</code> {_link('https://x.org')}"),
        ("<https://x.org/a--b>", _link("https://x.org/a--b")),
        ("[a](https://x.org/a--b)", _link("a", "https://x.org/a--b")),
    ],
)
def test_places_without_links(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"


def test_links_in_notes_tables_and_headings() -> None:
    link = _link("https://x.org/a--b")
    assert notes("a[^1]\n\n[^1]: See https://x.org/a--b") == [f"<p>See {link}</p>\n"]
    assert notes("a^[See https://x.org/a--b]") == [f"<p>See {link}</p>\n"]
    assert f"<td>{link}</td>" in rendered("| a |\n|---|\n| https://x.org/a--b |")
    assert link in rendered("## See https://x.org/a--b")


def test_html_that_is_shown_as_text() -> None:
    escaped = MarkdownConfig(html=RawHtml.ESCAPED)
    assert rendered('<a href="https://x.org/">', escaped) == (
        f"<p>&lt;a href=“{_link('https://x.org/')}”&gt;</p>\n"
    )


NAMES = [
    "10.1000/abc--def",
    "doi:10.1016/S0140-6736(05)66--7",
    "the-state--of-it.pdf",
    "snake_case_name.md",
    "a_-_b_-_c.md",
    "__init__.py",
    "src/__main__.py",
    "docs/_posts/_x_/a--b.md",
    "/usr/lib/a--b",
    "../a--b/c",
    "~/a--b",
    "./...",
    "src/*/x/*.py",
    r"C:\dir\_x",
    r"C:\a--b\c",
    r"\\server\share--x",
    "example.org/a--b",
    "xn--80ak6aa92e.com",
    "user.name_-_x@localhost/a--b.md",
]


@pytest.mark.parametrize("name", NAMES)
def test_addresses_do_not_change(name: str) -> None:
    assert rendered(f"See {name} here") == f"<p>See {name} here</p>\n"
    assert rendered(f"({name}), b") == f"<p>({name}), b</p>\n"
    assert set_text(f"See {name}: b -- c", "en", MarkdownConfig()) == f"See {name}: b – c"


def test_addresses_in_several_paragraphs_do_not_change() -> None:
    """Paragraphs are searched only for the signs that the whole text contains."""
    expected = "".join(f"<p>See {name} here</p>\n" for name in NAMES)
    assert rendered("\n\n".join(f"See {name} here" for name in NAMES)) == expected
    assert rendered(f"*a*… and_b\n\nsee {NAMES[2]}") == f"<p><em>a</em>… and_b</p>\n<p>see {NAMES[2]}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(--force)", "(--force)"),
        ("[--no-edit]", "[--no-edit]"),
        (r"C:\\dir\\x", r"C:\dir\x"),
        ("*a--b.pdf*", "<em>a--b.pdf</em>"),
        ("_config.yml_", "<em>config.yml</em>"),
        ("__a.md__", "<strong>a.md</strong>"),
        # prose
        ("word--word", "word–word"),
        ("word--word.", "word–word."),
        ("(see x)--and", "(see x)–and"),
        ("“quote”--he", "“quote”–he"),
        ("and/or--if", "and/or–if"),
        ("/**a**/b.pdf", "/<strong>a</strong>/b.pdf"),
        ("a_b_ c", "a_b_ c"),
    ],
)
def test_addresses_and_prose(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"


def test_quotes_in_addresses_stay_straight() -> None:
    assert "https://x.org/it's</a>" in rendered("don't see https://x.org/it's")
    assert "https://x.org/it's</a>" in rendered("don't see <https://x.org/it's>")
    assert set_text("Don't see https://x.org/it's", "en", MarkdownConfig()) == "Don’t see https://x.org/it's"


def test_without_linkify_addresses_do_not_change() -> None:
    plain = MarkdownConfig(linkify=False)
    assert rendered("a--b https://x.org/a--b_c_", plain) == "<p>a–b https://x.org/a--b_c_</p>\n"
    assert rendered("a@x.org", plain) == "<p>a@x.org</p>\n"
    bare = MarkdownConfig(typography=False)
    assert rendered("a--b https://x.org/a--b", bare) == f"<p>a--b {_link('https://x.org/a--b')}</p>\n"


def test_positions_of_bare_addresses() -> None:
    text = "a\n\nb www.x.org/c\nand d@x.org\n\ne[^1] https://x.org/\n\n[^1]: https://x.org/f"
    found = read_body(text, 11, "en", MarkdownConfig())
    assert {
        (ref.target, place.line, place.column)
        for ref, place in zip(found.outline.refs, found.refs, strict=True)
    } == {
        ("http://www.x.org/c", 13, 3),
        ("mailto:d@x.org", 14, 5),
        ("https://x.org/", 16, 7),
        ("https://x.org/f", 18, 7),
    }


@pytest.mark.parametrize(
    "text", ["a@" * 9_000, "https://" * 9_000, "a_" * 9_000, "-" * 90_000, "www." * 9_000, "a--b/" * 9_000]
)
def test_time_is_linear(text: str) -> None:
    tokens = text_tokens(text)
    assert "".join(token.content for token in tokens) == text
