"""`sitegen.yaml` as a Config, or the problems with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import msgspec

from sitegen.config import EDITORS, FOLDER_KINDS, LANGUAGE_TAG, Config
from sitegen.conversion.context import Conversion
from sitegen.conversion.values import convert
from sitegen.model.documents import Position
from sitegen.problems import FINAL, KINDS, Problem, Severity, did_you_mean
from sitegen.yamlparser import parse

NAME = "sitegen.yaml"

_TOKEN = re.compile(r"\{([^{}]*)\}")
_TOKENS = ("section", "slug", "id", "year", "month", "day")
_PREFIX = re.compile(r"[\w~-]+(?:/[\w~-]+)*")
_ADDRESS = re.compile(r"(?:/(?!/)|https?://|mailto:)\S*\Z")
_LEAST = {"page_size": 1, "related": 0, "rail": 1}

Finding = tuple[str, str, str]


def parse_config(data: bytes, path: str = NAME) -> tuple[Config | None, list[Problem]]:
    """The configuration in the bytes of a `sitegen.yaml`; None when it is unusable."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        return None, [
            Problem(path, line, column, "not-utf8", "The file is not valid UTF-8.", "Save it as UTF-8.")
        ]
    node, problems = parse(text, path)
    if node is None and problems:
        return None, problems
    context = Conversion(path, ZoneInfo("UTC"), text)
    config = convert(node, Config, context)
    problems = [*problems, *context.problems]
    if config is None:
        return None, problems
    # What follows from a value that could not be read is no mistake of its own.
    mistaken = {problem.line for problem in context.problems}
    for key, message, hint in _findings(config):
        position = _position(context, key)
        if position.line in mistaken:
            continue
        problems.append(Problem(path, position.line, position.column, "invalid-value", message, hint))
    if any((problem.severity or KINDS[problem.code].severity) is Severity.ERROR for problem in problems):
        return None, problems
    return msgspec.structs.replace(config, base_url=config.base_url.rstrip("/") + "/"), problems


def base_url_mistake(url: str) -> str:
    """What is wrong with a base URL, in words; empty for a good one."""
    return next((f"{message} {hint}" for _, message, hint in _base_url_findings(url)), "")


def _position(context: Conversion, key: str) -> Position:
    while key and key not in context.positions:
        key = key.rpartition(".")[0]
    return context.positions.get(key, Position(1, 1))


def _findings(config: Config) -> Iterable[Finding]:
    """What types cannot tell: (dotted key, what is wrong, what to do)."""
    yield from _zone_findings(config.timezone)
    yield from _base_url_findings(config.base_url)
    yield from _permalink_findings(config.permalink)
    yield from _language_findings(config)
    yield from _number_findings(config)
    yield from _content_findings(config)
    yield from _severity_findings(config)
    yield from _navigation_findings(config)
    yield from _consent_findings(config)
    yield from _editor_findings(config.preview.editor)


def _editor_findings(editor: str) -> Iterable[Finding]:
    if editor and editor not in EDITORS and "{path}" not in editor:
        hint = did_you_mean(editor, EDITORS, "Write a command with `{path}`: `gedit +{line} {path}`.")
        yield "preview.editor", f"`{editor}` is no editor that we know, and no command.", hint


def _severity_findings(config: Config) -> Iterable[Finding]:
    for code, severity in config.problems.items():
        if code not in KINDS:
            hint = did_you_mean(code, KINDS, "`sitegen check --codes` lists them.")
            yield f"problems.{code}", f"There is no problem code `{code}`.", hint
        elif code in FINAL and severity is Severity.OFF:
            message = f"`{code}` cannot be off: a document or page would be lost in silence."
            hint = "Make it a `warning`, or build with `--partial`, which leaves documents out."
            yield f"problems.{code}", message, hint


def _navigation_findings(config: Config) -> Iterable[Finding]:
    lists = {"navigation": config.navigation}
    lists |= {f"languages.{lang}.navigation": own.navigation for lang, own in config.languages.items()}
    for key, entries in lists.items():
        for number, entry in enumerate(entries):
            if not _ADDRESS.match(entry.url):
                hint = "Begin it with a slash, or with `https://`."
                yield (
                    f"{key}.{number}.url",
                    f"`{entry.url}` is neither a path of this site nor a full URL.",
                    hint,
                )
    if config.subscribe and not _ADDRESS.match(config.subscribe.url):
        message = f"`{config.subscribe.url}` is neither a path of this site nor a full URL."
        yield "subscribe.url", message, "Begin it with a slash, or with `https://`."


def _consent_findings(config: Config) -> Iterable[Finding]:
    names: set[str] = set()
    for number, service in enumerate(config.consent):
        if not re.match(r"/(?!/)|https://[^/]", service.script):
            message = f"`{service.script}` is neither a path of this site nor an https URL."
            yield f"consent.{number}.script", message, "Begin it with a slash, or with `https://`."
        if service.name in names:
            hint = "Give each service a name of its own."
            yield f"consent.{number}.name", f"There are two services `{service.name}`.", hint
        names.add(service.name)
    for lang, own in config.languages.items():
        for name in own.purposes.keys() - names:
            hint = did_you_mean(name, names, "Name a service that stands under `consent`.")
            yield f"languages.{lang}.purposes.{name}", f"There is no service `{name}`.", hint


