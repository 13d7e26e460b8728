"""The documentation is whole and true: every example builds, every link leads somewhere, nothing is left out.

The examples and what they say of themselves are read by tests/examples.py.
"""

from __future__ import annotations

import posixpath
import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import jinja2
import pytest
import yaml
from jinja2 import nodes

from sitegen.build.reasons import QUERIES
from sitegen.cli import cli
from sitegen.config.project import STATE
from sitegen.model.front_matter import MATTERS, Kind
from sitegen.model.jobs import PageArgs
from sitegen.problems import KINDS, Severity
from sitegen.render.filters import FILTERS, FUNCTIONS
from sitegen.render.fragment_tag import FragmentTag
from tests.conftest import REPOSITORY
from tests.examples import Example, built, fences, is_file, sites_of, without_fences
from tools import reference

THEME = REPOSITORY / "themes" / "broadsheet"
TEMPLATES = THEME / "templates"
FOLDER = REPOSITORY / "docs"
TOP = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")

PAGES = [
    path.relative_to(REPOSITORY).as_posix()
    for path in (*(REPOSITORY / name for name in TOP), *sorted(FOLDER.rglob("*.md")))
]


# Examples


def mistakes(page: str, folder: Path) -> list[str]:
    """What is wrong with the examples of a page."""
    return [
        found
        for name, examples in sites_of(page).items()
        for found in _mistakes(examples, folder / (name or "page"))
    ]


def _mistakes(examples: list[Example], folder: Path) -> list[str]:
    """What is wrong with the examples of one site."""
    sound = [example for example in examples if "fails" not in example.says]
    found = [f"{p.place}: [{p.code}] {p.message}" for p in built(folder / "sound", sound)]
    found += [
        f"line {example.line}: {example.says['file']} is another example's, too" for example in twice(sound)
    ]
    found += missing_pages(folder / "sound" / "public", sound)
    for number, example in enumerate(examples):
        if code := example.says.get("fails"):
            problems = built(folder / str(number), [*sound, example])
            path = example.says.get("file") or example.says["into"]
            if (path, code) not in [(problem.path, problem.code) for problem in problems]:
                shown = ", ".join(sorted({problem.code for problem in problems})) or "nothing"
                found.append(f"line {example.line}: {path} does not give {code}, but {shown}")
    return found


def missing_pages(public: Path, examples: list[Example]) -> list[str]:
    """URLs that examples name and that the build does not write."""
    return [
        f"line {example.line}: the build writes no {url}"
        for example in examples
        for url in filter(None, example.says.get("gives", "").split(","))
        if not (public / (f"{url}index.html" if url.endswith("/") else url).lstrip("/")).is_file()
    ]


def twice(examples: list[Example]) -> list[Example]:
    """Examples that would be laid over an earlier one, which nothing would try then."""
    files = [example.says.get("file") for example in examples]
    return [
        example
        for number, example in enumerate(examples)
        if files[number] in files[:number] and files[number] and "again" not in example.says
    ]


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_build(page: str, tmp_path: Path) -> None:
    assert mistakes((REPOSITORY / page).read_text(encoding="utf-8"), tmp_path) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_block_of_a_page_says_what_it_is(page: str) -> None:
    assert unclaimed((REPOSITORY / page).read_text(encoding="utf-8")) == []


def unclaimed(page: str) -> list[str]:
    """Blocks that look like examples, and that nothing tries."""
    return [
        f"line {example.line}: a block `{example.language}` that no test tries"
        for example in fences(page)
        if not is_file(example)
        and not {"workflow", "config"} & example.says.keys()
        and example.language not in ("console", "python", "text")
    ]


def test_the_workflow_saves_what_builds_remember() -> None:
    page = (REPOSITORY / "docs/operators.md").read_text(encoding="utf-8")
    [example] = [example for example in fences(page) if "workflow" in example.says]
    steps = yaml.safe_load(example.text)["jobs"]["site"]["steps"]
    assert [step["with"]["path"] for step in steps if "cache" in step.get("uses", "")] == [STATE]
    commands = [step["run"] for step in steps if step.get("run", "").startswith("sitegen")]
    assert commands
    assert [wrong for command in commands for wrong in wrong_calls(command)] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_programs_of_a_page_run(page: str) -> None:
    for example in fences((REPOSITORY / page).read_text(encoding="utf-8")):
        if example.language == "python" and not is_file(example):
            exec(compile(example.text, f"{page}:{example.line}", "exec"), {"__name__": "example"})


