"""After any edits an incremental build equals a clean one, byte for byte, and building again makes nothing.

`SITEGEN_SOAK=1` takes 10,000 steps instead of 200.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sitegen.build.pipeline import Options, build
from sitegen.build.report import Report

_SOAK = os.environ.get("SITEGEN_SOAK") == "1"
_STEPS = 40

_CONFIGURATION = """\
title: {title}
timezone: Europe/Berlin
base_url: https://example.org/review/
theme: {{name: plain, options: {{accent: {accent}}}}}
page_size: {size}
related: {related}
languages: {{en: {{}}, fr: {{root: content/fr, prefix: fr}}}}
content: {{attachments: {attachments}}}
problems: {{broken-link: warning, unknown-author: warning, missing-alt: warning, url-clash: warning,
  unsafe-file: warning, unreadable-image: warning, missing-image: warning}}
"""

#: A theme that uses what could break an incremental build: candidates that are not there, names known only when
#: a template runs, macros of macros, questions, data, words, options and files.
_THEME = {
    "theme.yaml": "options: {accent: {default: red}}\n",
    "strings/en.yaml": "read: Read\n",
    "strings/fr.yaml": "read: Lire\n",
    "static/style.css": '@layer base;\n@import "parts/base.css" layer(base);\nbody { color: black }\n',
    "static/parts/base.css": "body { margin: 0 }\n",
    "static/print.css": "@import url(style.css);\n",
    "templates/base.html": (
        "<html lang={{ meta.lang }} class={{ theme.accent }}>{{ meta.title }}"
        "<link href={{ asset('style.css') }}>{% include ['banner.html', 'partials/nav.html'] %}"
        "{% block main %}{% endblock %}"
        "{% for card in site.latest(limit=2) %}{{ card.title }}{{ card.date | date }}{% endfor %}"
        "{{ site.data('rates') | string }}{{ t('read') }}</html>"
    ),
    "templates/partials/nav.html": "{% for item in site.navigation %}{{ item.title }}{% endfor %}",
    "templates/partials/card.html": (
        "{% import 'partials/words.html' as words %}"
        "{% macro card(c) %}<a href={{ c.url }}>{{ words.bold(c.title) }}</a>{% endmacro %}"
    ),
    "templates/partials/words.html": "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}",
    "templates/layouts/wide.html": "{% extends 'base.html' %}{% block main %}W{{ body.opening }}{% endblock %}",
    "templates/layouts/narrow.html": "{% extends 'base.html' %}{% block main %}N{{ body.opening }}{% endblock %}",
    "templates/article.html": (
        "{% extends 'base.html' %}{% from 'partials/card.html' import card %}"
        "{% block main %}{{ article.title }}{{ body.opening }}{{ body.rest }}"
        "{% for c in article.related %}{{ card(c) }}{% endfor %}"
        "{% for b in article.authors %}{{ b.name }}{% endfor %}{% endblock %}"
    ),
    "templates/chosen.html": "{% extends 'layouts/' ~ article.extra.layout ~ '.html' %}",
    "templates/list.html": (
        "{% extends 'base.html' %}{% from 'partials/card.html' import card %}"
        "{% block main %}{% for c in listing.cards %}{{ card(c) }}{{ c.summary }}{% endfor %}{% endblock %}"
    ),
    **{
        f"templates/{name}.html": "{% extends 'list.html' %}{% block main %}{{ super() }}{% endblock %}"
        for name in ("section", "tag", "author")
    },
    **{
        f"templates/{name}.html": "{% extends 'base.html' %}{% block main %}{{ meta.kind }}{% endblock %}"
        for name in ("404", "page", "archive", "archive_year", "authors", "tags", "issue", "issues", "series")
    },
    "templates/all_series.html": "{% extends 'base.html' %}",
    "templates/home.html": (
        "{% extends 'base.html' %}{% block main %}{% for r in home.rails %}{{ r.section.title }}"
        "{% for c in r.cards %}{{ c.title }}{% endfor %}{% endfor %}{% endblock %}"
    ),
    "templates/redirect.html": "<meta http-equiv=refresh content='0; url={{ redirect.url }}'>",
    "templates/feed.xml": (
        "<feed>{% for entry in feed.entries %}{{ entry.card.title }}"
        "{{ bodies[loop.index0].opening if bodies[loop.index0] }}{% endfor %}</feed>"
    ),
    "templates/sitemap.xml": "<urlset>{% for e in entries %}{{ e.url }}{% endfor %}</urlset>",
    "templates/sitemap-index.xml": "{% for url in urls %}{{ url }}{% endfor %}",
}

_NAMES = (
    *("alpha", "beta", "Beta", "gamma", "délta", unicodedata.normalize("NFD", "délta"), "epsilon"),
    *("2026-05-01-alpha", "2026-05-02-alpha", "_beta", "gamma.fr"),
)
_FOLDERS = ("asia", "europe", "fr/asia")
_TEXTS = (
    "One paragraph.",
    "Two.\n\nParagraphs.",
    "A [link](../asia/alpha.md) and [none](gone.md).",
    "## A heading\n\nText.[^1]\n\n[^1]: A note.",
    "Open.\n\n<!-- more -->\n\nClosed.",
    "![Map](/map.svg)",
    "A [table](../asia/bundle/table.csv) and a [drawing](/asia/bundle/drawing.svg).",
    "Open.\n\n<!-- more -->\n\n![Drawing](../asia/bundle/drawing.svg) and [notes](../asia/bundle/notes.txt).",
    "Words. " * 400,
)
_KEYS = (
    "",
    "tags: [oil]\n",
    "tags: [oil, gas]\nauthors: [desk]\n",
    "authors: [desk, Somebody]\n",
    "status: draft\n",
    "embargo: 2026-06-15T09:00\n",
    "expires: 2026-06-20\n",
    "access: teaser\n",
    "summary: In short.\n",
    "template: chosen.html\nextra: {layout: wide}\n",
    "template: chosen.html\nextra: {layout: narrow}\n",
    "aliases: [/old/]\n",
    "photo: {src: /map.svg, alt: A map, credit: Desk}\n",
    "series: chokepoints\n",
)
#: Files beside a document, some of which are never published.
_BESIDE = {
    "drawing.svg": ['<svg width="2" height="1"/>', "<svg><script/></svg>", "<svg"],
    "table.csv": ["a,b\n", "c,d\n"],
    "notes.txt": ["Notes.\n"],
    "Draft.MD": ["Draft.\n"],
}
_MOMENTS = ("2026-06-01", "2026-06-15T08:59", "2026-06-15T09:00", "2026-06-20T00:00", "2027-01-01")

names = st.sampled_from(_NAMES)
folders = st.sampled_from(_FOLDERS)
texts = st.sampled_from(_TEXTS)
keys = st.sampled_from(_KEYS)
#: What keeps every build from publishing: mistakes that reading, linking and rendering find, and of a theme.
_MISTAKES = {
    "content/asia/broken.md": "---\ntitel: Broken\n---\n",
    "content/asia/unlinked.md": "---\ntitle: U\ndate: 2026-05-01\nseries: nowhere\n---\n\nText.\n",
    "themes/plain/templates/404.html": "{{ nope }}",
    "themes/plain/templates/sitemap.xml": "{{ nope }}",
    "themes/plain/theme.yaml": "options: [",
}

days = st.integers(1, 28).map(lambda day: f"2026-05-{day:02}")
letters = st.sampled_from("abcdefgh")


class Incremental(RuleBasedStateMachine):
    """A publication that is edited at random, and built after each edit."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sitegen-incremental-"))
        self.root = self.folder / "site"
        self.out, self.clean = self.folder / "public", self.folder / "clean"
        self.now, self.drafts, self.partial, self.jobs = "2026-06-01", False, False, 1
        self.settings: dict[str, object] = {"title": "Review", "accent": "red", "size": 2, "related": 2}
        self.settings["attachments"] = "linked"
        self.configure()
        for path, text in _THEME.items():
            self.write(f"themes/plain/{path}", text)
        self.write("content/asia/alpha.md", _article("Alpha", "2026-05-01", "tags: [oil]\n", _TEXTS[0]))
        self.write("content/europe/beta.md", _article("Beta", "2026-05-02", "authors: [desk]\n", _TEXTS[2]))
        self.write("content/authors/desk.md", "---\nname: Desk\n---\n\nWho.\n")
        self.write("content/series/chokepoints.md", "---\ntitle: Chokepoints\n---\n")
        self.write("static/map.svg", '<svg width="2" height="1"/>')
        self.write("data/rates.yaml", "- 1\n")

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def configure(self) -> None:
        self.write("sitegen.yaml", _CONFIGURATION.format(**self.settings))

    def articles(self) -> list[Path]:
        return sorted(
            file for folder in _FOLDERS for file in (self.root / "content" / folder).glob("[!_]*.md")
        )

    # edits

    @rule(folder=folders, name=names, day=days, keys=keys, text=texts, letter=letters)
    def write_article(self, folder: str, name: str, day: str, keys: str, text: str, letter: str) -> None:
        self.write(f"content/{folder}/{name}.md", _article(f"{name} {letter}", day, keys, text))

    @precondition(lambda self: self.articles())
    @rule(data=st.data(), letter=letters)
    def edit_body(self, data: st.DataObject, letter: str) -> None:
        file = data.draw(st.sampled_from(self.articles()))
        file.write_text(file.read_text(encoding="utf-8") + f"\n\nMore {letter}.\n", encoding="utf-8")

    @precondition(lambda self: self.articles())
    @rule(data=st.data())
    def remove_article(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.articles())).unlink()

    @precondition(lambda self: self.articles())
    @rule(data=st.data(), folder=folders, name=names)
    def rename_article(self, data: st.DataObject, folder: str, name: str) -> None:
        target = self.root / "content" / folder / f"{name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        data.draw(st.sampled_from(self.articles())).rename(target)

    @precondition(lambda self: self.articles())
    @rule(data=st.data(), letters=st.permutations("xyz"))
    def edit_and_set_the_clock_back(self, data: st.DataObject, letters: list[str]) -> None:
        file = data.draw(st.sampled_from(self.articles()))
        status, text = file.stat(), file.read_text(encoding="utf-8")
        file.write_text(text[: -len(letters) - 1] + "".join(letters) + "\n", encoding="utf-8")
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    @precondition(lambda self: self.articles())
    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.articles())).touch()

    @rule(name=st.sampled_from(["Desk", "The Desk", "desk"]))
    def edit_author(self, name: str) -> None:
        self.write("content/authors/desk.md", f"---\nname: {name}\n---\n\nWho.\n")

    @rule(there=st.booleans(), letter=letters)
    def describe_section(self, there: bool, letter: str) -> None:
        if there:
            self.write("content/asia/_index.md", f"---\ntitle: Asia {letter}\n---\n")
        else:
            (self.root / "content/asia/_index.md").unlink(missing_ok=True)

    @rule(
        name=st.sampled_from(sorted(name for name in _THEME if name.endswith((".html", ".css")))), x=letters
    )
    def edit_theme(self, name: str, x: str) -> None:
        self.write(f"themes/plain/{name}", _THEME[name] + f"{{# {x} #}}{x}" * ("feed" not in name))

    @rule(
        name=st.sampled_from(["banner.html", "article.html", "partials/words.html", "layouts/wide.html"]),
        there=st.booleans(),
        letter=letters,
    )
    def override_template(self, name: str, there: bool, letter: str) -> None:
        text = {
            "banner.html": f"BANNER {letter}",
            "article.html": "{% extends '!plain/article.html' %}{% block main %}" + letter + "{% endblock %}",
            "partials/words.html": "{% macro bold(x) %}" + letter + "{{ x }}{% endmacro %}",
            "layouts/wide.html": "{% extends 'base.html' %}{% block main %}" + letter + "{% endblock %}",
        }[name]
        if there:
            self.write(f"templates/{name}", text)
        else:
            (self.root / "templates" / name).unlink(missing_ok=True)

    @rule(word=letters)
    def edit_words(self, word: str) -> None:
        self.write("themes/plain/strings/en.yaml", f"read: Read {word}\n")

    @rule(
        value=st.sampled_from(
            ["- 1\n", "- 2\n", "{a: 1, 2: b}\n", "{2: b, a: 1}\n", "- 99999999999999999999999\n"]
        )
    )
    def edit_data(self, value: str) -> None:
        self.write("data/rates.yaml", value)

    @rule(name=st.sampled_from(sorted(_BESIDE)), data=st.data())
    def edit_a_file_beside_a_document(self, name: str, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(["", *_BESIDE[name]]))
        if text:
            self.write(f"content/asia/bundle/{name}", text)
        else:
            (self.root / "content/asia/bundle" / name).unlink(missing_ok=True)

    @rule(keys=keys, text=texts)
    def write_a_bundle(self, keys: str, text: str) -> None:
        self.write("content/asia/bundle/index.md", _article("Bundle", "2026-05-03", keys, text))

    @rule(width=st.integers(1, 3))
    def edit_picture(self, width: int) -> None:
        self.write("static/map.svg", f'<svg width="{width}" height="1"/>')

    @rule(
        change=st.sampled_from(
            [
                ("title", "Review"),
                ("title", "The Review"),
                ("accent", "red"),
                ("accent", "blue"),
                ("size", 1),
                ("size", 3),
                ("related", 0),
                ("related", 2),
                ("attachments", "linked"),
                ("attachments", "all"),
            ]
        )
    )
    def edit_configuration(self, change: tuple[str, object]) -> None:
        self.settings[change[0]] = change[1]
        self.configure()

    @rule(now=st.sampled_from(_MOMENTS))
    def move_the_clock(self, now: str) -> None:
        self.now = now

    @rule(drafts=st.booleans())
    def show_drafts(self, drafts: bool) -> None:
        self.drafts = drafts

    @rule(partial=st.booleans(), fails=st.booleans())
    def leave_out_what_fails(self, partial: bool, fails: bool) -> None:
        """An article whose own template may fail, which only a partial build does without."""
        self.partial = partial
        keys = "template: chosen.html\nextra: {layout: nowhere}\n" if fails and partial else ""
        self.write("content/asia/failing.md", _article("Failing", "2026-05-09", keys, "Text."))

    @rule(jobs=st.integers(1, 2))
    def share_work(self, jobs: int) -> None:
        self.jobs = jobs

    @precondition(lambda self: self.out.is_dir())
    @rule(data=st.data(), how=st.sampled_from(["remove", "write", "append"]))
    def meddle_with_the_output(self, data: st.DataObject, how: str) -> None:
        files = sorted(path for path in self.out.rglob("*") if path.is_file())
        file = data.draw(st.sampled_from(files))
        if how == "remove":
            file.unlink()
        elif how == "write":
            file.unlink()
            file.write_text("another hand")
        else:
            with file.open("a") as opened:
                opened.write("another hand")

    @rule(mistakes=st.lists(st.sampled_from(sorted(_MISTAKES)), min_size=1, max_size=3))
    def fail_to_build(self, mistakes: list[str]) -> None:
        """Mistakes that are corrected, one after another, each after a build that has to fail."""
        for path in mistakes:
            file = self.root / path
            good = file.read_text(encoding="utf-8") if file.exists() else None
            self.write(path, _MISTAKES[path])
            before = _tree(self.out)
            assert not self.build(self.out, partial=False).published
            assert _tree(self.out) == before
            if good is None:
                file.unlink()
            else:
                self.write(path, good)

    @rule()
    def check_out_afresh(self) -> None:
        """Another clone of the project, with what builds remember, and without the output."""
        copy = self.folder / "copy"
        shutil.copytree(self.root, copy)
        shutil.rmtree(self.root)
        copy.rename(self.root)
        shutil.rmtree(self.out, ignore_errors=True)

    # what holds

    def build(self, out: Path, **options: Any) -> Report:
        given: dict[str, Any] = {
            "now": self.now,
            "drafts": self.drafts,
            "partial": self.partial,
            "jobs": self.jobs,
        }
        given |= {"accept_removals": True} | options
        return build(Options(self.root, out, **given))

    @invariant()
    def equals_a_clean_build(self) -> None:
        before = _tree(self.out)
        report = self.build(self.out)
        clean = self.build(self.clean, fresh=True, replace=True)
        assert report.problems == clean.problems
        assert report.published == clean.published
        assert _tree(self.out) == (_tree(self.clean) if report.published else before)
        if report.published:
            again = self.build(self.out)
            assert (again.rendered, again.published, again.problems) == (0, True, report.problems)
            assert (again.pages, again.files, again.states) == (clean.pages, clean.files, clean.states)


def _article(title: str, date: str, keys: str, text: str) -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{keys}---\n\n{text}\n"


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


Incremental.TestCase.settings = settings(
    max_examples=250 if _SOAK else 5,
    stateful_step_count=_STEPS,
    deadline=None,
    derandomize=not _SOAK,
    suppress_health_check=list(HealthCheck),
)
TestIncremental = Incremental.TestCase
