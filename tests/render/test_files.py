from __future__ import annotations

import pytest

from sitegen.model.documents import File, Theme
from sitegen.model.jobs import AssetArgs, CopyArgs, Job, TextArgs
from sitegen.render.files import rewrite_urls
from sitegen.render.renderers import render
from sitegen.render.theme import original_name
from tests.render.samples import Asked

DIGEST = "0123456789abcdef"
FONT = File("/t/static/fonts/a.woff2", DIGEST, "assets/fonts/a.0123456789.woff2")
THEME = Theme("t", {}, (FONT,), {}, {}, "files")


def test_a_copy_is_the_files_bytes():
    job = Job("a.bin", CopyArgs("content/a.bin", "d"))
    assert render(job, Asked(files={"content/a.bin": b"\0\xff"})).data == b"\0\xff"


def test_a_text_is_encoded():
    assert render(Job("robots.txt", TextArgs("é\n")), Asked()).data == "é\n".encode()


def test_a_stylesheet_refers_to_hashed_names():
    css = (
        '@font-face { src: url("fonts/a.woff2?x#y") } a { b: url(missing.png) url(data:image/png;base64,AA) }'
    )
    job = Job("assets/style.1.css", AssetArgs("/t/static/style.css", "d", "assets/style.1.css", css))
    output = render(job, Asked(THEME))
    assert output.data.decode() == css.replace("a.woff2", "a.0123456789.woff2")


def test_other_assets_are_unchanged():
    job = Job(FONT.name, AssetArgs(FONT.path, DIGEST, FONT.name))
    assert render(job, Asked(THEME, files={FONT.path: b"url(fonts/a.woff2)"})).data[:4] == b"url("


@pytest.mark.parametrize("address", ["../fonts/a.woff2", "../x/../fonts/a.woff2"])
def test_urls_stay_relative_to_the_stylesheet(address):
    written = rewrite_urls(f"url({address})", "assets/css", {"fonts/a.woff2": FONT.name})
    assert written == f"url({address.replace('a.woff2', 'a.0123456789.woff2')})"


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("assets/style.0123456789.css", "style.css"),
        ("assets/js/a.min.0123456789.js", "js/a.min.js"),
        ("assets/LICENSE.0123456789", "LICENSE"),
    ],
)
def test_the_original_name_of_a_hashed_name(name, original):
    assert original_name(File("/x", DIGEST, name)) == original
