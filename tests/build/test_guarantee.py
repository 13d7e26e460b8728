"""The guarantee for editors: nothing of a hidden article is in the output."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

from sitegen.build.configuration import load_config
from sitegen.build.pipeline import Options, build
from sitegen.config.project import STATE
from sitegen.model.front_matter import Access, ArticleMatter
from sitegen.read.file_state import Files
from sitegen.read.images import is_image
from sitegen.read.project import read
from sitegen.store import temporary_store
from tests.projects import tree
from tests.sharing import lend_pictures

NOW = "2026-11-23"

HIDDEN = {"draft", "review", "scheduled", "embargoed", "expired", "withdrawn"}


def _words(text: str) -> str:
    """Letters and digits in one line: neither markup nor typography can hide a sentence."""
    return " ".join(re.findall(r"[^\W_]+", text)).casefold()


def _sentences(markdown: str) -> list[str]:
    """Runs of words of a Markdown text that stand as they are in its HTML: between marks, eight words or more."""
    prose = re.sub(r"<!--.*?-->|^\[\^\w+\]:|\{[^}]*\}|:::.*", "|", markdown, flags=re.DOTALL | re.MULTILINE)
    prose = prose.split("```")[0]
    runs = re.split(r"[\[\]()*_|`#<>]|\n\s*\n|(?<=[.!?;:])\s", prose)
    return [words for run in runs if len((words := _words(run)).split()) >= 8]


def _searchable(outputs: dict[str, bytes]) -> str:
    texts = []
    for data in outputs.values():
        try:
            text = html.unescape(html.unescape(data.decode()))
        except UnicodeDecodeError:
            continue
        texts.append(_words(re.sub(r"<[^>]*>", " ", text)))
        texts.append(_words(text))
    return "\n".join(texts)


@pytest.fixture(scope="module")
def published(demo, tmp_path_factory):
    """The demo publication's files, its report at a fixed build time, and its output."""
    folder = tmp_path_factory.mktemp("guarantee")
    project = folder / "project"
    shutil.copytree(demo / "project", project, ignore=shutil.ignore_patterns(STATE))
    lend_pictures(demo / "project", project)
    report = build(Options(project, folder / "public", now=NOW))
    assert report.published, report.problems
    return project, report, tree(folder / "public")


def _body(project: Path, path: str) -> str:
    return (project / path).read_text(encoding="utf-8").split("---\n", 2)[2]


def test_the_demo_has_an_article_of_every_state(published):
    _, report, _ = published
    assert set(report.states) == {*HIDDEN, "live"}


def test_public_articles_are_found_by_their_sentences(published):
    """The search can find sentences."""
    project, report, outputs = published
    everything = _searchable(outputs)
    for path in ("content/asia/alliances.md", "content/europe/helsinki.md"):
        assert report.state_of[path] == "live"
        sentences = _sentences(_body(project, path))
        assert len(sentences) > 10
        assert [words for words in sentences if words not in everything] == []


@pytest.mark.parametrize("state", sorted(HIDDEN))
def test_no_sentence_title_or_image_of_a_hidden_article_is_published(published, state):
    project, report, outputs = published
    everything = _searchable(outputs)
    paths = [path for path, found in report.state_of.items() if found == state]
    assert paths
    for path in paths:
        text = (project / path).read_text(encoding="utf-8")
        sentences = _sentences(_body(project, path))
        assert len(sentences) >= 2
        assert [words for words in sentences if words in everything] == []
        for key in ("title", "subtitle", "summary"):
            if match := re.search(rf"^{key}: (.+)$", text, re.MULTILINE):
                assert _words(match[1]) not in everything
        name = Path(path).stem if Path(path).stem != "index" else Path(path).parent.name
        slug = re.sub(r"^\d{4}-\d\d-\d\d-", "", name)
        assert not any(f"/{slug}/" in f"/{output}" for output in outputs)
        if Path(path).stem == "index":
            for picture in (project / path).parent.iterdir():
                if is_image(picture.name):
                    assert picture.read_bytes() not in outputs.values()


def test_only_the_teaser_of_a_gated_article_is_published(published):
    project, report, outputs = published
    config, _ = load_config(Files(project))
    assert config is not None
    documents = read(Files(project), config, temporary_store()).content.documents
    teasers = [
        one.path
        for one in documents.values()
        if isinstance(one.matter, ArticleMatter) and one.matter.access is Access.TEASER
    ]
    assert len(teasers) >= 2
    everything = _searchable(outputs)
    for path in teasers:
        assert report.state_of[path] == "live"
        body = _body(project, path)
        if "<!-- more -->" in body:
            opening, rest = body.split("<!-- more -->")
        else:
            paragraphs = body.strip().split("\n\n")
            count = config.markdown.opening
            opening, rest = "\n\n".join(paragraphs[:count]), "\n\n".join(paragraphs[count:])
        for label in re.findall(r"\[\^(\w+)\]", opening):  # notes of the opening belong to it
            rest = re.sub(rf"^\[\^{label}\]:.*(?:\n[ \t]+\S.*)*", "", rest, flags=re.MULTILINE)
        shown, hidden = _sentences(opening), _sentences(rest)
        assert len(hidden) > 5
        assert [words for words in shown if words in everything]
        assert [words for words in hidden if words in everything] == []
