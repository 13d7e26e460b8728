"""Links' and pictures' targets that CommonMark does not read.

What can only be meant is read: blanks in a file's name, and a title in typographic quotes. What cannot be
read is said, and so is a scheme that may not stand in a link, of which only the text is shown.
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

_REFUSED = "refused_targets"
_UNTIL = " Until then, its text is shown."
_ATTRIBUTES = ("href", "HREF", "src", "SRC")
#: Characters of an address that a message shows.
_SHOWN = 200

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
#: What may hold a subject or a text, which is written with blanks.
_MESSAGE = lazy_pattern(r"(?:mailto|sms|tel|whatsapp):", re.IGNORECASE)
#: What is written as `mailto: office@example.org`.
_BLANK_FIRST = lazy_pattern(r"\A((?:mailto|sms|tel|whatsapp):)(?:%20|%09|%0A|\s)+", re.IGNORECASE)
_BEGINS_PATH = lazy_pattern(r"\.{0,2}/")
_LOOKS_LIKE_ONE = lazy_pattern(rf"(?:https?|mailto|ftp):|www\.|\.{{0,2}}/\S|#\S|\S+{_ENDING}|\S+/\S*\Z")

#: What is left of a link in text: a target behind brackets, unclosed, apart from them, or in them.
_LABEL = r"\[(?P<label>[^\[\]\n]{0,300})\]"
_TARGET = r"(?:[^()\n]|\([^()\n]{0,200}\)){1,500}"
_LEFT = lazy_pattern(
    rf"{_LABEL}\((?P<whole>{_TARGET})\)|{_LABEL.replace('label', 'open_label')}\((?P<open>[^\s()]\S{{0,500}})"
    rf"|{_LABEL.replace('label', 'apart_label')}[ \t\n]{{1,3}}\((?P<apart>[^\s()]{{1,500}})\)"
    r"|\([^()\[\]\n]{1,300}\)\[(?P<turned>[^\[\]\s]{1,500})\]"
)


def link_targets(parser: MarkdownIt, *, trusted: bool, loose: bool) -> None:
    """Read links and pictures by CommonMark's rules; with `loose`, what can only be meant as well."""
    parser.inline.ruler.at("link", _rule(link, "link_open", is_link_allowed, loose))
    parser.inline.ruler.at("image", _rule(image, "image", is_image_allowed, loose))
    parser.core.ruler.after("inline", "refused_targets", _refuse_in(trusted))
    parser.core.ruler.after("inline", "raw_targets", _say_raw)
    if loose:
        parser.core.ruler.before("linkify", "unread_links", _say_unread)


_Rule = Callable[[StateInline, bool], bool]


def _rule(read: _Rule, kind: str, may_stand: Callable[[str], bool], loose: bool) -> _Rule:
    name = "src" if kind == "image" else "href"

    def rule(state: StateInline, silent: bool) -> bool:
        known = len(state.tokens)
        if not read(state, silent) and not (loose and _loose(state, silent, kind)):
            return False
        if not silent:
            token = next(token for token in state.tokens[known:] if token.type == kind)
            address = token.attrs[name] = _BLANK_FIRST.sub(r"\1", str(token.attrs[name]))
            if not may_stand(address) or url_mistake(address):
                state.env[_REFUSED] = True
        return True

    return rule


def _loose(state: StateInline, silent: bool, kind: str) -> bool:
    """Read a link or picture whose target has blanks, or whose title is in other quotation marks."""
    assert isinstance(state, Inline)
    mark = "![" if kind == "image" else "["
    bracket = state.pos + len(mark) - 1
    if not state.src.startswith(mark, state.pos) or state.last_target < bracket:
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
    """Whether a target with blanks is one: what is behind its first word is no title without quotes."""
    if "{{" in target or "{%" in target:  # another system's template writes the address
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


def _refuse_in(trusted: bool) -> Callable[[StateCore], None]:
    def refuse(state: StateCore) -> None:
        if not state.env.get(_REFUSED):
            return
        for block in state.tokens:
            if block.children:
                block.children[:] = _without_refused(state, block, trusted)

    return refuse


def _without_refused(state: StateCore, block: Token, trusted: bool) -> list[Token]:
    kept: list[Token] = []
    opened: list[bool] = []
    for token in block.children or ():
        refused = _is_refused(token)
        if refused:
            address = _address(token)
            refused = not trusted or scheme_of(address) in UNSAFE_SCHEMES
            what = "picture" if token.type == "image" else "link"
            _say_refused(state, block, address, what, _UNTIL if refused else "")
        if token.type == "link_open":
            opened.append(refused)
        elif token.type == "link_close":
            refused = opened.pop()
        if not refused:
            kept.append(token)
        elif token.type == "image":
            kept.append(Token("text", "", 0, content=token.content, level=token.level))
    return kept


def _is_refused(token: Token) -> bool:
    if token.type not in ("link_open", "image"):
        return False
    address = _address(token)
    may_stand = is_image_allowed if token.type == "image" else is_link_allowed
    return not may_stand(address) or url_mistake(address) is not None


def _address(token: Token) -> str:
    return str(token.attrs.get("href") or token.attrs.get("src", ""))


