"""Documents with a language in their name: `article.es.md`, `index.es.md`, `_index.es.md`."""

from __future__ import annotations

from pathlib import Path

from tests.factory import codes
from tests.projects import Project, article, tree

SETTINGS = "languages: {en: {}, es: {prefix: /es/}}\n"


def test_they_are_published_in_their_language(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.configure(SETTINGS)
    project.write(
        {
            "content/_index.es.md": "---\ntitle: Portada\n---\n",
            "content/asia/_index.es.md": "---\ntitle: Asia en breve\n---\n",
            "content/asia/treaties.es.md": article("Tratados", body="Texto."),
            "content/asia/straits/index.es.md": article("Estrechos", body="Una [tabla](table.csv)."),
        }
    )
    report = project.build()
    assert (report.published, codes(report.problems)) == (True, [])
    pages = tree(project.out)
    assert {"es/index.html", "es/asia/treaties/index.html", "es/asia/straits/index.html"} <= pages.keys()
    assert b"Tratados" in pages["es/asia/treaties/index.html"]
    assert b"Asia en breve" in pages["es/asia/index.html"]
    assert b"Tratados" not in pages["asia/index.html"]


def test_a_hidden_translation_keeps_the_files_of_the_other(tmp_path: Path) -> None:
    for hidden in ("index.md", "index.es.md"):
        project = Project(tmp_path / hidden)
        project.configure(SETTINGS)
        for name in ("index.md", "index.es.md"):
            status = "draft" if name == hidden else "published"
            text = article("Zanzibar", body="A [table](table.csv).", status=status)
            project.write({f"content/asia/straits/{name}": text})
        project.build(partial=True)
        assert sum(path.endswith("straits/table.csv") for path in tree(project.out)) == 1


def test_files_of_hidden_translations_are_not_published(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.configure(SETTINGS + "content: {attachments: all}\n")
    for name in ("index.md", "index.es.md"):
        project.write({f"content/asia/straits/{name}": article("Zanzibar", status="draft")})
    project.build(partial=True)
    assert not any(path.endswith("table.csv") for path in tree(project.out))
