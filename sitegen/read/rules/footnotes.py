"""Footnotes: `[^name]` with its definition `[^name]: text` anywhere, and inline footnotes `^[text]`.

mdit-py-plugins reads the definitions; its rules for references and inline footnotes take quadratic time.
All footnotes are moved to the end of the tokens, unordered, each between a `note_open` and a `note_close`.
They are numbered later, when it is known which part of the text refers to them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TypedDict

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote.index import footnote_def

from sitegen.languages import digits, locale_of
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.text_problems import TextProblem, report

_REFERENCE = lazy_pattern(r"\[\^([^\s\]]{1,200})\]")


class InlineFootnote(TypedDict):
    """The content of an inline footnote, as text and as tokens."""

    content: str
    tokens: list[Token]


def footnotes(parser: MarkdownIt, lang: str = "en") -> None:
    """Read footnotes; numbers are written in the language's digits."""
    parser.block.ruler.before(
        "reference", "footnote_definition", footnote_def, {"alt": ["paragraph", "reference"]}
    )
    parser.inline.ruler.after("image", "footnote_inline", _inline_footnote)
    parser.inline.ruler.after("footnote_inline", "footnote_call", _reference)
    parser.core.ruler.after("inline", "footnotes", _move_to_end)
    parser.options["digits"] = digits(locale_of(lang))
    parser.add_render_rule("footnote_ref", _render_reference)


def footnote_refs(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the references to footnotes, in the order of the text."""
    for token in tokens:
        if token.children and "^" in token.content:
            for child in token.children:
                if child.type == "footnote_ref":
                    yield child


def inline_footnotes(env: EnvType) -> Mapping[int, InlineFootnote]:
    """The inline footnotes of a text, by number; available as soon as inline content is read."""
    found: Mapping[int, InlineFootnote] = env.get("footnotes", {}).get("list", {})
    return found


def _reference(state: StateInline, silent: bool) -> bool:
    footnotes = state.env.get("footnotes", {})
    names = footnotes.get("refs")
    # No reference inside a link's text: links cannot be nested.
    if not names or state.src[state.pos] != "[" or state.linkLevel:
        return False
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    name = f":{match[1]}" if match else ""
    if not match or (name not in names and not (name := _name_in_other_case(name, state.env))):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"id": name}
    state.pos = match.end()
    return True


def _name_in_other_case(name: str, env: EnvType) -> str:
    """The name of a footnote that differs only in case, or an empty string."""
    footnotes = env["footnotes"]
    if "folded" not in footnotes:
        footnotes["folded"] = {each.casefold(): each for each in reversed(footnotes["refs"])}
    return str(footnotes["folded"].get(name.casefold(), ""))


def _inline_footnote(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if start + 2 >= state.posMax or not state.src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        found = state.env.setdefault("footnotes", {}).setdefault("list", {})
        number, content = len(found), state.src[start + 2 : end]
        tokens: list[Token] = []
        found[number] = {"content": content, "tokens": tokens}  # before nested footnotes take their numbers
        state.md.inline.parse(content, state.md, state.env, tokens)
        state.push("footnote_ref", "", 0).meta = {"id": number}
    state.pos = end + 1
    return True


def _move_to_end(state: StateCore) -> None:
    """Move all footnotes to the end of the tokens."""
    if "footnotes" not in state.env:
        return
    notes: dict[str | int, list[Token]] = {}
    state.tokens = _without_definitions(state.tokens, notes, state.env)
    notes.update(_inline_footnotes(state.tokens, notes, inline_footnotes(state.env)))
    for name, tokens in notes.items():
        state.tokens += [Token("note_open", "", 1, meta={"id": name}), *tokens, Token("note_close", "", -1)]


def _without_definitions(
    tokens: list[Token], notes: dict[str | int, list[Token]], env: EnvType
) -> list[Token]:
    """Move definitions from the tokens to `notes`; of two with the same name, the first is used."""
    outside: list[Token] = []
    lines: dict[str, int] = env["footnotes"].setdefault("lines", {})
    into = [outside]
    for token in tokens:
        if token.type == "footnote_reference_open":
            inside: list[Token] = []
            name, line = f":{token.meta['label']}", token.map[0] if token.map else 0
            if lines.setdefault(name, line) != line or name in notes:
                _report_duplicate(env, line, token.meta["label"])
            notes.setdefault(name, inside)
            into.append(inside)
        elif token.type == "footnote_reference_close":
            into.pop()
        else:
            into[-1].append(token)
    return outside


def _report_duplicate(env: EnvType, line: int, label: str) -> None:
    message = f"The footnote `[^{label}]` is already defined above; this definition is ignored."
    hint = "Rename it, here and where the text refers to it."
    report(env, TextProblem(line, "duplicate-note", message, hint, f"[^{label}]:"))


def report_unused(env: EnvType, called: Container[str | int]) -> None:
    """Report footnotes that the visible text does not refer to."""
    for name, line in env.get("footnotes", {}).get("lines", {}).items():
        if name not in called:
            message = f"The footnote `[^{name[1:]}]` is unused and not shown."
            hint = f"Write `[^{name[1:]}]` where the text refers to it, or remove it."
            report(env, TextProblem(line, "unused-note", message, hint, f"[^{name[1:]}]:"))


def _inline_footnotes(
    tokens: list[Token], notes: dict[str | int, list[Token]], inline: Mapping[int, InlineFootnote]
) -> dict[str | int, list[Token]]:
    """The inline footnotes, including nested ones."""
    found: dict[str | int, list[Token]] = {}
    pending = [tokens, *notes.values()]
    while pending:
        for token in pending.pop():
            for call in footnote_refs((token,)):
                name = call.meta["id"]
                if isinstance(name, int):
                    found[name] = _paragraph(inline[name]["content"], inline[name]["tokens"], token.map)
                    pending.append(found[name])
    return found


def _paragraph(content: str, children: list[Token], lines: list[int] | None) -> list[Token]:
    text = Token("inline", "", 0, content=content, map=lines, children=children)
    return [Token("paragraph_open", "p", 1, block=True), text, Token("paragraph_close", "p", -1, block=True)]


def _render_reference(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, _env: EnvType
) -> str:
    number, call = tokens[index].meta.get("number"), tokens[index].meta.get("call", 1)
    if number is None:
        return ""
    anchor = f"_fnref-{number}" if call == 1 else f"_fnref-{number}-{call}"
    shown = str(number).translate(options["digits"])
    link = f'<a href="#_fn-{number}" id="{anchor}" role="doc-noteref">{shown}</a>'
    return f'<sup class="footnote-ref">{link}</sup>'
