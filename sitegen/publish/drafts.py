"""New files for authors: an article that is begun."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.model.content import ArticleMatter
from sitegen.names import document_slug, slug_of
from sitegen.problems import WrongUse, did_you_mean
from sitegen.publish.projects import load_config
from sitegen.read.files import Files
from sitegen.schemas import documented_fields

#: Keys that a new article has from the start, and examples for the others.
_EXAMPLES = {
    "subtitle": '""',
    "authors": "[]",
    "tags": "[]",
    "summary": '""',
}
_COMMENTED = {
    "updated": "2026-11-23",
    "section": "asia",
    "photo": "{src: photo.jpg, alt: What it shows, caption: A sentence., credit: Photographer / Agency}",
    "related": "[asia/another-article]",
    "embargo": "2026-12-24T09:00",
    "expires": "2030-01-01",
    "access": "teaser",
    "issue": "2026-autumn",
    "series": "chokepoints",
    "corrections": "[{date: 2026-11-23, text: What was corrected.}]",
    "aliases": "[/former/url/]",
    "slug": "another-slug",
    "lang": "en",
    "translation": "a-key-shared-by-translations",
    "doi": "10.5555/12345678",
    "template": "article.html",
    "extra": "{}",
}


def begin_article(root: Path, title: str, section: str, bundle: bool) -> tuple[str, str]:
    """Write a new article's file; its path from the root, and a note where the section is new.

    WrongUse where the title is empty, the section cannot be a folder, or the file is there already.
    """
    config, problems = load_config(Files(root))
    if config is None:
        first = problems[0]
        raise WrongUse(f"{first.place}: {first.message} {first.hint}".strip())
    title = " ".join(title.split())
    if not slug_of(title):
        raise WrongUse(
            'The title is empty. Give one: sitegen new article "How Alliances Hold" --section asia'
        )
    if not section or document_slug(section) != section:
        raise WrongUse(f"`{section}` cannot be a section's folder. Did you mean `{document_slug(section)}`?")
    content = config.content.root.strip("/")
    name = f"{slug_of(title)}/index.md" if bundle else f"{slug_of(title)}{config.content.suffixes[0]}"
    path = f"{content}/{section}/{name}"
    note = _note(root / content, section)
    _write(root / path, path, _text(title, dt.datetime.now(ZoneInfo(config.timezone)).date()))
    return path, note


def _note(content: Path, section: str) -> str:
    known = [folder.name for folder in content.iterdir() if folder.is_dir()] if content.is_dir() else []
    if section in known:
        return ""
    return f"The section `{section}` is new. {did_you_mean(section, known)}".strip()


def _write(file: Path, path: str, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise WrongUse(f"`{path}` is there already. Choose another title, or edit that file.") from None


def _text(title: str, today: dt.date) -> str:
    meanings = documented_fields(ArticleMatter)
    lines = ["---", f"title: {json.dumps(title, ensure_ascii=False)}", f"date: {today}", "status: draft"]
    for key, value in _EXAMPLES.items():
        lines += [f"# {_first_line(meanings[key])}", f"{key}: {value}"]
    for key, value in _COMMENTED.items():
        lines += [f"# {_first_line(meanings[key])}", f"# {key}: {value}"]
    return "\n".join([*lines, "---", "", ""])


def _first_line(text: str) -> str:
    return " ".join(text.split())
