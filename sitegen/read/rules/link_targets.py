"""Link and image destinations that CommonMark does not read, or that are not allowed.

Unambiguous ones are read: spaces in a file name, and a title in typographic quotation marks. Others are
reported. A destination with a disallowed scheme is reported, too; only the link's text is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token
from mdurl import decode

from sitegen.html_tags import TAG, values
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.bare_addresses import FILE_ENDING
from sitegen.read.bounded_parser import Inline
from sitegen.read.text_problems import TextProblem, locate, report
from sitegen.read.url_checks import (
    UNSAFE_SCHEMES,
    is_image_allowed,
    is_link_allowed,
    scheme_hint,
    scheme_of,
    url_mistake,
)

_DISALLOWED = "disallowed_targets"
_UNTIL = " Until then, only its text is shown."
_ATTRIBUTES = ("href", "HREF", "src", "SRC")
#: Messages cut addresses to this many characters.
_LONGEST_QUOTE = 200

_QUOTED = {
    '"': '"',
    "'": "'",
    "“": "”",
    "‘": "’",
    "„": "“”",
    "‚": "‘’",
    "«": "»",
    "»": "«",
    "”": "”",
    "’": "’",
}
_TITLE = "|".join(f"{opening}[^{closing}\n]{{0,500}}[{closing}]" for opening, closing in _QUOTED.items())
_LOOSE = lazy_pattern(
    rf"\([ \t]*(?P<target>(?:[^()<>\n]|\([^()<>\n]{{0,200}}\)){{1,500}}?)"
    rf"(?:[ \t\n]+(?P<title>{_TITLE}))?[ \t]*\)"
)
_ENDING = rf"\.(?:{FILE_ENDING})(?:[?#]\S*)?\Z"
_NAMES_FILE = lazy_pattern(_ENDING)
#: Schemes with a subject or message text, which may contain spaces.
_MESSAGE = lazy_pattern(r"(?:mailto|sms|tel|whatsapp):", re.IGNORECASE)
#: A space after the scheme, as in `mailto: office@example.org`.
_BLANK_FIRST = lazy_pattern(r"\A((?:mailto|sms|tel|whatsapp):)(?:%20|%09|%0A|\s)+", re.IGNORECASE)
_BEGINS_PATH = lazy_pattern(r"\.{0,2}/")
_LOOKS_LIKE_ONE = lazy_pattern(rf"(?:https?|mailto|ftp):|www\.|\.{{0,2}}/\S|#\S|\S+{_ENDING}|\S+/\S*\Z")

#: A broken link in text: a destination after brackets, unclosed, separated from them, or inside them.
_LABEL = r"\[(?P<label>[^\[\]\n]{0,300})\]"
_TARGET = r"(?:[^()\n]|\([^()\n]{0,200}\)){1,500}"
_BROKEN_LINK = lazy_pattern(
    rf"{_LABEL}\((?P<whole>{_TARGET})\)|{_LABEL.replace('label', 'open_label')}\((?P<open>[^\s()]\S{{0,500}})"
    rf"|{_LABEL.replace('label', 'apart_label')}[ \t\n]{{1,3}}\((?P<apart>[^\s()]{{1,500}})\)"
    r"|\([^()\[\]\n]{1,300}\)\[(?P<turned>[^\[\]\s]{1,500})\]"
)


def link_targets(parser: MarkdownIt, *, trusted: bool, loose: bool) -> None:
    """Read links and images like CommonMark; with `loose`, also unambiguous destinations beyond it."""
    parser.inline.ruler.at("link", _rule(link, "link_open", is_link_allowed, loose))
    parser.inline.ruler.at("image", _rule(image, "image", is_image_allowed, loose))
    parser.core.ruler.after("inline", "disallowed_targets", _without_disallowed_in(trusted))
    parser.core.ruler.after("inline", "raw_html_targets", _report_raw_html)
    if loose:
        parser.core.ruler.before("linkify", "unread_links", _report_broken_links)


_Rule = Callable[[StateInline, bool], bool]


def _rule(read: _Rule, kind: str, is_allowed: Callable[[str], bool], loose: bool) -> _Rule:
    name = "src" if kind == "image" else "href"

    def rule(state: StateInline, silent: bool) -> bool:
        known = len(state.tokens)
        if not read(state, silent) and not (loose and _loose(state, silent, kind)):
            return False
        if not silent:
            token = next(token for token in state.tokens[known:] if token.type == kind)
            address = token.attrs[name] = _BLANK_FIRST.sub(r"\1", str(token.attrs[name]))
            if not is_allowed(address) or url_mistake(address):
                state.env[_DISALLOWED] = True
        return True

    return rule


def _loose(state: StateInline, silent: bool, kind: str) -> bool:
    """Read a link or image whose destination has spaces, or whose title is in other quotation marks."""
    assert isinstance(state, Inline)
    opening = "![" if kind == "image" else "["
    bracket = state.pos + len(opening) - 1
    if not state.src.startswith(opening, state.pos) or state.last_target < bracket:
        return False
    end = state.md.helpers.parseLinkLabel(state, bracket, kind != "image")
    match = _LOOSE.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if not match or not _is_meant(match["target"]):
        return False
    address = state.md.normalizeLink(match["target"])
    if not silent:
        title = (match["title"] or "")[1:-1]
        (_push_image if kind == "image" else _push_link)(state, bracket + 1, end, address, title)
    state.pos = match.end()
    return True


def _is_meant(target: str) -> bool:
    """Whether a target with spaces is a destination, and not an address followed by an unquoted title."""
    if "{{" in target or "{%" in target:  # the address comes from another system's template
        return False
    first, *others = target.split()
    if not others or _MESSAGE.match(first):
        return True
    if any("://" in each for each in others):
        return False
    if _NAMES_FILE.search(others[-1]) or others[-1].endswith("/"):
        return True
    is_whole = _NAMES_FILE.search(first) or first.endswith("/")
    return _BEGINS_PATH.match(target) is not None and not is_whole


def _push_link(state: StateInline, start: int, end: int, address: str, title: str) -> None:
    last = state.posMax
    state.pos, state.posMax = start, end
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": address, **({"title": title} if title else {})}
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("link_close", "a", -1)
    state.posMax = last


def _push_image(state: StateInline, start: int, end: int, address: str, title: str) -> None:
    content = state.src[start:end]
    token = state.push("image", "img", 0)
    token.attrs = {"src": address, "alt": "", **({"title": title} if title else {})}
    token.content, token.children = content, []
    state.md.inline.parse(content, state.md, state.env, token.children)


def _without_disallowed_in(trusted: bool) -> Callable[[StateCore], None]:
    def rule(state: StateCore) -> None:
        if not state.env.get(_DISALLOWED):
            return
        for block in state.tokens:
            if block.children:
                block.children[:] = _without_disallowed(state, block, trusted)

    return rule


def _without_disallowed(state: StateCore, block: Token, trusted: bool) -> list[Token]:
    result: list[Token] = []
    open_links: list[bool] = []
    for token in block.children or ():
        disallowed = _is_disallowed(token)
        if disallowed:
            address = _address(token)
            disallowed = not trusted or scheme_of(address) in UNSAFE_SCHEMES
            what = "an image" if token.type == "image" else "a link"
            _report_disallowed(state, block, address, what, _UNTIL if disallowed else "")
        if token.type == "link_open":
            open_links.append(disallowed)
        elif token.type == "link_close":
            disallowed = open_links.pop()
        if not disallowed:
            result.append(token)
        elif token.type == "image":
            result.append(Token("text", "", 0, content=token.content, level=token.level))
    return result


def _is_disallowed(token: Token) -> bool:
    if token.type not in ("link_open", "image"):
        return False
    address = _address(token)
    is_allowed = is_image_allowed if token.type == "image" else is_link_allowed
    return not is_allowed(address) or url_mistake(address) is not None


def _address(token: Token) -> str:
    return str(token.attrs.get("href") or token.attrs.get("src", ""))


def _report_disallowed(state: StateCore, block: Token, address: str, what: str, until: str = "") -> None:
    plain = decode(address)
    line, column = locate(state.src, block, address, plain)
    flaw = url_mistake(address)
    if flaw:
        message = f"`{plain[:_LONGEST_QUOTE]}` is not a URL: {flaw[0][0].lower()}{flaw[0][1:]}"
        hint = f"{flaw[1]}{until}"
        report(state.env, TextProblem(line, "malformed-url", message, hint, column=column))
        return
    shown, scheme = plain[:_LONGEST_QUOTE], scheme_of(address)
    message = f"`{shown}` begins with `{scheme}:`, which is not allowed in {what}."
    hint = f"{scheme_hint(plain)}{until}"
    report(state.env, TextProblem(line, "unknown-scheme", message, hint, column=column))


def _report_raw_html(state: StateCore) -> None:
    """Report disallowed addresses in raw HTML."""
    if "<" not in state.src or not any(name in state.src for name in _ATTRIBUTES):
        return
    for block in state.tokens:
        for token in (block, *(block.children or ())):
            if token.type in ("html_block", "html_inline"):
                for tag in TAG.finditer(token.content):
                    _report_tag(state, block, tag)


def _report_tag(state: StateCore, block: Token, tag: re.Match[str]) -> None:
    is_image = bool(tag["image"])
    if tag["href"] is None and not (tag["link"] or is_image):
        return
    written = (
        values(tag).get("src" if is_image else "href", "") if tag["href"] is None else unescape(tag["href"])
    )
    address = written.strip()
    if not (is_image_allowed if is_image else is_link_allowed)(address) or url_mistake(address):
        _report_disallowed(state, block, address, "an image" if is_image else "a link")


def _report_broken_links(state: StateCore) -> None:
    for block in state.tokens:
        if (
            block.children
            and "]" in block.content
            and _may_hold_broken_links(block.content)
            and _has_bracket(block.children)
        ):
            for match in _BROKEN_LINK.finditer(_plain_text(block.children or ())):
                _report_broken_link(state, block, match)


def _may_hold_broken_links(text: str) -> bool:
    return "](" in text or "] (" in text or ")[" in text or "]\n(" in text


def _has_bracket(tokens: Sequence[Token]) -> bool:
    """Whether the text contains a bracket that is not part of a link or image."""
    for token in tokens:  # noqa: SIM110  faster than `any`, once per paragraph
        if token.type == "text" and "]" in token.content:
            return True
    return False


def _plain_text(tokens: Sequence[Token]) -> str:
    """The text in which broken links can be found; other elements than bare addresses become `\\0`."""
    pieces = []
    for token in tokens:
        if token.type == "text" or (token.type == "text_special" and token.info != "escape"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif token.info != "auto":
            pieces.append("\0")
    return "".join(pieces)


def _report_broken_link(state: StateCore, block: Token, match: re.Match[str]) -> None:
    found = _broken_link(match)
    if found:
        written, message, hint = found
        line, column = locate(state.src, block, written, written.split("\0")[0], "](")
        report(state.env, TextProblem(line, "unread-link", message, hint, column=column))


def _broken_link(match: re.Match[str]) -> tuple[str, str, str] | None:
    """A probable link: its destination, the message and the hint."""
    whole, unclosed, apart, turned = (match[name] for name in ("whole", "open", "apart", "turned"))
    found = _address_in(whole or "")
    if whole and found:
        first, *others = found
        message = f"The link to `{first}` is shown as text: the words after the address are not a title."
        if re.fullmatch(r"=\d*x\d*", others[-1] if others else ""):
            width = others[-1][1:].split("x")[0] or "300"
            return whole, message, f"Write the size after the link: `]({first}){{width={width}}}`."
        title = " ".join(others).strip("\"'“”")
        return (
            whole,
            message,
            f'Put the title in quotes: `]({first} "{title}")`. Write spaces in an address as `%20`.',
        )
    if unclosed and _LOOKS_LIKE_ONE.match(unclosed):
        message = f"The link to `{unclosed}` is shown as text: its parenthesis is not closed."
        return unclosed, message, f"Write `]({unclosed})`, and parentheses in an address as `%28` and `%29`."
    if apart and _is_label(match["apart_label"]) and _LOOKS_LIKE_ONE.match(apart):
        message = f"`[…] ({apart})` is not a link: there is a space between the brackets and the parenthesis."
        return apart, message, f"Write `[…]({apart})`."
    if turned and not turned.startswith("@") and _LOOKS_LIKE_ONE.match(turned):
        message = f"`(…)[{turned}]` is not a link: the brackets and parentheses are the wrong way round."
        return turned, message, f"Write `[…]({turned})`."
    return None


def _address_in(whole: str) -> Sequence[str]:
    """The words from the first that looks like an address; none if they contain a template tag."""
    words = whole.replace("<", " ").replace(">", " ").split()
    if "{{" in whole or "{%" in whole:
        return ()
    if words and _LOOKS_LIKE_ONE.match(words[0]):
        return words
    return next((words[index:] for index, word in enumerate(words) if "://" in word), ())


def _is_label(written: str) -> bool:
    """Whether the text in brackets is a link's text, and not a number, a footnote or a checkbox."""
    return written.strip() not in ("", "x", "X") and not written.isdecimal() and not written.startswith("^")
