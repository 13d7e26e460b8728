"""The command line: `python -m bench`."""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bench.contest import Programme, hold, installed
from bench.corpus import SHAPES
from bench.machine import commit, this_machine
from bench.measure import Failed
from bench.peers.all import PEERS
from bench.peers.peer import BENCH, THIS_SITEGEN, Tools
from bench.photobuilds import PhotoProgramme, hold_photos
from bench.photographs import CAMERA
from bench.publications import PUBLICATIONS
from bench.real import REAL
from bench.report import plot, render
from bench.results import Measurement, PhotoBuild, Results, load, merged, save
from bench.sites import Scenario
from bench.targets import HUGO, HUGO_WITHOUT_RELATED, SCALE, SITEGEN

_RUNS = {"sitegen": 5, "hugo": 3, "hugo-norelated": 3, "eleventy": 1, "pelican": 1}
#: After an edit, Hugo builds everything but the pictures that it has resized.
_PEER_SCENARIOS = {name: [Scenario.CLEAN] for name in PEERS} | {
    name: [Scenario.CLEAN, Scenario.NOTHING] for name in (HUGO, HUGO_WITHOUT_RELATED)
}
_SCENARIOS = [scenario for scenario in Scenario if scenario is not Scenario.SCALE]

_SHAPES_HELP = (
    f"publications, of {', '.join(PUBLICATIONS)} [{','.join(SHAPES)}]; {REAL} has a size of its own, and is "
    "in the folder that SITEGEN_CORPORA names"
)

_EPILOGUE = """examples:
  python -m bench --articles 300 --work /tmp/bench --out /tmp/bench/RESULTS.md
  python -m bench --peers sitegen,hugo-norelated --runs 5 --update
  python -m bench --scale --runs 3 --update
  python -m bench --shapes real --runs 3 --update
  python -m bench --photos 200 --update
  python -m bench --report
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, or only write the report anew."""
    options = _parser().parse_args(arguments)
    if options.report:
        write_report(load(_data(options.out)), options.out)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        work = options.work or Path(temporary)
        _measure(options, work.resolve())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure sitegen beside other generators.",
        epilog=_EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add, alone = parser.add_argument, parser.add_mutually_exclusive_group().add_argument
    add("--articles", type=_numbers, default=[10_000], metavar="N,…", help="sizes [10000]")
    add("--shapes", type=among(PUBLICATIONS), default=list(SHAPES), metavar="NAME,…", help=_SHAPES_HELP)
    add("--peers", "--only", type=among(PEERS), default=list(PEERS), metavar="NAME,…", help=_list(PEERS))
    add("--scenarios", type=among(_SCENARIOS), default=_SCENARIOS, metavar="NAME,…", help=_list(_SCENARIOS))
    add(
        "--peer-scenarios",
        type=among(_SCENARIOS),
        metavar="NAME,…",
        help="what the others build [clean; Hugo also nothing]",
    )
    add("--runs", type=int, metavar="N", help="of each peer [5; Hugo 3, Eleventy and Pelican 1; photos 1]")
    alone(
        "--scale",
        action="store_true",
        help=f"sitegen alone: clean builds of each size and of {SCALE} times as many",
    )
    alone(
        "--photos",
        type=int,
        default=0,
        metavar="N",
        help="sitegen alone: first and later builds of so many articles with a large photo each",
    )
    add("--photo-size", type=_size, default=CAMERA, metavar="WxH", help="pixels of these photos [4000x3000]")
    add("--seed", type=int, default=1, metavar="N", help="another one makes another publication [1]")
    add(
        "--out", type=Path, default=BENCH / "RESULTS.md", metavar="FILE", help="the report [bench/RESULTS.md]"
    )
    add("--append", action="store_true", help="keep what was measured before, and add runs")
    add("--update", action="store_true", help="keep what was measured before, but for what is measured now")
    add("--report", action="store_true", help="measure nothing: write the report of what was measured before")
    add("--work", type=Path, metavar="DIR", help="where projects are written, and stay [a temporary folder]")
    add(
        "--tools",
        type=Path,
        default=BENCH.parent / ".venv" / "bench",
        metavar="DIR",
        help="where `make bench` installs peers [.venv/bench]",
    )
    add(
        "--sitegen",
        type=Path,
        metavar="PROGRAM",
        help="measure this sitegen in the place of this repository's",
    )
    return parser


