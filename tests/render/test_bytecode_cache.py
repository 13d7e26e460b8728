"""Templates are compiled once for all builds."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from sitegen.model.documents import Template, Theme
from sitegen.render.bytecode_cache import use_bytecode_cache
from sitegen.render.environment import ThemeEnvironment
from sitegen.store import Store, StoreDamage, temporary_store


def _theme(**texts: str) -> Theme:
    templates = {
        f"{name}.html": Template(f"templates/{name}.html", f"digest of {text}", text)
        for name, text in texts.items()
    }
    return Theme("t", templates=templates, assets=(), strings={}, options={}, digest=repr(texts))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that Jinja parses."""
    texts: list[str] = []
    original = Environment._parse

    def parse(self: Environment, source: str, *args: object) -> object:
        texts.append(source)
        return original(self, source, *args)

    monkeypatch.setattr(Environment, "_parse", parse)
    return texts


def _shown(store: Store, version: str = "1", **texts: str) -> str:
    with use_bytecode_cache(store, version):
        jinja = ThemeEnvironment(_theme(**texts))
        assert jinja.closure("page.html") is not None
        return jinja.get_template("page.html").render()


def test_a_template_is_parsed_once_for_all_builds(parsed: list[str]) -> None:
    store = temporary_store()
    texts = {"page": "{% include 'part.html' %}!", "part": "part"}
    assert _shown(store, **texts) == "part!"
    parsed.clear()
    assert _shown(store, **texts) == "part!"
    assert parsed == []


def test_a_changed_template_is_compiled_again(parsed: list[str]) -> None:
    store = temporary_store()
    _shown(store, page="one")
    parsed.clear()
    assert _shown(store, page="two {% include 'none.html' ignore missing %}") == "two "
    assert len(parsed) == 2  # for its bytecode, and for its references


def test_references_are_those_of_the_current_text() -> None:
    store = temporary_store()
    for other in ("one.html", "two.html"):
        with use_bytecode_cache(store, "1"):
            page = ThemeEnvironment(_theme(page=f"{{% include '{other}' ignore missing %}}"))
            assert page.closure("page.html") == tuple(sorted(["page.html", other]))


def test_another_version_compiles_again(parsed: list[str]) -> None:
    store = temporary_store()
    _shown(store, page="one")
    parsed.clear()
    assert _shown(store, version="2", page="one") == "one"
    assert len(parsed) == 2


def test_without_a_store_nothing_is_cached(parsed: list[str]) -> None:
    for _ in range(2):
        parsed.clear()
        assert ThemeEnvironment(_theme(page="one")).get_template("page.html").render() == "one"
        assert parsed == ["one"]


def test_other_processes_do_not_write(monkeypatch: pytest.MonkeyPatch) -> None:
    store = temporary_store()
    with use_bytecode_cache(store, "1"):
        monkeypatch.setattr("os.getpid", lambda: 1)
        ThemeEnvironment(_theme(page="one")).get_template("page.html")
    monkeypatch.undo()
    assert store.load_all("templates") == {}


def test_damaged_bytecode_is_not_run() -> None:
    store = temporary_store()
    _shown(store, page="one")
    with store._sql() as sql:
        sql.execute("UPDATE entries SET data = data || x'00' WHERE namespace = 'templates'")
    with pytest.raises(StoreDamage):
        _shown(store, page="one")


def test_all_valid_templates_are_compiled(parsed: list[str]) -> None:
    with use_bytecode_cache(temporary_store(), "1"):
        jinja = ThemeEnvironment(_theme(page="one", broken="{% if %}", part="part"))
        jinja.compile_all()
        parsed.clear()
        assert jinja.get_template("part.html").render() == "part"
        assert parsed == []
