from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml

import sitegen
from sitegen.problems import KINDS
from tests.projects import NOW, article, tree

REPOSITORY = Path(__file__).resolve().parent.parent.parent
COMMANDS = ["build", "check", "why", "init", "new", "list", "convert", "clean", "schema", "completion"]


def _process(*args: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# help


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), ["new", "article"]])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help(sitegen_in, command, option):
    status, out, err = sitegen_in(*command, option)
    assert (status, err) == (0, "")
    assert out.startswith("Usage: ")
    assert " ".join(command) in out.splitlines()[0]
    if not command:
        assert all(f"\n  {name} " in out for name in COMMANDS)


def test_version(sitegen_in):
    assert sitegen_in("--version") == (0, f"sitegen, version {sitegen.__version__}\n", "")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["biuld"], "`build`"),
        (["build", "--ot", "x"], "--out"),
        (["build", "--root", "nowhere"], "nowhere"),
        (["completion", "tcsh"], "tcsh"),
        (["schema", "artikel"], "artikel"),
        (["new", "article", "A Title"], "--section"),
        (["init"], "FOLDER"),
        (["build"], "sitegen init"),
        (["check"], "sitegen init"),
        (["list"], "sitegen init"),
    ],
)
def test_wrong_use(sitegen_in, args, words):
    status, out, err = sitegen_in(*args)
    assert (status, out) == (2, "")
    assert words in err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(sitegen_in, shell, tmp_path):
    status, out, _ = sitegen_in("completion", shell)
    assert status == 0
    assert "_SITEGEN_COMPLETE" in out
    program = shutil.which(shell)
    if program:
        script = tmp_path / "script"
        script.write_text(out)
        assert subprocess.run([program, "-n", str(script)], check=False, timeout=60).returncode == 0


def test_completions(tmp_path):
    # The console script's name is part of the variable's.
    program = "import sys; sys.argv[0] = 'sitegen'; from sitegen.cli import main; main()"
    asked = {"_SITEGEN_COMPLETE": "bash_complete", "COMP_WORDS": "sitegen c", "COMP_CWORD": "1"}
    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **asked},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert [line.rpartition(",")[2] for line in found.stdout.split()] == [
        "check",
        "convert",
        "clean",
        "completion",
    ]


# build and check


def test_a_build(sitegen_in, project):
    status, out, err = sitegen_in("build", "--now", NOW, folder=project.root)
    assert (status, out, err) == (0, "", "")
    assert "asia/straits/index.html" in tree(project.root / "public")


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_build_with_closed_streams(project, closed):
    """As in a cron job."""
    project.write({"content/asia/bad.md": article("Bad", body="[Gone](gone.md)")})
    call = [f'exec "$0" -m sitegen build --partial --now {NOW} {closed}', sys.executable]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    found = subprocess.run(
        ["sh", "-c", *call], cwd=project.root, env=environment, capture_output=True, timeout=60, check=False
    )
    assert found.returncode == 1
    assert b"Traceback" not in found.stdout + found.stderr
    assert (project.root / "public" / "index.html").exists()


def test_a_build_into_another_folder(sitegen_in, project, tmp_path):
    args = (
        "build",
        "--root",
        "project",
        "--out",
        "site/here",
        "--base-url",
        "https://example.com/x/",
        "--now",
        NOW,
    )
    assert sitegen_in(*args)[0] == 0
    assert "https://example.com/x/asia/straits/" in (tmp_path / "site/here/sitemap.xml").read_text()
    assert not (project.root / "public").exists()


def test_errors(sitegen_in, project):
    project.write({"content/asia/a.md": article(author="[desk]", body="[x](nowhere.md)")})
    status, out, err = sitegen_in("build", folder=project.root)
    assert (status, out) == (1, "")
    assert "content/asia/a.md:4:1: error [unknown-key]" in err
    assert "author: [desk]" in err
    assert "`authors`" in err
    assert "Nothing was written; " in err
    assert not (project.root / "public").exists()


def test_warnings_are_shown_and_can_be_errors(sitegen_in, project):
    project.write(
        {"content/asia/a.md": article(photo="{src: m.svg, credit: C}"), "content/asia/m.svg": "<svg/>"}
    )
    status, out, err = sitegen_in("build", folder=project.root)
    assert status == 0
    assert "warning [missing-alt]" in err
    assert "0 errors, 1 warning" in out
    status, _, err = sitegen_in("check", "--strict", folder=project.root)
    assert status == 1
    assert "error [missing-alt]" in err


