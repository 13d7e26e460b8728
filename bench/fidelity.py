"""Hold every page of a real publication against its source: its words, links, pictures, tables and notes.

    python -m bench.fidelity eighteenf
    python -m bench.fidelity --all

A page is right if at most 3 % of its source's words are missing, if nothing of Markdown, HTML or a template's
language is shown as it was typed, and if no link, picture, table or note is missing. The source is read here
with a few regular expressions, and not by sitegen, so that the two can disagree. What the build's report says
of a page (an element that was removed, a picture that is not there) accounts for what is missing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import html
import json
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from bench.corpora.build import FOLDERS, NOW, build
from sitegen.build.configuration import load_config
from sitegen.build.site_engine import RULES, set_inputs
from sitegen.engine.engine import Engine
from sitegen.model.site import BuildTime
from sitegen.plan.rules import RoutesOf
from sitegen.read.file_state import Files
from sitegen.read.project import read
from sitegen.store import temporary_store

_MOST_LOST = 0.03

_WORD = re.compile(r"[^\W_]+")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(
    r"^(`{3,}|~{3,})[^\n]*\n(.*?)^\1[ \t]*$|(?<!`)(`+)(?!`)(.+?)(?<!`)\3(?!`)", re.DOTALL | re.MULTILINE
)
#: What a source holds that no reader is meant to see as words.
_NO_WORDS = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|\{%.*?%\}|\{\{.*?\}\}|<[a-zA-Z/!][^<>]*>|\{:[^{}\n]*\}"
    r"|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+.*$|(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|(?<=\])\[[^\]\n]*\]"
    r"|\[/?(?:caption|gallery|embed|audio|video)[^\]\n]*\]|https?://\S+|^:::.*$|\[\^[^\]\n]+\]:?",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_LINK = re.compile(
    r"(?<!!)\[[^\]\[]*(?:\[[^\]]*\][^\]\[]*)*\]\(\s*<?(?:https?:)?//[^)\s]+|<a\s[^>]*href\s*=\s*[\"']?(?:https?:)?//",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]|<img\s", re.IGNORECASE)
_TABLE = re.compile(
    r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|<table\b", re.MULTILINE | re.IGNORECASE
)
_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)
#: What was typed and should not be seen.
_RAW = {
    "template": re.compile(r"\{%|%\}|\{\{[<%]?|\}\}"),
    "HTML": re.compile(
        r"</?(?:p|div|a|em|strong|b|i|img|br|span|iframe|table|ul|li|h[1-6])\b[^<>]*>", re.IGNORECASE
    ),
    "link": re.compile(r"\]\((?:https?:|/|\.)|\]\[[^\]\n]*\]|^[ ]*\[[^\]\n]+\]:[ ]", re.MULTILINE),
    "emphasis": re.compile(r"(?<![\w*])\*\*(?=\w)[^*\n]+\*\*(?!\w)"),
    "note": re.compile(r"\[\^[^\]\n]+\]"),
    "attributes": re.compile(r"\{:[ ]?[.#\w]"),
    "container": re.compile(r"^:::", re.MULTILINE),
}
_TOLD = " (told)"
#: Codes that tell of what is shown as it was typed, and of words that are left out.
_SHOWN = (
    "foreign-markup",
    "unknown-html",
    "unclosed-html",
    "unread-link",
    "undefined-reference",
    "undefined-note",
    "unknown-container",
    "unread-table",
)
_REMOVED = (
    "removed-html",
    "extra-cells",
    "unused-note",
    "duplicate-note",
    "unused-reference",
    "ignored-info",
)
#: Codes of the report that account for what a page lacks.
_SAID = {
    "links": {"broken-link", "link-to-unpublished", "unread-link", "broken-fragment"},
    "pictures": {"missing-image", "remote-image", "unreadable-image", "expired-photo"},
}


#: Classes of the elements that hold a document's own text.
_TEXTS = {"body", "notes"}


class _Page(HTMLParser):
    """The text of a page's article, with what it holds beside words."""

    _VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
    _HIDDEN = frozenset({"script", "style", "template"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.prose: list[str] = []
        self.words: list[str] = []
        self.counts: Counter[str] = Counter()
        self._inside = self._code = self._hidden = 0
        self._text = 0
        """How deep the element of the text itself is nested; 0 outside of it."""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self._inside:
            self.counts["links"] += tag == "a" and (values.get("href") or "").startswith(("http", "//"))
            self.counts["pictures"] += tag == "img" or "missing-image" in (values.get("class") or "")
            self.counts["tables"] += tag == "table"
            self.counts["notes"] += (values.get("id") or "").startswith("_fn-")
            self._code += tag in ("code", "pre")
            if tag == "img" and values.get("alt"):
                self.words.append(f" {values['alt']} ")
            if tag not in self._VOID:
                self._inside += 1
                if not self._text and _TEXTS & set((values.get("class") or "").split()):
                    self._text = self._inside
        elif tag == "main":
            self._inside = 1
        self._hidden += tag in self._HIDDEN

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag not in self._VOID:
            if self._inside == self._text:
                self._text = 0
            self._inside -= 1
            self._code -= tag in ("code", "pre")
        self._hidden -= tag in self._HIDDEN

    def handle_data(self, data: str) -> None:
        if self._inside and not self._hidden:
            self.words.append(data)
            if self._text and not self._code:
                self.prose.append(data)


@dataclass
class Verdict:
    """What is wrong with one page, in words; nothing if it is right."""

    path: str
    faults: list[str] = field(default_factory=list)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(html.unescape(text).replace("\u00ad", "").casefold()))


def _source_words(body: str) -> Counter[str]:
    code = [each[1] or each[3] for each in _CODE.findall(body)]
    prose = _NO_WORDS.sub(" ", _CODE.sub(" ", body))
    return _words(prose) + _words(" ".join(code))


def compare(path: str, source: str, page: str, said: Counter[str]) -> Verdict:
    """Hold a page against its source; `said` counts what the build's report says of the source by codes."""
    body = _FRONT.sub("", source, count=1)
    shown = _Page(page)
    verdict = Verdict(path)
    wanted = _source_words(body)
    lost = wanted - _words(" ".join(shown.words))
    if wanted.total() and lost.total() > max(3, wanted.total() * _MOST_LOST):
        some = " ".join(word for word, _ in lost.most_common(6))
        verdict.faults.append(f"words: {lost.total()} of {wanted.total()} ({some})")
    plain = _CODE.sub(" ", re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL))
    for kind, pattern in (("links", _LINK), ("pictures", _PICTURE), ("tables", _TABLE)):
        missing = len(pattern.findall(plain)) - shown.counts[kind]
        missing -= sum(said[code] for code in _SAID.get(kind, ()))
        if missing > 0:
            verdict.faults.append(f"{kind}: {missing} missing")
    notes = len(set(_NOTE.findall(plain))) - shown.counts["notes"] - said["unused-note"]
    if notes > 0:
        verdict.faults.append(f"notes: {notes} missing")
    prose = "".join(shown.prose)
    for kind, pattern in _RAW.items():
        if found := pattern.search(prose):
            told = _TOLD if any(said[code] for code in _SHOWN) else ""
            verdict.faults.append(f"raw {kind}: {found[0]!r}{told}")
    if any(said[code] for code in _REMOVED):
        verdict.faults[:] = [
            f"{each}{_TOLD}" if each.startswith("words") else each for each in verdict.faults
        ]
    return verdict


