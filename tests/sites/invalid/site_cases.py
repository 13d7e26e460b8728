"""Sites whose documents are well-formed each, and do not fit together; their files, data and settings."""

from __future__ import annotations

from zlib import crc32

from tests.sites.invalid.case import ARTICLE, CONFIG, Case, Files, article, body, case, picture

_HEADER_ONLY = picture()[:20]
_HUGE = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + picture()[24:29]
_BOMB = picture()[:12] + _HUGE + crc32(_HUGE).to_bytes(4, "big") + picture()[33:]
_GREETING = b"Not a picture at all.\n"
_CREDITS = "alt: A strait, credit: The Review"


def _photo(name: str, src: str, code: str, says: str, files: Files | None = None) -> Case:
    """A case of a lead photo; whatever is wrong with its file is said where the file is named."""
    return case(
        f"photo-{name}",
        code,
        {ARTICLE: article(f"photo: {{▲src: {src}, {_CREDITS}}}"), **(files or {})},
        says,
    )


LINKS = [
    body("link-to-no-document", "broken-link", "See [it](▲none.md).\n", "none.md"),
    body("link-to-near-document", "broken-link", "See [it](▲god.md).\n", "`good.md`"),
    body("link-to-document-elsewhere", "broken-link", "See [it](▲treaty.md).\n", "`../europe/treaty.md`"),
    body("link-out-of-the-content", "broken-link", "See [it](▲../../../etc/passwd.md).\n", "passwd.md"),
    body("link-to-no-page", "broken-link", "See [it](▲/nowhere/).\n", "/nowhere/"),
    body("link-to-near-page", "broken-link", "See [it](▲/asia/god/).\n", "`/asia/good/`"),
    body("link-to-no-file", "broken-link", "See [it](▲report.pdf).\n", "report.pdf"),
    body("link-to-the-disk", "broken-link", "See [it](▲/etc/passwd).\n", "/etc/passwd"),
    body("link-upwards", "broken-link", "See [it](▲../../../../etc/passwd).\n", "passwd"),
    body("link-without-target", "broken-link", "▲See [it]().\n", "no target"),
    body("link-to-a-template-name", "broken-link", "See [it](▲{{site.url}}).\n", "site.url"),
    body("link-with-a-bracket", "broken-link", "See [it](▲/[x).\n", "does not lead to a page"),
    body("link-by-reference", "broken-link", "See [it][x].\n\n[x]: ▲none.md\n", "none.md"),
    body("link-in-a-footnote", "broken-link", "Text.[^1]\n\n[^1]: See [it](▲none.md).\n", "none.md"),
    body("link-in-a-table", "broken-link", "| a |\n|---|\n| [it](▲none.md) |\n", "none.md"),
    body("link-in-a-list", "broken-link", "- one\n- two [it](▲none.md)\n", "none.md"),
    body("links-in-one-line", "broken-link broken-link", "[a](▲a.md) and [b](▲b.md)\n", "a.md"),
    body("fragment-of-another", "broken-fragment", "See [it](▲good.md#a-headin).\n", "`a-heading`"),
    body("fragment-of-a-page", "broken-fragment", "See [it](▲/asia/good/#none).\n", "#none"),
    body("fragment-of-its-own", "broken-fragment", "## Here\n\nSee [it](▲#hear).\n", "`here`"),
    body("fragment-that-is-encoded", "broken-fragment", "See [it](▲good.md#%C3%A9).\n", "#é"),
    case(
        "link-on-a-page",
        "broken-link",
        {"content/pages/about.md": "---\ntitle: x\n---\n[it](▲none.md)\n"},
        "none.md",
    ),
    case(
        "link-of-an-author",
        "broken-link",
        {"content/authors/world-desk.md": "---\nname: x\n---\n[it](▲none.md)\n"},
        "none.md",
    ),
]

PICTURES = [
    body("picture-missing", "missing-image", "![A strait](▲none.png)\n", "none.png"),
    body("picture-with-near-name", "missing-image", "![A strait](▲foto.png)\n", "`photo.png`"),
    body("picture-without-name", "missing-image", "▲![A strait]()\n", "no file name"),
    body("picture-out-of-the-project", "missing-image", "![A strait](▲../../../etc/passwd.png)\n", "passwd"),
    body("picture-a-folder", "missing-image", "![A strait](▲../asia)\n", "../asia"),
    body("picture-by-reference", "missing-image", "![A strait][p]\n\n[p]: ▲none.png\n", "none.png"),
    body("picture-an-article", "missing-image", "![A strait](▲good.md)\n", "good.md"),
    *(
        body(
            f"picture-{name}",
            "unreadable-image",
            f"![A strait](▲{file})\n",
            says,
            {f"content/asia/{file}": data},
        )
        for name, file, data, says in (
            ("of-no-bytes", "x.png", b"", "save the image again"),
            ("of-text", "x.jpg", _GREETING, "format is unknown"),
            ("of-a-header", "x.png", _HEADER_ONLY, "save the image again"),
            (
                "of-noise",
                "x.webp",
                b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(range(200)),
                "save the image again",
            ),
            ("of-no-avif", "x.avif", b"\0\0\0\x1cftypavif" + bytes(64), "save the image again"),
            ("of-billions-of-pixels", "x.png", _BOMB, "million pixels"),
            ("with-another-ending", "x.txt", picture(), "JPEG, PNG"),
            ("without-an-ending", "x", picture(), "JPEG, PNG"),
            ("with-the-ending-of-tiff", "x.tiff", picture("TIFF"), "JPEG, PNG"),
            ("svg-without-svg", "x.svg", b"<html></html>", "<svg>"),
            ("svg-of-no-bytes", "x.svg", b"", "<svg>"),
        )
    ),
    _photo("missing", "none.png", "missing-image", "none.png"),
    _photo("with-near-name", "photos.png", "missing-image", "`photo.png`"),
    _photo("missing-in-static", "/none.png", "missing-image", "static"),
    _photo("damaged", "x.png", "unreadable-image", "save the image again", {"content/asia/x.png": _GREETING}),
    case(
        "photo-expired",
        "expired-photo",
        {
            ARTICLE: article(f"photo: {{▲src: /photo.png, {_CREDITS}, expires: 2024-06-01}}"),
            "static/photo.png": picture(size=(9, 6)),
        },
        "has expired",
    ),
    _photo("a-document", "good.pdf", "unreadable-image", "JPEG", {"content/asia/good.pdf": b"%PDF-1.4"}),
    case(
        "portrait-missing",
        "missing-image",
        {"content/authors/world-desk.md": "---\nname: x\n▲photo: none.png\n---\n"},
        "none.png",
    ),
    case(
        "cover-missing",
        "missing-image",
        {"content/issues/2026-autumn.md": f"---\ntitle: x\ncover: {{▲src: none.png, {_CREDITS}}}\n---\n"},
        "none.png",
    ),
]

_SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


def _file(name: str, code: str, file: str, says: str, data: bytes = b"x") -> Case:
    """A case of a link to a file that is never published."""
    return body(f"file-{name}", code, f"See [it](▲{file}).\n", says, {f"content/asia/{file}": data})


FILES = [
    _file("a-page", "unsafe-file", "page.html", "`content.html_files: true`"),
    _file("a-page-in-a-language", "unsafe-file", "page.html.de", "`static/`"),
    _file("of-xml", "unsafe-file", "feed.xml", "browsers or servers"),
    _file("a-drawing-with-a-script", "unsafe-file", "x.svg", "<script>", _SCRIPT),
    _file("a-draft", "broken-link", "Draft.MD", "Rename it to end in `.md`"),
    _file("an-old-text", "broken-link", "old.markdown", "text of a document"),
    _file("a-backup", "broken-link", "table.csv.bak", "a backup"),
    _file("of-an-editor", "broken-link", "table.csv~", "a backup"),
    case(
        "file-that-lies-there",
        "",
        {
            "sitegen.yaml": f"{CONFIG}content: {{attachments: all}}\n",
            "content/asia/a/index.md": article(),
            "content/asia/a/x.svg": _SCRIPT,
        },
        "plain SVG",
        ["content/asia/a/x.svg unsafe-file"],
    ),
]

_OTHER = article(title="Another")


#: Clashes in which a page that the site makes has to give way.
_GENERATED = {"of-a-section-and-tags", "of-a-page-and-a-list-continued", "of-a-page-and-the-archive"}


def _clash(name: str, place: str, url: str, files: Files) -> Case:
    code = "alias-clash" if "alias" in name else "generated-url" if name in _GENERATED else "url-clash"
    return case(f"clash-{name}", "", files, f"`{url}`", [f"{place} {code}"])