def test_an_example_that_is_wrong_is_found(tmp_path: Path) -> None:
    page = (
        "```markdown file=content/world/x.md\n---\ntitle: X\ndate: 2024-03-01\nsubtitel: Y\n---\nText\n```\n"
    )
    assert "unknown-key" in mistakes(page, tmp_path / "a")[0]
    assert mistakes(page.replace("x.md", "x.md fails=unknown-key"), tmp_path / "b") == []
    assert mistakes(page.replace("subtitel", "subtitle"), tmp_path / "c") == []
    [found] = mistakes(page.replace("x.md", "x.md fails=invalid-date"), tmp_path / "d")
    assert "does not give invalid-date" in found
    assert (
        "does not give"
        in mistakes(
            page.replace("x.md", "x.md fails=unknown-key").replace("subtitel", "subtitle"), tmp_path / "e"
        )[0]
    )


def test_an_example_that_hides_another_is_found(tmp_path: Path) -> None:
    example = "```markdown file=content/pages/x.md{}\n---\ntitle: X\n---\nText\n```\n"
    [found] = mistakes(example.format("") * 2, tmp_path / "a")
    assert found == "line 7: content/pages/x.md is another example's, too"
    assert mistakes(example.format("") + example.format(" site=other"), tmp_path / "b") == []


def test_a_later_version_of_a_file_replaces_it(tmp_path: Path) -> None:
    example = "```markdown file=content/pages/x.md{}\n---\ntitle: X\n{}---\nText\n```\n"
    page = example.format("", "") + example.format(" again=yes", "slug: y\n")
    assert mistakes(page.replace("again=yes", "again=yes gives=/y/"), tmp_path / "a") == []
    assert mistakes(page.replace("again=yes", "again=yes gives=/x/"), tmp_path / "b") == [
        "line 7: the build writes no /x/"
    ]


def test_an_example_that_nothing_tries_is_found() -> None:
    assert unclaimed("```yaml\ntitle: X\n```\n")
    assert not unclaimed("```yaml into=sitegen.yaml\ntitle: X\n```\n")


def test_a_block_within_a_longer_fence_is_part_of_it() -> None:
    [example] = fences("````text\n```markdown file=a.md\nX\n```\n````\n")
    assert example.text == "```markdown file=a.md\nX\n```\n"


# Commands in examples


#: Programs of others that the manual calls.
PROGRAMS = (
    "python",
    "python3",
    "pip",
    "cd",
    "curl",
    "eval",
    "rsync",
    ".",
    "rm",
    "mkdir",
    "nginx",
    "aws",
    "systemctl",
)


def called(page: str) -> Iterator[tuple[int, str]]:
    """Every line after a `$` in a page's console examples."""
    for example in fences(page):
        if example.language == "console":
            for number, line in enumerate(example.text.splitlines()):
                if line.startswith("$ "):
                    yield example.line + number + 1, line[2:]


def wrong_calls(line: str) -> list[str]:
    """What is wrong with the commands in a line of a console."""
    words = shlex.split(line, comments=True)
    calls: list[list[str]] = [[]]
    for word in words:
        if word in ("&&", "|", "||", ";"):
            calls.append([])
        else:
            calls[-1].append(word)
    return [found for call in calls if call and (found := _wrong_call(call))]


def _wrong_call(words: list[str]) -> str:
    program, arguments = words[0].removeprefix(".venv/bin/"), words[1:]
    if ">" in arguments:
        arguments = arguments[: arguments.index(">")]
    if program == "sitegen":
        return _wrong_use(arguments)
    if program == "make":
        known = re.findall(
            r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
        )
        unknown = [each for each in arguments if "=" not in each and each not in known]
        return f"make has no target {', '.join(unknown)}" if unknown else ""
    if program == "python" and arguments[:1] == ["-m"] and arguments[1].startswith("tools."):
        module = arguments[1].replace(".", "/")
        return "" if (REPOSITORY / f"{module}.py").exists() else f"there is no {module}.py"
    return "" if program in PROGRAMS else f"who is {program}?"


def _wrong_use(arguments: list[str]) -> str:
    """Parses the arguments as the command line does, without doing anything."""
    command: click.Command = cli
    name, context = "sitegen", None
    try:
        while isinstance(command, click.Group):
            context = click.Context(
                command, info_name=name, parent=context, help_option_names=["-h", "--help"]
            )
            if arguments and arguments[0] in ("--version", "--help"):
                return ""
            resolved, found, arguments = command.resolve_command(context, arguments)
            assert found is not None
            command, name = found, str(resolved)
        command.make_context(name, list(arguments), parent=context)
    except click.exceptions.Exit:
        return ""
    except click.UsageError as error:
        return error.format_message()
    except IndexError:
        return "a command is missing"
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_exist(page: str) -> None:
    lines = called((REPOSITORY / page).read_text(encoding="utf-8"))
    assert [(number, wrong) for number, line in lines for wrong in wrong_calls(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        "sitegen publish",
        "sitegen build --fast",
        "cd mysite && sitegen chek",
        "sitegen new article",
        "sitegen completion tcsh",
        "make sites",
        ".venv/bin/python -m tools.nothing",
        "format-disk",
    ],
)
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    assert wrong_calls(line)


