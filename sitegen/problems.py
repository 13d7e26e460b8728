"""Everything that can be wrong with a publication, said one way.

Mistakes in content, configuration and templates are `Problem` values: they are collected over the whole
build and shown together. Exceptions are for the machine (`SitegenError`: a disk that is full, a folder that
is not ours) and for bugs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec
from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.suggest import most_alike

_PLACE = lazy_pattern(r"[0-9]{1,9}\Z")
#: Of so many names in a text or list the nearest known one is looked for: that takes long where many are.
MOST_SEARCHED = 50
#: Characters of a line that a problem shows.
_LONGEST_LINE = 4_000


class SitegenError(Exception):
    """What stops a command and is not the content's fault; its text is shown without a traceback."""


class WrongUse(SitegenError):
    """A command was called in a way or a place that cannot work."""


def refusal(error: OSError) -> SitegenError:
    """An error of the disk that nobody else has explained."""
    place = f"`{error.filename}` cannot be read or written" if error.filename else "The disk refuses"
    return SitegenError(f"{place}: {error.strerror or error}. Check its permissions, and the disk.")


class Severity(StrEnum):
    """How much a problem weighs; `off` is never shown."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class Problem(Struct, frozen=True, order=True):
    """One mistake: where it is, what it is, and what to do about it.

    `path` is relative to the project; `line` and `column` count from 1 (0: the file as a whole); the order of
    the fields is the order of a report. A `severity` of None is that of the code's kind.

    Linking and planning do not know lines. Their problems name a `key` instead, of the front matter
    (`photo.src`) or `ref:<index>` or `more` of the body, which is empty once the line is found.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity | None = None
    text: str = ""
    key: str = ""

    @property
    def place(self) -> str:
        """`path:line:column`, as editors and terminals understand it."""
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}" if self.column else f"{self.path}:{self.line}"


def line_shown(line: str, column: int) -> str:
    """What a problem at a column shows of its line: many problems of one long line would fill gigabytes."""
    if len(line) <= _LONGEST_LINE:
        return line
    return line[:_LONGEST_LINE] if column <= _LONGEST_LINE else ""


def problem_at(path: str, key: str, code: str, message: str, hint: str = "") -> Problem:
    """A problem of a document that names a key, and not a line yet."""
    return Problem(path, 0, 0, code, message, hint, key=key)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely was meant to be, or None when none is close."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    found = most_alike(name.casefold(), by_folded)
    return None if found is None else by_folded[found]


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "", *, place: int = 0) -> str:
    """A hint naming the nearest known name, or `otherwise`: it is not looked for at late places of a text."""
    found = nearest(name, known) if place < MOST_SEARCHED else None
    return f"Did you mean `{found}`?" if found else otherwise


def either(values: Sequence[str], most: int = 10) -> str:
    """One of these names: "`a`, `b` or `c`"; of very many, the first."""
    quoted = [f"`{value}`" for value in values[:most]]
    if len(values) > most:
        quoted.append(f"one of {len(values) - most} more")
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


class ProblemKind(Struct, frozen=True):
    """What a problem's code stands for: its weight unless configured, and the manual's sentence on it."""

    severity: Severity
    meaning: str


def _error(meaning: str) -> ProblemKind:
    return ProblemKind(Severity.ERROR, meaning)


def _warning(meaning: str) -> ProblemKind:
    return ProblemKind(Severity.WARNING, meaning)


