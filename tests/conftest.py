"""What tests share: the programs and corpora that some of them need, and the built demo publication."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from tests.projects import Project
from tests.sharing import made_once
from tests.showcase.site import ShownPage, build_showcase, pages

REPOSITORY = Path(__file__).resolve().parent.parent

#: Folders of the repository that are no part of the publication in it.
NOT_THE_SITE = {"bench", "build", "dist", "docs", "public", "requirements", "sitegen", "tests", "tools"}

BUILD_SECONDS = 600

# No test depends on how busy the machine is.
settings.register_profile("sitegen", deadline=None)
settings.load_profile("sitegen")

#: The files whose tests take longest. They come first, so that no process has one left when the others are done.
LONGEST = (
    "properties/test_crash.py",
    "properties/test_incremental.py",
    "properties/test_bounds.py",
    "validators/test_demo.py",
    "browser/test_reading.py",
    "browser/test_axe.py",
    "properties/test_preview.py",
    "browser/test_demo.py",
    "browser/test_xss.py",
    "test_reproducible.py",
    "output/test_disk_failures.py",
    "test_bench.py",
    "properties/test_fuzz.py",
    "read/test_markdown.py",
    "test_invalid.py",
    "test_cli_errors.py",
    "build/test_build.py",
    "serve/test_checkouts.py",
    "serve/test_server.py",
    "test_docs.py",
    "browser/test_broadsheet.py",
    "browser/test_preview.py",
)


def pytest_configure() -> None:
    """Heed Ctrl-C, and have heed it what tests begin: a shell that runs them in the background has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files first whose tests take longest."""
    places = {REPOSITORY / "tests" / path: place for place, path in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over the thousands of tests themselves, which stay to the end."""
    gc.collect()
    gc.freeze()


def without(program: str, remedy: str) -> NoReturn:
    """Skip the test, naming the program that is missing; fail where everything has to be there (CI)."""
    reason = f"{program} is missing: {remedy}"
    if os.environ.get("SITEGEN_REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def program() -> Callable[[str, str], str]:
    """Find a program on the path, or skip the test by the program's name."""

    def find(name: str, remedy: str) -> str:
        return shutil.which(name) or without(name, remedy)

    return find


@pytest.fixture(scope="session")
def node_package() -> Callable[[str], Path]:
    """Find a Node package of tests/validators, or skip the test by the package's name."""

    def find(name: str) -> Path:
        folder = REPOSITORY / "tests" / "validators" / "node_modules" / name
        if not folder.is_dir():
            without(f"the Node package {name}", "`make validators` installs it, where there is npm")
        return folder

    return find


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real publications, or skip the test."""
    folder = Path(os.environ.get("SITEGEN_CORPORA") or REPOSITORY.parent / "shared" / "corpora")
    if not folder.is_dir():
        pytest.skip("../shared/corpora is missing (SITEGEN_CORPORA names another folder)")
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own publication in `project`, a copy without the working tree's caches, built to `public`."""
    return made_once(tmp_path_factory, "demo", _build_demo)


def _build_demo(folder: Path) -> None:
    project = folder / "project"
    project.mkdir()
    for item in sorted(REPOSITORY.iterdir()):
        if item.name.startswith(".") or item.name in NOT_THE_SITE:
            continue
        if item.is_dir():
            shutil.copytree(item, project / item.name, symlinks=True)
        else:
            shutil.copy2(item, project / item.name)
    _run([sys.executable, "-m", "sitegen", "build", "--out", str(folder / "public")], project)


@pytest.fixture(scope="session")
def demo_site(demo: Path) -> Path:
    """The repository's own publication, built."""
    return demo / "public"


@pytest.fixture(scope="session")
def showcase_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The showcase, built: every kind of page in three languages."""
    return made_once(tmp_path_factory, "showcase", build_showcase) / "public"


@pytest.fixture(scope="session")
def showcase_pages(showcase_site: Path) -> list[ShownPage]:
    """One page of each kind in each language."""
    return list(pages(showcase_site))


@pytest.fixture(scope="session")
def showcase_sample(
    showcase_site: Path, showcase_pages: list[ShownPage], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The HTML of those pages in a folder of their own, by their paths: some hundred others are like them."""
    folder = tmp_path_factory.mktemp("sample")
    for shown in showcase_pages:
        (folder / shown.file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(showcase_site / shown.file, folder / shown.file)
    return folder


@pytest.fixture(scope="session")
def corpus_site(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Build the site of a corpus, once for all tests. Broken articles are left out of it (exit status 1)."""
    built: dict[str, Path] = {}

    def build(name: str) -> Path:
        if name not in built:
            if not (corpora / name).is_dir():
                pytest.skip(f"the corpus {name} is missing in {corpora}")
            out = tmp_path_factory.mktemp(name) / "public"
            script = REPOSITORY / "bench" / "corpora" / "build.py"
            _run([sys.executable, str(script), name, "--out", str(out)], REPOSITORY, statuses=(0, 1))
            built[name] = out
        return built[name]

    return build


def _run(command: list[str], folder: Path, statuses: tuple[int, ...] = (0,)) -> None:
    result = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    if result.returncode not in statuses:
        pytest.fail(
            f"exit status {result.returncode}: {' '.join(command)}\n{result.stdout}\n{result.stderr}",
            pytrace=False,
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project that builds without a problem."""
    return Project(tmp_path)
