"""The engine with toy queries: letters that are looked up, joined and gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.engine.engine import Engine
from sitegen.engine.nodes import Absent
from sitegen.engine.rows import Row
from sitegen.engine.rules import Input, Rule, RuleError, Rules, gathered, part, unique_digest
from sitegen.model.query import Ask, Query


class Letter(Query[str], frozen=True):
    """An input."""

    name: str


class Upper(Query[str], frozen=True):
    """A letter in upper case."""

    name: str


class Pair(Query[str], frozen=True):
    """Two letters in upper case: the middle of a diamond."""

    one: str
    other: str


class Follow(Query[str], frozen=True):
    """The letter that another letter names: one answer decides what is asked next."""

    name: str


class Word(Query[str], frozen=True):
    """Pairs, joined."""

    pairs: tuple[tuple[str, str], ...]


class Names(Query[tuple[str, ...]], frozen=True):
    """An input: the names of all letters."""


class AllUpper(Query[Mapping[str, str]], frozen=True):
    """All letters in upper case, gathered."""


class Backwards(Query[Mapping[str, str]], frozen=True):
    """The letter before each letter, if there is one: a mapping for `part`."""


class Before(Query[str | None], frozen=True):
    """The letter before a letter."""

    name: str


class Opinion(Query[str], frozen=True):
    """A text that uses a part."""

    name: str


def upper(ask: Ask, query: Upper) -> str:
    return ask(Letter(query.name)).upper()


def pair(ask: Ask, query: Pair) -> str:
    return ask(Upper(query.one)) + ask(Upper(query.other))


def follow(ask: Ask, query: Follow) -> str:
    return ask(Upper(ask(Letter(query.name))))


def word(ask: Ask, query: Word) -> str:
    return "-".join(ask(Pair(*each)) for each in query.pairs)


def backwards(ask: Ask, _: Backwards) -> Mapping[str, str]:
    letters = ask(AllUpper())
    return dict(zip(list(letters)[1:], letters.values(), strict=False))


def opinion(ask: Ask, query: Opinion) -> str:
    return f"{query.name} after {ask(Before(query.name))}"


RULES = Rules(
    [Input(Letter), Input(Names)],
    [
        Rule(Upper, upper),
        Rule(Pair, pair),
        Rule(Follow, follow),
        Rule(Word, word),
        gathered(AllUpper, Upper, Names(), cached_as=str),
        Rule(Backwards, backwards, unique_digest),
        part(Before, Backwards(), cached_as=str | None),
        Rule(Opinion, opinion),
    ],
)


def engine(**letters: str) -> Engine:
    made = Engine(RULES)
    for name, letter in letters.items():
        made.set(Letter(name), letter)
    made.set(Names(), tuple(letters))
    return made


def test_an_answer_is_computed_once() -> None:
    ask = engine(a="x", b="y")
    word = Word((("a", "b"), ("b", "a")))
    assert (ask(word), ask(word)) == ("XY-YX", "XY-YX")
    assert ask.runs == {Word: 1, Pair: 2, Upper: 2}


def test_only_dependents_of_a_change_run_again() -> None:
    ask = engine(a="x", b="y", c="z")
    ask(Word((("a", "b"),)))
    ask(Pair("b", "c"))
    ask.runs.clear()
    ask.set(Letter("a"), "w")
    assert ask(Word((("a", "b"),))) == "WY"
    assert ask(Pair("b", "c")) == "YZ"
    assert ask.runs == {Upper: 1, Pair: 1, Word: 1}


def test_a_diamond_runs_each_rule_once() -> None:
    ask = engine(a="x", b="y", c="z")
    shown = Word((("a", "b"), ("a", "c")))
    assert ask(shown) == "XY-XZ"
    ask.runs.clear()
    ask.set(Letter("a"), "w")
    assert ask(shown) == "WY-WZ"
    assert ask.runs == {Upper: 1, Pair: 2, Word: 1}


def test_an_equal_answer_ends_the_change() -> None:
    ask = engine(a="x", b="y")
    ask(Pair("a", "b"))
    ask.runs.clear()
    ask.set(Letter("a"), "X")
    assert ask(Pair("a", "b")) == "XY"
    assert ask.runs == {Upper: 1}


def test_an_input_that_is_set_to_the_same_changes_nothing() -> None:
    ask = engine(a="x", b="y")
    ask(Pair("a", "b"))
    ask.runs.clear()
    ask.set(Letter("a"), "".join(["", "x"]))
    assert ask(Pair("a", "b")) == "XY"
    assert ask.runs == {}


@pytest.mark.parametrize(("before", "after"), [(1, True), (1, 1.0), ({"a": 1, "b": 2}, {"b": 2, "a": 1})])
def test_answers_that_only_python_considers_equal_are_different(before: object, after: object) -> None:
    class Value(Query[object], frozen=True):
        pass

    class Shown(Query[str], frozen=True):
        pass

    ask = Engine(Rules([Input(Value)], [Rule(Shown, lambda ask, _: repr(ask(Value())))]))
    ask.set(Value(), before)
    assert ask(Shown()) == repr(before)
    ask.set(Value(), after)
    assert ask(Shown()) == repr(after)


def test_dependencies_may_change() -> None:
    ask = engine(a="b", b="y", c="z")
    assert ask(Follow("a")) == "Y"
    ask.set(Letter("a"), "c")
    assert ask(Follow("a")) == "Z"
    ask.runs.clear()
    ask.set(Letter("b"), "q")
    assert ask(Follow("a")) == "Z"
    assert Follow not in ask.runs
    ask.set(Letter("c"), "r")
    assert ask(Follow("a")) == "R"


def test_a_missing_input_is_an_answer() -> None:
    ask = engine(a="b")
    with pytest.raises(Absent):
        ask(Follow("a"))
    ask.set(Letter("b"), "y")
    assert ask(Follow("a")) == "Y"
    ask.unset(Letter("b"))
    with pytest.raises(Absent):
        ask(Follow("a"))


def test_an_exception_is_raised_for_all_dependents_until_its_cause_is_gone() -> None:
    ask = engine(a="x")
    ask.set(Letter("b"), 3)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(AttributeError):
            ask(Pair("a", "b"))
    assert ask.runs == {Upper: 2, Pair: 1}
    ask.set(Letter("b"), "y")
    assert ask(Pair("a", "b")) == "XY"


def test_a_rule_can_catch_an_exception() -> None:
    class Either(Query[str], frozen=True):
        pass

    def either(ask: Ask, _: Either) -> str:
        try:
            return ask(Letter("a"))
        except Absent:
            return "none"

    ask = Engine(Rules([Input(Letter)], [Rule(Either, either)]))
    assert ask(Either()) == "none"
    ask.set(Letter("a"), "x")
    assert ask(Either()) == "x"


def test_a_cycle_is_refused() -> None:
    class One(Query[str], frozen=True):
        pass

    class Other(Query[str], frozen=True):
        pass

    rules = [Rule(One, lambda ask, _: ask(Other())), Rule(Other, lambda ask, _: ask(One()))]
    with pytest.raises(RuleError, match="`One` asks `Other`, whose rule does not come before its own"):
        Engine(Rules([], rules))(One())
    with pytest.raises(RuleError, match="`One` asks `One`"):
        Engine(Rules([], [Rule(One, lambda ask, _: ask(One()))]))(One())


def test_queries_without_a_rule_and_rules_for_inputs_are_refused() -> None:
    class Unknown(Query[str], frozen=True):
        pass

    with pytest.raises(RuleError, match="No rule answers `Unknown`"):
        engine()(Unknown())
    with pytest.raises(RuleError, match="`Upper` is answered by a rule"):
        engine().set(Upper("a"), "A")
    with pytest.raises(RuleError, match="Two rules answer `Upper`"):
        Rules([Input(Letter)], [Rule(Upper, upper), Rule(Upper, upper)])


def test_rules_run_only_when_their_answers_are_needed() -> None:
    ask = engine(a="x", b="y")
    ask(Word((("a", "b"),)))
    ask.set(Letter("a"), "w")
    ask.runs.clear()
    assert ask(Upper("b")) == "Y"
    assert ask.runs == {}
    assert ask(Pair("a", "b")) == "WY"
    assert ask.runs == {Upper: 1, Pair: 1}


def test_stale_queries_name_the_dependencies_that_changed() -> None:
    ask = engine(a="x", b="y")
    shown = Word((("a", "b"),))
    ask(shown)
    ask.set(Letter("b"), "z")
    assert ask.stale(Word) == {shown: (Pair("a", "b"),)}
    ask(shown)
    assert ask.stale(Word) == {}


def test_an_answer_computed_elsewhere_is_adopted() -> None:
    ask = engine(a="x", b="y")
    shown = Word((("a", "b"),))
    ask.adopt(shown, "XY", [Pair("a", "b")])
    assert ask(shown) == "XY"
    assert Word not in ask.runs
    ask.set(Letter("b"), "z")
    assert ask(shown) == "XZ"


def test_unused_queries_are_swept() -> None:
    ask = engine(a="b", b="y", c="z")
    ask(Follow("a"))
    ask.set(Letter("a"), "c")
    ask(Follow("a"))
    assert ask.sweep() == 5  # two letters, the one that is followed, the answer, and the names
    ask.runs.clear()
    assert ask(Upper("b")) == "Y"
    assert ask.runs == {Upper: 1}
    ask.forget(Follow("a"))
    assert ask.sweep() == 3


def test_a_rule_can_take_its_previous_answer() -> None:
    class Seen(Query[tuple[str, ...]], frozen=True):
        pass

    given: list[tuple[str, ...] | None] = []

    def seen(ask: Ask, _: Seen, last: tuple[str, ...] | None) -> tuple[str, ...]:
        given.append(last)
        return (ask(Letter("a")),)

    ask = Engine(Rules([Input(Letter)], [Rule(Seen, seen, takes_previous=True)]))
    for letter in "xy":
        ask.set(Letter("a"), letter)
        ask(Seen())
    assert given == [None, ("x",)]


def test_only_changed_parts_of_a_mapping_are_looked_up_again() -> None:
    ask = engine(a="x", b="y", c="z")
    assert [ask(Opinion(name)) for name in "abcd"] == [
        "a after None",
        "b after X",
        "c after Y",
        "d after None",
    ]
    ask.runs.clear()
    ask.set(Letter("b"), "w")
    assert [ask(Opinion(name)) for name in "abcd"] == [
        "a after None",
        "b after X",
        "c after W",
        "d after None",
    ]
    assert ask.runs == {Upper: 1, AllUpper: 1, Backwards: 1, Before: 1, Opinion: 1}


def test_only_what_changed_is_gathered_again() -> None:
    ask = engine(a="x", b="y", c="z")
    assert ask(AllUpper()) == {"a": "X", "b": "Y", "c": "Z"}
    ask.runs.clear()
    ask.set(Letter("b"), "w")
    ask.set(Names(), ("c", "b"))
    assert list(ask(AllUpper()).items()) == [("c", "Z"), ("b", "W")]
    assert ask.runs == {Upper: 1, AllUpper: 1}
    ask.sweep()
    ask.runs.clear()
    ask.set(Letter("a"), "v")
    assert ask(AllUpper()) == {"b": "W", "c": "Z"}
    assert ask.runs == {}  # nothing depends on it


def test_parts_need_a_mapping_of_their_own_before_them() -> None:
    with pytest.raises(RuleError, match="`Backwards` does not come before `Before`"):
        Rules([], [part(Before, Backwards())])
    with pytest.raises(RuleError, match="Two rules answer by the parts of `Backwards`"):
        Rules([], [Rule(Backwards, backwards), part(Before, Backwards()), part(Opinion, Backwards())])


class Rows:
    """A store that is a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}

    def find(self, key: bytes) -> Row | None:
        return next((row for row in self.rows.values() if row.key == key), None)

    def get(self, ids: Sequence[int]) -> list[Row]:
        return [self.rows[id_] for id_ in ids if id_ in self.rows]

    def stale(self) -> list[Row]:
        return [row for row in self.rows.values() if row.stale]

    def last(self) -> int:
        return max(self.rows, default=0)

    def save(self, rows: Iterable[Row], removed: Iterable[int]) -> None:
        self.rows.update({row.id: row for row in rows})
        for id_ in removed:
            self.rows.pop(id_, None)  # which may never have been saved