# Links


def slug(heading: str) -> str:
    """A heading's anchor, as the usual viewers of Markdown make it."""
    text = re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    kept = (c for c in text if c in " -_" or unicodedata.category(c)[0] in "LN")
    return "".join(kept).replace(" ", "-")


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings."""
    plain = re.sub(r"^( *)(`{3,}).*?^ *\2`*[ \t]*$", "", page, flags=re.DOTALL | re.MULTILINE)
    return {slug(heading) for heading in re.findall(r"^#{1,6} (.+)$", plain, re.MULTILINE)}


def broken(page: str, path: str, root: Path = REPOSITORY) -> list[str]:
    """Links of a page that lead to no file or to no heading of it."""
    found = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_fences(page)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, fragment = target.partition("#")
        inner = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
        there = root / inner
        known = (
            anchors(page if not file else there.read_text(encoding="utf-8"))
            if fragment and there.is_file()
            else set()
        )
        if not there.exists() or (fragment and fragment not in known):
            found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_work(page: str) -> None:
    assert broken((REPOSITORY / page).read_text(encoding="utf-8"), page) == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = {"README.md"}, ["README.md"]
    while waiting:
        page = waiting.pop()
        text = without_fences((REPOSITORY / page).read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)\s#]+\.md)", text):
            there = posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
            if there in PAGES and there not in reached:
                reached.add(there)
                waiting.append(there)
    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("link", ["nothing.md", "docs/nothing.md", "#nothing", "README.md#nothing"])
def test_a_broken_link_is_found(link: str) -> None:
    assert broken(f"# Title\n\nSee [this]({link}).\n", "README.md") == [link]


def test_a_link_that_works_is_left_alone() -> None:
    page = (
        "# The title: `a.b`, and more\n\n[a](#the-title-ab-and-more) [b](Makefile) [c](https://example.org/x)"
    )
    assert broken(page, "README.md") == []
    assert broken("```text\n[x](nothing.md)\n```\n", "README.md") == []


# Nothing is left out


def page_of(name: str) -> str:
    return (FOLDER / "reference" / f"{name}.md").read_text(encoding="utf-8")


def part_of(page: str, heading: str) -> str:
    """What stands under a heading, to the next one of its level or above; empty where there is none."""
    lines, found, level = page.splitlines(), [], 0
    for line in lines:
        match = re.match(r"(#{1,6}) (.+)", line)
        if match and level and len(match[1]) <= level:
            break
        if match and not level and match[2].replace("`", "") == heading:
            level = len(match[1])
        if level:
            found.append(line)
    return "\n".join(found)


def in_code(page: str) -> set[str]:
    """What a page sets in code, anywhere."""
    return set(re.findall(r"`([^`\n]+)`", page))


def first_cells(page: str) -> set[str]:
    """The names with which the lines of a page's tables begin, without arguments and what they take."""
    cells = re.findall(r"^\| `([^`\n]+)`", page, re.MULTILINE)
    return {re.split(r"[ (]", name)[0] for cell in cells for name in cell.split(", ")}


def undocumented(page: str, names: Iterable[str]) -> list[str]:
    """The names that have no line of their own in a page's tables."""
    said = first_cells(page)
    return [name for name in names if name not in said]


def command_gaps(page: str, commands: Iterable[tuple[str, click.Command]]) -> list[str]:
    """Commands without a part of their own, and options that it does not name."""
    gaps = []
    for name, command in commands:
        part = part_of(page, name)
        if not part:
            gaps.append(name)
            continue
        options = [
            option for each in command.params if isinstance(each, click.Option) for option in each.opts
        ]
        gaps += [f"{name} {option}" for option in undocumented(part, options)]
        if not command.help:
            gaps.append(f"{name}: no help")
    return gaps


def all_commands(command: click.Command = cli, name: str = "sitegen") -> Iterator[tuple[str, click.Command]]:
    """Every command, found by a walk of its own."""
    if isinstance(command, click.Group):
        context = click.Context(command, help_option_names=["-h", "--help"])
        for each in reference.names_in(command):
            found = command.get_command(context, each)
            assert found is not None
            yield from all_commands(found, f"{name} {each}")
    else:
        yield name, command


