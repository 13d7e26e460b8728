"""The showcase: a publication in three languages that has every kind of page, and whatever is hard to set."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import yaml

from tests.showcase import pictures
from tests.showcase.words import LANGUAGES, Words

Files = dict[str, str | bytes]

#: The moment of every build: nothing is scheduled.
NOW = "2026-06-01T12:00"
PHOTOS = 4
#: Articles of no particular kind; in English they carry the hundred tags.
USUAL = {"en": 20, "fr": 8, "ar": 8}
AUTHORS = ("world-desk", "trade-desk", "law-desk")

#: Every kind of page by its name, as a path below its language's prefix.
KINDS = {
    "home": "",
    "section": "world/",
    "section, second page": "world/page/2/",
    "tag": "tags/{tag}/",
    "all tags": "tags/",
    "author": "authors/world-desk/",
    "all authors": "authors/",
    "issue": "issues/autumn/",
    "all issues": "issues/",
    "series": "series/narrow-waters/",
    "all series": "series/",
    "archive": "archive/",
    "year": "archive/2025/",
    "article": "world/free/",
    "gated article": "economy/gated/",
    "article with everything": "world/everything/",
    "long title": "economy/long-title/",
    "no photo": "economy/no-photo/",
    "corrected article": "world/corrected/",
    "page": "about/",
    "not found": "404.html",
}


def prefix(lang: str) -> str:
    """The first part of a language's URLs, without its slash in front."""
    return "" if lang == "en" else f"{lang}/"


def files() -> Files:
    """The project's files, by path."""
    made: Files = {"sitegen.yaml": _configuration()}
    for number in range(PHOTOS):
        made[f"content/photos/{number}.jpg"] = pictures.landscape(number)
    for number, author in enumerate(AUTHORS):
        made[f"content/photos/{author}.jpg"] = pictures.portrait(number)
    made["content/photos/cover.jpg"] = pictures.landscape(6, (900, 1200))
    made["content/photos/tall.jpg"] = pictures.landscape(5, (900, 1400))
    made["content/photos/chart.png"] = pictures.chart()
    for lang, words in LANGUAGES.items():
        made |= {f"content/{prefix(lang)}{path}": text for path, text in _edition(lang, words)}
    return made


def tags(words: Words) -> list[str]:
    """Every pair of a topic and a field of study: a hundred in English."""
    return [f"{topic}: {field}" for field in words.fields for topic in words.topics]


def _configuration() -> str:
    return yaml.safe_dump(
        {
            "title": LANGUAGES["en"].name,
            "tagline": LANGUAGES["en"].tagline,
            "timezone": "Europe/Berlin",
            "base_url": "https://example.org/",
            "language": "en",
            "languages": {
                lang: {
                    "root": "content" if lang == "en" else f"content/{lang}",
                    "prefix": f"/{prefix(lang)}",
                    "title": words.name,
                    "tagline": words.tagline,
                }
                for lang, words in LANGUAGES.items()
            },
            "page_size": 5,
            "related": 3,
            "subscribe": {"url": "https://example.org/subscribe"},
        },
        allow_unicode=True,
        sort_keys=False,
    )


def _document(body: str = "", **matter: Any) -> str:
    return f"---\n{yaml.safe_dump(matter, allow_unicode=True, sort_keys=False, width=1000)}---\n\n{body}\n"


def _edition(lang: str, words: Words) -> Iterator[tuple[str, str]]:
    """A language's documents, by their paths below its folder."""
    yield from _frame(words)
    yield from _usual(lang, words)
    yield from _special(words)


def _frame(words: Words) -> Iterator[tuple[str, str]]:
    """What articles belong to: the home page, sections, authors, an issue, a series; and a page."""
    summary = words.sentences[1]
    yield (
        "_index.md",
        _document(summary=summary, lead="world/everything", features=["world/free", "economy/gated"]),
    )
    yield "world/_index.md", _document(title=words.sections[0], summary=summary, photo=_photo(words, "1.jpg"))
    yield "economy/_index.md", _document(title=words.sections[1], summary=summary)
    for author, name in zip(AUTHORS, words.authors, strict=True):
        photo = _photo(words, f"{author}.jpg")
        yield (
            f"authors/{author}.md",
            _document(
                words.sentences[0],
                name=name,
                role=words.role,
                affiliation=words.affiliation,
                photo=photo,
                summary=summary,
                orcid="0000-0002-1825-0097",
                url=f"https://example.org/{author}",
                social=[{"name": "Mastodon", "url": f"https://social.example/@{author}"}],
            ),
        )
    yield (
        "issues/autumn.md",
        _document(
            words.sentences[2],
            title=words.issue,
            date="2025-09-01",
            summary=summary,
            cover=_photo(words, "cover.jpg"),
            contents=["world/everything", "world/free", "economy/gated", "economy/no-photo"],
        ),
    )
    yield (
        "issues/summer.md",
        _document(title=f"{words.issue} – 2", date="2025-06-01", contents=["world/usual-07"]),
    )
    yield "series/narrow-waters.md", _document(words.sentences[3], title=words.series, summary=summary)
    yield "pages/about.md", _document(_text(words, 3, 4), title=words.page, subtitle=words.tagline)