def test_a_partial_build(sitegen_in, project):
    project.write({"content/asia/a.md": "no front matter"})
    status, out, _ = sitegen_in("build", "--partial", folder=project.root)
    assert status == 1
    assert re.search("^Left out.*: content/asia/a.md$", out, re.MULTILINE)
    assert (project.root / "public/asia/straits/index.html").exists()


def test_a_json_report(sitegen_in, project):
    status, out, err = sitegen_in("build", "--json", "--now", NOW, folder=project.root)
    report = json.loads(out)
    assert (status, err) == (0, "")
    assert (report["published"], report["problems"]) == (True, [])
    project.write({"content/asia/a.md": "no front matter"})
    status, out, err = sitegen_in("check", "--json", folder=project.root)
    assert (status, err) == (1, "")
    assert [problem["code"] for problem in json.loads(out)["problems"]] == ["front-matter-missing"]


def test_a_check_publishes_nothing(sitegen_in, project):
    before = tree(project.root, but=".sitegen")
    status, out, err = sitegen_in("check", folder=project.root)
    assert status == 0
    assert "checked; 0 errors, 0 warnings" in out + err
    assert tree(project.root, but=".sitegen") == before


def test_an_invalid_build_time(sitegen_in, project):
    status, _, err = sitegen_in("build", "--now", "tomorrow", folder=project.root)
    assert status == 2
    assert "--now" in err
    assert "2026-11-23" in err


def test_drafts(sitegen_in, project):
    project.write({"content/asia/a.md": article(status="draft")})
    assert sitegen_in("build", folder=project.root)[0] == 0
    assert not (project.root / "public/asia/a").exists()
    assert sitegen_in("build", "--drafts", folder=project.root)[0] == 0
    assert (project.root / "public/asia/a/index.html").exists()


def test_foreign_files(sitegen_in, project):
    project.write({"public/mine.txt": "mine"})
    status, _, err = sitegen_in("build", folder=project.root)
    assert status == 2
    assert "mine.txt" in err
    assert "--replace" in err
    assert sitegen_in("build", "--replace", folder=project.root)[0] == 0


def test_the_codes_of_problems(sitegen_in):
    status, out, _ = sitegen_in("check", "--codes")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(KINDS)


def test_no_colours_and_no_progress_in_a_pipe(project):
    project.write(
        {"content/asia/a.md": article(photo="{src: m.svg, credit: C}"), "content/asia/m.svg": "<svg/>"}
    )
    found = _process("build", folder=project.root)
    assert found.returncode == 0
    assert "\x1b" not in found.stdout + found.stderr
    assert "\r" not in found.stdout + found.stderr
    assert "missing-alt" in found.stderr


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [(signal.SIGINT, 130, "Interrupted."), (signal.SIGTERM, 143, "Terminated.")],
)
def test_an_interrupted_build(project, number, status, said):
    """The second signal arrives during the cleanup after the first one."""
    program = (
        "import signal, sys\n"
        "sys.argv = ['sitegen', 'build']\n"
        "import sitegen.build.stages as stages\n"
        "def interrupted(*args):\n"
        "    try:\n"
        f"        signal.raise_signal({number:d})\n"
        "    finally:\n"
        "        signal.raise_signal(signal.SIGTERM)\n"
        "stages.set_inputs = interrupted\n"
        "from sitegen.cli import main\n"
        "main()\n"
    )
    if number == signal.SIGINT:
        program = program.replace("signal.raise_signal(signal.SIGTERM)", "pass")
    found = _python(project.root, "-c", program)
    assert (found.returncode, found.stderr.strip()) == (status, said)
    assert not (project.root / "public").exists()


def test_an_interruption_during_startup(project, tmp_path):
    (tmp_path / "click.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\n")
    entry = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["scripts"]["sitegen"]
    module, function = entry.split(":")
    script = f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n"
    for arguments in (("-m", "sitegen"), ("-c", script)):
        found = _python(project.root, *arguments, path=f"{tmp_path}{os.pathsep}{REPOSITORY}")
        assert (found.returncode, found.stderr) == (130, "Interrupted.\n")


