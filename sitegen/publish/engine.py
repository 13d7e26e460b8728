"""The engine of a site: all rules, and the inputs that reading, the command and the clock give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sitegen.config import Config
from sitegen.engine.engine import Engine
from sitegen.engine.rules import Input, Rule, RuleError, Rules
from sitegen.link.rules import LINKING
from sitegen.model import questions as q
from sitegen.model.asking import Ask, Question
from sitegen.model.documents import Content
from sitegen.model.site import Moment
from sitegen.plan.rules import PLANNING
from sitegen.render.theme import PARTS

Set = Callable[[Question[Any], Any], None]


class OutputOf(Question[str], frozen=True):
    """The digest of an output's bytes. It is found by rendering, in whatever process."""

    path: str


def _output(_: Ask, question: OutputOf) -> str:
    raise RuleError(f"`{question.path}` has not been rendered.")


_INPUTS = (
    Input(q.Settings),
    Input(q.Clock),
    Input(q.LeftOut, lambda paths: "\n".join(sorted(paths))),
    Input(q.ReadPaths),
    Input(q.DocumentRead, lambda document: document.digest),
    Input(q.TextOf, str),
    Input(q.Places),
    Input(q.Expiries),
    Input(q.Pictures),
    Input(q.ContentFiles),
    Input(q.StaticFiles),
    Input(q.DataFile),
    Input(q.ThemeInUse, lambda theme: theme.digest),
)
_RENDERING = (*[Rule(*part) for part in PARTS.items()], Rule(OutputOf, _output))

RULES = Rules(_INPUTS, (*LINKING, *PLANNING, *_RENDERING), f"{__name__}:RULES")


def engine() -> Engine:
    """An engine that knows nothing yet."""
    return Engine(RULES)


def enter(
    set_: Set, content: Content, config: Config, moment: Moment, left_out: frozenset[str] = frozenset()
) -> None:
    """Set all inputs: what was read, the configuration, and what the command and the clock say."""
    _enter_others(set_, content, config, moment, left_out)
    set_(q.ReadPaths(), _paths(content))
    for document in content.documents:
        set_(q.DocumentRead(document.path), document)
        set_(q.TextOf(document.path), content.bodies[document.path])


def _enter_others(
    set_: Set, content: Content, config: Config, moment: Moment, left_out: frozenset[str] = frozenset()
) -> None:
    """Set all inputs but documents."""
    set_(q.Settings(), config)
    set_(q.Clock(), moment)
    set_(q.LeftOut(), left_out)
    set_(q.Places(), content.places)
    set_(q.Expiries(), content.expiries)
    set_(q.Pictures(), content.pictures)
    set_(q.ContentFiles(), content.files)
    set_(q.StaticFiles(), content.static)
    set_(q.ThemeInUse(), content.theme)
    for name, value in content.data.items():
        set_(q.DataFile(name), value)


def renew(ask: Engine, before: Content, now: Content, config: Config, moment: Moment) -> None:
    """Set the inputs of an engine that has those of earlier content: only documents that are others are
    looked at."""
    _enter_others(ask.set, now, config, moment)
    former = {document.path: document for document in before.documents}
    changed = [document for document in now.documents if former.pop(document.path, None) is not document]
    if former or len(now.documents) != len(before.documents):
        ask.set(q.ReadPaths(), _paths(now))
    for path in former:
        ask.unset(q.DocumentRead(path))
        ask.unset(q.TextOf(path))
    for name in before.data.keys() - now.data.keys():
        ask.unset(q.DataFile(name))
    for document in changed:
        ask.set(q.DocumentRead(document.path), document)
    for path, body in now.bodies.items():
        if before.bodies.get(path) != body:
            ask.set(q.TextOf(path), body)


def _paths(content: Content) -> tuple[str, ...]:
    return tuple(sorted([document.path for document in content.documents]))
