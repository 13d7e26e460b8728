"""The wheel stands alone: installed into an empty environment, in an empty folder, it makes a site."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow

SECONDS = 600


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this repository."""
    out = tmp_path_factory.mktemp("dist")
    _run(REPOSITORY, sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out))
    [made] = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of an environment that holds the wheel and its locked dependencies only."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    pip = (
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--python",
        str(folder / "bin" / "python"),
    )
    install = (*pip, "install", "--quiet", "--no-compile")
    _run(folder, *install, "--require-hashes", "-r", str(REPOSITORY / "requirements" / "base.txt"))
    _run(folder, *install, "--no-deps", "--no-index", str(wheel))
    _run(folder, *pip, "check")
    return folder / "bin"


def test_the_wheel_holds_the_package_and_the_themes_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"sitegen"}
    assert "sitegen/themes/broadsheet/theme.yaml" in names
    assert any(name.startswith("sitegen/themes/broadsheet/templates/") for name in names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_a_new_site_is_made_with_nothing_but_the_wheel(installed: Path, tmp_path: Path) -> None:
    sitegen = str(installed / "sitegen")
    where = _run(tmp_path, str(installed / "python"), "-c", "import sitegen; print(sitegen.__file__)")
    assert where.startswith(str(installed.parent))
    assert not where.startswith(str(REPOSITORY / "sitegen"))

    _run(tmp_path, sitegen, "init", "mysite")
    _run(tmp_path / "mysite", sitegen, "build")

    public = tmp_path / "mysite" / "public"
    assert "<html" in (public / "index.html").read_text(encoding="utf-8")
    assert len(list(public.rglob("*.html"))) > 1
    assert list(public.rglob("*.css"))


def _run(folder: Path, *command: str) -> str:
    """Run a program as a user would, with nothing of this test's environment; gives what it prints."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    result = subprocess.run(
        command,
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in ours},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert result.returncode == 0, f"{' '.join(command)}\n{result.stdout}\n{result.stderr}"
    return result.stdout
