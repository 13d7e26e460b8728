from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sitegen.config.settings import ContentConfig, LanguageConfig
from sitegen.digest import digest_bytes
from sitegen.model.documents import Content
from sitegen.read.document_cache import DocumentCache
from sitegen.read.file_state import Files
from sitegen.read.project import read, reread
from sitegen.store import get_body, temporary_store
from tests.factory import codes, config, only

ARTICLE = "---\ntitle: A\ndate: 2026-01-01\n---\n\nThe opening.\n"


@pytest.fixture
def reading(tmp_path):
    def write_and_read(files: dict[str, str | bytes], **settings: Any) -> Content:
        for path, data in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read(Files(tmp_path), config(**settings), temporary_store()).content

    return write_and_read


def test_everything_is_read(reading):
    found = reading(
        {
            "content/asia/a/index.md": ARTICLE,
            "content/asia/a/table.csv": "a,b\n",
            "content/asia/a/map.svg": '<svg width="3" height="2"/>',
            "static/logo.svg": '<svg width="30" height="20"/>',
            "static/.well-known/security.txt": "Contact: mailto:desk@example.org\n",
            "static/.nojekyll": "",
            "data/straits.yaml": "- Malacca\n",
            "data/notes.txt": "not data",
            "data/deep/more.json": "[1]",
        }
    )
    assert found.problems == ()
    assert [one.path for one in found.documents.values()] == ["content/asia/a/index.md"]
    assert {path: file.digest for path, file in found.files.items()} == {
        "content/asia/a/map.svg": digest_bytes(b'<svg width="3" height="2"/>'),
        "content/asia/a/table.csv": digest_bytes(b"a,b\n"),
    }
    assert {path: image.width for path, image in found.images.items()} == {
        "content/asia/a/map.svg": 3,
        "static/logo.svg": 30,
    }
    assert [file.name for file in found.static] == [".nojekyll", ".well-known/security.txt", "logo.svg"]
    assert found.data == {"straits": ["Malacca"], "deep/more": [1]}
    assert found.theme.name == "broadsheet"


def test_bodies_are_in_the_store(tmp_path):
    file = tmp_path / "content/asia/a.md"
    file.parent.mkdir(parents=True)
    file.write_text(ARTICLE)
    store = temporary_store()
    found = read(Files(tmp_path), config(), store)
    [(path, body)] = found.content.bodies.items()
    assert get_body(store, body).opening == ("<p>The opening.</p>\n",)
    margin = found.source_infos[path]
    assert (margin.source, margin.body) == (digest_bytes(ARTICLE.encode()), body)


FILES = {
    "content/asia/a.md": ARTICLE.replace("---\n\n", "summary: In short.\n---\n\n"),
    "content/asia/map.svg": '<svg width="3" height="2"/>',
    "static/terms.txt": "Terms",
    "data/straits.yaml": "- Malacca\n",
    "templates/article.html": "x",
}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/asia/a.md", FILES["content/asia/a.md"].replace("title: A", "title: B")),
        ("content/asia/b.md", ARTICLE),
        ("content/asia/unread.md", "no front matter"),
        ("content/asia/map.svg", '<svg width="3" height="4"/>'),
        ("content/asia/table.csv", "a,b\n"),
        ("static/terms.txt", "Other terms"),
        ("data/straits.yaml", "- Hormuz\n"),
        ("data/other.yaml", "- Malacca\n"),
        ("templates/article.html", "y"),
    ],
)
def test_the_key_changes_with_all_that_linking_reads(reading, path, text):
    before = reading(FILES).key
    assert reading(FILES).key == before
    assert reading({path: text}).key != before


def test_the_key_stays_where_only_sentences_change(reading):
    path = "content/asia/a.md"
    before = reading(FILES)
    after = reading({path: FILES[path].replace("opening", "beginning")})
    assert before.key == after.key
    assert before.bodies[path] != after.bodies[path]


def test_an_unreadable_document_has_a_content_path(reading):
    found = reading({"content/asia/a.md": "no front matter"})
    assert not found.documents
    assert list(found.places) == ["content/asia/a.md"]
    assert codes(found.problems) == ["front-matter-missing"]


