"""The Markdown parser: CommonMark with the rules of `rules/`."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.bounded_parser import HELPERS, BoundedBlocks, BoundedInline
from sitegen.read.renderer import Renderer
from sitegen.read.rules.attributes import attributes
from sitegen.read.rules.blockquotes import blockquotes
from sitegen.read.rules.cjk import unwrapped_lines
from sitegen.read.rules.containers import containers
from sitegen.read.rules.dashes import dashes
from sitegen.read.rules.definitions import definitions
from sitegen.read.rules.dispatch import dispatch_rules
from sitegen.read.rules.fences import fence_languages, fences
from sitegen.read.rules.figures import figures
from sitegen.read.rules.footnotes import footnotes
from sitegen.read.rules.headings import headings
from sitegen.read.rules.html_blocks import html_blocks
from sitegen.read.rules.link_targets import link_targets
from sitegen.read.rules.linkify import linkify
from sitegen.read.rules.markdown_in_html import markdown_in_html
from sitegen.read.rules.marker_spaces import marker_spaces
from sitegen.read.rules.more import more
from sitegen.read.rules.no_break_spaces import no_break_spaces
from sitegen.read.rules.quotes import quotes
from sitegen.read.rules.raw_html import raw_html
from sitegen.read.rules.reference_limits import reference_limits
from sitegen.read.rules.tables import tables
from sitegen.read.rules.template_lines import template_lines

#: Blocks nested more deeply are omitted, and reported.
_DEEPEST_BLOCK = 32
#: Invisible characters, which are mistakes in URLs. Joiners stay, since some scripts need them.
_INVISIBLE = lazy_pattern("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DOI = lazy_pattern(r"doi:\s*/*10\.[0-9]", re.IGNORECASE)


@lru_cache(maxsize=64)
def quick_parser(options: MarkdownConfig, lang: str) -> MarkdownIt:
    """A parser that tries each rule only at characters where it can begin."""
    parser = parser_of(options, lang)
    dispatch_rules(parser)
    return parser


def parser_of(options: MarkdownConfig, lang: str) -> MarkdownIt:
    """A parser that tries each rule everywhere."""
    parser = _Markdown("commonmark", renderer_cls=Renderer)
    parser.inline = BoundedInline(by_script=options.extras)
    parser.helpers = HELPERS
    parser.configure(
        "commonmark",
        {"html": options.html is not RawHtml.ESCAPED, "xhtmlOut": False, "maxNesting": _DEEPEST_BLOCK},
    )
    parser.block = BoundedBlocks(parser.block)
    blockquotes(parser)
    fences(parser)
    more(parser)
    if options.typography:
        quotes(parser, lang)
        dashes(parser)
        no_break_spaces(parser, lang)
    if options.extras:
        _add_extras(parser, lang)
    link_targets(parser, trusted=options.html is RawHtml.TRUSTED, loose=options.extras)
    if options.linkify or options.typography:
        linkify(parser, links=options.linkify)
    reference_limits(parser)  # the first two core rules after the inline rules: others depend on them
    if options.html is RawHtml.SANITIZED:
        html_blocks(parser)
        raw_html(parser)
    return parser


def _add_extras(parser: MarkdownIt, lang: str) -> None:
    parser.enable("strikethrough")
    definitions(parser)
    fence_languages(parser)
    tables(parser)
    containers(parser)
    figures(parser)
    headings(parser, lang)
    footnotes(parser, lang)  # before the others, which process notes as well
    attributes(parser)
    marker_spaces(parser, lang)
    unwrapped_lines(parser, lang)
    template_lines(parser)
    if parser.options["html"]:
        markdown_in_html(parser)


class _Markdown(MarkdownIt):
    """A parser that accepts links with all schemes. The rule `link_targets` rejects some later."""

    def validateLink(self, _: str) -> bool:
        """Accept all URLs."""
        return True

    def normalizeLink(self, url: str) -> str:
        """The URL to write into HTML: without invisible characters, and resolvable if it is a DOI."""
        if not url.isascii():
            url = _INVISIBLE.sub("", url)
        if _DOI.match(url):
            url = f"https://doi.org/{url[4:].strip().lstrip('/')}"
        return super().normalizeLink(url)
