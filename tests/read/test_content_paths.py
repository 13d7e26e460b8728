from __future__ import annotations

import pytest

from sitegen.config.settings import ContentConfig, LanguageConfig
from sitegen.model.documents import ContentPath
from sitegen.model.front_matter import Kind
from sitegen.read.content_paths import content_path_of, is_document, layout_of
from tests.factory import PLAIN, config


@pytest.mark.parametrize(
    ("path", "kind", "id_", "section", "date"),
    [
        ("asia/a.md", Kind.ARTICLE, "asia/a", "asia", ""),
        ("asia/a/index.md", Kind.ARTICLE, "asia/a", "asia", ""),
        ("asia/deep/below/a.md", Kind.ARTICLE, "asia/deep/below/a", "asia", ""),
        ("asia/2017-02-09-a.md", Kind.ARTICLE, "asia/a", "asia", "2017-02-09"),
        ("asia/2017-2-9-a/index.md", Kind.ARTICLE, "asia/a", "asia", "2017-2-9"),
        ("asia/2017-02-09.md", Kind.ARTICLE, "asia/2017-02-09", "asia", ""),
        ("asia/2017-02-09-.md", Kind.ARTICLE, "asia/2017-02-09-", "asia", ""),
        ("2017-02-09-old/a.md", Kind.ARTICLE, "2017-02-09-old/a", "2017-02-09-old", ""),
        ("a.md", Kind.ARTICLE, "a", "", ""),
        ("asia/a.b.md", Kind.ARTICLE, "asia/a.b", "asia", ""),
        ("_index.md", Kind.HOME, "", "", ""),
        ("index.md", Kind.HOME, "", "", ""),
        ("asia/_index.md", Kind.SECTION, "asia", "asia", ""),
        ("authors/desk.md", Kind.AUTHOR, "desk", "", ""),
        ("authors/desk/_index.md", Kind.AUTHOR, "desk", "", ""),
        ("authors/desk/index.md", Kind.AUTHOR, "desk", "", ""),
        ("authors/_index.md", Kind.INDEX, "authors", "", ""),
        ("tags/Oil & Gas.md", Kind.TAG, "oil-and-gas", "", ""),
        ("tags/c++.md", Kind.TAG, "c-plus-plus", "", ""),
        ("tags/gnu/linux.md", Kind.TAG, "gnu-linux", "", ""),
        ("tags/_index.md", Kind.INDEX, "tags", "", ""),
        ("issues/2026-1.md", Kind.ISSUE, "2026-1", "", ""),
        ("series/straits/index.md", Kind.SERIES, "straits", "", ""),
        ("pages/about.md", Kind.PAGE, "about", "", ""),
        ("pages/legal/terms/index.md", Kind.PAGE, "legal/terms", "", ""),
        ("pagesx/a.md", Kind.ARTICLE, "pagesx/a", "pagesx", ""),
    ],
)
def test_content_paths(path, kind, id_, section, date):
    full = f"content/{path}"
    assert content_path_of(full, layout_of(PLAIN)) == ContentPath(full, kind, "en", id_, section, date)


@pytest.mark.parametrize("path", ["content/asia/deep/_index.md", "content/pages/_index.md"])
def test_descriptions_of_folders_without_a_page(path):
    assert content_path_of(path, layout_of(PLAIN)) is None


def test_languages_have_roots():
    settings = config(
        languages={
            "en": LanguageConfig(),
            "fr": LanguageConfig(root="content/fr", prefix="/fr/"),
            "de": LanguageConfig(root="deutsch/", prefix="/de/"),
        }
    )
    places = layout_of(settings)
    found = [
        content_path_of(path, places)
        for path in ("content/fr/asia/a.md", "content/from/a.md", "deutsch/authors/x.md")
    ]
    assert [(place.lang, place.kind, place.id) for place in found if place] == [
        ("fr", Kind.ARTICLE, "asia/a"),
        ("en", Kind.ARTICLE, "from/a"),
        ("de", Kind.AUTHOR, "x"),
    ]


SPANISH = config(languages={"en": LanguageConfig(), "es": LanguageConfig(prefix="/es/")})


