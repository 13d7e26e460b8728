"""Pelican's settings: every address as the other peers have it, related articles by its plugin."""

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

SITENAME = "The Bench Review"
SITESUBTITLE = "Analysis by nobody of nothing, at length"
SITEURL = "https://example.org"
FEED_DOMAIN = SITEURL
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

#: What no article says: the titles of sections, and who authors are.
PUBLICATION = json.loads(Path(__file__).with_name("publication.json").read_text(encoding="utf-8"))
#: The files of photos, by their addresses and uses.
PICTURES = json.loads(Path(__file__).with_name("pictures.json").read_text(encoding="utf-8"))

#: What Python-Markdown begins the notes with, behind the text.
NOTES = '<div class="footnote">\n<hr>\n'
_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')

PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
THEME_STATIC_DIR = "assets"
ARTICLE_PATHS = list(PUBLICATION["sections"])
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["photos", "pictures", "extra"]
EXTRA_PATH_METADATA = {"extra/robots.txt": {"path": "robots.txt"}}

PAGE_URL = "{slug}/"
ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
PAGE_SAVE_AS = PAGE_URL + "index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
YEAR_ARCHIVE_URL = "archive/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = YEAR_ARCHIVE_URL + "index.html"

DIRECT_TEMPLATES = ["index", "tags", "authors", "archives", "404", "sitemap"]
TAGS_SAVE_AS = "tags/index.html"
AUTHORS_SAVE_AS = "authors/index.html"
ARCHIVES_SAVE_AS = "archive/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"

PAGINATED_TEMPLATES = {"category": 20, "tag": 20, "author": 20}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = "{slug}/feed.xml"
TAG_FEED_ATOM = "tags/{slug}/feed.xml"
AUTHOR_FEED_ATOM = "authors/{slug}/feed.xml"
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20

# Summaries are plain text.
FORMATTED_FIELDS: list[str] = []
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.smarty": {},
        "markdown.extensions.toc": {"permalink": False},
    },
    "output_format": "html5",
}
RELATED_POSTS_MAX = 5


@cache
def _shell(src: str, use: str, sizes: str, lazy: bool) -> tuple[str, str]:
    """A photo's `<picture>` before and after its text, made once for each use."""
    shown = PICTURES[src][use]
    sources = [
        f'<source type="{one["type"]}" srcset="{one["srcset"]}" sizes="{sizes}">' for one in shown["sources"]
    ]
    loading = 'loading="lazy"' if lazy else 'fetchpriority="high"'
    before = f'<picture>{"".join(sources)}<img src="{shown["url"]}" alt="'
    size = f'width="{shown["width"]}" height="{shown["height"]}"'
    return before, f'" {size} data-color="{PICTURES[src]["color"]}" {loading} decoding="async"></picture>'


def _picture(src: str, use: str, sizes: str, alt: str = "", lazy: bool = True) -> str:
    """A photo's `<picture>`."""
    before, after = _shell(src, use, sizes, lazy)
    return f"{before}{escape(alt)}{after}"


JINJA_FILTERS = {
    "picture": _picture,
    "moment": lambda date: date.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "percent": lambda text: quote(text, safe=""),
    "headings": _HEADING.findall,
}