def _list(names: Iterable[str]) -> str:
    return f"of {', '.join(names)} [all]"


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _size(text: str) -> tuple[int, int]:
    width, height = text.split("x")
    return int(width), int(height)


def among(names: Iterable[str]) -> Callable[[str], list[str]]:
    """A reader of names with commas, each of which has to be one of these."""
    known = list(names)

    def read(text: str) -> list[str]:
        wanted = text.split(",")
        if unknown := [name for name in wanted if name not in known]:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(known)}")
        return wanted

    return read


def _measure(options: argparse.Namespace, work: Path) -> None:
    tools = Tools(options.tools.resolve(), _sitegen(options.sitegen))
    names, missing = installed([SITEGEN] if options.scale or options.photos else options.peers, tools)
    for name in missing:
        print(
            f"{name} is not installed, and is left out; `make bench` installs what it can.", file=sys.stderr
        )
    batch = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    results = Results(this_machine(), versions_of(names, tools), missing=missing)
    old = (
        load(_data(options.out))
        if (options.append or options.update) and _data(options.out).exists()
        else None
    )
    try:
        for measurement in _measurements(options, work, tools, names, batch):
            results = results.plus(measurement)
            # Written after every run, so that nothing is lost when the bench is stopped.
            _save(merged(old, results, options.update) if old else results, options.out)
    except Failed as failure:
        raise SystemExit(str(failure)) from None
    write_report(load(_data(options.out)), options.out)


def _measurements(
    options: argparse.Namespace, work: Path, tools: Tools, names: Sequence[str], batch: str
) -> Iterator[Measurement | PhotoBuild]:
    if not options.photos:
        return hold(_programme(options, work, tools, names), batch)
    if this_machine().cores < 2:
        raise SystemExit("Photos are built with one CPU and with two: this machine has one.")
    programme = PhotoProgramme(
        photos=options.photos,
        work=work,
        tools=tools,
        size=options.photo_size,
        runs=options.runs or 1,
        seed=options.seed,
        keep=options.work is not None,
    )
    return hold_photos(programme, batch)


def _programme(options: argparse.Namespace, work: Path, tools: Tools, names: Sequence[str]) -> Programme:
    ours = [Scenario.SCALE] if options.scale else list(map(Scenario, options.scenarios))
    theirs = {name: list(map(Scenario, options.peer_scenarios or _PEER_SCENARIOS[name])) for name in PEERS}
    sizes = options.articles
    if options.scale:
        sizes = sorted({size * factor for size in sizes for factor in (1, SCALE)})
    return Programme(
        shapes=options.shapes,
        sizes=sizes,
        scenarios={name: ours if name == SITEGEN else theirs[name] for name in names},
        runs={name: options.runs or _RUNS[name] for name in names},
        work=work,
        tools=tools,
        seed=options.seed,
        together=options.scale,
        keep=options.work is not None,
    )


def _sitegen(program: Path | None) -> tuple[str, ...]:
    return (str(program.absolute()),) if program else THIS_SITEGEN


def versions_of(names: Sequence[str], tools: Tools) -> dict[str, str]:
    """The peers' versions; this repository's with its commit."""
    try:
        versions = {name: PEERS[name].version(tools) for name in names}
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"A program does not say its version: {error}") from None
    if SITEGEN in versions and tools.sitegen == THIS_SITEGEN and (name := commit()):
        versions[SITEGEN] += f" ({name})"
    return versions


def _data(out: Path) -> Path:
    return out.with_name("results.json")


def _save(results: Results, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    save(results, _data(out))


def write_report(results: Results, out: Path) -> None:
    """Write the report and its picture; what somebody has written into `findings.md` stands at its end."""
    findings, picture = out.with_name("findings.md"), out.with_name("results.svg")
    picture.write_text(plot(results), encoding="utf-8")
    text = findings.read_text(encoding="utf-8") if findings.exists() else ""
    out.write_text(render(results, text, picture.name), encoding="utf-8")
    print(f"The report is in {out}.")
