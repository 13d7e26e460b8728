"""Build a real publication's articles with the configuration beside this file, and count what became of them.

    python bench/corpora/build.py eighteenf --out /tmp/eighteenf
    python bench/corpora/build.py --table

The corpora are looked for in ../shared/corpora beside the repository, or where SITEGEN_CORPORA says.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
#: Folders of each corpus that its configuration reads.
FOLDERS = {
    "cds_canada": ("content", "static"),
    "datacite": ("source", "data"),
    "digitalgov": ("content/news", "content/authors", "content/topics", "content/events", "data"),
    "eighteenf": ("content", "data"),
}
#: A moment after the last article of every corpus, so that the figures do not depend on the day.
NOW = "2026-11-01"

_DRAFT = re.compile(rb"^(draft:\s*[\"']?true|published:\s*[\"']?false)", re.MULTILINE | re.IGNORECASE)


def corpora() -> Path:
    """The folder of the corpora."""
    return Path(os.environ.get("SITEGEN_CORPORA") or REPOSITORY.parent / "shared" / "corpora")


def prepare(name: str, site: Path) -> None:
    """Lay out a project: the corpus' folders and our configuration."""
    for folder in FOLDERS[name]:
        source = corpora() / name / folder
        if source.is_dir():
            shutil.copytree(source, site / folder)
    shutil.copy(HERE / f"{name}.yaml", site / "sitegen.yaml")


@dataclass(frozen=True)
class Account:
    """What became of a corpus' Markdown files. The `lost` have no page, no problem and no hidden state."""

    files: int
    with_page: int
    left_out: int
    drafts: int
    drafts_out: tuple[str, ...]
    lost: tuple[str, ...]
    pages: int
    problems: Mapping[str, int]
    """How many of each code, the most frequent first."""
    seconds: Mapping[str, float]


def build(name: str, out: Path) -> tuple[dict[str, Any], Path]:
    """Build a corpus into `out`; the report, and the project's folder."""
    site = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    prepare(name, site)
    command = [sys.executable, "-m", "sitegen", "build", "--root", str(site), "--out", str(out)]
    command += ["--partial", "--replace", "--json", "--now", NOW]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    if not done.stdout:
        raise SystemExit(f"{name}: no report.\n{done.stderr}")
    return json.loads(done.stdout), site


def markdown_files(site: Path) -> list[Path]:
    """Every Markdown file below the project's content."""
    return sorted(path for path in site.rglob("*.md") if not path.name.startswith("LICEN"))


def is_draft(path: Path) -> bool:
    """Whether a file's front matter says that it is a draft."""
    data = path.read_bytes().lstrip(b"\xef\xbb\xbf")
    end = data.find(b"\n---", 3)
    return bool(_DRAFT.search(data[:end])) if end > 0 else False


def account(report: Mapping[str, Any], site: Path) -> Account:
    """What became of each Markdown file."""
    files = [path.relative_to(site).as_posix() for path in markdown_files(site)]
    named = {problem["path"] for problem in report["problems"]}
    pages = set(report["sources"])
    hidden = {path for path, state in report["state_of"].items() if state != "live"}
    drafts = [path for path in files if is_draft(site / path)]
    return Account(
        files=len(files),
        with_page=len(pages & set(files)),
        left_out=len(report["left_out"]),
        drafts=len(drafts),
        drafts_out=tuple(path for path in drafts if path in pages),
        lost=tuple(path for path in files if path not in pages | named | hidden),
        pages=report["pages"],
        problems=dict(Counter(problem["code"] for problem in report["problems"]).most_common()),
        seconds=report["seconds"],
    )


def main() -> None:
    """Build one corpus and keep its site, or build all and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="?", choices=sorted(FOLDERS))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--table", action="store_true", help="build all corpora and print a table")
    args = parser.parse_args()
    if args.table:
        table()
    elif args.corpus:
        out = args.out or Path(tempfile.mkdtemp()) / "public"
        report, site = build(args.corpus, out)
        print(json.dumps(asdict(account(report, site)) | {"site": str(site)}, indent=2, ensure_ascii=False))
        sys.exit(1 if report["left_out"] else 0)
    else:
        parser.error("name a corpus, or give --table")


def table() -> None:
    """A row for each corpus."""
    print(f"Built on {dt.date.today()}, with --now {NOW}.\n")
    print(
        "| corpus | Markdown files | with a page | left out, each with its problem | drafts | lost | pages |"
    )
    print("|---|---|---|---|---|---|---|")
    for name in FOLDERS:
        with tempfile.TemporaryDirectory() as folder:
            report, site = build(name, Path(folder) / "public")
            row = account(report, site)
            shutil.rmtree(site)
        drafts = f"{row.drafts} ({len(row.drafts_out)} out)"
        cells = (name, row.files, row.with_page, row.left_out, drafts, len(row.lost), row.pages)
        print("| " + " | ".join(map(str, cells)) + " |")


if __name__ == "__main__":
    main()
