from __future__ import annotations

import pytest

from sitegen.config.settings import UnknownKeys
from sitegen.model.front_matter import ArticleMatter, Kind, PageMatter, Status
from sitegen.problems import Severity
from sitegen.read.options import MatterOptions
from tests.read.matters import EXTRA, OPTIONS, article, read

DATE_IS_PUBLISHED = MatterOptions("Europe/Berlin", fields={"article": {"date": ("published",)}})


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
def test_drafts(yaml: str, status: Status, options: MatterOptions, kind: Kind) -> None:
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
def test_uncertain_documents_are_not_published(
    yaml: str, place: str, code: str, options: MatterOptions
) -> None:
    """Whatever severity a configuration gives these problems."""
    matter, problems = read(f"title: x\n{yaml}\n", options=options)
    assert matter.status is Status.DRAFT
    assert [(problem.place, problem.code) for problem in problems] == [(f"a.md:{place}", code)]


def test_a_yaml_1_1_boolean_as_a_date_is_uncertain() -> None:
    matter, problems = read("title: x\npublished: no", options=DATE_IS_PUBLISHED)
    assert matter.status is Status.DRAFT
    assert [problem.code for problem in problems] == ["wrong-type"]


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
def test_a_misspelt_key_of_visibility_hides(kind: Kind, yaml: str, hint: str, options: MatterOptions) -> None:
    matter, problems = read(f"title: x\n{yaml}", kind, options)
    assert (matter.status, matter.extra) == (Status.DRAFT, {})
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:3:1", "unknown-key")]
    assert hint in problems[0].hint


def test_other_names_of_visibility_are_no_misspellings() -> None:
    options = MatterOptions("UTC", UnknownKeys.EXTRA, {"article": {"status": ("Status", "state")}})
    assert article("Status: review", options).status is Status.REVIEW
    matter, problems = read("title: x\nState: review", options=options)
    assert (matter.status, problems[0].hint) == (Status.DRAFT, "Did you mean `state`?")


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
def test_kinds_without_drafts_are_not_drafts(kind: Kind, yaml: str, key: str, options: MatterOptions) -> None:
    name = "name" if kind is Kind.AUTHOR else "title"
    matter, problems = read(f"{name}: x\n{yaml}", kind, options)
    assert matter is None
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:3:1", "unknown-key")]
    assert f" has no `{key}`: " in problems[0].message


@pytest.mark.parametrize("kind", WITHOUT_DRAFTS)
@pytest.mark.parametrize(
    "yaml", ["draft: false", "published: true", "status: published", "access: free", "draft:", "embargo:"]
)
def test_values_that_hide_nothing_are_ignored(kind: Kind, yaml: str) -> None:
    name = "name" if kind is Kind.AUTHOR else "title"
    matter, problems = read(f"{name}: x\n{yaml}", kind, EXTRA)
    assert (matter.extra, problems) == ({}, [])
    matter, problems = read(f"{name}: x\n{yaml}", kind)
    assert matter is not None
    assert [problem.code for problem in problems] == ["unknown-key"]


@pytest.mark.parametrize("kind", WITHOUT_DRAFTS)
@pytest.mark.parametrize("name", ["expirydate", "expiry_date", "unpublish-date"])
def test_another_systems_key_hides_nothing_if_the_kind_has_no_such_key(kind: Kind, name: str) -> None:
    title = "name" if kind is Kind.AUTHOR else "title"
    matter, problems = read(f"{title}: x\n{name}: 2001-01-01", kind, EXTRA)
    assert list(matter.extra) == [name]
    [problem] = problems
    assert (problem.place, problem.code, problem.severity) == ("a.md:3:1", "unknown-key", Severity.WARNING)
    assert f"so `{name}` hides nothing" in problem.message
    matter, problems = read(f"{title}: x", kind, EXTRA)  # the hint, followed
    assert problems == []
