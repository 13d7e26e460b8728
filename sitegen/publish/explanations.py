"""What a page is made of, and why the last build made it or left it as it was, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.model.jobs import Query
from sitegen.problems import WrongUse, did_you_mean
from sitegen.publish.arguments import Arguments
from sitegen.publish.keys import Keys
from sitegen.publish.ledger import Ledger, Made, load_ledger
from sitegen.publish.memories import consulted
from sitegen.publish.options import Options
from sitegen.publish.reasons import Reason, question, sentence
from sitegen.publish.shortcuts import REASONS, output_name
from sitegen.store import Store


class Reasons(msgspec.Struct, frozen=True):
    """Why the last build made what it made: each set of reasons once."""

    sets: tuple[tuple[Reason, ...], ...] = ()
    made: Mapping[str, int] = {}
    """Indexes into `sets`, by output path."""


_DECODER = msgspec.msgpack.Decoder(Reasons)


def save_reasons(store: Store, name: str, reasons: Mapping[str, tuple[Reason, ...]]) -> None:
    """Remember why outputs were made."""
    sets: list[tuple[Reason, ...]] = []
    known: dict[int, int] = {}
    made = {}
    for path, each in reasons.items():
        text = sentences(each)
        at = known.get(hash(text))
        if at is None or sentences(sets[at]) != text:
            at = known[hash(text)] = len(sets)
            sets.append(each)
        made[path] = at
    store.save(REASONS, [(name, msgspec.msgpack.encode(Reasons(tuple(sets), made)))])


def sentences(reasons: Iterable[Reason]) -> str:
    """Reasons in one line."""
    return "; ".join(map(sentence, reasons))


def explain(root: Path, out: Path, what: str) -> list[str]:
    """Lines about every output that `what` names; WrongUse where there is none."""
    name = output_name(Options(root, out))
    with consulted(root) as store:
        ledger, arguments = load_ledger(store, name), Arguments(store, name)
        data = store.load(REASONS, name)
        return _explained(ledger, arguments, _DECODER.decode(data) if data else Reasons(), root, out, what)


def _explained(
    ledger: Ledger, arguments: Arguments, reasons: Reasons, root: Path, out: Path, what: str
) -> list[str]:
    if not ledger.made:
        raise WrongUse(f"No build into `{out}` is remembered. Build the site first: sitegen build")
    paths = _meant(ledger, root, out, what)
    if not paths:
        known = (*ledger.made, *filter(None, (made.source for made in ledger.made.values())))
        raise WrongUse(f"The last build made nothing of `{what}`. {did_you_mean(what, known)}".strip())
    return [line for path in paths for line in _about(path, ledger, arguments, reasons)]


def _meant(ledger: Ledger, root: Path, out: Path, what: str) -> list[str]:
    path = unquote(urlsplit(what).path)
    inner = path.strip("/")
    candidates = [inner, f"{inner}/index.html".lstrip("/")]
    for folder in (out, root):
        file = Path(what).absolute()
        if file.is_relative_to(folder):
            candidates.append(file.relative_to(folder).as_posix())
    found = [path for path in dict.fromkeys(candidates) if path in ledger.made]
    return found or [path for path, made in ledger.made.items() if made.source in candidates]


def _about(path: str, ledger: Ledger, arguments: Arguments, reasons: Reasons) -> Iterator[str]:
    made = ledger.made[path]
    yield f"{path}"
    why = sentences(reasons.sets[reasons.made[path]]) if path in reasons.made else ""
    yield f"  made in the last build: {why}." if why else "  as it was at the last build: nothing changed."
    if made.source:
        yield f"  shows: {made.source}"
    yield f"  given to it: {', '.join(_given(path, ledger, arguments))}"
    yield from _asked(ledger, made)


def _given(path: str, ledger: Ledger, arguments: Arguments) -> Iterable[str]:
    """The names of an output's parts."""
    made = ledger.made[path]
    job = None if made.parts else arguments.job(made.kind, path)
    return Keys().parts(job) if job is not None else ledger.names[made.names]


def _asked(ledger: Ledger, made: Made) -> Iterator[str]:
    asked = [query for query, _ in ledger.traces[made.trace]]
    for label, names in (
        ("templates", [str(query.args[0][1]) for query in asked if query.name == "template"]),
        ("files of the theme", [str(query.args[0][1]) for query in asked if query.name == "asset"]),
        ("asked of the site", [_question(query) for query in asked if query.name not in _PARTS]),
    ):
        if names:
            yield f"  {label}: {', '.join(names)}"


_PARTS = frozenset({"template", "asset"})
_WORDS = {
    "site": "its title, navigation and languages",
    "words": "the theme's words",
    "options": "the theme's options",
    "templates": "all templates",
}


def _question(query: Query) -> str:
    return _WORDS.get(query.name) or question(query)
