"""Randomly changed project files: a build reports problems and has no internal errors."""

from __future__ import annotations

import random

import pytest

from sitegen.build.report import to_json
from sitegen.problems import SitegenError
from tests.projects import SITE, Project

FILES = {
    **SITE,
    "sitegen.yaml": (
        "title: T\ntimezone: UTC\ntheme: own\nnavigation: [{title: x, url: /asia/}]\n"
        "content: {unknown: extra, fields: {subtitle: [deck], photo.src: [image]}}\nkeep: [CNAME]\n"
    ),
    "content/asia/straits/v.svg": '<?xml version="1.0" encoding="utf-8"?><svg viewBox="0 0 3 4"><title>x</title></svg>',
    "content/asia/shown.md": (
        "---\ntitle: Shown\ndate: 2024-01-01\naliases: [/older/]\nphoto: {src: straits/v.svg, alt: a, credit: c}\n"
        "related: [asia/treaties, {title: t, url: 'https://e.org/'}]\naccess: teaser\n---\n"
        "![v](straits/v.svg)\n\nText.[^1]\n\n<!-- more -->\n\nRest.\n\n[^1]: N\n"
    ),
    "data/a.json": '{"a": [1, "x", null]}',
    "data/b.yaml": "a: [1, x]\nb: {c: d}\n",
    "data/c.csv": "a,b\n1,2\n",
    "themes/own/theme.yaml": "extends: broadsheet\noptions: {foo: {default: x, choices: [x, y]}}\n",
    "themes/own/strings/en.yaml": "foo: bar\n",
    "templates/article.html": '{% extends "!own/article.html" %}{{ site.data("a") }}{{ t("foo") }}',
}
PIECES = (
    *(
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf\xff",
        b"\0",
        b"\xed\xa0\x80",
        b"\\ud800",
        b"\xff\xfe",
        b"---\n",
    ),
    *(b": ", b"- ", b"{", b"}", b"[", b'"', b"&a ", b"*a", b"!!python/x ", b"<<: ", b"\t", b"\r", b"\x85"),
    *(b"9" * 5000, b"a" * 300, b"///", b"../", b"./", b"2024-13-45", b"99999-01-01", b"{{", b"{%", b"1e999"),
    *(b".nan", b'encoding="gb18030"', b"%2e", b"\xf0\x9f\x98\x80", b"[" * 50, b"::: x", b"<!--", b"<script>"),
)


def _changed(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4))):
        start = chance.randrange(len(data) + 1)
        end = start + chance.choice((0, 1, 2, 20))
        piece = chance.choice(
            (chance.choice(PIECES), b"", bytes([chance.randrange(256)]), data[start:end] * 3)
        )
        data = data[:start] + piece + data[end:]
    return data


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("hostile"))
    project.write(FILES)
    assert project.build().published
    return project


@pytest.mark.parametrize("path", sorted(FILES))
def test_random_changes_to_a_file_give_problems_only(path: str, project: Project) -> None:
    chance, written = random.Random(path), FILES[path]
    whole = written if isinstance(written, bytes) else written.encode()
    for _ in range(3):
        project.write({path: _changed(whole, chance)})
        try:
            report = project.build(partial=True)
        except SitegenError as error:
            assert str(error)
            continue
        finally:
            project.write({path: whole})
        assert to_json(report, project.root)
        assert all(problem.message.encode() and problem.key == "" for problem in report.problems)
