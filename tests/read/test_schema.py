from __future__ import annotations

import time
from typing import Any

import pytest

from sitegen.config import Config, ContentConfig, UnknownKeys
from sitegen.model.content import (
    ArticleMatter,
    AuthorMatter,
    HomeMatter,
    Kind,
    PageMatter,
    Photo,
    Profile,
    RelatedLink,
    Status,
)
from sitegen.model.documents import Position
from sitegen.problems import Problem
from sitegen.read.front_matter import FrontMatter, split
from sitegen.read.schema import ReaderOptions, plain_text, read_matter, reader_options

OPTIONS = ReaderOptions("Europe/Berlin")
EXTRA = ReaderOptions("Europe/Berlin", UnknownKeys.EXTRA)
DATE_IS_PUBLISHED = ReaderOptions("Europe/Berlin", fields={"article": {"date": ("published",)}})


def read(yaml: str, kind: Kind = Kind.ARTICLE, options: ReaderOptions = OPTIONS) -> tuple[Any, list[Problem]]:
    matter, _, problems = read_matter(kind, FrontMatter(yaml, 2, "", 9), "a.md", options)
    return matter, problems


def article(yaml: str, options: ReaderOptions = OPTIONS) -> ArticleMatter:
    matter, problems = read(f"title: x\n{yaml}", options=options)
    assert problems == []
    assert isinstance(matter, ArticleMatter)
    return matter


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


def test_plain_text() -> None:
    assert plain_text(" &lt;b&gt;\u2028x\x00 ") == "<b> x"


def test_other_texts_are_plain_too() -> None:
    matter = article(
        "photo: {src: ' a.jpg ', alt: 'b  c', caption: 'd &amp; e'}\nauthors: [' Asia  Desk ']\ntags: ['a ']"
    )
    assert matter.photo == Photo("a.jpg", "b c", "d & e")
    assert (matter.authors, matter.tags) == (("Asia Desk",), ("a",))


@pytest.mark.parametrize(
    ("yaml", "status"),
    [
        ("", Status.PUBLISHED),
        ("draft: true", Status.DRAFT),
        ("draft: 'true'", Status.DRAFT),
        ("draft: TRUE", Status.DRAFT),
        ("Draft: true", Status.DRAFT),
        ("published: false", Status.DRAFT),
        ('published: "false"', Status.DRAFT),
        ("PUBLISHED: False", Status.DRAFT),
        ("draft: true\nstatus: published", Status.DRAFT),
        ("status: published\npublished: false", Status.DRAFT),
        ("status: withdrawn\ndraft: true", Status.DRAFT),
        ("draft: true\npublished: true", Status.DRAFT),
        ("draft: false", Status.PUBLISHED),
        ("published: true", Status.PUBLISHED),
        ("draft:", Status.PUBLISHED),
        ("draft: false\nstatus: review", Status.REVIEW),
        ("status: Review", Status.REVIEW),
    ],
)
@pytest.mark.parametrize("options", [OPTIONS, EXTRA, DATE_IS_PUBLISHED])
@pytest.mark.parametrize("kind", [Kind.ARTICLE, Kind.PAGE])
def test_drafts(yaml: str, status: Status, options: ReaderOptions, kind: Kind) -> None:
    matter, problems = read(f"title: x\n{yaml}", kind, options)
    assert problems == []
    assert isinstance(matter, ArticleMatter | PageMatter)
    assert (matter.status, matter.extra) == (status, {})


def test_published_can_be_a_date() -> None:
    matter = article("published: 2026-11-23", DATE_IS_PUBLISHED)
    assert matter.date is not None
    assert matter.date.instant.isoformat() == "2026-11-22T23:00:00+00:00"
    assert matter.status is Status.PUBLISHED


@pytest.mark.parametrize(
    ("yaml", "place", "code"),
    [
        ("draft: yes", "3:8", "wrong-type"),
        ("draft: 1", "3:8", "wrong-type"),
        ("draft: [true]", "3:8", "wrong-type"),
        ("published: no", "3:12", "wrong-type"),
        ("published: 2026-11-23", "3:12", "wrong-type"),
        ("status: drafft", "3:9", "invalid-value"),
        ("status: [draft]", "3:9", "wrong-type"),
        ("embargo: soon", "3:10", "invalid-date"),
        ("expires: 2026-02-30", "3:10", "invalid-date"),
        ("date: {a: b}", "3:7", "wrong-type"),
        ("access: some", "3:9", "invalid-value"),
        ("status: published\nstatus: draft", "4:1", "duplicate-key"),
        ("draft: false\ndraft: true", "4:1", "duplicate-key"),
        ("published: true\npublished: false", "4:1", "duplicate-key"),
        ("<<: {status: draft}", "3:1", "yaml-unsupported"),
    ],
)
@pytest.mark.parametrize("options", [OPTIONS, EXTRA])
def test_what_is_in_doubt_is_not_published(yaml: str, place: str, code: str, options: ReaderOptions) -> None:
    """Whatever weight a configuration gives these problems."""
    matter, problems = read(f"title: x\n{yaml}\n", options=options)
    assert matter.status is Status.DRAFT
    assert [(problem.place, problem.code) for problem in problems] == [(f"a.md:{place}", code)]


