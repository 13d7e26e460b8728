"""Malformed sites: each says what is wrong and where, and leaves what was published as it was."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sitegen.build.pipeline import Options, build
from sitegen.build.report import Report, with_lines
from sitegen.problems import SEPARABLE, Severity
from tests.sites.invalid.bound_cases import CASES as BOUND_CASES
from tests.sites.invalid.case import ARTICLE, CONFIG, GOOD, Case, article, picture
from tests.sites.invalid.site_cases import CASES as SITE_CASES
from tests.sites.invalid.value_cases import CASES as VALUE_CASES
from tests.sites.invalid.yaml_cases import CASES as YAML_CASES

SITES = Path(__file__).parent / "sites" / "invalid"


def whole_sites() -> Iterator[Case]:
    """The sites that lie here as folders, each with the problems that it has in `problems.txt`."""
    for problems in sorted(SITES.glob("*/problems.txt")):
        files = {
            str(p.relative_to(problems.parent)): p.read_bytes()
            for p in problems.parent.rglob("*")
            if p.is_file()
        }
        without = dict.fromkeys(GOOD) | files | {"problems.txt": None}
        yield Case(f"site-{problems.parent.name}", without, frozenset(problems.read_text().splitlines()), "")


CASES = [*whole_sites(), *YAML_CASES, *VALUE_CASES, *SITE_CASES, *BOUND_CASES]

NOW = "2026-11-23T12:00"


class Project:
    """A site's folder with the good site's `public/`, which cases change and that is put right again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "public"

    def build(self, files: Mapping[str, bytes | None] | None = None, **options: Any) -> Report:
        """Build the good site with these files in the place of its own."""
        self.write({**GOOD, **(files or {})})
        return self.run(**options)

    def write(self, files: Mapping[str, bytes | None]) -> None:
        """Let the project consist of these files."""
        for entry in self.root.iterdir():
            if entry.name in ("public", ".sitegen"):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        for path, data in files.items():
            if data is not None:
                file = self.root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)

    def run(self, **options: Any) -> Report:
        """Build what is there, whatever became of the pages of other cases."""
        given = {"root": self.root, "out": self.out, "now": NOW, "accept_removals": True, **options}
        return build(Options(**given))  # type: ignore[arg-type]

    def published(self) -> dict[str, tuple[int, bytes]]:
        """Every file of the output tree: which it is on the disk, and its bytes."""
        files = (path for path in sorted(self.out.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.out)): (path.stat().st_ino, path.read_bytes()) for path in files}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("invalid"))
    report = project.build()
    assert report.problems == ()
    assert report.published
    return project


@pytest.fixture
def good(project: Project) -> Project:
    """The project with the good site published, whatever went before."""
    project.build()
    return project


def errors(report: Report) -> set[str]:
    """The report's errors as cases expect them."""
    return {f"{p.place} {p.code}" for p in report.problems if p.severity is Severity.ERROR}


def shown(report: Report) -> str:
    """Everything that the report says, for a test that fails."""
    return "\n".join(f"{p.place} {p.code}: {p.message} → {p.hint}" for p in report.problems)


def test_there_are_many() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({tuple(sorted(case.files.items(), key=str)) for case in CASES}) == len(CASES)
    assert len(CASES) >= 200


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_malformed(case: Case, project: Project) -> None:
    before = project.published()
    report = project.build(case.files)
    assert errors(report) == case.expected, shown(report)
    assert any(case.says in f"{p.message} {p.hint}" for p in report.problems), shown(report)
    for problem in with_lines(project.root, report.problems):
        assert problem.message
        assert problem.hint, shown(report)
        assert problem.text or not problem.line or problem.code not in _WITH_LINE
    assert report.exit_status == 1
    assert not report.published
    assert project.published() == before


_WITH_LINE = {"yaml-syntax", "wrong-type", "invalid-date", "unknown-key", "duplicate-key"}


