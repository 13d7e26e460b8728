"""What sitegen is to reach beside its peers, and whether it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.results import Measurement, Results, middle
from bench.sites import Scenario

SITEGEN = "sitegen"
HUGO = "hugo"
HUGO_WITHOUT_RELATED = "hugo-norelated"

#: How many times as many articles the larger archive of `scale` has.
SCALE = 10


@dataclass(frozen=True)
class Target:
    """A ratio: `bound` must not be passed, `aim` is what is wanted. Medians are compared."""

    title: str
    scenario: Scenario
    """What sitegen does."""
    rival: str
    """Whose build it is divided by. After any edit, the rivals build everything but pictures, as they do
    where nothing has changed."""
    what: str
    """`wall` or `memory`."""
    bound: float
    aim: float


TARGETS = (
    Target("clean build ÷ Hugo with related articles", Scenario.CLEAN, HUGO, "wall", 1.0, 0.6),
    Target(
        "clean build ÷ Hugo without related articles", Scenario.CLEAN, HUGO_WITHOUT_RELATED, "wall", 1.4, 1.0
    ),
    Target(
        "one sentence ÷ Hugo without related articles",
        Scenario.BODY,
        HUGO_WITHOUT_RELATED,
        "wall",
        0.035,
        0.03,
    ),
    Target(
        "one title ÷ Hugo without related articles", Scenario.TITLE, HUGO_WITHOUT_RELATED, "wall", 0.06, 0.05
    ),
    Target(
        "a new article ÷ Hugo without related articles",
        Scenario.NEW,
        HUGO_WITHOUT_RELATED,
        "wall",
        0.10,
        0.06,
    ),
    Target(
        "nothing to do ÷ Hugo without related articles",
        Scenario.NOTHING,
        HUGO_WITHOUT_RELATED,
        "wall",
        0.02,
        0.015,
    ),
    Target("memory of a clean build ÷ Hugo with related articles", Scenario.CLEAN, HUGO, "memory", 0.6, 0.3),
)

SCALE_BOUND, SCALE_AIM = 12.0, 10.5


@dataclass(frozen=True)
class Finding:
    """A ratio as it was measured."""

    value: float
    bound: float
    aim: float
    together: bool
    """Whether both sides were measured in turns, in one batch."""

    @property
    def verdict(self) -> str:
        """How it stands to its target."""
        if self.value <= self.aim:
            return "aim reached"
        return "within bound" if self.value <= self.bound else "missed"


def find(results: Results, target: Target, shape: str, articles: int) -> Finding | None:
    """A target's ratio, where both sides were measured."""
    ours = results.of(SITEGEN, shape, articles, target.scenario)
    again = () if target.scenario is Scenario.CLEAN else (target.scenario, Scenario.NOTHING)
    rivals = (results.of(target.rival, shape, articles, scenario) for scenario in (*again, Scenario.CLEAN))
    theirs = next(filter(None, rivals), ())
    return _finding(ours, theirs, target.what, target.bound, target.aim)


def find_scale(results: Results, what: str, shape: str, articles: int) -> Finding | None:
    """What ten times as many articles cost, in `wall` or `memory`."""
    more = results.of(SITEGEN, shape, articles * SCALE, Scenario.SCALE)
    fewer = results.of(SITEGEN, shape, articles, Scenario.SCALE)
    return _finding(more, fewer, what, SCALE_BOUND, SCALE_AIM)


def _finding(
    ours: Sequence[Measurement], theirs: Sequence[Measurement], what: str, bound: float, aim: float
) -> Finding | None:
    if not ours or not theirs or not middle(theirs, what):
        return None
    together = {one.batch for one in ours} == {one.batch for one in theirs}
    return Finding(middle(ours, what) / middle(theirs, what), bound, aim, together)
