"""Whatever bytes come in, only Problems come out: no other exception, and nothing takes forever.

`SITEGEN_FUZZ_SECONDS` is how long each format is tried, `SITEGEN_FUZZ_SEED` a seed to begin with (else any). A
failure names its seed and number, and the file where its input is kept.
"""

from __future__ import annotations

import os
import secrets
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from sitegen.config.load import parse_config
from sitegen.config.settings import MarkdownConfig, RawHtml, UnknownKeys
from sitegen.model.documents import ContentPath, Source
from sitegen.model.front_matter import Kind
from sitegen.problems import KINDS, Problem, SitegenError
from sitegen.read.content_paths import layout_of
from sitegen.read.data import read_data
from sitegen.read.document import DocumentOptions, read_document
from sitegen.read.options import MatterOptions, matter_options
from sitegen.read.svg import read_svg
from tests.properties.fuzzing import GRAMMARS

_SECONDS = float(os.environ.get("SITEGEN_FUZZ_SECONDS", "1"))
#: CPU seconds that an input of 20 kB may take, and never does.
_LONGEST = 20.0

_MATTERS = [MatterOptions("Europe/Berlin", unknown) for unknown in UnknownKeys]
_MARKDOWNS = [MarkdownConfig(html=html, extras=extras) for html in RawHtml for extras in (True, False)]


def _document(data: bytes, number: int) -> list[Problem]:
    kind = list(Kind)[number % len(Kind)] if number % 3 == 0 else Kind.ARTICLE
    options = DocumentOptions(_MATTERS[number % 2], _MARKDOWNS[number % len(_MARKDOWNS)], ("en", "fr"))
    found = read_document(
        Source("content/a/b.md", data, "0"), ContentPath("content/a/b.md", kind, "en", "a/b", "a"), options
    )
    if found.source_info is not None and found.document is not None:
        assert len(found.source_info.refs) == len(found.document.outline.refs)
    assert found.document is not None or found.problems
    return list(found.problems)


def _configuration(data: bytes, _: int) -> list[Problem]:
    config, problems = parse_config(data)
    assert config is not None or problems
    if config is not None:
        layout_of(config)
        problems += matter_options(config)[1]
    return problems


def _svg(data: bytes, _: int) -> list[Problem]:
    picture = read_svg(Source("a.svg", data, "0"))
    assert picture.width >= 0
    assert picture.height >= 0
    return []


def _data(data: bytes, number: int) -> list[Problem]:
    path = f"data/a{('.json', '.yaml', '.csv')[number % 3]}"
    return read_data(Source(path, data, "0"))[1]


READERS: dict[str, Callable[[bytes, int], list[Problem]]] = {
    "front matter": _document,
    "Markdown": _document,
    "configuration": _configuration,
    "SVG": _svg,
    "data": _data,
}


class _Slow(Exception):
    """An input takes forever."""


@contextmanager
def _limited() -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise _Slow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, _LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _check(name: str, data: bytes, number: int) -> None:
    try:
        with _limited():
            problems = READERS[name](data, number)
    except SitegenError:
        return
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in problems:
        assert problem.code in KINDS
        assert problem.message
        assert 0 <= problem.line <= lines


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_only_problems_come_out(name: str) -> None:
    seed = int(os.environ.get("SITEGEN_FUZZ_SEED") or secrets.randbelow(1_000_000))
    until = time.monotonic() + _SECONDS
    for number, data in GRAMMARS[name].inputs(seed):
        try:
            _check(name, data, number)
        except Exception:
            kept = Path(tempfile.gettempdir()) / f"sitegen-fuzz-{name.replace(' ', '-')}-{seed}-{number}"
            kept.write_bytes(data)
            pytest.fail(
                f"seed {seed}, number {number}, kept as {kept}:\n{traceback.format_exc()}", pytrace=False
            )
        if time.monotonic() > until:
            print(f"{name}: {number + 1:,} inputs of seed {seed}")
            return


@pytest.mark.parametrize("name", READERS)
def test_an_input_depends_on_its_seed_and_number(name: str) -> None:
    grammar = GRAMMARS[name]
    assert grammar.seeds
    assert grammar.input(1, 7) == grammar.input(1, 7)
    assert len({grammar.input(seed, number) for seed in range(3) for number in range(30)}) > 60


def test_failures_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes, _: int) -> list[Problem]:
        if b"~" in data:
            raise RuntimeError
        return []

    monkeypatch.setitem(READERS, "data", fails)
    with pytest.raises(RuntimeError):
        for number in range(10_000):
            _check("data", GRAMMARS["data"].input(1, number), number)
