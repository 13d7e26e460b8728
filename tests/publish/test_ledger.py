from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from sitegen.digest import digest_bytes
from sitegen.model.jobs import CopyArgs, Job, Query, TextArgs
from sitegen.publish.keys import Keys
from sitegen.publish.ledger import Basis, Ledger, Scribe, Verifier, excerpt, load_ledger, save_ledger
from sitegen.publish.printing import Printed
from sitegen.publish.reasons import Reason, gist_of, sentence
from sitegen.store import temporary_store

LATEST = Query("latest", (("lang", "en"), ("limit", 2)))
WORDS = Query("words")


def _day(number: int) -> dt.datetime:
    return dt.datetime(2026, 1, number, tzinfo=dt.UTC)


BASIS = Basis("key", _day(1), _day(9), {"a.md": "1", "b.md": "2"})


class Answering:
    """Gives ready answers, and counts the questions."""

    def __init__(self, **answers: object) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, query: Query) -> object:
        self.asked.append(query.name)
        return self.answers[query.name]


def _job(text: str = "A", path: str = "robots.txt") -> Job:
    return Job("text", path, TextArgs(text))


def _printed(job: Job, *questions: Query) -> Printed:
    digest = digest_bytes(b"bytes")
    return Printed(job.path, job.kind, "", Keys().whole(job), Keys().parts(job), questions, b"bytes", digest)


def _ledger(ask: Answering, *printed: Printed) -> Ledger:
    scribe = Scribe(Verifier(Ledger(), "1", ask), "1")
    for each in printed:
        scribe.add(each)
    return scribe.ledger(BASIS)


def test_the_same_is_no_reason():
    ledger = _ledger(Answering(latest=("a",), words={}), _printed(_job(), LATEST, WORDS))
    assert Verifier(ledger, "1", Answering(latest=("a",), words={})).reasons(_job()) == ()


def test_every_change_is_a_reason():
    ledger = _ledger(Answering(latest=("a",), words={"x": "1"}), _printed(_job(), LATEST, WORDS))
    verifier = Verifier(ledger, "1", Answering(latest=("b",), words={"x": "1"}))
    [part, answer] = verifier.reasons(_job("B"))
    assert (part.kind, part.name) == ("part", "text")
    assert (answer.kind, answer.name) == ("answer", "latest")


def test_another_kind_at_a_path_is_new():
    ledger = _ledger(Answering(), _printed(_job()))
    assert Verifier(ledger, "1", Answering()).reasons(
        Job("copy", "robots.txt", CopyArgs("static/robots.txt", "d"))
    ) == (Reason("new"),)


@pytest.mark.parametrize(
    ("ledger", "code", "path", "kinds"),
    [
        (Ledger(), "1", "robots.txt", ["first"]),
        (_ledger(Answering(), _printed(_job())), "2", "robots.txt", ["code"]),
        (_ledger(Answering(), _printed(_job())), "1", "other.txt", ["new"]),
        (_ledger(Answering(), _printed(_job())), "1", "robots.txt", []),
    ],
)
def test_what_is_clear_at_once(ledger, code, path, kinds):
    assert [reason.kind for reason in Verifier(ledger, code, Answering()).at_once(path)] == kinds


def test_a_question_is_asked_once_for_all():
    ask = Answering(latest=("a",))
    jobs = [_job(path=f"{n}.txt") for n in range(5)]
    ledger = _ledger(ask, *(_printed(job, LATEST) for job in jobs))
    ask.asked.clear()
    verifier = Verifier(ledger, "1", ask)
    assert [verifier.reasons(job) for job in jobs] == [()] * 5
    assert ask.asked == ["latest"]
    assert len(ledger.traces) == 1


def test_where_a_file_lies_is_no_part_of_its_copy():
    one, other = (Job("copy", "a.txt", CopyArgs(place, "d")) for place in ("static/a.txt", "/else/a.txt"))
    assert Keys().whole(one) == Keys().whole(other)


