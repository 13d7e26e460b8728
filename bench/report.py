"""The report: what was measured, in Markdown and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bench import photobuilds
from bench.corpus import PHOTOS
from bench.peers.all import PEERS
from bench.photographs import CAMERA
from bench.plot import Bar, Group, draw, seconds
from bench.publications import PUBLICATIONS, size_of
from bench.results import Measurement, PhotoBuild, Results, key, middle, photo_key
from bench.sites import MEANING, Scenario
from bench.targets import SCALE, SITEGEN, TARGETS, Finding, find, find_scale

#: How peers are called in the report.
NAMES = {
    "sitegen": "sitegen",
    "hugo": "Hugo",
    "hugo-norelated": "Hugo without related articles",
    "eleventy": "Eleventy",
    "pelican": "Pelican",
}

#: What their programs are called.
_PROGRAMS = NAMES | {"hugo-norelated": NAMES["hugo"]}

_INTRODUCTION = """# How fast it builds

The same made-up publications, built by sitegen and by other generators on one machine, in turns: `short` and
`long`, which have no mistakes, and `archive`, which is like that of many years, so that sitegen prints
thousands of warnings in each build. A publication has a table here once it has been measured. Every
generator makes the same pages at the same addresses, which is checked element by element after each clean
build: articles with notes, words on their authors, links that share them, a citation and five related
articles; sections, tags and authors in lists of 20, a home page, an archive by years, a sitemap, and feeds of
20 articles with their whole text for the site and for each section, tag and author. Each is set up as its own
experts would; links name files, and are checked, where the generator can do that. Hugo is shown with and
without related articles, since finding them takes it long.

Articles show one of {photos} photos, whole and cropped, as AVIF, WebP and JPEG in up to three widths. sitegen
and Hugo make these files, in each clean build anew; Eleventy and Pelican find them made, which spares them
that work. What differs is the markup of texts and notes, which each generator's Markdown renderer writes;
which of equally related articles are shown; and Pelican's feeds, which a library writes in its own form,
without photos.

Times are those of the whole command, which prints into a pipe, from a shell's point of view. Memory is that
of all processes together at the worst moment that samples saw, in proportional set size, which counts what
they share once. Figures are medians, with the lowest and the highest run in parentheses. Pictures count as
output, but not as files: each generator makes the sizes that its pages need, or that they might. The cache is
what a build keeps beside the output for the next one. `make bench` measures again; this page is written by
it, except for its last part.
"""

Run = Sequence[Measurement]


def render(results: Results, findings: str = "", picture: str = "") -> str:
    """The report; `findings` is the part that somebody has written, `picture` the name of the plot's file."""
    parts = [_INTRODUCTION.format(photos=len(PHOTOS)), machine_and_versions(results)]
    if picture:
        parts.append(f"![Seconds that builds take; the tables below have the same figures]({picture})\n")
    parts += [_targets(results)]
    parts += [_table(results, shape, articles) for shape, articles in _archives(results)]
    parts += [_scale(results), _photos(results.photos)]
    if findings:
        parts.append(findings.strip() + "\n")
    return "\n".join(part for part in parts if part)


def plot(results: Results) -> str:
    """The times as a picture."""
    return draw([_group(results, shape, articles) for shape, articles in _archives(results)])


def machine_and_versions(results: Results) -> str:
    """What was measured on, and which versions."""
    machine = results.machine
    versions = {f"{_PROGRAMS.get(name, name)} {version}": None for name, version in results.versions.items()}
    lines = [
        f"- Machine: {machine.processor}, {machine.cores} cores, {machine.memory / 2**30:.0f} GiB, "
        f"{machine.system}",
        f"- Versions: {', '.join(versions)}, Python {machine.python}",
    ]
    if results.missing:
        missing = ", ".join(NAMES.get(name, name) for name in results.missing)
        lines.append(f"- Not installed, and left out: {missing}")
    return "\n".join(lines) + "\n"


def _archives(results: Results) -> list[tuple[str, int]]:
    """The shapes and sizes that were measured in turns with others, in the order of the shapes."""
    found = {(one.shape, one.articles) for one in results.measurements if one.scenario != Scenario.SCALE}
    return sorted(found, key=lambda archive: (list(PUBLICATIONS).index(archive[0]), archive[1]))


def _groups(results: Results, shape: str, articles: int) -> list[Run]:
    """The runs of each scenario, sitegen's first."""
    mine = [one for one in results.measurements if (one.shape, one.articles) == (shape, articles)]
    mine = [one for one in mine if one.scenario != Scenario.SCALE]
    peers, scenarios = list(PEERS), list(Scenario)
    mine.sort(key=lambda one: (peers.index(one.peer), scenarios.index(Scenario(one.scenario))))
    return [tuple(runs) for _, runs in groupby(mine, key=key)]