def _say_refused(state: StateCore, block: Token, address: str, what: str, until: str = "") -> None:
    plain = decode(address)
    line, column = locate(state.src, block, address, plain)
    flaw = url_mistake(address)
    if flaw:
        message = f"`{plain[:_SHOWN]}` is not a URL: {flaw[0][0].lower()}{flaw[0][1:]}"
        hint = f"{flaw[1]}{until}"
        report(state.env, TextProblem(line, "malformed-url", message, hint, column=column))
        return
    message = f"No {what} may begin with `{scheme_of(address)}:`, as `{plain[:_SHOWN]}` does."
    hint = f"{scheme_hint(plain)}{until}"
    report(state.env, TextProblem(line, "unknown-scheme", message, hint, column=column))


def _say_raw(state: StateCore) -> None:
    """Say which addresses of raw HTML may not stand."""
    if "<" not in state.src or not any(name in state.src for name in _ATTRIBUTES):
        return
    for block in state.tokens:
        for token in (block, *(block.children or ())):
            if token.type in ("html_block", "html_inline"):
                for tag in TAG.finditer(token.content):
                    _say_tag(state, block, tag)


def _say_tag(state: StateCore, block: Token, tag: re.Match[str]) -> None:
    is_image = bool(tag["image"])
    if tag["href"] is None and not (tag["link"] or is_image):
        return
    written = (
        values(tag).get("src" if is_image else "href", "") if tag["href"] is None else unescape(tag["href"])
    )
    address = written.strip()
    if not (is_image_allowed if is_image else is_link_allowed)(address) or url_mistake(address):
        _say_refused(state, block, address, "picture" if is_image else "link")


def _say_unread(state: StateCore) -> None:
    for block in state.tokens:
        if (
            block.children
            and "]" in block.content
            and _may_be_left(block.content)
            and _has_bracket(block.children)
        ):
            for match in _LEFT.finditer(_flat(block.children or ())):
                _say_left(state, block, match)


def _may_be_left(text: str) -> bool:
    return "](" in text or "] (" in text or ")[" in text or "]\n(" in text


def _has_bracket(tokens: Sequence[Token]) -> bool:
    """Whether a bracket is left in the text: those of links and pictures are none."""
    for token in tokens:  # noqa: SIM110  asked for each paragraph
        if token.type == "text" and "]" in token.content:
            return True
    return False


def _flat(tokens: Sequence[Token]) -> str:
    """The text in which links can be left: bare addresses as written, all else as what no link holds."""
    pieces = []
    for token in tokens:
        if token.type == "text" or (token.type == "text_special" and token.info != "escape"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif token.info != "auto":
            pieces.append("\0")
    return "".join(pieces)


def _say_left(state: StateCore, block: Token, match: re.Match[str]) -> None:
    found = _left(match)
    if found:
        written, message, hint = found
        line, column = locate(state.src, block, written, written.split("\0")[0], "](")
        report(state.env, TextProblem(line, "unread-link", message, hint, column=column))


def _left(match: re.Match[str]) -> tuple[str, str, str] | None:
    """What was probably meant as a link: the target, what is wrong with it, and what to write."""
    whole, unclosed, apart, turned = (match[name] for name in ("whole", "open", "apart", "turned"))
    found = _address_in(whole or "")
    if whole and found:
        first, *others = found
        message = f"The link to `{first}` is shown as text: what follows its address is no title."
        if re.fullmatch(r"=\d*x\d*", others[-1] if others else ""):
            width = others[-1][1:].split("x")[0] or "300"
            return whole, message, f"Write the size behind it: `]({first}){{width={width}}}`."
        title = " ".join(others).strip("\"'“”")
        return (
            whole,
            message,
            f'Put the title in quotes: `]({first} "{title}")`. Blanks in an address are `%20`.',
        )
    if unclosed and _LOOKS_LIKE_ONE.match(unclosed):
        message = f"The link to `{unclosed}` is shown as text: its parenthesis is not closed."
        return unclosed, message, f"Write `]({unclosed})`; parentheses within it as `%28` and `%29`."
    if apart and _is_label(match["apart_label"]) and _LOOKS_LIKE_ONE.match(apart):
        message = f"`[…] ({apart})` is no link: there is a blank between the brackets and the parenthesis."
        return apart, message, f"Write `[…]({apart})`."
    if turned and not turned.startswith("@") and _LOOKS_LIKE_ONE.match(turned):
        message = f"`(…)[{turned}]` is no link: brackets and parentheses are the wrong way round."
        return turned, message, f"Write `[…]({turned})`."
    return None


def _address_in(whole: str) -> Sequence[str]:
    """The words from the first that looks like an address on; none where another system's template is."""
    words = whole.replace("<", " ").replace(">", " ").split()
    if "{{" in whole or "{%" in whole:
        return ()
    if words and _LOOKS_LIKE_ONE.match(words[0]):
        return words
    return next((words[index:] for index, word in enumerate(words) if "://" in word), ())


def _is_label(written: str) -> bool:
    """Whether brackets hold a link's text; not a number, a note's name, or an item's box."""
    return written.strip() not in ("", "x", "X") and not written.isdecimal() and not written.startswith("^")
