"""Texts that repeat something: what a slow rule, or one that copies much, takes its time over.

A pattern is a name and a function that writes a text of about so many bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

Write = Callable[[int], str]


def _run(unit: str, prefix: str = "", suffix: str = "") -> Write:
    return lambda size: prefix + unit * _times(size - len(prefix) - len(suffix), unit) + suffix


def _pairs(opening: str, closing: str, middle: str = "x") -> Write:
    def write(size: int) -> str:
        count = _times(size - len(middle), opening + closing)
        return opening * count + middle + closing * count

    return write


def _numbered(unit: str, prefix: str = "", suffix: str = "") -> Write:
    """A unit with a number in it, which is another one each time."""

    def write(size: int) -> str:
        count = _times(size, unit.format(1_000))
        return prefix + "".join([unit.format(number) for number in range(count)]) + suffix

    return write


def _growing(unit: str, between: str) -> Write:
    def write(size: int) -> str:
        written, length, count = [], 0, 1
        while length < size:
            written.append(unit * count + between)
            length += len(written[-1])
            count += 1
        return "".join(written)

    return write


def _halves(first: Callable[[int], str], second: Write) -> Write:
    return lambda size: first(size // 2) + second(size - size // 2)


def _deep_lists(size: int) -> str:
    written, length, depth = [], 0, 0
    while length < size:
        written.append(" " * (2 * depth) + "- a\n")
        length += len(written[-1])
        depth += 1
    return "".join(written)


def _square_table(size: int) -> str:
    """As many columns as rows, and no cells but in the first two rows."""
    side = max(2, size // 8)
    return "a|" * side + "\n" + "-|" * side + "\n" + "|x\n" * side


def _times(size: int, unit: str) -> int:
    return max(1, size // len(unit.encode()))


#: What is repeated as it is, and with line breaks of each kind between.
_UNITS = [
    "![", "^[", "[^", "[", "]", "](", "[](", "[a](<", "[a](", "[a](b", "[a](b \"", "[a][", "[a] ", "[a][b]", "![a](", "![a]",
    "![a][b]", "[[]]", "[]", "[]()", "[a](b) ", "![a](b) ", "^[a] ", "[^a] ", "[^a]: b", "[a]: b", "[a](\\b\\.md) ",
    "[a](b&amp;c) ", "[a](%20) ", "[a](é) ", "[a](b \"c\") ", "[a](mailto:b@c.de) ", "<https://a.org/> ", "<a@b.de> ", "`a`[a](b)",
    "*", "_", "**", "*a", "*a ", "a*", "**a", "*a_", "*a **b ", "_a ", "a_b", "*a* ", "**a** ", "***a*** ", "**a* ", "*a**b", "~~", "~",
    "~~a", "~~a ", "~~~a ", "`", "``", "`a", "`a` ", "` ", "```", "a`` `", "\\", "\\\\", "\\`", "\\[", "\\a", "\\]", "&", "&amp;", "&#", "&#x0;",
    "&a", "&quot;", "&lt;", "&Aacute;", "<", ">", "<>", "< ", "<a", "<a ", "<a>", "</a>", "<a b=", "<a b=\"", "<a b='c' ", "<a href=\"",
    "<a href=\"b\">", "<img src=\"", "<img src=b>", "<b>", "</b>", "<b>a</b>", "<!", "<!-", "<!--", "<!-- ", "<!-- a -->", "<!-->", "--", "-->", "<!a", "<![CDATA[",
    "<![CDATA[a]]>", "]]>", "<?", "<? ?>", "?>", "<script>", "<script", "</script>", "<style>", "<textarea>", "<title>", "<svg>", "<svg", "<math>",
    "<template>", "<iframe>", "<noscript>", "<div>", "</div>", "<div", "<div\n", "<p>", "<table>", "<table><tr><td>", "<td>", "<li>", "<ul><li>",
    "<a name=b>", "<a id=b>", "<p id=a>", "<span id='", "<select>", "<h2>", "<details>", "<sup class=\"footnote-ref\">", "<font>", "<b><i>", "<nobr>",
    "'", "\"", "\"'", "\"a\" ", "'a' ", "a'", "'a", "\"a", "'90s ", "\"*a*\" ", "&quot;a", "...", "a...", "---", "a--", "a--b", "-- ",
    "!", "!!", "{", "}", "{{", "{#", "{.a", "{.a}", "{a=\"", "`a`{.b}", "`a`{", "[a](b){.c", "{% ", "^", "a^", "|", "a|", "|-", "||",
    "#", "# ", "a# ", ":", "::", ": ", ":::", "::: ", "=", "+", "1.", "1. ", "1) ", "- ", "* ", "+ ", "> ", ">", "- - ", ">- ", "- > ", "> 1. ", "    ", "\t", "- [^a]: ", "[^a]: > ", "a\n: ",
    "a", "a ", "é", "中", "中文，", "。", "ع", "عربي ", "e\u0301", "\u0301", "😀", "\u200d", "\u200b", "\xa0", "\u2028", "\x0c", "\0", "\x01", "\ufeff", "ſ", "İ", "😀\u200d", "a. ", "Dr. ", "?! ", "A.", "”", "a \u2014 ",
]  # fmt: skip

#: What begins a line.
_LINES = [
    "a", "a  ", "a\\", "# a", "#", "## a {#b}", "# a {", "###### a", "a\n=", "a\n-", "===", "---", "***", "- a", "- ", "* a", "1. a", "1) a", "  - a", "> a",
    ">", "> > a", "```", "~~~", "``` a", "    a", "\ta", "<div>", "</div>", "<!-- a", "<!-- more -->", "<!-- more", "<?a", "<!A", "<![CDATA[", "<script>", "<b>", "<a href=b>", "|", "a|b", "|a|\n|-|",
    "a|b\n-|-\n1|2", "::: note", ":::", "::: box a", "::: embed https://a.org", "::: b", ": a", "a\n: b", "a\n: b\n: c", "~ a", "{.a}", "{#a}", "{.a}\nb", "{", "[a]: b", "[a]:", "[a]",
    "[a]: b 'c", "[a]: <b", "[a]: b \"c\"", "[^a]: b", "[^a]:", "[^a]", "[^b]: [^a]", "[a](b)", "![a](b \"c\")", "![a](b)", "[a\\", "^[a]", "\"a", "'", "a\"", "*a", "`a", "&amp;", "<a", "a <!--", "[", "![", "]",
]  # fmt: skip


def _each() -> Iterator[tuple[str, Write]]:
    for unit in _UNITS:
        yield f"run {unit!r}", _run(unit)
    for line in _LINES:
        yield f"lines {line!r}", _run(line + "\n")
        yield f"blocks {line!r}", _run(line + "\n\n")
    yield from NAMED.items()


NAMED: dict[str, Write] = {
    "comments without end": _run("> <!--\n"),
    "scripts without end": _run("<script>\n\n"),
    "placeholders": _run("<title to come> "),
    "Markdown in HTML": _run('<div markdown="1">\n'),
    "texts behind the mark": _run("<!-- more -->a\n"),
    "template tags without end": _run("{% a "),
    "lines of templates": _run("{% a %}\n"),
    "hearts in HTML": _run("</3 ", "<p>"),
    "cells beyond the first row": _run("| a | b |\n", "| a |\n|---|\n"),
    "undefined references": _numbered("[a][b{0}] "),
    "fences without end": _run("> ```a b\n\n"),
    "calls of a long link": _halves(lambda size: f"[a]: https://e.org/{_run('x')(size)}\n\n", _run("[a] ")),
    "calls of a long title": _halves(lambda size: f"[a]: b '{_run('x')(size)}'\n\n", _run("[a] ")),
    "images of a long link": _halves(lambda size: f"[a]: https://e.org/{_run('x')(size)}\n\n", _run("![a] ")),
    "calls of an encoded link": _halves(lambda size: f"[a]: {_run('é')(size)}\n\n", _run("[a] ")),
    "calls of a long note": _halves(lambda size: f"[^a]: {_run('x ')(size)}\n\n", _run("[^a] ")),
    "calls of a note": _run("[^a] ", "[^a]: b\n\n"),
    "notes that call notes": _numbered("[^{0}]: a[^{0}1][^{0}2]\n\n", "[^0]\n\n"),
    "notes in a chain": lambda size: "[^0]\n\n" + "".join(f"[^{n}]: a[^{n + 1}]\n\n" for n in range(size // 20)),
    "notes that call each other": lambda size: "[^0]\n\n" + "".join(f"[^{n}]: {'[^0][^1][^2][^3] ' * 5}\n\n" for n in range(size // 100)),
    "many notes": _numbered("a[^{0}]\n\n[^{0}]: b\n\n"),
    "many links": _numbered("[a{0}]\n\n[a{0}]: b{0}\n\n"),
    "many definitions": _numbered("[a{0}]: b{0}\n"),
    "many undefined labels": _numbered("[a{0}] "),
    "many headings": _numbered("# a {0}\n\n"),
    "headings with numbers": _numbered("# a\n\n# a {0}\n\n"),
    "headings with ids": _numbered("# a {{#b{0}}}\n\n"),
    "ids": _numbered("<i id=a{0}>x</i> "),
    "targets": _numbered("[a](b{0}.md) "),
    "one target in many blocks": _run("[a](b.md)\n\n"),
    "one target in a list": _run("- [a](b.md)\n"),
    "one target in a table": _run("|[a](b.md)|\n", "|a|\n|-|\n"),
    "one escaped target": _run("![a](\\b\\.md) "),
    "targets in HTML": _run("<a href='&#98;'>a</a> "),
    "targets in blocks of HTML": _run("<div><a href='&#98;'>a</a></div>\n\n"),
    "a target in one block of HTML": _run("<a href=b>a</a>\n", "<div>\n"),
    "links in HTML comments": _run("<a href=b>", "<!-- ", " -->"),
    "nested quotations": _pairs("> ", ""),
    "nested brackets": _pairs("[", "]"),
    "nested links": _pairs("[", "](b)"),
    "nested images": _pairs("![", "](b)"),
    "nested notes": _pairs("^[", "]"),
    "nested emphasis": _pairs("*a ", " b*"),
    "nested strong": _pairs("**a ", " b**"),
    "nested mixed emphasis": _pairs("*a _b ", " c_ d*"),
    "nested strikes": _pairs("~~a ", " b~~"),
    "nested quotes": _pairs("\"a ", " b\""),
    "nested elements": _pairs("<div>", "</div>"),
    "nested inline elements": _pairs("<b>", "</b>", "a"),
    "nested inline elements in text": _pairs("a<b>", "</b>b", "a"),
    "nested lists in HTML": _pairs("<ul><li>", "</li></ul>"),
    "nested tables in HTML": _pairs("<table><tr><td>", "</td></tr></table>"),
    "nested parentheses": _pairs("(", ")", "[a](b)"),
    "nested parentheses of a target": lambda size: f"[a]({_pairs('(', ')')(size)})",
    "nested containers": _pairs("::: note\n", ":::\n", "x\n"),
    "nested containers with titles": _pairs("::: box a\n", ":::\n", "x\n"),
    "nested lists": _deep_lists,
    "backticks that grow": _growing("`", "a "),
    "fences that grow": _growing("`", "\n"),
    "tildes that grow": _growing("~", "\n"),
    "stars that grow": _growing("*", "a "),
    "underscores that grow": _growing("_", "a "),
    "hashes that grow": _growing("#", "a\n"),
    "colons that grow": _growing(":", " note\n"),
    "quotations that grow": _growing(">", "a\n"),
    "indents that grow": _growing(" ", "a\n"),
    "a table of many columns": lambda size: "a|" * (size // 4) + "\n" + "-|" * (size // 4) + "\n",
    "a table of many rows": _run("a|b\n", "a|b\n-|-\n"),
    "a table of few cells": _square_table,
    "a table that is none": lambda size: "a|" * (size // 4) + "\n" + "-|" * (size // 4 - 1) + "\n",
    "attributes of an element": lambda size: f"<a {_numbered('b{0}=c ')(size)}>",
    "one attribute of an element": lambda size: f"<a {_run('b=c ')(size)}>",
    "attributes in braces": lambda size: f"{{{_run('.a ')(size)}}}\nx",
    "braces of a heading": lambda size: f"# a {_run('{.a} ')(size)}",
    "braces over a block": _run("{.a}\n", "", "x"),
    "a long label": lambda size: f"[{_run('a')(size)}]: b\n",
    "a long label of words": lambda size: f"[{_run('a ')(size)}](b)",
    "long labels without end": _run("[aaaaaaaaaaaaaaaa "),
    "a label over lines": _run("a\n", "["),
    "labels over lines": _run("[a\n"),
    "a title over lines": _run("a\n", "[a]: b '"),
    "titles over lines": _run("[a]: b '\n"),
    "a long URL": lambda size: f"[a](https://e.org/{_run('x')(size)})",
    "a long URL with escapes": lambda size: f"[a](https://e.org/{_run('%zz')(size)})",
    "a long bare URL": lambda size: f"<https://e.org/{_run('x')(size)}>",
    "a long data URL": lambda size: f"<img src='data:image/png;base64,{_run('x')(size)}'>",
    "data URLs": _run("<a href='data:,x'>a</a>"),
    "open data URLs": _run(" href=\"data:"),
    "a long host": lambda size: f"[a](https://{_run('x.')(size)}/)",
    "a long international host": lambda size: f"[a](https://{_run('é.')(size)}/)",
    "a long word": _run("x"),
    "lines of one word": _run("x\n"),
    "code": _run("x\n", "```\n", "```\n"),
    "indented code": _run("    x\n"),
    "links in code": _run("`[a](b)` [a](b) "),
    "an open comment": _run("<!-- ", "a "),
    "open comments in lines": _run("a <!--\n"),
    "marks that are none": _run("<!-- more x\n\n"),
    "marks in code": _run("`<!-- more -->` <!-- more x -->"),
    "marks in a heading": _run("# a <!-- more -->\n\n"),
    "paragraphs in HTML": _run("<p>a\n"),
    "scripts in headings": _run("# a <script> b </script> c\n\n"),
    "quotes over paragraphs": _run("\"a\n\n"),
    "quotes in a line": _run("\"a 'b "),
    "quotes around emphasis": _run("*\"a* "),
    "embeds": _run("::: embed https://e.org/ a\n:::\n"),
    "open embeds": _run("::: embed https://e.org/ a\n"),
    "a title with blanks": _run(" ", "::: box a", "b\n"),
    "a heading with blanks": _run(" ", "# a", "b\n"),
    "a heading with braces": _run("{", "# a ", "\n"),
    "a heading closed often": _run(" #", "# a", "\n"),
    "a line with blanks": _run(" ", "a", "b"),
    "lines with blanks": _run("a" + " " * 500),
    "no-break blanks": _run("\xa0 "),
    "a figure with a caption": lambda size: f'![a](b "{_run("c ")(size)}")',
    "an image with a description": lambda size: f"![{_run('*a* ')(size)}](b)",
    "descriptions in descriptions": _run("![a ![b](c) ", "", "](d)" * 3),
    "lists in quotations": _run("> - a\n"),
    "lazy quotations": lambda size: "> " * (size // 4) + "a\n" + "b\n" * (size // 4),
    "quotations in lists": _run("- > a\n"),
    "lists of empty items": _run("-\n"),
    "lists of empty items with blanks": _run("-\n\n"),
    "loose lists": _run("- a\n\n"),
    "lists without end": _run("- a\n  b\n"),
    "two kinds of list": _run("- a\n* b\n"),
    "definitions": _numbered("a{0}\n: b\n\n"),
    "definitions of one": _run(": b\n", "a\n"),
    "definitions over blanks": _run("a\n\n: b\n\n"),
    "definitions in definitions": _run(": ", "a\n", "b"),
    "notes in lists": _run("- [^a]: b\n"),
    "notes of blocks": _run("    a\n\n", "[^a]: b\n\n"),
    "undefined calls": _run("[^a] ", "[^b]: c\n\n"),
    "calls in links": _run("[[^a]](b) ", "[^a]: c\n\n"),
    "notes in place with links": _run("^[[a](b)] "),
    "definitions of links in notes": _run("[^a]: [b]: c\n\n"),
    "the same definition": _run("[a]: b\n", "[a]\n\n"),
    "sentences": _run("The council met, and nothing “new” was said. "),
    "Arabic": _run("قال المجلس إن السياسة لم تتغير. "),
    "Chinese": _run("理事会开会讨论了新的政策。"),
}  # fmt: skip

#: What all others are compared with.
PROSE = "prose"
_PROSE = (
    "The council met on Tuesday, and said *nothing* that was new. Its chair called the [first draft](good.md) of the "
    "treaty “a beginning”, and left; nobody asked why. Prices had risen by 4 per cent since May, and the ministers of "
    "both countries, who had promised to publish what they knew, did not.\n\n"
)
PATTERNS: dict[str, Write] = {PROSE: _run(_PROSE), **dict(_each())}


def _document(matter: str = "", text: str = "Text.") -> str:
    return f"---\ntitle: A\ndate: 2024-01-01\n{matter}\n---\n{text}\n"


def _matter(write: Write) -> Write:
    return lambda size: _document(write(size))


def _text(write: Write) -> Write:
    return lambda size: _document(text=write(size))


def _list(key: str, item: str) -> Write:
    return _matter(_numbered(item + ", ", f"{key}: [", "]"))


#: Documents that are built, and not read only: what linking, planning and rendering make of them.
DOCUMENTS: dict[str, Write] = {
    PROSE: _text(PATTERNS[PROSE]),
    "authors": _list("authors", "a{0}"),
    "authors with names": _list("authors", "Jane Doe {0}"),
    "related": _list("related", "asia/none{0}"),
    "tags": _list("tags", "t{0}"),
    "as many tags as there can be": lambda _: _document(
        f"tags: [{', '.join(f't{number}' for number in range(500))}]"
    ),
    "aliases": _list("aliases", "/t{0}/"),
    "corrections": _list("corrections", "{{date: 2024-01-01, text: a{0}}}"),
    "corrections of the wrong type": _list("corrections", "a{0}"),
    "empty items": _list("tags", "[]"),
    "unknown keys": _matter(_numbered("k{0}: a\n")),
    "a key many times": _matter(_run("tags: a\n")),
    "extra": _matter(_numbered("k{0}: a, ", "extra: {", "}")),
    "deep extra": _matter(_run("[", "extra: ")),
    "anchors": _matter(_numbered("&a{0} x, ", "extra: {a: [", "]}")),
    "repeated texts": _matter(
        _halves(lambda size: f"extra: {{a: &a {_run('x')(size)}, b: [", _run("*a, ", "", "]}"))
    ),
    "dots in rights that cannot be read": _matter(_run(".", "photo: {expires: x, src: '")),
    "pictures in rights that cannot be read": _matter(_run("a.jpg", "photo: {expires: x, src: '")),
    "a long name of an expired picture": _matter(_run(".", "lead: {expires: x, src: '", "'}")),
    "expired pictures": _matter(_numbered("{{src: p{0}.jpg, expires: x}}, ", "lead: [", "]")),
    "many pictures with many dates": _matter(
        _halves(
            _numbered("p{0}.jpg, ", "photo: {src: [", "], "), _numbered("expires: 2024-01-01T{0}, ", "", "}")
        )
    ),
    "expired pictures inside each other": _matter(
        lambda size: (
            "{expires: x, a: ".join(["lead: ", *[""] * 40])
            + _numbered("p{0}.jpg, ", "[", "]")(size)
            + "}" * 40
        )
    ),
    "a long title": _matter(_run("x", "subtitle: ")),
    "a long summary": _matter(_run("x ", "summary: ")),
    "broken links": _text(_run("[a](b.md) ")),
    "different broken links": _text(_numbered("[a](b{0}.md) ")),
    "links to pages that are not there": _text(_numbered("[a](/b{0}/) ")),
    "broken fragments": _text(_numbered("[a](#b{0})\n\n# c{0}\n\n")),
    "pictures that are not there": _text(_run("![a](b.png) ")),
    "remote pictures": _text(_run("![a](https://a.b/c.png) ")),
    "links": _text(_run("[a](good.md) ")),
    "headings": _text(_run("# a\n\n")),
    "notes": _text(_run("^[a] ")),
    "calls of a note": _text(_run("[^a] ", "", "\n\n[^a]: b")),
    "calls of a long link": _text(NAMED["calls of a long link"]),
    "nested HTML": _text(_run("<div>")),
    "tables": _text(_square_table),
}
