"""The bench: its articles, its measuring and its report; no test depends on how long anything takes."""

from __future__ import annotations

import re
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from PIL import Image

from bench import preview, publications, real
from bench.contest import Programme, hold, installed
from bench.corpus import SHAPES, Corpus, linked, slug_of, with_sentence, with_title
from bench.likeness import compare, outline
from bench.measure import Failed, measure
from bench.peers.all import PEERS
from bench.peers.peer import BENCH, Tools
from bench.pictures import USES, write_renditions
from bench.plot import Bar, Group, draw
from bench.prose import count_words
from bench.report import machine_and_versions, plot, render
from bench.results import Machine, Measurement, Results, Tree, load, merged, save, survey
from bench.sites import Scenario, Site, write_all
from bench.targets import TARGETS, find
from sitegen.build.configuration import load_config
from sitegen.build.pipeline import Options, build
from sitegen.read.file_state import Files
from sitegen.read.project import read
from sitegen.store import temporary_store

MACHINE = Machine("A processor", 2, 8 * 2**30, "Linux", "3.11")
TREE = Tree(40, 9, 60, 2**20, "ab12")
SHORT, LONG, ARCHIVE = SHAPES["short"], SHAPES["long"], SHAPES["archive"]


@pytest.fixture
def nowhere(tmp_path: Path) -> Tools:
    """Tools of which only sitegen is there."""
    return Tools(tmp_path / "no-tools")


def _run(peer: str, wall: float, scenario: str = "clean", batch: str = "one", **changes: Any) -> Measurement:
    values: dict[str, Any] = {
        "shape": "short",
        "articles": 60,
        "cpu": wall,
        "memory": 2**20,
        "memory_kind": "PSS",
        "tree": TREE,
    } | changes
    return Measurement(peer=peer, scenario=scenario, batch=batch, wall=wall, **values)


def _results(*measurements: Measurement) -> Results:
    return Results(MACHINE, {"sitegen": "0.1.0", "hugo": "0.1"}, measurements, ("pelican",))


@pytest.mark.parametrize("peers", [("hugo",), ("hugo-norelated",), ("hugo", "hugo-norelated")])
def test_each_program_is_named_once_with_its_version(peers: tuple[str, ...]) -> None:
    about = machine_and_versions(Results(MACHINE, dict.fromkeys(peers, "0.1"), ()))
    assert "- Versions: Hugo 0.1, Python 3.11" in about.splitlines()


# The articles


@pytest.mark.parametrize("shape", SHAPES.values(), ids=lambda shape: shape.name)
def test_articles_are_the_same_every_time_and_each_another_one(shape):
    articles = list(Corpus(shape, 200).articles())
    assert articles == list(Corpus(shape, 200).articles())
    assert articles[0] != Corpus(shape, 200, seed=2).article(0)
    for name in ("number", "slug", "title", "body"):
        assert len({getattr(article, name) for article in articles}) == 200


def test_short_articles_have_500_to_700_words():
    words = [count_words(article.body) for article in Corpus(SHORT, 300).articles()]
    assert 500 <= min(words) <= max(words) <= 700


def test_long_articles_have_1100_words_on_average_and_a_tail():
    words = [count_words(article.body) for article in Corpus(LONG, 800).articles()]
    assert 1_000 < mean(words) < 1_200
    assert 5_000 < max(words) <= 15_000


def test_a_hundred_thousand_articles_have_titles_and_addresses_of_their_own():
    corpus = Corpus(SHORT, 100_000)
    assert len({corpus.place(number).slug for number in range(0, 100_100, 7)}) == len(range(0, 100_100, 7))


def test_all_tags_and_authors_are_used():
    articles = list(Corpus(SHORT, 200).articles())
    assert {tag for article in articles for tag in article.tags} == {
        Corpus(SHORT, 50).article(n).tags[0] for n in range(50)
    }
    assert {author for article in articles for author in article.authors} == set(Corpus(SHORT, 200).authors)
    # Desks, and nobody who might live.
    assert all("Desk" in author.name for author in Corpus(LONG, 200).authors)


