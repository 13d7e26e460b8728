"""Four real publications as one site, for sitegen alone: their articles as they are, each in its section.

The articles are those of `bench.corpora`, and are never part of this project. Documents with errors are left
out once and for all, so that each build ends well, as it does where somebody looks after a site.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bench.corpora.build import HERE, corpora
from bench.corpus import LAST_DAY, Article, Corpus, Photo, Shape, paragraphs_of
from bench.peers.peer import OUTPUT, Tools, write_text
from bench.peers.sitegen import SITEGEN
from bench.prose import sentence

REAL = "real"

#: Where the folders of each corpus go.
_FOLDERS: Mapping[str, Mapping[str, str]] = {
    "digitalgov": {
        "content/news": "content/digitalgov",
        "content/events": "content/events",
        "content/topics": "content/topics",
        "content/authors": "content/authors",
    },
    "eighteenf": {"content/posts": "content/eighteenf"},
    "datacite": {"source/posts": "content/datacite"},
    "cds_canada": {
        "content/en/blog/posts": "content/cds",
        "content/fr/blog/posts": "content/fr/cds",
        "static": "static",
    },
}
DESCRIPTION = (
    "the articles, events, topics and authors of Digital.gov, 18F, DataCite and the Canadian Digital "
    "Service as one site, sitegen alone"
)
_SHAPE = Shape(REAL, tags=0, authors=0, words=lambda _: 0, description=DESCRIPTION)

_HEAD = re.compile(r"---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)
#: A title on a line of its own, with another key behind it.
_TITLE = re.compile(r"^title:[ ]*(\S.*)\n(?=[\w-]+:|---)", re.MULTILINE)
_DATE = re.compile(r"^date:[ ]*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)
_SLUG = re.compile(r"^slug:[ ]*[\"']?([\w-]+)", re.MULTILINE)
_NO_PHOTO = Photo("", "", "", "")
#: The section of articles that are added.
_LARGEST = "digitalgov"
#: An edit needs an article of some length.
_FEWEST_PARAGRAPHS = 5


@dataclass(frozen=True)
class RealArticle(Article):
    """An article of a real publication, with the file that holds it."""

    file: str
    head: str
    """Its front matter, with both lines of `---`."""
    written_title: str
    """Its title as the front matter has it; another `title` takes its place."""

    @property
    def text(self) -> str:
        """The whole file."""
        head = self.head
        if self.title != self.written_title:
            title = json.dumps(self.title, ensure_ascii=False)
            head = _TITLE.sub(lambda _: f"title: {title}\n", head, count=1)
        return head + self.body


@dataclass(frozen=True)
class RealCorpus(Corpus):
    """The articles of a site that has been laid out in a folder; more of them are made up."""

    folder: Path = Path()

    @cached_property
    def _articles(self) -> tuple[RealArticle, ...]:
        """Those that edits can be of: long, with a page that their names tell; the oldest first."""
        files = sorted(self.folder.glob("content/*/**/*.md"))
        found = filter(None, (_article(self.folder, file) for file in files))
        ordered = sorted(found, key=lambda one: (one.date, one.file))
        return tuple(replace(one, number=number) for number, one in enumerate(ordered))

    def articles(self) -> Iterator[Article]:
        """None that have to be written: all files are copied."""
        return iter(())

    def article(self, number: int) -> Article:
        """An article by its place among those that can be edited; from `count` on, a new one."""
        if number < self.count:
            return self._articles[number]
        return _new_article(number, LAST_DAY + dt.timedelta(minutes=number))

    def date(self, number: int) -> dt.datetime:
        """When an article appeared."""
        return self.article(number).date

    def middle(self) -> int:
        """The article in the middle of those that can be edited."""
        return len(self._articles) // 2

    def newest(self) -> int:
        """The newest article that can be edited."""
        return len(self._articles) - 1


def is_there() -> bool:
    """Whether the corpora are on this machine."""
    return all((corpora() / name).is_dir() for name in _FOLDERS)


def lay_out(folder: Path, tools: Tools) -> RealCorpus:
    """Write the site into a folder, without documents that have errors, and build it into its `public`."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, parts in _FOLDERS.items():
        for source, target in parts.items():
            shutil.copytree(corpora() / name / source, folder / target, dirs_exist_ok=True)
    shutil.copy(HERE / f"{REAL}.yaml", folder / "sitegen.yaml")
    report = _report(folder, tools)
    while report["left_out"]:
        for path in report["left_out"]:
            (folder / path).unlink()
        report = _report(folder, tools)
    count = sum(report["documents"].values())
    return RealCorpus(_SHAPE, count, folder=folder)


def _report(folder: Path, tools: Tools) -> dict[str, Any]:
    command = [*REAL_SITE.command(tools), "--partial", "--json"]
    done = subprocess.run(
        command, cwd=folder, env=REAL_SITE.surroundings(tools), capture_output=True, text=True, check=False
    )
    if not done.stdout:
        raise SystemExit(f"{REAL}: no report.\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _article(folder: Path, file: Path) -> RealArticle | None:
    """The article of a file, if it has a page and can be edited."""
    text = file.read_bytes().decode(errors="replace")
    head = _HEAD.match(text)
    title, date = (pattern.search(head[0]) if head else None for pattern in (_TITLE, _DATE))
    if not head or not title or not date or "\ufffd" in text:
        return None
    path, shown = file.relative_to(folder), str(yaml.safe_load(title[1]))
    slug = _SLUG.search(head[0])
    article = RealArticle(
        number=0,
        section=path.parts[1],
        slug=slug[1] if slug else file.name.partition(".")[0],
        title=shown,
        subtitle="",
        date=dt.datetime.fromisoformat(date[1]).replace(tzinfo=dt.UTC),
        authors=(),
        tags=(),
        photo=_NO_PHOTO,
        summary="",
        body=text[head.end() :],
        file=path.as_posix(),
        head=head[0],
        written_title=shown,
    )
    has_page = (folder / OUTPUT / article.address / "index.html").is_file()
    return article if has_page and len(paragraphs_of(article)) >= _FEWEST_PARAGRAPHS else None


def _new_article(number: int, date: dt.datetime) -> RealArticle:
    """A made-up article of the largest section, under topics that others have."""
    chance = random.Random(f"{REAL} {number}")
    title, slug = f"Article {number} Was Added", f"article-{number}-was-added"
    body = "\n\n".join(" ".join(sentence(chance) for _ in range(4)) for _ in range(12))
    head = f"---\ntitle: {title}\ndate: {date:%Y-%m-%d %H:%M}\ntopics: [accessibility, security]\n---\n"
    return RealArticle(
        number=number,
        section=_LARGEST,
        slug=slug,
        title=title,
        subtitle="",
        date=date,
        authors=(),
        tags=(),
        photo=_NO_PHOTO,
        summary="",
        body=f"{body}\n",
        file=f"content/{_LARGEST}/{slug}.md",
        head=head,
        written_title=title,
    )


def _prepare(folder: Path, _: Tools, corpus: Corpus) -> None:
    """Copy what has been laid out, but nothing that was built."""
    assert isinstance(corpus, RealCorpus)
    root, built = str(corpus.folder), (OUTPUT, *SITEGEN.caches)
    shutil.copytree(
        root, folder, dirs_exist_ok=True, ignore=lambda parent, _: built if parent == root else ()
    )


def _write(folder: Path, _: Corpus, article: Article) -> Path:
    assert isinstance(article, RealArticle)
    return write_text(folder / article.file, article.text)


#: sitegen, building these files.
REAL_SITE = replace(SITEGEN, prepare=_prepare, write=_write)