def _usual(lang: str, words: Words) -> Iterator[tuple[str, str]]:
    """Articles as they come, over two years: they fill lists and carry all tags."""
    filed, start = tags(words), dt.date(2024, 11, 4)
    share = len(filed) // USUAL[lang]
    for number in range(USUAL[lang]):
        question = words.questions[number % len(words.questions)]
        section = ("world", "economy")[number % 3 == 0]
        yield (
            f"{section}/usual-{number:02}.md",
            _document(
                _text(words, number, 3),
                title=question.format(words.subjects[number % len(words.subjects)]),
                subtitle=words.sentences[(number + 2) % len(words.sentences)],
                date=str(start + dt.timedelta(days=11 * number)),
                authors=[AUTHORS[number % len(AUTHORS)]],
                tags=filed[number * share : (number + 1) * share] + filed[:1],
                photo=_photo(words, f"{number % PHOTOS}.jpg"),
            ),
        )


def _special(words: Words) -> Iterator[tuple[str, str]]:
    """One article for each thing that articles can have."""
    yield "world/free.md", _free(words)
    yield "economy/gated.md", _gated(words)
    yield "world/everything.md", _everything(words)
    yield "economy/long-title.md", _long_title(words)
    yield "economy/no-photo.md", _no_photo(words)
    yield "world/corrected.md", _corrected(words)


def _free(words: Words) -> str:
    return _document(
        _text(words, 1, 8),
        title=words.questions[0].format(words.subjects[3]),
        subtitle=words.sentences[3],
        series="narrow-waters",
        tags=tags(words)[:1],
        date="2025-10-02",
        authors=[AUTHORS[0]],
        photo=_photo(words, "2.jpg"),
        translation="free",
    )


def _gated(words: Words) -> str:
    return _document(
        _text(words, 2, 8),
        title=words.questions[1].format(words.subjects[4]),
        subtitle=words.sentences[4],
        series="narrow-waters",
        tags=tags(words)[:1],
        date="2025-10-03T09:30",
        authors=list(AUTHORS[:2]),
        photo=_photo(words, "0.jpg"),
        access="teaser",
    )


def _long_title(words: Words) -> str:
    return _document(
        _text(words, 4, 4),
        title=words.long_title,
        subtitle=" ".join(words.sentences[:3]),
        tags=tags(words)[:12],
        date="2025-08-03",
        authors=[*AUTHORS, words.affiliation],
        photo=_photo(words, "tall.jpg"),
    )


def _no_photo(words: Words) -> str:
    return _document(
        _text(words, 5, 4),
        title=words.questions[2].format(words.subjects[5]),
        date="2025-08-02",
        tags=tags(words)[:1],
    )


def _corrected(words: Words) -> str:
    return _document(
        _text(words, 6, 4),
        title=words.questions[3].format(words.subjects[6]),
        date="2025-08-01",
        updated="2025-08-09",
        authors=[AUTHORS[2]],
        photo=_photo(words, "0.jpg"),
        tags=tags(words)[:1],
        aliases=[f"/former-{words.name}/"],
        corrections=[{"date": day, "text": words.correction} for day in ("2025-08-05", "2025-08-09")],
    )


def _everything(words: Words) -> str:
    return _document(
        _everything_in_text(words),
        title=words.questions[0].format(words.subjects[0]),
        subtitle=words.sentences[0],
        date="2025-10-01T06:00",
        updated="2025-11-01",
        authors=[AUTHORS[0], AUTHORS[2]],
        tags=tags(words)[:6],
        photo=_photo(words, "3.jpg"),
        issue="autumn",
        series="narrow-waters",
        doi="10.5555/12345678",
        translation="everything",
        related=[
            "world/free",
            {"title": words.sentences[2], "url": "https://example.org/elsewhere", "source": words.name},
        ],
        corrections=[{"date": "2025-11-01", "text": words.correction}],
    )


def _everything_in_text(words: Words) -> str:
    """A text with all that texts can have."""
    first, second, third = words.headings
    one, two, three = words.sentences[:3]
    cells = " | ".join(words.topics[:5])
    rows = "\n".join(
        f"| {topic} | {' | '.join(str(n * 1234) for n in range(1, 5))} |" for topic in words.topics[:4]
    )
    return f"""
{_text(words, 0, 2)}[^one]

## {first}

{two} [{third}](#last)^[{three}] [{words.series}](free.md), [example.net](https://example.net/a/long/address/).

::: pullquote
{one}
:::

- {one}
- {two}
    1. {three}
    2. {one}

![{words.alt}](/photos/chart.png "{words.caption}")

> {one}
>
> {two}

### {second}

| {cells} |
| :-- | --: | --: | --: | :-: |
{rows}

{_text(words, 3, 2)}[^one]

::: box {second}
{three}
:::

::: note
{two}
:::

{words.topics[0]}
: {one}

```text
x = 1  # a line of code that is much too long for a narrow screen, and has to be scrolled sideways by its reader
```

`an_identifier_that_is_long_and_cannot_be_broken_at_any_space_whatever_the_width` <kbd>Ctrl</kbd> H<sub>2</sub>O

---

## {third} {{#last}}

{_text(words, 5, 4)}

[^one]: {one} [example.org](https://example.org/)
"""


def _photo(words: Words, name: str) -> dict[str, str]:
    return {
        "src": f"/photos/{name}",
        "alt": words.alt,
        "caption": words.caption,
        "credit": "Drawn by code",
        "license": "cc-by-4.0",
    }


def _text(words: Words, seed: int, paragraphs: int) -> str:
    """Paragraphs of four to six sentences; no two articles have the same."""
    chance = random.Random(seed)
    return "\n\n".join(
        " ".join(chance.sample(words.sentences, chance.randint(4, 6))) for _ in range(paragraphs)
    )