def test_all_problems_at_once_in_order(project: Project) -> None:
    (case,) = (case for case in whole_sites() if case.name == "site-twelve-mistakes")
    problems = project.build(case.files).problems
    assert len({problem.path for problem in problems}) >= 6
    assert len(problems) >= 12
    assert [(p.path, p.line, p.column) for p in problems] == sorted(
        (p.path, p.line, p.column) for p in problems
    )


# What a file system can hold beside files and folders


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    here = os.getcwd()
    try:
        os.chdir(path.parent)  # a socket's address is short
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)
        os.close(folder)


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _folder_with_an_article(path: Path) -> None:
    path.mkdir()
    (path / "inside.md").write_text(article())


ODDITIES = {
    "a FIFO": ("content/asia/x.md", _fifo, "unreadable-file"),
    "a FIFO among static files": ("static/x.txt", _fifo, "unreadable-file"),
    "a FIFO among data": ("data/x.yaml", _fifo, "unreadable-file"),
    "a socket": ("content/asia/x.md", _socket, "unreadable-file"),
    "a folder named as a document": ("content/asia/x.md", Path.mkdir, "unreadable-file"),
    "a folder with an article named as a document": (
        "content/asia/x.md",
        _folder_with_an_article,
        "unreadable-file",
    ),
    "a link to nowhere": ("content/asia/x.md", _link("none.md"), "symlink-outside"),
    "a link to itself": ("content/asia/x.md", _link("x.md"), "symlink-outside"),
    "a link to its folder": ("content/asia/x", _link("."), "symlink-outside"),
    "a link to the folder above": ("content/asia/x", _link(".."), "symlink-outside"),
    "a link to the project": ("content/asia/x", _link("../.."), "symlink-outside"),
    "a link to a file outside": ("content/asia/x.md", _link("/etc/passwd"), "symlink-outside"),
    "a link to a folder outside": ("content/asia/x", _link("/etc"), "symlink-outside"),
    "a link to a hidden file": ("static/e.txt", _link("../.env"), "symlink-outside"),
    "a link to what drafts may lie in": ("static/dd", _link("../content/asia"), "symlink-outside"),
    "a link to a static file outside": ("static/passwd", _link("/etc/passwd"), "symlink-outside"),
    "a link to data outside": ("data/passwd.csv", _link("/etc/passwd"), "symlink-outside"),
    "a FIFO among templates": ("templates/x.html", _fifo, "unreadable-file"),
    "a link to a template outside": ("templates/article.html", _link("/etc/passwd"), "symlink-outside"),
    "a link to templates outside": ("templates", _link("/etc"), "symlink-outside"),
    "a link to templates nowhere": ("templates", _link("gone"), "symlink-outside"),
    "a file instead of templates": ("templates", Path.touch, "unreadable-file"),
    "a link to a device": ("static/zero", _link("/dev/zero"), "symlink-outside"),
}


@pytest.mark.parametrize("name", ODDITIES)
def test_oddities_of_file_systems(name: str, project: Project) -> None:
    path, make, code = ODDITIES[name]
    assert callable(make)
    before = project.published()
    project.write(GOOD)
    (project.root / path).parent.mkdir(exist_ok=True)
    make(project.root / path)
    report = project.run()
    assert errors(report) == {f"{path} {code}"}, shown(report)
    assert all(problem.message and problem.hint for problem in report.problems)
    assert not report.published
    assert project.published() == before


@pytest.mark.parametrize("folder", ["content/asia", "static", "data", "templates"])
def test_names_that_are_not_utf8(folder: str, project: Project) -> None:
    before = project.published()
    project.write(GOOD)
    (project.root / folder).mkdir(exist_ok=True)
    Path(os.fsdecode(os.fsencode(project.root / folder) + b"/caf\xe9.md")).write_text(article())
    report = project.run()
    assert errors(report) == {f"{folder}/caf\ufffd.md unreadable-file"}, shown(report)
    assert project.published() == before


