from __future__ import annotations

import pytest

from sitegen.config.settings import LanguageConfig, NavigationEntry
from sitegen.languages import direction, own_name
from sitegen.model.front_matter import Status
from tests.factory import codes, config, document, edition, ids, only, site

SETTINGS = config(
    tagline="Analysis",
    navigation=(NavigationEntry("Asia", "/asia/"),),
    languages={
        "fr": LanguageConfig("content/fr", "/fr/", title="La Revue", tagline="Analyses"),
        "en": LanguageConfig(),
        "ar": LanguageConfig(
            "content/ar", "/ar/", navigation=(NavigationEntry("X", "https://example.com/"),)
        ),
    },
)


def _site(*documents, **arguments):
    return site(*documents, settings=SETTINGS, **arguments)


def _document(path, **matter):
    return document(path, settings=SETTINGS, **matter)


@pytest.mark.parametrize(
    ("lang", "name", "way"),
    [
        ("en", "English", "ltr"),
        ("fr", "Français", "ltr"),
        ("ar", "العربية", "rtl"),
        ("he-IL", "עברית (ישראל)", "rtl"),
        ("pt-BR", "Português (Brasil)", "ltr"),
        ("xx", "xx", "ltr"),
        ("not a tag", "not a tag", "ltr"),
    ],
)
def test_languages(lang, name, way):
    assert (own_name(lang), direction(lang)) == (name, way)


def test_every_list_is_of_one_language():
    linked = _site(
        _document("content/asia/a.md", tags=("Oil",), authors=("desk",), series="straits", issue="one"),
        _document("content/fr/asia/b.md", tags=("Oil",), authors=("desk",), series="straits", issue="one"),
        *(
            _document(f"{root}/{path}")
            for root in ("content", "content/fr")
            for path in (
                "authors/desk.md",
                "series/straits.md",
                "issues/one.md",
                "pages/about.md",
                "asia/_index.md",
            )
        ),
    )
    assert linked.problems == ()
    for lang, id_, root in (("en", "asia/a", "/"), ("fr", "asia/b", "/fr/")):
        one = edition(linked, lang)
        assert ids(one.articles) == [id_]
        for groups in (one.sections, one.tags, one.authors, one.series, one.issues):
            [group] = groups
            assert ids(group.articles) == [id_]
            assert group.address.url.startswith(root)
        assert [page.view.url for page in one.pages] == [f"{root}about/"]
        assert one.view.root == root
        assert all(url.startswith(root) for url in one.view.paths.values())
    assert edition(linked, "ar").articles == ()
    assert edition(linked, "ar").view.paths == {}


def test_the_main_language_comes_first():
    assert [one.lang for one in _site().editions] == ["en", "fr", "ar"]
    assert [view.lang for view in edition(_site(), "fr").view.editions if view.current] == ["fr"]


def test_names_and_navigation_by_language():
    linked = _site(_document("content/fr/asia/b.md"))
    english, french, arabic = (edition(linked, lang).view for lang in ("en", "fr", "ar"))
    assert [(view.title, view.tagline) for view in (english, french, arabic)] == [
        ("Review", "Analysis"),
        ("La Revue", "Analyses"),
        ("Review", "Analysis"),
    ]
    assert arabic.direction == "rtl"
    assert [(item.title, item.url) for item in english.navigation] == [("Asia", "/asia/")]
    assert [(item.title, item.url) for item in french.navigation] == [("Asia", "/fr/asia/")]
    assert [item.url for item in arabic.navigation] == ["https://example.com/"]


def test_an_article_may_name_another_language_than_its_folders():
    linked = _site(_document("content/asia/a.md", lang="fr"))
    assert ids(edition(linked, "fr").articles) == ["asia/a"]
    assert edition(linked, "en").articles == ()


def test_translations_link_to_each_other():
    linked = _site(
        _document("content/asia/a.md", title="Straits", translation="straits"),
        _document("content/fr/asie/b.md", title="Détroits", translation="straits"),
        _document("content/ar/asia/c.md", title="مضائق", translation="straits"),
        _document("content/asia/alone.md", translation="alone"),
        _document("content/asia/other.md"),
    )
    found = {
        path: [(version.lang, version.url, version.title) for version in versions]
        for path, versions in linked.translations.items()
        if versions
    }
    english, french, arabic = (
        ("en", "/asia/a/", "Straits"),
        ("fr", "/fr/asie/b/", "Détroits"),
        ("ar", "/ar/asia/c/", "مضائق"),
    )
    assert found == {
        "content/asia/a.md": [french, arabic],
        "content/fr/asie/b.md": [english, arabic],
        "content/ar/asia/c.md": [english, french],
    }


@pytest.mark.parametrize("hidden", [{"status": Status.DRAFT}, {"embargo": "2999-01-01"}])
def test_an_unpublished_translation_is_not_linked(hidden):
    linked = _site(
        _document("content/asia/a.md", translation="straits"),
        _document("content/fr/asie/b.md", translation="straits", **hidden),
    )
    assert linked.translations == {}


def test_descriptions_with_the_same_id_are_translations():
    linked = _site(
        _document("content/asia/_index.md", title="Asia"),
        _document("content/fr/asia/_index.md", title="Asie"),
        _document("content/fr/europe/_index.md", translation="section:none"),
        _document("content/_index.md"),
        _document("content/fr/_index.md"),
    )
    assert [version.title for version in linked.translations["content/asia/_index.md"]] == ["Asie"]
    assert [version.lang for version in linked.translations["content/_index.md"]] == ["fr"]
    assert "content/fr/europe/_index.md" not in linked.translations


def test_articles_with_the_same_id_are_no_translations_by_default():
    linked = _site(_document("content/asia/a.md"), _document("content/fr/asia/a.md"))
    assert linked.translations == {}
    assert codes(linked.problems) == []


def test_two_translations_in_one_language_are_an_error():
    linked = _site(
        _document("content/asia/a.md", translation="straits"),
        _document("content/asia/b.md", translation="straits"),
    )
    problem = only(linked.problems)
    assert (problem.code, problem.path) == ("duplicate-translation", "content/asia/b.md")
    assert "content/asia/a.md" in problem.message