def test_a_date_of_old_booleans_is_in_doubt_too() -> None:
    matter, problems = read("title: x\npublished: no", options=DATE_IS_PUBLISHED)
    assert matter.status is Status.DRAFT
    assert [problem.code for problem in problems] == ["wrong-type"]


@pytest.mark.parametrize("yaml", ["status: *x", "a: b: c", "[", "\tx: y"])
def test_nothing_comes_of_broken_yaml(yaml: str) -> None:
    matter, problems = read(f"title: x\n{yaml}\n")
    assert matter is None
    assert [problem.code for problem in problems] == ["yaml-syntax"]


@pytest.mark.parametrize(
    ("yaml", "key", "value"),
    [
        ("doi: 10.5438/c1c3-4w40", "doi", "10.5438/c1c3-4w40"),
        ("doi: https://doi.org/10.5438/c1c3-4w40", "doi", "10.5438/c1c3-4w40"),
        ("doi: http://dx.doi.org/10.1000/182", "doi", "10.1000/182"),
        ("doi: 'doi: 10.1000/182'", "doi", "10.1000/182"),
        ("slug: how-it-ends", "slug", "how-it-ends"),
        ("slug: 한국", "slug", "한국"),
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
        ("authors: World Desk, Content Design", "authors", ("World Desk, Content Design",)),
    ],
)
def test_values(yaml: str, key: str, value: object) -> None:
    assert getattr(article(yaml), key) == value


@pytest.mark.parametrize(
    ("kind", "yaml", "place", "code", "hint"),
    [
        (Kind.ARTICLE, "doi: 11.1000/182", "3:1", "invalid-value", "`10.1000/182`"),
        (Kind.ARTICLE, "slug: a/b", "3:1", "invalid-slug", "Write the last part"),
        (Kind.ARTICLE, "slug: 'a\\b'", "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, "slug: sin%e2%80%8a", "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, "slug: a%2fb", "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, "slug: a?b", "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, "slug: a#b", "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, "slug: 'a '", "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, 'slug: "a\\tb"', "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, "slug: ..", "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, "slug: .", "3:1", "invalid-slug", ""),
        (Kind.ARTICLE, "aliases: [/a, https://example.org/b]", "3:15", "invalid-slug", "`/asia/old-name/`"),
        (Kind.ARTICLE, "aliases: //example.org/b", "3:10", "invalid-slug", ""),
        (Kind.ARTICLE, "aliases: /a/../b", "3:10", "invalid-slug", ""),
        (Kind.ARTICLE, "aliases: /a/%2E%2e/b", "3:10", "invalid-slug", ""),
        *(
            (Kind.ARTICLE, f"aliases: '{path}'", "3:10", "invalid-slug", "")
            for path in ("/", "/a/./b", "/.", "/a/.hidden", "/%2ehtaccess", ".a", "/b?c=1", "/b#c")
        ),
        (Kind.ARTICLE, "aliases: /a%2Fb", "3:10", "invalid-slug", ""),
        (Kind.ARTICLE, "aliases: '/a\\b'", "3:10", "invalid-slug", ""),
        (Kind.ARTICLE, 'aliases: "/a\\tb"', "3:10", "invalid-slug", ""),
        (Kind.ARTICLE, "photo: {src: a, focus: 50% 130%}", "3:17", "invalid-value", "`50% 30%`"),
        (Kind.ARTICLE, "photo: {src: a, focus: left}", "3:17", "invalid-value", "`50% 30%`"),
        (Kind.ARTICLE, "related: [{title: t, url: 'javascript:x'}]", "3:22", "invalid-value", ""),
        (
            Kind.ARTICLE,
            "related: [{title: t, url: /a/}]",
            "3:22",
            "invalid-value",
            "`https://example.org/page`",
        ),
        (Kind.ARTICLE, "related: [{title: t, url: 'https:///a'}]", "3:22", "invalid-value", ""),
        (Kind.ARTICLE, "related: [{title: t, url: 'http://[a'}]", "3:22", "invalid-value", ""),
        (Kind.ARTICLE, "tags: a, b", "3:7", "invalid-value", "Write a list: `[a, b]`."),
        (Kind.ARTICLE, "titel: a", "3:1", "unknown-key", "Did you mean `title`?"),
        (Kind.ARTICLE, "drafft: true", "3:1", "unknown-key", "Did you mean `draft`?"),
        (Kind.SECTION, "draft: false", "3:1", "unknown-key", "Known keys"),
        (Kind.ARTICLE, "Subtitle: a", "3:1", "unknown-key", "Did you mean `subtitle`?"),
        (Kind.ARTICLE, 'subtitle: "a\\0b"', "3:11", "control-character", "Delete it"),
    ],
)
def test_mistakes(kind: Kind, yaml: str, place: str, code: str, hint: str) -> None:
    matter, problems = read(f"title: x\n{yaml}\n", kind)
    assert [(problem.place, problem.code) for problem in problems] == [(f"a.md:{place}", code)]
    assert hint in problems[0].hint
    assert problems[0].text == yaml
    assert matter is not None


