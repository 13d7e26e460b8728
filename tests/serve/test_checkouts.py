"""Version control replaces hundreds of files in any order, and the preview is never stale.

`SITEGEN_SOAK=1` takes 20 checkouts of 10,000 files.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from sitegen.serve.preview import Preview
from sitegen.serve.snapshots import PreviewOptions
from tests.projects import NOW as MOMENT
from tests.projects import Project, article, tree
from tests.serve.conftest import NOW, Client, served

_SOAK = os.environ.get("SITEGEN_SOAK") == "1"
_FILES, _CHECKOUTS = (10_000, 20) if _SOAK else (150, 6)
_SCRIPT = re.compile(rb'<script src="/_desk/static/live.js"[^>]*></script>')


def _git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def _commit(project: Project, name: str, articles: dict[str, str]) -> dict[str, bytes]:
    """Commit these articles and no others. Returns the output tree."""
    for file in (project.root / "content/asia").glob("article-*.md"):
        file.unlink()
    project.write({f"content/asia/{path}": text for path, text in articles.items()})
    project.build(fresh=True)
    _git(project.root, "add", "--all", "content", "sitegen.yaml", "static")
    _git(project.root, "commit", "--quiet", "--message", name)
    _git(project.root, "tag", name)
    return tree(project.out)


@pytest.fixture
def commits(tmp_path):
    project = Project(tmp_path)
    _git(project.root, "init", "--quiet")
    days = [f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(_FILES)]
    one = {f"article-{n}.md": article(f"Article {n}", days[n]) for n in range(_FILES)}
    other = {
        f"article-{n + n % 3 // 2 * _FILES}.md": article(f"Article {n}, again", days[-n], tags="[Oil]")
        for n in range(1, _FILES, 1)
    }
    return project, {name: _commit(project, name, files) for name, files in (("one", one), ("other", other))}


def _settled(client: Client) -> int:
    """The number of the snapshot, once it has not changed for a while."""
    last, since = -1, time.monotonic()
    while time.monotonic() - since < 1.6:
        body = client.ask("/_desk/articles.json", Origin=client.origin)[2]
        number = int(re.match(rb'\{"number":(\d+)', body)[1])
        if number != last:
            last, since = number, time.monotonic()
        time.sleep(0.05)
    return last


@pytest.mark.slow
def test_every_page_equals_a_clean_build_after_a_checkout(commits):
    project, trees = commits
    shown = Preview(PreviewOptions(project.root, public=True, as_of=MOMENT), lambda: NOW)
    shown.update()
    with served(shown) as port:
        client = Client(port)
        _settled(client)
        for number in range(_CHECKOUTS):
            name = ("one", "other")[number % 2]
            _git(project.root, "checkout", "--quiet", name)
            _settled(client)
            assert set(shown.snapshot.routes) == set(trees[name])
            for path, data in trees[name].items():
                url = f"/{path.removesuffix('index.html') if path.endswith('index.html') else path}"
                status, _, body = client.ask(url)
                assert status == (200 if path != "404.html" else status), url
                assert _without_overlay(body) == data, url


def _without_overlay(body: bytes) -> bytes:
    """A page without its overlay."""
    return re.sub(
        rb"<sitegen-preview[^>]*>.*?</sitegen-preview>", b"", _SCRIPT.sub(b"", body), flags=re.DOTALL
    )
