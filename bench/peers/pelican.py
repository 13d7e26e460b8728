"""Pelican's project: its own metadata, addresses as the others have them, related articles by its plugin.

Photos were resized before, which spares Pelican the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.corpus import Article, Corpus, linked
from bench.peers.peer import (
    ABOUT,
    BASE_URL,
    OUTPUT,
    Peer,
    Tools,
    copy_assets,
    copy_project,
    write_json,
    write_text,
)
from bench.pictures import draw_photos, write_renditions

_BUILD = ("content", "--settings", "pelicanconf.py", "--output", OUTPUT, "--quiet")


def _find(tools: Tools) -> Sequence[str] | None:
    program = tools.folder / "bin" / "pelican"
    return [str(program)] if program.is_file() else None


def prepare(folder: Path, _: Tools, corpus: Corpus) -> None:
    """Write settings and templates; sections and authors, which have no files in Pelican, go into JSON."""
    content = folder / "content"
    copy_project("pelican", folder)
    copy_assets(folder / "theme" / "static")
    draw_photos(content / "photos")
    publication = {
        "sections": {one.id: {"title": one.title, "summary": one.summary} for one in corpus.sections},
        "authors": {one.id: {"role": one.role, "summary": one.summary} for one in corpus.authors},
    }
    write_json(folder / "publication.json", publication)
    write_json(folder / "pictures.json", write_renditions(content / "pictures"))
    write_text(content / "pages" / "about.md", f"Title: About\nSlug: about\nSummary: {ABOUT}\n{ABOUT}")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {BASE_URL}sitemap.xml\n"
    write_text(content / "extra" / "robots.txt", robots)


def write(folder: Path, corpus: Corpus, article: Article) -> Path:
    """Write an article; links name the other article's file."""

    def link(number: int) -> str:
        place = corpus.place(number)
        return f"{{filename}}/{place.section}/{place.slug}.md"

    matter = {
        "Title": article.title,
        "Slug": article.slug,
        "Subtitle": article.subtitle,
        "Date": f"{article.date:%Y-%m-%d %H:%M}",
        "Authors": ", ".join(author.name for author in article.authors),
        "Tags": ", ".join(article.tags),
        "Photo_src": f"/photos/{article.photo.file}",
        "Photo_alt": article.photo.alt,
        "Photo_caption": article.photo.caption,
        "Photo_credit": article.photo.credit,
        "Summary": article.summary,
    }
    head = "".join(f"{key}: {value}\n" for key, value in matter.items())
    path = folder / "content" / article.section / f"{article.slug}.md"
    return write_text(path, f"{head}\n{linked(article.body, link)}")


PELICAN = Peer(
    name="pelican",
    find=_find,
    prepare=prepare,
    write=write,
    clean=_BUILD,
    # As its manual has it under "Reading only modified content".
    again=(*_BUILD, "--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"),
    caches=("cache",),
    # Feeds have no template: a library writes them in its own form.
    lacks=("feed.xml",),
)
