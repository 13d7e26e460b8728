from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model.documents import Position
from sitegen.problems import Problem
from sitegen.yaml import parser as yaml_parser
from sitegen.yaml.parser import MAX_DEPTH, MAX_NODES, parse
from sitegen.yaml.tree import Mapping, Node, Scalar, Sequence, is_blank, is_empty, plain_bool, plain_value

#: Seven lines that stand for millions of values.
BOMB = "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{f'*{before},' * 8}]\n" for before, name in pairwise("abcdefgh")
)


def values(text: str) -> object:
    node, problems = parse(text, "a.md")
    assert problems == []
    assert node is not None
    return plain_value(node)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("这是一个\n  很长的，\n  摘要 abc\n  def", "这是一个很长的，摘要 abc def"),
        (">\n  这是\n  一个\n\n  第二", "这是一个\n第二"),
        ('"日本 の\n  本"', "日本 の本"),
        ("日\n  本\n  語", "日本語"),
        ("한국\n  어", "한국 어"),
        ("|\n  日\n  本", "日\n本"),
        ("日 本", "日 本"),
    ],
)
def test_line_breaks_between_east_asian_characters_become_no_spaces(text: str, value: str) -> None:
    assert values(f"a: {text}") == {"a": value}


def mistakes(text: str, first_line: int = 1) -> list[tuple[str, str]]:
    _, problems = parse(text, "a.md", first_line)
    return [(problem.place, problem.code) for problem in problems]


def mistake(text: str) -> Problem:
    _, problems = parse(text, "a.md")
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("190:20:30", "190:20:30"),
        ("2026-11-23", "2026-11-23"),
        ("5.10", 5.1),
        ("1984", 1984),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("0o14", 12),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1e999", "1e999"),
        ("9" * 20, "9" * 20),
        ("9" * 5000, "9" * 5000),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ('"1984"', "1984"),
        ("'true'", "true"),
        ("!!str 5", "5"),
        ('!!int "5"', 5),
        ("! 5", "5"),
        ("٣", "٣"),
    ],
)
def test_plain_values_follow_the_core_schema(written: str, value: object) -> None:
    found = values(f"key: {written}")
    assert found == {"key": value}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(value)


def test_scalars_keep_their_source_text() -> None:
    node, problems = parse("country: NO\ntime: 12:30\nversion: 5.10\nname: 'NO'\n", "a.md")
    assert problems == []
    assert isinstance(node, Mapping)
    written = [(e.value.text, e.value.plain) for e in node.entries if isinstance(e.value, Scalar)]
    assert written == [("NO", True), ("12:30", True), ("5.10", True), ("NO", False)]


def test_nodes_have_positions() -> None:
    node, _ = parse("title: é x\nphoto:\n  src: a.jpg\ntags: [a, b]\n", "a.md", first_line=2)
    assert isinstance(node, Mapping)
    title, photo, tags = node.entries
    assert (title.key.position, title.value.position) == (Position(2, 1), Position(2, 8))
    assert (photo.key.position, photo.value.position) == (Position(3, 1), Position(4, 3))
    assert isinstance(tags.value, Sequence)
    assert [item.position for item in tags.value.items] == [Position(5, 8), Position(5, 11)]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_only_newlines_end_lines(separator: str) -> None:
    text = f'a: x{separator}y: z\nb: "1{separator}2"\nc: 3\nc: 4\n'
    node, problems = parse(text.replace("y: z", "y"), "a.md")
    assert node is not None
    assert plain_value(node) == {"a": f"x{separator}y", "b": f"1{separator}2", "c": 3}
    assert [problem.place for problem in problems] == ["a.md:4:1"]
    assert mistakes(text)[0] == ("a.md:1:7", "yaml-syntax")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends_are_normalised(newline: str) -> None:
    assert mistakes(newline.join(["a: 1", "b: 2", "a: 3"])) == [("a.md:3:1", "duplicate-key")]


def test_a_byte_order_mark_is_ignored() -> None:
    assert values("\ufefftitle: x") == {"title": "x"}


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n"])
def test_an_empty_text_has_no_tree_and_no_problem(text: str) -> None:
    assert parse(text, "a.md") == (None, [])