def outputs_of(site: Path, left_out: Iterable[str]) -> dict[str, str]:
    """The output of each document's page, by the document's path."""
    files = Files(site)
    config, _ = load_config(files)
    assert config is not None
    content = read(files, config, temporary_store()).content
    moment = BuildTime(dt.datetime.fromisoformat(NOW).replace(tzinfo=dt.UTC))
    ask = Engine(RULES)
    set_inputs(ask, content, config, moment, frozenset(left_out))
    routes = ask(RoutesOf()).routes
    return {route.document: output for output, route in routes.items() if route.document}


def verdicts(name: str) -> Iterator[Verdict]:
    """The verdict on each page of a corpus."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "public"
        report, site = build(name, out)
        said: Mapping[str, Counter[str]] = defaultdict(Counter)
        for problem in report["problems"]:
            said[problem["path"]][problem["code"]] += 1
        for path, output in sorted(outputs_of(site, report["left_out"]).items()):
            page = out / output
            if page.is_file():
                source = (site / path).read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
                yield compare(path, source, page.read_text(encoding="utf-8"), said[path])
        shutil.rmtree(site)


def _is_told(fault: str) -> bool:
    return fault.endswith(_TOLD)


def main() -> None:
    """Print how many pages are right, and what is wrong with the others."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="?", choices=sorted(FOLDERS))
    parser.add_argument("--all", action="store_true", help="look at all corpora")
    parser.add_argument("--list", action="store_true", help="name each page that is not right")
    parser.add_argument("--json", type=Path, help="write all verdicts to this file")
    args = parser.parse_args()
    names = sorted(FOLDERS) if args.all else [args.corpus] if args.corpus else parser.error("name a corpus")
    everything = {}
    for name in names:
        found = list(verdicts(name))
        everything[name] = {each.path: each.faults for each in found if each.faults}
        wrong = everything[name]
        right = len(found) - len(wrong)
        kinds = Counter(fault.split(":")[0] for faults in wrong.values() for fault in faults)
        told = sum(all(map(_is_told, faults)) for faults in wrong.values())
        share = (right + told) / max(1, len(found))
        print(
            f"{name}: {len(found)} pages, {right} right, {told} with faults that are reported ({share:.1%})"
        )
        print(f"  {dict(kinds.most_common())}")
        if args.list:
            for path, faults in wrong.items():
                print(f"  {path}: {'; '.join(faults)}")
    if args.json:
        args.json.write_text(json.dumps(everything, indent=1, ensure_ascii=False), encoding="utf-8")
    sys.exit(0)


if __name__ == "__main__":
    main()
