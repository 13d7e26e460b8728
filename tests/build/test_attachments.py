"""Files beside documents, from the disk to the output tree: each way that they can be reached or come to lie
there, in clean and incremental builds, with drafts and with broken documents left out."""

from __future__ import annotations

import pytest

from sitegen.problems import SEPARABLE, Severity
from tests.factory import codes
from tests.projects import article, tree

OWN = "content/asia/rivers"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2">{}</svg>'
SAFE, ACTIVE = SVG.format("<path d='M0 0'/>"), SVG.format("\n<script>alert(1)</script>")
CANARY = "canary-4711"

#: What lies in many folders, and is meant for nobody.
_LEFT_BEHIND = [
    "index.md~",
    "index.md.bak",
    "#index.md#",
    "old.markdown",
    "Draft.MD",
    "_comments.yaml",
    "comments.json",
    "minutes.docx",
    "budget.xlsx",
    "notes.txt",
    "index.md.orig",
    "Copy of lengths.csv",
    "dump.sql",
    "page.html",
    "~$minutes.docx",
]


def _published(project, name: str) -> bool:
    return any(path.rpartition("/")[2] == name for path in tree(project.out))


def _is_clean(project) -> None:
    """An incremental build must equal a clean one."""
    before = tree(project.out)
    assert project.build(fresh=True).published
    assert tree(project.out) == before


@pytest.mark.parametrize(
    "folder", [OWN, f"{OWN}/more", "content/asia", "content/asia/rivers.md-files", "content"]
)
@pytest.mark.parametrize("attachments", ["linked", "all"])
def test_unreferenced_content_files_are_not_published(project, folder, attachments):
    project.configure(f"content: {{attachments: {attachments}}}\nproblems: {{unsafe-file: warning}}\n")
    project.write({f"{OWN}/index.md": article("Rivers", body="Text.")})
    project.write({f"{folder}/{name}": f"---\nstatus: draft\n---\n{CANARY}\n" for name in _LEFT_BEHIND})
    report = project.build()
    assert report.published
    told = attachments == "all" and folder.startswith(OWN) and "md-files" not in folder
    leaked = {path.rpartition("/")[2] for path, data in tree(project.out).items() if CANARY.encode() in data}
    assert leaked == ({"notes.txt"} if told else set())
    warned = [(problem.code, problem.path) for problem in report.problems if problem.path.startswith(folder)]
    assert ("unused-file", folder) in warned
    assert ("not-a-document", folder) in warned
    assert len(warned) == (3 if told else 2)


@pytest.mark.parametrize(
    "name", ["lengths.csv", "notes.txt", "minutes.docx", "data.json", "map.svg", "Makefile"]
)
@pytest.mark.parametrize("folder", ["", "more/"])
def test_a_file_is_published_while_it_is_referenced(project, name, folder):
    path = f"{OWN}/index.md"
    linking = article("Rivers", body=f"See [it]({folder}{name}).")
    project.write({path: article("Rivers", body="See."), f"{OWN}/{folder}{name}": SAFE})
    assert codes(project.build().problems) == ["unused-file"]
    assert not _published(project, name)
    project.write({path: linking})
    assert codes(project.build().problems) == []
    assert tree(project.out)[f"asia/rivers/{folder}{name}"] == SAFE.encode()
    _is_clean(project)
    project.write({path: article("Rivers", body="See it.")})
    assert codes(project.build().problems) == ["unused-file"]
    assert not _published(project, name)
    _is_clean(project)


def test_references_from_other_documents(project):
    project.write({f"{OWN}/index.md": article("Rivers"), f"{OWN}/lengths.csv": CANARY})
    other = "content/asia/other.md"
    for body, published in [
        ("[it](rivers/lengths.csv)", True),
        ("it", False),
        ("[it](/asia/rivers/lengths.csv)", True),
    ]:
        project.write({other: article("Other", body=body)})
        assert project.build().published
        assert _published(project, "lengths.csv") is published
    project.write({other: article("Other", body="[it](rivers/lengths.csv)", status="draft")})
    assert project.build().published
    assert "asia/rivers/lengths.csv" not in tree(project.out)
    _is_clean(project)


def test_hidden_documents_publish_no_files_until_they_are_shown(project):
    body = "[Table](lengths.csv) ![Map](map.svg) [far](/photos/far.pdf)"
    files = {f"{OWN}/lengths.csv": CANARY, f"{OWN}/map.svg": SAFE, "content/photos/far.pdf": CANARY}
    project.write({f"{OWN}/index.md": article("Rivers", body=body, status="draft"), **files})
    wanted = {"asia/rivers/lengths.csv", "asia/rivers/map.svg", "photos/far.pdf"}
    for drafts in (False, True, False):
        assert project.build(drafts=drafts).published
        assert wanted & tree(project.out).keys() == (wanted if drafts else set())
    project.write({f"{OWN}/index.md": article("Rivers", body=body)})
    assert project.build().published
    assert wanted <= tree(project.out).keys()