def test_every_command_and_option_is_documented() -> None:
    assert command_gaps(page_of("commands"), all_commands()) == []


def test_a_command_or_option_that_is_not_documented_is_found() -> None:
    new = click.Command("publish", params=[click.Option(["--port"])], help="Serve.")
    page = page_of("commands")
    assert command_gaps(page, [("sitegen publish", new)]) == ["sitegen publish"]
    assert command_gaps(f"{page}\n## sitegen publish\n\nText.\n", [("sitegen publish", new)]) == [
        "sitegen publish --port"
    ]
    without = page.replace("| `--partial` |", "| partial |")
    assert command_gaps(without, all_commands()) == ["sitegen build --partial"]


def test_every_setting_is_documented() -> None:
    rows = reference.settings()
    assert undocumented(page_of("configuration"), (row.name for row in rows)) == []
    assert [row.name for row in rows if not row.meaning] == []
    assert {"markdown.html", "languages.<lang>.root", "content.unknown", "subscribe.url"} <= {
        r.name for r in rows
    }


def test_every_severity_is_documented() -> None:
    page = page_of("configuration")
    assert {str(severity) for severity in Severity} <= in_code(page)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_key_of_a_kind_is_documented(kind: Kind) -> None:
    part = part_of(page_of("front-matter"), HEADINGS[kind])
    rows = reference.keys(kind)
    assert part
    assert undocumented(part, (row.name for row in rows)) == []
    assert [row.name for row in rows if not row.meaning] == []
    assert set(MATTERS[kind].__struct_fields__) <= {row.name for row in rows}


HEADINGS = {
    Kind.ARTICLE: "Article",
    Kind.SECTION: "Section",
    Kind.AUTHOR: "Author",
    Kind.TAG: "Tag",
    Kind.ISSUE: "Issue",
    Kind.SERIES: "Series",
    Kind.PAGE: "Page",
    Kind.INDEX: "Index",
    Kind.HOME: "Home",
}


def test_every_problem_code_is_documented() -> None:
    assert undocumented(page_of("problems"), KINDS) == []


def test_every_filter_function_and_query_is_documented() -> None:
    page = page_of("templates")
    assert undocumented(part_of(page, "Filters"), FILTERS) == []
    assert undocumented(part_of(page, "Functions"), FUNCTIONS) == []
    assert undocumented(part_of(page, "Queries"), (f"site.{name}" for name in reference.queries())) == []
    assert set(reference.queries()) == set(QUERIES.values())


def templates(folder: Path = TEMPLATES) -> dict[str, list[str]]:
    """The templates of a theme with the blocks that each defines."""
    jinja = jinja2.Environment(trim_blocks=True, extensions=[FragmentTag])
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            blocks = jinja.parse(path.read_text(encoding="utf-8")).find_all(nodes.Block)
            found[path.relative_to(folder).as_posix()] = [block.name for block in blocks]
    return found


def template_gaps(page: str, folder: Path = TEMPLATES) -> list[str]:
    """Templates that the page's tables leave out."""
    said = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    return [name for name in templates(folder) if name not in said]


def block_gaps(page: str, folder: Path = TEMPLATES) -> list[str]:
    """Where the page's table of blocks and the templates differ, and blocks of which it does not say what they hold."""
    gaps, said = [], set()
    for row in re.findall(r"^\| `.+ \|$", part_of(page, "Blocks of broadsheet"), re.MULTILINE):
        block, names, holds = (cell.strip() for cell in row.strip("|").split("|"))
        said |= {(name, block.strip("`")) for name in in_code(names)}
        gaps += [] if holds else [f"{block} holds nothing"]
    there = {(name, block) for name, blocks in templates(folder).items() for block in blocks}
    gaps += [f"{name}: {block} is missing" for name, block in sorted(there - said)]
    return gaps + [f"{name}: {block} is gone" for name, block in sorted(said - there)]


def test_every_template_is_documented() -> None:
    assert template_gaps(page_of("templates")) == []


def test_every_block_is_documented_with_what_it_holds() -> None:
    assert block_gaps(page_of("templates")) == []


def test_a_template_that_is_not_documented_is_found(tmp_path: Path) -> None:
    (tmp_path / "map.html").write_text("{% block legend %}{% endblock %}", encoding="utf-8")
    assert template_gaps(page_of("templates"), tmp_path) == ["map.html"]
    assert template_gaps("| `map.html` | `chart` |", tmp_path) == []


