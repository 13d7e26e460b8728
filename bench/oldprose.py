"""Texts as an archive of many years has them: half Markdown, half the HTML of the systems before.

They have what such texts have: links to what is gone, pictures that were lost or lie elsewhere, shortcodes,
fonts and colours, tables of a hundred rows. Links in HTML lead to `article:<number>`, too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from bench.prose import Text, alt, around, caption, figures, heading, pick, sentence, with_link

#: A link of HTML to another article, which every system writes as its address.
HTML_REFERENCE = re.compile(r'href="article:(\d+)"')

#: Quotes as one editor typed them, as the next one's program set them, and as a database exported them.
_QUOTES: Sequence[dict[str, str]] = (
    {},
    {"“": '"', "”": '"', "’": "'"},
    {"“": "&#8220;", "”": "&#8221;", "’": "&#8217;"},
)

#: What stands around three words of a sentence.
_MARKS = (
    ("<em>", "</em>"),
    ("<b>", "</b>"),
    ('<span style="color: #333333;">', "</span>"),
    ('<font color="#990000">', "</font>"),
)
#: What stands around a paragraph.
_PARAGRAPHS = (
    ("<p>", "</p>"),
    ('<p style="text-align: justify;">', "</p>"),
    ('<div class="entry-content">\n<p class="MsoNormal">', "</p>\n</div>"),
    ('<p><span style="font-family: Georgia; font-size: 14px;">', "</span></p>"),
    ('<p><font face="Verdana" size="2">', "</font></p>"),
)
_HOSTS = ("http://www.example.com", "https://example.net", "http://archive.example.org")


class OldText(Text):
    """An article's text as years of systems and editors have left it."""

    def __init__(self, chance: random.Random, other: Callable[[], int]) -> None:
        super().__init__(chance, other)
        self._quotes = str.maketrans(pick(chance, _QUOTES))

    def _plan(self) -> Iterator[Callable[[], str]]:
        """The opening, then parts, most of which have something beside paragraphs."""
        yield self._paragraph
        yield self._either
        while True:
            yield self._heading
            for _ in range(2 + int(self._chance.random() * 3)):
                yield self._either
            lot = self._chance.random()
            yield next(block for share, block in self._blocks_by_share() if lot < share)
            yield self._paragraph

    def _blocks_by_share(self) -> Sequence[tuple[float, Callable[[], str]]]:
        """The blocks between paragraphs, each with the sum of its share and those before."""
        return (
            (0.35, self._list),
            (0.55, self._quote),
            (0.62, self._table),
            (0.70, self._html_table),
            (0.74, self._picture),
            (0.79, self._lost_picture),
            (0.84, self._remote_image),
            (0.89, self._captioned_picture),
            (0.92, self._rule),
            (1.00, self._html_list),
        )

    def _heading(self) -> str:
        if self._chance.random() < 0.3:
            return f"<h4><strong>{self._typed(heading(self._chance))}</strong></h4>"
        return super()._heading()

    def _either(self) -> str:
        return self._paragraph() if self._chance.random() < 0.5 else self._html_paragraph()

    def _sentence(self) -> str:
        if self._chance.random() < 0.034:
            return with_link(self._chance, self._typed(sentence(self._chance)), self._gone())
        return super()._sentence().translate(self._quotes)

    def _typed(self, text: str) -> str:
        """A text with its quotes as this article has them."""
        return text.translate(self._quotes)

    def _gone(self) -> str:
        """Where a link leads that once led somewhere: a file, an address of this site, another host."""
        number = int(self._chance.random() * 10_000)
        return pick(
            self._chance,
            (
                f"../asia/old-dossier-{number}.md",
                f"/{2006 + number % 12}/{1 + number % 12:02}/dossier-{number}/",
                f"/wp-content/uploads/report-{number}.pdf",
                f"{pick(self._chance, _HOSTS)}/archives/{number}.html",
                f"{pick(self._chance, _HOSTS)}/?p={number}",
            ),
        )

    def _html_sentence(self) -> str:
        text = self._typed(sentence(self._chance))
        lot = self._chance.random()
        if lot < 0.06:
            return around(self._chance, text, f'<a href="article:{self._other()}">', "</a>")
        if lot < 0.09:
            return around(self._chance, text, f'<a href="{self._gone()}" target="_blank">', "</a>")
        if lot < 0.105:
            number = 1 + int(self._chance.random() * 40)
            return f'{text}<a href="#_ftn{number}" name="_ftnref{number}">[{number}]</a>'
        if lot < 0.2:
            return around(self._chance, text, *pick(self._chance, _MARKS))
        return f"{text}&nbsp;" if lot < 0.3 else text

    def _html_paragraph(self) -> str:
        text = " ".join(self._html_sentence() for _ in range(2 + int(self._chance.random() * 3)))
        if self._chance.random() < 0.05:
            return f"<center><b>{self._typed(sentence(self._chance))}</b></center>\n<br />\n{text}"
        before, after = pick(self._chance, _PARAGRAPHS)
        return f"{before}{text}{after}"

    def _quote(self) -> str:
        if self._chance.random() < 0.5:
            return super()._quote()
        return f"<blockquote><p>{self._html_sentence()}</p></blockquote>"

    def _html_list(self) -> str:
        items = "\n".join(f"\t<li>{self._html_sentence()}</li>" for _ in range(4))
        return f'<ul style="list-style-type: square;">\n{items}\n</ul>'

    def _rows(self) -> int:
        """Most tables are short; one in eight goes on."""
        return 40 + int(self._chance.random() * 80) if self._chance.random() < 0.12 else 6

    def _table(self) -> str:
        rows = [f"| {' | '.join(figures(self._chance))} |" for _ in range(self._rows())]
        return "\n".join(["| Place | Year | Million |", "| :---- | :--: | ------: |", *rows])

    def _html_table(self) -> str:
        rows = []
        for _ in range(self._rows()):
            cells = "".join(f'<td valign="top">{cell}</td>' for cell in figures(self._chance))
            rows.append(f"<tr>{cells}</tr>")
        head = '<tr bgcolor="#cccccc"><th>Place</th><th>Year</th><th>Million</th></tr>'
        return "\n".join(
            [
                '<table border="0" cellpadding="4" width="100%">',
                "<tbody>",
                head,
                *rows,
                "</tbody>",
                "</table>",
            ]
        )

    def _picture(self) -> str:
        shown = "" if self._chance.random() < 0.5 else alt(self._chance)
        return f"![{shown}](/photos/photo-{1 + int(self._chance.random() * 6)}.jpg)"

    def _lost_picture(self) -> str:
        return f"![{alt(self._chance)}](/wp-content/uploads/{self._upload()})"

    def _remote_image(self) -> str:
        return f"<center>{self._img()}</center>"

    def _captioned_picture(self) -> str:
        number = int(self._chance.random() * 10_000)
        said = self._typed(caption(self._chance))
        begin = f'[caption id="attachment_{number}" align="aligncenter" width="600"]'
        return f"{begin}{self._img()} {said}[/caption]"

    def _img(self) -> str:
        source = f"{pick(self._chance, _HOSTS)}/wp-content/uploads/{self._upload()}"
        return f'<img class="size-full" src="{source}" alt="{alt(self._chance)}" width="600" height="400" />'

    def _upload(self) -> str:
        number = int(self._chance.random() * 10_000)
        return f"{2006 + number % 12}/{1 + number % 12:02}/chart-{number}.jpg"

    def _rule(self) -> str:
        return '<hr size="1" />'