def test_aliases_repeat_values() -> None:
    assert values("a: &x [1, {k: v}]\nb: *x\n") == {"a": [1, {"k": "v"}], "b": [1, {"k": "v"}]}


@pytest.mark.parametrize(
    ("text", "place", "words", "hint"),
    [
        (
            "title: How: the way\n",
            "1:11",
            "contains a colon",
            'Put the value in quotes: `title: "How: the way"`.',
        ),
        ('title: A "b": c\n', "1:13", "contains a colon", "Put the value in quotes: `title: 'A \"b\": c'`."),
        ("- x: a: b\n", "1:7", "contains a colon", 'Put the value in quotes: `- x: "a: b"`.'),
        (f"t: {'x' * 90}: b\n", "1:94", "contains a colon", "Put the value in quotes."),
        (
            "a: b\n c: d\n",
            "2:3",
            "inside the value that starts on the line above",
            "Indent it like the key above",
        ),
        ("\ttitle: x\n", "1:1", "tab", "Use spaces."),
        ("photo:\n\tsrc: x\n", "2:1", "tab", "Use spaces."),
        ("a: @x\n", "1:4", "cannot begin with `@`", 'Put the value in quotes: `a: "@x"`.'),
        ("a: `x`\n", "1:4", "cannot begin with a backtick", "quotes"),
        ("a: %x\n", "1:4", "cannot begin with `%`", "quotes"),
        ("a: ]\n", "1:4", "cannot begin with `]`", "quotes"),
        ("a: , b\n", "1:4", "cannot begin with `,`", "quotes"),
        ("a: * b\n", "1:4", "cannot begin with `*` unless a name follows", "quotes"),
        ("a: & b\n", "1:4", "cannot begin with `&` unless a name follows", "quotes"),
        ("a: *b\n", "1:4", "there is none above", "quotes"),
        ("title: x\nfoo\n", "2:1", "neither `key: value`", "Add the colon"),
        ("title: x\nfoo\nb: c\n", "2:1", "neither `key: value`", "Add the colon"),
        ('title: "x\nb: c\n', "1:8", 'The quotation mark `"` is never closed', "Close it"),
        ("title: 'x\n---\n", "1:8", "The quotation mark `'` is never closed", "Close it"),
        ('a: "x\\q"\n', "1:6", "a backslash begins an escape", "single quotes"),
        ('a: "x" y\n', "1:8", "The line continues after", "single quotes"),
        ("a: 'it's'\n", "1:8", "The line continues after", "Inside single quotes, write `''` for `'`."),
        ("- a\nb: c\n", "2:1", "The list that begins on line 1", "Start every item with `- `"),
        ("a: [b\nc: d\n", "1:4", "closing `]` is missing", "if the `[` is part of the text"),
        ("a: [b c: d: e]\n", "1:11", "closing `]` is missing", "Add it"),
        ("a: {b\n", "1:4", "closing `}` is missing", "if the `{` is part of the text"),
        ("a: [1,\n", "1:7", "A value is expected here", "Close all brackets"),
        ("a: - b\n", "1:4", "A list cannot start", "on a line of its own"),
        ("a: ? b\n", "1:4", "cannot begin with `? `", "quotes"),
        ("a: | text\n", "1:6", "has to start on the next line", "Move the text"),
        ("  a: b\nc: d\n", "2:1", "outside the mapping or list above", "same column"),
        ("a: *x y\nb: &x 1\n", "1:7", "expected here", "quotes"),
    ],
)
def test_syntax_errors_are_explained(text: str, place: str, words: str, hint: str) -> None:
    _, problems = parse(text, "a.md")
    problem = problems[-1]
    assert (problem.code, problem.place) == ("yaml-syntax", f"a.md:{place}")
    assert words in problem.message
    assert hint in problem.hint
    assert problem.text == text.split("\n")[problem.line - 1]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: !python/name:os.system x\n", "1:4", "tag `!python/name:os.system`"),
        ("a: !!python/str x\n", "1:4", "tag `!!python/str`"),
        ("a: !<tag:x> {b: c}\n", "1:4", "tag `tag:x`"),
        ("a: !!seq {b: c}\n", "1:4", "tag `!!seq`"),
        ("a: !e!x b\n", "1:4", "begins with `!`"),
        ("b: 1\n<<: {c: d}\n", "2:1", "merge key"),
        ("a: b\n---\nc: d\n", "2:1", "second YAML document"),
        ("[a]: b\n", "1:1", "A list is used as a key"),
        ("{a: b}: c\n", "1:1", "A mapping is used as a key"),
        ("a: {{ b }}\n", "1:5", "A mapping is used as a key"),
        ("a: &x [*x]\n", "1:8", "inside the value that it repeats"),
        ("%foo\n--- a\n", "1:5", "directive"),
    ],
)
def test_unsupported_features(text: str, place: str, words: str) -> None:
    problem = mistake(text)
    assert (problem.code, problem.place) == ("yaml-unsupported", f"a.md:{place}")
    assert words in problem.message
    assert problem.hint


