from __future__ import annotations

import pytest

from sitegen.model.front_matter import Kind, Status
from sitegen.problems import Severity
from sitegen.read.options import MatterOptions
from sitegen.read.visibility_keys import KEYS, guess_key, is_similar
from tests.read.matters import EXTRA, OPTIONS, read


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("stauts", True),
        ("status", True),
        ("statuss", True),
        ("tatus", True),
        ("statu", True),
        ("stutas", True),
        ("stotus", True),
        ("sttaus", True),
        ("stat", False),
        ("statusxx", False),
        ("xtotus", False),
        ("", False),
    ],
)
def test_names_are_similar_by_one_letter_or_by_order(name, is_one):
    assert is_similar(name, "status") is is_one


MISSPELT = [
    ("stauts: draft", "status"),
    ("statsu: review", "status"),
    ("statut: draft", "status"),
    ("ѕtatus: draft", "status"),
    ("Stauts: anything", "status"),
    ("drfat: true", "draft"),
    ("drat: true", "draft"),
    ("drafts: true", "draft"),
    ("publised: false", "published"),
    ("pubilshed: no", "published"),
    ("publishhed: false", "published"),
    ("embaro: 2099-01-01", "embargo"),
    ("embrago: 2099-01-01", "embargo"),
    ("expries: 2000-01-01", "expires"),
    ("expire: 2000-01-01", "expires"),
    ("expired: true", "expires"),
    ("acess: teaser", "access"),
    ("acces: teaser", "access"),
    ("dtae: 2099-01-01", "date"),
    ("dat: 2099-1-1", "date"),
]


@pytest.mark.parametrize(("yaml", "key"), MISSPELT)
@pytest.mark.parametrize("options", [OPTIONS, EXTRA])
def test_a_key_similar_to_one_of_visibility_hides(yaml: str, key: str, options: MatterOptions) -> None:
    matter, problems = read(f"title: x\ndate: 2024-01-01\n{yaml}", options=options)
    assert (matter.status, matter.extra) == (Status.DRAFT, {})
    [problem] = problems
    assert (problem.place, problem.code, problem.severity) == ("a.md:4:1", "unknown-key", Severity.ERROR)
    assert problem.hint == f"Did you mean `{key}`?"


HARMLESS = [
    *("drfat: false", "drfat:", "publised: true", "stauts: published", "acess: free", "embaro: ''"),
    "expries: false",
]


@pytest.mark.parametrize("yaml", HARMLESS)
def test_a_value_that_hides_nothing_is_reported_and_hides_nothing(yaml: str) -> None:
    matter, problems = read(f"title: x\n{yaml}", options=EXTRA)
    assert matter.status is Status.PUBLISHED
    assert list(matter.extra) == [yaml.partition(":")[0]]
    assert [(p.code, p.severity, p.place) for p in problems] == [
        ("unknown-key", Severity.WARNING, "a.md:3:1")
    ]
    matter, problems = read(f"title: x\n{yaml}")
    assert [(p.code, p.severity) for p in problems] == [("unknown-key", Severity.ERROR)]


FOREIGN = [
    *(("is_draft: true", "draft"), ("isDraft: yes", "draft"), ("unpublished: true", "draft")),
    *(("private: true", "draft"), ("hidden: 1", "draft"), ("unlisted: true", "draft")),
    *(("publish: false", "published"), ("public: no", "published"), ("is-published: false", "published")),
    *(("publish: 2099-01-01", "published"), ("visible: never", "published")),
    *(
        ("draft_status: draft", "status"),
        ("post_status: pending", "status"),
        ("visibility: private", "status"),
        ("visibility: members", "status"),  # Ghost
        ("audience: only_paid", "access"),  # Substack
        ("tier: premium", "access"),
        ("visibility: paid", "status"),
    ),
    *(("state: draft", "status"), ("stats: draft", "status"), ("workflow: In review", "status")),
    *(("expiryDate: 2000-01-01", "expires"), ("expirydate: 2099-01-01", "expires"), ("expiry: x", "expires")),
    *(("expiration_date: 2000-01-01", "expires"), ("unpublish_date: 2000-01-01", "expires")),
    *(("embargoed: true", "embargo"), ("embargo_date: 2099-01-01", "embargo")),
    *(("embargo-until: 2099-01-01", "embargo"), ("publishDate: 2099-01-01", "date")),
    *(("pubDate: Jan 1 2099", "date"), ("paywall: true", "access"), ("password: x", "access")),
    *(("access_level: members", "access"), ("subscriber_only: true", "access")),
    *(
        ("published_at: 2099-01-01", "date"),
        ("datePublished: 2099-01-01", "date"),
        ("golive: 2099-1-1", "date"),
    ),
    *(("live: false", "published"), ("online: off", "published"), ("deleted: true", "draft")),
    *(
        ("until: 2000-01-01", "expires"),
        ("valid_to: 2000-01-01", "expires"),
        ("expir: 2000-01-01", "expires"),
    ),
]


@pytest.mark.parametrize(("yaml", "key"), FOREIGN)
def test_another_systems_key_hides_by_its_value(yaml: str, key: str) -> None:
    matter, problems = read(f"title: x\ndate: 2024-01-01\n{yaml}", options=EXTRA)
    assert (matter.status, matter.extra) == (Status.DRAFT, {})
    [problem] = problems
    assert (problem.place, problem.code, problem.severity) == ("a.md:4:1", "unknown-key", Severity.ERROR)
    assert f"`{key}" in problem.hint


