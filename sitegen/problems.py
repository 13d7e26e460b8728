"""Problems: everything that can be wrong with a publication.

Problems in content, configuration and templates are `Problem` values, which a build collects and reports
together. Exceptions are for the environment (`SitegenError`: a full disk, a missing permission) and for bugs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec
from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.suggest import most_alike

_PLACE = lazy_pattern(r"[0-9]{1,9}\Z")
#: How many names in a text or list get a suggestion: a search for the nearest name takes long.
MOST_SEARCHED = 50
#: The most characters of a source line that a problem shows.
_LONGEST_LINE = 4_000


class SitegenError(Exception):
    """An error that stops a command and that the content did not cause. Its text is shown without a
    traceback."""


class WrongUse(SitegenError):
    """A command was called with wrong arguments or in the wrong place."""


def refusal(error: OSError) -> SitegenError:
    """The SitegenError for an OSError without a better explanation."""
    place = f"`{error.filename}` cannot be read or written" if error.filename else "A disk error occurred"
    return SitegenError(f"{place}: {error.strerror or error}. Check its permissions, and the disk.")


class Severity(StrEnum):
    """The severity of a problem; `off` hides it."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class Problem(Struct, frozen=True, order=True):
    """One problem: where it is, what is wrong, and what to do about it.

    `path` is relative to the project; `line` and `column` count from 1 (0: the whole file). Reports are
    sorted by the fields in this order. A `severity` of None is the default of the code. `text` is the source
    line.

    Linking and planning do not know positions. Their problems have a `key` instead: a front-matter key
    (`photo.src`), or `ref:<index>` or `more` in the body. It is empty once the position is known.
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
        """The place as `path:line:column`, which editors and terminals understand."""
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}" if self.column else f"{self.path}:{self.line}"


def line_shown(line: str, column: int) -> str:
    """The part of a line to show with a problem at `column`: many problems in one long line would fill
    gigabytes."""
    if len(line) <= _LONGEST_LINE:
        return line
    return line[:_LONGEST_LINE] if column <= _LONGEST_LINE else ""


def problem_at(path: str, key: str, code: str, message: str, hint: str = "") -> Problem:
    """A problem in a document with a `key` instead of a position."""
    return Problem(path, 0, 0, code, message, hint, key=key)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like `name`, or None if none is close."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    found = most_alike(name.casefold(), by_folded)
    return None if found is None else by_folded[found]


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "", *, place: int = 0) -> str:
    """A hint with the nearest known name, or `otherwise`. `place` counts the names in a text or list: late
    ones get no suggestion."""
    found = nearest(name, known) if place < MOST_SEARCHED else None
    return f"Did you mean `{found}`?" if found else otherwise


def either(values: Sequence[str], most: int = 10) -> str:
    """The values as text: "`a`, `b` or `c`". Only the first `most` of them are listed."""
    quoted = [f"`{value}`" for value in values[:most]]
    if len(values) > most:
        quoted.append(f"one of {len(values) - most} more")
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


class ProblemKind(Struct, frozen=True):
    """A kind of problem: its default severity, and its description in the manual."""

    severity: Severity
    meaning: str


def _error(meaning: str) -> ProblemKind:
    return ProblemKind(Severity.ERROR, meaning)


def _warning(meaning: str) -> ProblemKind:
    return ProblemKind(Severity.WARNING, meaning)


#: Every code, in the order of the build. `problems:` in sitegen.yaml overrides severities.
KINDS: Mapping[str, ProblemKind] = {
    "failed": _error(
        "The command failed: its arguments were wrong, or the disk could not be read or written."
    ),
    # Files
    "unreadable-file": _error("A file or folder could not be read, or its contents do not match its name."),
    "unreadable-folder": _error("A folder could not be read, so its contents are unknown."),
    "missing-content": _error("A content folder in the configuration does not exist."),
    "not-utf8": _error("A text file is not valid UTF-8."),
    "control-character": _error(
        "A text file contains a NUL or another control character. In the text of a document, most are "
        "removed with a warning."
    ),
    "symlink-outside": _error(
        "A symbolic link points outside the project, to itself, to nothing, or to something that cannot be "
        "published."
    ),
    "hidden-file": _warning(
        "A file is not published because its name begins with a dot or, for a description, with `_`."
    ),
    "unused-file": _warning(
        "No document uses these content files, so they are not published. There is one warning per folder."
    ),
    "not-a-document": _warning(
        "A file in the content folder looks like a document, but does not have the suffix of one."
    ),
    "unsafe-file": _error(
        "A file in the content folder contains code that browsers or servers would run, so it is not "
        "published."
    ),
    "active-content": _warning("An SVG file in `static/` contains a script or loads other files."),
    # YAML and front matter
    "front-matter-missing": _error("A document does not begin with front matter between `---` lines."),
    "front-matter-unclosed": _error("The closing `---` of the front matter is missing."),
    "toml-syntax": _error("Front matter in TOML, between `+++` lines, could not be parsed."),
    "json-syntax": _error("Front matter in JSON could not be parsed."),
    "yaml-syntax": _error("The YAML could not be parsed."),
    "yaml-unsupported": _error(
        "The YAML uses a feature that sitegen does not support, such as a tag, a merge key or a second "
        "document."
    ),
    "yaml-too-deep": _error("The YAML, TOML or JSON is too deeply nested, too repetitive or too long."),
    "yaml-cut": _warning(
        "YAML reads part of a value as a comment (` #`), a tag (`!`), an anchor (`&`) or a block indicator."
    ),
    "list-as-text": _warning("A list was written as a single value, and was split at commas or semicolons."),
    "duplicate-key": _error("A mapping has the same key twice."),
    "unknown-key": _error("A key is unknown."),
    "wrong-type": _error("A value has the wrong type for its key."),
    "empty-item": _warning(
        "A list contains an empty item, which was skipped, or a nested list, which was flattened."
    ),
    "invalid-date": _error("A date is not in a supported format, or does not exist."),
    "missing-key": _error("A required key is missing."),
    "invalid-value": _error("A value has the right type, but its key does not allow it."),
    "too-many-items": _error("A list is too long. Items beyond the limit are skipped."),
    # Text
    "too-many-references": _error(
        "References would repeat their definitions so often that the page would be far longer than its "
        "source."
    ),
    "html-too-deep": _error("Raw HTML is too deeply nested. All HTML in the document is shown as text."),
    "table-too-wide": _error(
        "Tables have too many empty cells at the ends of rows. From there on, tables with short rows are "
        "shown as text."
    ),
    "unclosed-block": _warning("A code fence, a container or a comment is never closed."),
    "ignored-info": _warning("Text after the language of a code fence is ignored."),
    "unclosed-html": _warning("A raw HTML tag has no end tag, or an end tag has no start tag."),
    "unknown-html": _warning("A tag is not an HTML element, and is shown as text."),
    "removed-html": _warning("A raw HTML element is removed because it could run, load or submit something."),
    "foreign-markup": _warning(
        "Markup of another system (`{% include %}`, `[[page]]`) is shown as text. There is one warning per "
        "kind."
    ),
    "unknown-container": _warning(
        "A line with `:::` does not open or close a known container, and is shown as text."
    ),
    "undefined-note": _warning("A reference names a footnote that is not defined."),
    "unused-note": _warning("A footnote without a reference is not shown."),
    "duplicate-note": _warning("Two footnotes have the same name. The second is ignored."),
    "undefined-reference": _warning(
        "A link or image refers to a definition (`[text][name]`) that does not exist."
    ),
    "duplicate-reference": _warning("Two link definitions have the same name. The second is ignored."),
    "unused-reference": _warning("A line such as `[word]: word` is a link definition, but nothing uses it."),
    "extra-cells": _warning("A table row has more cells than the first row. The extra cells are removed."),
    "unread-table": _warning("Lines look like a table, but are not one in Markdown."),
    "blocks-too-deep": _warning(
        "Lists and quotations are too deeply nested. The deepest levels are removed."
    ),
    "unread-link": _warning("Something looks like a link, but is not one in Markdown. It is shown as text."),
    "unknown-scheme": _warning(
        "The URL of a link or image has an unknown or forbidden scheme. Only its text is shown."
    ),
    "malformed-url": _warning(
        "Browsers cannot open a URL, for example because it has no host. Only the text of the link is shown."
    ),
    # Sections, authors, tags, issues, series, languages
    "no-section": _error("An article is not in a section's folder, and names no section."),
    "nested-description": _warning("A description (`_index.md`) is in a folder that cannot have one."),
    "open-teaser": _error("A teaser has no text after its excerpt, so all of it would be public."),
    "closed-teaser": _warning(
        "A teaser begins with a block that is too long for an excerpt, and has no `<!-- more -->`."
    ),
    "unknown-author": _error("An author id is unknown, but close to that of an author profile."),
    "unknown-article": _error("A related article, lead, feature or issue entry does not exist."),
    "unknown-issue": _error("An article names an unknown issue."),
    "unknown-series": _error("An article names an unknown series."),
    "unknown-language": _error("A document names a language that is not in the configuration."),
    "tag-variant": _warning("A tag is spelled in several ways."),
    "duplicate-id": _error("Two documents have the same id."),
    "dated-url": _warning(
        "The names of articles differ only in their dates, so their URLs contain the dates. The URL of a "
        "single "
        "article does not."
    ),
    "duplicate-translation": _error("Two documents in one language have the same translation key."),
    # URLs
    "invalid-slug": _error("A slug, an alias or another part of a path cannot be used in a URL."),
    "name-too-long": _error(
        "A URL is too long for file systems: a part is over 255 bytes, or the whole over 1,024."
    ),
    "invalid-alias": _error("An alias cannot be a URL of this site."),
    "alias-clash": _error("An alias is the URL of something else, or of two documents."),
    "generated-url": _error(
        "A generated page, such as a list, has no valid URL: it is taken, or cannot be derived from the name."
    ),
    "url-clash": _error("Two documents, pages or files have the same URL."),
    "many-removals": _error(
        "The build would remove more of the published pages than `publish.most_removed` allows."
    ),
    "needless-alias": _warning("An alias is the document's own URL."),
    # Links
    "broken-link": _error("A link points to nothing on this site."),
    "broken-fragment": _error("The `#fragment` of a link is not a heading or anchor on the target page."),
    "link-to-unpublished": _warning("A link points to an unpublished article. It is shown as plain text."),
    # Images
    "missing-image": _error("An image does not exist."),
    "unreadable-image": _error("An image file is damaged, too large or in an unknown format."),
    "expired-photo": _error("An image has expired and must not be shown."),
    "remote-image": _warning(
        "An image is on another host. To protect readers' privacy, the page links to it instead."
    ),
    "missing-alt": _warning("A photo has no text alternative (`alt`)."),
    "missing-credit": _warning("A photo has no credit."),
    # Themes and templates
    "unknown-theme": _error("The theme does not exist."),
    "invalid-theme": _error("The theme's files are invalid."),
    "missing-template": _error("A template does not exist."),
    "template-syntax": _error("A template has a syntax error."),
    "template-error": _error("A template failed to render a page."),
    "invalid-data": _error("A file in `data/` could not be read."),
}


#: Codes that cannot be off: each means that a document or page is missing from the site.
NEVER_OFF = frozenset(
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


#: Errors in a part that the document can do without: a partial build leaves out only this part.
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


def with_severity(problem: Problem, severities: Mapping[str, Severity], strict: bool = False) -> Problem:
    """The problem with its severity from the configuration, or else the default.

    `strict` turns every warning into an error.
    """
    severity = severities.get(problem.code) or problem.severity or KINDS[problem.code].severity
    if strict and severity is Severity.WARNING:
        severity = Severity.ERROR
    return msgspec.structs.replace(problem, severity=severity)


def place_in(key: str) -> int:
    """The index at the end of a key: 3 for `related.3` or `ref:3`; 0 if there is none."""
    found = _PLACE.search(key)
    return int(found[0]) if found else 0


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems, with severities set, stops a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)
