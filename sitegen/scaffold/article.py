"""Creating an article."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.build.load import load_config
from sitegen.model.front_matter import ArticleMatter
from sitegen.problems import WrongUse, did_you_mean, refusal
from sitegen.read.file_state import Files
from sitegen.schemas import documented_fields
from sitegen.slugs import document_slug, slug_of
from sitegen.yaml.source import CONTROL

#: The maximum length of a file name in bytes, without suffixes.
_LONGEST = 200

#: Keys of a new article, and commented examples of other keys.
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


def create_article(root: Path, title: str, section: str, bundle: bool) -> tuple[str, str]:
    """Write a new article; return its path and a note if the section is new.

    WrongUse if the title is empty, the section is not a valid folder name, or the file exists.
    """
    config, problems = load_config(Files(root))
    if config is None:
        first = problems[0]
        raise WrongUse(f"{first.place}: {first.message} {first.hint}".strip())
    title = " ".join(title.split())
    slug = _slug(title, bundle, config.language)
    _check_section(section)
    content = config.content.root.strip("/")
    name = f"{slug}/index.md" if bundle else f"{slug}{config.content.suffixes[0]}"
    path = f"{content}/{section}/{name}"
    note = _note(root / content, section)
    _write(root / path, path, _text(title, dt.datetime.now(ZoneInfo(config.timezone)).date()))
    return path, note


def _slug(title: str, bundle: bool, lang: str) -> str:
    """The file name for a title, without suffix. Long titles are shortened."""
    example = 'For example: sitegen new article "How Alliances Hold" --section asia'
    if not title:
        raise WrongUse(f"The title is empty. {example}")
    if CONTROL.search(title):
        raise WrongUse(f"The title {title!r} contains characters that cannot be published. {example}")
    slug = slug_of(title, lang)
    if not slug:
        raise WrongUse(f"The title `{title}` contains no letters or digits for a file name. {example}")
    if slug == "index" and not bundle:
        raise WrongUse("`index` is reserved for the page of a folder. Choose another title, or use --bundle.")
    return _shortened(slug)


def _shortened(slug: str) -> str:
    if len(slug.encode()) <= _LONGEST:
        return slug
    cut = slug.encode()[:_LONGEST].decode(errors="ignore")
    return (cut.rpartition("-")[0] or cut).strip("-")


def _check_section(section: str) -> None:
    folder = document_slug(section)
    if not section or folder != section:
        raise WrongUse(f"`{section}` is not a valid section folder. Did you mean `{_shortened(folder)}`?")
    if len(section.encode()) > _LONGEST:
        raise WrongUse(f"The section's name is longer than {_LONGEST} bytes. Choose a shorter name.")


def _note(content: Path, section: str) -> str:
    known = [folder.name for folder in content.iterdir() if folder.is_dir()] if content.is_dir() else []
    if section in known:
        return ""
    return f"The section `{section}` is new. {did_you_mean(section, known)}".strip()


def _write(file: Path, path: str, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as error:
        if error.filename != str(file):
            raise refusal(error) from error
        raise WrongUse(f"`{path}` already exists. Choose another title, or edit the file.") from None
    except OSError as error:
        raise refusal(error) from error


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
