"""The shorter way: where nothing but texts has changed, what holds them is made anew of what it was given.

Nothing is linked and planned, and no other document is looked at. Whatever else may have changed, or cannot
be told for certain, is left to the straight line.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.config import Config
from sitegen.digest import digest_in_order
from sitegen.model.documents import Place, Theme
from sitegen.model.jobs import Query
from sitegen.publish.arguments import Arguments, with_texts
from sitegen.publish.explanations import sentences
from sitegen.publish.keys import Keys, changed
from sitegen.publish.ledger import Basis, Ledger, Made
from sitegen.publish.options import Options
from sitegen.publish.output import staged_for
from sitegen.publish.printing import Printed, print_job
from sitegen.publish.projects import instant, load_config
from sitegen.publish.reasons import Reason
from sitegen.publish.report import Clock, Report
from sitegen.publish.shortcuts import Since, output_name
from sitegen.publish.versions import READING, RENDERING, code_version
from sitegen.read.files import Files, Sightings
from sitegen.read.library import document_options
from sitegen.read.memory import Fresh, Reader, decode_entry, recall, remember
from sitegen.read.places import Layout, is_document, layout, outermost_roots, place_of
from sitegen.read.themes import bundled_themes, read_theme
from sitegen.render.compilations import compilations_in
from sitegen.render.theme import PARTS, part_of
from sitegen.store import Store, get_body
from sitegen.tree.staging import Stage

#: Changed files above which the straight line, which shares reading out, is shorter.
_MOST = 20


class Amended(Struct, frozen=True):
    """What an amending build leaves for the next one."""

    report: Report
    sightings: Sightings
    ledger: Ledger
    tree: str
    reasons: Mapping[str, tuple[Reason, ...]]


class _Text(Struct, frozen=True):
    """A document that has changed in its text alone: the digests of that, before and now."""

    fresh: Fresh
    before: str

    @property
    def now(self) -> str:
        return self.fresh.body


class _Print(Struct, frozen=True):
    """An output that was made, and why."""

    printed: Printed
    reasons: tuple[Reason, ...]


class _Standing:
    """Answers of the last build, as far as they are left. KeyError for others."""

    def __init__(self, store: Store, theme: Theme, arguments: Arguments) -> None:
        self._store = store
        self._theme = theme
        self.arguments = arguments

    def __call__(self, query: Query) -> Any:
        args = dict(query.args)
        match query.name:
            case "body":
                return get_body(self._store, args["digest"])
            case "theme":
                return self._theme
            case "site" if view := self.arguments.view(args["lang"]):
                return view
        if query.name in PARTS:
            return part_of(self._theme, query)
        raise KeyError(query.name)


def amended(
    options: Options,
    store: Store,
    since: Since,
    files: Files,
    ledger: Ledger,
    clock: Clock,
    waiting: Callable[[str], None],
) -> Amended | None:
    """Build what has changed since the last build; None where that is more than texts, or uncertain."""
    paths = since.changes.changed
    if options.out is None or len(paths) > _MOST or not _stands(since.last.report, ledger, paths):
        return None
    config, _ = load_config(files, options.base_url)
    if config is None:
        return None
    with clock.stage("read"):
        texts = _texts(config, store, files, sorted(paths))
        basis = _amended_basis(ledger.basis, texts, instant(options.now, config.timezone))
    if basis is None:
        return None
    with clock.stage("render"), compilations_in(store, code_version(RENDERING)):
        standing = _Standing(store, _theme(config, files), Arguments(store, output_name(options)))
        prints = _prints(ledger, standing, {text.before: text.now for text in texts})
    if prints is None:
        return None
    with clock.stage("publish"):
        stage = _published(options, config, ledger, prints, waiting)
    if stage is None:
        return None
    for path, each in prints.items():
        standing.arguments.learn(path, each.printed.arguments)
    standing.arguments.write()
    reasons = {path: each.reasons for path, each in prints.items()}
    report = msgspec.structs.replace(
        since.last.report,
        seconds=clock.rounded(),
        moment=basis.moment,
        rendered=len(prints),
        removed=0,
        reasons=tuple((path, sentences(why)) for path, why in reasons.items()) if options.explain else (),
        notes=stage.notes,
    )
    renewed = {path: _made(ledger.made[path], each.printed) for path, each in prints.items()}
    made = {**ledger.made, **renewed}
    digests = {text.fresh.path: text.fresh.source for text in texts}
    sightings = since.changes.sightings(since.seen, files.began, digests)
    return Amended(
        report, sightings, msgspec.structs.replace(ledger, basis=basis, made=made), stage.tree, reasons
    )


def _stands(report: Report, ledger: Ledger, paths: Collection[str]) -> bool:
    """Whether the last build tells enough: nobody complained of these documents, and none was left out."""
    complained = any(problem.path in paths for problem in report.problems)
    return not complained and not report.left_out and ledger.code == code_version(RENDERING)


def _texts(config: Config, store: Store, files: Files, paths: Iterable[str]) -> tuple[_Text, ...]:
    """The documents at these paths, kept; empty where one is no document, or has changed in more than its
    text."""
    options, _ = document_options(config)
    places = layout(config)
    files.content_roots = outermost_roots(places)
    reader = Reader(files.root, places, options, code_version(READING))
    texts = []
    for path in paths:
        place = _place(path, places)
        text = _text(place, files.former_digest(path), reader, store) if place else None
        if text is None:
            return ()
        texts.append(text)
    remember(store, [text.fresh for text in texts])
    return tuple(texts)


def _place(path: str, places: Layout) -> Place | None:
    inside = any(path.startswith(f"{root}/") for root, _ in places.roots)
    return place_of(path, places) if inside and is_document(path, places) else None


def _text(place: Place, source: str, reader: Reader, store: Store) -> _Text | None:
    fresh = reader(place)
    known = recall(store, reader.key(place.path, source))
    if fresh.problem is not None or known is None:
        return None
    entry = decode_entry(fresh.entry)
    if entry.document is None or known.document is None or entry.problems or known.problems:
        return None
    return _Text(fresh, known.body) if entry.essence == known.essence else None


def _amended_basis(basis: Basis, texts: Iterable[_Text], moment: dt.datetime) -> Basis | None:
    """The same basis with other texts; None where it is not certain whose text is whose."""
    bodies = dict(basis.bodies)
    shared = Counter(bodies.values())
    for text in texts:
        if bodies.get(text.fresh.path) != text.before or shared[text.before] > 1:
            return None
        bodies[text.fresh.path] = text.now
    return msgspec.structs.replace(basis, moment=moment, bodies=bodies) if texts else None


def _theme(config: Config, files: Files) -> Theme:
    theme, _ = read_theme(files, config.theme.name, config.theme.options, bundled_themes())
    return theme


def _prints(ledger: Ledger, standing: _Standing, texts: Mapping[str, str]) -> dict[str, _Print] | None:
    """Every output that holds one of the texts, with the new ones; None where one cannot be told."""
    prints, keys = {}, Keys()
    for path, made in ledger.made.items():
        if texts.keys().isdisjoint(made.bodies):
            continue
        job = standing.arguments.job(made.kind, path)
        if job is None or keys.whole(job) != made.whole:
            return None
        now = with_texts(job, texts)
        printed = print_job(now, standing, keys)
        if printed.problem is not None or not _asks_the_same(ledger, made, printed, standing):
            return None
        names = changed(keys.parts(job), keys.parts(now))
        prints[path] = _Print(printed, tuple(Reason("part", name) for name in names))
    return prints


def _asks_the_same(ledger: Ledger, made: Made, printed: Printed, standing: _Standing) -> bool:
    """Whether an output is made of the same answers as before."""
    answered = ledger.traces[made.trace]
    return printed.questions == tuple(query for query, _ in answered) and all(
        digest_in_order(standing(query)) == digest for query, digest in answered
    )


def _published(
    options: Options,
    config: Config,
    ledger: Ledger,
    prints: Mapping[str, _Print],
    waiting: Callable[[str], None],
) -> Stage | None:
    """The stage, committed; None, and nothing is done, where another hand has changed what is to be kept."""
    with staged_for(options, config, waiting) as stage:
        intact = stage.intact()
        for path, made in ledger.made.items():
            if path in prints:
                printed = prints[path].printed
                stage.write(path, printed.data, printed.digest)
            elif intact.get(path) == made.output:
                stage.keep(path)
            else:
                return None
        stage.commit()
    return stage


def _made(made: Made, printed: Printed) -> Made:
    return msgspec.structs.replace(
        made,
        whole=printed.whole,
        output=printed.digest,
        bodies=printed.bodies,
    )
