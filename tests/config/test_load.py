from __future__ import annotations

import pytest

from sitegen.config.load import parse_config
from sitegen.config.settings import Config, RawHtml
from sitegen.problems import Problem, Severity
from tests.factory import codes, only

LEAST = "title: Review\ntimezone: UTC\n"


def _parse(text: str | bytes) -> tuple[Config | None, list[Problem]]:
    return parse_config(text if isinstance(text, bytes) else text.encode())


def test_a_configuration():
    settings, problems = _parse(
        """\
title: The Review
timezone: Europe/Berlin
base_url: https://example.org/review/
language: en
languages:
  en: {}
  fr: {root: content/fr, prefix: /fr/}
permalink: /{year}/{slug}/
theme: {name: broadsheet, options: {}}
navigation: [{title: Asia, url: /asia/}]
page_size: 6
related: 0
markdown: {html: trusted}
content:
  fields: {subtitle: [deck, excerpt]}
problems: {missing-credit: error, tag-variant: off}
"""
    )
    assert problems == []
    assert settings is not None
    assert settings.languages["fr"].prefix == "/fr/"
    assert settings.markdown.html is RawHtml.TRUSTED
    assert settings.problems == {"missing-credit": Severity.ERROR, "tag-variant": Severity.OFF}
    assert (settings.page_size, settings.related, settings.rail) == (6, 0, 4)


def test_two_settings_are_enough():
    settings, problems = _parse(LEAST)
    assert problems == []
    assert settings == Config("Review", "UTC")


def test_a_theme_may_be_its_name_alone():
    settings, _ = _parse(LEAST + "theme: broadsheet\n")
    assert settings is not None
    assert settings.theme.name == "broadsheet"


@pytest.mark.parametrize(
    "text", [LEAST, LEAST.replace("\n", "\r\n"), LEAST.replace("\n", "\r"), "\ufeff" + LEAST]
)
def test_line_ends_and_marks(text):
    assert _parse(text) == (Config("Review", "UTC"), [])


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("timezone: UTC\n", "missing-key", "sitegen.yaml:1:1", ""),
        ("title: A\n", "missing-key", "sitegen.yaml:1:1", ""),
        (LEAST + "tilte: B\n", "unknown-key", "sitegen.yaml:3:1", "`title`"),
        (LEAST + "page_size: many\n", "wrong-type", "sitegen.yaml:3:12", ""),
        (LEAST + "feeds:\n  item: 3\n", "unknown-key", "sitegen.yaml:4:3", "`items`"),
        (LEAST + "title: B\n", "duplicate-key", "sitegen.yaml:3:1", ""),
        (LEAST + "markdown: {html: raw}\n", "invalid-value", "sitegen.yaml:3:18", ""),
        (LEAST + "problems: {missing-credit: fatal}\n", "invalid-value", "sitegen.yaml:3:28", ""),
        (
            LEAST + "problems: {missing-credits: error}\n",
            "invalid-value",
            "sitegen.yaml:3:",
            "`missing-credit`",
        ),
        ("title: A\ntimezone: Europe/Berlln\n", "invalid-value", "sitegen.yaml:2:", "`Europe/Berlin`"),
        (
            "title: A\ntimezone: Europe" + "/Berlin" * 5_000 + "\n",
            "invalid-value",
            "sitegen.yaml:2:",
            "Write a name",
        ),
        ("title: A\ntimezone: ../../etc/passwd\n", "invalid-value", "sitegen.yaml:2:", ""),
        (LEAST + "base_url: example.org\n", "invalid-value", "sitegen.yaml:3:", "https://"),
        (LEAST + "base_url: https://example.org/?x\n", "invalid-value", "sitegen.yaml:3:", ""),
        (LEAST + "base_url: ftp://example.org/\n", "invalid-value", "sitegen.yaml:3:", ""),
        (LEAST + "base_url: 'https://[x/'\n", "invalid-value", "sitegen.yaml:3:", ""),
        (LEAST + "permalink: /{sektion}/{slug}/\n", "invalid-value", "sitegen.yaml:3:", "`section`"),
        (LEAST + "permalink: /{section}/{slug}\n", "invalid-value", "sitegen.yaml:3:", ""),
        (LEAST + "permalink: /{section}/\n", "invalid-value", "sitegen.yaml:3:", ""),
        (LEAST + "permalink: /../{slug}/\n", "invalid-value", "sitegen.yaml:3:", ""),
        (LEAST + "language: English\n", "invalid-value", "sitegen.yaml:3:", "BCP 47"),
        (LEAST + "languages: {fr: {}}\n", "invalid-value", "sitegen.yaml:3:", "`en: {}`"),
        (LEAST + "page_size: 0\n", "invalid-value", "sitegen.yaml:3:", "at least 1"),
        (LEAST + "related: -1\n", "invalid-value", "sitegen.yaml:3:", "at least 0"),
        (LEAST + "feeds: {items: 0}\n", "invalid-value", "sitegen.yaml:3:", "at least 1"),
        (LEAST + "content: {root: ../x}\n", "invalid-value", "sitegen.yaml:3:", ""),
        (LEAST + "content: {root: .git}\n", "invalid-value", "sitegen.yaml:3:", ""),
        (LEAST + "content: {suffixes: [md]}\n", "invalid-value", "sitegen.yaml:3:", "`.md`"),
        (LEAST + "content: {folders: {tag: topics}}\n", "invalid-value", "sitegen.yaml:3:", "`tags`"),
        (b"title: A\ntimezone: \xff\n", "not-utf8", "sitegen.yaml:2:1", "UTF-8"),
        (b"\xef\xbb\xbftitle: A\ntimezone: \xe4\xb8 \n", "not-utf8", "sitegen.yaml:2:1", "UTF-8"),
        (b"\xef\xbb\xbftitle: \xe4\xb8\n", "not-utf8", "sitegen.yaml:1:8", "UTF-8"),
        ("\n---", "wrong-type", "sitegen.yaml:2:1", "key"),
        (LEAST + "navigation: [\n", "yaml-syntax", "sitegen.yaml:3:14", "bracket"),
    ],
)
def test_mistakes(text, code, place, hint):
    settings, problems = _parse(text)
    problem = only(problems)
    assert settings is None
    assert problem.code == code
    assert problem.place.startswith(place)
    assert hint in problem.hint


@pytest.mark.parametrize(
    "languages",
    [
        "{en: {}, fr: {root: content, prefix: /fr/}}",
        "{en: {}, fr: {root: content/fr}}",
        "{en: {}, e n: {root: x, prefix: /x/}}",
    ],
)
def test_languages_need_a_root_a_prefix_and_a_tag_of_their_own(languages):
    settings, problems = _parse(f"{LEAST}languages: {languages}\n")
    assert settings is None
    assert codes(problems) == ["invalid-value"]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n", "null\n"])
def test_invalid_configurations(text):
    settings, problems = _parse(text)
    assert settings is None
    assert problems


def test_all_mistakes_are_reported_at_once():
    _, problems = _parse("titel: A\ntimezone: Europe/Berlin\npage_size: x\n")
    assert sorted(codes(problems)) == ["missing-key", "unknown-key", "wrong-type"]


@pytest.mark.parametrize(
    "text",
    [
        'content: {suffixes: [""]}',
        'content: {root: static, suffixes: [.md, ""]}',
        "content: {suffixes: [[.md]], folders: {authers: x}}",
    ],
)
def test_a_warning_hides_no_mistake_on_its_line(text):
    config, problems = _parse(f"title: Review\ntimezone: UTC\n{text}\n")
    assert config is None
    assert {"empty-item", "invalid-value"} == set(codes(problems))
