"""A project of one generator on the disk: how it is written, edited, built and looked at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bench.corpus import Article, Corpus, added_sentence, with_sentence, with_title
from bench.measure import Cost, Failed, measure
from bench.peers.peer import OUTPUT, Peer, Tools


class Scenario(StrEnum):
    """What is built; all but the first two begin with a site that is up to date."""

    CLEAN = "clean"
    SCALE = "scale"
    NOTHING = "nothing"
    BODY = "body"
    TITLE = "title"
    NEW = "new"


#: What each scenario is, for readers.
MEANING = {
    Scenario.CLEAN: "clean build",
    Scenario.SCALE: "clean build",
    Scenario.NOTHING: "nothing has changed",
    Scenario.BODY: "one sentence in one article",
    Scenario.TITLE: "one article's title",
    Scenario.NEW: "a new article",
}


class State(StrEnum):
    """What a project's output and caches are like."""

    UNKNOWN = "unknown"
    BUILT = "built"
    SETTLED = "settled"
    """Up to date, and with the caches that a build after an edit needs."""


@dataclass
class Site:
    """A generator's project for a corpus. Every edit is another one, and is undone after its build."""

    peer: Peer
    corpus: Corpus
    folder: Path
    tools: Tools
    state: State = State.UNKNOWN
    _edits: int = 0
    _middle: int = field(init=False)

    def __post_init__(self) -> None:
        self._middle = self.corpus.middle()

    @property
    def output(self) -> Path:
        """The finished site."""
        return self.folder / OUTPUT

    def prepare(self) -> None:
        """Write everything but the articles, into a fresh folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.peer.prepare(self.folder, self.tools, self.corpus)

    def write(self, article: Article) -> Path:
        """Write an article; its file."""
        return self.peer.write(self.folder, self.corpus, article)

    def run(self, scenario: Scenario) -> Cost:
        """Measure one run of a scenario, and leave the articles as they were."""
        if scenario in (Scenario.CLEAN, Scenario.SCALE):
            self.peer.wipe(self.folder)
            cost = self._build(again=False)
            self.state = State.BUILT if self.peer.again else State.SETTLED
            return cost
        if self.state is not State.SETTLED:
            self._build(again=True)
            self.state = State.SETTLED
        if scenario is Scenario.NOTHING:
            return self._build(again=True)
        return self._after(_EDITS[scenario])

    def _build(self, again: bool) -> Cost:
        return measure(self.peer.command(self.tools, again), self.folder, self.peer.surroundings(self.tools))

    def _after(self, edit: Edit) -> Cost:
        """The build after an edit, which has to show in the article's page."""
        self._edits += 1
        article, text = edit(self.corpus, self._middle, self._edits)
        path = self.write(article)
        self.state = State.UNKNOWN
        try:
            cost = self._build(again=True)
            self._check(article, text)
        finally:
            if article.number < self.corpus.count:
                self.write(self.corpus.article(article.number))
            else:
                path.unlink()
        return cost

    def _check(self, article: Article, text: str) -> None:
        page = self.output / article.address / "index.html"
        if not page.is_file() or text not in page.read_text(encoding="utf-8"):
            raise Failed(f"the build of {self.peer.name} does not show the edit in {article.address}")


#: From a corpus, the number of its middle article and the number of the edit: an article, and what shows it.
Edit = Callable[[Corpus, int, int], tuple[Article, str]]


def _edit_body(corpus: Corpus, middle: int, number: int) -> tuple[Article, str]:
    return with_sentence(corpus.article(middle), number), added_sentence(number)


def _edit_title(corpus: Corpus, middle: int, number: int) -> tuple[Article, str]:
    return with_title(corpus.article(middle), number), f"(Revised {number} Times)</h1>"


def _add(corpus: Corpus, _: int, number: int) -> tuple[Article, str]:
    article = corpus.article(corpus.count + number)
    return article, "</h1>"


_EDITS: dict[Scenario, Edit] = {
    Scenario.BODY: _edit_body,
    Scenario.TITLE: _edit_title,
    Scenario.NEW: _add,
}


def write_all(sites: Sequence[Site]) -> None:
    """Write the projects of sites with one corpus; each article is made once for all of them."""
    for site in sites:
        site.prepare()
    for article in sites[0].corpus.articles():
        for site in sites:
            site.write(article)
