"""What a file of the content folder is by its name, and so whether it may be published."""

from __future__ import annotations

import re
from collections.abc import Set
from enum import StrEnum

from sitegen.lazy_regex import lazy_pattern


class FileKind(StrEnum):
    """What a file is, by its name."""

    TEXT = "text"
    """A document's text, spelled in a way that no document is: never published."""
    BACKUP = "backup"
    """An older or unfinished copy of a file, or what an editor keeps beside it: never published."""
    PAGE = "page"
    """What a browser opens as a page, with the site's rights, or a server runs: refused unless allowed."""
    SOURCE = "source"
    """Data, keys and office files: published only where a text links to them."""
    PLAIN = "plain"


_TEXTS = frozenset("md markdown mdown mdwn mkd mkdn mdtext mdtxt mdx rmd qmd".split())
_PAGES = frozenset(
    """
    html htm dhtml ehtml xhtml xht xhtm shtml shtm stm phtml hta htc mht mhtml
    xml xsl xslt xsd dtd rdf rss atom mathml mml svgz swf
    php php3 php4 php5 php7 php8 phps phar pht inc cfm jhtml asp aspx ashx jsp jspx cgi fcgi
    """.split()
)
_SOURCES = frozenset(
    """
    yaml yml json jsonl ndjson json5 geojson topojson toml ini cfg conf env csv tsv tab sql db sqlite
    sqlite3 mdb accdb dump log lock pem key crt cer p12 pfx kdbx htpasswd ppk doc docx docm dot dotx dotm
    xls xlsx xlsm xlsb xlt xltx ppt pptx pptm pps ppsx pot potx odt ods odp odg odf ott fodt fods fodp rtf
    wpd wps pages numbers one pub vsd vsdx mpp msg eml mbox pst vcf
    """.split()
)
#: Formats that a file is in whatever its name says before them: `index.md.pdf`.
_FINISHED = frozenset(
    """
    jpg jpeg png webp avif gif svg tif tiff heic pdf epub mobi djvu ps mp3 m4a ogg oga opus wav flac mp4
    m4v mov webm ogv vtt srt ics
    """.split()
)
_BACKUPS = frozenset(
    """
    bak backup old orig tmp temp swp swo swn swx save sav rej part partial crdownload autosave asv wbk bk copy
    """.split()
)
#: Archives that no server unpacks on the way.
_ARCHIVES = frozenset({"zip", "7z", "rar"})
_BACKUP_NAME = lazy_pattern(
    r".*~|#.*#|\..*|~\$.*|.*___jb_(?:tmp|old)___|(?:backup|copy) (?:\(\d+\) )?of .*|.*\bconflicted copy\b.*"
    r"|.*\.sync-conflict-.*|thumbs\.db|desktop\.ini",
    re.DOTALL,
)


def nature_of(path: str, suffixes: tuple[str, ...]) -> FileKind:
    """What the file at `path` is, which is no document; `suffixes` are those of documents."""
    name = path.rpartition("/")[2].lower()
    parts = name.split(".")[1:]
    last = parts[-1] if parts else ""
    if _BACKUP_NAME.fullmatch(name) or last in _BACKUPS:
        return FileKind.BACKUP
    if is_text(path, suffixes):
        return FileKind.TEXT
    if last in _FINISHED:
        return FileKind.PLAIN
    return _by_any_part(last, {part.strip() for part in parts})


def is_text(path: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a file that is no document is a text for people: Markdown, or a document in other letters."""
    name = path.lower()
    return name.rpartition(".")[2] in _TEXTS or name.endswith(tuple([each.lower() for each in suffixes]))


def _by_any_part(last: str, parts: Set[str]) -> FileKind:
    """What `index.md.txt`, `page.html.de` and `map.svg.gz` are: servers may go by any part."""
    if parts & _TEXTS:
        return FileKind.BACKUP
    if last not in _ARCHIVES and (parts & _PAGES or "svg" in parts):
        return FileKind.PAGE
    return FileKind.SOURCE if parts & _SOURCES else FileKind.PLAIN