def test_the_first_of_duplicate_keys_is_used() -> None:
    node, problems = parse("a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n", "a.md", 2)
    assert node is not None
    assert plain_value(node) == {"a": 1, "b": {"c": 1}}
    assert [(p.place, p.code) for p in problems] == [
        ("a.md:3:11", "duplicate-key"),
        ("a.md:4:1", "duplicate-key"),
        ("a.md:5:1", "duplicate-key"),
    ]
    assert problems[1].message == "`a` appears twice; the first is on line 2."
    assert problems[1].text == "a: 3"


def test_a_syntax_error_does_not_hide_earlier_problems() -> None:
    assert mistakes("a: 1\na: 2\nb: !x y\nc: d: e\n") == [
        ("a.md:3:4", "yaml-unsupported"),
        ("a.md:2:1", "duplicate-key"),
        ("a.md:4:5", "yaml-syntax"),
    ]


def test_control_characters_have_positions_and_affect_nothing_else() -> None:
    assert mistakes("é\x01: x\na: b\x02\x03\na: 1\n") == [
        ("a.md:1:2", "control-character"),
        ("a.md:2:5", "control-character"),
        ("a.md:3:1", "duplicate-key"),
    ]


def test_escaped_control_characters_are_found_too() -> None:
    node, problems = parse('a: "x\\0y\\x1b"\n', "a.md")
    assert node is not None
    assert plain_value(node) == {"a": "xy"}
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:1:4", "control-character")]


def test_a_binary_file_is_not_reported_byte_by_byte() -> None:
    _, problems = parse("\x01x" * 5000, "a.md")
    assert 1 <= len(problems) <= 11


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 40_000, "1:33"),
        ("- " * 40_000, "1:65"),
        ("{a: " * 40_000, "1:129"),
        ("? " * 40_000, "1:65"),
        ("[a, " * 40_000, "1:129"),
        ("".join(" " * depth + "a:\n" for depth in range(1_000)), "33:33"),
        ("a0: &a0 x\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}]\n" for n in range(60)), "32:6"),
        ("a: &a [x, x]\nb: [" + "*a, " * MAX_NODES + "]", "1:4"),
        ("b: [" + "x, " * MAX_NODES + "]", None),
        (BOMB, "4:4"),
    ],
)
def test_depth_and_size_are_limited(text: str, place: str | None) -> None:
    node, problems = parse(text, "a.md")
    assert node is None
    assert [problem.code for problem in problems] == ["yaml-too-deep"]
    assert place is None or problems[0].place == f"a.md:{place}"


def test_the_maximum_depth() -> None:
    node, problems = parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "a.md")
    assert node is not None
    assert problems == []


def test_the_pure_loader_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &x [1, 'b']\nb: *x\nc: |\n  d\n  e\n"
    tree = parse(text, "a.md")
    monkeypatch.setattr(yaml_parser, "_LOADER", yaml.SafeLoader)
    assert parse(text, "a.md") == tree
    assert mistakes("title: How: x\n") == [("a.md:1:11", "yaml-syntax")]
    assert "contains a colon" in mistake("title: How: x\n").message


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("False", False), ("'true'", None), ("yes", None), ("[]", None)]
)
def test_plain_bool(text: str, value: bool | None) -> None:
    node, _ = parse(text, "a.md")
    assert node is not None
    assert plain_bool(node) is value