CLASHES = [
    case(
        "same-id-as-a-bundle",
        "",
        {ARTICLE: _OTHER, "content/asia/article/index.md": _OTHER},
        "asia/article.md",
        ["content/asia/article/index.md duplicate-id"],
    ),
    case(
        "same-id-with-one-date",
        "",
        {"content/asia/2026-11-02-talks.md": _OTHER, "content/asia/2026-11-02-talks/index.md": _OTHER},
        "without its extension",
        ["content/asia/2026-11-02-talks/index.md duplicate-id"],
    ),
    case(
        "same-id-of-a-tag",
        "",
        {"content/tags/Trade!.md": "---\ntitle: x\n---\n"},
        "`trade`",
        ["content/tags/trade.md duplicate-id"],
    ),
    case(
        "same-section-twice",
        "",
        {"content/authors/world-desk/_index.md": "---\nname: x\n---\n"},
        "`world-desk`",
        ["content/authors/world-desk/_index.md duplicate-id"],
    ),
    case(
        "same-translation",
        "duplicate-translation",
        {ARTICLE: article("translation: talks"), "content/asia/later.md": article("▲translation: talks")},
        "a separate key",
    ),
    _clash(
        "by-case",
        "content/asia/b.md:4:1",
        "/asia/talks/",
        {"content/asia/a.md": article("slug: Talks"), "content/asia/b.md": article("slug: talks")},
    ),
    _clash(
        "by-unicode-form",
        "content/asia/caf\u00e9.md:1:1",
        "/asia/café/",
        {"content/asia/caf\u00e9.md": _OTHER, "content/asia/cafe\u0301.md": _OTHER},
    ),
    _clash(
        "by-punctuation",
        "content/asia/new-talks.md:1:1",
        "/asia/new-talks/",
        {"content/asia/new talks.md": _OTHER, "content/asia/new-talks.md": _OTHER},
    ),
    _clash(
        "of-two-slugs",
        "content/europe/b.md:4:1",
        "/asia/talks/",
        {
            "content/asia/a.md": article("slug: talks"),
            "content/europe/b.md": article("slug: talks\nsection: asia"),
        },
    ),
    _clash(
        "of-a-permalink",
        "content/europe/good.md:1:1",
        "/good/",
        {"sitegen.yaml": f"{CONFIG}permalink: /{{slug}}/\n", "content/europe/good.md": _OTHER},
    ),
    _clash(
        "of-an-alias-and-an-article",
        "content/asia/article.md:4:11",
        "/europe/treaty/",
        {ARTICLE: article("aliases: [/europe/treaty/]")},
    ),
    _clash(
        "of-an-alias-and-a-section",
        "content/asia/article.md:4:11",
        "/asia/",
        {ARTICLE: article("aliases: [/asia]")},
    ),
    _clash(
        "of-two-aliases",
        "content/asia/b.md:4:11",
        "/old/",
        {"content/asia/a.md": article("aliases: [/old/]"), "content/asia/b.md": article("aliases: [/old]")},
    ),
    _clash(
        "of-an-alias-and-a-feed",
        "content/asia/article.md:4:11",
        "/feed.xml",
        {ARTICLE: article("aliases: [/feed.xml]")},
    ),
    _clash(
        "of-an-alias-below-a-file",
        "content/asia/article.md:4:11",
        "/feed.xml/old/",
        {ARTICLE: article("aliases: [/feed.xml/old/]")},
    ),
    _clash(
        "of-a-page-and-a-list-continued",
        "content/pages/asia/page/2.md:1:1",
        "/asia/page/2/",
        {
            "sitegen.yaml": f"{CONFIG}page_size: 1\n",
            ARTICLE: _OTHER,
            "content/pages/asia/page/2.md": "---\ntitle: x\n---\n",
        },
    ),
    _clash(
        "of-a-page-and-an-article",
        "content/pages/asia/good.md:1:1",
        "/asia/good/",
        {"content/pages/asia/good.md": "---\ntitle: x\n---\n"},
    ),
    _clash(
        "of-a-page-and-a-section",
        "content/asia/_index.md:1:1",
        "/asia/",
        {"content/pages/asia.md": "---\ntitle: x\n---\n"},
    ),
    _clash(
        "of-a-page-and-the-archive",
        "content/pages/archive.md:1:1",
        "/archive/",
        {"content/pages/archive.md": "---\ntitle: x\n---\n"},
    ),
    _clash(
        "of-a-section-and-a-page",
        "content/europe/_index.md:3:1",
        "/about/",
        {"content/europe/_index.md": "---\ntitle: x\nslug: about\n---\n"},
    ),
    _clash(
        "of-a-section-and-tags",
        "content/europe/_index.md:3:1",
        "/tags/",
        {"content/europe/_index.md": "---\ntitle: x\nslug: tags\n---\n"},
    ),
    case(
        "clash-of-two-sections",
        "",
        {"content/europe/_index.md": "---\ntitle: x\nslug: asia\n---\n"},
        "`/asia/`",
        ["content/europe/_index.md:3:1 url-clash"],
    ),
    _clash(
        "of-two-authors",
        "content/authors/arts-desk.md:3:1",
        "/authors/world-desk/",
        {"content/authors/arts-desk.md": "---\nname: x\nslug: world-desk\n---\n"},
    ),
    _clash(
        "of-a-static-file-and-an-article",
        "static/asia/good/index.html",
        "/asia/good/",
        {"static/asia/good/index.html": "<p>"},
    ),
    _clash("of-a-static-file-and-a-feed", "static/feed.xml", "/feed.xml", {"static/feed.xml": "<feed/>"}),
    _clash("of-a-static-file-and-a-folder", "static/asia", "/asia", {"static/asia": "text"}),
    _clash(
        "of-a-static-file-and-a-loose-one",
        "static/asia/photo.png",
        "/asia/photo.png",
        {ARTICLE: article(body="![A strait](photo.png)\n"), "static/asia/photo.png": picture()},
    ),
    _clash(
        "of-static-files-by-case",
        "static/map.svg",
        "/map.svg",
        {"static/Map.svg": "<svg/>", "static/map.svg": "<svg/>"},
    ),
]


def _data(
    name: str, place: str, code: str, text: str | bytes, says: str, file: str = "data/table.yaml"
) -> Case:
    return case(f"data-{name}", "", {file: text}, says, [f"{file}{place} {code}"])


DATA = [
    _data("yaml-syntax", ":2:9", "yaml-syntax", "a: 1\nb: trade: up\n", "quotes"),
    _data("yaml-tab", ":2:1", "yaml-syntax", "a:\n\tb: 1\n", "tab"),
    _data("yaml-tag", ":1:4", "yaml-unsupported", "a: !!python/name:os.system\n", "tag"),
    _data("yaml-two-documents", ":2:1", "yaml-unsupported", "a: 1\n---\nb: 2\n", "second"),
    _data("yaml-two-keys", ":2:1", "duplicate-key", "a: 1\na: 2\n", "twice"),
    _data("yaml-too-deep", ":1:33", "yaml-too-deep", "[" * 40_000, "32"),
    _data("yaml-not-utf-8", ":2:4", "invalid-data", b"a: 1\nb: \xe9\n", "UTF-8"),
    _data("json-syntax", ":2:9", "invalid-data", '{"a": 1,\n "b": 2,}\n', "JSON", "data/table.json"),
    _data("json-empty", ":1:1", "invalid-data", "", "JSON", "data/table.json"),
    _data("json-single-quotes", ":1:2", "invalid-data", "{'a': 1}", "JSON", "data/table.json"),
    _data("json-two-values", ":2:1", "invalid-data", "1\n2\n", "JSON", "data/table.json"),
    _data("json-too-deep", ":1:1", "invalid-data", "[" * 40_000, "fewer levels", "data/table.json"),
    _data("json-not-utf-8", ":1:2", "invalid-data", b'"\xe9"', "UTF-8", "data/table.json"),
    _data("csv-too-few-fields", ":3:1", "invalid-data", "a,b\n1,2\n3\n", "2", "data/table.csv"),
    _data("csv-too-many-fields", ":2:1", "invalid-data", "a,b\n1,2,3\n", "double quotes", "data/table.csv"),
    _data("csv-unclosed-quote", ":2:1", "invalid-data", 'a,b\n1,"2\n', "CSV", "data/table.csv"),
    _data("csv-text-after-quote", ":2:1", "invalid-data", 'a,b\n1,"2"3\n', "CSV", "data/table.csv"),
    _data("csv-not-utf-8", ":2:3", "invalid-data", b"a,b\n1,\xff\n", "UTF-8", "data/table.csv"),
    _data("same-name-twice", "", "invalid-data", "a,b\n", "Rename", "data/figures.yml"),
]