@pytest.mark.parametrize("attachments", ["linked", "all"])
@pytest.mark.parametrize(
    "matter", [{"bogus": 1}, {"expires": "soon"}, {"status": "draft"}, {"embargo": "2099-01-01"}]
)
def test_documents_that_are_left_out_or_hidden_publish_no_files(project, matter, attachments):
    project.configure(f"content: {{attachments: {attachments}}}\n")
    body = "[Table](lengths.csv) ![Map](map.svg) [far](/photos/far.pdf) [own](https://example.org/asia/rivers/o.pdf)"
    names = [f"{OWN}/lengths.csv", f"{OWN}/o.pdf", f"{OWN}/lying.txt", "content/photos/far.pdf"]
    project.write(dict.fromkeys(names, CANARY) | {f"{OWN}/map.svg": SVG.format(f"<desc>{CANARY}</desc>")})
    project.write({f"{OWN}/index.md": article("Rivers", body=body, photo="{src: map.svg}", **matter)})
    project.write({"content/asia/related.md": article("Related", related="[asia/rivers]")})
    assert project.build(partial=True).published
    assert not [path for path, data in tree(project.out).items() if CANARY.encode() in data]


@pytest.mark.parametrize("attachments", ["linked", "all"])
def test_only_files_in_the_public_part_of_a_teaser_are_published(project, attachments):
    project.configure(f"content: {{attachments: {attachments}}}\n")
    names = ["shown.pdf", "image.svg", "linked.pdf", "by-url.pdf", "note.pdf", "lying.pdf", "html.pdf"]
    project.write({f"{OWN}/{name}": SAFE if name.endswith("svg") else CANARY + name for name in names})
    rest = (
        "![I](image.svg) [l](linked.pdf) [u](/asia/rivers/by-url.pdf) <a href='html.pdf'>h</a>[^1]\n\n"
        "[^1]: See [n](note.pdf)."
    )
    text = f"Opening [s](shown.pdf).\n\n<!-- more -->\n\n{rest}"
    project.write({f"{OWN}/index.md": article("Rivers", body=text, access="teaser")})
    assert project.build().published
    assert {path for path in tree(project.out) if path.startswith("asia/rivers/")} == {
        "asia/rivers/index.html",
        "asia/rivers/shown.pdf",
    }
    project.write({f"{OWN}/index.md": article("Rivers", body=text)})
    assert project.build().published
    assert {name for name in names if _published(project, name)} >= {*names} - {"lying.pdf"}
    project.write({f"{OWN}/index.md": article("Rivers", body=text, access="teaser")})
    assert project.build().published
    assert {name for name in names if _published(project, name)} == {"shown.pdf"}
    _is_clean(project)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("old.markdown", CANARY, "broken-link"),
        ("Draft.MD", CANARY, "broken-link"),
        ("index.md~", CANARY, "broken-link"),
        ("lengths.csv.bak", CANARY, "broken-link"),
        ("page.html", CANARY, "unsafe-file"),
        ("page.html.de", CANARY, "unsafe-file"),
        ("news.xml", CANARY, "unsafe-file"),
        ("drawing.svgz", CANARY, "unsafe-file"),
        ("x.svg", ACTIVE, "unsafe-file"),
        ("X.SVG", ACTIVE, "unsafe-file"),
        ("x.svg", SVG.format("<g onclick='alert(1)'/>"), "unsafe-file"),
        ("x.svg", "<svg", "unsafe-file"),
    ],
)
def test_a_link_to_a_file_that_is_never_published(project, name, data, code):
    path = f"{OWN}/index.md"
    assert project.build().published
    project.write({path: article("Rivers", body=f"See [it]({name})."), f"{OWN}/{name}": data})
    report = project.build()
    assert not report.published
    problem = next(problem for problem in report.problems if problem.severity is Severity.ERROR)
    assert (problem.code, problem.path, problem.line, problem.column) == (code, path, 6, 10)
    assert problem.hint
    assert project.build(partial=True).published
    assert not _published(project, name)
    assert ("asia/rivers/index.html" in tree(project.out)) is (code in SEPARABLE)
    project.configure(f"problems: {{{code}: warning}}\n")
    assert project.build().published
    assert not _published(project, name)
    assert "asia/rivers/index.html" in tree(project.out)


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize(
    "files",
    [
        {f"{OWN}/index.md": article("Rivers", body="![Map](x.svg)"), f"{OWN}/x.svg": ACTIVE},
        {f"{OWN}/index.md": article("Rivers", body="<img src='x.svg' alt='Map'>"), f"{OWN}/x.svg": ACTIVE},
        {
            f"{OWN}/index.md": article("Rivers", photo="{src: x.svg, alt: a, credit: c}"),
            f"{OWN}/x.svg": ACTIVE,
        },
        {
            "content/asia/a.md": article("Rivers", photo="{src: /x.svg, alt: a, credit: c}"),
            "content/x.svg": ACTIVE,
        },
        {"content/authors/ann.md": "---\nname: Ann\nphoto: x.svg\n---\n", "content/authors/x.svg": ACTIVE},
        {
            "content/issues/one.md": "---\ntitle: One\ncover: {src: x.svg, alt: a, credit: c}\n---\n",
            "content/issues/x.svg": ACTIVE,
        },
    ],
)
def test_an_unsafe_svg_image(project, files, partial):
    project.write(files)
    report = project.build(partial=partial)
    assert report.published is partial
    problem = next(problem for problem in report.problems if problem.severity is Severity.ERROR)
    assert problem.code == "unreadable-image"
    assert "it contains <script>, which is not allowed in images (line 2)" in problem.message
    assert "plain SVG" in problem.hint
    if partial:
        assert not _published(project, "x.svg")
    project.configure("problems: {unreadable-image: warning}\n")
    assert project.build().published
    assert not _published(project, "x.svg")


