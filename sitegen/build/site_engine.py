"""The engine of a site: all rules, and the inputs that reading, the command and the clock give."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.config.settings import Config
from sitegen.engine.engine import Engine
from sitegen.engine.rules import Input, Rule, RuleError, Rules
from sitegen.link.rules import LINK_RULES
from sitegen.model import site_queries as q
from sitegen.model.documents import Content
from sitegen.model.query import Answer, Ask, Query
from sitegen.model.site import BuildTime
from sitegen.plan.rules import PLAN_RULES
from sitegen.render.theme import THEME_RULES


class OutputOf(Query[str], frozen=True):
    """The digest of an output's bytes. It is found by rendering, in whatever process."""

    path: str


def _output(_: Ask, question: OutputOf) -> str:
    raise RuleError(f"`{question.path}` has not been rendered.")


_INPUTS = (
    Input(q.Settings),
    Input(q.Now),
    Input(q.LeftOut, lambda paths: "\n".join(sorted(paths))),
    Input(q.ReadPaths),
    Input(q.DocumentRead, lambda document: document.digest),
    Input(q.BodyDigestOf, str),
    Input(q.ContentPaths),
    Input(q.Expiries),
    Input(q.Images),
    Input(q.ContentFiles),
    Input(q.StaticFiles),
    Input(q.DataFile),
    Input(q.ThemeInUse, lambda theme: theme.digest),
)
_RENDERING = (*[Rule(*part) for part in THEME_RULES.items()], Rule(OutputOf, _output))

RULES = Rules(_INPUTS, (*LINK_RULES, *PLAN_RULES, *_RENDERING), f"{__name__}:RULES")


def engine() -> Engine:
    """An engine that knows nothing yet."""
    return Engine(RULES)


class EngineInputs(Struct, frozen=True):
    """The digests of all inputs that an engine was given: of documents and their texts by path, of all others
    by their keys. `clock` is the moment that it was given, and stands for others up to the next at which the
    clock changes anything."""

    clock: BuildTime | None = None
    documents: Mapping[str, str] = {}
    texts: Mapping[str, str] = {}
    others: Mapping[bytes, str] = {}


#: What a new engine was given.
NOTHING = EngineInputs()


def set_inputs(
    ask: Engine,
    content: Content,
    config: Config,
    moment: BuildTime,
    left_out: frozenset[str] = frozenset(),
    former: EngineInputs = NOTHING,
) -> EngineInputs:
    """Give an engine all inputs: what was read, the configuration, and what the command and the clock say.

    Of inputs whose digests are those that it was given before, nothing is looked at.
    """
    clock = former.clock if former.clock is not None and _may_stand(former.clock, moment) else moment
    given = _enter(ask, content, config, clock, left_out, former)
    until = ask(q.DueOf())[1]
    if clock != moment and until is not None and until <= moment.now:
        ask.set(q.Now(), moment)
        return replace(_with(given, q.Now(), moment), clock=moment)
    return given


def _may_stand(former: BuildTime, now: BuildTime) -> bool:
    """Whether what was decided at a former moment may stand: that depends on when the clock changes it."""
    return (former.drafts, former.everything) == (now.drafts, now.everything) and former.now <= now.now


def _enter(
    ask: Engine,
    content: Content,
    config: Config,
    clock: BuildTime,
    left_out: frozenset[str],
    former: EngineInputs,
) -> EngineInputs:
    inputs = _Inputs(ask, former)
    inputs.set(q.Settings(), config)
    inputs.set(q.Now(), clock)
    inputs.set(q.LeftOut(), left_out)
    inputs.set(q.ContentPaths(), content.places)
    inputs.set(q.Expiries(), content.expiries)
    inputs.set(q.Images(), content.pictures)
    inputs.set(q.ContentFiles(), content.files)
    inputs.set(q.StaticFiles(), content.static)
    inputs.set(q.ThemeInUse(), content.theme)
    inputs.set(q.ReadPaths(), tuple(sorted(content.digests)))
    for name, value in content.data.items():
        inputs.set(q.DataFile(name), value)
    ask.set_all(q.DocumentRead, content.documents, _changed(former.documents, content.digests))
    ask.set_all(q.BodyDigestOf, content.bodies, _changed(former.texts, content.bodies))
    return EngineInputs(clock, content.digests, content.bodies, inputs.done())


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The keys of values that came, went or changed."""
    return {key for key, _ in before.items() ^ now.items()}


class _Inputs:
    """Gives an engine its inputs, and only looks at those that are others than before."""

    def __init__(self, ask: Engine, former: EngineInputs) -> None:
        self._ask = ask
        self._former = former.others
        self._digests: dict[bytes, str] = {}

    def set(self, question: Query[Answer], answer: Answer) -> None:
        """An input's answer."""
        key = RULES.key(question)
        former = self._former.get(key)
        is_same = former is not None and self._ask.is_set_to(question, answer)
        digest = former if former and is_same else RULES.digest(question, answer)
        self._digests[key] = digest
        if former == digest:
            self._ask.expect(question, answer)
        else:
            self._ask.set(question, answer)

    def done(self) -> dict[bytes, str]:
        """All inputs are set; those that were there and are not any more are unset. Their digests."""
        for key in self._former.keys() - self._digests.keys():
            self._ask.unset(RULES.query(key))
        return self._digests


def leave_out(ask: Engine, given: EngineInputs, paths: frozenset[str]) -> EngineInputs:
    """Have an engine do without some documents."""
    ask.set(q.LeftOut(), paths)
    return _with(given, q.LeftOut(), paths)


def _with(given: EngineInputs, question: Query[Answer], answer: Answer) -> EngineInputs:
    return replace(given, others={**given.others, RULES.key(question): RULES.digest(question, answer)})
