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
        ("data/a.json", f"[{2**64 - 1}, {-2**63}]", [2**64 - 1, -(2**63)]),
        ("data/a.json", r'["\ud83d\ude00"]', ["😀"]),
        ("data/a.yaml", f"a: {2**64}\nb: .nan\nc: -.inf\n1: 1e999\n", {"a": str(2**64), "b": ".nan", "c": "-.inf", "1": "1e999"}),
    ],
)  # fmt: skip
def test_values(path, text, value):
    assert _read(path, text) == (value, [])


@pytest.mark.parametrize(
    ("path", "text", "line", "words"),
    [
        ("data/a.json", '{"a": 1,\n"b"}', 2, "JSON"),
        ("data/a.json", "[" * 100_000, 1, "deep"),
        ("data/a.json", "[1,\n" + "9" * 5000 + "]", 2, "64 bits"),
        ("data/a.json", f"[1,\n{2**64}]", 2, "64 bits"),
        ("data/a.json", f"[1,\n{-(2**63) - 1}]", 2, "64 bits"),
        ("data/a.json", "[1,\nNaN]", 2, "NaN"),
        ("data/a.json", "[1,\n-Infinity]", 2, "-Infinity"),
        ("data/a.json", "[1,\n1e999]", 2, "too large"),
        ("data/a.json", '["x",\n"\\ud800"]', 2, r"`\ud800`"),
        ("data/a.json", '{"x": 1,\n"\\uDFFF": {}}', 2, r"`\udfff`"),
        ("data/a.csv", "a,b\n1,2\n1,2,3\n", 3, "3 fields"),
        ("data/a.csv", 'a\n"x', 2, "CSV"),
        ("data/a.csv", b"a\nb\n\xff\n", 3, "UTF-8"),
        ("data/a.json", b"\xef\xbb\xbf{\xff", 1, "UTF-8"),
        ("data/a.yaml", b"\xef\xbb\xbfa: b\nc: \xe4\xb8 d\n", 2, "UTF-8"),
    ],
)
def test_mistakes(path, text, line, words):
    value, problems = _read(path, text)
    assert value is None
    problem = only(problems)
    assert (problem.code, problem.path, problem.line) == ("invalid-data", path, line)
    assert words in problem.message


def test_mistakes_in_yaml_have_positions():
    _, problems = _read("data/a.yaml", "a: 1\na: 2\n")
    assert (only(problems).code, problems[0].place) == ("duplicate-key", "data/a.yaml:2:1")


@pytest.mark.parametrize("text", ["? [a]\n: b\n", "? {a: b}\n: c\n", 'a: "\\ud800"\n'])
def test_unusable_yaml_is_refused(text):
    assert len(_read("data/a.yaml", text)[1]) == 1
