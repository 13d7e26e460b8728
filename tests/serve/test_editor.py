from __future__ import annotations

from pathlib import Path

from sitegen.serve.editor import command_for, link_to

FILE = Path("/site/content/it's; rm -rf $(HOME) {line}.md")


def test_whatever_a_file_is_called_it_is_one_word_of_a_command():
    assert command_for("code -g '{path}:{line}:{column}'", FILE, 3, 4) == ["code", "-g", f"{FILE}:3:4"]
    assert command_for("gedit +{line} {path}", FILE) == ["gedit", "+1", str(FILE)]


def test_an_editor_has_a_link_or_a_command():
    assert command_for("vscode", FILE) == []
    assert command_for("", FILE) == []
    assert link_to("gedit {path}", FILE) == ""
    assert link_to("vscode", FILE, 2).startswith("vscode://file/site/content/it%27s%3B%20rm")
