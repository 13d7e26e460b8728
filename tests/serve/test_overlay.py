"""The overlay escapes everything that authors write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sitegen.problems import Problem, Severity
from sitegen.serve.overlay import Overlay, PreviewContext, empty_page, extend_policy, with_overlay

EVIL = "</template></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def _shown(page: str = "<html><body><p>Text.</p></body></html>", editor: str = "", **overlay: Any) -> str:
    context = PreviewContext(Path("/site"), editor, "token", "n0nce", 7)
    return with_overlay(page, Overlay(**overlay), context)


def test_a_page_without_messages_gets_only_the_script():
    shown = _shown(etag="e")
    assert shown.startswith('<html><body><p>Text.</p><script src="/_desk/static/live.js"')
    assert shown.endswith("</script></body></html>")
    assert 'data-number="7"' in shown
    assert 'data-etag="e"' in shown
    assert "sitegen-preview" not in shown


def test_the_overlay_is_at_the_end_of_the_last_body():
    shown = _shown("<body>&lt;/body> in a text: <pre>&lt;/body></pre></body>")
    assert shown.count("<script") == 1
    assert shown.endswith("</script></body>")
    assert _shown("no body at all").startswith("no body at all<script")


def test_authors_texts_are_escaped():
    problem = Problem(f"content/{EVIL}.md", 3, 2, "unknown-key", f"`{EVIL}` is", EVIL, Severity.ERROR, EVIL)
    shown = _shown(banner=EVIL, note=EVIL, heading=EVIL, problems=(problem,), document=EVIL, etag=EVIL)
    for editor in ("vscode", "idea", "sublime", "gedit {path}"):
        shown += _shown(editor=editor, banner=EVIL, problems=(problem,), document=EVIL)
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert shown.count("</template>") == 5
    assert EVIL not in empty_page(EVIL)


def test_a_problem_has_its_location_line_and_hint():
    problem = Problem(
        "a.md",
        3,
        5,
        "unknown-key",
        "`titel` is no key.",
        "Did you mean `title`?",
        Severity.ERROR,
        "the titel",
    )
    shown = _shown(heading="1 error", problems=(problem,))
    assert "a.md:3:5" in shown
    assert "the <mark>t</mark>itel" in shown
    assert "<code>titel</code> is no key." in shown
    assert "Did you mean <code>title</code>?" in shown


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vscode", 'href="vscode://file/site/a%20b.md:3:5"'),
        ("idea", 'href="idea://open?file=/site/a%20b.md&amp;line=3&amp;column=5"'),
        ("sublime", 'href="subl://open?url=file:///site/a%20b.md&amp;line=3&amp;column=5"'),
        ("gedit +{line} {path}", '<form class="open" method="post" action="/_desk/open">'),
        ("", '<span class="open">a b.md:3:5</span>'),
    ],
)
def test_a_location_opens_the_authors_editor(editor, expected):
    problem = Problem("a b.md", 3, 5, "unknown-key", "Wrong.")
    assert expected in _shown(editor=editor, problems=(problem,))


@pytest.mark.parametrize(
    ("policy", "opened"),
    [
        ("default-src 'self'", "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'"),
        ("default-src 'none'", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"),
        ("script-src 'none'", "script-src 'self'"),
        ("script-src https://x.org; img-src *", "script-src https://x.org 'self'; img-src *"),
        ("script-src 'nonce-a' 'strict-dynamic'", "script-src 'nonce-a' 'strict-dynamic' 'nonce-n0nce'"),
        ("style-src 'unsafe-inline'", "style-src 'unsafe-inline' 'self'"),
        ("form-action 'none'; upgrade-insecure-requests", "form-action 'self'; upgrade-insecure-requests"),
        ("img-src 'none'", "img-src 'none'"),
        ("", ""),
    ],
)
def test_a_security_policy_is_extended_only_for_the_overlay(policy, opened):
    assert extend_policy(policy, "n0nce") == opened


@pytest.mark.parametrize(
    "meta",
    [
        """<meta http-equiv="Content-Security-Policy" content="script-src 'none'">""",
        """<META CONTENT='script-src &#39;none&#39;' HTTP-EQUIV=content-security-policy>""",
    ],
)
def test_a_policy_in_the_page_is_extended(meta):
    shown = _shown(f"<html><head>{meta}</head><body></body></html>")
    assert "script-src &#x27;self&#x27;" in shown
    assert "none" not in shown
