"""The report of the measurements, in Markdown, and its plot."""

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

#: Names of the generators in the report.
NAMES = {
    "sitegen": "sitegen",
    "hugo": "Hugo",
    "hugo-norelated": "Hugo without related articles",
    "eleventy": "Eleventy",
    "pelican": "Pelican",
}

#: Names of their programs.
_PROGRAMS = NAMES | {"hugo-norelated": NAMES["hugo"]}

_INTRODUCTION = """# How fast it builds

The same synthetic publications, built by sitegen and other generators in turns on one machine. `short` and
`long` contain no mistakes. `archive` is like the content of many years: sitegen prints thousands of
warnings in each build. A publication has a table here once it has been measured. Every generator renders
the same pages at the same URLs, which the benchmark checks element by element after each clean build:
articles with footnotes, notes on their authors, share links, a citation and five related articles;
sections, tags and authors in lists of 20; a home page, an archive by year, a sitemap; and feeds of 20
articles with their full text for the site and for each section, tag and author. Each generator is set up
as its own experts would do it. Links name files, and are checked, if the generator supports that. Hugo is
shown with and without related articles, because finding them takes it a long time.

Articles show one of {photos} photos, whole and cropped, as AVIF, WebP and JPEG in up to three widths.
sitegen and Hugo encode these files in each clean build; Eleventy and Pelican get them ready-made, which
saves them that work. Three things differ: the markup of texts and footnotes, which each generator's
Markdown renderer writes; the choice among equally related articles; and Pelican's feeds, which a library
writes in its own form, without photos.

Times are for the whole command, run from a shell and printing to a pipe. Memory is the highest sampled sum
over all processes, in proportional set size, which counts shared memory once. Figures are medians, with
the lowest and the highest run in parentheses. Images count as output, but not as files, because each
generator encodes the sizes that its pages need or might need. The cache is what a build keeps for the next
one, apart from the output. `make bench` measures again and writes this page, except for the sections after
the tables, which come from [findings.md](findings.md).
"""

Run = Sequence[Measurement]


def render(results: Results, findings: str = "", picture: str = "") -> str:
    """The report. `findings` is the handwritten part, `picture` the file name of the plot."""
    parts = [_INTRODUCTION.format(photos=len(PHOTOS)), machine_and_versions(results)]
    if picture:
        parts.append(f"![Build times in seconds; the tables below have the same figures]({picture})\n")
    parts += [_targets(results)]
    parts += [_table(results, shape, articles) for shape, articles in _archives(results)]
    parts += [_scale(results), _photos(results.photos)]
    if findings:
        parts.append(findings.strip() + "\n")
    return "\n".join(part for part in parts if part)


def plot(results: Results) -> str:
    """The plot of the times."""
    return draw([_group(results, shape, articles) for shape, articles in _archives(results)])


def machine_and_versions(results: Results) -> str:
    """The machine and the versions of all programs."""
    machine = results.machine
    versions = {f"{_PROGRAMS.get(name, name)} {version}": None for name, version in results.versions.items()}
    lines = [
        f"- Machine: {machine.processor}, {machine.cores} cores, {machine.memory / 2**30:.0f} GiB, "
        f"{machine.system}",
        f"- Versions: {', '.join(versions)}, Python {machine.python}",
    ]
    if results.missing:
        missing = ", ".join(NAMES.get(name, name) for name in results.missing)
        lines.append(f"- Not installed, and therefore left out: {missing}")
    return "\n".join(lines) + "\n"


def _archives(results: Results) -> list[tuple[str, int]]:
    """The shapes and sizes that were measured in turns with other generators, in the order of the shapes."""
    found = {(one.shape, one.articles) for one in results.measurements if one.scenario != Scenario.SCALE}
    return sorted(found, key=lambda archive: (list(PUBLICATIONS).index(archive[0]), archive[1]))


def _groups(results: Results, shape: str, articles: int) -> list[Run]:
    """The runs of each scenario, with sitegen's first."""
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
        lines.append(f"\nURLs that differ from sitegen's: {', '.join(others)}.")
    lines += [f"\nPages that differ from sitegen's: {line}" for line in _unlike(groups)]
    return "\n".join(lines) + "\n"