@pytest.mark.parametrize(
    ("text", "blank", "empty"),
    [
        ("a:", True, True),
        ("a: ~", True, True),
        ("a: ' '", True, True),
        ("a: 'null'", False, False),
        ("a: 0", False, False),
        ("a: []", False, True),
        ("a: {}", False, True),
        ("a: [~]", False, False),
    ],
)
def test_blank_and_empty_values(text: str, blank: bool, empty: bool) -> None:
    node, _ = parse(text, "a.md")
    assert isinstance(node, Mapping)
    value = node.entries[0].value
    assert (is_blank(value), is_empty(value)) == (blank, empty)


def _check(text: str) -> None:
    node, problems = parse(text, "a.md")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert problem.message
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.text == lines[problem.line - 1]
    if node is not None:
        plain_value(node)
        assert _depth(node) <= MAX_DEPTH


def _depth(node: Node) -> int:
    if isinstance(node, Sequence):
        return 1 + max(map(_depth, node.items), default=0)
    if isinstance(node, Mapping):
        return 1 + max((_depth(entry.value) for entry in node.entries), default=0)
    return 0


@given(st.text())
def test_no_text_raises(text: str) -> None:
    _check(text)


@given(st.text(alphabet="ab:-?*&!|>'\"%@`{}[],#\\ \t\n\r\x01\x85\u2028<~09."))
def test_no_mixture_of_indicators_raises(text: str) -> None:
    _check(text)


@pytest.mark.corpus
@pytest.mark.parametrize("suite", ["yaml-test-suite/src", "blns"])
def test_suites_raise_nothing(suite: str, corpora: Path) -> None:
    folder = corpora / "suites" / suite
    inputs = list(_blns(folder) if suite == "blns" else _yaml_suite(folder))
    assert len(inputs) > 300
    for text in inputs:
        _check(text)


def _blns(folder: Path) -> list[str]:
    lines = (folder / "blns.txt").read_text("utf-8").split("\n")
    return [
        f"{before}{line}{after}" for line in lines for before, after in (("", ""), ("a: ", ""), ("a: '", "'"))
    ]


def _yaml_suite(folder: Path) -> list[str]:
    marks = {"␣": " ", "»": "\t", "—": "", "←": "\r", "⇔": "\ufeff", "↵": "", "∎\n": ""}
    texts = []
    for path in sorted(folder.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            text = case.get("yaml", "")
            for mark, meaning in marks.items():
                text = text.replace(mark, meaning)
            texts.append(text)
    return texts


# Escapes of surrogates, as JSON writes what lies beyond U+FFFF


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud83c\udf89 ten"', "🎉 ten"),
        (r'"\uD83C\uDf89"', "🎉"),
        (r'"a\ud83c\udf89\ud83d\ude00b"', "a🎉😀b"),
        (r'"\\ud83c\\udf89"', r"\ud83c\udf89"),
        (r'"\\\ud83c\udf89"', "\\🎉"),
        (r"'\uD83C\udf89'", r"\uD83C\udf89"),
        (r"\uD83C\uDFaB x", r"\uD83C\uDFaB x"),
        ('"\u2028\\ud83c\\udf89\x85"', "\u2028🎉\x85"),
        (r'"\u00e9\u2028"', "é\u2028"),
        ('"\ue03c"', "\ue03c"),
    ],
)
def test_pairs_of_surrogates_are_one_character(text, value):
    node, problems = parse(f"a: {text}", "a.yaml")
    assert problems == []
    assert node.entries[0].value.text == value


def test_columns_after_a_surrogate_pair():
    node, _ = parse(r'{"a": "\ud83c\udf89", "b": 1}', "a.yaml")
    assert node.entries[1].key.position == Position(1, 23)


@pytest.mark.parametrize(
    ("text", "column"),
    [(r'"x \ud83c y"', 7), (r'"\udf89\ud83c"', 5), (r'"\uD83C\n\uDF89"', 5), (r'"\ud83c\ud83c\udf89"', 5)],
)
def test_a_lone_surrogate_is_reported(text, column):
    node, problems = parse(f"a: {text}", "a.yaml")
    assert [(problem.place, problem.code) for problem in problems] == [(f"a.yaml:1:{column}", "yaml-syntax")]
    assert "half of a character" in problems[0].message
    node.entries[0].value.text.encode()