def test_links_inside_the_project_are_followed(good: Project) -> None:
    good.write({**GOOD, "vendor/photo.png": GOOD["content/asia/photo.png"]})
    (good.root / "static").mkdir(exist_ok=True)
    (good.root / "static/copy.png").symlink_to("../vendor/photo.png")
    assert good.run().problems == ()
    assert (good.out / "copy.png").read_bytes() == GOOD["content/asia/photo.png"]


def test_dotfiles_are_not_published(good: Project) -> None:
    dotted = {
        f"{folder}{name}": b"dotted secret"
        for folder in ("content/", "content/asia/", "static/", "static/.well-known/", "static/.git/", "data/")
        for name in (".env", ".htpasswd", ".draft.md", "._photo.png", ".gitignore")
    }
    good.build(dotted)
    assert good.run().published
    published = good.published()
    assert not any("/." in f"/{path}".replace("/.well-known/", "/") for path in published)
    assert not any(b"dotted secret" in data for _, data in published.values())
    assert (good.out / ".well-known/security.txt").is_file()


STRANGE_NAMES = [
    "a%e2%80%8ab",
    "what?",
    "a#b",
    "a:b",
    "a&b",
    "a b",
    "a\u00a0b",
    "“quoted”",
    "C++",
    "100%",
    "%",
    "%zz",
    "a'b",
    'a"b',
    "<b>",
    "a\\b",
    "-",
    "--help",
    "~",
    "$HOME",
    "*",
    "a\tb",
    "a\nb",
    "日本語",
    "עברית",
    "🙂",
    "x" * 252,
]


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_strange_names_are_fine(name: str, good: Project) -> None:
    report = good.build({f"content/asia/{name}.md": article().encode()})
    assert report.problems == (), shown(report)
    assert f"content/asia/{name}.md" in report.sources


FINE = {
    "byte-order-mark": b"\xef\xbb\xbf" + article().encode(),
    "carriage-returns": article().replace("\n", "\r").encode(),
    "carriage-returns-and-line-feeds": article().replace("\n", "\r\n").encode(),
    "norway": article("summary: NO\nextra: {country: NO, time: 12:30, version: 5.10}").encode(),
    "numbers": article("extra: {a: .inf, b: .nan, c: 0o17, d: " + "9" * 5000 + ", e: 1e999}").encode(),
    "depth-32": article("extra: {a: " + "[" * 30 + "]" * 30 + "}").encode(),
    "line-separators": article(body="One\u2028two\u2029three.\n").encode(),
    "title-of-a-number": article(title="1984").encode(),
}


@pytest.mark.parametrize("name", FINE)
def test_unusual_and_fine(name: str, good: Project) -> None:
    report = good.build({ARTICLE: FINE[name]})
    assert report.problems == (), shown(report)
    assert ARTICLE in report.sources


# A partial build


def test_partial_builds_leave_broken_documents_out(good: Project) -> None:
    report = good.build(
        {
            ARTICLE: article("summary: a: b").encode(),
            "content/asia/dateless.md": b"---\ntitle: x\n---\n",
            "content/asia/linked.md": article(
                body="See [the broken one](article.md), [it](dateless.md).\n"
            ).encode(),
            "content/asia/templated.md": article("template: none.html").encode(),
            "content/asia/linking.md": article(body="See [it](none.md).\n").encode(),
            "content/asia/good/index.md": article().encode(),
        },
        partial=True,
    )
    left_out = ("article", "dateless", "good/index", "linking", "templated")
    assert report.left_out == tuple(
        f"content/asia/{name}.md" for name in left_out
    ) or report.left_out == tuple(
        f"content/asia/{name}.md" for name in (*left_out[:2], "good", *left_out[3:])
    )
    assert report.exit_status == 1
    assert report.published
    page = (good.out / "asia/linked/index.html").read_text()
    assert "See the broken one, it." in page
    for name in ("article", "dateless", "linking", "templated"):
        assert not (good.out / "asia" / name).exists()
        assert not any(f"/asia/{name}/".encode() in data for _, data in good.published().values())