def _config(name: str, code: str, text: str, says: str, base: str = CONFIG) -> Case:
    return case(f"config-{name}", code, {"sitegen.yaml": f"{base}{text}\n"}, says)


_NO_ZONE = "title: The Review\n"
_NO_TITLE = "timezone: UTC\n"

CONFIGURATIONS = [
    _config("empty", "missing-key missing-key", "▲▲", "title", ""),
    _config("without-title", "missing-key", "", "title", f"▲{_NO_TITLE}"),
    _config("without-zone", "missing-key", "", "timezone", f"▲{_NO_ZONE}"),
    _config("a-list", "wrong-type", "", "a list", "▲- title\n"),
    _config("a-text", "wrong-type", "", "The Review", "▲The Review\n"),
    _config("syntax", "yaml-syntax", "tagline: One▲: two", "quotes"),
    _config("tab", "yaml-syntax", "theme:\n▲\tname: broadsheet", "tab"),
    _config("two-keys", "duplicate-key", "▲title: Another", "twice"),
    _config("tag", "yaml-unsupported", "tagline: ▲!!python/str x", "tag"),
    _config("too-deep", "yaml-too-deep", f"theme: {{options: {'[' * 30}▲{'[' * 40_000}", "32"),
    _config("control-character", "control-character", "tagline: a▲\0b", "U+0000"),
    case(
        "config-not-utf-8",
        "",
        {"sitegen.yaml": CONFIG.encode() + b"tagline: caf\xe9\n"},
        "UTF-8",
        ["sitegen.yaml:4:13 not-utf8"],
    ),
    *(
        case(
            f"bom-before-no-utf-8-in-{path}",
            "",
            {path: b"\xef\xbb\xbfab\xff"},
            "UTF-8",
            [f"{path}:1:3 {code}"],
        )
        for path, code in (
            ("sitegen.yaml", "not-utf8"),
            ("data/a.json", "invalid-data"),
            ("data/a.yaml", "invalid-data"),
            ("data/a.csv", "invalid-data"),
            ("templates/article.html", "not-utf8"),
            (ARTICLE, "not-utf8"),
        )
    ),
    case(
        "data-utf-16", "", {"data/a.json": "[1]".encode("utf-16")}, "UTF-16", ["data/a.json:1:1 invalid-data"]
    ),
    case(
        "config-utf-16", "", {"sitegen.yaml": CONFIG.encode("utf-16")}, "UTF-8", ["sitegen.yaml:1:1 not-utf8"]
    ),
    *(
        _config(f"unknown-{name.strip(' {')}", "unknown-key", text, f"`{meant}`")
        for name, text, meant in (
            ("tag_line", "▲tag_line: x", "tagline"),
            ("baseurl", "▲baseurl: x", "base_url"),
            ("permalinks", "▲permalinks: x", "permalink"),
            ("page-size", "▲page-size: 3", "page_size"),
            ("feed", "▲feed: {}", "feeds"),
            ("feeds.item", "feeds: {▲item: 3}", "items"),
            ("theme.option", "theme: {▲option: {}}", "options"),
            ("markdown.htm", "markdown: {▲htm: escaped}", "html"),
            ("content.field", "content: {▲field: {}}", "fields"),
            ("subscribe.link", "subscribe: {url: /, ▲labels: x}", "label"),
            ("navigation.ulr", "navigation: [{title: x, url: /, ▲ulr: /}]", "url"),
            ("languages.en.prefx", "languages: {en: {▲prefx: /en/}}", "prefix"),
        )
    ),
    *(
        _config(f"wrong-type-{text.split(':')[0]}-{number}", "wrong-type", text, says)
        for number, (text, says) in enumerate(
            (
                ("tagline: ▲[x]", "be text"),
                ("language: ▲[en]", "be text"),
                ("languages: ▲[en, fr]", "mapping"),
                ("languages: {en: ▲English}", "mapping"),
                ("permalink: ▲[x]", "be text"),
                ("theme: ▲[broadsheet]", "`name`"),
                ("theme: {options: ▲red}", "mapping"),
                ("navigation: ▲/asia/", "mapping"),
                ("navigation: [▲/asia/]", "mapping"),
                ("page_size: ▲many", "whole number"),
                ("page_size: ▲'20'", "whole number"),
                ("page_size: ▲2.5", "whole number"),
                ("related: ▲true", "whole number"),
                ("rail: ▲[4]", "whole number"),
                ("subscribe: ▲/subscribe", "`url`"),
                ("feeds: ▲true", "mapping"),
                ("feeds: {enabled: ▲yes}", "true or false"),
                ("feeds: {items: ▲all}", "whole number"),
                ("feeds: {full: ▲1}", "true or false"),
                ("markdown: ▲escaped", "mapping"),
                ("markdown: {typography: ▲on}", "true or false"),
                ("markdown: {extras: ▲'true'}", "true or false"),
                ("markdown: {html: ▲[escaped]}", "sanitized"),
                ("markdown: {opening: ▲three}", "whole number"),
                ("content: ▲texts", "mapping"),
                ("content: {root: ▲[texts]}", "be text"),
                ("content: {suffixes: ▲{md: true}}", "be text"),
                ("content: {folders: ▲[topics]}", "mapping"),
                ("content: {fields: ▲deck}", "mapping"),
                ("problems: ▲[missing-credit]", "mapping"),
                ("problems: {missing-credit: ▲[off]}", "error"),
            )
        )
    ),
    *(
        _config(f"keep-{name}", "invalid-value", f"keep: [CNAME, ▲{written}]", says)
        for name, written, says in (
            ("pattern", "'*.txt'", "not patterns"),
            ("backslash", ".well-known\\\\acme", "not patterns"),
            ("here", "./ads.txt", "not a path in the output folder"),
            ("above", "../CNAME", "not a path in the output folder"),
            ("double-slash", "a//b", "not a path in the output folder"),
            ("all", "/", "not a path in the output folder"),
        )
    ),
    *(
        _config(f"zone-{name}", "invalid-value", f"▲timezone: {zone}", says, _NO_ZONE)
        for name, zone, says in (
            ("unknown", "Mars/Olympus", "UTC"),
            ("near", "Europe/Berlni", "`Europe/Berlin`"),
            ("upwards", "../../etc/passwd", "UTC"),
            ("absolute", "/etc/localtime", "no time zone"),
            ("offset", "'+01:00'", "UTC"),
            ("folder", "Europe", "Berlin"),
        )
    ),
    *(
        _config(
            f"base-url-{name}",
            "invalid-value",
            f"▲base_url: {url}",
            "https://example.org/",
            "title: x\ntimezone: UTC\n",
        )
        for name, url in {
            "relative": "/review/",
            "no-scheme": "example.org",
            "ftp": "ftp://example.org/",
            "no-host": "https://",
            "query": "https://example.org/?a=b",
            "fragment": "https://example.org/#a",
            "brackets": "'https://[x/'",
            "script": "javascript:alert(1)",
            "port": "https://example.org:port/",
            "blank": "https://exa mple.org/",
        }.items()
    ),
    *(
        _config(f"permalink-{name}", "invalid-value", f"▲permalink: '{pattern}'", says)
        for name, pattern, says in (
            ("unknown-name", "/{sluq}/{slug}/", "`slug`"),
            ("no-slug", "/{section}/", "the same URL"),
            ("no-slash-at-the-end", "/{section}/{slug}", "slash"),
            ("no-slash-in-front", "{section}/{slug}/", "slash"),
            ("upwards", "/../{slug}/", ".."),
        )
    ),
    _config("permalink-control-character", "invalid-value", '▲permalink: "/a\\nb/{slug}/"', "{slug}"),
    *(
        _config(f"permalink-{name}", "invalid-value", f"▲permalink: '{pattern}'", says)
        for name, pattern, says in (
            ("dot-at-its-end", "/{slug}/./", "the part `.`"),
            ("dot-at-its-beginning", "/./{slug}/", "the part `.`"),
            ("empty-part", "/{section}//{slug}/", "an empty part"),
            ("empty-part-at-its-end", "/{slug}//", "an empty part"),
            ("of-300-bytes", f"/{'x' * 300}/{{slug}}/", "255"),
            ("of-5000-bytes", f"{('/' + 'x' * 200) * 25}/{{slug}}/", "too long"),
        )
    ),
    *(
        _config(
            f"prefix-{name}",
            "invalid-value",
            f"languages:\n  en: {{}}\n  fr:\n    root: fr\n    ▲prefix: {prefix}\n",
            says,
        )
        for name, prefix, says in (
            ("dot", "/./", "cannot be part"),
            ("empty-part", "/a//b/", "cannot be part"),
            ("of-300-bytes", "x" * 300, "255"),
            ("of-3000-bytes", "/".join(["x" * 200] * 15), "too long"),
        )
    ),
    _config("permalink-query", "invalid-value", "▲permalink: '/a?b/{slug}/'", "{slug}"),
    *(
        _config(f"number-{text.lstrip('▲')}", "invalid-value", text, "or more")
        for text in (
            "▲page_size: 0",
            "▲page_size: -1",
            "▲related: -1",
            "▲rail: 0",
            "feeds: {▲items: 0}",
            "markdown: {▲opening: 0}",
        )
    ),
    _config("language", "invalid-value", "▲language: English!", "BCP 47"),
    _config(
        "language-not-listed",
        "invalid-value",
        "▲languages: {fr: {prefix: /fr/, root: content/fr}}",
        "`en: {}`",
    ),
    _config(
        "languages-not-tags",
        "invalid-value",
        "languages: {en: {}, ▲français: {prefix: /fr/, root: content/fr}}",
        "BCP 47",
    ),
    _config(
        "languages-with-one-prefix",
        "invalid-value",
        "languages: {en: {}, ▲fr: {root: content/fr}}",
        "prefix: /fr/",
    ),
    _config(
        "languages-with-one-folder",
        "invalid-value",
        "languages: {en: {}, ▲fr: {root: content, prefix: /fr/}}",
        "content/fr",
    ),
    _config("content-upwards", "invalid-value", "content: {▲root: ../texts}", "`content`"),
    _config("content-hidden", "invalid-value", "content: {▲root: .git}", "`content`"),
    _config("content-is-all", "invalid-value", "content: {▲root: /}", "`content`"),
    _config("content-suffix", "invalid-value", "content: {▲suffixes: [md]}", "`.md`"),
    _config("content-folders", "invalid-value", "content: {folders: {▲author: [people]}}", "`authors`"),
    _config("content-unknown", "invalid-value", "content: {unknown: ▲ignore}", "`extra`"),
    _config("markdown-html", "invalid-value", "markdown: {html: ▲sanitised}", "`sanitized`"),
    _config("markdown-pictures", "invalid-value", "markdown: {remote_images: ▲allow}", "`load`"),
    _config("problems-code", "invalid-value", "problems: {▲missing-credits: error}", "`missing-credit`"),
    _config(
        "problems-code-far-from-all", "invalid-value", "problems: {▲zzz: error}", "sitegen check --codes"
    ),
    _config("problems-severity", "invalid-value", "problems: {missing-credit: ▲fatal}", "`error`"),
    _config("navigation-without-url", "missing-key", "navigation: [▲{title: Asia}]", "url"),
    _config("navigation-without-title", "missing-key", "navigation: [▲{url: /asia/}]", "title"),
    *(
        _config(
            f"consent-script-{name}",
            "invalid-value",
            f"consent: [{{name: A, purpose: b, ▲script: '{script}'}}]",
            "`https://`",
        )
        for name, script in (
            ("insecure", "http://x.org/a.js"),
            ("relative", "a.js"),
            ("other-host", "//x.org/a.js"),
        )
    ),
    _config(
        "consent-twice",
        "invalid-value",
        "consent: [{name: A, purpose: b, script: /favicon.svg}, {▲name: A, purpose: b, script: /favicon.svg}]",
        "a different name",
    ),
    _config("consent-without-purpose", "missing-key", "consent: [▲{name: A, script: /a.js}]", "purpose"),
    _config(
        "consent-purpose-of-nothing",
        "invalid-value",
        "consent: [{name: Count, purpose: b, script: 'https://x.org/a.js'}]\nlanguages: {en: {purposes: {▲Cuont: c}}}",
        "`Count`",
    ),
    _config("subscribe-without-url", "missing-key", "subscribe: ▲{label: x}", "url"),
    case(
        "config-navigation-to-nowhere",
        "",
        {"sitegen.yaml": f"{CONFIG}navigation: [{{title: x, url: /aisa/}}]\n"},
        "/aisa/",
        ["sitegen.yaml:4:25 broken-link"],
    ),
    *(
        case(
            f"config-{name}-to-nowhere",
            "broken-link",
            {"sitegen.yaml": CONFIG + text, "fr/.gitkeep": ""},
            "/aisa/",
        )
        for name, text in (
            ("second-navigation", "navigation:\n- {title: x, url: /asia/}\n- title: y\n  ▲url: /aisa/\n"),
            ("subscription", "subscribe: {▲url: /aisa/}\n"),
            ("service", "consent:\n- name: x\n  purpose: y\n  ▲script: /aisa/\n"),
            (
                "navigation-of-a-language",
                "languages:\n  en: {}\n  fr:\n    root: fr\n    prefix: /fr/\n"
                "    navigation:\n    - title: x\n      ▲url: /aisa/\n",
            ),
        )
    ),
    case(
        "config-unknown-field",
        "",
        {"sitegen.yaml": f"{CONFIG}content: {{fields: {{subtitel: [deck]}}}}\n"},
        "`subtitle`",
        ["sitegen.yaml:4:20 unknown-key"],
    ),
    case(
        "config-unknown-field-of-a-kind",
        "",
        {"sitegen.yaml": f"{CONFIG}content: {{fields: {{auhtor: {{name: [x]}}}}}}\n"},
        "`author`",
        ["sitegen.yaml:4:20 unknown-key"],
    ),
    case(
        "config-field-of-a-number",
        "",
        {"sitegen.yaml": f"{CONFIG}content: {{fields: {{subtitle: 5}}}}\n"},
        "`subtitle`",
        ["sitegen.yaml:4:20 wrong-type"],
    ),
]


