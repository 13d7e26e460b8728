"""The showcase, built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.build.pipeline import Options, build
from tests.showcase.files import KINDS, NOW, files, prefix
from tests.showcase.words import LANGUAGES


class ShownPage(Struct, frozen=True):
    """A page of the showcase: its language, its kind (a key of `KINDS`) and its path below the output folder."""

    lang: str
    kind: str
    path: str

    @property
    def file(self) -> str:
        """The file below the output folder."""
        return f"{self.path}index.html" if self.path.endswith("/") or not self.path else self.path


def build_showcase(folder: Path) -> Path:
    """Write the project into the folder and build it; gives the output tree. A Problem is an AssertionError."""
    root, out = folder / "project", folder / "public"
    for path, data in files().items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
    report = build(Options(root, out, now=NOW, jobs=1))
    assert not report.problems, "\n".join(map(str, report.problems))
    return out


def pages(out: Path) -> Iterator[ShownPage]:
    """Every kind of page in every language; the tag is the one with the most articles."""
    for lang in LANGUAGES:
        tag = max(
            (out / prefix(lang) / "tags").iterdir(), key=lambda each: len(list(each.rglob("*.html")))
        ).name
        for kind, path in KINDS.items():
            yield ShownPage(lang, kind, f"{prefix(lang)}{path.format(tag=tag)}")