@pytest.mark.parametrize("case", CASES[::20], ids=lambda case: case.name)
def test_partial_builds_escape_from_nothing(case: Case, good: Project) -> None:
    report = good.build(case.files, partial=True)
    assert report.exit_status == 1
    if all(place.startswith("content/") for place in case.expected):
        assert report.published
        assert report.left_out or any(problem.code in SEPARABLE for problem in report.problems)


# What is not to be seen


SECRET = "Zanzibarquux"

_BODY = f"{SECRET} opening.\n\n## {SECRET} heading\n\n![{SECRET}]({SECRET}.png)\n\n[{SECRET}]({SECRET}.pdf)\n"
_WITHHELD = [
    *(
        f"draft: {word}"
        for word in ("true", "True", "TRUE", "'true'", "yes", "on", "1", "Y", "maybe", "[true]")
    ),
    *(f"{key}: true" for key in ("Draft", "DRAFT")),
    *(
        f"published: {word}"
        for word in ("false", "False", "FALSE", "'false'", "no", "off", "0", "n", "[false]")
    ),
    *(f"{key}: false" for key in ("Published", "PUBLISHED")),
    *(f"status: {word}" for word in ("draft", "Draft", "review", "withdrawn", "drafted", "unpublished")),
    "embargo: 2026-11-23T12:01",
    "embargo: 2027-01-01",
    "embargo: someday",
    "embargo: [2027-01-01]",
    "expires: 2026-11-23T12:00",
    "expires: 2026-01-01",
    "expires: never",
    "draft: false\ndraft: true",
    "status: published\nstatus: draft",
    "<<: {status: draft}",
    "draft: true\npublished: true",
]


@pytest.mark.parametrize("unknown", ["error", "extra"])
def test_nothing_withheld_is_seen(unknown: str, good: Project) -> None:
    lenient = "wrong-type duplicate-key invalid-value invalid-date yaml-unsupported unknown-key".split()
    problems = ", ".join(f"{code}: warning" for code in lenient)
    files = {"sitegen.yaml": f"{CONFIG}content: {{unknown: {unknown}}}\nproblems: {{{problems}}}\n".encode()}
    names = [f"{SECRET}-{number}" for number in range(len(_WITHHELD))]
    for name, withheld in zip(names, _WITHHELD, strict=True):
        matter = (
            f"summary: {SECRET}\ntags: [{SECRET}]\nphoto: {{src: {SECRET}.png, alt: {SECRET}}}\n{withheld}"
        )
        files[f"content/asia/{name}/index.md"] = article(
            matter, _BODY, f"{SECRET} {withheld!r}".replace(":", "")
        ).encode()
        files[f"content/asia/{name}/{SECRET}.png"] = picture()
        files[f"content/asia/{name}/{SECRET}.pdf"] = SECRET.encode()
    related = ", ".join(f"asia/{name}" for name in names)
    links = "".join(f"- [Text]({name}/index.md)\n" for name in names)
    files[ARTICLE] = article(f"related: [{related}]", links).encode()
    report = good.build(files)
    assert report.published, shown(report)
    assert (good.out / "asia/article/index.html").is_file()
    assert seen(good) == []


def test_nothing_behind_a_gate_is_seen(good: Project) -> None:
    folder = "content/asia/gated"
    good.build(
        {
            f"{folder}/index.md": article(
                "access: teaser", f"The opening.\n\n<!-- more -->\n\n{_BODY}"
            ).encode(),
            f"{folder}/{SECRET}.png": picture(),
            f"{folder}/{SECRET}.pdf": SECRET.encode(),
        }
    )
    assert "The opening." in (good.out / "asia/gated/index.html").read_text()
    assert seen(good) == []


def seen(project: Project) -> list[str]:
    """Published files that hold the secret, in their text or their name."""
    published = project.published()
    return [
        path
        for path, (_, data) in published.items()
        if SECRET.lower().encode() in path.encode().lower() + data.lower()
    ]
