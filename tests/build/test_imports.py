"""The imports of a build: an unused library costs more time than reading an article."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import REPOSITORY
from tests.projects import NOW, Project, article

ARTICLE = "content/asia/treaties.md"
#: Libraries of ours and of others that only some builds need.
RARE = frozenset({"multiprocessing", "concurrent.futures", "slugify", "sitegen.process_pool"})
#: What a build that has nothing to do is quick without.
STAGES = frozenset({"jinja2", "markdown_it", "babel", "yaml", "nh3", "tempfile", "sitegen.build.stages"})


def _imported(project: Project) -> frozenset[str]:
    """The modules among these that a build in a new process imports."""
    code = (
        "import sys\nfrom sitegen.cli import cli\n"
        f"status = cli.main(['build', '--root', {str(project.root)!r}, '--now', {NOW!r}, '--jobs', '1'], standalone_mode=False)\n"
        f"assert not status\nprint(*({set(RARE | STAGES)!r} & sys.modules.keys()))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return frozenset(result.stdout.splitlines()[-1].split())


def test_a_build_of_a_changed_sentence_and_one_with_nothing_to_do(project: Project) -> None:
    other = article("Other", body="## Who pays, and why")  # a heading whose anchor takes `slugify`
    project.write({ARTICLE: article("Treaties", body="One.\n\n## Costs"), "content/asia/other.md": other})
    assert "slugify" in _imported(project)
    project.write({ARTICLE: article("Treaties", body="Another.\n\n## Costs")})
    changed = _imported(project)
    assert "markdown_it" in changed
    assert changed & RARE == set()
    assert _imported(project) == set()
