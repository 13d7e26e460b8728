"""What a page is made of, and why the last build made it or left it as it was, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.build.cache import consulted
from sitegen.build.code_version import ANSWERING, code_version
from sitegen.build.graph import BuiltOutput, Graph
from sitegen.build.load import load_config
from sitegen.build.options import Options
from sitegen.build.reasons import QUERIES, Reason, sentences
from sitegen.build.reasons import asked as as_asked
from sitegen.build.report import Report
from sitegen.build.site_engine import RULES, OutputOf
from sitegen.build.up_to_date import REASONS, last_report, output_name
from sitegen.engine.engine import Engine
from sitegen.model.query import Query
from sitegen.model.render_queries import (
    AllTemplates,
    AssetNamed,
    SiteShown,
    TemplateNamed,
    ThemeOptions,
    ThemeStrings,
)
from sitegen.problems import WrongUse, did_you_mean
from sitegen.read.file_state import Files
from sitegen.store import Store


class Reasons(msgspec.Struct, frozen=True):
    """Why the last build made what it made: each set of reasons once."""

    sets: tuple[str, ...] = ()
    made: Mapping[str, int] = {}
    """Indexes into `sets`, by output path."""


_DECODER = msgspec.msgpack.Decoder(Reasons)


def save_reasons(store: Store, name: str, reasons: Mapping[str, tuple[Reason, ...]]) -> None:
    """Remember why outputs were made."""
    sets: dict[str, int] = {}
    made = {path: sets.setdefault(sentences(each), len(sets)) for path, each in reasons.items()}
    store.save(REASONS, [(name, msgspec.msgpack.encode(Reasons(tuple(sets), made)))])


def explain(root: Path, out: Path, what: str) -> list[str]:
    """Lines about every output that `what` names; WrongUse where there is none."""
    name = output_name(Options(root, out))
    with consulted(root) as store:
        graph = Graph(store, name, code_version(ANSWERING))
        outputs = graph.known.outputs
        if not outputs:
            raise WrongUse(f"No build into `{out}` is remembered. Build the site first: sitegen build")
        paths = _meant(outputs, root, out, what)
        if not paths:
            raise WrongUse(_nothing(outputs, last_report(store, name), root, what))
        data = store.load(REASONS, name)
        reasons, ask = _DECODER.decode(data) if data else Reasons(), Engine(RULES, graph)
        return [line for path in paths for line in _about(path, outputs[path], ask, reasons)]


def _meant(outputs: Mapping[str, BuiltOutput], root: Path, out: Path, what: str) -> list[str]:
    """The outputs that a URL, a file of the output folder or a file of the project names."""
    inner = unquote(urlsplit(what).path).strip("/")
    names = [inner]
    if (base := _base_path(root)) and f"{inner}/".startswith(base):
        names.append(inner.removeprefix(base.rstrip("/")).strip("/"))
    candidates = [each for name in names for each in (name, f"{name}/index.html".lstrip("/"))]
    candidates += [file for folder in (out, root) if (file := _inside(folder, what))]
    found = [path for path in dict.fromkeys(candidates) if path in outputs]
    return found or [path for path, made in outputs.items() if made.source in candidates]


def _base_path(root: Path) -> str:
    """The path of the site's base URL, which outputs do not begin with, with a slash behind; or nothing."""
    config, _ = load_config(Files(root))
    path = urlsplit(config.base_url).path.strip("/") if config else ""
    return f"{path}/" if path else ""


def _inside(folder: Path, what: str) -> str:
    """A file's path in a folder; empty where it lies in another."""
    file = Path(what).absolute()
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else ""


def _nothing(outputs: Mapping[str, BuiltOutput], report: Report | None, root: Path, what: str) -> str:
    """Why there is no output of that name."""
    for path in filter(None, (_inside(root, what), what)):
        if report and path in report.left_out:
            return f"`{path}` was left out of the last build, since it had errors: sitegen check"
        if report and path in report.state_of:
            return f"The last build made no page of `{path}`: its state was `{report.state_of[path]}`."
        if (root / path).is_file():
            return f"`{path}` has no page of its own. Ask for a page that is made with it."
    known = (*outputs, *filter(None, (made.source for made in outputs.values())))
    return f"The last build made nothing of `{what}`. {did_you_mean(what, known)}".strip()


def _about(path: str, output: BuiltOutput, ask: Engine, reasons: Reasons) -> Iterator[str]:
    yield f"{path}"
    why = reasons.sets[reasons.made[path]] if path in reasons.made else ""
    yield f"  made in the last build: {why}." if why else "  as it was at the last build: nothing changed."
    if output.source:
        yield f"  shows: {output.source}"
    asked = ask.dependencies_of(OutputOf(path))
    files = dict.fromkeys(each for question in asked if (each := getattr(question, "path", "")))
    for label, names in (
        ("documents", [each for each in files if each != output.source]),
        ("templates", [each.name for each in asked if isinstance(each, TemplateNamed)]),
        ("files of the theme", [each.name for each in asked if isinstance(each, AssetNamed)]),
        ("asked of the site", [shown for each in asked if (shown := _question(each))]),
    ):
        if names:
            yield f"  {label}: {', '.join(names)}"


_WORDS: Mapping[type, str] = {
    SiteShown: "its title, navigation and languages",
    ThemeStrings: "the theme's words",
    ThemeOptions: "the theme's options",
    AllTemplates: "all templates",
}


def _question(question: Query[Any]) -> str:
    """What a page asked of the site; empty for what is told elsewhere."""
    return as_asked(question) if type(question) in QUERIES else _WORDS.get(type(question), "")