def _table(results: Results, shape: str, articles: int) -> str:
    groups = _groups(results, shape, articles)
    ours = next((runs[0].tree for runs in groups if runs[0].peer == SITEGEN), groups[0][0].tree)
    kind = " and ".join(sorted({one.memory_kind for runs in groups for one in runs}))
    description = PUBLICATIONS[shape]
    lines = [
        f"## {size_of(shape, articles)}\n",
        f"{description[0].upper()}{description[1:]}.\n",
        f"| | build | runs | seconds | CPU seconds | memory ({kind}) | HTML pages | feeds | files | output "
        "| cache |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [_row(runs) for runs in groups]
    if warnings := max((one.warnings for runs in groups for one in runs), default=0):
        lines.append(f"\nsitegen prints {warnings:,} warnings in each build.")
    others = sorted({_name(runs[0]) for runs in groups if _is_other(runs[0], ours.addresses)})
    if others:
        lines.append(f"\nNot the same addresses as sitegen's: {', '.join(others)}.")
    lines += [f"\nNot the same pages as sitegen's: {line}" for line in _unlike(groups)]
    return "\n".join(lines) + "\n"


def _unlike(groups: Sequence[Run]) -> list[str]:
    """For each peer what was last seen otherwise in its pages."""
    return [f"{_name(runs[0])} has {'; '.join(runs[-1].unlike)}." for runs in groups if runs[-1].unlike]


def _is_other(one: Measurement, addresses: str) -> bool:
    # A new article is another address everywhere.
    return one.scenario != Scenario.NEW and one.tree.addresses != addresses


def _row(runs: Run) -> str:
    first, tree = runs[0], runs[-1].tree
    cells = [
        _name(first),
        MEANING[Scenario(first.scenario)],
        str(len(runs)),
        _range([run.wall for run in runs]),
        _range([run.cpu for run in runs]),
        _mebibytes(middle(runs, "memory")),
        f"{tree.pages:,}",
        f"{tree.feeds:,}",
        f"{tree.files:,}",
        _mebibytes(tree.size),
        _mebibytes(runs[-1].cache) if runs[-1].cache else "–",
    ]
    return f"| {' | '.join(cells)} |"


def _name(one: Measurement) -> str:
    return NAMES.get(one.peer, one.peer)


def _range(values: Sequence[float]) -> str:
    ordered = sorted(values)
    centre = ordered[len(ordered) // 2]
    if len(ordered) % 2 == 0:
        centre = (ordered[len(ordered) // 2 - 1] + centre) / 2
    if len(ordered) == 1:
        return seconds(centre)
    return f"{seconds(centre)} ({seconds(ordered[0])}–{seconds(ordered[-1])})"


def _mebibytes(size: float) -> str:
    return f"{size / 2**20:,.0f} MiB"


def _targets(results: Results) -> str:
    archives = [archive for archive in _archives(results) if any(_found(results, archive))]
    if not archives:
        return ""
    columns = [_found(results, archive) for archive in archives]
    rows = [
        (target.title, target.bound, target.aim, findings)
        for target, *findings in zip(TARGETS, *columns, strict=True)
    ]
    lines = [
        "## Targets\n",
        "What sitegen takes, divided by what Hugo takes to build everything, as it does after any edit: "
        "from nothing for clean builds, with the pictures that it has resized before for edits.\n",
        f"| | bound | aim | {' | '.join(f'{articles:,} {shape}' for shape, articles in archives)} |",
        f"|---|---:|---:|{'---:|' * len(archives)}",
    ]
    for title, bound, aim, findings in rows:
        cells = " | ".join(map(_cell, findings))
        lines.append(f"| {title} | {bound:g} | {aim:g} | {cells} |")
    found = [finding for *_, findings in rows for finding in findings if finding]
    return "\n".join(lines) + "\n" + _apart(found)


def _found(results: Results, archive: tuple[str, int]) -> list[Finding | None]:
    """What was found of each target."""
    return [find(results, target, *archive) for target in TARGETS]


def _apart(findings: Sequence[Finding]) -> str:
    if all(finding.together for finding in findings):
        return ""
    return "\n† The two sides were not measured in turns, but at different times.\n"


def _cell(finding: Finding | None) -> str:
    if finding is None:
        return "–"
    value = f"{finding.value:.3f}" if finding.value < 0.1 else f"{finding.value:.2f}"
    return f"{value}{'' if finding.together else '†'}, {finding.verdict}"


def _scale(results: Results) -> str:
    """Ten times the articles."""
    runs = [one for one in results.measurements if one.scenario == Scenario.SCALE]
    archives = sorted({(one.shape, one.articles) for one in runs}, reverse=True)
    rows = []
    for shape, articles in archives:
        findings = [find_scale(results, what, shape, articles) for what in ("wall", "memory")]
        if any(findings):
            rows.append(
                f"| {articles * SCALE:,} ÷ {articles:,}, {shape} | {' | '.join(map(_cell, findings))} |"
            )
    if not rows:
        return ""
    measured = [
        f"| {shape} | {articles:,} | {len(group)} | {_range([run.wall for run in group])} "
        f"| {_range([run.cpu for run in group])} | {_mebibytes(middle(group, 'memory'))} "
        f"| {group[-1].tree.pages:,} | {group[-1].tree.feeds:,} |"
        for shape, articles in reversed(archives)
        for group in [results.of(SITEGEN, shape, articles, Scenario.SCALE)]
    ]
    return "\n".join(
        [
            "## Ten times the articles\n",
            "sitegen alone, clean builds; bound 12, aim 10.5.\n",
            "| | seconds | memory |",
            "|---|---:|---:|",
            *rows,
            "\n| | articles | runs | seconds | CPU seconds | memory | HTML pages | feeds |",
            "|---|---:|---:|---:|---:|---:|---:|---:|",
            *measured,
            "",
        ]
    )


def _photos(builds: Sequence[PhotoBuild]) -> str:
    """What pictures cost: a table for each number and size of photos."""
    ordered = sorted(builds, key=_photo_order)
    tables = [
        _photo_table(list(group))
        for _, group in groupby(ordered, key=lambda one: (one.photos, one.width, one.height))
    ]
    return "\n".join(["## Pictures\n", *tables]) if tables else ""


def _photo_order(one: PhotoBuild) -> tuple[int, int, int, int]:
    scenarios = list(photobuilds.Scenario)
    return one.photos, one.width, one.height, scenarios.index(photobuilds.Scenario(one.scenario))


def _photo_table(builds: Sequence[PhotoBuild]) -> str:
    last = builds[-1]
    size = "" if (last.width, last.height) == CAMERA else f" --photo-size {last.width}x{last.height}"
    kind = " and ".join(sorted({one.memory_kind for one in builds}))
    lines = [
        f"sitegen alone, {last.photos:,} articles with a photo each of {last.width} × {last.height} pixels, "
        f"drawn by code and as hard to encode as a camera's: {_mebibytes(last.originals)} of JPEG files. The "
        f"site has {last.files:,} files of them ({_mebibytes(last.size)}), in the sizes, crops and formats "
        "that pages show. All builds but the first have two CPUs. "
        f"`python -m bench --photos {last.photos}{size} --update` measures anew.\n",
        f"| build | runs | seconds | CPU seconds | memory ({kind}) | files made | photos a second "
        "| seconds a photo |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [_photo_row(list(runs)) for _, runs in groupby(builds, key=photo_key)]
    return "\n".join([*lines, f"\n{_photo_findings(builds)}\n"])


def _photo_row(runs: Sequence[PhotoBuild]) -> str:
    first, wall = runs[0], middle(runs, "wall")
    made = sorted({run.made for run in runs})
    rate = [f"{first.photos / wall:.2f}", seconds(wall / first.photos)] if first.made else ["–", "–"]
    cells = [
        _photo_meaning(first),
        str(len(runs)),
        _range([run.wall for run in runs]),
        _range([run.cpu for run in runs]),
        _mebibytes(middle(runs, "memory")),
        " or ".join(f"{count:,}" for count in made),
        *rate,
    ]
    return f"| {' | '.join(cells)} |"


def _photo_findings(builds: Sequence[PhotoBuild]) -> str:
    """Whether later builds made any picture, and whether builds of one bench made the same bytes."""
    lines = []
    later = [one for one in builds if not photobuilds.Scenario(one.scenario).is_first]
    if later and not any(one.made for one in later):
        lines.append("Later builds made no picture.")
    for _, group in groupby(sorted(builds, key=lambda one: one.batch), key=lambda one: one.batch):
        if line := _photo_bytes(list(group)):
            lines.append(line)
    return " ".join(dict.fromkeys(lines))


def _photo_bytes(builds: Sequence[PhotoBuild]) -> str:
    if len({one.digest for one in builds}) > 1:
        found = "; ".join(dict.fromkeys(f"{_photo_meaning(one)}: {one.digest[:8]}" for one in builds))
        return f"**The pictures' bytes are not the same in all builds** (digests: {found})."
    if {photobuilds.Scenario.ONE, photobuilds.Scenario.TWO} <= {one.scenario for one in builds}:
        return "The pictures' bytes are the same with one CPU and with two."
    return ""


def _photo_meaning(one: PhotoBuild) -> str:
    return photobuilds.MEANING[photobuilds.Scenario(one.scenario)]


def _group(results: Results, shape: str, articles: int) -> Group:
    bars = []
    for runs in _groups(results, shape, articles):
        walls = [run.wall for run in runs]
        label = f"{_name(runs[0])}: {MEANING[Scenario(runs[0].scenario)]}"
        if runs[0].scenario == Scenario.CLEAN:
            label = _name(runs[0])
        bars.append(Bar(label, middle(runs, "wall"), min(walls), max(walls), runs[0].peer == SITEGEN))
    return Group(f"{size_of(shape, articles)}: clean builds, and builds after an edit", bars)