def _theme(name: str, code: str, place: str, files: Files, says: str, config: str = "theme: own\n") -> Case:
    return case(f"theme-{name}", "", {"sitegen.yaml": CONFIG + config, **files}, says, [f"{place} {code}"])


_OWN = "themes/own/theme.yaml"
_BASED = "extends: broadsheet\n"

THEMES = [
    case(
        "theme-unknown",
        "",
        {"sitegen.yaml": f"{CONFIG}theme: broadshet\n"},
        "`broadsheet`",
        ["sitegen.yaml:4:1 unknown-theme"],
    ),
    case(
        "theme-upwards",
        "",
        {"sitegen.yaml": f"{CONFIG}theme: ../themes/x\n"},
        "themes/",
        ["sitegen.yaml:4:1 unknown-theme"],
    ),
    case(
        "theme-a-file",
        "",
        {"sitegen.yaml": f"{CONFIG}theme: own\n", "themes/own": "x"},
        "must be a folder",
        ["sitegen.yaml:4:1 unknown-theme", "themes/own unreadable-file"],
    ),
    _theme("without-parent", "unknown-theme", f"{_OWN}:1:1", {_OWN: "extends: broadshet\n"}, "`broadsheet`"),
    _theme("extends-itself", "invalid-theme", f"{_OWN}:1:1", {_OWN: "extends: own\n"}, "own → own"),
    _theme(
        "in-a-circle",
        "invalid-theme",
        "themes/other/theme.yaml:1:1",
        {_OWN: "extends: other\n", "themes/other/theme.yaml": "extends: own\n"},
        "own → other → own",
    ),
    _theme("extends-a-list", "invalid-theme", f"{_OWN}:1:1", {_OWN: "extends: [broadsheet]\n"}, "extends"),
    _theme("unknown-key", "invalid-theme", f"{_OWN}:2:1", {_OWN: f"{_BASED}optoins: {{}}\n"}, "`options`"),
    _theme("syntax", "yaml-syntax", f"{_OWN}:2:8", {_OWN: f"{_BASED}name: a: b\n"}, "quotes"),
    _theme("not-utf-8", "not-utf8", f"{_OWN}:2:7", {_OWN: b"extends: broadsheet\nname: \xe9\n"}, "UTF-8"),
    _theme("a-text", "invalid-theme", f"{_OWN}:1:1", {_OWN: "broadsheet\n"}, "mapping"),
    _theme("options-a-list", "invalid-theme", f"{_OWN}:2:1", {_OWN: f"{_BASED}options: [a]\n"}, "options"),
    _theme(
        "choices-a-number",
        "invalid-theme",
        f"{_OWN}:2:11",
        {_OWN: f"{_BASED}options: {{a: {{default: 1, choices: 5}}}}\n"},
        "choices",
    ),
    _theme(
        "option-without-default",
        "invalid-theme",
        f"{_OWN}:2:11",
        {_OWN: f"{_BASED}options: {{a: {{}}}}\n"},
        "default",
    ),
    _theme(
        "strings-a-list",
        "invalid-theme",
        "themes/own/strings/en.yaml:1:1",
        {_OWN: _BASED, "themes/own/strings/en.yaml": "[a]\n"},
        "mapping",
    ),
    _theme(
        "string-a-number",
        "invalid-theme",
        "themes/own/strings/en.yaml:1:1",
        {_OWN: _BASED, "themes/own/strings/en.yaml": "contents: 5\n"},
        "quotes",
    ),
    _theme(
        "strings-syntax",
        "yaml-syntax",
        "themes/own/strings/en.yaml:1:5",
        {_OWN: _BASED, "themes/own/strings/en.yaml": "a: b: c\n"},
        "quotes",
    ),
    _theme(
        "option-unknown",
        "unknown-key",
        "sitegen.yaml:4:19",
        {},
        "`accent`",
        "theme: {options: {accents: red}}\n",
    ),
    _theme(
        "option-no-choice",
        "invalid-value",
        "sitegen.yaml:4:19",
        {},
        "`ink`",
        "theme: {options: {accent: pink}}\n",
    ),
    _theme(
        "option-a-number", "invalid-value", "sitegen.yaml:4:19", {}, "red", "theme: {options: {accent: 5}}\n"
    ),
    _theme(
        "option-of-another-type",
        "wrong-type",
        "sitegen.yaml:4:30",
        {_OWN: f"{_BASED}options: {{columns: {{default: 3}}}}\n"},
        "like `3`",
        "theme: {name: own, options: {columns: three}}\n",
    ),
    _theme(
        "option-of-an-unknown-kind",
        "invalid-theme",
        f"{_OWN}:2:11",
        {_OWN: f"{_BASED}options: {{a: {{default: '', kind: images}}}}\n"},
        "`image`",
    ),
    _theme(
        "option-with-an-image-of-its-own",
        "invalid-theme",
        f"{_OWN}:2:11",
        {_OWN: f"{_BASED}options: {{a: {{default: a.svg, kind: image}}}}\n"},
        "default",
    ),
    _theme(
        "logo-missing",
        "missing-image",
        "sitegen.yaml:4:19",
        {},
        "`static/`",
        "theme: {options: {logo: logo.svg}}\n",
    ),
    _theme(
        "logo-misspelled",
        "missing-image",
        "sitegen.yaml:4:19",
        {"static/brand/logo.png": picture()},
        "`brand/logo.png`",
        "theme: {options: {logo: brand/logo.pngg}}\n",
    ),
    _theme(
        "logo-outside",
        "missing-image",
        "sitegen.yaml:4:19",
        {"logo.png": picture()},
        "static/",
        "theme: {options: {logo: ../logo.png}}\n",
    ),
    _theme(
        "logo-damaged",
        "unreadable-image",
        "sitegen.yaml:4:19",
        {"static/logo.png": b"no picture"},
        "`static/logo.png`",
        "theme: {options: {logo: logo.png}}\n",
    ),
    _theme(
        "logo-a-number", "wrong-type", "sitegen.yaml:4:19", {}, "logo.svg", "theme: {options: {logo: 5}}\n"
    ),
]


