"""Checks of a configuration that go beyond the types of its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sitegen.config.settings import EDITORS, FOLDER_KINDS, LANGUAGE_TAG, PERCENT, Config
from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import KINDS, NEVER_OFF, Severity, did_you_mean
from sitegen.slugs import MAX_NAME_BYTES, MAX_PATH_BYTES

_TOKEN = lazy_pattern(r"\{([^{}]*)\}")
_TOKENS = ("section", "slug", "id", "path", "year", "month", "day")
_PREFIX = lazy_pattern(r"[\w~-]+(?:/[\w~-]+)*")
_ADDRESS = lazy_pattern(r"(?:/(?!/)|https?://|mailto:)\S*\Z")
_LEAST = {"page_size": 1, "related": 0, "rail": 1}

#: Folders of a project with another purpose, and why they cannot contain content.
_RESERVED = {
    "static": "every file in `static/` is published unchanged, even drafts",
    "data": "`data/` is for templates",
    "templates": "`templates/` is for templates",
    "themes": "`themes/` is for themes",
}

#: The dotted key, the message and the hint.
Mistake = tuple[str, str, str]


def mistakes_in(config: Config) -> Iterator[Mistake]:
    """All mistakes in the configuration."""
    yield from _zone_mistakes(config.timezone)
    yield from base_url_mistakes(config.base_url)
    yield from _permalink_mistakes(config.permalink)
    yield from _language_mistakes(config)
    yield from _number_mistakes(config)
    yield from _content_mistakes(config)
    yield from _severity_mistakes(config)
    yield from _navigation_mistakes(config)
    yield from _consent_mistakes(config)
    yield from _editor_mistakes(config.preview.editor)
    yield from _keep_mistakes(config.keep)
    if not PERCENT.fullmatch(config.publish.most_removed):
        message = f"`{config.publish.most_removed}` is not a percentage."
        yield (
            "publish.most_removed",
            message,
            "Write a percentage such as `50 %`. With `100 %`, a build may remove all pages.",
        )


def _editor_mistakes(editor: str) -> Iterator[Mistake]:
    if editor and editor not in EDITORS and "{path}" not in editor:
        hint = did_you_mean(
            editor, EDITORS, "Write a command that contains `{path}`, such as `gedit +{line} {path}`."
        )
        yield (
            "preview.editor",
            f"`{editor}` is neither a known editor nor a command that contains `{{path}}`.",
            hint,
        )


def _keep_mistakes(keep: tuple[str, ...]) -> Iterator[Mistake]:
    for number, written in enumerate(keep):
        if found := re.search(r"[*?\\]", written):
            message = f"`{written}` contains `{found[0]}`, but `keep` takes names, not patterns."
            yield (
                f"keep.{number}",
                message,
                "Name each file, or the folder that contains them, with `/` between folders.",
            )
        elif {"", ".", ".."} & set(written.strip("/").split("/")):
            message = f"`{written}` is not a path in the output folder."
            yield f"keep.{number}", message, "Write a path such as `CNAME` or `.well-known/`."


def _severity_mistakes(config: Config) -> Iterator[Mistake]:
    for code, severity in config.problems.items():
        if code not in KINDS:
            hint = did_you_mean(code, KINDS, "Run `sitegen check --codes` to list them.")
            yield f"problems.{code}", f"There is no problem code `{code}`.", hint
        elif code in NEVER_OFF and severity is Severity.OFF:
            message = f"`{code}` cannot be `off`: documents or pages would silently go missing."
            hint = "Make it a `warning`, or build with `--partial`, which leaves out documents with errors."
            yield f"problems.{code}", message, hint


def _navigation_mistakes(config: Config) -> Iterator[Mistake]:
    lists = {"navigation": config.navigation}
    lists |= {f"languages.{lang}.navigation": own.navigation for lang, own in config.languages.items()}
    for key, entries in lists.items():
        for number, entry in enumerate(entries):
            yield from _address_mistakes(f"{key}.{number}.url", entry.url)
    if config.subscribe:
        yield from _address_mistakes("subscribe.url", config.subscribe.url)


def _address_mistakes(key: str, url: str) -> Iterator[Mistake]:
    if not _ADDRESS.match(url):
        message = f"`{url}` is neither a path on this site nor a full URL."
        yield key, message, "Start it with a slash, or with `https://`."


def _consent_mistakes(config: Config) -> Iterator[Mistake]:
    names: set[str] = set()
    for number, service in enumerate(config.consent):
        if not re.match(r"/(?!/)|https://[^/]", service.script):
            message = f"`{service.script}` is neither a path on this site nor an https URL."
            yield f"consent.{number}.script", message, "Start it with a slash, or with `https://`."
        if service.name in names:
            hint = "Give each service a different name."
            yield f"consent.{number}.name", f"Two services have the name `{service.name}`.", hint
        names.add(service.name)
    for lang, own in config.languages.items():
        for name in own.purposes.keys() - names:
            hint = did_you_mean(name, names, "Name one of the services in `consent`.")
            yield f"languages.{lang}.purposes.{name}", f"There is no service `{name}`.", hint


def _zone_mistakes(name: str) -> Iterator[Mistake]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, RecursionError):  # each `/` is a package
        hint = did_you_mean(name, available_timezones(), "Write a name such as `Europe/Berlin` or `UTC`.")
        yield "timezone", f"There is no time zone `{name}`.", hint


def base_url_mistakes(url: str) -> Iterator[Mistake]:
    """What is wrong with a base URL."""
    hint = "Write a URL such as `https://example.org/` or, with a path, `https://example.org/review/`."
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        yield "base_url", f"`{url}` is not a URL.", hint
        return
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\\\\<>\"]", url):
        yield "base_url", f"`{url}` is not an absolute http or https URL.", hint
    elif parts.query or parts.fragment:
        yield "base_url", "The base URL cannot have a query or fragment.", hint


def _permalink_mistakes(pattern: str) -> Iterator[Mistake]:
    names = _TOKEN.findall(pattern)
    for name in names:
        if name not in _TOKENS:
            known = ", ".join(f"{{{token}}}" for token in _TOKENS)
            hint = did_you_mean(name, _TOKENS, f"Use one of {known}.")
            yield "permalink", f"`{{{name}}}` is not a known placeholder.", hint
    hint = "Write a pattern such as `/{section}/{slug}/`."
    if not (pattern.startswith("/") and pattern.endswith(("/", ".html", ".htm"))):
        yield "permalink", "The pattern must begin with a slash, and end with a slash or `.html`.", hint
    if not {"slug", "id", "path"} & set(names):
        yield "permalink", "The pattern gives several articles the same URL.", hint
    if found := re.search(r"[\\?#%\x00-\x1f\x7f]", pattern):
        yield "permalink", f"The pattern contains {found[0]!r}, which cannot be in the path of a URL.", hint
    if ".." in pattern:
        yield "permalink", "The pattern cannot contain `..`.", hint
    parts = pattern.strip("/").split("/")
    if "." in parts or "//" in pattern:
        named = "the part `.`" if "." in parts else "an empty part"
        yield "permalink", f"The pattern cannot contain {named}.", hint
    yield from _excess("permalink", pattern, hint)


def _excess(key: str, path: str, hint: str) -> Iterator[Mistake]:
    """A mistake if a path is too long for file systems."""
    longest = max(len(part.encode()) for part in path.split("/"))
    if longest > MAX_NAME_BYTES or len(path.encode()) > MAX_PATH_BYTES:
        message = (
            f"`{path[:40]}…` is too long for file systems: a part may have at most {MAX_NAME_BYTES} bytes."
        )
        yield key, message, hint


def _language_mistakes(config: Config) -> Iterator[Mistake]:
    for lang in (config.language, *config.languages):
        key = "language" if lang == config.language else f"languages.{lang}"
        if not LANGUAGE_TAG.fullmatch(lang):
            yield key, f"`{lang}` is not a language tag.", "Write a tag such as `en` or `pt-BR` (BCP 47)."
    if config.languages and config.language not in config.languages:
        hint = f"Add `{config.language}: {{}}` to `languages`."
        yield "languages", f"The main language `{config.language}` is not among the languages.", hint
    seen: dict[str, str] = {}
    for lang, settings in config.languages.items():
        prefix = settings.prefix.strip("/")
        if prefix and not _PREFIX.fullmatch(prefix):
            message = f"The prefix `{settings.prefix}` cannot be part of a URL."
            yield f"languages.{lang}.prefix", message, f"Write it as `/{lang}/`."
        yield from _excess(f"languages.{lang}.prefix", prefix, f"Write it as `/{lang}/`.")
        if prefix in seen:
            message = (
                f"The languages `{seen[prefix]}` and `{lang}` have the same prefix, `{settings.prefix}`."
            )
            yield f"languages.{lang}", message, f"Give `{lang}` a different one: `prefix: /{lang}/`."
        seen[prefix] = lang
    yield from _root_mistakes(config)


def _root_mistakes(config: Config) -> Iterator[Mistake]:
    own_root = config.content.root.strip("/")
    without = [lang for lang, settings in config.languages.items() if not settings.root]
    seen = dict.fromkeys([own_root], without[-1]) if without else {}
    for lang, settings in config.languages.items():
        root = settings.root.strip("/")
        if not root:  # file names give the language of its documents
            continue
        if root in seen:
            message = f"The languages `{seen[root]}` and `{lang}` have the same content folder, `{root}`."
            yield f"languages.{lang}", message, f"Give `{lang}` a different one: `root: {root}/{lang}`."
        seen[root] = lang
    roots = {"content.root": config.content.root}
    roots |= {f"languages.{lang}.root": own.root for lang, own in config.languages.items() if own.root}
    for key, root in roots.items():
        yield from _mistakes_of_root(key, root.strip("/"))


def _mistakes_of_root(key: str, root: str) -> Iterator[Mistake]:
    first, *below = root.split("/")
    if not first or any(part in ("", ".", "..") or part.startswith(".") for part in (first, *below)):
        yield key, f"`{root}` is not a folder in the project.", "Name a folder such as `content`."
    elif first.casefold() in _RESERVED:
        message = f"`{root}` cannot contain content: {_RESERVED[first.casefold()]}."
        yield key, message, "Use a separate folder, such as `content`."


def _number_mistakes(config: Config) -> Iterator[Mistake]:
    values = {key: getattr(config, key) for key in _LEAST}
    values |= {"feeds.items": config.feeds.items, "markdown.opening": config.markdown.opening}
    for key, value in values.items():
        least = _LEAST.get(key, 1)
        if value < least:
            message = f"`{key}` is {value}, but must be {least} or more."
            yield key, message, f"Write a number of at least {least}."


def _content_mistakes(config: Config) -> Iterator[Mistake]:
    for name in config.content.folders:
        if name not in FOLDER_KINDS:
            hint = did_you_mean(name, FOLDER_KINDS, f"The kinds are {', '.join(FOLDER_KINDS)}.")
            yield f"content.folders.{name}", f"There is no kind `{name}`.", hint
    if not config.content.suffixes:
        yield "content.suffixes", "There are no suffixes, so no file is a document.", "Write `[.md]`."
    for suffix in config.content.suffixes:
        if not suffix.startswith(".") or len(suffix) < 2 or "/" in suffix:
            yield (
                "content.suffixes",
                f"`{suffix}` is not a file name suffix.",
                "Write a suffix such as `.md`.",
            )
