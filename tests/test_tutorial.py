"""The tutorial works: its files are written and its commands run in the order of the page."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from PIL import Image

from tests.conftest import REPOSITORY
from tests.examples import Example, fences, is_file, lay
from tests.nginx import served_by_nginx

pytestmark = pytest.mark.slow

PAGE = (REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8")

#: Commands that need the network, another machine or root.
NOT_RUN = (
    "python3 -m venv .venv",
    ". .venv/bin/activate",
    "pip install sitegen-press",
    "ssh server mkdir -p /srv/www/review",
    "rsync --archive --delete public/ server:/srv/www/review/",
    "nginx -t",
    "systemctl reload nginx",
    'curl -I -H "Host: review.example" http://localhost/rivers/',
)


class Step(Struct, frozen=True):
    """A command of the page: its line, the output that the page shows, and the status that it names."""

    command: str
    output: tuple[str, ...]
    status: int


class Ran(Struct):
    """What became of the page: the site's folder, skipped commands, and wrong outputs."""

    site: Path
    skipped: list[str]
    wrong: list[str]
    preview: str = ""


def steps(example: Example) -> Iterator[Step]:
    """The commands of a console block; only the last may fail."""
    parts = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", example.text, re.MULTILINE)
    for number, (command, output) in enumerate(parts, 1):
        status = int(example.says.get("status", 0)) if number == len(parts) else 0
        yield Step(command, tuple(output.splitlines()), status)


def shows(output: str, line: str) -> bool:
    """Whether a command printed a line; `…` stands for anything."""
    pattern = r"\s+".join(re.escape(word).replace("…", ".*") for word in line.split())
    return any(re.fullmatch(pattern, each.strip()) for each in output.splitlines())


def run(page: str, folder: Path) -> Ran:
    """Follow a page in an empty folder."""
    ran = Ran(folder, [], [])
    for example in fences(page):
        if is_file(example):
            lay(example, ran.site)
            _enlarge(ran.site, example)
        elif example.language == "console":
            for step in steps(example):
                _take(step, ran)
    return ran


def _enlarge(site: Path, example: Example) -> None:
    """Make images as large as a camera's, so that there are several sizes of them."""
    for name in filter(None, example.says.get("with", "").split(",")):
        image = (site / example.says["file"]).parent / name
        Image.radial_gradient("L").resize((1600, 1000)).convert("RGB").save(image)


def _take(step: Step, ran: Ran) -> None:
    words = shlex.split(step.command)
    if step.command in NOT_RUN:
        ran.skipped.append(step.command)
    elif words[0] == "cd":
        ran.site = ran.site / words[1]
    elif words[:2] == ["sitegen", "serve"]:
        ran.preview = _preview(ran.site)
    else:
        assert words[0] in ("sitegen", "rm", "mkdir"), step.command
        command = [sys.executable, "-m", *words] if words[0] == "sitegen" else words
        result = subprocess.run(
            command, cwd=ran.site, env=_env(), capture_output=True, text=True, timeout=120, check=False
        )
        if result.returncode != step.status:
            ran.wrong.append(f"{step.command}: exit status {result.returncode}\n{result.stderr}")
        output = result.stdout + result.stderr
        ran.wrong += [f"{step.command}: no `{line}`" for line in step.output if not shows(output, line)]


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def _preview(site: Path) -> str:
    """The home page as `sitegen serve` shows it."""
    command = [sys.executable, "-u", "-m", "sitegen", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=site, env=_env(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://localhost:\d+/", process.stdout.readline())
            assert found is not None
            with urllib.request.urlopen(found[0], timeout=60) as answer:
                return str(answer.read().decode())
        finally:
            process.send_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The tutorial, followed to its end."""
    return run(PAGE, tmp_path_factory.mktemp("tutorial"))


@pytest.fixture(scope="module")
def public(ran: Ran) -> Path:
    """The tutorial's site."""
    return ran.site / "public"


def text_of(public: Path, url: str) -> str:
    return (public / url.lstrip("/") / "index.html").read_text(encoding="utf-8")


def test_every_command_does_what_the_page_says(ran: Ran) -> None:
    assert ran.wrong == []
    assert tuple(ran.skipped) == NOT_RUN


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/rivers/",
        "/rivers/how-a-treaty-divides-a-river/",
        "/rivers/what-the-dam-costs/",
        "/rivers/why-deltas-sink/",
        "/authors/rivers-desk/",
        "/tags/treaties/",
        "/tags/dams/",
        "/about/",
    ],
)
def test_every_page_of_the_tutorial_is_there(public: Path, url: str) -> None:
    assert "Institute for Shared Waters" in text_of(public, url)  # the block that the tutorial fills