def test_what_is_carried_over_stays_as_it_was():
    ask = Answering(latest=("a",))
    before = _ledger(ask, _printed(_job(), LATEST))
    scribe = Scribe(Verifier(before, "1", ask), "1")
    scribe.carry("robots.txt", before)
    assert scribe.ledger(BASIS) == before


def test_an_excerpt_of_ledgers_verifies_each_output_by_what_it_was_made_of():
    """It holds what its outputs need, however often it is made of another."""
    ask = Answering(latest=("a",))
    jobs = [_job(path=path) for path in ("a.txt", "b.txt", "c.txt")]
    first = _ledger(ask, *(_printed(job, LATEST) for job in jobs[:2]))
    second = _ledger(ask, _printed(jobs[2]))
    found = excerpt("1", [(second, ["c.txt"]), (first, ["b.txt"])])
    assert (found.basis, [*found.made]) == (Basis(), ["c.txt", "b.txt"])
    verifier = Verifier(found, "1", Answering(latest=("b",)))
    assert [bool(verifier.reasons(job)) for job in jobs] == [True, True, False]
    less = excerpt("1", [(found, ["c.txt"])])
    assert (len(less.names), len(less.traces)) == (1, 1)


def test_a_ledger_is_kept():
    store = temporary_store()
    ledger = _ledger(Answering(latest=("a",)), _printed(_job(), LATEST))
    save_ledger(store, "out", ledger)
    assert load_ledger(store, "out") == ledger
    assert load_ledger(store, "another") == Ledger()


@pytest.mark.parametrize(
    ("query", "before", "now", "words"),
    [
        (LATEST, ("x",), ("y",), "the answer to `site.latest(limit=2)` changed: ('x',) → ('y',)"),
        (
            Query("template", (("name", "a.html"),)),
            ("a", "1"),
            ("a", "2"),
            "the template `a.html` changed",
        ),
        (Query("template", (("name", "a.html"),)), None, ("a", "2"), "the template `a.html` is there now"),
        (Query("template", (("name", "a.html"),)), ("a", "1"), None, "the template `a.html` is gone"),
        (Query("asset", (("name", "x.css"),)), "1", "2", "the theme's file `static/x.css` changed"),
        (WORDS, {"a": "1", "b": "2"}, {"a": "1", "b": "3"}, "words of the theme's `strings/` changed: `b`"),
        (Query("options"), {"a": 1}, {"a": 1, "c": 2}, "options of the theme changed: `c`"),
    ],
)
def test_reasons_in_words(query, before, now, words):
    reason = Reason("answer", query.name, query.args, gist_of(before), gist_of(now))
    assert sentence(reason) == words


@pytest.mark.parametrize(
    ("later", "covers"),
    [
        (Basis("key", _day(1)), True),
        (Basis("key", _day(8)), True),
        (Basis("key", _day(9)), False),
        (Basis("other", _day(2)), False),
        (Basis("key", dt.datetime(2025, 12, 31, tzinfo=dt.UTC)), False),
        (Basis(), False),
    ],
)
def test_a_basis_covers_a_later_one(later, covers):
    assert BASIS.covers(later) is covers


@pytest.mark.parametrize(
    ("bodies", "same"),
    [
        ({"a.md": "1", "b.md": "2"}, (True, True)),
        ({"a.md": "3", "b.md": "2"}, (False, True)),
        ({"a.md": "2", "b.md": "1"}, (False, False)),
    ],
)
def test_of_a_site_with_other_texts_only_their_outputs_are_looked_at(bodies, same):
    made = [msgspec.structs.replace(_printed(_job(path=path)), bodies=(digest,)) for path, digest in PLACES]
    verifier = Verifier(_ledger(Answering(), *made), "1", Answering(), Basis("key", _day(2), _day(9), bodies))
    assert tuple(verifier.has_same_arguments(path) for path, _ in PLACES) == same


PLACES = (("a.txt", "1"), ("b.txt", "2"))
