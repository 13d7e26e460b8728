"""Real builds, killed and interrupted at random moments: the site is the old one or the new one, byte for byte,
the next build is right, and nothing lies about.

20 kills, 20 interruptions and 20 terminations; `SITEGEN_SOAK=1` takes 1,000 of each. `SITEGEN_SEED` names
another order of events; a failure says which event it was. The builds are forked from one process: see
`crashes.py`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sitegen.store import NAME as STORE
from tests.conftest import REPOSITORY
from tests.output.disks import memory
from tests.projects import article, tree

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="os.fork is missing: builds are forked")

TIMES = 1000 if os.environ.get("SITEGEN_SOAK") == "1" else 20
SEED = int(os.environ.get("SITEGEN_SEED", "1"))

#: How many different states the publication takes.
STATES = 6

#: What may lie in `.sitegen/` between builds, and for each output folder in `.sitegen/outputs/*/`.
NOTES = {
    ".gitignore",
    "lock",
    "clock",
    "outputs",
    *(f"{STORE}{end}" for end in ("", "-wal", "-shm", "-journal")),
}
NOTES_ON_AN_OUTPUT = {"record", "mirror", "out"}

Files = Mapping[str, str]

_CARDS = "{% for card in listing.cards %}{{ card.title }}{% endfor %}"
#: A theme of the least that there can be, so that a build is mostly reading and writing.
_THEME: Files = {
    "theme.yaml": "{}\n",
    "strings/en.yaml": "read: Read\n",
    "static/style.css": "body { color: black }\n",
    **{f"templates/{name}.html": _CARDS for name in ("section", "tag")},
    **{
        f"templates/{name}.html": "{{ meta.title }}{{ meta.kind }}"
        for name in ("404", "home", "page", "archive", "archive_year", "authors", "author", "tags", "issue")
    },
    **{
        f"templates/{name}.html": "{{ meta.title }}"
        for name in ("issues", "series", "all_series", "redirect")
    },
    "templates/article.html": "<title>{{ meta.title }}</title>{{ body.opening }}{{ body.rest }}",
    "templates/feed.xml": "{% for entry in feed.entries %}{{ entry.card.title }}{% endfor %}",
    "templates/sitemap.xml": "{% for entry in entries %}{{ entry.url }}{% endfor %}",
    "templates/sitemap-index.xml": "{% for url in urls %}{{ url }}{% endfor %}",
}


def publication(number: int) -> Files:
    """One state of a publication of a dozen articles: some are gone, some new, some have other words."""
    chance = random.Random(f"state {number}")
    files = {
        "sitegen.yaml": "title: Review\ntimezone: UTC\nbase_url: https://example.org/\nkeep: [CNAME]\ntheme: plain\n",
        "content/_index.md": f"---\ntitle: Front\n---\n\nWelcome, {chance.random()}.\n",
        "content/asia/_index.md": "---\ntitle: Asia\n---\n",
        **{f"themes/plain/{path}": text for path, text in _THEME.items()},
    }
    for index in range(16):
        if chance.random() < 0.75:
            words = f"Words {chance.choice('abc')}. " * 40
            section = chance.choice(("asia", "europe"))
            files[f"content/{section}/article-{index}.md"] = article(
                f"Article {index}",
                f"2026-01-{index + 1:02}",
                words,
                tags=f"[{chance.choice(('oil', 'gas'))}]",
            )
    swapped = "static/swapped" if number % 2 else "static/swapped/inner/file.txt"
    return files | {swapped: f"{number}", "static/large.bin": f"{number}" * 300_000}


class Driver:
    """The process from which builds are forked."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("crashes.py"))],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def build(self, root: Path, **fate: Any) -> dict:
        """One build of the project, and what is to happen to it."""
        self._process.stdin.write(json.dumps({"root": str(root), **fate}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=60)


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    one = Driver()
    yield one
    one.close()


@pytest.fixture
def folder(tmp_path):
    """A folder in memory, where there is one."""
    with memory() as found:
        yield found or tmp_path


@pytest.fixture(scope="module")
def expected(driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The trees of all states, built from nothing."""
    trees = []
    for number in range(STATES):
        project = Project(tmp_path_factory.mktemp("clean"))
        project.edit(publication(number))
        answer = driver.build(project.root)
        assert answer["status"] == 0, answer["output"]
        tree_built = project.tree()
        assert tree_built is not None
        trees.append(tree_built)
    return trees


class Project:
    """A publication that is edited from state to state."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.out = self.root / "public"
        self.files: Files = {}

    def edit(self, files: Files) -> None:
        for path in self.files.keys() - files.keys():
            (self.root / path).unlink()
        for folder in sorted((self.root / "static").rglob("*"), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        for path, text in files.items():
            if self.files.get(path) != text:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_text(text)
        self.files = files

    def tree(self) -> dict[str, bytes] | None:
        return tree(self.out) if self.out.exists() else None

    def litter(self) -> list[str]:
        """What neither belongs to the project nor may lie in `.sitegen/`."""
        notes = self.root / ".sitegen"
        found = [path for path in notes.iterdir() if path.name not in NOTES]
        found += [path for path in notes.glob("outputs/*/*") if path.name not in NOTES_ON_AN_OUTPUT]
        known = {path.split("/")[0] for path in self.files} | {".sitegen", "public"}
        found += [path for path in self.root.iterdir() if path.name not in known]
        return sorted(str(path.relative_to(self.root)) for path in found)


class Run:
    """A chain of builds of one project, most of which come to a sudden end."""

    def __init__(self, driver: Driver, project: Project, expected: list[dict[str, bytes]], seed: str) -> None:
        self.driver = driver
        self.project = project
        self.expected = expected
        self.chance = random.Random(seed)
        self.guests: dict[str, bytes] = {}
        self.now: dict[str, bytes] | None = None
        self.lost = False
        self.state = 0
        self.seconds = self.operations = 1.0

    def edit(self) -> None:
        self.state = self.chance.choice([state for state in range(STATES) if state != self.state])
        self.project.edit(publication(self.state))
        if self.now is not None and self.chance.random() < 0.1:
            shutil.rmtree(self.project.out)
            self.now, self.lost = None, True
        elif self.now is not None and self.chance.random() < 0.1:
            (self.project.out / "CNAME").write_bytes(b"example.org")
            self.guests = {"CNAME": b"example.org"}
            self.now = self.now | self.guests

    def is_new(self) -> bool:
        """Whether the output is what it should be after the build."""
        self.now = self.project.tree()
        if self.lost and self.now is not None:  # guests come back if the mirror had them already
            self.guests = {path: self.guests[path] for path in self.guests if path in self.now}
        return self.now == self.expected[self.state] | self.guests

    def fate(self) -> dict[str, object]:
        """Half of the ends come at some time, half at some operation of the disk."""
        if self.chance.random() < 0.5:
            return {"after": self.chance.uniform(0, 1.2 * self.seconds)}
        return {
            "at": self.chance.randint(1, int(1.1 * self.operations) + 1),
            "done": self.chance.random() < 0.5,
        }

    def build(self, event: str) -> None:
        """A build that comes to its end."""
        start = time.perf_counter()
        answer = self.driver.build(self.project.root)
        self.seconds, self.operations = time.perf_counter() - start, answer["operations"]
        assert answer["status"] == 0, f"{event}: {answer['output']}"
        assert self.is_new(), event
        assert self.project.litter() == [], event
        self.lost = False

    def end(self, event: str, by: signal.Signals, statuses: tuple[int, ...]) -> int:
        """A build that does not."""
        before = self.now
        fate = self.fate()
        event = f"{event}, {by.name} {fate}"
        answer = self.driver.build(self.project.root, signal=by, **fate)
        assert answer["status"] in statuses, f"{event}: {answer['output']}"
        assert "Traceback" not in answer["output"], f"{event}: {answer['output']}"
        is_new = self.is_new()
        assert is_new or (answer["status"] and self.now == before), event
        if by is not signal.SIGKILL:
            assert self.project.litter() == [], event
        return answer["status"]


@pytest.mark.parametrize(
    ("by", "status"),
    [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, 143)],
    ids=["killed", "interrupted", "terminated"],
)
def test_builds_that_end_suddenly(driver, expected, folder, by, status):
    run = Run(driver, Project(folder), expected, f"{SEED} {by.name}")
    ended, number = 0, 0
    while ended < TIMES:
        number += 1
        assert number < 20 * TIMES, "hardly a build ends as it should"
        run.edit()
        if number == 5:
            run.build(f"event {number} of seed {SEED}")
            continue
        statuses = (0, status, -by)  # as long as the command line is not there, a signal does what it does
        ended += run.end(f"event {number} of seed {SEED}", by, statuses) == status
        if run.chance.random() < 0.6:
            run.build(f"event {number} of seed {SEED}")
    run.build("the last build")


#: What keeps a build from publishing: a mistake that reading finds, and one that rendering finds at the end.
_MISTAKES: tuple[Files, ...] = (
    {"content/asia/broken.md": "---\ntitel: Broken\n---\n"},
    {"themes/plain/templates/sitemap.xml": "{{ nope }}"},
)


def test_failed_builds_that_are_killed(driver, expected, folder):
    """What they keep for the next build is whole, or not used."""
    run = Run(driver, Project(folder), expected, f"{SEED} failed")
    killed = failed = 0
    for number in range(TIMES):
        run.edit()
        for mistake in run.chance.sample(_MISTAKES, run.chance.choice((1, 2))):
            event = f"failed build {number} of seed {SEED}"
            run.project.edit({**publication(run.state), **mistake})
            fate = {"signal": signal.SIGKILL, **run.fate()} if run.chance.random() < 0.7 else {}
            start = time.perf_counter()
            answer = driver.build(run.project.root, **fate)
            assert answer["status"] in (1, -signal.SIGKILL), f"{event}: {answer['output']}"
            assert run.project.tree() == run.now, event
            killed += answer["status"] != 1
            failed += answer["status"] == 1
            if not fate:
                run.seconds, run.operations = time.perf_counter() - start, answer["operations"]
        if run.chance.random() < 0.3:
            run.state = run.chance.randrange(STATES)
        run.project.edit(publication(run.state))
        run.build(f"the build after failed build {number} of seed {SEED}")
    assert min(killed, failed) > TIMES // 5


def test_a_full_disk(driver, expected, tmp_path):
    """The old site stands, what is to be done is said, and with room again the next build is right."""
    project = Project(tmp_path)
    project.root.mkdir()
    if not _mount(["-t", "tmpfs", "-o", "size=8m", "tmpfs", str(project.root)]):
        pytest.skip("a file system of its own is missing: this machine does not let us mount one")
    try:
        run, failed = Run(driver, project, expected, "full"), 0
        for left in (0, 20_000, 100_000, 200_000, 290_000, 1_000_000):
            run.state = 0
            project.edit(publication(0))
            run.build("with room")
            project.edit(publication(1))
            with _filled(project.root / ".git", left):
                answer = driver.build(project.root)
                if answer["status"] == 0:
                    assert project.tree() == expected[1]
                else:
                    failed += 1
                    assert "No space left on device" in answer["output"]
                    assert "is unchanged" in answer["output"]
                    assert project.tree() == expected[0]
            run.state = 1
            run.build("with room again")
        assert 0 < failed < 6
    finally:
        subprocess.run(["umount", str(project.root)], check=True)


def _mount(arguments: list[str]) -> bool:
    try:
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@contextmanager
def _filled(file: Path, left: int) -> Iterator[None]:
    """The disk of `file`, full but for so many bytes."""
    with file.open("wb", buffering=0) as opened:
        disk = os.statvfs(file)
        for _ in range(max(0, disk.f_bavail * disk.f_frsize - left) // 4096):
            opened.write(b"x" * 4096)
    yield
    file.unlink()
