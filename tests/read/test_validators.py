from __future__ import annotations

import pytest

from sitegen.model.front_matter import AuthorMatter, Kind, Photo, Profile, RelatedLink
from sitegen.read.validators import one_line
from tests.read.matters import article, read


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("x &copy y &lt z", "x &copy y &lt z"),
        ("'&#8220;Why&#x201d;'", "“Why”"),
        ("'  a\tb  c '", "a b c"),
        (">\n  a\n  b\n", "a b"),
        ("Bonjour, <strike>le Monde</strike>", "Bonjour, <strike>le Monde</strike>"),
        ("O*NET and get_iplayer", "O*NET and get_iplayer"),
        ("Qui&nbsp;?", "Qui\u00a0?"),
        ("a&#7;b", "ab"),
        ("1984", "1984"),
        ("NO", "NO"),
        ("x" * 200, "x" * 200),
    ],
)
def test_titles_are_plain_text(written: str, title: str) -> None:
    matter, problems = read(f"title: {written}")
    assert problems == []
    assert matter.title == title


def test_a_text_of_one_line() -> None:
    assert one_line(" &lt;b&gt;\u2028x\x00 ") == "<b> x"


def test_other_texts_are_plain_too() -> None:
    matter = article(
        "photo: {src: ' a.jpg ', alt: 'b  c', caption: 'd &amp; e'}\nauthors: [' Asia  Desk ']\ntags: ['a ']"
    )
    assert matter.photo == Photo("a.jpg", "b c", "d & e")
    assert (matter.authors, matter.tags) == (("Asia Desk",), ("a",))


@pytest.mark.parametrize(
    ("yaml", "key", "value"),
    [
        ("doi: 10.5438/c1c3-4w40", "doi", "10.5438/c1c3-4w40"),
        ("doi: https://doi.org/10.5438/c1c3-4w40", "doi", "10.5438/c1c3-4w40"),
        ("doi: http://dx.doi.org/10.1000/182", "doi", "10.1000/182"),
        ("doi: 'doi: 10.1000/182'", "doi", "10.1000/182"),
        ("slug: how-it-ends", "slug", "how-it-ends"),
        ("slug: 한국", "slug", "한국"),
        ("slug: how-\u00adit-\u200bends", "slug", "how-it-ends"),
        ("section: as\u00adia", "section", "asia"),
        ("slug: cafe\u0301", "slug", "caf\u00e9"),
        ("aliases: old/name.html", "aliases", ("/old/name.html",)),
        ("aliases: [/a/, /b.html]", "aliases", ("/a/", "/b.html")),
        ("photo: {src: a, focus: 50%  30.5%}", "photo", Photo("a", focus="50% 30.5%")),
        ("related: [b, ../c.md]", "related", ("b", "../c.md")),
        (
            "related: [{title: 't  u', url: ' https://example.org/x '}]",
            "related",
            (RelatedLink("t u", "https://example.org/x"),),
        ),
        ("tags: [c++, gnu/linux, tips-&-tricks, 'C#']", "tags", ("c++", "gnu/linux", "tips-&-tricks", "C#")),
        ("tags: ['Washington, D.C.']", "tags", ("Washington, D.C.",)),
    ],
)
def test_values(yaml: str, key: str, value: object) -> None:
    assert getattr(article(yaml), key) == value


@pytest.mark.parametrize(
    ("yaml", "place", "code", "hint"),
    [
        ("doi: 11.1000/182", "3:1", "invalid-value", "`10.1000/182`"),
        *(
            (f"slug: {slug}", "3:1", "invalid-slug", "Write only the last part")
            for slug in ("a/b", r"'a\b'", "sin%e2%80%8a", "a%2fb", "a?b", "a#b", "'a '", r'"a\tb"', "..", ".")
        ),
        ("aliases: [/a, https://example.org/b]", "3:15", "invalid-alias", "`/asia/old-name/`"),
        *(
            (f"aliases: {path}", "3:10", "invalid-alias", "`/asia/old-name/`")
            for path in ("//example.org/b", "/a/../b", "/a/%2E%2e/b", "/a%2Fb", r"'/a\b'", r'"/a\tb"')
        ),
        *(
            (f"aliases: '{path}'", "3:10", "invalid-alias", "")
            for path in ("/", "/a/./b", "/.", "/a/.hidden", "/%2ehtaccess", ".a", "/b?c=1", "/b#c")
        ),
        ("photo: {src: a, focus: 50% 130%}", "3:17", "invalid-value", "`50% 30%`"),
        ("photo: {src: a, focus: left}", "3:17", "invalid-value", "`50% 30%`"),
        ("related: [{title: t, url: 'javascript:x'}]", "3:22", "invalid-value", ""),
        (
            "related: [{title: t, url: /a/}]",
            "3:22",
            "invalid-value",
            "`https://example.org/page`",
        ),
        ("related: [{title: t, url: 'https:///a'}]", "3:22", "invalid-value", ""),
        ("related: [{title: t, url: 'http://[a'}]", "3:22", "invalid-value", ""),
        ('subtitle: "a\\0b"', "3:11", "control-character", "Delete it"),
    ],
)
def test_invalid_texts(yaml: str, place: str, code: str, hint: str) -> None:
    matter, problems = read(f"title: x\n{yaml}\n")
    assert [(problem.place, problem.code) for problem in problems] == [(f"a.md:{place}", code)]
    assert hint in problems[0].hint
    assert problems[0].text == yaml
    assert matter is not None


@pytest.mark.parametrize("yaml", ["subtitle: x", "title:", "title: ''", "title: ' &nbsp; '", ""])
def test_a_title_is_required(yaml: str) -> None:
    matter, problems = read(yaml)
    assert matter is None
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:2:1", "missing-key")]
    assert problems[0].hint == "Add a line such as `title: …`."


AUTHOR = AuthorMatter(
    "Asia Desk",
    orcid="0000-0002-1825-0097",
    url="https://example.org/",
    social=(Profile("Mail", "mailto:asia@example.org"),),
)


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"])
def test_authors(orcid: str) -> None:
    yaml = f"name: Asia Desk\norcid: {orcid}\nurl: https://example.org/\nsocial: {{name: Mail, url: mailto:asia@example.org}}"
    assert read(yaml, Kind.AUTHOR) == (AUTHOR, [])


@pytest.mark.parametrize(
    "orcid", ["0000-0002-1825-0098", "0000-0002-1694-233x", "0000-0002-1694-2330", "1825-0097", "x"]
)
def test_the_check_digit_of_an_orcid(orcid: str) -> None:
    matter, problems = read(f"name: x\norcid: {orcid}", Kind.AUTHOR)
    is_right = orcid == "0000-0002-1694-233x"
    assert [(p.place, p.code) for p in problems] == ([] if is_right else [("a.md:3:1", "invalid-value")])
    assert matter.orcid == ("0000-0002-1694-233X" if is_right else "")
