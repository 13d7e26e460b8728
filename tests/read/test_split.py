from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import Problem, Severity
from sitegen.read.split import Form, FrontMatter, split
from sitegen.utf8 import decode, with_newlines


def mistake(data: bytes) -> Problem:
    front, problems = split(data, "a.md")
    assert front is None
    assert len(problems) == 1
    return problems[0]


@pytest.mark.parametrize(
    ("data", "front"),
    [
        (b"---\ntitle: x\n---\nText\n", FrontMatter("title: x\n", 2, "Text\n", 4)),
        (b"---\ntitle: x\n...\nText", FrontMatter("title: x\n", 2, "Text", 4)),
        (b"--- \t\ntitle: x\n---  \nText", FrontMatter("title: x\n", 2, "Text", 4)),
        (b"---\ntitle: x\n---", FrontMatter("title: x\n", 2, "", 4)),
        (b"---\n---\nText", FrontMatter("", 2, "Text", 3)),
        (b"\n \n---\ntitle: x\n---\nText", FrontMatter("title: x\n", 4, "Text", 6)),
        (b"\xef\xbb\xbf---\ntitle: x\n---\nText", FrontMatter("title: x\n", 2, "Text", 4)),
        (b"---\r\ntitle: x\r\n---\r\nA\r\nB", FrontMatter("title: x\n", 2, "A\nB", 4)),
        (b"---\ntitle: x\n---\nA\rB\r\nC", FrontMatter("title: x\n", 2, "A\nB\nC", 4)),
        (
            b"---\ntitle: a --- b\n---x: y\n---\nA\n---\nB",
            FrontMatter("title: a --- b\n---x: y\n", 2, "A\n---\nB", 5),
        ),
        (b"+++\ntitle = 'x'\n+++\nText\n", FrontMatter("title = 'x'\n", 2, "Text\n", 4, Form.TOML)),
        (b"\n+++ \n+++\t\nText", FrontMatter("", 3, "Text", 4, Form.TOML)),
        (b'{"title": "x"}\nText\n', FrontMatter('{"title": "x"}', 1, "Text\n", 2, Form.JSON)),
        (b'\n{\n"a": {}\n} \nText', FrontMatter('{\n"a": {}\n}', 2, "Text", 5, Form.JSON)),
        (b"{} Text", FrontMatter("{}", 1, " Text", 1, Form.JSON)),
        (
            "---\ntitle: é\u2028x\n---\nA\tB\fC\u2029".encode(),
            FrontMatter("title: é\u2028x\n", 2, "A\tB\fC\u2029", 4),
        ),
    ],
)
def test_splits(data: bytes, front: FrontMatter) -> None:
    assert split(data, "a.md") == (front, [])


@pytest.mark.parametrize(
    ("data", "place", "code", "hint"),
    [
        (b"---\ntitle: caf\xe9\n---\n", "2:11", "not-utf8", "Windows-1252, where this byte is “é”"),
        ("---\ntitle: é".encode() + b"\xff\n---\n", "2:9", "not-utf8", "Save the file as UTF-8."),
        (b"---\r\ntitle: x\r\n---\r\n\x81", "4:1", "not-utf8", "Save the file as UTF-8."),
        (b"\xef\xbb\xbf\x81", "1:1", "not-utf8", "Save the file as UTF-8."),
        ("---\ntitle: x\n".encode("utf-16"), "1:1", "not-utf8", "UTF-16"),
        (b"\xfe\xff\0-", "1:1", "not-utf8", "UTF-16"),
        (b"---\ntitle: x\0y\n---\n", "2:9", "control-character", "Delete it"),
        (b"---\ntitle: x\n---\nText\n\0", "5:1", "control-character", "Delete it"),
        (b"", "1:1", "front-matter-missing", "Begin the file with a `---` line"),
        (b"# Title\n", "1:1", "front-matter-missing", "Begin the file with a `---` line"),
        (b"\n\nText\n---\n", "3:1", "front-matter-missing", "Begin the file with a `---` line"),
        (b"++++\ntitle = 'x'\n++++\n", "1:1", "front-matter-missing", "`+++` and nothing else"),
        (b"\n+++\ntitle = 'x'\n++++\n", "2:1", "front-matter-unclosed", "`+++` line after its last key"),
        (b'{"title": x}\n', "1:11", "json-syntax", "between two `---` lines"),
        (b'\n{\n"title": "x"\n\nText', "5:1", "json-syntax", "between two `---` lines"),
        (b"{% include x %}\n", "1:1", "front-matter-missing", "Begin the file with a `---` line"),
        (b'{"title": ' + b"[" * 90_000, "1:1", "yaml-too-deep", "fewer levels"),
        (b"Title: x\nDate: 2026-11-02\n\nText", "1:1", "front-matter-missing", "`sitegen convert a.md`"),
        (b"Note: x\n\nTitle: y", "1:1", "front-matter-missing", "Begin the file with a `---` line"),
        (b"----\ntitle: x\n----\n", "1:1", "front-matter-missing", "`---` and nothing else"),
        (b" ---\ntitle: x\n---\n", "1:1", "front-matter-missing", "`---` and nothing else"),
        (b"---\ntitle: x\n\nText", "1:1", "front-matter-unclosed", "before line 3"),
        (
            b"\n---\ntitle: x\ntags:\n  - a\n- b\n# c\nText: is this\nText\n",
            "2:1",
            "front-matter-unclosed",
            "before line 9",
        ),
        (b"---\ntitle: x", "1:1", "front-matter-unclosed", "after its last key."),
        (b"---", "1:1", "front-matter-unclosed", "after its last key"),
    ],
)
def test_mistakes(data: bytes, place: str, code: str, hint: str) -> None:
    problem = mistake(data)
    assert (problem.place, problem.code) == (f"a.md:{place}", code)
    assert hint in problem.hint


def test_control_characters_of_the_body_are_removed() -> None:
    front, problems = split("---\ntitle: x\n---\nOne\nT\x08wo\x1b\x85 \uffff\n".encode(), "a.md")
    assert front == FrontMatter("title: x\n", 2, "One\nTwo \n", 4)
    assert [(p.place, p.code, p.severity, p.text) for p in problems] == [
        ("a.md:5:2", "control-character", Severity.WARNING, "T\x08wo\x1b\x85 \uffff"),
    ]
    assert "U+0008" in problems[0].message
    assert "There are 4" in problems[0].message


def test_control_characters_of_the_front_matter_stay_for_the_yaml() -> None:
    front, problems = split(b"---\ntitle: \x08\n---\n", "a.md")
    assert front == FrontMatter("title: \x08\n", 2, "", 4)
    assert problems == []


@given(st.binary() | st.text(alphabet="-.+ \n\r\0\ufeffa:").map(str.encode))
def test_nothing_raises_and_no_line_is_lost(data: bytes) -> None:
    front, problems = split(data, "a.md")
    assert front is not None or problems
    if front is not None:
        text, _ = decode(data, "a.md")
        lines = with_newlines(text).split("\n")
        assert "\n".join(lines[front.line - 1 :]).startswith(front.text)
        rest = "\n".join(lines[front.body_line - 1 :])
        assert rest == front.body or problems