def _template(name: str, code: str, text: str, says: str) -> Case:
    """A case of the article's template, which three articles use."""
    return case(f"template-{name}", code, {"templates/article.html": text}, says)


_EXTEND = '{% extends "!broadsheet/article.html" %}\n'

TEMPLATES = [
    _template("unclosed-block", "template-syntax", "<p>\n{% ▲if article %}\n", "endif"),
    _template("unclosed-print", "template-syntax", "<p>\n\n▲{{ article.title\n", ""),
    _template("unknown-tag", "template-syntax", "\n{% ▲iff article %}{% endif %}", "iff"),
    _template("unknown-filter", "template-syntax", "\n\n{{ article.title|▲uper }}", "`upper`"),
    _template("unknown-test", "template-syntax", "{{ article is ▲defned }}", "`defined`"),
    _template("undefined-name", "template-error", "<p>\n{{ ▲artcle.title }}", "`article`"),
    _template("undefined-attribute", "template-error", "\n{{ article.▲titel }}", "`title`"),
    _template("undefined-of-nothing", "template-error", "{{ article.series.▲title }}", "None"),
    _template("undefined-key", "template-error", "{{ article.extra.▲mood }}", "mood"),
    _template("division-by-zero", "template-error", "\n\n\n▲{{ 1 / 0 }}", "ZeroDivisionError"),
    _template("sum-of-text", "template-error", "▲{{ article.title + 1 }}", "TypeError"),
    _template("call-of-text", "template-error", "▲{{ article.title() }}", "callable"),
    _template("filter-of-wrong-value", "template-error", "{{ article.title|▲date }}", "takes a date"),
    _template("round-of-text", "template-error", "▲{{ article.title|round }}", "TypeError"),
    _template("missing-include", "missing-template", '\n{% include "▲partials/hed.html" %}', "hed.html"),
    _template("missing-parent", "missing-template", '{% extends "▲bas.html" %}', "`base.html`"),
    _template(
        "missing-parent-theme", "missing-template", '{% extends "▲!broadshet/article.html" %}', "article.html"
    ),
    _template("extends-itself", "template-error", '▲{% extends "article.html" %}', "itself"),
    _template("includes-itself", "template-error", '▲{% include "article.html" %}', "itself"),
    _template("upwards", "missing-template", '{% include "▲../sitegen.yaml" %}', "sitegen.yaml"),
    _template(
        "endless-macro", "template-error", "▲{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}", "itself"
    ),
    _template("private-attribute", "template-error", "{{ article.__class__.__mro__[▲9] }}", ""),
    _template("unknown-asset", "template-error", "{{ asset('▲styles.css') }}", "`style.css`"),
    _template("unknown-query", "template-error", "{{ site.▲newest() }}", "newest"),
    _template("half-a-character", "template-error", 'x\n{{ "▲\\ud800" }}', "U+D800"),
    _template("half-a-character-in-a-query", "template-error", '{{ site.data("▲\\udfff") }}', "U+DFFF"),
    _template("half-a-character-by-number", "template-error", '▲{{ "%c"|format(55296) }}', "U+D800"),
    _template("half-a-character-as-a-string", "template-error", '▲{{ t("\\ud800") }}', "ud800"),
    _template("query-with-a-view", "template-error", "{{ ▲site.article(article) }}", "not ArticleView"),
    _template("query-with-a-list", "template-error", "{{ ▲site.latest(section=[1]) }}", "not list"),
    _template("query-with-a-large-number", "template-error", "{{ ▲site.article(10**30) }}", "64 bits"),
    _template("number-too-long", "template-error", "▲{{ 99999999999999999999999**9999 }}", "digits"),
    _template("unclosed-quote", "template-syntax", "a\n{{ 1 }} {{ ▲'x }}", "unexpected char"),
    _template("false-line-ends", "template-error", "a\x0bb\u2028{{ ▲nope }}", "not defined"),
    _template("name-outside-of-tags", "template-error", "nope {{ ▲nope }}", "not defined"),
    case(
        "half-a-character-included",
        "template-error",
        {"templates/article.html": '{% include "x.html" %}', "templates/x.html": 'a\n{{ "▲\\ud800" }}'},
        "U+D800",
    ),
    case(
        "template-not-utf-8",
        "",
        {"templates/article.html": b"<p>caf\xe9"},
        "UTF-8",
        ["templates/article.html:1:7 not-utf8"],
    ),
    case(
        "template-of-a-parent-block",
        "",
        {"templates/article.html": f"{_EXTEND}{{% block main %}}\n{{{{ nope }}}}{{% endblock %}}"},
        "nope",
        ["templates/article.html:3:4 template-error"],
    ),
    case(
        "template-in-an-include",
        "",
        {"templates/article.html": '{% include "own.html" %}', "templates/own.html": "\n{{ nope }}"},
        "nope",
        ["templates/own.html:2:4 template-error"],
    ),
    case(
        "template-circle",
        "",
        {
            "templates/article.html": '{% include "a.html" %}',
            "templates/a.html": '{% include "b.html" %}',
            "templates/b.html": '\n{% include "a.html" %}',
        },
        "itself",
        ["templates/a.html:1:1 template-error"],
    ),
    case(
        "template-of-a-document",
        "missing-template",
        {ARTICLE: article("▲template: longform.html")},
        "longform.html",
    ),
    case(
        "template-of-a-document-near",
        "missing-template",
        {ARTICLE: article("▲template: artikle.html")},
        "`article.html`",
    ),
    case(
        "template-of-a-document-upwards",
        "missing-template",
        {ARTICLE: article("▲template: ../../etc/passwd")},
        "passwd",
    ),
    case(
        "template-of-a-page",
        "missing-template",
        {"content/pages/about.md": "---\ntitle: x\n▲template: paje.html\n---\n"},
        "`page.html`",
    ),
    case(
        "template-of-a-section",
        "missing-template",
        {"content/europe/_index.md": "---\ntitle: x\n▲template: sektion.html\n---\n"},
        "`section.html`",
    ),
    case(
        "template-of-the-feed",
        "",
        {"templates/feed.xml": "<feed>\n{{ nope }}</feed>"},
        "nope",
        ["templates/feed.xml:2:4 template-error"],
    ),
    case(
        "template-of-the-404",
        "",
        {"templates/404.html": "{{ 1 // 0 }}"},
        "ZeroDivisionError",
        ["templates/404.html:1:1 template-error"],
    ),
]


def _teaser(name: str, text: str, says: str = "on a line of its own") -> Case:
    return case(f"teaser-{name}", "open-teaser", {ARTICLE: article("access: teaser", text)}, says)


TEASERS = [
    _teaser("mark-in-a-list", "- a\n\n▲  <!-- more -->\n\n- b\n"),
    _teaser("mark-in-a-quote", "> a\n▲> <!-- more -->\n\nb\n"),
    _teaser("mark-in-a-line", "a\n\n▲b <!-- more --> c\n\nd\n\ne\n"),
    _teaser("mark-of-another-system", "a\r\n\r\n▲<!-- truncate -->\r\n\r\nb\r\n"),
    _teaser("mark-as-text", "a\n\n▲&lt;!-- more --&gt;\n\nb\n"),
    case(
        "teaser-that-is-all-open",
        "open-teaser",
        {ARTICLE: article("▲access: teaser", "a\n\n<!-- more -->\n")},
        "the whole text",
    ),
]

CASES: list[Case] = [
    *LINKS,
    *TEASERS,
    *PICTURES,
    *FILES,
    *CLASHES,
    *DATA,
    *CONFIGURATIONS,
    *THEMES,
    *TEMPLATES,
]
