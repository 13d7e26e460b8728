"""Template tags of other systems above link definitions."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from tests.read.rules.markup import rendered

LINK = '<p><a href="/x">a</a></p>\n'


@pytest.mark.parametrize(
    "line",
    ["{% include b.html %}", "{{ b }}", "{{< b >}}", "{: .b}", "{% b %} c {% d %}", "{% b %}\n  {% c %}"],
)
@pytest.mark.parametrize("before", ["", "Words.\n", "> "])
def test_definitions_below_are_read(line: str, before: str) -> None:
    quoted = line.replace("\n", "\n> ") if before == "> " else line
    address = "> [a]: /x" if before == "> " else "[a]: /x"
    assert rendered(f"{before}{quoted}\n{address}\n\n[a][a]").endswith(LINK)


@pytest.mark.parametrize(
    "text",
    [
        "Words {% b %}\n[a]: /x\n\n[a]",
        "{% b %}\nWords.\n[a]: /x\n\n[a]",
        "    {% b %}\n[a]: /x",
        "{% b %}\n[a] /x",
        "{% b %}",
    ],
)
def test_other_lines(text: str) -> None:
    without = MarkdownConfig(extras=False)
    assert rendered(text) == rendered(text, without)
