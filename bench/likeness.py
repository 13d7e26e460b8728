"""Whether two generators have made the same pages: `python -m bench.likeness OUTPUT OTHER [LACKS …]`.

Pages are compared element by element: what each is, what it says, and where it leads. What Markdown becomes
is left out, since each generator has a renderer of its own; so are minutes, since each counts words in its
own way, and which articles are related, since of equally related ones each takes others.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

#: Pages of each kind that are compared, all over the list of their addresses.
SAMPLES = 8

_SITEMAP = "sitemap.xml"
_LOCATION = re.compile(r"<loc>(.*?)</loc>")
_TOPS = {"about", "archive", "authors", "tags"}
_VOID = {"img", "link", "meta", "source", "br", "hr", "input"}
#: Parts of files' names that each generator makes up.
_PICTURE = re.compile(r"/(?:photos|pictures)/[\w.-]+\.(?=(?:avif|webp|jpg)\b)")
_DIGEST = re.compile(r"(?<=/assets/)(\w+)\.\w+(?=\.\w)")
#: An anchor that stands a second time: each generator begins to count elsewhere.
_AGAIN = re.compile(r"^(#.+)[-_]\d+$")
_MINUTES = re.compile(r'class="minutes">(\d+)')
_PERCENT = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
#: Attributes that differ between related articles, and those that tell of a photo's pixels.
_OF_AN_ARTICLE = {"href", "datetime"}
_OF_PIXELS = {"data-color"}


def compare(output: Path, other: Path, lacks: Sequence[str] = ()) -> tuple[str, ...]:
    """What `other` has otherwise than `output`, in a line for each kind of page.

    `lacks` names files, and classes of elements, that do not count.
    """
    return tuple(_first(unlike) for unlike in _unlike(output, other, lacks))


def outline(file: Path, lacks: Sequence[str] = ()) -> list[str]:
    """The elements and texts of a page or a feed, one a line, or the sorted addresses of a sitemap.

    Nothing where there is no such file.
    """
    if not file.is_file():
        return []
    text = file.read_text(encoding="utf-8")
    if file.name == _SITEMAP:
        return sorted(_LOCATION.findall(text))
    reader = _Reader(lacks)
    reader.feed(text)
    reader.close()
    return reader.lines


@dataclass(frozen=True)
class _Unlike:
    """A page that two outputs do not have alike, by its outlines in both."""

    kind: str
    path: str
    ours: list[str]
    theirs: list[str]


def _unlike(output: Path, other: Path, lacks: Sequence[str]) -> Iterator[_Unlike]:
    """The first page of each kind that is not alike."""
    for kind, paths in _samples(output, lacks).items():
        for path in paths:
            ours, theirs = _outlines(output / path, other / path, lacks)
            if ours != theirs:
                yield _Unlike(kind, path, ours, theirs)
                break


def _outlines(file: Path, other: Path, lacks: Sequence[str]) -> tuple[list[str], list[str]]:
    """The outlines of two files. Where minutes differ, only one of two articles may be long enough for a list
    of its headings."""
    if _minutes(file) != _minutes(other):
        lacks = (*lacks, "contents")
    return outline(file, lacks), outline(other, lacks)


def _minutes(file: Path) -> str:
    found = _MINUTES.search(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found[1] if found else ""


def _first(unlike: _Unlike) -> str:
    """The first line in which a page's outlines differ."""
    pairs = zip_longest(unlike.ours, unlike.theirs, fillvalue="nothing")
    ours, theirs = next((ours, theirs) for ours, theirs in pairs if ours != theirs)
    return f"{theirs.strip()} instead of {ours.strip()} in {unlike.path}"


def _samples(output: Path, lacks: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Addresses by the kinds of their pages, a few of each."""
    kinds = defaultdict(list)
    for name in ("*.html", "feed.xml", _SITEMAP):
        if name in lacks:
            continue
        for file in sorted(output.rglob(name)):
            path = file.relative_to(output).as_posix()
            kinds[_kind(path)].append(path)
    return {kind: _spread(paths) for kind, paths in sorted(kinds.items())}


def _spread(paths: Sequence[str]) -> Sequence[str]:
    count = min(SAMPLES, len(paths))
    return [paths[number * (len(paths) - 1) // max(1, count - 1)] for number in range(count)]


def _kind(path: str) -> str:
    """What page an address is, by the form of it: such as `tags/*/page/*/index.html`."""
    *folders, name = path.split("/")
    shown = [
        part if part == "page" or (depth == 0 and part in _TOPS) else "*"
        for depth, part in enumerate(folders)
    ]
    return "/".join([*shown, name])


class _Reader(HTMLParser):
    """Writes down what it reads, but for what it has to leave out."""

    def __init__(self, lacks: Sequence[str]) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._lacks = set(lacks)
        self._open: list[tuple[str, set[str]]] = []
        self._held: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = set(values.get("class", "").split())
        if tag not in _VOID:
            self._open.append((tag, classes | ({"data-body"} if "data-body" in values else set())))
        if self._is_left_out() or "data-body" in values:
            return
        self._write(f"<{tag}{''.join(self._attributes(values))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                continue

    def handle_data(self, data: str) -> None:
        text = _SPACE.sub(" ", data).strip()
        if not text or self._is_left_out():
            return
        if self._open[-1][0] == "script":
            self._write(_without_names(json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False)))
        elif self._is_in("related") and self._is_in("card"):
            return
        elif self._open[-1][0] == "content":
            self._write(text[: text.find(" ")])
        elif not self._is_in("minutes"):
            self._write(text)

    def _write(self, text: str) -> None:
        self.lines.append(f"{'  ' * len(self._open)}{text}")

    def _attributes(self, values: Mapping[str, str]) -> Iterator[str]:
        for name, value in sorted(values.items()):
            kept = name not in _OF_PIXELS and not (self._is_in("related") and name in _OF_AN_ARTICLE)
            yield f' {name}="{_without_names(value)}"' if kept else f" {name}"

    def _is_in(self, name: str) -> bool:
        return any(name in classes for _, classes in self._open)

    def _is_left_out(self) -> bool:
        """Whether this is of the text or its notes, or of what a peer lacks."""
        for depth, (tag, classes) in enumerate(self._open):
            if classes & {"data-body", *self._lacks}:
                return True
            if tag == "ol" and any("notes" in above for _, above in self._open[:depth]):
                return True
        return False


def _without_names(value: str) -> str:
    """A value without what generators make up of names, and with codes of characters in capitals."""
    value = _AGAIN.sub(r"\1", _DIGEST.sub(r"\1", _PICTURE.sub("/picture.", value)))
    return _PERCENT.sub(lambda match: match[0].upper(), value)


def main() -> None:
    """Print how the pages of two outputs differ: of each kind the first that does."""
    output, other, *lacks = sys.argv[1:]
    for unlike in _unlike(Path(output), Path(other), lacks):
        print(f"# {unlike.kind}")
        print("\n".join(unified_diff(unlike.ours, unlike.theirs, unlike.path, unlike.path, lineterm="", n=1)))


if __name__ == "__main__":
    main()
