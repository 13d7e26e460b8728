"""Explaining a page: what it depends on, and why the last build rendered it or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.build.cache import read_store
from sitegen.build.code_version import ANSWERING, code_version
from sitegen.build.configuration import load_config
from sitegen.build.graph import BuiltOutput, Graph
from sitegen.build.options import Options
from sitegen.build.reasons import QUERIES, Reason, as_call, join_reasons
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


class SavedReasons(msgspec.Struct, frozen=True):
    """Why the last build rendered its outputs. Equal texts are saved once."""

    texts: tuple[str, ...] = ()
    outputs: Mapping[str, int] = {}
    """Indexes of `texts`, by output path."""


_DECODER = msgspec.msgpack.Decoder(SavedReasons)


def save_reasons(store: Store, name: str, reasons: Mapping[str, tuple[Reason, ...]]) -> None:
    """Save why outputs were rendered."""
    texts: dict[str, int] = {}
    outputs = {path: texts.setdefault(join_reasons(each), len(texts)) for path, each in reasons.items()}
    store.save(REASONS, [(name, msgspec.msgpack.encode(SavedReasons(tuple(texts), outputs)))])


def explain(root: Path, out: Path, target: str) -> list[str]:
    """Lines about every output that `target` names; WrongUse if there is none."""
    name = output_name(Options(root, out))
    with read_store(root) as store:
        graph = Graph(store, name, code_version(ANSWERING))
        outputs = graph.state.outputs
        if not outputs:
            raise WrongUse(f"There is no cached build for `{out}`. Build the site first: sitegen build")
        paths = _find_outputs(outputs, root, out, target)
        if not paths:
            raise WrongUse(_not_found(outputs, last_report(store, name), root, target))
        data = store.load(REASONS, name)
        reasons, ask = _DECODER.decode(data) if data else SavedReasons(), Engine(RULES, graph)
        return [line for path in paths for line in _about(path, outputs[path], ask, reasons)]


def _find_outputs(outputs: Mapping[str, BuiltOutput], root: Path, out: Path, target: str) -> list[str]:
    """The outputs for a URL, a file in the output folder, or a source file."""
    inner = unquote(urlsplit(target).path).strip("/")
    names = [inner]
    if (base := _base_path(root)) and f"{inner}/".startswith(base):
        names.append(inner.removeprefix(base.rstrip("/")).strip("/"))
    candidates = [each for name in names for each in (name, f"{name}/index.html".lstrip("/"))]
    candidates += [file for folder in (out, root) if (file := _relative(folder, target))]
    found = [path for path in dict.fromkeys(candidates) if path in outputs]
    return found or [path for path, output in outputs.items() if output.source in candidates]


def _base_path(root: Path) -> str:
    """The path of the site's base URL, which output paths lack, with a trailing slash; or an empty string."""
    config, _ = load_config(Files(root))
    path = urlsplit(config.base_url).path.strip("/") if config else ""
    return f"{path}/" if path else ""


def _relative(folder: Path, target: str) -> str:
    """A file's path relative to a folder; empty if it is outside."""
    file = Path(target).absolute()
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else ""


def _not_found(outputs: Mapping[str, BuiltOutput], report: Report | None, root: Path, target: str) -> str:
    """Why there is no output for a target."""
    for path in filter(None, (_relative(root, target), target)):
        if report and path in report.left_out:
            return f"The last build left out `{path}` because of errors. To see them, run: sitegen check"
        if report and path in report.state_of:
            return f"The last build rendered no page for `{path}`: its state was `{report.state_of[path]}`."
        if (root / path).is_file():
            return f"`{path}` has no page of its own. Name a page that uses it."
    known = (*outputs, *filter(None, (output.source for output in outputs.values())))
    return f"The last build has no output for `{target}`. {did_you_mean(target, known)}".strip()


def _about(path: str, output: BuiltOutput, ask: Engine, reasons: SavedReasons) -> Iterator[str]:
    yield f"{path}"
    reason = reasons.texts[reasons.outputs[path]] if path in reasons.outputs else ""
    if reason:
        yield f"  rendered in the last build: {reason}"
    else:
        yield "  not rendered in the last build: no changes"
    if output.source:
        yield f"  source: {output.source}"
    queries = ask.dependencies_of(OutputOf(path))
    files = dict.fromkeys(each for query in queries if (each := getattr(query, "path", "")))
    for label, names in (
        ("documents", [each for each in files if each != output.source]),
        ("templates", [each.name for each in queries if isinstance(each, TemplateNamed)]),
        ("theme files", [each.name for each in queries if isinstance(each, AssetNamed)]),
        ("site data", [shown for each in queries if (shown := _describe(each))]),
    ):
        if names:
            yield f"  {label}: {', '.join(names)}"


_DESCRIPTIONS: Mapping[type, str] = {
    SiteShown: "title, navigation and languages",
    ThemeStrings: "theme strings",
    ThemeOptions: "theme options",
    AllTemplates: "all templates",
}


def _describe(query: Query[object]) -> str:
    """A query about the site, as text; empty for queries that are listed elsewhere."""
    return as_call(query) if type(query) in QUERIES else _DESCRIPTIONS.get(type(query), "")