ORDINARY = [
    *("data: x", "state: DC", "state: District of Columbia", "update: 2099-01-01", "dates: 2099-01-01"),
    *(
        "publisher: x",
        "published_at: 2024-01-01",
        "published_at: 2023-05-05T10:00",
        "access_date: 2099-01-01",
        "page: 3",
        "dated: 2099-01-01",
    ),
    *("stats: 5", "statute: x", "craft: true", "experts: [a]", "exports: 3", "empires: [rome]", "rate: 5"),
    *(
        "publish: true",
        "public: true",
        "visibility: public",
        "audience: everyone",
        "audience: developers",
        "plan: a dam",
        "hidden: false",
        "private: no",
        "is_draft: false",
    ),
    *("post_status: publish", "publishDate: 2023-12-31", "pubDate: 2024-01-01", "expiration_date: ''"),
    *(
        "access_level: public",
        "unlisted:",
        "end_date: 2000-01-01",
        "weight: 1",
        "layout: draft",
        "live: true",
        "datetime: 2024-01-01T08:00",
        "embargoed: no",
    ),
]


@pytest.mark.parametrize("yaml", ORDINARY)
def test_ordinary_keys_are_kept_silently(yaml: str) -> None:
    matter, problems = read(f"title: x\ndate: 2024-01-01\n{yaml}", options=EXTRA)
    assert (matter.status, problems) == (Status.PUBLISHED, [])
    assert list(matter.extra) == [yaml.partition(":")[0]]


def test_a_key_with_a_configured_meaning_does_not_count() -> None:
    fields = {"article": {"expires": ("expirydate",), "summary": ("drafts", "stauts"), "tags": ("private",)}}
    options = MatterOptions("UTC", EXTRA.unknown, fields)
    matter, problems = read("title: x\nexpirydate: 2030-01-01\ndrafts: a\nprivate: [b]", options=options)
    assert (matter.status, matter.summary, matter.tags, problems) == (Status.PUBLISHED, "a", ("b",), [])
    assert matter.expires.instant.isoformat() == "2030-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "yaml", ["expriydate: 2000-01-01", "Expirydates: 2000-01-01", "expirydte: 2000-01-01"]
)
def test_other_names_can_be_misspelt_too(yaml: str) -> None:
    options = MatterOptions("UTC", EXTRA.unknown, {"article": {"expires": ("expirydate",)}})
    matter, problems = read(f"title: x\n{yaml}", options=options)
    assert matter.status is Status.DRAFT
    assert [(p.code, p.hint) for p in problems] == [("unknown-key", "Did you mean `expirydate`?")]


def test_extra_is_ignored() -> None:
    matter, problems = read("title: x\nextra: {private: true, stauts: draft}", options=EXTRA)
    assert (matter.status, problems) == (Status.PUBLISHED, [])


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.ARTICLE, Kind.PAGE)])
@pytest.mark.parametrize(
    "yaml",
    [
        "stauts: draft",
        "drfat: true",
        "publised: false",
        "expries: 2000-01-01",
        "acess: teaser",
        "private: true",
    ],
)
@pytest.mark.parametrize("options", [OPTIONS, EXTRA])
def test_kinds_without_drafts_are_not_published(kind: Kind, yaml: str, options: MatterOptions) -> None:
    name = "name" if kind is Kind.AUTHOR else "title"
    matter, problems = read(f"{name}: x\n{yaml}", kind, options)
    assert matter is None
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:3:1", "unknown-key")]


def test_a_repeated_key_hides_too() -> None:
    matter, _ = read("title: x\nstauts: published\nstauts: draft", options=EXTRA)
    assert matter.status is Status.DRAFT


PHOTO = "photo: {{src: p.jpg, alt: a, {}: 2000-01-01}}"


@pytest.mark.parametrize("key", ["expries", "Expires", "expire", "expiry", "expirydate", "expires_on"])
@pytest.mark.parametrize("options", [OPTIONS, EXTRA])
def test_a_photo_with_a_misspelt_expiry_counts_as_expired(key: str, options: MatterOptions) -> None:
    matter, problems = read(f"title: x\n{PHOTO.format(key)}", options=options)
    assert matter.photo is None
    assert [problem.code for problem in problems] == ["unknown-key"]


@pytest.mark.parametrize("key", ["captoin", "sorce", "credits"])
def test_a_photo_with_another_misspelt_key_stays(key: str) -> None:
    matter, problems = read(f"title: x\n{PHOTO.format(key)}", options=EXTRA)
    assert matter.photo is not None
    assert [problem.code for problem in problems] == ["unknown-key"]


def test_photos_of_other_names_and_kinds() -> None:
    fields = {"article": {"photo": ("hero",), "photo.expires": ("image_expires",), "photo.src": ("image",)}}
    options = MatterOptions("UTC", EXTRA.unknown, fields)
    assert read("title: x\nhero: {src: p.jpg, expries: 2000-01-01}", options=options)[0].photo is None
    assert read("title: x\nimage: p.jpg\nimage_expries: 2000-01-01", options=options)[0].photo is None
    assert read("title: x\nimage: p.jpg", options=options)[0].photo is not None
    issue, _ = read("title: x\ncover: {src: p.jpg, expries: 2000-01-01}", Kind.ISSUE, EXTRA)
    assert issue.cover is None


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_found_with_any_letter_missing_doubled_or_swapped(key: str) -> None:
    for index in range(len(key)):
        names = [key[:index] + key[index + 1 :], key[:index] + key[index] + key[index:]]
        if index + 1 < len(key):
            names.append(key[:index] + key[index + 1] + key[index] + key[index + 2 :])
        for name in {*names} - {key, "raft", "daft", "ate", "stats"}:
            found = guess_key(name)
            assert found is not None, name
            assert found.key == key