@pytest.mark.parametrize("yaml", ["subtitle: x", "title:", "title: ''", "title: ' &nbsp; '", ""])
def test_a_title_has_to_be_given(yaml: str) -> None:
    matter, problems = read(yaml)
    assert matter is None
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:2:1", "missing-key")]
    assert problems[0].hint == "Add a line such as `title: …`."


@pytest.mark.parametrize("yaml", ["Hello", "- a"])
def test_a_front_matter_is_a_mapping(yaml: str) -> None:
    matter, problems = read(yaml)
    assert matter is None
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:2:1", "wrong-type")]


def test_a_home_page_needs_no_title() -> None:
    assert read("", Kind.HOME) == (HomeMatter(), [])


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


def test_positions_are_returned() -> None:
    front, _ = split(b"---\ntitle: x\nauthors:\n- a\n- b\n---\n", "a.md")
    assert front is not None
    _, positions, _ = read_matter(Kind.ARTICLE, front, "a.md", OPTIONS)
    assert positions == {
        "title": Position(2, 1),
        "authors": Position(3, 1),
        "authors.0": Position(4, 3),
        "authors.1": Position(5, 3),
    }


def test_unknown_keys_are_kept_where_the_configuration_says_so() -> None:
    assert article("layout: post\nweight: 3", EXTRA).extra == {"layout": "post", "weight": 3}


@pytest.mark.parametrize(
    ("kind", "yaml", "hint"),
    [
        (Kind.ARTICLE, "Status: draft", "Did you mean `status`?"),
        (Kind.ARTICLE, "STATUS: published", "Did you mean `status`?"),
        (Kind.ARTICLE, "sta-tus: draft", "Did you mean `status`?"),
        (Kind.ARTICLE, "Embargo: 2099-01-01", "Did you mean `embargo`?"),
        (Kind.ARTICLE, "EXPIRES: 2001-01-01", "Did you mean `expires`?"),
        (Kind.ARTICLE, "Access: teaser", "Did you mean `access`?"),
        (Kind.ARTICLE, "Date: 2099-01-01", "Did you mean `date`?"),
        (Kind.ARTICLE, "'status ': draft", "Did you mean `status`?"),
        (Kind.PAGE, "Status: draft", "Did you mean `status`?"),
        (Kind.PAGE, "Date: 2099-01-01", "Did you mean `date`?"),
        (Kind.PAGE, "access: teaser", "Remove the key"),
        (Kind.PAGE, "Access: teaser", "Remove the key"),
    ],
)
@pytest.mark.parametrize("options", [OPTIONS, EXTRA])
def test_a_misspelt_key_of_visibility_withholds(
    kind: Kind, yaml: str, hint: str, options: ReaderOptions
) -> None:
    matter, problems = read(f"title: x\n{yaml}", kind, options)
    assert (matter.status, matter.extra) == (Status.DRAFT, {})
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:3:1", "unknown-key")]
    assert hint in problems[0].hint


def test_other_names_of_visibility_are_no_misspellings() -> None:
    options = ReaderOptions("UTC", UnknownKeys.EXTRA, {"article": {"status": ("Status", "state")}})
    assert article("Status: review", options).status is Status.REVIEW
    matter, problems = read("title: x\nState: review", options=options)
    assert (matter.status, problems[0].hint) == (Status.DRAFT, "Did you mean `state`?")


@pytest.mark.parametrize("key", ["photo", "cover"])
def test_a_photo_whose_end_cannot_be_read_is_not_shown(key: str) -> None:
    kind = Kind.ISSUE if key == "cover" else Kind.SECTION
    matter, problems = read(f"title: x\n{key}: {{src: a.jpg, expires: some day}}", kind)
    assert getattr(matter, key) is None
    assert [problem.code for problem in problems] == ["invalid-date"]
    matter, problems = read(f"title: x\n{key}: {{src: a.jpg, expires: 2027-06-01}}", kind)
    assert getattr(matter, key).expires.instant.year == 2027
    assert problems == []


