from __future__ import annotations

from pathlib import Path

from sitegen.serve.overlay import editor_command, editor_url

FILE = Path("/site/content/it's; rm -rf $(HOME) {line}.md")


def test_any_path_is_one_argument_of_the_command():
    assert editor_command("code -g '{path}:{line}:{column}'", FILE, 3, 4) == ["code", "-g", f"{FILE}:3:4"]
    assert editor_command("gedit +{line} {path}", FILE) == ["gedit", "+1", str(FILE)]


def test_an_editor_has_a_url_or_a_command():
    assert editor_command("vscode", FILE) == []
    assert editor_command("", FILE) == []
    assert editor_url("gedit {path}", FILE) == ""
    assert editor_url("vscode", FILE, 2).startswith("vscode://file/site/content/it%27s%3B%20rm")