def _zone_findings(name: str) -> Iterable[Finding]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = did_you_mean(name, available_timezones(), "Write a name such as `Europe/Berlin` or `UTC`.")
        yield "timezone", f"There is no time zone `{name}`.", hint


def _base_url_findings(url: str) -> Iterable[Finding]:
    hint = "Write it as `https://example.org/` or, with a path, `https://example.org/review/`."
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        yield "base_url", f"`{url}` is not a URL.", hint
        return
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\\\\<>\"]", url):
        yield "base_url", f"`{url}` is not an absolute http or https URL.", hint
    elif parts.query or parts.fragment:
        yield "base_url", "The base URL has a query or a fragment.", hint


def _permalink_findings(pattern: str) -> Iterable[Finding]:
    names = _TOKEN.findall(pattern)
    for name in names:
        if name not in _TOKENS:
            known = ", ".join(f"{{{token}}}" for token in _TOKENS)
            yield (
                "permalink",
                f"`{{{name}}}` stands for nothing.",
                did_you_mean(name, _TOKENS, f"Use {known}."),
            )
    hint = "Write it as `/{section}/{slug}/`."
    if not (pattern.startswith("/") and pattern.endswith("/")):
        yield "permalink", "The pattern has to begin and end with a slash.", hint
    if not {"slug", "id"} & set(names):
        yield "permalink", "The pattern gives all articles one URL.", hint
    if found := re.search(r"[\\?#%\x00-\x1f\x7f]", pattern):
        yield "permalink", f"The pattern holds {found[0]!r}, which a path of a URL cannot.", hint
    if ".." in pattern:
        yield "permalink", "The pattern holds `..`.", hint


def _language_findings(config: Config) -> Iterable[Finding]:
    for lang in (config.language, *config.languages):
        key = "language" if lang == config.language else f"languages.{lang}"
        if not LANGUAGE_TAG.fullmatch(lang):
            yield key, f"`{lang}` is not a language tag.", "Write it as `en` or `pt-BR` (BCP 47)."
    if config.languages and config.language not in config.languages:
        hint = f"Add `{config.language}: {{}}` to `languages`."
        yield "languages", f"The main language `{config.language}` is not among the languages.", hint
    seen: dict[str, str] = {}
    for lang, settings in config.languages.items():
        prefix = settings.prefix.strip("/")
        if prefix and not _PREFIX.fullmatch(prefix):
            message = f"The prefix `{settings.prefix}` cannot be part of a URL."
            yield f"languages.{lang}.prefix", message, f"Write it as `/{lang}/`."
        if prefix in seen:
            message = f"The languages `{seen[prefix]}` and `{lang}` have one prefix, `{settings.prefix}`."
            yield f"languages.{lang}", message, f"Give it one of its own: `prefix: /{lang}/`."
        seen[prefix] = lang
    yield from _root_findings(config)


def _root_findings(config: Config) -> Iterable[Finding]:
    seen: dict[str, str] = {}
    for lang, settings in config.languages.items():
        root = (settings.root or config.content.root).strip("/")
        if root in seen:
            message = f"The languages `{seen[root]}` and `{lang}` have one content folder, `{root}`."
            yield f"languages.{lang}", message, f"Give it one of its own: `root: {root}/{lang}`."
        seen[root] = lang
    for root in {*seen, config.content.root.strip("/")}:
        if not root or root.startswith(".") or ".." in root.split("/"):
            yield "content.root", f"`{root}` is no folder in the project.", "Write it as `content`."


def _number_findings(config: Config) -> Iterable[Finding]:
    values = {key: getattr(config, key) for key in _LEAST}
    values |= {"feeds.items": config.feeds.items, "markdown.opening": config.markdown.opening}
    for key, value in values.items():
        least = _LEAST.get(key, 1)
        if value < least:
            yield (
                key,
                f"`{key}` is {value}, but has to be {least} or more.",
                f"Write a number from {least} up.",
            )


def _content_findings(config: Config) -> Iterable[Finding]:
    for name in config.content.folders:
        if name not in FOLDER_KINDS:
            hint = did_you_mean(name, FOLDER_KINDS, f"Kinds are {', '.join(FOLDER_KINDS)}.")
            yield f"content.folders.{name}", f"There is no kind `{name}`.", hint
    if not config.content.suffixes:
        yield "content.suffixes", "There is no file ending, so that nothing is a document.", "Write `[.md]`."
    for suffix in config.content.suffixes:
        if not suffix.startswith(".") or len(suffix) < 2 or "/" in suffix:
            yield "content.suffixes", f"`{suffix}` is no file ending.", "Write it as `.md`."