#: Every code, in the order of the build. `problems:` in sitegen.yaml sets another severity for a code.
KINDS: Mapping[str, ProblemKind] = {
    "failed": _error(
        "The command could not be carried out at all: it was called wrongly, or the disk refused."
    ),
    # files
    "unreadable-file": _error("A file or folder could not be read, or is not what its name says."),
    "unreadable-folder": _error("A folder could not be read, so that nothing tells what should lie in it."),
    "missing-content": _error("A content folder that the configuration names is not there."),
    "not-utf8": _error("A text file is not valid UTF-8."),
    "control-character": _error(
        "A text file holds a NUL or another control character. Most are taken out of a text, with a warning."
    ),
    "symlink-outside": _error(
        "A symbolic link leads out of the project, in a circle, nowhere, or to what cannot be published."
    ),
    "hidden-file": _warning(
        "A file whose name begins with a dot is never published; nor is a description with a `_` in front."
    ),
    "unused-file": _warning(
        "No document names these content files, so they are not published. One warning a folder."
    ),
    "not-a-document": _warning(
        "A file of the content folder is a text by its name, but not one that is read as a document."
    ),
    "unsafe-file": _error(
        "A file of the content folder holds what browsers or servers would run, so it is not published."
    ),
    "active-content": _warning("An SVG file of `static/` holds a script or loads other files."),
    # YAML and front matter
    "front-matter-missing": _error("A document does not begin with a front matter between `---` lines."),
    "front-matter-unclosed": _error("A front matter's closing `---` is missing."),
    "toml-syntax": _error("A front matter in TOML, between `+++` lines, could not be parsed."),
    "json-syntax": _error("A front matter in JSON could not be parsed."),
    "yaml-syntax": _error("The YAML could not be parsed."),
    "yaml-unsupported": _error(
        "The YAML uses a tag, a merge key, a second document or another feature we refuse."
    ),
    "yaml-too-deep": _error("The YAML, TOML or JSON is nested, repeated or long beyond any honest use."),
    "yaml-cut": _warning(
        "YAML takes a part of a text for a comment (` #`), a tag (`!`), an anchor (`&`) or a block's sign."
    ),
    "list-as-text": _warning(
        "A list was written as one text, and was taken apart at its commas or semicolons."
    ),
    "duplicate-key": _error("A key stands twice in one mapping."),
    "unknown-key": _error("A key that nothing reads."),
    "wrong-type": _error("A value is not of the kind that its key takes."),
    "empty-item": _warning("A list holds an empty or nested item, which was left out or flattened."),
    "invalid-date": _error("A date is not in a form we read, or names a day that does not exist."),
    "missing-key": _error("A key that has to be given is not there."),
    "invalid-value": _error("A value is of the right kind, but not one that its key takes."),
    "too-many-items": _error("A list is longer than any honest use; what is beyond the bound is left out."),
    # the text
    "too-many-references": _error(
        "References would write their definitions so often that the page would be far longer than its text."
    ),
    "html-too-deep": _error(
        "Raw HTML is nested beyond any honest use. All HTML of the text is shown as text."
    ),
    "table-too-wide": _error(
        "Tables have far more empty cells than written ones. The rest is shown as text."
    ),
    "unclosed-block": _warning("Nothing closes a fence of code, a container or a comment."),
    "ignored-info": _warning("What stands behind the language of fenced code is left out."),
    "unclosed-html": _warning("A tag of raw HTML has no end tag, or an end tag has no beginning."),
    "unknown-html": _warning("A tag is no element of HTML, and is shown as text."),
    "removed-html": _warning(
        "An element of raw HTML is left out, since it may run, load or submit something."
    ),
    "foreign-markup": _warning(
        "A mark of another system (`{% include %}`, `[[page]]`) is shown as text. One warning a kind."
    ),
    "unknown-container": _warning(
        "A line with `:::` names no container, or closes none, and is shown as text."
    ),
    "undefined-note": _warning("A note is called, and its text is not there."),
    "unused-note": _warning("A note is never called, so that nothing shows its text."),
    "duplicate-note": _warning("Two notes have one name; the second is left out."),
    "undefined-reference": _warning("A link or picture names an address (`[text][name]`) that is not there."),
    "duplicate-reference": _warning("Two addresses have one name; the second is left out."),
    "unused-reference": _warning("A line such as `[word]: word` is read as an address, which nothing uses."),
    "extra-cells": _warning("A row of a table has more cells than its first row; they are left out."),
    "unread-table": _warning("Lines look like a table and are not read as one."),
    "blocks-too-deep": _warning(
        "Lists and quotations are nested beyond any honest use; what is deeper is left out."
    ),
    "unread-link": _warning(
        "Something looks like a link, but is not one by Markdown's rules. It is shown as it is written."
    ),
    "unknown-scheme": _warning(
        "A link or picture has a scheme that is not known, or not allowed. Its text is shown alone."
    ),
    "malformed-url": _warning(
        "A full URL that browsers cannot follow, such as one without a host. Its text is shown alone."
    ),
    # the model
    "no-section": _error("An article lies in no section's folder and names no section."),
    "nested-description": _warning("A description (`_index.md`) lies where nothing is described by it."),
    "open-teaser": _error("A teaser has nothing behind its opening, so that all of it would be public."),
    "closed-teaser": _warning(
        "A teaser begins with a block that is too long for its opening, and no mark says where that ends."
    ),
    "unknown-author": _error("An author's id is close to a known one, and no such author is described."),
    "unknown-article": _error("A related article, a lead, a feature or an issue's entry is not there."),
    "unknown-issue": _error("An article names an issue that is not described."),
    "unknown-series": _error("An article names a series that is not described."),
    "unknown-language": _error("A document names a language that the site does not have."),
    "tag-variant": _warning("One tag is spelled in several ways."),
    "duplicate-id": _error("Two documents have one id."),
    "dated-url": _warning(
        "The names of articles differ in their dates alone, so that their URLs have these, too. While there "
        "was one article, its URL had none."
    ),
    "duplicate-translation": _error("Two documents of one language share a translation key."),
    # URLs
    "invalid-slug": _error("A slug, an alias or another part of a path cannot be part of a URL."),
    "name-too-long": _error(
        "A URL has a part that file systems cannot store (over 255 bytes), or is too long (over 1,024)."
    ),
    "invalid-alias": _error("An alias cannot be a URL of this site."),
    "alias-clash": _error("An alias is the URL of something else, or two documents have one alias."),
    "generated-url": _error(
        "A generated page, such as a list, has no URL of its own: another has it, or its name makes none."
    ),
    "url-clash": _error("Two documents, pages or files want one URL."),
    "many-removals": _error(
        "The build would remove more of the published pages than `publish.most_removed` allows."
    ),
    "needless-alias": _warning("An alias is the URL that its document has anyway."),
    # references
    "broken-link": _error("A link leads to nothing in this site."),
    "broken-fragment": _error("A link's `#fragment` names no heading or anchor of its page."),
    "link-to-unpublished": _warning(
        "A link leads to an article that is not published; it is shown as plain text."
    ),
    # pictures
    "missing-image": _error("A picture is not where the text says."),
    "unreadable-image": _error("A picture's file is damaged, too large or of an unknown kind."),
    "expired-photo": _error("A picture may not be shown any more: its licence has ended."),
    "remote-image": _warning("A picture lies on another host: it is shown as a link, for readers' privacy."),
    "missing-alt": _warning("A photo has no text for those who cannot see it."),
    "missing-credit": _warning("A photo does not say who made it."),
    # themes and templates
    "unknown-theme": _error("The theme is not there."),
    "invalid-theme": _error("The theme's own files are wrong."),
    "missing-template": _error("A template is not there."),
    "template-syntax": _error("A template could not be compiled."),
    "template-error": _error("A template failed on a page."),
    "invalid-data": _error("A file of `data/` could not be read."),
}


