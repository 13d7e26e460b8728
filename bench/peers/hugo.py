"""Hugo's projects: one with related articles, and one without, as many sites have it for speed.

What all pages share is cached (`partialCached`), and so is a picture by its file and use; links name files
and are checked, as they are in sitegen. Rows of lists and entries of feeds are not cached: that took as long.
Hugo resizes photos itself, in the qualities of sitegen's and with its own speeds; its compiled encoders
stay outside of the project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.corpus import Article, Corpus, linked
from bench.frontmatter import Value, document, matter_of
from bench.peers.peer import ABOUT, OUTPUT, Peer, Tools, copy_assets, copy_project, write_text
from bench.pictures import draw_photos

#: Front matter that keeps a page out of the sitemap.
_HIDDEN: Mapping[str, Value] = {"sitemap": {"disable": "true"}}


def _find(tools: Tools) -> Sequence[str] | None:
    """The program itself, without the Python script that starts it."""
    found = sorted(tools.folder.glob("lib/python*/site-packages/hugo/binaries/hugo"))
    return [str(found[0])] if found else None


def prepare(folder: Path, _: Tools, corpus: Corpus) -> None:
    """Write the project; the environment says whether it has related articles."""
    content = folder / "content"
    copy_project("hugo", folder)
    copy_assets(folder / "static" / "assets")
    draw_photos(folder / "assets" / "photos")
    write_text(
        content / "about.md", document({"title": "About", "layout": "plain", "summary": ABOUT.strip()}, ABOUT)
    )
    write_text(content / "tags" / "_index.md", document({"title": "Topics", **_HIDDEN}))
    write_text(content / "authors" / "_index.md", document({"title": "Authors", **_HIDDEN}))
    for section in corpus.sections:
        matter = {"title": section.title, "summary": section.summary}
        write_text(content / section.id / "_index.md", document(matter))
    for author in corpus.authors:
        matter = {"title": author.name, "role": author.role, "summary": author.summary}
        write_text(content / "authors" / author.id / "_index.md", document(matter))
    archive: Mapping[str, Value] = {"title": "Archive", "layout": "archive", "outputs": ["html"], **_HIDDEN}
    write_text(content / "archive" / "_index.md", document(archive))
    for year in corpus.years():
        shown: Mapping[str, Value] = {"title": str(year), "layout": "year", **_HIDDEN}
        write_text(content / "archive" / f"{year}.md", document(shown))


def write(folder: Path, corpus: Corpus, article: Article) -> Path:
    """Write an article; links name the other article's file."""

    def link(number: int) -> str:
        place = corpus.place(number)
        return f"/{place.section}/{place.slug}.md"

    matter = matter_of(article, [author.name for author in article.authors])
    path = folder / "content" / article.section / f"{article.slug}.md"
    return write_text(path, document(matter, linked(article.body, link)))


def _hugo(name: str, related: str, lacks: Sequence[str] = ()) -> Peer:
    return Peer(
        name=name,
        find=_find,
        ask_version=("version",),
        prepare=prepare,
        write=write,
        clean=("--quiet", "--noBuildLock", "--destination", OUTPUT),
        caches=("resources",),
        lacks=lacks,
        environment=lambda _: {"HUGO_PARAMS_RELATED": related},
    )


HUGO = _hugo("hugo", "true")
HUGO_WITHOUT_RELATED = _hugo("hugo-norelated", "false", lacks=("related",))
