from __future__ import annotations

import pytest

from sitegen.model.documents import Source
from sitegen.read.data import name_of, read_data
from tests.factory import only


def _read(path: str, text: str | bytes):
    data = text if isinstance(text, bytes) else text.encode()
    return read_data(Source(path, data, "digest"))


@pytest.mark.parametrize(
    ("path", "name"),
    [("data/straits.yaml", "straits"), ("data/deep/a.b.csv", "deep/a.b"), ("data/x.json", "x")],
)
def test_names(path, name):
    assert name_of(path) == name


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("data/a.yaml", "- name: Malacca\n  width: 2.8\n  open: true\n", [{"name": "Malacca", "width": 2.8, "open": True}]),
        ("data/a.yml", "country: NO\n", {"country": "NO"}),
        ("data/a.yaml", "", None),
        ("data/a.json", '{"a": [1, null, "é"]}', {"a": [1, None, "é"]}),
        ("data/a.csv", "name,share\nDollar,57.8\n\nEuro,20\n", [{"name": "Dollar", "share": "57.8"}, {"name": "Euro", "share": "20"}]),
        ("data/a.csv", 'a,b\r\n"x, y","""z"""\r\n', [{"a": "x, y", "b": '"z"'}]),
        ("data/a.csv", "\ufeffa\n1\n", [{"a": "1"}]),
        ("data/a.json", b"\xef\xbb\xbf[1]", [1]),
        ("data/a.csv", "", []),
    ],
)  # fmt: skip
def test_values(path, text, value):
    assert _read(path, text) == (value, [])


@pytest.mark.parametrize(
    ("path", "text", "line", "words"),
    [
        ("data/a.json", '{"a": 1,\n}', 2, "JSON"),
        ("data/a.json", "[" * 100_000, 1, "deep"),
        ("data/a.csv", "a,b\n1,2\n1,2,3\n", 3, "3 fields"),
        ("data/a.csv", 'a\n"x', 2, "CSV"),
        ("data/a.csv", b"a\nb\n\xff\n", 3, "UTF-8"),
    ],
)
def test_mistakes(path, text, line, words):
    value, problems = _read(path, text)
    assert value is None
    problem = only(problems)
    assert (problem.code, problem.path, problem.line) == ("invalid-data", path, line)
    assert words in problem.message


def test_mistakes_in_yaml_have_their_place():
    _, problems = _read("data/a.yaml", "a: 1\na: 2\n")
    assert (only(problems).code, problems[0].place) == ("duplicate-key", "data/a.yaml:2:1")
