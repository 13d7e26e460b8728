"""The recipes of docs/hosting.md: every file parses, and the programs that read it accept it where they are there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from PIL import Image

from sitegen.build.pipeline import Options, build
from sitegen.config.project import STATE
from sitegen.scaffold.site import create_site
from tests.conftest import REPOSITORY
from tests.examples import Example, fences, lay
from tests.nginx import served_by_nginx, syntax_errors
from tests.test_docs import wrong_calls

DOCS = REPOSITORY / "docs"
PAGE = (DOCS / "hosting.md").read_text(encoding="utf-8")


def configs(page: str = PAGE) -> dict[str, str]:
    """The configurations of a page by their names."""
    return {each.says["config"]: each.text for each in fences(page) if "config" in each.says}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in two languages with former URLs, a photo, a table, notes and a video."""
    site = tmp_path_factory.mktemp("hosting") / "site"
    create_site(site, "The Example Review", "UTC")
    text = (
        "---\ntitle: X\ndate: 2024-03-04\naliases: [/old/, /2019/x.html]\nphoto: {src: x.jpg, alt: X, credit: Y}\n"
        "---\nText[^1].\n\n| a | b |\n| :- | -: |\n| 1 | 2 |\n\n::: embed https://youtu.be/abc Talk\n:::\n\n[^1]: N.\n"
    )
    lay(Example("markdown", {"file": "content/world/x.md", "with": "x.jpg"}, text, 1), site)
    Image.new("RGB", (1200, 800), "#346").save(site / "content" / "world" / "x.jpg")
    french = "---\ntitle: Y\ndate: 2024-03-04\n---\nTexte.\n"
    lay(Example("markdown", {"file": "content/fr/world/y.md"}, french, 1), site)
    languages = "languages: {en: {}, fr: {root: content/fr, prefix: /fr/}}\n"
    lay(Example("yaml", {"into": "sitegen.yaml"}, languages, 1), site)
    assert build(Options(site, site / "public")).published
    return site


def test_every_recipe_has_a_test() -> None:
    tried = {
        "nginx.conf",
        "apache.conf",
        "Caddyfile",
        ".github/workflows/publish.yaml",
        "netlify.toml",
        "index-documents.js",
        "policy",
        "crontab",
    }
    assert set(configs()) == tried


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_nginx_configurations_are_well_formed(page: Path) -> None:
    found = [each for each in fences(page.read_text(encoding="utf-8")) if each.language == "nginx"]
    assert [wrong for each in found for wrong in syntax_errors(each.text)] == []


@pytest.mark.parametrize(
    "config", ["server {", "server { listen 80 }", "}", 'a "b;', "a b", "{ a; }"], ids=str
)
def test_a_malformed_nginx_configuration_is_found(config: str) -> None:
    assert syntax_errors(config)


def test_nginx_redirects_and_shows_a_languages_own_page_for_what_is_missing(
    site: Path, program: Callable[[str, str], str], tmp_path: Path
) -> None:
    nginx = program("nginx", "`apt-get install nginx` installs it")
    map_block, inside = configs()["nginx.conf"].split("\n}\n", 1)
    server = configs((DOCS / "tutorial.md").read_text(encoding="utf-8"))["review.conf"]
    moved = tmp_path / "review-redirects.map"
    moved.write_text("".join(f"{old} {new};\n" for old, new in redirects(site)), encoding="utf-8")
    config = f"{map_block}\n}}\n{server.replace('server {', 'server {' + inside, 1)}"
    config = config.replace("/etc/nginx/review-redirects.map", str(moved))
    config = config.replace("/srv/www/review", str(site / "public"))
    with served_by_nginx(nginx, config, tmp_path) as ask:
        former = ask("/old/")
        assert (former.status, former.headers["Location"].rpartition("/world/")[2]) == (301, "x/")
        assert ask("/fr/").status == 200
        assert 'lang="fr"' in ask("/fr/nothing/").text
        assert 'lang="en"' in ask("/nothing/").text


def _server(name: str) -> str:
    """A web server that few machines have: without it, its test is skipped even where all others have to run."""
    return shutil.which(name) or pytest.skip(f"{name} is missing")