def test_the_signal_handler_is_restored(sitegen_in, project):
    before = signal.getsignal(signal.SIGTERM)
    sitegen_in("check", folder=project.root)
    assert signal.getsignal(signal.SIGTERM) is before


def _python(folder, *arguments, path=str(REPOSITORY)):
    """A new Python that handles signals even if this one ignores them."""

    def answering():
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=answering,
    )


def test_an_internal_error(sitegen_in, project, monkeypatch):
    monkeypatch.delenv("SITEGEN_TRACEBACK", raising=False)
    monkeypatch.setattr("sitegen.build.stages.set_inputs", lambda *_, **__: 1 / 0)
    status, out, err = sitegen_in("build", folder=project.root)
    assert (status, out) == (1, "")
    assert "ZeroDivisionError" in err
    assert "internal error" in err


# init


def test_a_new_site_builds_without_problems(sitegen_in, tmp_path):
    status, out, _ = sitegen_in("init", "my-site", "--title", 'A "Review": of x', "--timezone", "Asia/Tokyo")
    assert status == 0
    assert "cd my-site" in out
    site = tmp_path / "my-site"
    assert "public" in (site / ".gitignore").read_text()
    status, out, err = sitegen_in("build", "--strict", folder=site)
    assert (status, out, err) == (0, "", "")
    assert "A &#34;Review&#34;: of x" in (site / "public/index.html").read_text()


def test_a_new_site_is_named_after_its_folder(sitegen_in, tmp_path):
    assert sitegen_in("init", "policy-review")[0] == 0
    assert 'title: "Policy review"' in (tmp_path / "policy-review/sitegen.yaml").read_text()


def test_init_in_an_empty_folder(sitegen_in, tmp_path):
    (tmp_path / "site").mkdir()
    assert sitegen_in("init", "site")[0] == 0


@pytest.mark.parametrize(
    ("existing", "args", "words"),
    [
        ("site/notes.txt", [], "not empty"),
        ("site/.hidden", [], "not empty"),
        ("site", [], "is a file"),
        (None, ["--timezone", "Europe/Berlln"], "`Europe/Berlin`"),
    ],
)
def test_init_failures(sitegen_in, tmp_path, existing, args, words):
    if existing:
        (tmp_path / existing).parent.mkdir(exist_ok=True)
        (tmp_path / existing).write_text("mine")
    before = tree(tmp_path)
    status, _, err = sitegen_in("init", "site", *args)
    assert status == 2
    assert words in err
    assert tree(tmp_path) == before


# new


@pytest.mark.parametrize("bundle", [False, True])
def test_a_new_article(sitegen_in, project, bundle):
    title = 'How "Straits" Close: and #Open'
    options = ["--bundle"] if bundle else []
    status, out, err = sitegen_in("new", "article", title, "--section", "asia", *options, folder=project.root)
    name = "how-straits-close-and-open" + ("/index.md" if bundle else ".md")
    assert (status, out, err) == (0, f"content/asia/{name}\n", "")
    file = project.root / out.strip()
    matter = yaml.safe_load(file.read_text().split("---")[1])
    assert (matter["title"], matter["status"]) == (title, "draft")
    assert isinstance(matter["date"], dt.date)
    assert abs(matter["date"] - dt.datetime.now(dt.UTC).date()) <= dt.timedelta(days=1)
    assert sitegen_in("check", "--strict", "--drafts", folder=project.root)[0] == 0
    file.write_text(file.read_text().replace("status: draft\n", "") + "Text.\n")
    assert sitegen_in("build", "--strict", folder=project.root)[0] == 0
    assert (project.root / "public/asia/how-straits-close-and-open/index.html").exists()


def test_every_commented_key_of_a_new_article_can_be_used(sitegen_in, project):
    _, out, _ = sitegen_in("new", "article", "New", "--section", "asia", folder=project.root)
    file = project.root / out.strip()
    lines = file.read_text().split("\n")
    keys = [
        line.removeprefix("# ")
        for line in lines
        if line.startswith("# ") and line[2:].split(":")[0].islower() and ":" in line
    ]
    assert {"embargo", "photo", "related", "access"} <= {line.split(":")[0] for line in keys}
    file.write_text(
        "---\ntitle: New\ndate: 2026-01-01\n"
        + "\n".join(k for k in keys if " " not in k.split(":")[0])
        + "\n---\n\nText.\n"
    )
    _, out, _ = sitegen_in("check", "--json", folder=project.root)
    problems = [problem["code"] for problem in json.loads(out)["problems"]]
    assert not {"unknown-key", "wrong-type", "invalid-value", "invalid-date", "yaml-syntax"} & set(problems)