@pytest.mark.parametrize("partial", [False, True])
def test_unsafe_files_are_never_published(project, partial):
    project.configure("content: {attachments: all}\n")
    project.write({f"{OWN}/index.md": article("Rivers"), f"{OWN}/x.svg": ACTIVE, f"{OWN}/notes.txt": "n"})
    report = project.build(partial=partial)
    assert report.published is partial
    assert ("unsafe-file", f"{OWN}/x.svg") in [(problem.code, problem.path) for problem in report.problems]
    assert _published(project, "notes.txt") is partial
    assert not _published(project, "x.svg")
    project.write({f"{OWN}/x.svg": SAFE})
    assert project.build().published
    assert _published(project, "x.svg")
    _is_clean(project)


def test_an_svg_image_that_becomes_unsafe_is_removed(project):
    project.write({f"{OWN}/index.md": article("Rivers", body="[Map](x.svg)"), f"{OWN}/x.svg": SAFE})
    assert project.build().published
    assert _published(project, "x.svg")
    project.write({f"{OWN}/x.svg": ACTIVE})
    assert not project.build().published
    assert project.build(partial=True).published
    assert not _published(project, "x.svg")


def test_active_svg_files_in_static_are_published_with_a_warning(project):
    names = ["x.svg", "safe.svg", "page.html", "old.markdown", "index.md~", "README.md"]
    data = {"x.svg": ACTIVE, "safe.svg": SAFE}
    project.write({f"static/{name}": data.get(name, CANARY) for name in names})
    links = " ".join(f"[it](/{name})" for name in names)
    project.write({"content/asia/a.md": article(body=links)})
    report = project.build()
    assert report.published
    assert all(_published(project, name) for name in names)
    said = [(problem.code, problem.path) for problem in report.problems]
    assert said == [("active-content", "static/x.svg")]
    assert "(line 2)" in report.problems[0].message
    project.configure("problems: {active-content: error}\n")
    assert not project.build().published


def test_full_urls_of_this_site_are_references(project):
    body = "[it](https://example.org/asia/rivers/lengths.csv)"
    project.write({f"{OWN}/index.md": article("Rivers", body=body), f"{OWN}/lengths.csv": CANARY})
    for base in ("https://example.org/", "https://example.com/", "https://example.org/"):
        project.write({"sitegen.yaml": f"title: Review\ntimezone: UTC\nbase_url: {base}\n"})
        assert project.build().published
        assert _published(project, "lengths.csv") is (base == "https://example.org/")
    _is_clean(project)


def test_settings_publish_and_remove_pages(project):
    project.write({f"{OWN}/index.md": article("Rivers", body="[it](page.html)"), f"{OWN}/page.html": CANARY})
    assert not project.build().published
    project.configure("content: {html_files: true}\n")
    assert project.build().published
    assert tree(project.out)["asia/rivers/page.html"] == CANARY.encode()
    _is_clean(project)
    project.configure("content: {html_files: false}\n")
    assert not project.build().published
    assert project.build(partial=True).published
    assert not _published(project, "page.html")


def test_a_setting_publishes_and_removes_content_files(project):
    project.write({f"{OWN}/index.md": article("Rivers"), f"{OWN}/clip.mp4": CANARY})
    for setting in ("linked", "all", "linked"):
        project.configure(f"content: {{attachments: {setting}}}\n")
        assert project.build().published
        assert _published(project, "clip.mp4") is (setting == "all")
    _is_clean(project)
