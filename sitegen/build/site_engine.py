"""The engine of a site: all rules, and the inputs from files, options and the clock."""

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
    """The digest of an output's bytes, which rendering determines."""

    path: str


def _output(_: Ask, query: OutputOf) -> str:
    raise RuleError(f"`{query.path}` has not been rendered.")


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
    """An engine without any answers."""
    return Engine(RULES)


class EngineInputs(Struct, frozen=True):
    """The digests of an engine's inputs: of documents and bodies by path, of all others by key.

    `clock` is its build time, which is kept until a later one changes visibility.
    """

    clock: BuildTime | None = None
    documents: Mapping[str, str] = {}
    bodies: Mapping[str, str] = {}
    others: Mapping[bytes, str] = {}


#: The inputs of a new engine.
NO_INPUTS = EngineInputs()


def set_inputs(
    ask: Engine,
    content: Content,
    config: Config,
    build_time: BuildTime,
    left_out: frozenset[str] = frozenset(),
    previous: EngineInputs = NO_INPUTS,
) -> EngineInputs:
    """Set all inputs of an engine. Inputs with the same digests as in `previous` cost nothing."""
    clock = build_time
    if previous.clock is not None and _is_still_valid(previous.clock, build_time):
        clock = previous.clock
    inputs = _set_all(ask, content, config, left_out, clock, previous)
    until = ask(q.DueOf())[1]
    if clock != build_time and until is not None and until <= build_time.now:
        ask.set(q.Now(), build_time)
        return replace(_with(inputs, q.Now(), build_time), clock=build_time)
    return inputs


def _is_still_valid(previous: BuildTime, now: BuildTime) -> bool:
    """Whether a previous build time can be kept, unless the clock changes visibility in between."""
    return (previous.drafts, previous.everything) == (now.drafts, now.everything) and previous.now <= now.now


def _set_all(
    ask: Engine,
    content: Content,
    config: Config,
    left_out: frozenset[str],
    clock: BuildTime,
    previous: EngineInputs,
) -> EngineInputs:
    inputs = _InputSetter(ask, previous)
    inputs.set(q.Settings(), config)
    inputs.set(q.Now(), clock)
    inputs.set(q.LeftOut(), left_out)
    inputs.set(q.ContentPaths(), content.content_paths)
    inputs.set(q.Expiries(), content.expiries)
    inputs.set(q.Images(), content.images)
    inputs.set(q.ContentFiles(), content.files)
    inputs.set(q.StaticFiles(), content.static)
    inputs.set(q.ThemeInUse(), content.theme)
    inputs.set(q.ReadPaths(), tuple(sorted(content.digests)))
    for name, value in content.data.items():
        inputs.set(q.DataFile(name), value)
    ask.set_all(q.DocumentRead, content.documents, _changed_keys(previous.documents, content.digests))
    ask.set_all(q.BodyDigestOf, content.bodies, _changed_keys(previous.bodies, content.bodies))
    return EngineInputs(clock, content.digests, content.bodies, inputs.finish())


def _changed_keys(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The keys of values that were added, removed or changed."""
    return {key for key, _ in before.items() ^ now.items()}


class _InputSetter:
    """Sets the inputs of an engine that differ from previous ones."""

    def __init__(self, ask: Engine, previous: EngineInputs) -> None:
        self._ask = ask
        self._previous = previous.others
        self._digests: dict[bytes, str] = {}

    def set(self, query: Query[Answer], answer: Answer) -> None:
        """Set an input's answer."""
        key = RULES.key(query)
        previous = self._previous.get(key)
        is_same = previous is not None and self._ask.is_set_to(query, answer)
        digest = previous if previous and is_same else RULES.digest(query, answer)
        self._digests[key] = digest
        if previous == digest:
            self._ask.expect(query, answer)
        else:
            self._ask.set(query, answer)

    def finish(self) -> dict[bytes, str]:
        """Unset previous inputs that were not set again; return the digests of all inputs."""
        for key in self._previous.keys() - self._digests.keys():
            self._ask.unset(RULES.query(key))
        return self._digests


def leave_out(ask: Engine, inputs: EngineInputs, paths: frozenset[str]) -> EngineInputs:
    """Make an engine leave out some documents."""
    ask.set(q.LeftOut(), paths)
    return _with(inputs, q.LeftOut(), paths)


def _with(inputs: EngineInputs, query: Query[Answer], answer: Answer) -> EngineInputs:
    return replace(inputs, others={**inputs.others, RULES.key(query): RULES.digest(query, answer)})