def test_an_existing_article_is_not_overwritten(sitegen_in, project):
    project.write({"content/asia/new.md": "mine"})
    status, out, err = sitegen_in("new", "article", "New", "--section", "asia", folder=project.root)
    assert (status, out) == (2, "")
    assert "content/asia/new.md" in err
    assert (project.root / "content/asia/new.md").read_text() == "mine"


@pytest.mark.parametrize("bundle", [(), ("--bundle",)])
@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a" * 300, "a" * 200),
        ("é" * 300, "é" * 100),
        ("漢" * 300, "漢" * 66),
        ("Long " * 60, "long-" * 39 + "long"),
        ("a/b/../c", "a-b-c"),
        ("\N{GRINNING FACE} hello", "hello"),
    ],
)
def test_a_long_title_gives_a_short_file_name(sitegen_in, project, title, name, bundle):
    status, out, err = sitegen_in("new", "article", title, "--section", "asia", *bundle, folder=project.root)
    assert (status, err) == (0, "")
    assert out.strip() == f"content/asia/{name}" + ("/index.md" if bundle else ".md")
    assert sitegen_in("check", folder=project.root)[0] == 0


@pytest.mark.parametrize(
    ("title", "section", "words"),
    [
        ("New", "../outside", "not a valid"),
        ("New", "a/b", "not a valid"),
        ("New", "South Asia", "`south-asia`"),
        ("New", ".", "not a valid"),
        ("  ", "asia", "title is empty"),
        ("!!!", "asia", "no letters or digits"),
        ("\N{GRINNING FACE}", "asia", "no letters or digits"),
        ("Bell\x07", "asia", "cannot be published"),
        ("Half \udcff", "asia", "cannot be published"),
        ("Index", "asia", "--bundle"),
        ("New", "s" * 300, "200 bytes"),
        ("New", "é" * 150, "200 bytes"),
    ],
)
def test_invalid_new_articles(sitegen_in, project, title, section, words):
    before = tree(project.root)
    status, _, err = sitegen_in("new", "article", title, "--section", section, folder=project.root)
    assert status == 2
    assert words in err
    assert tree(project.root) == before


def test_a_new_section_is_noted(sitegen_in, project):
    status, out, err = sitegen_in("new", "article", "New", "--section", "asiaa", folder=project.root)
    assert (status, out) == (0, "content/asiaa/new.md\n")
    assert "`asia`" in err


# list


@pytest.fixture
def listed(project):
    project.write(
        {
            "content/asia/draft.md": article(status="draft", date="2026-05-01"),
            "content/europe/next.md": article(date="2027-01-01"),
            "content/europe/secret.md": article(embargo="2027-01-01"),
            "content/europe/gone.md": article(expires="2026-02-01"),
        }
    )
    return project


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            [],
            [
                ["scheduled", "2027-01-01", "europe", "content/europe/next.md"],
                ["draft", "2026-05-01", "asia", "content/asia/draft.md"],
                ["live", "2026-03-02", "asia", "content/asia/straits/index.md"],
                ["live", "2026-02-01", "asia", "content/asia/treaties.md"],
                ["embargoed", "2026-01-01", "europe", "content/europe/secret.md"],
                ["expired", "2026-01-01", "europe", "content/europe/gone.md"],
            ],
        ),
        (["--state", "draft"], [["draft", "2026-05-01", "asia", "content/asia/draft.md"]]),
        (
            ["--section", "europe", "--state", "scheduled"],
            [["scheduled", "2027-01-01", "europe", "content/europe/next.md"]],
        ),
        (["--section", "nowhere"], []),
    ],
)
def test_lists(sitegen_in, listed, args, expected):
    status, out, err = sitegen_in("list", "--now", NOW, *args, folder=listed.root)
    assert (status, err) == (0, "")
    assert [line.split() for line in out.splitlines()] == expected


def test_json_lists(sitegen_in, listed):
    _, out, _ = sitegen_in("list", "--now", NOW, "--state", "draft", "--json", folder=listed.root)
    assert json.loads(out) == [
        {
            "state": "draft",
            "date": "2026-05-01",
            "section": "asia",
            "id": "asia/draft",
            "title": "An Article",
            "path": "content/asia/draft.md",
        }
    ]


