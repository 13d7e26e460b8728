"""Report Markdown that has no effect: marks shown as text, and link definitions that nothing uses.

One scan of the text finds out which marks it may hold; most texts hold none. Only then are its tokens
checked. Code is skipped. The markup of other systems is in `foreign_markup`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter

from markdown_it.token import Token
from markdown_it.utils import EnvType

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import did_you_mean
from sitegen.read.foreign_markup import BY_START, SHORTCODES, MarkupKind, report_foreign
from sitegen.read.mask_code import without_code, without_hidden
from sitegen.read.text_problems import TextProblem, quoted, report

Check = Callable[[str, int, Token, EnvType], None]
"""Takes a text with its code masked, its first line, its token and the parser's env."""
_Suspect = MarkupKind | Check

CONTAINERS = ("pullquote", "box", "note", "embed")

#: Longest name of a note that is looked up, in characters.
_LONGEST_LABEL = 80
#: How marks start, by their first character. Most texts hold none of these characters.
_STARTS = tuple(
    (first, lazy_pattern(pattern))
    for first, pattern in (
        ("{", r"\{[%{:#.]"),
        ("[", rf"\[(?:[\[@!/^]|-@|T(?=OC\])|(?=(?:{'|'.join(SHORTCODES.split())})\b).)"),
        ("]", r"\](?=\[)"),
        (":", r":(?:::|[a-z+-](?=[a-z0-9_+-]*:))"),
        ("<", r"<(?:%|!(?=--)|/?[owv](?=:)|/?s(?=t1:))"),
        ("=", "=="),
        ("!", r"!!(?=!)"),
        ("$", r"\$\$"),
        ("|", r"\|(?=[ :]*-)"),
    )
)


def check_unread(text: str, tokens: Sequence[Token], env: EnvType, *, extras: bool) -> None:
    """Report marks that were not read; with `extras`, those of our own rules as well."""
    notes = env.get("footnotes", {}).get("refs", {})
    starts = [
        match
        for first, pattern in _STARTS
        if first in text
        for match in pattern.finditer(text)
        if not (notes and match[0] == "[^" and _note_key(text, match.end()) in notes)
    ]
    suspects = [suspect for match in starts for suspect in _suspects(text, match, extras)]
    if not suspects:
        return
    reported: set[str] = set()
    for token, line, suspected in _tokens_with(suspects, text, tokens):
        source = without_code(token.content) if token.type == "inline" else without_hidden(token.content)
        for each in suspected:
            if not isinstance(each, MarkupKind):
                if token.type == "inline":
                    each(source, line, token, env)
            elif (
                each.name not in reported
                and _is_shown(each, token)
                and (match := each.pattern.search(source))
            ):
                reported.add(each.name)
                report_foreign(env, line + source.count("\n", 0, match.start()), each, match[0])


def _note_key(text: str, start: int) -> str:
    """The key of the note named at `start`; for a long name, a key that no note has."""
    return f":{text[start : text.find(']', start, start + _LONGEST_LABEL)]}"


def _is_shown(kind: MarkupKind, token: Token) -> bool:
    return token.type == "inline" or not kind.is_tag


def _suspects(text: str, start: re.Match[str], extras: bool) -> Iterator[tuple[int, _Suspect]]:
    """What the mark that starts here may be. The text may be code."""
    mark = start[0][:2]
    for kind in BY_START.get(mark, ()):
        if kind.pattern.match(text, start.start()):
            yield start.start(), kind
    is_own, check = CHECKS.get(mark, (False, None))
    if check and (extras or not is_own):
        yield start.start(), check


def _tokens_with(
    suspects: list[tuple[int, _Suspect]], text: str, tokens: Sequence[Token]
) -> Iterator[tuple[Token, int, list[_Suspect]]]:
    """The tokens in whose lines a suspect starts, with their first lines and their suspects."""
    by_line: dict[int, list[_Suspect]] = defaultdict(list)
    line = position = 0
    for start, suspect in sorted(suspects, key=itemgetter(0)):
        line += text.count("\n", position, start)
        position = start
        if suspect not in by_line[line]:
            by_line[line].append(suspect)
    lines = sorted(by_line)
    for token in tokens:
        if token.type in ("inline", "html_block") and token.map:
            first, end = token.map
            if first > lines[-1] or end < lines[0]:
                continue
            found = lines[bisect_left(lines, first) : bisect_left(lines, max(end, first + 1))]
            if found:
                yield token, first, [*dict.fromkeys(each for number in found for each in by_line[number])]


def _matches(pattern: re.Pattern[str], source: str, line: int) -> Iterator[tuple[int, re.Match[str]]]:
    """The matches of a pattern with their lines."""
    position = 0
    for match in pattern.finditer(source):
        line += source.count("\n", position, match.start())
        position = match.start()
        yield line, match


# Containers

_CONTAINER = lazy_pattern(r"^(:{3,})[ \t]*(\S.*)?$", re.MULTILINE)


def _containers(source: str, first_line: int, _: Token, env: EnvType) -> None:
    for line, match in _matches(_CONTAINER, source, first_line):
        name = (match[2] or "").strip("{.} \t").split(" ")[0].rstrip("}")
        if match[2]:
            env["unknown_containers"] = env.get("unknown_containers", 0) + 1
            message = f"`{quoted(match[0])}` does not start a container and is shown as text."
            get_hint = partial(_container_hint, name)
            report(env, TextProblem(line, "unknown-container", message, get_hint, match[0], group=name))
        elif env.get("unknown_containers"):
            env["unknown_containers"] -= 1
        else:
            message = "This `:::` does not close any container, so it is shown as text."
            hint = "Remove it, or open its container above."
            report(env, TextProblem(line, "unknown-container", message, hint, match[0], group=":::"))


