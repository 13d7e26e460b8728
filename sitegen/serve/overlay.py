"""What the preview adds to the pages that it shows, and never to files: a banner, problems and a script.

The additions are in a shadow tree with their own stylesheet, so that they and the site's styles do not affect
each other. They are plain HTML and work without the script.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem, Severity
from sitegen.serve.guard import DESK, OPEN, STATIC

_BODY_END = lazy_pattern(r"</body\s*>(?![\s\S]*</body\s*>)", re.IGNORECASE)
_POLICY = lazy_pattern(
    r"""<meta\s[^<>]*http-equiv\s*=\s*["']?content-security-policy["']?[^<>]*>""", re.IGNORECASE
)
#: The directives that the overlay needs, each with the directives that apply, in order of precedence.
_NEEDED_DIRECTIVES = (
    ("script-src", ("script-src-elem", "script-src", "default-src")),
    ("style-src", ("style-src-elem", "style-src", "default-src")),
    ("connect-src", ("connect-src", "default-src")),
    ("form-action", ("form-action",)),
)
#: Space at the end of the page, so that the banner does not cover the last lines.
_SPACER = '<div class="spacer"></div>'
_CONTENT = lazy_pattern(r"""(\scontent\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class PreviewContext(Struct, frozen=True):
    """What the overlay and the desk need to know about the preview."""

    root: Path
    editor: str
    token: str
    """Required in requests to open a file."""
    nonce: str
    """Allows our script and styles in the page's security policy (CSP Level 3)."""
    number: int
    follow: bool = False
    run: str = ""
    """Identifies this run of the preview: numbers of other runs mean nothing here."""


class Overlay(Struct, frozen=True):
    """The additions to one page. `banner` and `note` are its title and text; `heading` is above the problems,
    which cover the page. `warnings` are collapsed in a corner."""

    banner: str = ""
    note: str = ""
    heading: str = ""
    problems: tuple[Problem, ...] = ()
    document: str = ""
    etag: str = ""
    warnings: tuple[Problem, ...] = ()


def with_overlay(page: str, overlay: Overlay, context: PreviewContext) -> str:
    """The page with its overlay."""
    added = _shadow_tree(overlay, context) + _script(overlay, context)
    found = _BODY_END.search(page)
    whole = f"{page}{added}" if found is None else f"{page[: found.start()]}{added}{page[found.start() :]}"
    return _POLICY.sub(lambda each: _extend_meta(each[0], context.nonce), whole)


def empty_page(title: str) -> str:
    """An empty page, for an overlay."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body></body></html>\n'
    )


def _script(overlay: Overlay, context: PreviewContext) -> str:
    follow = " data-follow" if context.follow else ""
    return (
        f'<script src="{STATIC}live.js" nonce="{context.nonce}" data-number="{context.number}" '
        f'data-run="{context.run}" data-etag="{escape(overlay.etag)}"{follow} async></script>'
    )


def _shadow_tree(overlay: Overlay, context: PreviewContext) -> str:
    banner, warnings = _banner(overlay, context), _warnings(overlay, context)
    dialog = _error_dialog(overlay, context)
    if not (banner or warnings or dialog):
        return ""
    return (
        '<sitegen-preview lang="en" dir="ltr"><template shadowrootmode="open">'
        f'<link rel="stylesheet" href="{STATIC}preview.css" nonce="{context.nonce}">'
        f'{dialog}<div class="foot">{warnings}{banner}</div>{_SPACER if banner else ""}'
        "</template></sitegen-preview>"
    )


def _banner(overlay: Overlay, context: PreviewContext) -> str:
    if not overlay.banner:
        return ""
    note = f" <span>{with_code(overlay.note)}</span>" if overlay.note else ""
    return (
        f'<aside class="banner" aria-label="Preview"><strong>{escape(overlay.banner)}</strong>{note}'
        f'{file_link(overlay.document, context, label="Edit")} <a href="{DESK}">Desk</a></aside>'
    )


def _warnings(overlay: Overlay, context: PreviewContext) -> str:
    count = len(overlay.warnings)
    if not count:
        return ""
    summary = "1 warning" if count == 1 else f"{count} warnings"
    problems = _problem_list(overlay.warnings, context)
    return f'<details class="warnings"><summary>{summary}</summary>{problems}</details>'


def _error_dialog(overlay: Overlay, context: PreviewContext) -> str:
    if not overlay.problems:
        return ""
    return (
        '<dialog class="overlay" open aria-labelledby="heading"><div class="overlay-bar">'
        f'<h1 id="heading">{escape(overlay.heading)}</h1><form method="dialog"><button>Hide</button></form>'
        f"</div>{_problem_list(overlay.problems, context)}"
        f'<p><a href="{DESK}problems">All problems</a></p></dialog>'
    )


def _problem_list(problems: Iterable[Problem], context: PreviewContext) -> str:
    return f"<ul>{''.join(f'<li>{problem_html(problem, context)}</li>' for problem in problems)}</ul>"


def problem_html(problem: Problem, context: PreviewContext) -> str:
    """A problem: its location, which opens the editor; the message; the line; the hint."""
    severity = problem.severity or Severity.ERROR
    location = file_link(problem.path, context, problem.line, problem.column, problem.place)
    line = _line(problem) if problem.text.strip() else ""
    hint = f'<p class="hint">{with_code(problem.hint)}</p>' if problem.hint else ""
    return (
        f'<div class="place">{location} <span class="{severity}">{severity}</span> '
        f'<span class="code">{escape(problem.code)}</span></div>'
        f'<p class="message">{with_code(problem.message)}</p>{line}{hint}'
    )


def _line(problem: Problem) -> str:
    text = problem.text.rstrip().expandtabs(1)
    at = problem.column - 1
    if not 0 <= at < len(text):
        return f'<pre><span class="number">{problem.line}</span>{escape(text)}</pre>'
    before, mark, after = text[:at], text[at], text[at + 1 :]
    return (
        f'<pre><span class="number">{problem.line}</span>'
        f"{escape(before)}<mark>{escape(mark)}</mark>{escape(after)}</pre>"
    )


def with_code(text: str) -> str:
    """A message as HTML, with text in backticks as `<code>`."""
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


# Opening files in the author's editor


#: The URLs that editors register.
_EDITOR_URLS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
}

_PLACEHOLDER = lazy_pattern(r"\{(path|line|column)\}")


def editor_url(editor: str, file: Path, line: int = 0, column: int = 0) -> str:
    """The URL that opens a file in an editor; empty if the editor has none."""
    pattern = _EDITOR_URLS.get(editor, "")
    return pattern.format(path=quote(str(file)), line=max(line, 1), column=max(column, 1))


def editor_command(editor: str, file: Path, line: int = 0, column: int = 0) -> list[str]:
    """The command that opens a file, as a list of arguments; empty if the editor is not a command.

    The command is split before the path is inserted: any path is one argument.
    """
    if not editor or editor in _EDITOR_URLS:
        return []
    values = {"path": str(file), "line": str(max(line, 1)), "column": str(max(column, 1))}
    return [_PLACEHOLDER.sub(lambda found: values[found[1]], word) for word in shlex.split(editor)]


def file_link(path: str, context: PreviewContext, line: int = 0, column: int = 0, label: str = "") -> str:
    """A link or button that opens a file in the author's editor, or just its name."""
    shown = escape(label or path)
    if not path:
        return ""
    file = context.root / path
    if url := editor_url(context.editor, file, line, column):
        return f'<a class="open" href="{escape(url)}">{shown}</a>'
    if editor_command(context.editor, file, line, column):
        fields = {"token": context.token, "path": path, "line": str(line), "column": str(column)}
        return _form(fields, shown)
    return f'<span class="open">{shown}</span>' if label != "Edit" else ""


def _form(fields: dict[str, str], shown: str) -> str:
    hidden = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in fields.items())
    return f'<form class="open" method="post" action="{OPEN}">{hidden}<button>{shown}</button></form>'


# Content security policies


def _extend_meta(meta: str, nonce: str) -> str:
    """A page's `<meta>` policy, extended for the overlay."""
    return _CONTENT.sub(
        lambda each: f'{each[1]}"{escape(extend_policy(unescape(each[2] or each[3] or ""), nonce))}"', meta
    )


def extend_policy(policy: str, nonce: str) -> str:
    """A Content-Security-Policy that also allows our script, styles, event stream and form."""
    directives: dict[str, list[str]] = {}
    for each in policy.split(";"):
        words = each.split()
        if words:
            directives.setdefault(words[0].lower(), words[1:])
    for name, fallbacks in _NEEDED_DIRECTIVES:
        current = next((each for each in fallbacks if each in directives), None)
        if current is None:
            continue
        allowed = [word for word in directives[current] if word.lower() != "'none'"]
        # A nonce would disable the site's own 'unsafe-inline'.
        source = f"'nonce-{nonce}'" if "'strict-dynamic'" in allowed else "'self'"
        target = name if current == "default-src" else current
        directives[target] = allowed if source in allowed else [*allowed, source]
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
