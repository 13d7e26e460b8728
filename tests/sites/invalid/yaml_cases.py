"""Front matters that are no YAML, or no YAML that we read; files that are no text."""

from __future__ import annotations

from tests.sites.invalid.case import ARTICLE, Case, article, body, case, front

_DEEP = 40_000
_BOMB = "\n".join(
    ["extra:", "  l0: &l0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    + [f"  l{n}: &l{n} [{', '.join(['*l' + str(n - 1)] * 10)}]" for n in range(1, 9)]
)


def _raw(name: str, data: bytes, place: str, says: str) -> Case:
    return case(name, "", {ARTICLE: data}, says, [f"{ARTICLE}{place}"])


def _whole(name: str, codes: str, text: str, says: str) -> Case:
    return case(name, codes, {ARTICLE: text}, says)


SYNTAX = [
    front("tab-as-indentation", "yaml-syntax", "photo:\n▲\tsrc: photo.png", "tab"),
    front("tab-before-key", "yaml-syntax", "▲\tsummary: x", "tab"),
    front("colon-in-value", "yaml-syntax", "subtitle: Trade▲: the next round", '"Trade: the next round"'),
    _whole(
        "colon-in-title", "yaml-syntax", "---\ntitle: Trade▲: what next\ndate: 2026-11-02\n---\n", "quotes"
    ),
    front("unclosed-double-quote", "yaml-syntax", 'summary: ▲"Never closed', "never closed"),
    front("unclosed-single-quote", "yaml-syntax", "summary: ▲'Never closed", "never closed"),
    front("apostrophe-in-single-quotes", "yaml-syntax", "summary: 'Asia'▲s turn'", "''"),
    front("text-after-quotes", "yaml-syntax", 'summary: "One" ▲two', "continues after"),
    front("unclosed-bracket", "yaml-syntax", "tags: ▲[Trade, Energy", "]"),
    front("unclosed-brace", "yaml-syntax", "photo: ▲{src: photo.png", "}"),
    front("bracket-closed-by-brace", "yaml-syntax", "tags: [Trade▲}", "]"),
    front("stray-bracket", "yaml-syntax", "summary: ▲]", "cannot begin"),
    front("text-after-bracket", "yaml-syntax", "summary: [Opinion] ▲The treaty", "expected"),
    front("at-sign", "yaml-syntax", "summary: ▲@desk on trade", "quotes"),
    front("backtick", "yaml-syntax", "summary: ▲`make` or break", "backtick"),
    front("percent", "yaml-syntax", "summary: ▲%20 of trade", "quotes"),
    front("asterisks", "yaml-syntax", "summary: ▲**Bold** words", "quotes"),
    front("ampersand", "yaml-syntax", "summary: ▲& then", "quotes"),
    front("bad-escape", "yaml-syntax", 'summary: "C:▲\\d"', "escape"),
    front("item-on-the-line-of-its-key", "yaml-syntax", "tags: ▲- Trade", "line of its own"),
    front("text-after-bar", "yaml-syntax", "summary: | ▲Text", "next line"),
    front("no-colon", "yaml-syntax", "▲summary\ntags: [Trade]", "colon"),
    front("no-blank-after-colon", "yaml-syntax", "▲summary:Text\ntags: [Trade]", "colon"),
    front("no-break-space-after-key", "yaml-syntax", "summary:▲\u00a0Text\ntags: [Trade]", "`summary: Text`"),
    front(
        "no-break-space-in-the-last-key",
        "yaml-syntax",
        "tags: [Trade]\nsummary:▲\u202fText",
        "`summary: Text`",
    ),
    front("no-break-space-in-a-key-below", "yaml-syntax", "photo:\n  src:▲\u00a0a.png\n  alt: a", "no-break"),
    front("no-break-space-after-dash", "yaml-syntax", "tags:\n  -▲\u00a0Trade\n  -\u00a0Tax", "`- Trade`"),
    _whole(
        "no-break-spaces-everywhere",
        "yaml-syntax",
        "---\ntitle:▲\u00a0a\ndate:\u00a02026-11-02\n---\n",
        "no-break",
    ),
    _whole("no-break-space-in-the-only-key", "yaml-syntax", "---\ntitle:▲\u00a0a\n---\n", "`title: a`"),
    front("list-goes-on-otherwise", "yaml-syntax", "tags:\n  - Trade\n  ▲other: x", "- item"),
    front("key-outdented", "yaml-syntax", "photo:\n    src: photo.png\n  ▲alt: A strait", "column"),
    front("question-mark", "yaml-syntax", "summary: ▲? text", "quotes"),
    front("unknown-alias", "yaml-syntax", "summary: ▲*important*", "quotes"),
    front("template-residue", "wrong-type yaml-unsupported", "summary: ▲{▲{ page.title }}", "quotes"),
    front("list-as-key", "yaml-unsupported", "extra:\n  ▲[a, b]: c", "key"),
    front("mapping-as-key", "yaml-unsupported", "extra:\n  ? ▲{a: b}\n  : c", "key"),
    front("second-document", "yaml-unsupported", "▲--- another", "second"),
    _whole("directive", "yaml-unsupported", "---\n▲%YAML 2.0\ntitle: x\n---\n", "directive"),
    front("duplicate-key", "duplicate-key", "summary: One\n▲summary: Two", "twice"),
    front("duplicate-title", "duplicate-key", "▲title: Another", "line 2"),
    front("duplicate-key-in-quotes", "duplicate-key", 'summary: One\n▲"summary": Two', "twice"),
    front("duplicate-key-inside", "duplicate-key", "extra: {a: 1, ▲a: 2}", "twice"),
    front("three-of-one-key", "duplicate-key duplicate-key", "slug: a\n▲slug: b\n▲slug: c", "twice"),
    front("merge-key", "yaml-unsupported", "extra:\n  ▲<<: {a: 1}", "<<"),
    front("merge-key-outside", "yaml-unsupported", "▲<<: {status: draft}", "<<"),
]

TAGS = [
    front(f"tag-{name}", "yaml-unsupported", f"extra:\n  a: ▲{value}", "tag")
    for name, value in {
        "python-object": "!!python/object/apply:os.system [date]",
        "python-name": "!!python/name:os.system",
        "python-str": "!!python/str text",
        "python-tuple": "!!python/tuple [1, 2]",
        "python-module": "!!python/module:os",
        "binary": "!!binary aGVsbG8=",
        "set": "!!set {a, b}",
        "timestamp": "!!timestamp 2026-11-02",
        "own": "!include other.yaml",
        "in-full": "!<tag:example.org,2026:x> y",
    }.items()
] + [front("tag-unknown-handle", "yaml-unsupported", "summary: ▲!e!x text", "quotes")]

DEPTH = [
    front("alias-bomb", "yaml-too-deep", _BOMB.replace("&l3", "▲&l3"), "20,000"),
    front("alias-in-itself", "yaml-unsupported", "extra: &a [▲*a]", "inside"),
    front("depth-33", "yaml-too-deep", "extra: " + "[" * 31 + "▲[" + "]" * 32, "32"),
    front("depth-40000-lists", "yaml-too-deep", f"extra: {'[' * 31}▲{'[' * _DEEP}{']' * _DEEP}", "32"),
    front("depth-40000-mappings", "yaml-too-deep", f"extra: {'{a: ' * 31}▲{'{a: ' * _DEEP}", "32"),
    front("depth-40000-unclosed", "yaml-too-deep", f"extra: {'[' * 31}▲{'[' * _DEEP}", "32"),
    front("depth-40000-items", "yaml-too-deep", f"extra:\n {'- ' * 31}▲{'- ' * _DEEP}x", "32"),
    front(
        "depth-by-alias",
        "yaml-too-deep",
        f"extra: {{a: ▲&a {'[' * 20}{']' * 20}, b: {'[' * 20}*a{']' * 20}}}",
        "32",
    ),
    front("depth-of-a-title", "yaml-too-deep", f"subtitle: {'[' * 31}▲{'[' * 9}{']' * 40}", "32"),
    front(
        "too-many-characters-by-alias",
        "yaml-too-deep",
        f"extra: {{a: &a {'x' * 60_000}, b: [*a, ▲*a]}}",
        "100,000",
    ),
    front(
        "too-many-characters-by-alias-of-a-list",
        "yaml-too-deep",
        f"extra: {{a: &a [{'x' * 60_000}], b: &b [*a], c: ▲*b}}",
        "100,000",
    ),
    front("too-many-values", "yaml-too-deep", f"extra: [{'x, ' * 19_993}▲{'x, ' * 5_000}x]", "20,000"),
]

FENCES = [
    case("empty-file", "front-matter-missing", {ARTICLE: "▲"}, "---"),
    case("blank-file", "front-matter-missing", {ARTICLE: "▲ \n\n \n"}, "---"),
    case("no-front-matter", "front-matter-missing", {ARTICLE: "▲# A Title\n\nText.\n"}, "title"),
    case("text-before-fence", "front-matter-missing", {ARTICLE: "▲Draft 3\n---\ntitle: x\n---\n"}, "---"),
    case("toml", "toml-syntax", {ARTICLE: '+++\ntitle = "x"\ndate = ▲soon\n+++\n'}, "`key = value`"),
    case("toml-twice", "toml-syntax", {ARTICLE: '+++\ntitle = "x"\ntitle = "y"▲\n+++\n'}, "overwrite"),
    case(
        "toml-key",
        "missing-key",
        {ARTICLE: '+++\n▲titel = ""\ndate = 2026-11-02\n+++\n'},
        "title",
        [f"{ARTICLE}:2:1 unknown-key"],
    ),
    case(
        "toml-in-a-table",
        "unknown-key",
        {ARTICLE: '+++\ntitle = "x"\ndate = 2026-11-02\n[photo]\nsrc = "photo.png"\n▲crdit = "x"\n+++\n'},
        "`credit`",
    ),
    case("toml-unclosed", "front-matter-unclosed", {ARTICLE: '▲+++\ntitle = "x"\n\nText.\n'}, "+++"),
    case("json", "json-syntax", {ARTICLE: '{"title": ▲x}\n\nText.\n'}, "YAML"),
    case(
        "json-key",
        "unknown-key",
        {ARTICLE: '{"title": "x", "date": "2026-11-02",\n▲"titel": "x"}\n'},
        "`title`",
    ),
    case(
        "json-twice",
        "duplicate-key",
        {ARTICLE: '{"date": "2026-11-02", "title": "x", ▲"title": "y"}\n'},
        "twice",
    ),
    case(
        "pelican",
        "front-matter-missing",
        {ARTICLE: "▲Title: x\nDate: 2026-11-02\n\nText.\n"},
        "sitegen convert",
    ),
    case("four-dashes", "front-matter-missing", {ARTICLE: "▲----\ntitle: x\n----\n"}, "---"),
    case("text-beside-fence", "front-matter-missing", {ARTICLE: "▲--- title: x\n---\n"}, "nothing else"),
    case("indented-fence", "front-matter-missing", {ARTICLE: "▲ ---\ntitle: x\n---\n"}, "---"),
    case(
        "two-byte-order-marks", "front-matter-missing", {ARTICLE: "\ufeff▲\ufeff---\ntitle: x\n---\n"}, "---"
    ),
    case("fence-alone", "front-matter-unclosed", {ARTICLE: "▲---\n"}, "closing"),
    case(
        "unclosed-fence",
        "front-matter-unclosed",
        {ARTICLE: "▲---\ntitle: x\ndate: 2026-11-02\n\nText.\n"},
        "before line 4",
    ),
    case(
        "unclosed-fence-of-dots",
        "front-matter-unclosed",
        {ARTICLE: "▲---\ntitle: x\n ...\nText.\n"},
        "closing",
    ),
    case("empty-front-matter", "missing-key", {ARTICLE: "---\n▲---\nText.\n"}, "title"),
    case("front-matter-of-blanks", "missing-key", {ARTICLE: "---\n▲\n# nothing\n---\nText.\n"}, "title"),
    case("front-matter-a-list", "wrong-type", {ARTICLE: "---\n▲- title\n- date\n---\n"}, "a list"),
    case("front-matter-a-text", "wrong-type", {ARTICLE: "---\n▲A title\n---\n"}, "`A title`"),
    case("front-matter-a-number", "wrong-type", {ARTICLE: "---\n▲1984\n---\n"}, "`1984`"),
]

BYTES = [
    _raw("utf-16-little", article().encode("utf-16-le").join([b"\xff\xfe", b""]), ":1:1 not-utf8", "UTF-16"),
    _raw("utf-16-big", b"\xfe\xff" + article().encode("utf-16-be"), ":1:1 not-utf8", "UTF-16"),
    _raw("utf-16-unmarked", article().encode("utf-16-le"), ":1:2 control-character", "UTF-16"),
    _raw("windows-1252", article("summary: Café – “no”").encode("cp1252"), ":4:13 not-utf8", "Windows-1252"),
    _raw("latin-1-in-text", article(body="Text.\n\nUne a\xe9e\n").encode("latin-1"), ":9:6 not-utf8", "é"),
    _raw("bytes-of-no-encoding", article().encode() + b"\x81\xff", ":8:1 not-utf8", "0x81"),
    _raw("utf-8-cut-off", article(body="Caf\xe9").encode()[:-1], ":7:4 not-utf8", "0xC3"),
    _raw("overlong-utf-8", article().encode() + b"\xc0\xae", ":8:1 not-utf8", "0xC0"),
    _whole("lone-surrogate", "not-utf8", article("summary: ▲\ud800"), "0xED"),
    _whole("lone-surrogate-in-text", "not-utf8", article(body="A ▲\udc00 b"), "0xED"),
    front("surrogate-escape", "yaml-syntax", 'summary: "A ▲\\uD800"', "half of a character"),
    _raw("picture-as-article", b"\x89PNG\r\n\x1a\n\x00\x00", ":1:1 not-utf8", "UTF-8"),
    front("nul", "control-character", "summary: a▲\0b", "NUL"),
    body("nul-in-text", "control-character", "Some▲\0 text.", "NUL"),
    _raw("nothing-but-nul", b"\0" * 512, ":1:1 control-character", "NUL"),
    front("escaped-nul", "control-character", 'summary: ▲"a\\0b"', "U+0000"),
    front("bell", "control-character", "summary: a▲\x07b", "U+0007"),
    front("escape-sequence", "control-character", "summary: ▲\x1b[31mred", "U+001B"),
    front("delete", "control-character", "summary: a▲\x7fb", "U+007F"),
    front("c1-control", "control-character", "summary: a▲\x9bb", "U+009B"),
    front("no-character", "control-character", "summary: a▲\uffffb", "U+FFFF"),
    front("form-feed", "control-character", "summary: a▲\x0cb", "U+000C"),
    front("two-controls", "control-character control-character", "summary: ▲\x01\nslug: x▲\x02", "Delete"),
    _whole("byte-order-mark", "yaml-syntax", "\ufeff---\ntitle: a▲: b\n---\n", "quotes"),
    _whole("carriage-returns", "yaml-syntax", article("summary: a▲: b").replace("\n", "\r"), "quotes"),
    _whole(
        "carriage-returns-and-line-feeds",
        "yaml-syntax",
        article("summary: a▲: b").replace("\n", "\r\n"),
        "quotes",
    ),
    _whole(
        "mixed-line-ends", "unknown-key", "---\r\ntitle: x\rdate: 2026-11-02\n▲sumary: x\r\n---\r", "summary"
    ),
    front("line-separator", "yaml-syntax", "extra: {a: one\u2028two}\nsummary: a▲: b", "quotes"),
    front("next-line", "unknown-key", "summary: one\x85two\n▲sumary: x", "summary"),
]

CASES: list[Case] = [*SYNTAX, *TAGS, *DEPTH, *FENCES, *BYTES]