def _container_hint(name: str) -> str:
    if name == "embed":
        return "Write `::: embed https://… Title`."
    if name in CONTAINERS:
        return f"Write `::: {name}` on a line of its own, with nothing else."
    return did_you_mean(
        name, CONTAINERS, f"The containers are {', '.join(f'`{each}`' for each in CONTAINERS)}."
    )


# Notes

_NOTE_REF = lazy_pattern(r"(?<!\\)\[\^([^\s\]]{1,200})\](?!\()")


def _note_refs(source: str, first_line: int, token: Token, env: EnvType) -> None:
    shown = [
        match[1]
        for child in token.children or ()
        if child.type == "text"
        for match in _NOTE_REF.finditer(child.content)
    ]
    if not shown:
        return
    notes = env.get("footnotes", {}).get("refs", {})
    for line, match in _matches(_NOTE_REF, source, first_line):
        if match[1] in shown:
            message = f"There is no footnote `[^{match[1]}]`, so the reference is shown as text."
            hint = partial(_note_hint, match[1], notes)
            report(env, TextProblem(line, "undefined-note", message, hint, match[0], group=match[1]))


def _note_hint(name: str, keys: Iterable[str]) -> str:
    """The nearest note. The `keys` of notes begin with a colon."""
    return did_you_mean(f"[^{name}]", [f"[^{key[1:]}]" for key in keys], f"Write `[^{name}]: …` below.")


# References and their definitions

_REFERENCE = lazy_pattern(r"(?<![\\\w\]])!?\[([^\[\]]+)\]\[([^\[\]]*)\](?![\[(:])")
_IN_TEXT = lazy_pattern(r"\]\[([^\[\]]*)\]")
_URL = lazy_pattern(r"[/#:@]|\.\w")


def _references(source: str, first_line: int, token: Token, env: EnvType) -> None:
    shown = {
        match[1]
        for child in token.children or ()
        if child.type == "text"
        for match in _IN_TEXT.finditer(child.content)
    }
    if not shown:
        return
    known = env.get("references", {})
    for line, match in _matches(_REFERENCE, source, first_line):
        if match[2] in shown and match[1][0] != "^":
            label = match[2] or match[1]
            message = f"The text does not define `[{quoted(label)}]`: `{quoted(match[0])}` is shown as text."
            hint = partial(_reference_hint, label, known)
            report(env, TextProblem(line, "undefined-reference", message, hint, match[0], group=label))


def _reference_hint(label: str, known: Iterable[str]) -> str:
    otherwise = f"Write `[{quoted(label)}]: https://…` on a line of its own."
    return did_you_mean(label, [name.lower() for name in known], otherwise)


def check_definitions(tokens: Sequence[Token], env: EnvType) -> None:
    """Report link definitions with a name that is taken, and unused ones that may be text."""
    definitions = env.get("references", {})
    for duplicate in env.get("duplicate_refs", ()):
        first = definitions.get(duplicate["label"])
        if first and (first["href"], first["title"]) != (duplicate["href"], duplicate["title"]):
            message = (
                f"`[{duplicate['label'].lower()}]` is already defined above; this definition is ignored."
            )
            hint = "Give it another name."
            report(env, TextProblem(duplicate["map"][0], "duplicate-reference", message, hint, "["))
    suspects = [
        (name, each) for name, each in definitions.items() if each["title"] or not _URL.search(each["href"])
    ]
    if not suspects:
        return
    used = set(_used_labels(tokens))
    for name, each in suspects:
        if name not in used:
            message = f"The link definition `[{name.lower()}]: {each['href']}` is unused and is not shown."
            hint = f"Use it as `[text][{name.lower()}]`, or write `\\[` if it is meant as text."
            report(env, TextProblem(each["map"][0], "unused-reference", message, hint, "["))


def _used_labels(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if "label" in token.meta:
            yield token.meta["label"]
        if token.children:
            yield from _used_labels(token.children)


# Tables and comments

_DELIMITER = frozenset(" \t|:-")
_COMMENT = lazy_pattern(r"(?<!\\)<!--")


def _tables(source: str, first_line: int, _: Token, env: EnvType) -> None:
    for line, row in enumerate(source.split("\n"), first_line):
        if "|" in row and "--" in row and _DELIMITER.issuperset(row):
            message = f"`{quoted(row)}` is not part of a table: its lines are shown as text."
            hint = "Put it below a header row with as many columns, and leave an empty line above the header."
            report(env, TextProblem(line, "unread-table", message, hint, row.strip(), group="table"))


def _comments(source: str, first_line: int, token: Token, env: EnvType) -> None:
    if not any("<!--" in child.content for child in token.children or () if child.type == "text"):
        return
    last = source.rfind("-->")
    for line, match in _matches(_COMMENT, source, first_line):
        if match.end() > last:
            message = "The comment `<!--` is not closed: it is shown as text."
            hint = "Close it with `-->`: two hyphens, not a dash."
            report(env, TextProblem(line, "unclosed-block", message, hint, "<!--", group="comment"))


#: Checks by how their marks start, and whether these belong to our own rules.
CHECKS: dict[str, tuple[bool, Check]] = {
    "::": (True, _containers),
    "[^": (True, _note_refs),
    "|": (True, _tables),
    "]": (False, _references),
    "<!": (False, _comments),
}
