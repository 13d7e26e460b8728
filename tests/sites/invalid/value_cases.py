"""Front matters that are YAML, with values that their keys do not take."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import inspect

from sitegen.model.front_matter import MATTERS, Kind, When
from tests.sites.invalid.case import ARTICLE, CONFIG, Case, article, case, front

#: A file of each kind.
_PATHS = {
    Kind.ARTICLE: ARTICLE,
    Kind.SECTION: "content/europe/_index.md",
    Kind.AUTHOR: "content/authors/arts-desk.md",
    Kind.TAG: "content/tags/energy.md",
    Kind.ISSUE: "content/issues/2026-winter.md",
    Kind.SERIES: "content/series/rivers.md",
    Kind.PAGE: "content/pages/contact.md",
    Kind.INDEX: "content/authors/_index.md",
    Kind.HOME: "content/_index.md",
}


def _required(kind: Kind) -> dict[str, str]:
    """The keys that a document of this kind has to have."""
    if kind is Kind.HOME:
        return {}
    names = {Kind.AUTHOR: {"name": "The Arts Desk"}, Kind.ARTICLE: {"title": "x", "date": "2026-11-02"}}
    return names.get(kind, {"title": "x"})


def of_kind(name: str, codes: str, kind: Kind, matter: str, says: str) -> Case:
    """A case of the front matter of a document of any kind, its required keys given."""
    given = {line.lstrip("▲").split(":")[0] for line in matter.split("\n")}
    lines = [f"{key}: {value}" for key, value in _required(kind).items() if key not in given]
    return case(name, codes, {_PATHS[kind]: "\n".join(["---", *lines, matter, "---", ""])}, says)


# Wrong types: every key of every kind


def _wrong_types() -> Iterator[Case]:
    for kind, matter in MATTERS.items():
        info = inspect.type_info(matter)
        assert isinstance(info, inspect.StructType)
        for field in info.fields:
            variants = list(_wrong_values(field.type))
            for found, value, says in variants if kind is Kind.ARTICLE else variants[-1:]:
                text = f"{field.encode_name}: {value}"
                yield of_kind(f"{kind}-{field.encode_name}-{found}", "wrong-type", kind, text, says)


def _wrong_values(info: inspect.Type) -> Iterator[tuple[str, str, str]]:
    """What is wrong, the value, and what the message says that belongs there."""
    if isinstance(info, inspect.UnionType):
        info = next(member for member in info.types if not isinstance(member, inspect.NoneType))
    match info:
        case inspect.StructType() if info.cls is When:
            yield "a-list", "▲[2026-11-23]", "a date"
            yield "a-mapping", "▲{year: 2026}", "a date"
        case inspect.StructType():
            yield "a-list", "▲[photo.png]", "`src`"
        case inspect.EnumType():
            yield "a-list", "▲[free]", "or"
        case inspect.DictType():
            yield "a-text", "▲true", "mapping"
        case inspect.VarTupleType(item_type=inspect.StrType()):
            yield "a-mapping", "▲{one: two}", "be text"
        case inspect.VarTupleType(item_type=inspect.UnionType()):
            yield "a-list-in-a-title", "[{title: ▲[x], url: 'https://example.org/'}]", "`related.title`"
        case inspect.VarTupleType():
            yield "of-texts", "[▲A text]", "mapping"
        case inspect.StrType():
            yield "a-mapping", "▲{one: two}", "be text"
            yield "a-list", "\n  ▲- one\n  - two", "a list"


# Dates


_DATES = {
    "2026-02-30": "2026-02-30",
    "2025-02-29": "2025-02-29",
    "1900-02-29": "1900-02-29",
    "2026-04-31": "2026-04-31",
    "2026-13-01": "month 13",
    "2026-00-10": "month 0",
    "2026-01-00": "2026-01-00",
    "2026-01-32": "2026-01-32",
    "0000-01-01": "year 0000",
    "0999-12-31": "year 0999",
    "10000-01-01": "10000-01-01",
    "26-11-23": "26-11-23",
    "2026-11-23T24:00": "24:00",
    "2026-11-23T24:61": "24:61",
    "2026-11-23T12:60": "12:60",
    "2026-11-23T12:00:61": "12:00:61",
    "2026-11-23T12:00+25:00": "+25:00",
    "2026-11-23T12:00+01:75": "+01:75",
    "2026-11-23T12:00 CET": "2026-11-23T09:30+01:00",
    "2026-11-23T": "2026-11-23T",
    "2026-11-23T9": "2026-11-23T9",
    "9999-12-31T23:59-14:00": "calendar",
    "2026-11": "2026-11",
    "2026": "`2026`",
    "20261123": "20261123",
    "2026-W48-1": "2026-W48-1",
    "2026-327": "2026-327",
    "1795431600": "1795431600",
    "23.11.2026": "23.11.2026",
    "11/23/2026": "11/23/2026",
    "November 23, 2026": "November 23, 2026",
    "tomorrow": "tomorrow",
    "true": "`true`",
    "12:30": "12:30",
    "-2026-11-23": "-2026-11-23",
    "２０２６-11-23": "２０２６-11-23",
    "2026–11–23": "2026–11–23",
}
_DATE_KEYS = ("embargo", "date", "expires", "updated")

DATES = [
    of_kind(f"date-{text}", "invalid-date", Kind.ARTICLE, f"{_DATE_KEYS[number % 4]}: ▲{text}", says)
    for number, (text, says) in enumerate(_DATES.items())
] + [
    of_kind("date-of-an-issue", "invalid-date", Kind.ISSUE, "date: ▲2026-06-31", "2026-06-31"),
    of_kind("date-of-a-page", "invalid-date", Kind.PAGE, "embargo: ▲soon", "soon"),
    of_kind(
        "date-of-a-correction",
        "invalid-date",
        Kind.ARTICLE,
        "corrections: [{date: ▲2026-02-30, text: Mended.}]",
        "2026-02-30",
    ),
    case(
        "date-of-a-file-name",
        "",
        {"content/asia/2026-02-30-treaty.md": "---\ntitle: x\n---\n"},
        "2026-02-30",
        ["content/asia/2026-02-30-treaty.md invalid-date"],
    ),
]


# Missing, unknown, invalid


MISSING = [
    *(
        case(f"{kind}-without-{key}", "missing-key", {_PATHS[kind]: "---\n▲slug: x\n---\n"}, key)
        for kind, key in (
            (Kind.ARTICLE, "title"),
            (Kind.SECTION, "title"),
            (Kind.AUTHOR, "name"),
            (Kind.ISSUE, "title"),
            (Kind.SERIES, "title"),
            (Kind.PAGE, "title"),
        )
    ),
    case("tag-without-title", "missing-key", {_PATHS[Kind.TAG]: "---\n▲summary: x\n---\n"}, "title"),
    case("index-without-title", "missing-key", {_PATHS[Kind.INDEX]: "---\n▲summary: x\n---\n"}, "title"),
    case("no-date", "missing-key", {ARTICLE: "▲---\ntitle: x\n---\n"}, "2026-11-23"),
    case("date-without-value", "missing-key", {ARTICLE: "▲---\ntitle: x\ndate:\n---\n"}, "date"),
    *(
        case(
            f"title-{name}",
            "missing-key",
            {ARTICLE: f"---\n▲title: {value}\ndate: 2026-11-02\n---\n"},
            "title",
        )
        for name, value in {
            "empty": "",
            "null": "null",
            "tilde": "~",
            "quotes": '""',
            "blanks": '"  "',
            "entities": '"&nbsp;"',
            "no-break-space": '"\u00a0"',
        }.items()
    ),
    of_kind("name-blank", "missing-key", Kind.AUTHOR, '▲name: ""', "name"),
    front("correction-without-text", "missing-key", "corrections: [▲{date: 2026-11-03}]", "text"),
    front("correction-without-date", "missing-key", "corrections: [▲{text: Mended.}]", "date"),
    front("related-without-url", "missing-key", "related: [▲{title: x}]", "url"),
    front("photo-without-file", "missing-key", "photo: ▲{alt: x, credit: y}", "src"),
    of_kind(
        "profile-without-name", "missing-key", Kind.AUTHOR, "social: [▲{url: 'https://example.org/'}]", "name"
    ),
]

UNKNOWN = [
    *(
        front(f"unknown-key-{name}", "unknown-key", f"▲{name}: x", f"`{meant}`")
        for name, meant in {
            "tittle": "title",
            "Subtitle": "subtitle",
            "sub-title": "subtitle",
            "sub_title": "subtitle",
            "autors": "authors",
            "Tags": "tags",
            "tag": "tags",
            "sumary": "summary",
            "updatd": "updated",
            "imbargo": "embargo",
            "photos": "photo",
            "sections": "section",
            "alias": "aliases",
            "publish": "published",
        }.items()
    ),
    front("unknown-key-far-from-all", "unknown-key", "▲zzz: x", "Known keys"),
    front("key-without-a-name", "yaml-syntax", "▲: x", "key: value"),
    front("unknown-key-null", "unknown-key", "▲~: x", "Known keys"),
    front(
        "unknown-key-of-a-photo", "unknown-key", "photo: {src: photo.png, alt: x, ▲credits: y}", "`credit`"
    ),
    front(
        "unknown-key-of-a-correction",
        "unknown-key",
        "corrections: [{date: 2026-11-03, text: x, ▲textt: y}]",
        "`text`",
    ),
    of_kind("unknown-key-of-an-author", "unknown-key", Kind.AUTHOR, "▲orchid: x", "`orcid`"),
    of_kind("unknown-key-of-a-section", "unknown-key", Kind.SECTION, "▲tilte: x", "`title`"),
    of_kind("unknown-key-of-home", "unknown-key", Kind.HOME, "▲feature: []", "`features`"),
    of_kind("author-with-a-key-of-articles", "unknown-key", Kind.AUTHOR, "▲tags: [Trade]", "tags"),
    of_kind("tag-as-draft", "unknown-key", Kind.TAG, "▲draft: true", "draft"),
]

_SLUGS = {
    "upwards": "..",
    "here": ".",
    "two-parts": "a/b",
    "leading-slash": "/a",
    "encoded-slash": "a%2fb",
    "encoded-letter": "caf%C3%A9",
    "query": "a?b",
    "fragment": "a#b",
    "backslash": "a\\b",
}
_ALIASES = {
    "upwards": "/asia/../../x/",
    "upwards-at-once": "../x",
    "upwards-encoded": "/%2e%2e/x/",
    "upwards-half-encoded": "/.%2E/x/",
    "encoded-slash": "/a%2fb/",
    "encoded-slash-large": "/a%2Fb/",
    "encoded-nul": "/a%00b/",
    "full-url": "https://example.org/old/",
    "other-host": "//example.org/old/",
    "script": "javascript:alert(1)",
    "backslash": "/a\\b/",
}
_LONG = "a" * 300

SLUGS = [
    *(
        front(f"slug-{name}", "invalid-slug", f"▲slug: '{slug}'", "last part of the URL")
        for name, slug in _SLUGS.items()
    ),
    *(
        front(f"alias-{name}", "invalid-alias", f"aliases: ['/fine/', ▲'{alias}']", "old URL")
        for name, alias in _ALIASES.items()
    ),
    front("slug-with-nul", "control-character", 'slug: ▲"a\\0b"', "U+0000"),
    front("alias-with-line-end", "invalid-alias", 'aliases: [▲"/a\\nb/"]', "control"),
    front("slug-with-tab", "invalid-slug", '▲slug: "a\\tb"', "U+0009"),
    front("slug-with-blanks", "invalid-slug", "▲slug: ' a '", "space"),
    front("slug-of-300-bytes", "name-too-long", f"▲slug: {_LONG}", "255"),
    front("slug-of-88-letters", "name-too-long", f"▲slug: {'界' * 88}", "264"),
    *(
        front(f"alias-with-{name}", "invalid-alias", f"aliases: [▲'{alias}']", says)
        for name, alias, says in (
            ("an-empty-part", "/old//a/", "an empty part"),
            ("an-empty-part-at-its-end", "/old/a//", "an empty part"),
            ("an-empty-part-without-a-slash", "old//a", "an empty part"),
            ("a-dot-inside", "/a/./b/", "begins with a dot"),
            ("a-dot-at-its-end", "/a/.", "begins with a dot"),
        )
    ),
    front(
        "alias-of-4096-bytes",
        "invalid-alias",
        f"aliases: [▲/{'/'.join(['x' * 200] * 20)}/{'y' * 74}/]",
        "1,024",
    ),
    front("alias-of-2000-parts", "invalid-alias", f"aliases: [▲{'/a' * 2000}/]", "1,024"),
    front("alias-of-letters-of-300-bytes", "invalid-alias", f"aliases: [▲/{'界' * 100}/]", "255"),
    front("alias-of-1025-bytes", "invalid-alias", f"aliases: [▲{('/' + 'x' * 249) * 4}/{'y' * 13}]", "1,024"),
    front("tag-of-300-bytes", "generated-url", f"tags: [Oil, ▲{_LONG}]", "255"),
    front("tag-of-signs", "generated-url", f"tags: [▲'{'.' * 100}']", "255"),
    front("alias-of-300-bytes", "invalid-alias", f"aliases: [▲/old/{_LONG}/]", "255"),
    of_kind("slug-of-a-section", "invalid-slug", Kind.SECTION, "▲slug: a/b", "`/`"),
    of_kind("slug-of-a-page", "invalid-slug", Kind.PAGE, "▲slug: ../../etc", "`/`"),
    of_kind("slug-of-an-author", "invalid-slug", Kind.AUTHOR, "▲slug: ..", "`..`"),
    of_kind("alias-of-a-tag", "invalid-alias", Kind.TAG, "aliases: [▲../../x]", "contains `..`"),
]

VALUES = [
    *(
        front(f"doi-{name}", "invalid-value", f"▲doi: {doi}", "10.1000/182")
        for name, doi in {
            "text": "forthcoming",
            "short": "10.1/x",
            "without-suffix": "10.1000/",
            "other-host": "https://example.org/10.1000/182",
            "two": "10.1000/182 10.1000/183",
        }.items()
    ),
    *(
        of_kind(f"orcid-{name}", "invalid-value", Kind.AUTHOR, f"▲orcid: {orcid}", "`0000-0002-1825-0097`")
        for name, orcid in {
            "short": "0000-0002-1825",
            "letters": "O000-0002-1825-0097",
            "other-host": "https://example.org/0000-0002-1825-0097",
        }.items()
    ),
    of_kind("orcid-mistyped", "invalid-value", Kind.AUTHOR, "▲orcid: 0000-0002-1825-0098", "check digit"),
    *(
        front(
            f"focus-{name}",
            "invalid-value",
            f"photo: {{src: photo.png, alt: x, credit: y, ▲focus: {focus}}}",
            "50% 30%",
        )
        for name, focus in {
            "one-number": "50%",
            "beyond": "101% 0%",
            "words": "left top",
            "no-percent": "50 30",
            "below": "-1% 0%",
        }.items()
    ),
    *(
        of_kind(f"url-{name}", "invalid-value", Kind.AUTHOR, f"▲url: '{url}'", "full URL")
        for name, url in {
            "no-scheme": "example.org",
            "ftp": "ftp://example.org/",
            "script": "javascript:alert(1)",
            "data": "data:text/html,x",
            "no-host": "http://",
            "brackets": "http://[::1",
            "blank": "https://example.org/a b",
            "quotes": 'https://example.org/"onclick=x',
        }.items()
    ),
    of_kind(
        "url-of-a-profile",
        "invalid-value",
        Kind.AUTHOR,
        "social: [{name: x, ▲url: 'javascript:x'}]",
        "full URL",
    ),
    front("url-of-a-related-article", "invalid-value", "related: [{title: x, ▲url: asia/good}]", "full URL"),
    front("status-unknown", "invalid-value", "status: ▲live", "`published`"),
    front("status-near", "invalid-value", "status: ▲drafts", "Did you mean `draft`?"),
    front("status-number", "invalid-value", "status: ▲1", "`draft`"),
    front("access-unknown", "invalid-value", "access: ▲paid", "`teaser`"),
    of_kind("status-of-a-page", "invalid-value", Kind.PAGE, "status: ▲on", "`published`"),
    front("draft-maybe", "wrong-type", "draft: ▲maybe", "true or false"),
    front("draft-yes", "wrong-type", "draft: ▲yes", "true or false"),
    front("draft-list", "wrong-type", "draft: ▲[true]", "true or false"),
    front("published-a-date", "wrong-type", "published: ▲2026-11-02", "content.fields"),
    front("published-no", "wrong-type", "published: ▲no", "true or false"),
    front("unknown-author", "unknown-author", "authors: [▲world-dsk]", "`world-desk`"),
    front("unknown-issue", "unknown-issue", "▲issue: 2026-autum", "`2026-autumn`"),
    front("unknown-series", "unknown-series", "▲series: strait", "`straits`"),
    front("unknown-series-far-from-all", "unknown-series", "▲series: zzz", "series"),
    front("unknown-language", "unknown-language", "▲lang: fr", "`en`"),
    front("unknown-related", "unknown-article", "related: [▲asia/god]", "`asia/good`"),
    front("unknown-related-file", "unknown-article", "related: [▲../asia/none.md]", "none.md"),
    front("related-a-section", "unknown-article", "related: [▲asia]", "asia"),
    front("related-upwards", "unknown-article", "related: [▲../../../etc/passwd]", "passwd"),
    of_kind("unknown-lead", "unknown-article", Kind.HOME, "▲lead: asia/god", "`asia/good`"),
    of_kind(
        "unknown-feature", "unknown-article", Kind.HOME, "features: [asia/good, ▲europe/none]", "europe/none"
    ),
    of_kind(
        "unknown-content-of-an-issue", "unknown-article", Kind.ISSUE, "contents: [▲asia/goods]", "`asia/good`"
    ),
    case(
        "no-section", "no-section", {"content/loose.md": "▲---\ntitle: x\ndate: 2026-11-02\n---\n"}, "section"
    ),
    case(
        "field-of-another-system",
        "invalid-date",
        {
            "sitegen.yaml": f"{CONFIG}content: {{fields: {{date: [pubdate]}}}}\n",
            ARTICLE: "---\ntitle: x\npubdate: ▲soon\n---\n",
        },
        "soon",
    ),
    case(
        "unknown-key-despite-extra",
        "unknown-key",
        {
            "sitegen.yaml": f"{CONFIG}content: {{unknown: extra}}\n",
            ARTICLE: article("mood: grave\nphoto: {src: photo.png, alt: x, credit: y, ▲mood: z}"),
        },
        "photo.mood",
    ),
]

CASES: list[Case] = [*_wrong_types(), *DATES, *MISSING, *UNKNOWN, *SLUGS, *VALUES]