def test_apache_accepts_its_configuration(site: Path, tmp_path: Path) -> None:
    config = configs()["apache.conf"]
    opened = re.findall(r"^\s*<(\w+)", config, re.MULTILINE)
    assert sorted(opened) == sorted(re.findall(r"^\s*</(\w+)>", config, re.MULTILINE))
    apache = _server("apache2")
    modules = _apache_modules(apache)
    file = tmp_path / "apache.conf"
    file.write_text(
        f"ServerName localhost\nErrorLog {tmp_path}/error.log\n{modules}{config.replace('/srv/www/review', str(site / 'public'))}",
        encoding="utf-8",
    )
    checked = subprocess.run([apache, "-t", "-f", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def _apache_modules(apache: str) -> str:
    found = ""
    for name in ("mpm_event", "authz_core", "mime", "dir", "headers", "filter", "deflate"):
        path = Path(apache).resolve().parents[1] / "lib" / "apache2" / "modules" / f"mod_{name}.so"
        found += f"LoadModule {name}_module {path}\n" if path.is_file() else ""
    return found


def test_caddy_accepts_its_configuration(tmp_path: Path) -> None:
    config = configs()["Caddyfile"]
    assert config.count("{") == config.count("}")
    caddy = _server("caddy")
    file = tmp_path / "Caddyfile"
    file.write_text(config, encoding="utf-8")
    command = [caddy, "adapt", "--config", str(file)]
    adapted = subprocess.run(command, capture_output=True, text=True, check=False)
    assert adapted.returncode == 0, adapted.stderr
    assert "404" in adapted.stdout


def test_the_workflow_builds_caches_and_publishes() -> None:
    workflow = yaml.safe_load(configs()[".github/workflows/publish.yaml"])
    steps = workflow["jobs"]["publish"]["steps"]
    used = {step["uses"].partition("@")[0]: step for step in steps if "uses" in step}
    assert used["actions/cache"]["with"]["path"] == STATE
    assert used["actions/upload-pages-artifact"]["with"]["path"] == "public"
    assert used["actions/configure-pages"]["id"] == "pages"
    commands = [step["run"] for step in steps if "run" in step]
    assert commands[0] == "pip install sitegen-press"
    assert [wrong for command in commands for wrong in wrong_calls(command)] == []
    assert workflow["permissions"]["pages"] == "write"
    assert len(workflow[True]["schedule"][0]["cron"].split()) == 5  # `on` is true in YAML 1.1


def test_netlify_builds_and_caches() -> None:
    config = tomllib.loads(configs()["netlify.toml"])
    assert config["build"]["publish"] == "public"
    assert wrong_calls(config["build"]["command"]) == []
    assert {each["for"] for each in config["headers"]} == {"/assets/*", "/pictures/*"}
    assert f"`{config['build']['command']}`" in PAGE  # the table of all hosts says the same


def test_what_is_said_to_never_change_is_there(site: Path) -> None:
    for folder in ("assets", "pictures"):
        names = [path.name for path in (site / "public" / folder).iterdir()]
        assert names
        assert [name for name in names if not re.search(r"[.-][0-9a-f]{10}[.-]", name)] == []


def test_cloudfront_asks_for_the_index_of_a_folder(program: Callable[[str, str], str]) -> None:
    node = program("node", "install Node.js")
    asked = ["/", "/world/", "/world", "/feed.xml", "/2019/x.html"]
    script = configs()["index-documents.js"] + (
        f"console.log(JSON.stringify({json.dumps(asked)}.map((uri) => handler({{ request: {{ uri }} }}))));"
    )
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    root, folder, bare, feed, page = json.loads(done.stdout)
    assert (root["uri"], folder["uri"]) == ("/index.html", "/world/index.html")
    assert (bare["statusCode"], bare["headers"]["location"]["value"]) == (301, "/world/")
    assert (feed["uri"], page["uri"]) == ("/feed.xml", "/2019/x.html")


def test_the_job_of_cron_exists() -> None:
    line = configs()["crontab"].strip()
    assert len(line.split()[:5]) == 5
    calls = [part.strip() for part in line.split("&&") if "sitegen" in part]
    assert calls
    assert [wrong for call in calls for wrong in wrong_calls(call)] == []


# Redirects


def redirects(site: Path) -> list[tuple[str, str]]:
    """What the page's program finds."""
    [program] = [each.text for each in fences(PAGE) if each.language == "python"]
    names: dict[str, Callable[[Path], list[tuple[str, str]]]] = {}
    exec(program, names)
    return list(names["redirects"](site / "public"))


def test_the_program_lists_former_urls(site: Path) -> None:
    assert redirects(site) == [("/2019/x.html", "/world/x/"), ("/old/", "/world/x/")]


# The policy


class _Loads(HTMLParser):
    """What a page runs, styles itself with and loads."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note inline scripts and styles, and the URLs of scripts, styles, images and frames."""
        given = dict(attrs)
        is_code = tag == "script" and "src" not in given and given.get("type") != "application/ld+json"
        if is_code or tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.inline.append(tag)
        if tag in ("script", "img", "iframe", "source", "video", "audio"):
            self.loaded += [url for url in (given.get("src"), given.get("srcset")) if url]
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(given.get("href") or "")


def test_the_theme_works_under_the_policy(site: Path) -> None:
    header = configs()["policy"].splitlines()[0].removeprefix("Content-Security-Policy: ")
    policy = dict(part.strip().split(" ", 1) for part in header.split(";"))
    assert policy["script-src"] == policy["style-src"] == "'self'"
    for page in (site / "public").rglob("*.html"):
        loads = _Loads()
        loads.feed(page.read_text(encoding="utf-8"))
        assert loads.inline == [], page
        assert [url for url in loads.loaded if not url.startswith("/")] == [], page
    players = (REPOSITORY / "themes/broadsheet/static/embeds.js").read_text(encoding="utf-8")
    framed = set(re.findall(r"`(https://[^/`]+)/", players))
    framed |= {"https://www.openstreetmap.org", "https://openstreetmap.org", "https://datawrapper.dwcdn.net"}
    assert set(policy["frame-src"].split()) == framed