def _unlike(groups: Sequence[Run]) -> list[str]:
    """The differences in the pages of each generator's last run."""
    return [f"{_name(runs[0])} has {'; '.join(runs[-1].unlike)}." for runs in groups if runs[-1].unlike]


def _is_other(one: Measurement, addresses: str) -> bool:
    # A new article adds a URL to every generator's site.
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
        "The cost of sitegen's build, divided by that of Hugo's full build, which Hugo runs after any edit: "
        "without caches for clean builds, and with the images of earlier builds for edits.\n",
        f"| | bound | aim | {' | '.join(f'{articles:,} {shape}' for shape, articles in archives)} |",
        f"|---|---:|---:|{'---:|' * len(archives)}",
    ]
    for title, bound, aim, findings in rows:
        cells = " | ".join(map(_cell, findings))
        lines.append(f"| {title} | {bound:g} | {aim:g} | {cells} |")
    found = [finding for *_, findings in rows for finding in findings if finding]
    return "\n".join(lines) + "\n" + _apart(found)


def _found(results: Results, archive: tuple[str, int]) -> list[Finding | None]:
    """The finding for each target, if it was measured."""
    return [find(results, target, *archive) for target in TARGETS]


def _apart(findings: Sequence[Finding]) -> str:
    if all(finding.together for finding in findings):
        return ""
    return "\n† The two sides were measured at different times, not in turns.\n"


def _cell(finding: Finding | None) -> str:
    if finding is None:
        return "–"
    value = f"{finding.value:.3f}" if finding.value < 0.1 else f"{finding.value:.2f}"
    return f"{value}{'' if finding.together else '†'}, {finding.verdict}"


def _scale(results: Results) -> str:
    """The table of builds with ten times the articles."""
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
            "sitegen only, clean builds. The bound is 12, the aim 10.5.\n",
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
    """The cost of images: a table for each number and size of photos."""
    ordered = sorted(builds, key=_photo_order)
    tables = [
        _photo_table(list(group))
        for _, group in groupby(ordered, key=lambda one: (one.photos, one.width, one.height))
    ]
    return "\n".join(["## Images\n", *tables]) if tables else ""


def _photo_order(one: PhotoBuild) -> tuple[int, int, int, int]:
    scenarios = list(photobuilds.Scenario)
    return one.photos, one.width, one.height, scenarios.index(photobuilds.Scenario(one.scenario))


def _photo_table(builds: Sequence[PhotoBuild]) -> str:
    last = builds[-1]
    size = "" if (last.width, last.height) == CAMERA else f" --photo-size {last.width}x{last.height}"
    kind = " and ".join(sorted({one.memory_kind for one in builds}))
    lines = [
        f"sitegen only. There are {last.photos:,} articles with a photo each of {last.width} × {last.height} "
        "pixels, drawn by code and as hard to encode as a photo from a camera: "
        f"{_mebibytes(last.originals)} of JPEG files. The site contains {last.files:,} files made from them "
        f"({_mebibytes(last.size)}), in the sizes, crops and formats that pages show. All builds except the "
        f"first use two CPUs. `python -m bench --photos {last.photos}{size} --update` measures again.\n",
        f"| build | runs | seconds | CPU seconds | memory ({kind}) | files encoded | photos per second "
        "| seconds per photo |",
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
    """Whether later builds encoded any images, and whether the builds of one batch gave the same bytes."""
    lines = []
    later = [one for one in builds if not photobuilds.Scenario(one.scenario).is_first]
    if later and not any(one.made for one in later):
        lines.append("Later builds encoded no images.")
    for _, group in groupby(sorted(builds, key=lambda one: one.batch), key=lambda one: one.batch):
        if line := _photo_bytes(list(group)):
            lines.append(line)
    return " ".join(dict.fromkeys(lines))


def _photo_bytes(builds: Sequence[PhotoBuild]) -> str:
    if len({one.digest for one in builds}) > 1:
        found = "; ".join(dict.fromkeys(f"{_photo_meaning(one)}: {one.digest[:8]}" for one in builds))
        return f"**The bytes of the images differ between builds** (digests: {found})."
    if {photobuilds.Scenario.ONE, photobuilds.Scenario.TWO} <= {one.scenario for one in builds}:
        return "The bytes of the images are the same with one CPU and with two."
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