def test_there_are_feeds_a_sitemap_and_a_page_for_what_is_missing(public: Path) -> None:
    for name in ("feed.xml", "tags/dams/feed.xml", "rivers/feed.xml", "sitemap.xml", "404.html"):
        assert (public / name).is_file(), name


def test_the_first_article_leads_the_home_page(public: Path) -> None:
    lead = text_of(public, "/").partition('class="card lead')[2].partition("</article>")[0]
    assert "/rivers/how-a-treaty-divides-a-river/" in lead


def test_the_photo_comes_in_several_sizes_and_formats(public: Path) -> None:
    article = text_of(public, "/rivers/how-a-treaty-divides-a-river/")
    assert "Photographer / Agency" in article
    assert len({path.suffix for path in (public / "pictures").glob("dam-*")}) == 3
    assert len(list((public / "pictures").glob("dam-*.avif"))) > 2


def test_a_teaser_keeps_the_rest_out_of_every_file(public: Path) -> None:
    article = text_of(public, "/rivers/what-the-dam-costs/")
    assert "paid for twice" in article
    assert "To read the full article" in article
    assert "Ada Brook" in article
    for path in public.rglob("*"):
        assert path.is_dir() or b"fills the reservoir" not in path.read_bytes(), path


def test_links_and_related_articles_lead_to_the_first_article(public: Path) -> None:
    article = text_of(public, "/rivers/what-the-dam-costs/")
    assert 'href="/rivers/how-a-treaty-divides-a-river/#the-formula"' in article
    related = article.partition('class="band related"')[2]
    assert related.index("/rivers/how-a-treaty-divides-a-river/") < related.index("/rivers/why-deltas-sink/")


def test_the_author_has_a_page_with_the_articles(public: Path) -> None:
    assert 'href="/authors/rivers-desk/"' in text_of(public, "/rivers/how-a-treaty-divides-a-river/")
    assert "/rivers/what-the-dam-costs/" in text_of(public, "/authors/rivers-desk/")


@pytest.mark.parametrize("name", ["who-owns-the-rain", "the-treaty-at-eighty"])
def test_what_is_not_public_is_in_no_file(public: Path, name: str) -> None:
    for path in public.rglob("*"):
        assert path.is_dir() or name.encode() not in path.read_bytes(), path


def test_the_preview_shows_the_site(ran: Ran) -> None:
    assert "The River Review" in ran.preview


def test_the_scheduled_article_appears_on_its_day(ran: Ran, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "sitegen",
        "build",
        "--now",
        "2039-05-02",
        "--out",
        str(tmp_path / "out"),
    ]
    subprocess.run(command, cwd=ran.site, env=_env(), check=True, timeout=120)
    assert (tmp_path / "out/rivers/the-treaty-at-eighty/index.html").is_file()


def test_nginx_serves_the_site(public: Path, program: Callable[[str, str], str], tmp_path: Path) -> None:
    nginx = program("nginx", "`apt-get install nginx` installs it")
    [config] = [example.text for example in fences(PAGE) if example.says.get("config") == "review.conf"]
    with served_by_nginx(nginx, config.replace("/srv/www/review", str(public)), tmp_path) as ask:
        page, style = ask("/rivers/"), ask("/assets/" + next((public / "assets").glob("*.css")).name)
        assert (page.status, page.headers["Cache-Control"]) == (200, "public, max-age=300")
        assert (style.status, style.headers["Content-Type"]) == (200, "text/css")
        assert style.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert ask("/feed.xml").headers["Content-Type"].startswith("application/atom+xml")
        missing = ask("/nothing/")
        assert missing.status == 404
        assert "This page is not here" in missing.text


# The checks themselves


def test_a_command_that_fails_is_found(tmp_path: Path) -> None:
    page = "```console\n$ sitegen init x\n$ cd x\n$ sitegen new article X\n```\n"
    [found] = run(page, tmp_path).wrong
    assert found.startswith("sitegen new article X: exit status 2")
    again = page.replace("console", "console status=2").replace("init x", "init y").replace("cd x", "cd y")
    assert run(again, tmp_path).wrong == []


def test_an_output_that_does_not_come_is_found(tmp_path: Path) -> None:
    assert run("```console\n$ sitegen --version\nsitegen, version …\n```\n", tmp_path).wrong == []
    assert run("```console\n$ sitegen --version\nsitegen 9\n```\n", tmp_path).wrong == [
        "sitegen --version: no `sitegen 9`"
    ]