@pytest.mark.parametrize(
    ("path", "kind", "lang", "id_"),
    [
        ("asia/a.es.md", Kind.ARTICLE, "es", "asia/a"),
        ("asia/a.en.md", Kind.ARTICLE, "en", "asia/a"),
        ("asia/2017-02-09-a.es.md", Kind.ARTICLE, "es", "asia/a"),
        ("asia/a/index.es.md", Kind.ARTICLE, "es", "asia/a"),
        ("_index.es.md", Kind.HOME, "es", ""),
        ("index.es.md", Kind.HOME, "es", ""),
        ("asia/_index.es.md", Kind.SECTION, "es", "asia"),
        ("authors/desk.es.md", Kind.AUTHOR, "es", "desk"),
        ("authors/desk/_index.es.md", Kind.AUTHOR, "es", "desk"),
        ("authors/_index.es.md", Kind.INDEX, "es", "authors"),
        ("tags/oil.es.md", Kind.TAG, "es", "oil"),
        ("pages/about.es.md", Kind.PAGE, "es", "about"),
        ("asia/a.de.md", Kind.ARTICLE, "en", "asia/a.de"),
        ("asia/a.ES.md", Kind.ARTICLE, "en", "asia/a.ES"),
        ("asia/es.md", Kind.ARTICLE, "en", "asia/es"),
        ("asia/a.es/index.md", Kind.ARTICLE, "en", "asia/a.es"),
    ],
)
def test_a_name_may_end_with_a_language(path, kind, lang, id_):
    place = content_path_of(f"content/{path}", layout_of(SPANISH))
    assert place is not None
    assert (place.kind, place.lang, place.id, place.draft) == (kind, lang, id_, False)


def test_a_site_without_languages_has_none_in_names():
    place = content_path_of("content/asia/a.es.md", layout_of(PLAIN))
    assert place is not None
    assert (place.lang, place.id) == ("en", "asia/a.es")


@pytest.mark.parametrize(
    ("languages", "lang"),
    [
        ({"es": LanguageConfig(prefix="/es/"), "en": LanguageConfig()}, "en"),
        ({"en": LanguageConfig(root="content/en"), "es": LanguageConfig(prefix="/es/")}, "es"),
        ({"en": LanguageConfig(root="content/en"), "es": LanguageConfig(root="es", prefix="/es/")}, "en"),
    ],
)
def test_a_language_without_a_root_uses_the_content_folder(languages, lang):
    place = content_path_of("content/asia/a.md", layout_of(config(languages=languages)))
    assert place is not None
    assert place.lang == lang


@pytest.mark.parametrize(
    ("path", "draft"),
    [
        ("asia/_a.md", True),
        ("_a.md", True),
        ("_drafts/a.md", True),
        ("asia/_b/c/a.md", True),
        ("asia/_a/index.md", True),
        ("asia/_a.es.md", True),
        ("authors/_desk.md", True),
        ("_drafts/_index.md", True),
        ("_index.md", False),
        ("asia/_index.md", False),
        ("asia/_index.es.md", False),
        ("authors/desk/_index.md", False),
        ("asia/a_b.md", False),
    ],
)
def test_names_that_begin_with_an_underscore_are_drafts(path, draft):
    place = content_path_of(f"content/{path}", layout_of(SPANISH))
    assert place is not None
    assert place.draft is draft


def test_other_folders_and_suffixes():
    content = ContentConfig(
        root="src/",
        suffixes=(".md", ".en.md", ".markdown"),
        folders={"tags": ("topics",), "pages": ("pages", "about/legal")},
    )
    places = layout_of(config(content=content))
    paths = [
        "topics/oil.md",
        "tags/a.md",
        "about/legal/terms.md",
        "about/a.markdown",
        "asia/a.en.md",
        "asia/index.en.md",
    ]
    found = [content_path_of(f"src/{path}", places) for path in paths]
    assert [(place.kind, place.id) for place in found if place] == [
        (Kind.TAG, "oil"),
        (Kind.ARTICLE, "tags/a"),
        (Kind.PAGE, "about/legal/terms"),
        (Kind.ARTICLE, "about/a"),
        (Kind.ARTICLE, "asia/a"),
        (Kind.SECTION, "asia"),
    ]


@pytest.mark.parametrize(
    ("path", "is_one"), [("a.md", True), ("a.MD", False), ("a.md.txt", False), ("md", False)]
)
def test_documents_are_recognised_by_suffix(path, is_one):
    assert is_document(path, layout_of(PLAIN)) is is_one


def test_a_file_outside_content_has_no_content_path():
    with pytest.raises(ValueError, match="elsewhere"):
        content_path_of("elsewhere/a.md", layout_of(PLAIN))
