"""How long linking and planning take, stage by stage: `python -m bench.linking [articles]`.

The documents are plain values, the same on every run; no file is read or written.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.build.site_engine import RULES, set_inputs
from sitegen.config.settings import Config
from sitegen.engine.engine import Engine
from sitegen.model import site_queries as q
from sitegen.model.documents import (
    Content,
    ContentPath,
    Document,
    File,
    Heading,
    ImageInfo,
    Outline,
    Part,
    Ref,
    RefKind,
    Theme,
    with_digests,
)
from sitegen.model.front_matter import (
    ArticleMatter,
    AuthorMatter,
    IssueMatter,
    Kind,
    Matter,
    Photo,
    SectionMatter,
    SeriesMatter,
    When,
)
from sitegen.model.site import BuildTime
from sitegen.plan.rules import JobOf, PlanProblems, RoutesOf
from sitegen.problems import Problem
from sitegen.read.project import content_digest, core_digest

_MOMENT = BuildTime(dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
_CONFIG = Config(title="Review", base_url="https://example.org/review/", timezone="Europe/Berlin")
_THEME = Theme("plain", {}, (), {}, {}, "")
_PHOTOS = 8


class Shape(Struct, frozen=True):
    """A publication's proportions."""

    name: str
    tags: int
    authors: int
    sections: int = 8
    series: int = 12
    issues: int = 16


SHAPES = (Shape("short", tags=50, authors=20), Shape("long", tags=4000, authors=2000))


def documents_of(shape: Shape, articles: int, seed: int = 1) -> list[Document]:
    """The documents of a publication, the same for the same seed."""
    chance = random.Random(seed)
    paths = [f"content/s{number % shape.sections}/article-{number}.md" for number in range(articles)]
    found = [_article(path, number, paths, shape, chance) for number, path in enumerate(paths)]
    found += [
        _document(
            Kind.SECTION, f"s{number}", f"content/s{number}/_index.md", SectionMatter(f"Section {number}")
        )
        for number in range(shape.sections)
    ]
    found += [
        _document(
            Kind.AUTHOR, f"a{number}", f"content/authors/a{number}.md", AuthorMatter(f"Author {number}")
        )
        for number in range(shape.authors)
    ]
    found += [
        _document(Kind.SERIES, f"r{number}", f"content/series/r{number}.md", SeriesMatter(f"Series {number}"))
        for number in range(shape.series)
    ]
    found += [
        _document(Kind.ISSUE, f"i{number}", f"content/issues/i{number}.md", IssueMatter(f"Issue {number}"))
        for number in range(shape.issues)
    ]
    return sorted(found, key=lambda document: document.path)


def _document(kind: Kind, id_: str, path: str, matter: Matter, outline: Outline | None = None) -> Document:
    section = path.split("/")[1] if kind is Kind.ARTICLE else ""
    return with_digests(Document(kind, "en", id_, path, section, matter, outline or Outline(), "", ""))


def _article(path: str, number: int, paths: list[str], shape: Shape, chance: random.Random) -> Document:
    day = dt.datetime(2001, 1, 1, 9, tzinfo=dt.UTC) + dt.timedelta(hours=chance.randrange(24 * 365 * 25))
    matter = ArticleMatter(
        title=f"The title of article {number} of this review",
        subtitle="What stands under the title, in a sentence.",
        date=When(day, has_time=bool(number % 2)),
        authors=tuple(f"a{chance.randrange(shape.authors)}" for _ in range(chance.randint(1, 2))),
        tags=tuple(f"Tag {chance.randrange(shape.tags)}" for _ in range(chance.randint(3, 6))),
        photo=Photo(f"/photos/{number % _PHOTOS}.jpg", "A strait", "The strait.", "Photographer / Agency"),
        series=f"r{number % shape.series}" if number % 20 == 0 else "",
        issue=f"i{number % shape.issues}" if number % 10 == 0 else "",
    )
    outline = Outline(
        headings=tuple(Heading(2, f"part-{part}", f"Part {part}", Part.OPENING) for part in range(6)),
        refs=tuple(_ref(chance, path, paths) for _ in range(chance.randint(4, 8))),
        anchors=tuple(f"part-{part}" for part in range(6)),
        minutes=chance.randint(1, 12),
        excerpt="The first sentences of the text, which lists, feeds and search engines show of it.",
        has_rest=True,
    )
    return _document(Kind.ARTICLE, path.removeprefix("content/").removesuffix(".md"), path, matter, outline)


