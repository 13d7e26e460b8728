"""Nothing of a hidden document is anywhere in the output: every state × every way in which something is reached.

Each hidden document is full of canaries: names that stand nowhere else, in its texts, its metadata, its files
and their names. No byte of the output, no path and no URL may hold one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.build.report import Report
from tests.factory import codes
from tests.projects import Project, tree

NOW = "2026-11-23"

#: Front matter that hides an article, by the state's name.
STATES = {
    "draft": "status: draft",
    "review": "status: review",
    "withdrawn": "status: withdrawn",
    "flagged": "draft: true",
    "unpublished": "published: false",
    "scheduled": "date: 2026-11-24",
    "embargoed": "embargo: 2027-01-01",
    "expired": "expires: 2026-11-23",
    "doubtful": "embargo: some day",
    "mistyped": "stauts: draft",
    "mistypedflag": "drfat: true",
    "mistypedembargo": "embaro: 2099-01-01",
    "mistypedexpiry": "expries: 2000-01-01",
}
#: States that a build without `--partial` refuses.
BROKEN = {"doubtful", *(name for name in STATES if name.startswith("mistyped"))}
#: What `--drafts` shows; an embargo holds even then.
UNFINISHED = {"draft", "review", "flagged", "unpublished"}


def png(text: str) -> bytes:
    """A small picture with a text in it, so that no two have the same bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (8).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(b"".join(b"\0" + bytes(range(8)) for _ in range(8)))
    comment = b"Comment\0" + text.encode()
    parts = ((b"IHDR", header), (b"tEXt", comment), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


class Hidden:
    """A hidden document that is a folder of its own, and one that is a single file beside others."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.canaries: set[str] = set()

    def canary(self, place: str) -> str:
        name = f"zq{self.state.strip('_')}{place}qz"
        self.canaries.add(name)
        return name

    def _text(self, c: str, folder: str) -> str:
        canary = self.canary
        date = "" if STATES[self.state].startswith("date:") else "date: 2026-01-01\n"
        return (
            f"---\ntitle: {canary(c + 'title')}\nsubtitle: {canary(c + 'subtitle')}\n{date}{STATES[self.state]}\n"
            f"summary: {canary(c + 'summary')}\nauthors: [{canary(c + 'author')}]\ntags: [{canary(c + 'tag')}]\n"
            f"slug: {canary(c + 'slug')}\naliases: [/{canary(c + 'alias')}/]\nseries: run\nissue: spring\n"
            f"photo: {{src: {folder}{canary(c + 'photo')}.png, alt: {canary(c + 'alt')}, "
            f"caption: {canary(c + 'caption')}, credit: {canary(c + 'credit')}}}\n"
            f"extra: {{note: {canary(c + 'extra')}}}\n"
            f"related: [{{title: {canary(c + 'elsewhere')}, url: https://example.org/{canary(c + 'url')}}}]\n"
            f"corrections: [{{date: 2026-01-02, text: {canary(c + 'correction')}}}]\n---\n\n"
            f"# {canary(c + 'heading')}\n\n{canary(c + 'body')}[^1] ![{canary(c + 'shownalt')}]"
            f"({folder}{canary(c + 'shown')}.png) [{canary(c + 'link')}]({folder}{canary(c + 'linked')}.csv)\n\n"
            f"[^1]: {canary(c + 'note')}\n"
        )

    def files(self) -> Iterator[tuple[str, str | bytes]]:
        """All that belongs to the two documents."""
        folder = f"content/asia/{self.state}"
        yield f"{folder}/index.md", self._text("a", "")
        yield f"content/asia/{self.state}-file.md", self._text("b", "files/")
        for case, place in (("a", folder), ("b", "content/asia/files")):
            for name in (f"{case}photo", f"{case}shown"):
                yield f"{place}/{self.canary(name)}.png", png(self.canary(name + "bytes"))
            yield f"{place}/{self.canary(case + 'linked')}.csv", self.canary(case + "csv")
        yield f"{folder}/{self.canary('beside')}.pdf", self.canary("pdf")
        yield f"{folder}/deep/{self.canary('deep')}.png", png(self.canary("deepbytes"))
        yield f"{folder}/index.md~", self.canary("backup")
        yield f"{folder}/_comments.yaml", self.canary("comments")


def public(states: list[str]) -> dict[str, str | bytes]:
    """Public documents that name the hidden ones in every way that is no error."""
    ids = [f"asia/{state}{end}" for state in states for end in ("", "-file")]
    links = " ".join(f"[one](/content/{id_}.md)" for id_ in ids if id_.endswith("-file"))
    return {
        "content/asia/open.md": (
            f"---\ntitle: Open\ndate: 2026-01-01\nrelated: [{', '.join(ids)}]\nseries: run\n---\n\nSee {links}.\n"
        ),
        "content/_index.md": f"---\ntitle: Front\nfeatures: [{', '.join(ids)}]\n---\n",
        "content/issues/spring.md": f"---\ntitle: Spring\ncontents: [{', '.join(ids)}]\n---\n",
        "content/series/run.md": "---\ntitle: Run\n---\n",
        **{
            f"content/asia/fill-{n}.md": f"---\ntitle: Fill {n}\ndate: 2026-01-0{n}\n---\n\nText.\n"
            for n in range(1, 9)
        },
    }


def reaching(states: list[str]) -> Iterator[tuple[str, str | bytes]]:
    """Public documents that lead to the hidden ones' files where none may be: errors, which `--partial` leaves out."""
    for state in states:
        shown = f"../{state}/zq{state}ashownqz.png"
        text = f"![x]({shown}) [y](../{state}/zq{state}alinkedqz.csv) [z](../{state}/index.md)"
        yield f"content/asia/reach-{state}/index.md", f"---\ntitle: Reach\ndate: 2026-01-01\n---\n\n{text}\n"
        text = "![x](picture.png) [y](table.csv) [z](pictures/deep.png)"
        yield (
            f"content/asia/through-{state}/index.md",
            f"---\ntitle: Through\ndate: 2026-01-01\n---\n\n{text}\n",
        )


def link_in(project: Project, states: list[str]) -> None:
    """Symbolic links to the hidden files, from where files are published."""
    for state in states:
        hidden = f"content/asia/{state}"
        for link, target in (
            (f"static/{state}.png", f"../{hidden}/zq{state}ashownqz.png"),
            (f"static/{state}.md", f"../{hidden}/index.md"),
            (f"static/{state}", f"../{hidden}"),
            (f"content/asia/through-{state}/picture.png", f"../{state}/zq{state}ashownqz.png"),
            (f"content/asia/through-{state}/table.csv", f"../{state}/zq{state}alinkedqz.csv"),
            (f"content/asia/through-{state}/pictures", f"../{state}/deep"),
        ):
            place = project.root / link
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(target)


class Aviary:
    """A site with hidden documents of some states."""

    def __init__(self, folder: Path, states: list[str]) -> None:
        self.project = Project(folder)
        self.hidden = [Hidden(state) for state in states]
        self.states = states
        self.project.configure("content: {unknown: extra}\npage_size: 2\n")
        self.project.write(public(states))
        for one in self.hidden:
            self.project.write(dict(one.files()))

    def build(self, **options: Any) -> Report:
        return self.project.build(now=NOW, accept_removals=True, **options)

    def leaks(self, shown: frozenset[str] = frozenset()) -> list[str]:
        """The canaries in the output, without those of states that are `shown`."""
        outputs = tree(self.project.out)
        everything = "\n".join((*outputs, *(data.decode("latin-1") for data in outputs.values())))
        flown = set(re.findall("zq[a-z]+qz", everything))
        return sorted(
            name for one in self.hidden if one.state not in shown for name in one.canaries if name in flown
        )

    def reveal(self) -> None:
        """Publish everything: the canaries are where they can be seen."""
        for one in self.hidden:
            for path, text in one.files():
                if path.endswith(".md"):
                    assert isinstance(text, str)
                    found = text.replace(STATES[one.state], "status: published")
                    if "\ndate:" not in found:
                        found = found.replace("status:", "date: 2026-01-01\nstatus:")
                    self.project.write({path: found})

    def hide(self) -> None:
        """Hide everything again."""
        for one in self.hidden:
            self.project.write(dict(one.files()))


SOUND = [state for state in STATES if state not in BROKEN]


@pytest.fixture
def aviary(tmp_path) -> Aviary:
    return Aviary(tmp_path, SOUND)


def _all(aviary: Aviary) -> int:
    return sum(len(one.canaries) for one in aviary.hidden)


def test_there_are_many_canaries_and_they_can_be_seen(aviary):
    assert _all(aviary) > 300
    aviary.reveal()
    assert aviary.build().published
    unseen = set().union(*(one.canaries for one in aviary.hidden)) - set(aviary.leaks())
    kinds = {re.sub("|".join(SOUND), "", name).strip("zq") for name in unseen}
    # What stays back of a public article: its backups, what it does not name, and what no template shows.
    assert kinds <= {"beside", "pdf", "deep", "deepbytes", "backup", "comments", "aextra", "bextra"} | {
        name for name in kinds if name.endswith("bytes")
    }


def test_a_clean_build(aviary):
    report = aviary.build()
    assert report.published, codes(report.problems)
    assert aviary.leaks() == []


def test_hiding_what_was_public(aviary):
    aviary.reveal()
    assert aviary.build().published
    assert aviary.leaks()
    aviary.hide()
    assert aviary.build().published
    assert aviary.leaks() == []


def test_drafts_and_back(aviary):
    assert aviary.build(drafts=True).published
    assert aviary.leaks()
    assert aviary.leaks(shown=frozenset(UNFINISHED)) == []
    assert aviary.build().published
    assert aviary.leaks() == []


@pytest.mark.parametrize("modes", [(False, True, False), (True, False, True)])
def test_partial_builds_with_mistakes_everywhere(tmp_path, modes):
    aviary = Aviary(tmp_path, list(STATES))
    aviary.project.write(dict(reaching(aviary.states)))
    link_in(aviary.project, aviary.states)
    assert not aviary.build().published
    shown = frozenset(UNFINISHED)
    for drafts in modes:
        report = aviary.build(partial=True, drafts=drafts)
        assert report.published, codes(report.problems)
        assert aviary.leaks(shown if drafts else frozenset()) == []
        aviary.project.write(
            {"content/asia/open.md": f"---\ntitle: Open\ndate: 2026-01-01\n---\n\nSaid {drafts}.\n"}
        )
    clean = aviary.project.out.parent / "clean"
    assert aviary.build(partial=True, drafts=modes[-1]).published
    assert aviary.project.build(clean, now=NOW, partial=True, drafts=modes[-1]).published
    assert tree(clean) == tree(aviary.project.out)


def test_names_that_begin_with_an_underscore(tmp_path, monkeypatch):
    """They hide a document whose `status` is `published`, and its files."""
    monkeypatch.setitem(STATES, "_named", "status: published")
    aviary = Aviary(tmp_path, ["_named"])
    aviary.project.write(dict(reaching(["_named"])))
    report = aviary.build(partial=True)
    assert report.published, codes(report.problems)
    assert aviary.leaks() == []
    assert aviary.build(partial=True, drafts=True).published
    assert aviary.leaks()
    assert aviary.build(partial=True).published
    assert aviary.leaks() == []


@pytest.mark.parametrize("state", sorted(BROKEN))
def test_mistakes_in_what_hides_a_document(tmp_path, state):
    """They hide it, and stop a build that is not told to leave documents out."""
    aviary = Aviary(tmp_path, [state])
    assert not aviary.build().published
    assert aviary.build(partial=True).published
    assert aviary.leaks() == []
    aviary.project.configure(
        "problems: {unknown-key: warning, invalid-date: warning}\ncontent: {unknown: extra}\n"
    )
    assert aviary.build().published
    assert aviary.leaks() == []
