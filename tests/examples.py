"""The examples in the documentation, and new sites that hold them.

A fenced block says in its first line what it is:

    ```markdown file=content/asia/x.md           this file, in a new site; all files of a page make one site
    ```markdown file=… site=letter               in a site of that name, with the page's other examples that name it
    ```markdown file=… with=ships.jpg            with a picture or a font of that name beside it
    ```yaml into=sitegen.yaml                    these keys, in the new site's own file
    ```markdown file=… fails=unknown-key         this mistake: its problem is shown, and named as the code says
    ```markdown file=… again=yes                 a later version of a file that the page shows above
    ```markdown file=… gives=/asia/x/            the build writes a page at this URL (several: /a/,/b/)
    ```nginx config=site.conf                    a file of another program; tests/test_hosting.py parses it
    ```yaml workflow=yes                         a workflow of GitHub Actions, whose commands have to exist
    ```console                                   commands after `$`, which have to exist with those options
    ```console status=1                          the last command exits with this status (tests/test_tutorial.py)
    ```python                                    a program, which has to run
    ```text                                      neither read nor built
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml
from msgspec import Struct
from PIL import Image

from sitegen.build.pipeline import Options, build
from sitegen.problems import Problem
from sitegen.scaffold.site import create_site


class Example(Struct, frozen=True):
    """A fenced block: its language, what its first line says of it, its text, and its line in the page."""

    language: str
    says: Mapping[str, str]
    text: str
    line: int


def fences(page: str) -> Iterator[Example]:
    """The fenced blocks of a page; a fence ends at the first one that is as long as its own."""
    lines = page.splitlines()
    number = 0
    while number < len(lines):
        opening = re.match(r"( *)(`{3,})(\S*)[ \t]*(.*)", lines[number])
        number += 1
        if not opening:
            continue
        start, inside = number, []
        while number < len(lines) and not re.fullmatch(rf" *`{{{len(opening[2])},}}[ \t]*", lines[number]):
            inside.append(lines[number].removeprefix(opening[1]))
            number += 1
        number += 1
        says = dict(pair.split("=", 1) for pair in opening[4].split() if "=" in pair)
        yield Example(opening[3], says, "\n".join(inside) + "\n", start)


def without_fences(page: str) -> str:
    """A page without its fenced blocks and without the code in its lines."""
    found = re.sub(r"^( *)(`{3,}).*?^ *\2`*[ \t]*$", "", page, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", found)


def is_file(example: Example) -> bool:
    """Whether the block is laid into a site."""
    return "file" in example.says or "into" in example.says


def lay(example: Example, site: Path) -> None:
    """Put an example into a site."""
    if "into" in example.says:
        target = site / example.says["into"]
        held = yaml.safe_load(target.read_text(encoding="utf-8")) | yaml.safe_load(example.text)
        target.write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
        return
    target = site / example.says["file"]
    assert site in target.resolve().parents, example.says["file"]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(example.text, encoding="utf-8")
    for name in filter(None, example.says.get("with", "").split(",")):
        picture = target.parent / name
        picture.parent.mkdir(parents=True, exist_ok=True)
        if picture.suffix == ".woff2":
            picture.write_bytes(b"wOF2")
        else:
            Image.new("RGB", (64, 36), "#346").save(picture)


def sites_of(page: str) -> dict[str, list[Example]]:
    """The examples of a page that are laid into a site, by the site's name: most go into the one without."""
    sites: dict[str, list[Example]] = {}
    for example in fences(page):
        if is_file(example):
            sites.setdefault(example.says.get("site", ""), []).append(example)
    return sites


def built(site: Path, examples: Iterable[Example]) -> tuple[Problem, ...]:
    """The problems of a new site that holds these examples."""
    create_site(site, "The Example Review", "UTC")
    for example in examples:
        lay(example, site)
    return build(Options(site, site / "public")).problems