def test_all_mistakes_of_all_files_at_once(reading):
    found = reading(
        {
            "content/asia/a.md": "---\ntitel: A\ndate: 2026-02-30\n---\n",
            "content/asia/b.md": b"---\ntitle: \xff\n---\n",
            "content/asia/deep/_index.md": "---\ntitle: Deep\n---\n",
            "data/x.json": "{",
            "data/x.yaml": "a: 1",
        }
    )
    assert {(problem.path, problem.code) for problem in found.problems} >= {
        ("content/asia/a.md", "unknown-key"),
        ("content/asia/a.md", "invalid-date"),
        ("content/asia/b.md", "not-utf8"),
        ("content/asia/deep/_index.md", "nested-description"),
        ("data/x.json", "invalid-data"),
        ("data/x.yaml", "invalid-data"),
    }


def test_languages_inside_and_outside_the_content_folder(reading):
    languages = {
        "en": LanguageConfig(),
        "fr": LanguageConfig("content/fr", "/fr/"),
        "de": LanguageConfig("deutsch", "/de/"),
    }
    found = reading(
        {"content/asia/a.md": ARTICLE, "content/fr/asia/a.md": ARTICLE, "deutsch/asia/a.md": ARTICLE},
        languages=languages,
    )
    assert [(one.lang, one.id) for one in found.documents.values()] == [
        ("en", "asia/a"),
        ("fr", "asia/a"),
        ("de", "asia/a"),
    ]


def test_other_suffixes(reading):
    found = reading(
        {"content/asia/a.markdown": ARTICLE, "content/asia/b.md": "a file like any other"},
        content=ContentConfig(suffixes=(".markdown",)),
    )
    assert [one.id for one in found.documents.values()] == ["asia/a"]
    assert list(found.files) == ["content/asia/b.md"]


def test_a_file_without_read_permission(reading, monkeypatch):
    read_bytes = Path.read_bytes

    def refuse(path):
        if path.name == "closed.md":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = reading({"content/asia/closed.md": ARTICLE, "content/asia/b.md": ARTICLE})
    assert [one.id for one in found.documents.values()] == ["asia/b"]
    assert "content/asia/closed.md" in found.places
    assert (only(found.problems).code, found.problems[0].path) == (
        "unreadable-file",
        "content/asia/closed.md",
    )


def test_a_damaged_image_has_its_damage(reading):
    found = reading({"content/asia/a.md": ARTICLE, "content/asia/broken.png": b"nonsense"})
    assert found.images["content/asia/broken.png"].damage
    assert found.problems == ()


def test_an_image_saved_while_it_is_read_is_cached_as_read(tmp_path, monkeypatch):
    svg, store = '<svg width="{}" height="1"/>', temporary_store()
    file = tmp_path / "static" / "map.svg"
    file.parent.mkdir()
    file.write_text(svg.format(1))
    load = Files.load

    def load_and_save(files, path):
        source = load(files, path)
        if path == "static/map.svg":
            file.write_text(svg.format(2))
        return source

    with monkeypatch.context() as patch:
        patch.setattr(Files, "load", load_and_save)
        read(Files(tmp_path), config(), store)
    file.write_text(svg.format(1))
    assert read(Files(tmp_path), config(), store).content.images["static/map.svg"].width == 1


def _project(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        file = folder / f"content/asia/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE.replace("opening", "other opening"),
        ARTICLE.replace("title: A", "title: B"),
        ARTICLE.replace("title:", "titel:"),
        "no front matter",
        "",
    ],
)
def test_rereading_a_document_equals_reading_all(tmp_path, text):
    _project(tmp_path, a=ARTICLE, b=ARTICLE, wrong="---\ntitel: x\n---\n")
    store = temporary_store()
    cache = DocumentCache(store)
    before = read(Files(tmp_path), config(), store, cache=cache)
    _project(tmp_path, a=text)
    again = reread(before, "content/asia/a.md", cache)
    assert again is not None
    whole = read(Files(tmp_path), config(), temporary_store())
    assert again.content == whole.content
    assert dict(again.source_infos) == dict(whole.source_infos)
    for digest in again.content.bodies.values():
        assert get_body(store, digest) is not None
    assert read(Files(tmp_path), config(), store, cache=cache).documents.uncached == 0


def test_a_missing_document_is_not_reread(tmp_path):
    _project(tmp_path, a=ARTICLE, b=ARTICLE)
    (tmp_path / "secret.md").write_text(ARTICLE)
    store = temporary_store()
    before = read(Files(tmp_path), config(), store)
    file = tmp_path / "content/asia/a.md"
    file.unlink()
    assert reread(before, "content/asia/a.md", DocumentCache(store)) is None
    file.symlink_to("../../secret.md")
    assert reread(before, "content/asia/a.md", DocumentCache(store)) is None
    assert reread(before, "content/asia/new.md", DocumentCache(store)) is None
    assert reread(before, "sitegen.yaml", DocumentCache(store)) is None