def test_slugs_are_those_that_sitegen_makes():
    from sitegen.slugs import slug_of as ours
    from sitegen.slugs import tag_slug

    for article in Corpus(LONG, 100).articles():
        assert ours(article.slug) == article.slug
        assert [tag_slug(tag) for tag in article.tags] == [slug_of(tag) for tag in article.tags]


def test_every_kind_of_text_is_there():
    text = "".join(article.body for article in Corpus(LONG, 100).articles())
    for mark in ("\n## ", "\n- ", "\n1. ", "\n> ", "\n| ", "[^1]: ", "](article:", "](https://", "**", " *"):
        assert mark in text


def test_an_archive_is_mostly_short_with_a_tail_to_60_kilobytes():
    sizes = sorted(len(article.body.encode()) for article in Corpus(ARCHIVE, 1_500).articles())
    assert 2_000 < sizes[len(sizes) // 2] < mean(sizes) < 7_000
    assert sum(size > 45_000 for size in sizes) >= 3
    assert 55_000 < sizes[-1] < 75_000


def test_every_kind_of_old_text_is_there():
    text = "".join(article.body for article in Corpus(ARCHIVE, 200).articles())
    for mark in (
        *("<p>", "<p style=", '<div class="', "<span style=", "<center>", "<font ", "<table ", "<ul "),
        *(
            '<img class="size-full" src="http://',
            "[caption id=",
            "&nbsp;",
            "&#8220;",
            "“",
            '"',
            "](/wp-content/",
        ),
        *('<a href="#_ftn', "](../asia/old-dossier-", 'target="_blank">', "\n| ", "[^1]: "),
    ):
        assert mark in text, mark
    assert '"article:' not in text
    assert max(len(re.findall(r"\n\|", article.body)) for article in Corpus(ARCHIVE, 200).articles()) > 60


def test_links_lead_to_other_articles():
    corpus = Corpus(SHORT, 50)
    found = []
    for article in corpus.articles():
        linked(article.body, lambda number, own=article.number: found.append((own, number)) or "")
    assert found
    assert all(own != other and 0 <= other < 50 for own, other in found)


def test_edits_change_one_thing_and_each_another_one():
    article = Corpus(SHORT, 20).article(Corpus(SHORT, 20).middle())
    longer = with_sentence(article, 1)
    assert 3 < count_words(longer.body) - count_words(article.body) < 10
    assert (longer.title, longer.slug) == (article.title, article.slug)
    assert with_sentence(article, 2).body != longer.body
    assert with_title(article, 1).title != with_title(article, 2).title
    assert with_title(article, 1).body == article.body


# The projects


@pytest.mark.parametrize("shape", [SHORT, LONG], ids=lambda shape: shape.name)
def test_sitegen_finds_nothing_wrong_with_its_project(shape, tmp_path, nowhere):
    site = Site(PEERS["sitegen"], Corpus(shape, 60), tmp_path / "sitegen", nowhere)
    write_all([site])
    report = build(Options(root=site.folder, out=site.output))
    assert [str(problem) for problem in report.problems] == []
    assert report.published
    assert report.documents["article"] == 60


@pytest.mark.parametrize("shape", [SHORT, ARCHIVE], ids=lambda shape: shape.name)
@pytest.mark.parametrize("name", [name for name in PEERS if name != "sitegen"])
def test_every_peer_gets_all_articles_with_links_in_its_own_form(name, shape, tmp_path, nowhere):
    site = Site(PEERS[name], Corpus(shape, 20), tmp_path / name, nowhere)
    write_all([site])
    for article in site.corpus.articles():
        text = (site.folder / "content" / article.section / f"{article.slug}.md").read_text("utf-8")
        assert article.subtitle in text
        assert "article:" not in text


def test_an_archive_has_many_kinds_of_warnings_and_no_error(tmp_path, nowhere):
    site = Site(PEERS["sitegen"], Corpus(ARCHIVE, 100), tmp_path / "sitegen", nowhere)
    write_all([site])
    report = build(Options(root=site.folder, out=site.output))
    assert report.errors == 0
    assert report.published
    assert 180 < report.warnings < 320
    assert {problem.code for problem in report.problems} >= {
        "broken-fragment",
        "broken-link",
        "foreign-markup",
        "list-as-text",
        "missing-alt",
        "missing-credit",
        "missing-image",
        "remote-image",
    }


def test_old_front_matter_says_what_plain_front_matter_says(tmp_path, nowhere):
    site = Site(PEERS["sitegen"], Corpus(ARCHIVE, 60), tmp_path / "sitegen", nowhere)
    write_all([site])
    config, _ = load_config(Files(site.folder))
    content = read(Files(site.folder), config, temporary_store()).content
    documents = {path: one.matter for path, one in content.documents.items()}
    for article in site.corpus.articles():
        matter = documents[f"content/{article.address}.md"]
        assert (matter.title, matter.subtitle, matter.summary) == (
            article.title,
            article.subtitle,
            article.summary,
        )
        assert matter.date.instant == article.date
        assert matter.authors == tuple(author.id for author in article.authors)
        assert matter.tags == article.tags
        photo = article.photo
        assert matter.photo.src == f"/photos/{photo.file}"
        assert (matter.photo.alt, matter.photo.caption, matter.photo.credit) == (
            photo.alt,
            photo.caption,
            photo.credit,
        )


def test_a_peer_that_is_not_installed_is_named(nowhere):
    here, missing = installed(["sitegen", "hugo", "pelican"], nowhere)
    assert here == ("sitegen",)
    assert missing == ("hugo", "pelican")


def test_scenarios_leave_articles_as_they_were(tmp_path, nowhere):
    programme = Programme(
        shapes=["short"],
        sizes=[20],
        scenarios={"sitegen": [scenario for scenario in Scenario if scenario is not Scenario.SCALE]},
        runs={"sitegen": 1},
        work=tmp_path,
        tools=nowhere,
        keep=True,
    )
    measured = list(hold(programme, "now"))
    assert [one.scenario for one in measured] == ["clean", "nothing", "body", "title", "new"]
    assert len({one.tree.addresses for one in measured[:4]}) == 1
    assert all(one.cache > 0 and one.warnings == 0 for one in measured)
    assert measured[4].tree.pages == measured[0].tree.pages + 1
    site = Site(PEERS["sitegen"], Corpus(SHORT, 20), tmp_path / "fresh", nowhere)
    write_all([site])
    assert _texts(tmp_path / "short-20" / "sitegen" / "content") == _texts(site.folder / "content")


# The real publication

_LONG_TEXT = "\n\n".join(f"Paragraph {number} of a text that is long enough." for number in range(6))


@pytest.fixture
def small_corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Made-up files in the folders of the real corpora; one of them has an error."""
    folder = tmp_path / "corpora"
    files = {
        "digitalgov/content/topics/data/_index.md": "title: Data",
        "digitalgov/content/authors/desk.md": "display_name: The Desk",
        "digitalgov/content/events/2020/event.md": "title: An Event\ndate: 2020-01-01",
        "digitalgov/content/news/2019/2019-03-01-old.md": "slug: old\ntitle: 'Old: News'\ndate: 2019-03-01\ntopics: [data]",
        "digitalgov/content/news/2021/new.md": "title: New\ndate: 2021-03-01\nauthors: [desk]",
        "eighteenf/content/posts/broken.md": "title: Broken\ndate: neither day nor night",
        "datacite/source/posts/data.html.md": "title: Data\ndate: 2018-01-01",
        "cds_canada/content/en/blog/posts/hello.md": "title: Hello\ndate: 2020-05-05",
        "cds_canada/content/fr/blog/posts/bonjour.md": "title: Bonjour\ndate: 2020-05-05",
        "cds_canada/static/img/note.txt": "title: Nothing",
    }
    for path, matter in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"---\n{matter}\n---\n{_LONG_TEXT}\n\n![Gone](/gone.png)\n", "utf-8")
    monkeypatch.setenv("SITEGEN_CORPORA", str(folder))
    return folder


def _real_programme(work: Path, tools: Tools) -> Programme:
    scenarios = [scenario for scenario in Scenario if scenario is not Scenario.SCALE]
    names = ("sitegen", "hugo")
    return Programme(
        shapes=["real"],
        sizes=[20],
        scenarios=dict.fromkeys(names, scenarios),
        runs=dict.fromkeys(names, 1),
        work=work,
        tools=tools,
        keep=True,
    )


def test_real_articles_are_one_site_that_sitegen_alone_builds(small_corpora, tmp_path, nowhere):
    measured = list(hold(_real_programme(tmp_path / "work", nowhere), "now"))
    assert [(one.peer, one.scenario) for one in measured] == [
        ("sitegen", scenario) for scenario in ("clean", "nothing", "body", "title", "new")
    ]
    assert {(one.shape, one.articles) for one in measured} == {("real", 8)}
    # Each of the six articles, an author and a topic, has lost its picture; the error is left out.
    assert [one.warnings for one in measured] == [8] * 5
    assert all(one.cache for one in measured)
    assert measured[4].tree.pages > measured[0].tree.pages
    site = tmp_path / "work" / "real-8" / "sitegen"
    assert not (site / "content" / "eighteenf" / "broken.md").exists()
    for path in (
        "digitalgov/old",
        "digitalgov/new",
        "events/event",
        "datacite/data",
        "fr/cds/bonjour",
    ):
        assert (site / "public" / path / "index.html").is_file(), path
    assert _texts(site / "content") == _texts(tmp_path / "work" / "real-source" / "content")


def test_real_articles_are_edited_in_their_own_files(small_corpora, tmp_path, nowhere):
    corpus: Any = real.lay_out(tmp_path / "source", nowhere)
    article = corpus.article(0)
    assert corpus.article(corpus.newest()).file == "content/digitalgov/2021/new.md"
    old = next(one for one in map(corpus.article, range(corpus.newest())) if one.slug == "old")
    assert (old.title, old.text) == ("Old: News", (corpus.folder / old.file).read_text("utf-8"))
    assert '\ntitle: "Old: News (Revised 1 Times)"\ndate: 2019-03-01\n' in with_title(old, 1).text
    assert with_title(old, 1).text.replace(" (Revised 1 Times)", "").replace('"', "'") == old.text
    assert "sentence 2 afterwards" in with_sentence(article, 2).text
    assert corpus.article(corpus.count).file != corpus.article(corpus.count + 1).file


def test_a_real_publication_that_is_not_there_is_left_out_by_name(tmp_path, nowhere, monkeypatch, capsys):
    monkeypatch.setenv("SITEGEN_CORPORA", str(tmp_path / "nothing"))
    assert list(hold(_real_programme(tmp_path / "work", nowhere), "now")) == []
    assert f"real is left out: its articles are not in {tmp_path / 'nothing'}" in capsys.readouterr().err


def test_peers_build_the_made_up_publications_alone():
    assert publications.peer_of("archive", "hugo") is PEERS["hugo"]
    assert publications.peer_of("real", "hugo") is None


def _texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.md")}


# The pages

_PEERS = [name for name in PEERS if name != "sitegen"]
_INSTALLED = Tools(BENCH.parent / ".venv" / "bench")


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Path:
    """sitegen's pages of a small publication."""
    folder = tmp_path_factory.mktemp("ours")
    site = Site(PEERS["sitegen"], Corpus(SHORT, 50), folder, Tools(folder / "no-tools"))
    write_all([site])
    build(Options(root=site.folder, out=site.output))
    return site.output


@pytest.fixture
def theirs(ours: Path, tmp_path: Path) -> Path:
    """The same pages, to be changed."""
    return Path(shutil.copytree(ours, tmp_path / "theirs"))


def _change(folder: Path, pattern: str, replacement: str = "") -> None:
    """Change all pages and feeds, at least one of which has to have what is looked for."""
    changed = 0
    for file in [*folder.rglob("*.html"), *folder.rglob("*.xml")]:
        text, count = re.subn(pattern, replacement, file.read_text("utf-8"), flags=re.DOTALL)
        changed += count
        file.write_text(text, "utf-8")
    assert changed


@pytest.mark.parametrize(
    ("part", "first"),
    [
        (r"<button class=.scheme.*?</button>", '<button class="scheme"'),
        (r"<script src=./assets/scheme.*?</script>", '<script src="/assets/scheme.js"'),
        (r"<script src=./assets/notes.*?</script>", '<script defer="" src="/assets/notes.js"'),
        (r"<source type=.image/avif.*?>", "<source"),
        (r" data-color=.#......", "<img"),
        (r"<section class=.notes.*?</section>", '<section aria-labelledby="_notes"'),
        (r"<section class=.about.*?</section>", '<section aria-labelledby="_about"'),
        (r"<nav class=.share.*?</nav>", '<nav aria-labelledby="_share"'),
        (r"<section class=.cite.*?</section>", '<section aria-labelledby="_cite"'),
        (r"<section class=.band related.*?</section>", '<section aria-labelledby="_related"'),
        (r"<meta name=.robots.*?>", '<meta content="noindex"'),
        (r"<category term.*?/>", "<category"),
        (r"<loc>[^<]*/tags/.*?</loc>", "https://example.org/tags/"),
    ],
)
def test_a_part_that_is_missing_is_found(part, first, ours, theirs):
    _change(theirs, part)
    found = compare(ours, theirs)
    assert found
    assert all(f" instead of {first}" in line for line in found)


def test_other_words_and_addresses_are_found(ours, theirs):
    _change(theirs, "Cite this article", "Cite this")
    _change(theirs, "https://wa.me/[?]text=", "https://wa.me/?title=")
    found = "".join(compare(ours, theirs))
    assert "wa.me" in found
    _change(theirs, "https://wa.me/[?]title=", "https://wa.me/?text=")
    assert "Cite this instead of Cite this article" in "".join(compare(ours, theirs))


def test_pages_that_are_not_there_are_found(ours, theirs):
    (theirs / "404.html").unlink()
    assert [line.rpartition(" ")[2] for line in compare(ours, theirs)] == ["404.html"]


def test_what_each_generator_makes_in_its_own_way_does_not_count(ours, theirs):
    _change(theirs, r"-[0-9a-f]{10}-(\d+)\.(avif|webp|jpg)", r"_hu_\1.\2")
    _change(theirs, r"/assets/(\w+)\.[0-9a-f]+\.", r"/assets/\1.")
    _change(theirs, r"(<div class=.body. data-body>).*?</div>", r"\1<p>Another text.</p></div>")
    _change(theirs, r"\d+ minute read", "99 minute read")
    _change(theirs, "%3A", "%3a")
    assert compare(ours, theirs) == ()


def test_articles_of_other_minutes_need_not_have_a_list_of_headings(ours, theirs):
    _change(theirs, '(<div class="body" data-body>)', r'<nav class="contents"><ol></ol></nav>\1')
    assert "contents" in "".join(compare(ours, theirs))
    _change(theirs, r"\d+ minute read", "99 minute read")
    _change(theirs, r'(<body class="kind-(?!article).*?)<nav class="contents">.*?</nav>', r"\1")
    assert compare(ours, theirs) == ()


def test_what_a_peer_lacks_on_purpose_does_not_count(ours, theirs):
    _change(theirs, r"<section class=.band related.*?</section>")
    for file in theirs.rglob("feed.xml"):
        file.write_text("<feed/>")
    assert compare(ours, theirs)
    assert compare(ours, theirs, ("related", "feed.xml")) == ()


@pytest.mark.parametrize("name", ["hugo", "eleventy", "pelican"])
def test_templates_of_peers_have_every_class_of_the_theme(name, ours):
    lines = [line for page in ours.rglob("*.html") for line in outline(page)]
    wanted = {
        each for line in lines for found in re.findall(r' class="(.*?)"', line) for each in found.split()
    }
    wanted = {each for each in wanted if not each.startswith("kind-")}
    assert {"scheme", "share", "cite", "about", "notes"} <= wanted
    project = BENCH / "peers" / name / "project"
    files = [file for file in project.rglob("*.*") if file.suffix in {".html", ".njk", ".js", ".py"}]
    words = set(re.findall(r"[\w-]+", "".join(file.read_text("utf-8") for file in files)))
    assert wanted - words == set()


@pytest.fixture(scope="module")
def old_pages(tmp_path_factory) -> Path:
    """sitegen's pages of a small archive."""
    folder = tmp_path_factory.mktemp("old")
    site = Site(PEERS["sitegen"], Corpus(ARCHIVE, 50), folder, Tools(folder / "no-tools"))
    write_all([site])
    build(Options(root=site.folder, out=site.output))
    return site.output


@pytest.mark.parametrize("name", _PEERS)
def test_peers_make_the_pages_of_an_archive(name, old_pages, tmp_path):
    if PEERS[name].find(_INSTALLED) is None:
        pytest.skip(f"{name} is not installed: `make peers` installs it")
    site = Site(PEERS[name], Corpus(ARCHIVE, 50), tmp_path / name, _INSTALLED)
    write_all([site])
    site.run(Scenario.CLEAN)
    assert compare(old_pages, site.output, site.peer.lacks) == ()
    article = next(one for one in site.corpus.articles() if '<p style="' in one.body)
    page = (site.output / article.address / "index.html").read_text("utf-8")
    assert "<p style=" in page


@pytest.mark.parametrize("name", _PEERS)
def test_peers_make_the_pages_that_sitegen_makes(name, ours, tmp_path):
    if PEERS[name].find(_INSTALLED) is None:
        pytest.skip(f"{name} is not installed: `make peers` installs it")
    site = Site(PEERS[name], Corpus(SHORT, 50), tmp_path / name, _INSTALLED)
    write_all([site])
    site.run(Scenario.CLEAN)
    assert compare(ours, site.output, site.peer.lacks) == ()
    mine, theirs = survey(ours), survey(site.output)
    assert (mine.pages, mine.feeds, mine.addresses) == (theirs.pages, theirs.feeds, theirs.addresses)
    assert mine.files == theirs.files


def test_pictures_of_every_size_are_written(tmp_path):
    facts = write_renditions(tmp_path)
    shown = [facts[src][use] for src in facts for use in USES]
    named = [
        entry.split()[0] for one in shown for each in one["sources"] for entry in each["srcset"].split(", ")
    ]
    named += [one["url"] for one in shown]
    assert {f"/pictures/{file.name}" for file in tmp_path.iterdir()} == set(named)
    for one in shown:
        with Image.open(tmp_path / Path(one["url"]).name) as image:
            assert (image.width, image.height) == (one["width"], one["height"])


# Measuring


def test_a_command_costs_something(tmp_path):
    child = "held = bytearray(40_000_000); import time; time.sleep(0.3)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    cost = measure([sys.executable, "-c", code], tmp_path)
    assert cost.wall > 0
    assert cost.cpu >= 0
    # The child counts, too.
    assert cost.memory > 40_000_000
    assert cost.memory_kind
    assert cost.printed == ""


def test_a_command_prints_as_much_as_it_wants_into_its_pipe(tmp_path):
    code = "import os, sys; print('é' * 300_000); sys.stdout.flush(); os.write(2, b'12 warnings')"
    printed = measure([sys.executable, "-X", "utf8", "-c", code], tmp_path).printed
    assert printed == "é" * 300_000 + "\n12 warnings"


def test_waits_for_a_preview_are_a_table(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(preview, "_REST", 0.3)
    monkeypatch.setenv("SITEGEN_CORPORA", str(tmp_path / "nothing"))
    out = tmp_path / "PREVIEW.md"
    preview.main(
        [
            "--articles",
            "20",
            "--peers",
            "sitegen,hugo-norelated",
            "--shapes",
            "real,archive",
            "--edits",
            "2",
            "--out",
            str(out),
            "--tools",
            str(tmp_path),
        ]
    )
    text = out.read_text()
    assert [line for line in text.splitlines() if line.startswith("##")] == ["## 20 articles, archive"]
    assert "real is left out" in capsys.readouterr().err
    assert "Not installed, and therefore left out: Hugo" in text
    rows = [line.split("|")[2:4] for line in text.splitlines() if line.startswith("| sitegen |")]
    assert [(what.strip(), edits.strip()) for what, edits in rows] == [
        ("none: from the command to the first page", "2"),
        ("a sentence", "2"),
        ("a title, with its section's list", "2"),
        ("the base template", "2"),
    ]


def test_a_wait_says_whether_it_is_short_enough():
    assert preview.Wait("sitegen", "a sentence", (0.05,) * 4).line(1).endswith("| 4 | 50 (50) | 50 (100) |")
    assert (
        preview.Wait("sitegen", "a sentence", (2.0,) * 4)
        .line(1)
        .endswith("| 2,000 (50, missed) | 2,000 (100, missed) |")
    )
    assert (
        preview.Wait("eleventy", "a sentence", (2.0,) * 4).line(2)
        == "| Eleventy | a sentence | 4 | 2,000 | 2,000 |"
    )


def test_a_command_that_fails_says_why(tmp_path):
    with pytest.raises(Failed, match=r"exit status 3[\s\S]*no such article"):
        measure([sys.executable, "-c", "print('no such article'); raise SystemExit(3)"], tmp_path)


# Results and report


def test_results_survive_being_written(tmp_path):
    results = _results(_run("sitegen", 1.5), _run("hugo", 2.0))
    save(results, tmp_path / "results.json")
    assert load(tmp_path / "results.json") == results
    save(_results(), tmp_path / "results.json")
    assert load(tmp_path / "results.json") == _results()


def test_new_runs_are_added_or_take_the_place_of_old_ones():
    old, new = _results(_run("sitegen", 9.0), _run("hugo", 2.0)), _results(_run("sitegen", 1.0))
    assert [one.wall for one in merged(old, new, replace=False).measurements] == [9.0, 2.0, 1.0]
    assert [one.wall for one in merged(old, new, replace=True).measurements] == [2.0, 1.0]


def test_targets_compare_medians():
    results = _results(*(_run("sitegen", wall) for wall in (1.0, 1.0, 50.0)), _run("hugo", 2.0))
    found = find(results, TARGETS[0], "short", 60)
    assert found is not None
    assert (found.value, found.verdict, found.together) == (0.5, "aim reached", True)
    assert find(results, TARGETS[1], "short", 60) is None


def test_edits_are_compared_with_builds_that_keep_pictures():
    sentence = next(target for target in TARGETS if target.scenario == "body")
    runs = [_run("sitegen", 1.0, "body"), _run("hugo-norelated", 10.0)]
    found = find(_results(*runs), sentence, "short", 60)
    assert found is not None
    assert found.value == 0.1
    found = find(_results(*runs, _run("hugo-norelated", 4.0, "nothing")), sentence, "short", 60)
    assert found is not None
    assert found.value == 0.25


@pytest.mark.parametrize(("wall", "verdict"), [(0.6, "aim reached"), (0.9, "within bound"), (1.1, "missed")])
def test_a_target_is_reached_or_missed(wall, verdict):
    found = find(_results(_run("sitegen", wall), _run("hugo", 1.0)), TARGETS[0], "short", 60)
    assert found is not None
    assert found.verdict == verdict


_UNLIKE = ("nothing instead of <nav> in index.html",)


def test_the_report_says_what_was_measured():
    results = _results(
        *(_run("sitegen", wall) for wall in (1.0, 1.2, 1.4)),
        _run("sitegen", 0.1, "body"),
        _run("hugo", 2.0, tree=Tree(39, 9, 59, 2**20, "cd34"), unlike=_UNLIKE),
        _run("sitegen", 1.0, "scale"),
        _run("sitegen", 10.0, "scale", articles=600),
    )
    text = render(results, "## What the profiler showed\n\nNothing.", "results.svg")
    assert "| sitegen | clean build | 3 | 1.20 (1.00–1.40) |" in text
    assert "| clean build ÷ Hugo with related articles | 1 | 0.6 | 0.60, aim reached |" in text
    assert "URLs that differ from sitegen's: Hugo." in text
    assert "Pages that differ from sitegen's: Hugo has nothing instead of <nav> in index.html." in text
    assert "Not installed, and therefore left out: Pelican" in text
    assert "| 600 ÷ 60, short | 10.00, aim reached | 1.00, aim reached |" in text
    assert text.endswith("## What the profiler showed\n\nNothing.\n")
    assert "†" not in text


def test_the_report_has_every_publication_that_was_measured():
    results = _results(
        _run("sitegen", 1.0, shape="real", articles=4_000, warnings=9_000, cache=2**21),
        *(
            _run(peer, 2.0, shape=shape)
            for shape in ("archive", "long", "short")
            for peer in ("hugo", "sitegen")
        ),
        _run("sitegen", 0.1, "nothing", shape="archive", warnings=1_234),
    )
    text = render(results)
    heads = ["60 articles, short", "60 articles, long", "60 articles, archive", "4,000 documents, real"]
    assert re.findall("^## (.*(?:articles|documents), .*)", text, re.MULTILINE) == heads
    assert "| | bound | aim | 60 short | 60 long | 60 archive |" in text
    assert text.count("\nsitegen prints ") == 2
    assert "\nsitegen prints 1,234 warnings in each build.\n" in text
    assert re.search(r"\| sitegen \| clean build \| 1 \| 1.00 .* \| 2 MiB \|\n", text)
    assert all(head in plot(results) for head in heads)


def test_targets_of_edits_are_ratios_to_hugo_without_related_articles():
    bounds = {target.scenario: target.bound for target in TARGETS if "related" in target.title}
    assert bounds | {"body": 0.035, "title": 0.06, "new": 0.10, "nothing": 0.02} == bounds


def test_the_report_says_when_two_sides_were_not_measured_together():
    text = render(_results(_run("sitegen", 1.0, batch="one"), _run("hugo", 2.0, batch="two")))
    assert "0.50†, aim reached" in text
    assert "at different times, not in turns" in text


def test_a_report_of_nothing_can_be_written():
    assert "sitegen" in render(_results())
    assert ET.fromstring(plot(_results())).tag.endswith("svg")


def test_bars_are_as_long_as_their_values():
    picture = draw(
        [Group("Seconds & more", [Bar("a <b>", 2.0, 1.0, 4.0, True), Bar("c", 1.0, 1.0, 1.0, False)])]
    )
    bars = ET.fromstring(picture).findall("{*}rect")
    assert float(bars[0].attrib["width"]) == 2 * float(bars[1].attrib["width"])