WITHOUT_DRAFTS = [kind for kind in Kind if kind not in (Kind.ARTICLE, Kind.PAGE)]


@pytest.mark.parametrize("kind", WITHOUT_DRAFTS)
@pytest.mark.parametrize(
    ("yaml", "key"),
    [
        ("draft: true", "draft"),
        ("Draft: yes", "draft"),
        ("published: false", "published"),
        ("status: draft", "status"),
        ("STATUS: review", "status"),
        ("access: teaser", "access"),
        ("embargo: 2099-01-01", "embargo"),
        ("expires: 2001-01-01", "expires"),
    ],
)
@pytest.mark.parametrize("options", [OPTIONS, EXTRA])
def test_what_knows_no_drafts_is_not_read_as_one(
    kind: Kind, yaml: str, key: str, options: ReaderOptions
) -> None:
    name = "name" if kind is Kind.AUTHOR else "title"
    matter, problems = read(f"{name}: x\n{yaml}", kind, options)
    assert matter is None
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:3:1", "unknown-key")]
    assert f" has no `{key}`: " in problems[0].message


@pytest.mark.parametrize("kind", WITHOUT_DRAFTS)
@pytest.mark.parametrize(
    "yaml", ["draft: false", "published: true", "status: published", "access: free", "draft:", "embargo:"]
)
def test_what_withholds_nothing_is_passed_over(kind: Kind, yaml: str) -> None:
    name = "name" if kind is Kind.AUTHOR else "title"
    matter, problems = read(f"{name}: x\n{yaml}", kind, EXTRA)
    assert (matter.extra, problems) == ({}, [])
    matter, problems = read(f"{name}: x\n{yaml}", kind)
    assert matter is not None
    assert [problem.code for problem in problems] == ["unknown-key"]


def configured(fields: dict[str, Any]) -> Config:
    return Config("x", "UTC", content=ContentConfig(fields=fields, unknown=UnknownKeys.EXTRA))


def test_reader_options() -> None:
    fields = {
        "subtitle": ["deck", "excerpt"],
        "photo.src": "image",
        "series": ["collection"],
        "author": {"name": ["display_name"]},
        "article": {"tags": ["topics"]},
    }
    assert reader_options(configured(fields)) == (
        ReaderOptions(
            "UTC",
            UnknownKeys.EXTRA,
            {
                "article": {
                    "subtitle": ("deck", "excerpt"),
                    "photo.src": ("image",),
                    "series": ("collection",),
                    "tags": ("topics",),
                },
                "author": {"name": ("display_name",)},
            },
        ),
        [],
    )


@pytest.mark.parametrize(
    ("fields", "code", "hint"),
    [
        ({"subtitel": ["deck"]}, "unknown-key", "Did you mean `subtitle`?"),
        ({"photo.scr": ["image"]}, "unknown-key", "Did you mean `photo.src`?"),
        ({"autor": {"name": ["x"]}}, "unknown-key", "Did you mean `author`?"),
        ({"author": {"title": ["x"]}}, "unknown-key", ""),
        ({"subtitle": 5}, "wrong-type", "Write `subtitle: [name, other-name]`."),
        ({"subtitle": ["deck", 5]}, "wrong-type", ""),
        ({"subtitle": None}, "wrong-type", ""),
    ],
)
def test_reader_options_mistakes(fields: dict[str, Any], code: str, hint: str) -> None:
    positions = {"content.fields": Position(7, 3), "content.fields.subtitel": Position(8, 5)}
    options, problems = reader_options(configured(fields), positions=positions)
    assert [(problem.code, problem.path) for problem in problems] == [(code, "sitegen.yaml")]
    assert (problems[0].line, problems[0].column) == ((8, 5) if "subtitel" in fields else (7, 3))
    assert hint in problems[0].hint
    assert not any(options.fields.values())


ARTICLE = b"""---
title: "How alliances last"
subtitle: The Way Forward
date: 2019-03-26 12:38:00 -0500
authors:
  - asia-desk
  - europe-desk
tags: [alliances, security, trade]
photo:
  src: photo.jpg
  alt: A harbour at dawn
  credit: Photographer / Agency
related: [one, two]
summary: Two sentences. Of summary.
---
Text.
"""


def test_two_thousand_are_read_in_a_blink() -> None:
    begun = time.process_time()
    for _ in range(2_000):
        front, _problems = split(ARTICLE, "a.md")
        assert front is not None
        assert read_matter(Kind.ARTICLE, front, "a.md", OPTIONS)[2] == []
    assert time.process_time() - begun < 3  # about 0.4 s; room for a slow machine