def test_a_block_that_is_not_documented_is_found(tmp_path: Path) -> None:
    (tmp_path / "map.html").write_text("{% block legend %}{% endblock %}", encoding="utf-8")
    page = "## Blocks of broadsheet\n\n| `{}` | `atlas.html`, `map.html` | {} |\n\n## Options\n"
    assert block_gaps(page.format("legend", "signs"), tmp_path) == ["atlas.html: legend is gone"]
    assert block_gaps(page.replace("`atlas.html`, ", "").format("legend", ""), tmp_path) == [
        "`legend` holds nothing"
    ]
    assert block_gaps(page.replace("`atlas.html`, ", "").format("chart", "lines"), tmp_path) == [
        "map.html: legend is missing",
        "map.html: chart is gone",
    ]
    assert "article.html: byline is missing" in block_gaps(page_of("templates").replace("`byline`", "`line`"))


def test_every_name_that_a_template_sees_is_documented() -> None:
    page = page_of("templates")
    lines = {match[1]: match[0] for match in re.finditer(r"^\| `([^`]+)` \|.*$", page, re.MULTILINE)}
    for template, names in contexts().items():
        assert names <= in_code(lines[template]), template


def contexts() -> dict[str, set[str]]:
    """The names in each template's context, in the plan of the repository's own publication."""
    from sitegen.build.load import instant, load_config
    from sitegen.model.site import BuildTime
    from sitegen.read.file_state import Files
    from sitegen.read.project import read
    from sitegen.store import temporary_store
    from tests.factory import Plan as plan
    from tests.factory import link

    config, _ = load_config(Files(REPOSITORY))
    assert config is not None
    content = read(Files(REPOSITORY), config, temporary_store()).content
    planned = plan(link(content, config, BuildTime(instant("2027-01-01", "UTC"))))
    found: dict[str, set[str]] = {}
    for output in planned.routes:
        args: Any = planned.job(output).args
        if isinstance(args, PageArgs):
            found.setdefault(args.template, set()).update(name for name, _ in args.context)
    assert {"article.html", "home.html", "issue.html", "all_series.html"} <= set(found)
    return found


def test_every_option_of_the_theme_is_documented() -> None:
    options = yaml.safe_load((THEME / "theme.yaml").read_text(encoding="utf-8"))["options"]
    assert undocumented(part_of(page_of("templates"), "Options of broadsheet"), options) == []


@pytest.mark.parametrize("name", ["wrong.setting", "photo.sized", "no-such-code", "shuffled"])
def test_a_name_that_is_not_documented_is_found(name: str) -> None:
    for page in ("configuration", "front-matter", "problems", "templates"):
        assert undocumented(page_of(page), [name]) == [name]
    assert undocumented(f"| `{name}` | text |", [name]) == []


@pytest.mark.parametrize(
    ("page", "gone", "names"),
    [
        ("configuration", "markdown.html", [row.name for row in reference.settings()]),
        ("configuration", "languages.<lang>.root", [row.name for row in reference.settings()]),
        ("problems", "unknown-author", list(KINDS)),
        ("templates", "site.latest", [f"site.{name}" for name in reference.queries()]),
        ("templates", "listed", list(FILTERS)),
        ("templates", "asset", list(FUNCTIONS)),
    ],
)
def test_a_line_that_is_gone_is_found(page: str, gone: str, names: list[str]) -> None:
    without = re.sub(rf"^\| `{re.escape(gone)}[`(].*\n", "", page_of(page), flags=re.MULTILINE)
    assert undocumented(without, names) == [gone]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_key_that_is_gone_is_found_in_its_kind(kind: Kind) -> None:
    part = part_of(page_of("front-matter"), HEADINGS[kind])
    without = part.replace("| `aliases` |", "| |")
    expected = ["aliases"] if "aliases" in part else []
    assert undocumented(without, (row.name for row in reference.keys(kind))) == expected


# Generated parts


@pytest.mark.parametrize("page", reference.pages(), ids=lambda page: page.name)
def test_the_generated_parts_of_a_page_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert reference.current(text) == text, "python -m tools.reference writes them"


def test_every_generated_part_stands_on_a_page() -> None:
    found = [
        name for page in reference.pages() for name in reference.parts_in(page.read_text(encoding="utf-8"))
    ]
    assert sorted(found) == sorted(reference.PARTS)


def test_a_part_that_is_out_of_date_is_found() -> None:
    page = page_of("problems")
    assert reference.current(page.replace("| `not-utf8` | error |", "| `not-utf8` | warning |")) == page
    assert page != page.replace("| `not-utf8` | error |", "| `not-utf8` | warning |")
