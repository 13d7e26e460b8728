"""Lists written as text, and profiles in every form that authors write."""

from __future__ import annotations

import pytest

from sitegen.model.front_matter import Kind, Profile
from sitegen.read.options import MatterOptions
from tests.read.matters import OPTIONS, article, read


@pytest.mark.parametrize(
    ("yaml", "key", "items", "hint"),
    [
        ("tags: a, b", "tags", ("a", "b"), "`[a, b]`"),
        ('tags: "a, b"', "tags", ("a", "b"), '`["a, b"]`'),
        ("tags: a, b,", "tags", ("a", "b"), "`[a, b]`"),
        ("tags: a; b, c", "tags", ("a", "b, c"), '`[a, "b, c"]`'),
        ("tags: R&amp;D, Trade", "tags", ("R&D", "Trade"), '`["R&amp;D", Trade]`'),
        (
            "authors: Desk, Asia; Desk, World",
            "authors",
            ("Desk, Asia", "Desk, World"),
            '`["Desk, Asia", "Desk, World"]`',
        ),
        (
            "authors: asia-desk, world-desk",
            "authors",
            ("asia-desk", "world-desk"),
            "`[asia-desk, world-desk]`",
        ),
        ("aliases: /a/, /b/", "aliases", ("/a/", "/b/"), "`[/a/, /b/]`"),
        ("related: asia/a, asia/b", "related", ("asia/a", "asia/b"), "`[asia/a, asia/b]`"),
    ],
)
def test_text_is_read_as_a_list(yaml: str, key: str, items: tuple[str, ...], hint: str) -> None:
    matter, problems = read(f"title: x\n{yaml}")
    assert getattr(matter, key) == items
    assert [problem.code for problem in problems] == ["list-as-text"]
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    ("kind", "yaml", "key"),
    [(Kind.ISSUE, "contents: a/b, a/c", "contents"), (Kind.HOME, "features: a/b, a/c", "features")],
)
def test_other_lists_of_articles_are_split(kind: Kind, yaml: str, key: str) -> None:
    matter, problems = read(f"title: x\n{yaml}", kind)
    assert getattr(matter, key) == ("a/b", "a/c")
    assert [problem.code for problem in problems] == ["list-as-text"]


@pytest.mark.parametrize(
    ("yaml", "key", "items"),
    [
        ('tags: ["a, b"]', "tags", ("a, b",)),
        ("tags: R&amp;D", "tags", ("R&D",)),
        ("tags: climate policy", "tags", ("climate policy",)),
        ("authors: World Desk, Jr.", "authors", ("World Desk, Jr.",)),
        ("authors: World Desk, PhD, M.D.", "authors", ("World Desk, PhD, M.D.",)),
        ("authors: World Desk, Head of Delivery", "authors", ("World Desk, Head of Delivery",)),
        ("authors: Desk, Asia", "authors", ("Desk, Asia",)),
        ("authors: ['Desk, Asia']", "authors", ("Desk, Asia",)),
        ("aliases: /a,b/", "aliases", ("/a,b/",)),
        ("related: asia/a", "related", ("asia/a",)),
    ],
)
def test_single_items_stay_single(yaml: str, key: str, items: tuple[str, ...]) -> None:
    assert getattr(article(yaml), key) == items


def test_a_name_with_a_comma_may_be_one_author() -> None:
    matter, problems = read("title: x\nauthors: World Desk, Content Design")
    assert matter.authors == ("World Desk, Content Design",)
    assert [problem.code for problem in problems] == ["list-as-text"]
    assert "`[World Desk, Content Design]`" in problems[0].hint
    assert '`["World Desk, Content Design"]`' in problems[0].hint


def test_items_have_positions() -> None:
    options = MatterOptions(OPTIONS.timezone, fields={"article": {"aliases": ("redirect_from",)}})
    _, problems = read("title: x\nredirect_from: /a/, https://example.org/, /b/", options=options)
    assert [(problem.place, problem.code) for problem in problems] == [
        ("a.md:3:16", "list-as-text"),
        ("a.md:3:21", "invalid-alias"),
    ]


@pytest.mark.parametrize(
    ("social", "profiles"),
    [
        (
            "[https://twitter.com/x, https://www.linkedin.com/in/b/]",
            [("Twitter", "https://twitter.com/x"), ("LinkedIn", "https://www.linkedin.com/in/b/")],
        ),
        ("https://bsky.app/profile/x", [("Bluesky", "https://bsky.app/profile/x")]),
        ("[https://people.example.org/~x]", [("people.example.org", "https://people.example.org/~x")]),
        (
            "{twitter: '@x', github: x}",
            [("Twitter", "https://twitter.com/x"), ("GitHub", "https://github.com/x")],
        ),
        (
            "{mastodon: '@x@example.social', Blog: https://example.org/}",
            [("Mastodon", "https://example.social/@x"), ("Blog", "https://example.org/")],
        ),
        ("['@x@example.social']", [("Mastodon", "https://example.social/@x")]),
        (
            "[{twitter: x}, {name: Home, url: https://example.org/}]",
            [("Twitter", "https://twitter.com/x"), ("Home", "https://example.org/")],
        ),
        (
            "{linkedin: https://www.linkedin.com/in/x, facebook: }",
            [("LinkedIn", "https://www.linkedin.com/in/x")],
        ),
        ("{email: mailto:x@example.org}", [("email", "mailto:x@example.org")]),
        ("{name: Home, url: https://example.org/}", [("Home", "https://example.org/")]),
    ],
)
def test_profiles(social: str, profiles: list[tuple[str, str]]) -> None:
    matter, problems = read(f"name: Desk\nsocial: {social}", Kind.AUTHOR)
    assert problems == []
    assert matter.social == tuple(Profile(*profile) for profile in profiles)


@pytest.mark.parametrize(
    ("social", "code"),
    [
        ("{web: x}", "invalid-value"),
        ("{mastodon: x}", "invalid-value"),
        ("{twitter: x y}", "invalid-value"),
        ("{twitter: [x]}", "invalid-value"),
        ("[nobody]", "wrong-type"),
        ("{blog: 'javascript:x'}", "invalid-value"),
        ("[{name: Home}]", "missing-key"),
        ("https://exa mple.org/", "invalid-value"),
    ],
)
def test_invalid_profiles_are_reported(social: str, code: str) -> None:
    _, problems = read(f"name: Desk\nsocial: {social}", Kind.AUTHOR)
    assert [problem.code for problem in problems] == [code]