def later(rows: Rows, **letters: str) -> Engine:
    """An engine of a later process, with all inputs set again."""
    made = Engine(RULES, rows)
    for name, letter in letters.items():
        made.set(Letter(name), letter)
    made.set(Names(), tuple(letters))
    return made


def test_a_later_process_computes_only_what_changed() -> None:
    rows, shown = Rows(), Word((("a", "b"), ("b", "b")))
    first = later(rows, a="x", b="y")
    assert first(shown) == "XY-YY"
    first.save()
    ask = later(rows, a="w", b="y")
    assert ask(shown) == "WY-YY"
    assert ask.runs == {Upper: 1, Pair: 1, Word: 1}
    digest = ask.digest(shown)
    ask.save()
    ask = later(rows, a="w", b="y")
    assert ask.digest(shown) == digest
    assert ask.runs == {}
    assert ask(shown) == "WY-YY"


def test_stale_queries_stay_stale_for_a_later_process() -> None:
    rows, shown = Rows(), Word((("a", "b"),))
    first = later(rows, a="x", b="y")
    first(shown)
    first.set(Letter("a"), "w")
    first(Upper("a"))
    first.save()
    ask = later(rows, a="w", b="y")
    assert ask(shown) == "WY"


def test_queries_that_a_later_process_leaves_stale_stay_stale() -> None:
    rows, shown = Rows(), Word((("a", "b"),))
    first = later(rows, a="x", b="y")
    first(shown)
    first.save()
    second = later(rows, a="w", b="y")
    assert list(second.stale(Word)) == [shown]
    second.save()
    assert later(rows, a="w", b="y")(shown) == "WY"


