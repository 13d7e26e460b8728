"""The results as a picture: horizontal bars in an SVG file that is readable on light and on dark ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _LABEL, _VALUE, _BAR, _GAP, _HEAD = 760, 250, 130, 18, 8, 34
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #222 }
  .title { font-weight: 600 }
  .bar { fill: #8a94a3 }
  .ours { fill: #b3261e }
  .range { stroke: #222; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e6e6 }
    .bar { fill: #7d8896 }
    .ours { fill: #f2766b }
    .range { stroke: #e6e6e6 }
  }
"""


@dataclass(frozen=True)
class Bar:
    """A bar, from its lowest to its highest run, in seconds."""

    label: str
    value: float
    low: float
    high: float
    ours: bool


@dataclass(frozen=True)
class Group:
    """Bars with one scale."""

    title: str
    bars: Sequence[Bar]


def draw(groups: Sequence[Group]) -> str:
    """The picture of all groups, one below the other."""
    parts: list[str] = []
    top = 0
    for group in groups:
        parts.append(f'<text class="title" x="0" y="{top + 20}">{escape(group.title)}</text>')
        top += _HEAD
        longest = max((bar.high for bar in group.bars), default=0.0) or 1.0
        for bar in group.bars:
            parts += _draw_bar(bar, top, (_WIDTH - _LABEL - _VALUE) / longest)
            top += _BAR + _GAP
        top += _GAP
    title = "Seconds of builds: " + "; ".join(group.title for group in groups)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" width="{_WIDTH}" '
            f'height="{top}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            *parts,
            "</svg>\n",
        ]
    )


def _draw_bar(bar: Bar, top: int, scale: float) -> list[str]:
    middle, end = top + _BAR / 2, _LABEL + bar.value * scale
    kind = "ours" if bar.ours else "bar"
    length = max(1.0, bar.value * scale)
    parts = [
        f'<text x="{_LABEL - 10}" y="{top + 14}" text-anchor="end">{escape(bar.label)}</text>',
        f'<rect class="{kind}" x="{_LABEL}" y="{top}" width="{length:.1f}" height="{_BAR}"/>',
    ]
    if bar.high > bar.low:
        low, high = _LABEL + bar.low * scale, _LABEL + bar.high * scale
        parts.append(f'<path class="range" d="M{low:.1f} {middle}H{high:.1f}"/>')
        end = high
    parts.append(f'<text x="{end + 8:.1f}" y="{top + 14}">{seconds(bar.value)} s</text>')
    return parts


def seconds(value: float) -> str:
    """Seconds with three digits that count, and no more than two decimals."""
    if value >= 99.95:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"
