"""Eleventy's project: Nunjucks, its own Markdown parser with two plugins, links by addresses.

Photos were resized before, which spares Eleventy the work.

Building after an edit is building the whole: `--incremental` works only while Eleventy keeps watching.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.corpus import Article, Corpus, linked
from bench.frontmatter import document, matter_of
from bench.peers.peer import (
    ABOUT,
    BASE_URL,
    TAGLINE,
    TITLE,
    Peer,
    Tools,
    copy_assets,
    copy_project,
    write_json,
    write_text,
)
from bench.pictures import draw_photos, write_renditions


def _modules(tools: Tools) -> Path:
    return tools.folder / "eleventy" / "node_modules"


def _find(tools: Tools) -> Sequence[str] | None:
    node, program = shutil.which("node"), _modules(tools) / "@11ty" / "eleventy" / "cmd.cjs"
    return [node, str(program)] if node and program.is_file() else None


def prepare(folder: Path, tools: Tools, corpus: Corpus) -> None:
    """Write the configuration and templates; sections and authors are data."""
    content = folder / "content"
    copy_project("eleventy", folder)
    (folder / "node_modules").symlink_to(_modules(tools).resolve())
    copy_assets(folder / "static" / "assets")
    draw_photos(folder / "static" / "photos")
    publication = {
        "title": TITLE,
        "tagline": TAGLINE,
        "url": BASE_URL.rstrip("/"),
        "sections": {one.id: {"title": one.title, "summary": one.summary} for one in corpus.sections},
        "authors": {
            one.id: {"name": one.name, "role": one.role, "summary": one.summary} for one in corpus.authors
        },
    }
    write_json(folder / "_data" / "publication.json", publication)
    write_json(folder / "_data" / "pictures.json", write_renditions(folder / "static" / "pictures"))
    write_text(
        content / "about.md",
        document({"title": "About", "layout": "plain.njk", "summary": ABOUT.strip()}, ABOUT),
    )
    write_text(
        folder / "static" / "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {BASE_URL}sitemap.xml\n"
    )
    for section in corpus.sections:
        shared = json.dumps({"layout": "article.njk", "section": section.id})
        write_text(content / section.id / f"{section.id}.11tydata.json", shared)


def write(folder: Path, corpus: Corpus, article: Article) -> Path:
    """Write an article. Its tags are `topics`: Eleventy's own `tags` would make a collection of each."""

    def link(number: int) -> str:
        place = corpus.place(number)
        return f"/{place.section}/{place.slug}/"

    matter = matter_of(article, [author.id for author in article.authors], tags="topics")
    path = folder / "content" / article.section / f"{article.slug}.md"
    return write_text(path, document(matter, linked(article.body, link)))


ELEVENTY = Peer(
    name="eleventy",
    find=_find,
    prepare=prepare,
    write=write,
    clean=("--quiet",),
    # Node's own limit would end the larger builds.
    environment=lambda _: {"NODE_OPTIONS": "--max-old-space-size=12288"},
)