def test_rows_of_unused_queries_are_removed() -> None:
    rows = Rows()
    first = later(rows, a="b", b="y", c="z")
    first(Follow("a"))
    first.save()
    ask = later(rows, a="c", b="y", c="z")
    assert ask(Follow("a")) == "Z"
    ask.save()
    assert Upper("b") not in [RULES.query(row.key) for row in rows.rows.values()]
    ask = later(rows, a="c", b="q", c="r")
    assert ask(Follow("a")) == "R"


def test_cached_answers_are_not_computed_again() -> None:
    rules = Rules([Input(Letter)], [Rule(Upper, upper, cached_as=str), Rule(Pair, pair)])
    rows = Rows()
    first = Engine(rules, rows)
    for name in "abc":
        first.set(Letter(name), name)
    assert first(Pair("a", "b")) == "AB"
    first.save()
    ask = Engine(rules, rows)
    for name in "ab":
        ask.set(Letter(name), name)
    ask.set(Letter("a"), "z")
    assert ask(Pair("a", "b")) == "ZB"
    assert ask.runs == {Upper: 1, Pair: 1}


_STEPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["a", "b", "c", "A", None]), st.booleans()), max_size=12
)


@given(_STEPS)
def test_answers_after_any_change_are_those_of_a_new_engine(
    steps: list[tuple[str, str | None, bool]],
) -> None:
    rows, letters = Rows(), dict[str, str]()
    ask = later(rows)
    asked: list[Query[object]] = [
        *(Word((("a", "b"), ("c", "a"))), Follow("a"), Pair("c", "c"), Follow("b")),
        *(AllUpper(), Before("a"), Opinion("a"), Opinion("b"), Opinion("c"), Opinion("d")),
    ]
    for name, letter, is_new in steps:
        if letter is None:
            letters.pop(name, None)
            ask.unset(Letter(name))
        else:
            letters[name] = letter
            ask.set(Letter(name), letter)
        ask.set(Names(), tuple(letters))
        assert [_outcome(ask, each) for each in asked] == [
            _outcome(engine(**letters), each) for each in asked
        ]
        if is_new:
            ask.save()
            ask = later(rows, **letters)
            for gone in set("abc") - letters.keys():
                ask.unset(Letter(gone))


def _outcome(ask: Engine, query: Query[object]) -> object:
    try:
        return ask(query)
    except Absent:
        return "absent"


def test_another_process_may_refer_to_nodes_that_this_one_has_not_loaded() -> None:
    rows, shown = Rows(), Word((("a", "b"),))
    first = later(rows, a="x", b="y")
    first(shown)
    first.save()
    here, there = later(rows, a="x", b="y"), later(rows, a="x", b="y")
    there(Pair("a", "b"))
    numbers, others = there.split_shared([Pair("a", "b")], here.last_id)
    assert others == []
    here.adopt(shown, "XY", others, numbers)
    here.set(Letter("a"), "w")
    assert here(shown) == "WY"
