"""sitegen's project: its default theme, and nothing set but what the bench asks of everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.corpus import Article, Corpus, linked
from bench.frontmatter import document, matter_of
from bench.habits import SETTINGS, old_document
from bench.peers.peer import (
    ABOUT,
    BASE_URL,
    OUTPUT,
    PAGE_SIZE,
    RELATED,
    REPOSITORY,
    TAGLINE,
    THIS_SITEGEN,
    TITLE,
    Peer,
    Tools,
    write_text,
)
from bench.pictures import draw_photos

_CONFIGURATION = f"""title: {TITLE}
tagline: {TAGLINE}
base_url: {BASE_URL}
timezone: UTC
page_size: {PAGE_SIZE}
related: {RELATED}
"""


def _find(tools: Tools) -> Sequence[str] | None:
    return tools.sitegen


def _environment(tools: Tools) -> Mapping[str, str]:
    """This repository's sitegen, its bytecode kept as where it is installed, unless another one was named."""
    if tools.sitegen != THIS_SITEGEN:
        return {}
    return {"PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": ""}


def prepare(folder: Path, _: Tools, corpus: Corpus) -> None:
    """Write the configuration, sections, authors, a page and photos."""
    content = folder / "content"
    write_text(folder / "sitegen.yaml", _CONFIGURATION + (SETTINGS if corpus.shape.is_old else ""))
    draw_photos(folder / "static" / "photos")
    write_text(content / "pages" / "about.md", document({"title": "About"}, ABOUT))
    for section in corpus.sections:
        matter = {"title": section.title, "summary": section.summary}
        write_text(content / section.id / "_index.md", document(matter))
    for author in corpus.authors:
        matter = {"name": author.name, "role": author.role, "summary": author.summary}
        write_text(content / "authors" / f"{author.id}.md", document(matter))


def write(folder: Path, corpus: Corpus, article: Article) -> Path:
    """Write an article; authors are named by their ids, links by the other article's file."""

    def link(number: int) -> str:
        place = corpus.place(number)
        return f"{'' if place.section == article.section else f'../{place.section}/'}{place.slug}.md"

    body = linked(article.body, link)
    path = folder / "content" / article.section / f"{article.slug}.md"
    if corpus.shape.is_old:
        return write_text(path, old_document(article, body))
    return write_text(path, document(matter_of(article, [author.id for author in article.authors]), body))


SITEGEN = Peer(
    name="sitegen",
    find=_find,
    prepare=prepare,
    write=write,
    clean=("build", "--out", OUTPUT),
    caches=(".sitegen",),
    environment=_environment,
)
