"""Builds that leave broken documents out: what becomes of the rest of the site."""

from __future__ import annotations

import pytest

from tests.factory import codes
from tests.projects import Project, article


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path)


@pytest.mark.parametrize(
    "link", ["/asia/landing/", "/asia/landing", "landing.md", "/asia/landing.md", "/old-landing/"]
)
def test_a_page_that_is_left_out_does_not_take_along_what_links_to_it(project, link):
    landing = article("Landing", body="[A dead link](nowhere.md)", aliases="[/old-landing/]")
    project.write({"content/asia/landing.md": landing})
    project.write(
        {f"content/asia/{n}.md": article(f"Number {n}", body=f"[Landing]({link}).") for n in range(5)}
    )
    report = project.build(partial=True)
    assert report.published
    assert report.left_out == ("content/asia/landing.md",)
    assert codes(report.problems) == [*["link-to-unpublished"] * 5, "broken-link"]
    assert "<p><a>Landing</a>.</p>" in project.page("asia/0/index.html")