def _ref(chance: random.Random, source: str, paths: list[str]) -> Ref:
    target = chance.choice(paths)
    kind = chance.random()
    if kind < 0.1:
        return Ref(RefKind.LINK, f"https://example.com/{chance.randrange(1000)}", Part.OPENING)
    if kind < 0.15:
        return Ref(RefKind.LINK, target.removeprefix("content").removesuffix(".md") + "/", Part.OPENING)
    if kind < 0.25:
        picture = f"/photos/{chance.randrange(_PHOTOS)}.jpg"
        return Ref(RefKind.IMAGE, picture, Part.OPENING, (("alt", "A strait"),))
    folder, _, name = target.rpartition("/")
    written = name if source.startswith(f"{folder}/") else f"../{folder.rpartition('/')[2]}/{name}"
    return Ref(RefKind.LINK, written + ("#part-2" if kind > 0.75 else ""), Part.OPENING)


def content_of(documents: list[Document], bodies: dict[str, str] | None = None) -> Content:
    """All that reading gives of the documents."""
    pictures = {
        f"static/photos/{number}.jpg": ImageInfo(f"static/photos/{number}.jpg", f"{number:032}", 1600, 900)
        for number in range(_PHOTOS)
    }
    static = tuple(
        File(path, picture.digest, path.removeprefix("static/")) for path, picture in pictures.items()
    )
    places = {one.path: ContentPath(one.path, one.kind, one.lang, one.id, one.section) for one in documents}
    core = core_digest(
        {one.path: one.digest for one in documents}, pictures.values(), static, places.values(), ()
    )
    return Content(
        documents={one.path: one for one in documents},
        digests={one.path: one.digest for one in documents},
        images=pictures,
        files={},
        static=static,
        data={},
        theme=_THEME,
        content_paths=places,
        expiries=(),
        bodies={one.path: f"body of {one.path}" for one in documents} | (bodies or {}),
        key=content_digest(core, {}, _THEME),
        core=core,
        problems=(),
    )


def _retitled(documents: list[Document], index: int) -> list[Document]:
    one = documents[index]
    matter = msgspec.structs.replace(one.matter, title="Another title")
    return [
        *documents[:index],
        with_digests(msgspec.structs.replace(one, matter=matter)),
        *documents[index + 1 :],
    ]


def _with_one_more(documents: list[Document], index: int) -> list[Document]:
    one = documents[index]
    path = one.path.replace("/article-", "/another-article-")
    other = msgspec.structs.replace(one, id=path.removeprefix("content/").removesuffix(".md"), path=path)
    return sorted([*documents, with_digests(other)], key=lambda document: document.path)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    gc.collect()
    start, worked = time.perf_counter(), time.process_time()
    yield
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"  {what:30}{seconds * 1000:9.1f} ms {worked * 1000:9.1f} ms of work", flush=True)


def _run(what: str, do: Callable[[], Any]) -> Any:
    with _timed(what):
        return do()


def measure(shape: Shape, articles: int) -> None:
    """Print what each stage takes."""
    documents = documents_of(shape, articles)
    path = next(one.path for one in documents if one.kind is Kind.ARTICLE)
    index = next(number for number, one in enumerate(documents) if one.path == path)
    first, edited = content_of(documents), content_of(documents, {path: "another body"})
    retitled = content_of(_retitled(documents, index))
    print(f"{shape.name}: {articles} articles, {shape.tags} tags, {shape.authors} authors")
    ask = Engine(RULES)
    problems = _linked_and_planned(ask, "from nothing", first)
    routes = ask(RoutesOf()).routes
    _run(f"all {len(routes)} jobs", lambda: [ask(JobOf(output)) for output in routes])
    _linked_and_planned(ask, "after a changed body", edited)
    _linked_and_planned(ask, "after a changed title", retitled)
    _linked_and_planned(ask, "after a new article", content_of(_with_one_more(documents, index)))
    codes = sorted({problem.code for problem in problems})
    print(f"  problems: {len(problems)} {codes}")


def _linked_and_planned(ask: Engine, what: str, content: Content) -> tuple[Problem, ...]:
    """Enter the content, and ask for all that is wrong; each stage is timed."""
    _run(f"set_inputs {what}", lambda: set_inputs(ask, content, _CONFIG, _MOMENT))
    linking = _run(f"link {what}", lambda: ask(q.LinkProblems()))
    return (*linking, *_run(f"plan {what}", lambda: ask(PlanProblems())))


def main() -> None:
    """Measure each shape."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for shape in SHAPES:
        measure(shape, articles)


if __name__ == "__main__":
    main()
