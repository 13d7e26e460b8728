"""Sites beyond a bound: texts that would write gigabytes, and lists that nobody reads."""

from __future__ import annotations

from tests.sites.invalid.case import Case, body, front

#: An address that three references may not write, and two may.
_LONG = "https://example.net/" + "x" * 40_000


def _too_many(key: str, most: int, item: str = "a{0}") -> Case:
    items = ", ".join(item.format(number) for number in range(most))
    text = f"{key}: [{items}, ▲{item.format(most)}, {item.format(most + 1)}]"
    return front(f"too-many-{key}", "too-many-items", text, f"{most:,}")


CASES = [
    body("references-too-long", "too-many-references", f"[a]: {_LONG}\n\nx\n\n▲[a] [a] [a]\n", "longer"),
    body(
        "titles-too-long", "too-many-references", f"[a]: good.md '{_LONG}'\n\n▲[a][] [b][a] [a]\n", "longer"
    ),
    body(
        "references-in-a-list",
        "too-many-references",
        f"[a]: {_LONG}\n\n- [a] [a]\n- ▲[a]\n".replace("- ▲", "▲- "),
        "longer",
    ),
    body("html-too-deep", "html-too-deep", f"x\n\n▲{'<div>' * 501}\n", "500"),
    body(
        "table-too-wide",
        "table-too-wide",
        f"x\n\n▲{'a|' * 500}\n{'-|' * 500}\n{'|x' * 2}\n" + "|x\n" * 50,
        "20,000",
    ),
    _too_many("tags", 500),
    _too_many("authors", 500, "Author {0}"),
    _too_many("related", 500, "{{title: a, url: 'https://example.net/{0}'}}"),
    _too_many("corrections", 500, "{{date: 2026-11-02, text: a}}"),
    _too_many("aliases", 2_000, "/a{0}/"),
]