#: Problems that cannot be off: after each of them something is not there that its author expects.
FINAL = frozenset(
    {
        "unreadable-file",
        "unreadable-folder",
        "missing-content",
        "not-utf8",
        "symlink-outside",
        "front-matter-missing",
        "front-matter-unclosed",
        "toml-syntax",
        "json-syntax",
        "yaml-syntax",
        "yaml-unsupported",
        "yaml-too-deep",
        "missing-key",
        "no-section",
        "duplicate-id",
        "name-too-long",
        "url-clash",
        "open-teaser",
        "unknown-theme",
        "invalid-theme",
        "missing-template",
        "template-syntax",
        "template-error",
    }
)


#: Errors that name a part without which the document is whole: a partial build leaves out that part alone.
SEPARABLE = frozenset(
    {
        "invalid-alias",
        "alias-clash",
        "generated-url",
        "link-to-unpublished",
        "missing-image",
        "unreadable-image",
        "expired-photo",
        "unsafe-file",
    }
)


def weighed(problem: Problem, severities: Mapping[str, Severity], strict: bool = False) -> Problem:
    """The problem with the severity that the configuration, or else its kind, gives it.

    `strict` makes an error of every warning.
    """
    severity = severities.get(problem.code) or problem.severity or KINDS[problem.code].severity
    if strict and severity is Severity.WARNING:
        severity = Severity.ERROR
    return msgspec.structs.replace(problem, severity=severity)


def place_in(key: str) -> int:
    """Which of several a key names, from 0: 3 for `related.3` or `ref:3`."""
    found = _PLACE.search(key)
    return int(found[0]) if found else 0


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the weighed problems stops a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)
