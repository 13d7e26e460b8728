"""Kinds of files in content folders, by their names; they decide what may be published."""

from __future__ import annotations

import re
from collections.abc import Set
from enum import StrEnum

from sitegen.lazy_regex import lazy_pattern


class FileKind(StrEnum):
    """The kind of a file, by its name."""

    TEXT = "text"
    """The text of a document with a wrong suffix: never published."""
    BACKUP = "backup"
    """A backup, an unfinished copy, or an editor's temporary file: never published."""
    PAGE = "page"
    """A file that browsers open as a page or servers run: only published with `content.html_files`."""
    SOURCE = "source"
    """Data, keys and office files: only published if a text links to them."""
    PLAIN = "plain"
    """Any other file."""


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
#: Extensions that decide alone, whatever is before them: `index.md.pdf`.
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
#: Archives that servers do not unpack while sending them.
_ARCHIVES = frozenset({"zip", "7z", "rar"})
_BACKUP_NAME = lazy_pattern(
    r".*~|#.*#|\..*|~\$.*|.*___jb_(?:tmp|old)___|(?:backup|copy) (?:\(\d+\) )?of .*|.*\bconflicted copy\b.*"
    r"|.*\.sync-conflict-.*|thumbs\.db|desktop\.ini",
    re.DOTALL,
)


def file_kind(path: str, suffixes: tuple[str, ...]) -> FileKind:
    """The kind of the file at `path`, which is not a document; `suffixes` are those of documents."""
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
    """Whether a file is Markdown, or has a document's suffix in another case."""
    name = path.lower()
    return name.rpartition(".")[2] in _TEXTS or name.endswith(tuple([each.lower() for each in suffixes]))


def _by_any_part(last: str, parts: Set[str]) -> FileKind:
    """The kind by all extensions (`page.html.de`, `map.svg.gz`): servers may use any of them."""
    if parts & _TEXTS:
        return FileKind.BACKUP
    if last not in _ARCHIVES and (parts & _PAGES or "svg" in parts):
        return FileKind.PAGE
    return FileKind.SOURCE if parts & _SOURCES else FileKind.PLAIN
