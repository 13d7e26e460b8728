"""Footnotes: `[^name]` with `[^name]: text` anywhere, and `^[text]` in place.

The plugin reads definitions. The rules for calls and notes in place are ours, since the plugin's take
quadratic time; and so is what becomes of the notes: they are put at the end of the tokens, each between a
`note_open` and a `note_close`, in no order, and numbered when it is known which part of the text calls them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from sitegen.languages import digits, locale_of
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.text_problems import TextProblem, report

_CALL = lazy_pattern(r"\[\^([^\s\]]{1,200})\]")


def footnotes(parser: MarkdownIt, lang: str = "en") -> None:
    """Read footnotes; their numbers are written in the language's digits."""
    parser.block.ruler.before(
        "reference", "footnote_definition", footnote_def, {"alt": ["paragraph", "reference"]}
    )
    parser.inline.ruler.after("image", "footnote_inline", _note_in_place)
    parser.inline.ruler.after("footnote_inline", "footnote_call", _call)
    parser.core.ruler.after("inline", "footnotes", _gather)
    parser.options["digits"] = digits(locale_of(lang))
    parser.add_render_rule("footnote_ref", _render_call)


def calls_in(tokens: Sequence[Token]) -> Iterator[Token]:
    """The calls of notes in some tokens, in the order of the text."""
    for token in tokens:
        if token.children and "^" in token.content:
            for child in token.children:
                if child.type == "footnote_ref":
                    yield child


def _call(state: StateInline, silent: bool) -> bool:
    footnotes = state.env.get("footnotes", {})
    names = footnotes.get("refs")
    # No call inside a link's text: links do not nest.
    if not names or state.src[state.pos] != "[" or state.linkLevel:
        return False
    match = _CALL.match(state.src, state.pos, state.posMax)
    name = f":{match[1]}" if match else ""
    if not match or (name not in names and not (name := _otherwise_written(name, footnotes))):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"id": name}
    state.pos = match.end()
    return True


def _otherwise_written(name: str, footnotes: dict[str, Any]) -> str:
    """The note whose name differs in case alone, or nothing."""
    if "folded" not in footnotes:
        footnotes["folded"] = {each.casefold(): each for each in reversed(footnotes["refs"])}
    return str(footnotes["folded"].get(name.casefold(), ""))


def _note_in_place(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if start + 2 >= state.posMax or not state.src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        written = state.env.setdefault("footnotes", {}).setdefault("list", {})
        name, content = len(written), state.src[start + 2 : end]
        tokens: list[Token] = []
        written[name] = {"content": content, "tokens": tokens}  # before those of notes inside
        state.md.inline.parse(content, state.md, state.env, tokens)
        state.push("footnote_ref", "", 0).meta = {"id": name}
    state.pos = end + 1
    return True


def _gather(state: StateCore) -> None:
    """Take definitions out of the text and put all notes behind it."""
    if "footnotes" not in state.env:
        return
    notes: dict[str | int, list[Token]] = {}
    state.tokens = _without_definitions(state.tokens, notes, state.env)
    notes.update(_in_place(state.tokens, notes, state.env["footnotes"].get("list", {})))
    for name, tokens in notes.items():
        state.tokens += [Token("note_open", "", 1, meta={"id": name}), *tokens, Token("note_close", "", -1)]


def _without_definitions(tokens: list[Token], notes: dict[str | int, list[Token]], env: Any) -> list[Token]:
    """The tokens without definitions, which go into `notes`; of two with one name the first counts."""
    outside: list[Token] = []
    lines: dict[str, int] = env["footnotes"].setdefault("lines", {})
    into = [outside]
    for token in tokens:
        if token.type == "footnote_reference_open":
            inside: list[Token] = []
            name, line = f":{token.meta['label']}", token.map[0] if token.map else 0
            if lines.setdefault(name, line) != line or name in notes:
                _say_twice(env, line, token.meta["label"])
            notes.setdefault(name, inside)
            into.append(inside)
        elif token.type == "footnote_reference_close":
            into.pop()
        else:
            into[-1].append(token)
    return outside


def _say_twice(env: Any, line: int, label: str) -> None:
    message = f"The text has another note `[^{label}]` above; this one is left out."
    hint = "Give it another name, which its calls use, too."
    report(env, TextProblem(line, "duplicate-note", message, hint, f"[^{label}]:"))


def say_unused(env: Any, called: Container[str | int]) -> None:
    """Say which notes nothing that is shown calls."""
    for name, line in env.get("footnotes", {}).get("lines", {}).items():
        if name not in called:
            message = f"Nothing calls the note `[^{name[1:]}]`, so that it is not shown."
            hint = f"Write `[^{name[1:]}]` where the text calls it, or take it out."
            report(env, TextProblem(line, "unused-note", message, hint, f"[^{name[1:]}]:"))


def _in_place(
    tokens: list[Token], notes: dict[str | int, list[Token]], written: dict[int, Any]
) -> dict[str | int, list[Token]]:
    """The notes written in place, those inside other notes included."""
    found: dict[str | int, list[Token]] = {}
    waiting = [tokens, *notes.values()]
    while waiting:
        for token in waiting.pop():
            for call in calls_in((token,)):
                name = call.meta["id"]
                if isinstance(name, int):
                    found[name] = _paragraph(written[name]["content"], written[name]["tokens"], token.map)
                    waiting.append(found[name])
    return found


def _paragraph(content: str, children: list[Token], lines: list[int] | None) -> list[Token]:
    text = Token("inline", "", 0, content=content, map=lines, children=children)
    return [Token("paragraph_open", "p", 1, block=True), text, Token("paragraph_close", "p", -1, block=True)]


def _render_call(_: Any, tokens: Sequence[Token], index: int, options: Mapping[str, Any], *__: Any) -> str:
    number, call = tokens[index].meta.get("number"), tokens[index].meta.get("call", 1)
    if number is None:
        return ""
    anchor = f"_fnref-{number}" if call == 1 else f"_fnref-{number}-{call}"
    shown = str(number).translate(options["digits"])
    link = f'<a href="#_fn-{number}" id="{anchor}" role="doc-noteref">{shown}</a>'
    return f'<sup class="footnote-ref">{link}</sup>'
