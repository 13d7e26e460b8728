"""Bare addresses: URLs and e-mail addresses become links, and no delimiter within an address has a meaning.

markdown-it's rule needs linkify-it-py, which searches every text with its own patterns and takes
`example.org` and `readme.md` for hosts.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline import StateInline, autolink, html_inline
from markdown_it.token import Token

from sitegen.html_tags import CODE_TAG
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.bare_addresses import NO_ADDRESSES, BareAddress, addresses_in, marks_in, may_hold_addresses
from sitegen.read.bounded_parser import ADDRESSES, Inline, inline_rule
from sitegen.read.url_checks import is_link_allowed, url_mistake

#: The `info` of a token that is an address.
_ADDRESS = "address"
#: Key in the parser's `env`: set if the text contains an address.
_FOUND = "address_found"
_AUTOLINK = lazy_pattern(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*)>")


def linkify(parser: MarkdownIt, *, links: bool) -> None:
    """Keep addresses unchanged by other rules; with `links`, turn them into links."""
    parser.options["linkify"] = links
    parser.core.ruler.before("inline", "addresses", _note_signs)
    parser.inline.ruler.at("text", inline_rule(_text))
    parser.inline.ruler.at("autolink", _autolink)
    parser.inline.ruler.at("html_inline", inline_rule(_html))
    parser.core.ruler.push("joined_addresses", _join)


def text_tokens(text: str) -> list[Token]:
    """Split a plain text into tokens; addresses get their own."""
    if not may_hold_addresses(text):
        return [Token("text", "", 0, content=text)]
    tokens = []
    end = 0
    for address in addresses_in(text).by_start.values():
        tokens.append(Token("text", "", 0, content=text[end : address.start]))
        tokens.append(_literal(text[address.start : address.end]))
        end = address.end
    tokens.append(Token("text", "", 0, content=text[end:]))
    return tokens


def content_of(tokens: list[Token]) -> str:
    """Join the contents of such tokens."""
    return "".join([token.content for token in tokens])


def _literal(address: str) -> Token:
    return Token("text_special", "", 0, content=address, info=_ADDRESS)


def _note_signs(state: StateCore) -> None:
    """Note which signs of addresses the text contains; paragraphs are searched only for these."""
    state.env[ADDRESSES] = marks_in(state.src)


def _text(state: Inline, silent: bool) -> bool:
    """Read the address that begins here, or text up to the next delimiter or address."""
    start, addresses = state.pos, state.addresses
    if addresses is not NO_ADDRESSES and _address(state, silent):
        return True
    delimiter = state.md.inline.terminator_re.search(state.src, start)
    end = delimiter.start() if delimiter else state.posMax
    if addresses is not NO_ADDRESSES:
        end = addresses.next(start + 1, end)
    if end == start:
        return False
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def _address(state: Inline, silent: bool) -> bool:
    address = state.addresses.by_start.get(state.pos)
    if address is None or address.end > state.posMax:
        return False
    if not silent:
        _push(state, address)
    state.pos = address.end
    return True


def _push(state: Inline, address: BareAddress) -> None:
    may_link = state.md.options["linkify"] and not state.linkLevel and not state.raw_code
    href = address.href if may_link else ""
    if href:
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": state.md.normalizeLink(href)}
        opening.markup, opening.info = "linkify", "auto"
    state.push("text", "", 0).content = address.text
    _protect(state, -1)
    if href:
        closing = state.push("link_close", "a", -1)
        closing.markup, closing.info = "linkify", "auto"


def _autolink(state: StateInline, silent: bool) -> bool:
    """Read `<https://example.org/>` like markdown-it, and keep its text unchanged."""
    found = _AUTOLINK.match(state.src, state.pos)
    address = state.md.normalizeLink(found[1]) if found else ""
    if not is_link_allowed(address) or url_mistake(address):
        return False
    if not autolink(state, silent):
        return False
    if not silent:
        _protect(state, -2)
    return True


def _html(state: Inline, silent: bool) -> bool:
    """Read a tag like markdown-it, and count open elements of code; a stray `</a>` must not disable links."""
    found = html_inline(state, silent)
    state.linkLevel = max(state.linkLevel, 0)
    if found and not silent and (code := CODE_TAG.match(state.tokens[-1].content)):
        state.raw_code = max(state.raw_code + (-1 if code["end"] else 1), 0)
    return found


def _protect(state: StateInline, index: int) -> None:
    """Protect a text token until all typography is done."""
    token = state.tokens[index]
    token.type, token.info = "text_special", _ADDRESS
    state.env[_FOUND] = True


def _join(state: StateCore) -> None:
    """Turn protected addresses into ordinary text after all other rules."""
    if not state.env.get(_FOUND):
        return
    text_join(state)
    for token in state.tokens:
        for child in token.children or ():
            for each in (child, *(child.children or ())):
                if each.info == _ADDRESS:
                    each.info = ""
