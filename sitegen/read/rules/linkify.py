"""Bare addresses: links of URLs and e-mail addresses, and no marks within any address.

Our own rule, since markdown-it's needs a library of its own, which goes through every text by its patterns
and takes `example.org` and `readme.md` for hosts.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline import StateInline, autolink, html_inline
from markdown_it.token import Token

from sitegen.html_tags import CODE_TAG
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.bare_addresses import NO_ADDRESSES, Address, addresses_in, marks_in, may_hold_addresses
from sitegen.read.bounded_parser import ADDRESSES, Inline
from sitegen.read.url_checks import is_link_allowed, url_mistake

#: The `info` of a token that is an address, and what `env` holds once there is one.
_ADDRESS = "address"
_USED = "address_used"
_AUTOLINK = lazy_pattern(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*)>")


def linkify(parser: MarkdownIt, *, links: bool) -> None:
    """Leave addresses in text as they are written; with `links`, make links of those that can be."""
    parser.options["linkify"] = links
    parser.core.ruler.before("inline", "addresses", _look)
    parser.inline.ruler.at("text", _text)
    parser.inline.ruler.at("autolink", _autolink)
    parser.inline.ruler.at("html_inline", _html)
    parser.core.ruler.push("joined_addresses", _join)


def text_tokens(text: str) -> list[Token]:
    """A plain text in tokens, its addresses apart."""
    if not may_hold_addresses(text):
        return [Token("text", "", 0, content=text)]
    tokens = []
    reached = 0
    for one in addresses_in(text).by_start.values():
        tokens.append(Token("text", "", 0, content=text[reached : one.start]))
        tokens.append(_literal(text[one.start : one.end]))
        reached = one.end
    tokens.append(Token("text", "", 0, content=text[reached:]))
    return tokens


def plain(tokens: list[Token]) -> str:
    """What such tokens hold."""
    return "".join([token.content for token in tokens])


def _literal(written: str) -> Token:
    return Token("text_special", "", 0, content=written, info=_ADDRESS)


def _look(state: StateCore) -> None:
    """Which marks of addresses the whole text holds: its lines are asked for these alone."""
    state.env[ADDRESSES] = marks_in(state.src)


def _text(state: StateInline, silent: bool) -> bool:
    """Text up to the next mark or address, or the address that begins here."""
    assert isinstance(state, Inline)
    start, addresses = state.pos, state.addresses
    if addresses is not NO_ADDRESSES and _address(state, silent):
        return True
    mark = state.md.inline.terminator_re.search(state.src, start)
    end = mark.start() if mark else state.posMax
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


def _push(state: Inline, address: Address) -> None:
    may_link = state.md.options["linkify"] and not state.linkLevel and not state.raw_code
    href = address.href if may_link else ""
    if href:
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": state.md.normalizeLink(href)}
        opening.markup, opening.info = "linkify", "auto"
    state.push("text", "", 0).content = address.text
    _keep(state, -1)
    if href:
        closing = state.push("link_close", "a", -1)
        closing.markup, closing.info = "linkify", "auto"


def _autolink(state: StateInline, silent: bool) -> bool:
    """As markdown-it reads `<https://example.org/>`; its text is an address, too."""
    found = _AUTOLINK.match(state.src, state.pos)
    address = state.md.normalizeLink(found[1]) if found else ""
    if not is_link_allowed(address) or url_mistake(address):
        return False
    if not autolink(state, silent):
        return False
    if not silent:
        _keep(state, -2)
    return True


def _html(state: StateInline, silent: bool) -> bool:
    """As markdown-it reads a tag; a `</a>` that ends nothing takes nothing from the next link."""
    assert isinstance(state, Inline)
    found = html_inline(state, silent)
    state.linkLevel = max(state.linkLevel, 0)
    if found and not silent and (code := CODE_TAG.match(state.tokens[-1].content)):
        state.raw_code = max(state.raw_code + (-1 if code["end"] else 1), 0)
    return found


def _keep(state: StateInline, index: int) -> None:
    """Keep a text token as it is until all marks are set."""
    token = state.tokens[index]
    token.type, token.info = "text_special", _ADDRESS
    state.env[_USED] = True


def _join(state: StateCore) -> None:
    """Make ordinary text of addresses, when nothing looks at it any more."""
    if not state.env.get(_USED):
        return
    text_join(state)
    for token in state.tokens:
        for child in token.children or ():
            for each in (child, *(child.children or ())):
                if each.info == _ADDRESS:
                    each.info = ""
