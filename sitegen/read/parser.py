"""The Markdown parser: CommonMark, and the rules of `rules/` that the options ask for."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt

from sitegen.config import MarkdownConfig, RawHtml
from sitegen.read.inline import HELPERS, BoundedInline
from sitegen.read.renderer import Renderer
from sitegen.read.rules.attributes import attributes
from sitegen.read.rules.blanks import blanks
from sitegen.read.rules.blockquotes import blockquotes
from sitegen.read.rules.containers import containers
from sitegen.read.rules.dashes import dashes
from sitegen.read.rules.definitions import definitions
from sitegen.read.rules.eastasian import unwrapped_lines
from sitegen.read.rules.fences import fences
from sitegen.read.rules.figures import figures
from sitegen.read.rules.footnotes import footnotes
from sitegen.read.rules.headings import headings
from sitegen.read.rules.more import more
from sitegen.read.rules.quotes import quotes
from sitegen.read.rules.references import references
from sitegen.read.rules.spaces import spaces
from sitegen.read.rules.starts import starts
from sitegen.read.rules.tables import tables
from sitegen.read.schemes import may_show

#: Deeper nesting of blocks is left out by the parser; of brackets, shown as text.
_DEEPEST = 32


@lru_cache(maxsize=64)
def quick_parser(options: MarkdownConfig, lang: str) -> MarkdownIt:
    """A parser with every rule that the options ask for, each asked only where it can begin."""
    parser = parser_of(options, lang)
    starts(parser)
    return parser


def parser_of(options: MarkdownConfig, lang: str) -> MarkdownIt:
    """A parser with every rule that the options ask for, each asked everywhere."""
    kind = MarkdownIt if options.html is RawHtml.TRUSTED else _GuardedMarkdown
    parser = kind("commonmark", renderer_cls=Renderer)
    parser.inline = BoundedInline(by_script=options.extras)
    parser.helpers = HELPERS
    parser.configure(
        "commonmark",
        {"html": options.html is not RawHtml.ESCAPED, "xhtmlOut": False, "maxNesting": _DEEPEST},
    )
    blockquotes(parser)
    more(parser)
    if options.typography:
        quotes(parser, lang)
        dashes(parser)
        spaces(parser, lang)
    if options.extras:
        _add_extras(parser, lang)
    references(parser)  # first after the inline rules, so that all others see what is left
    return parser


def _add_extras(parser: MarkdownIt, lang: str) -> None:
    parser.enable("strikethrough")
    definitions(parser)
    fences(parser)
    tables(parser)
    containers(parser)
    figures(parser)
    headings(parser, lang)
    footnotes(parser, lang)  # before the others, so that they see the notes
    attributes(parser)
    blanks(parser, lang)
    unwrapped_lines(parser, lang)


class _GuardedMarkdown(MarkdownIt):
    """A parser that reads links and images with the schemes that raw HTML may hold, too."""

    def validateLink(self, url: str) -> bool:
        """Whether an address may stand in a link or an image."""
        return may_show(url)
