"""What a preview adds to the pages that it shows, and never to a file: a ribbon, mistakes, a script.

They stand in a shadow tree with a stylesheet of their own, so that neither the site's styles nor these touch
each other. Everything is written as HTML, so that it is there without the script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem, Severity
from sitegen.serve.editor import command_for, link_to
from sitegen.serve.guard import DESK, OPEN, STATIC

_BODY_END = lazy_pattern(r"</body\s*>(?![\s\S]*</body\s*>)", re.IGNORECASE)
_POLICY = lazy_pattern(
    r"""<meta\s[^<>]*http-equiv\s*=\s*["']?content-security-policy["']?[^<>]*>""", re.IGNORECASE
)
#: What is added needs these directives; where one is missing, the next one rules.
_WANTED = (
    ("script-src", ("script-src-elem", "script-src", "default-src")),
    ("style-src", ("style-src-elem", "style-src", "default-src")),
    ("connect-src", ("connect-src", "default-src")),
    ("form-action", ("form-action",)),
)
#: What keeps the ribbon from lying over the page's last lines.
_ROOM = '<div class="room"></div>'
_CONTENT = lazy_pattern(r"""(\scontent\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class Surroundings(Struct, frozen=True):
    """What the inserts of every page are made with."""

    root: Path
    editor: str
    token: str
    """What requests to open files have to bring along."""
    nonce: str
    """What marks our own script and styles to the page's security policy (CSP Level 3)."""
    number: int
    follow: bool = False
    run: str = ""
    """What tells this run of the preview from others, whose numbers mean something else."""


class Overlay(Struct, frozen=True):
    """What is added to one page. `ribbon` is a sentence, `note` a second one; `heading` stands over the
    problems, which lie over the page. `warnings` stand in a corner until they are opened."""

    ribbon: str = ""
    note: str = ""
    heading: str = ""
    problems: tuple[Problem, ...] = ()
    document: str = ""
    etag: str = ""
    warnings: tuple[Problem, ...] = ()


def with_inserts(page: str, inserts: Overlay, around: Surroundings) -> str:
    """The page with what is added to it."""
    added = _shadow(inserts, around) + _script(inserts, around)
    found = _BODY_END.search(page)
    whole = f"{page}{added}" if found is None else f"{page[: found.start()]}{added}{page[found.start() :]}"
    return _POLICY.sub(lambda each: _opened(each[0], around.nonce), whole)


def bare_page(title: str) -> str:
    """A page that shows nothing but what is added to it."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body></body></html>\n'
    )


def _script(inserts: Overlay, around: Surroundings) -> str:
    follow = " data-follow" if around.follow else ""
    return (
        f'<script src="{STATIC}live.js" nonce="{around.nonce}" data-number="{around.number}" '
        f'data-run="{around.run}" data-etag="{escape(inserts.etag)}"{follow} async></script>'
    )


def _shadow(inserts: Overlay, around: Surroundings) -> str:
    parts = [_ribbon(inserts, around), _corner(inserts, around), _overlay(inserts, around)]
    if not any(parts):
        return ""
    return (
        '<sitegen-preview lang="en" dir="ltr"><template shadowrootmode="open">'
        f'<link rel="stylesheet" href="{STATIC}preview.css" nonce="{around.nonce}">'
        f'{parts[2]}<div class="foot">{parts[1]}{parts[0]}</div>{_ROOM if parts[0] else ""}'
        "</template></sitegen-preview>"
    )


def _ribbon(inserts: Overlay, around: Surroundings) -> str:
    if not inserts.ribbon:
        return ""
    note = f" <span>{marked(inserts.note)}</span>" if inserts.note else ""
    return (
        f'<aside class="ribbon" aria-label="Preview"><strong>{escape(inserts.ribbon)}</strong>{note}'
        f'{opener(inserts.document, around, words="Edit")} <a href="{DESK}">Desk</a></aside>'
    )


def _corner(inserts: Overlay, around: Surroundings) -> str:
    """What does not keep a page from going out, and out of the way of who reads it."""
    count = len(inserts.warnings)
    if not count:
        return ""
    said = "1 warning" if count == 1 else f"{count} warnings"
    return f'<details class="corner"><summary>{said}</summary>{_listed(inserts.warnings, around)}</details>'


def _overlay(inserts: Overlay, around: Surroundings) -> str:
    if not inserts.problems:
        return ""
    return (
        '<dialog class="overlay" open aria-labelledby="heading"><div class="overlay-bar">'
        f'<h1 id="heading">{escape(inserts.heading)}</h1><form method="dialog"><button>Hide</button></form>'
        f"</div>{_listed(inserts.problems, around)}"
        f'<p><a href="{DESK}problems">All problems of the site</a></p></dialog>'
    )


def _listed(problems: Iterable[Problem], around: Surroundings) -> str:
    return f"<ul>{''.join(f'<li>{problem_html(problem, around)}</li>' for problem in problems)}</ul>"


def problem_html(problem: Problem, around: Surroundings) -> str:
    """A problem: its place, which opens the editor; what is wrong; the line itself; what to do."""
    severity = problem.severity or Severity.ERROR
    place = opener(problem.path, around, problem.line, problem.column, problem.place)
    line = _line(problem) if problem.text.strip() else ""
    hint = f'<p class="hint">{marked(problem.hint)}</p>' if problem.hint else ""
    return (
        f'<div class="place">{place} <span class="{severity}">{severity}</span> '
        f'<span class="code">{escape(problem.code)}</span></div>'
        f'<p class="message">{marked(problem.message)}</p>{line}{hint}'
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


def marked(text: str) -> str:
    """A sentence of ours, in which names stand between backquotes."""
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


def opener(path: str, around: Surroundings, line: int = 0, column: int = 0, words: str = "") -> str:
    """What opens a file in the author's editor: a link, a button, or only its name."""
    shown = escape(words or path)
    if not path:
        return ""
    file = around.root / path
    if link := link_to(around.editor, file, line, column):
        return f'<a class="open" href="{escape(link)}">{shown}</a>'
    if command_for(around.editor, file, line, column):
        fields = {"token": around.token, "path": path, "line": str(line), "column": str(column)}
        return _form(fields, shown)
    return f'<span class="open">{shown}</span>' if words != "Edit" else ""


def _form(fields: dict[str, str], shown: str) -> str:
    hidden = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in fields.items())
    return f'<form class="open" method="post" action="{OPEN}">{hidden}<button>{shown}</button></form>'


def _opened(meta: str, nonce: str) -> str:
    """A page's own security policy, with room for what a preview adds."""
    return _CONTENT.sub(
        lambda each: f'{each[1]}"{escape(opened_policy(unescape(each[2] or each[3] or ""), nonce))}"', meta
    )


def opened_policy(policy: str, nonce: str) -> str:
    """A Content-Security-Policy in which our script, our styles and our event stream are allowed, too."""
    directives: dict[str, list[str]] = {}
    for each in policy.split(";"):
        words = each.split()
        if words:
            directives.setdefault(words[0].lower(), words[1:])
    for name, fallbacks in _WANTED:
        ruling = next((each for each in fallbacks if each in directives), None)
        if ruling is None:
            continue
        allowed = [word for word in directives[ruling] if word.lower() != "'none'"]
        # Beside a nonce, inline styles and scripts that a site allows itself would not count any more.
        source = f"'nonce-{nonce}'" if "'strict-dynamic'" in allowed else "'self'"
        target = name if ruling == "default-src" else ruling
        directives[target] = allowed if source in allowed else [*allowed, source]
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
