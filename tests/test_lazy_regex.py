"""Lazy patterns, and the check that all modules use them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from sitegen.lazy_regex import lazy_pattern
from tests.conftest import REPOSITORY

#: Imports every module. With "eager", all patterns are compiled at once, so that a mistake in one shows; without,
#: the modules are printed that have `re` compile one nevertheless.
IMPORT_ALL = """
import importlib, pkgutil, re, sys
import sitegen.lazy_regex

compile_pattern = re.compile

def noted(source, flags=0):
    module = sys._getframe(1).f_globals["__name__"]
    if module.startswith("sitegen"):
        print(module)
    return compile_pattern(source, flags)

if "eager" in sys.argv:
    sitegen.lazy_regex.lazy_pattern = re.compile
else:
    re.compile = noted
for module in pkgutil.walk_packages(sitegen.__path__, "sitegen."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The patterns that were compiled."""
    sources: list[str] = []
    compile_pattern = re.compile

    def noted(source: str, flags: int = 0) -> re.Pattern[str]:
        sources.append(source)
        return compile_pattern(source, flags)

    monkeypatch.setattr("sitegen.lazy_regex.re.compile", noted)
    return sources


def test_a_pattern_is_compiled_once_on_first_use(compiled: list[str]) -> None:
    pattern = lazy_pattern("b+")
    assert (pattern.pattern, compiled) == ("b+", [])
    assert pattern.findall("abba") == ["bb"]
    assert pattern.sub("c", "abba") == pattern.sub("c", "abba") == "aca"
    assert compiled == ["b+"]


@pytest.mark.parametrize(
    "name", [name for name in dir(re.Pattern) if not name.startswith("_") and name != "scanner"]
)
def test_it_has_the_attributes_of_a_pattern(name: str) -> None:
    lazy, pattern = lazy_pattern("(?P<a>b)", re.IGNORECASE), re.compile("(?P<a>b)", re.IGNORECASE)
    if callable(getattr(pattern, name)):
        arguments = ("-", "aBb") if name.startswith("sub") else ("Bb",)
        assert repr(_plain(getattr(lazy, name)(*arguments))) == repr(
            _plain(getattr(pattern, name)(*arguments))
        )
    else:
        assert getattr(lazy, name) == getattr(pattern, name)


def _plain(result: object) -> object:
    return list(result) if isinstance(result, Iterator) else result


def test_flags_and_bytes() -> None:
    assert lazy_pattern("b", re.IGNORECASE).match("B")
    assert lazy_pattern(b"b").search(b"ab")


def test_an_invalid_pattern_raises_on_first_use() -> None:
    with pytest.raises(re.error):
        lazy_pattern("(").search("")


@pytest.mark.parametrize("how", ["eager", "lazy"])
def test_all_patterns_are_valid_and_none_is_compiled_on_import(how: str) -> None:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL, how],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == ""