def test_a_list_reports_unreadable_articles(sitegen_in, listed):
    listed.write({"content/asia/broken.md": "nothing"})
    status, out, err = sitegen_in("list", folder=listed.root)
    assert status == 1
    assert "content/asia/broken.md" in err
    assert "content/asia/treaties.md" in out


# schema


KINDS_OF_SCHEMA = [
    "article",
    "section",
    "author",
    "tag",
    "issue",
    "series",
    "page",
    "index",
    "home",
    "config",
]


@pytest.mark.parametrize("kind", KINDS_OF_SCHEMA)
def test_schemas_are_valid(sitegen_in, kind):
    status, out, _ = sitegen_in("schema", kind)
    assert status == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))


def _kind_of(path: Path) -> str:
    from sitegen.read.content_paths import content_path_of, layout_of
    from tests.factory import config

    folders = path.relative_to(REPOSITORY / "content").parts
    inner = "/".join(folders[1:] if folders[0] == "fr" else folders)
    place = content_path_of(f"content/{inner}", layout_of(config()))
    assert place is not None
    return str(place.kind)


def test_the_demos_front_matter_fits_the_schemas(sitegen_in):
    schemas = {kind: json.loads(sitegen_in("schema", kind)[1]) for kind in KINDS_OF_SCHEMA}
    texts = {path: path.read_text(encoding="utf-8") for path in (REPOSITORY / "content").rglob("*.md")}
    assert len(texts) > 20
    for path, text in texts.items():
        # Dates as they are written: JSON has none of its own.
        matter = yaml.load(text.split("---\n")[1], Loader=yaml.BaseLoader)
        validator = jsonschema.Draft202012Validator(schemas[_kind_of(path)])
        wrong = [error.message for error in validator.iter_errors(matter)]
        assert wrong == [], path
    settings = yaml.safe_load((REPOSITORY / "sitegen.yaml").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schemas["config"]).validate(settings)


def test_a_schema_refuses_what_a_build_refuses(sitegen_in):
    schema = json.loads(sitegen_in("schema")[1])
    validator = jsonschema.Draft202012Validator(schema)
    good = {"title": "A", "date": "2026-01-01"}
    assert validator.is_valid(good)
    for bad in (
        {"date": "2026-01-01"},
        {**good, "titel": "B"},
        {**good, "status": "later"},
        {**good, "date": "soon"},
    ):
        assert not validator.is_valid(bad), bad


def test_control_characters_in_file_names_are_replaced(project, sitegen_in):
    """Escapes could clear the screen; direction marks could reverse a path."""
    project.write(
        {
            "content/asia/\x1b[2Ja.md": article("A"),
            "content/asia/\u202eb.md": "---\ntitel: B\u202e\ndate: 2026-01-01\n---\n",
        }
    )
    for command in (["check"], ["build"], ["list"], ["build", "--partial"]):
        _, out, err = sitegen_in(*command, folder=project.root)
        assert "\x1b[2J" not in out + err
        assert "\u202e" not in out + err
    assert "\N{REPLACEMENT CHARACTER}b.md:2:1" in err


def test_no_break_spaces_are_shown(project, sitegen_in):
    project.write({"content/asia/a.md": "---\ntitel: «\u202fA\u202f»\ndate: 2026-01-01\n---\n"})
    assert "titel: «\u202fA\u202f»" in sitegen_in("check", folder=project.root)[2]


def test_disk_errors_have_no_traceback(sitegen_in, tmp_path):
    status, _, err = sitegen_in("init", "x" * 300)
    assert status == 1
    assert "cannot be read or written: File name too long" in err
    assert "internal error" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_path_that_cannot_be_written_hides_no_other_problem(sitegen_in, project, command):
    project.write(
        {"content/asia/paths.md": "---\ntitle: P\ndate: 2026-01-01\naliases: [/old//a/]\n---\n[x](none.md)\n"}
    )
    status, out, _ = sitegen_in(command, "--json", folder=project.root)
    assert status == 1
    found = {(p["path"], p["line"], p["code"]) for p in json.loads(out)["problems"]}
    path = "content/asia/paths.md"
    assert {(path, 4, "invalid-alias"), (path, 6, "broken-link")} <= found
