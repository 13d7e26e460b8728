from __future__ import annotations

import datetime as dt
import json
from urllib.parse import unquote, urlsplit

import pytest

from sitegen.build.report import to_json
from sitegen.problems import Severity, WrongUse
from tests.factory import codes, only
from tests.projects import Addresses, article, tree

SPOILED = {"content/asia/broken.md": "---\ntitel: Broken\ndate: 2026-02-30\n---\n\nBroken text.\n"}


def test_a_whole_site(project):
    report = project.build()
    assert codes(report.problems) == []
    assert report.published
    assert report.exit_status == 0
    outputs = tree(project.out)
    assert report.files == len(outputs)
    assert report.pages == sum(name.endswith(".html") for name in outputs) - len(["old/index.html"])
    assert {name for name in outputs if not name.startswith("assets/")} >= {
        ".well-known/security.txt",
        "404.html",
        "about/index.html",
        "archive/2026/index.html",
        "asia/feed.xml",
        "asia/index.html",
        "asia/straits/index.html",
        "asia/straits/table.csv",
        "asia/treaties/index.html",
        "authors/desk/index.html",
        "index.html",
        "old/index.html",
        "robots.txt",
        "sitemap.xml",
        "tags/oil/index.html",
    }
    assert outputs["asia/straits/table.csv"] == b"a,b\n1,2\n"
    page = project.page("asia/straits/index.html")
    assert {"/asia/straits/table.csv", "/asia/treaties/#costs", "/authors/desk/"} <= set(
        Addresses(page).found
    )
    assert "The rest." in page


@pytest.mark.parametrize(
    "base", ["https://example.org/", "https://example.org/review/", "https://example.org/a/b/"]
)
def test_every_url_in_the_output_leads_to_a_file(project, base):
    project.configure("page_size: 1\nnavigation: [{title: Asia, url: /asia/}]\n")
    project.write(
        {"content/asia/é & ü.md": article(tags="[C++, 한국, gnu/linux]", body="![](map.svg 'Map')")}
    )
    project.write({"content/asia/map.svg": '<svg width="3" height="2"/>'})
    report = project.build(base_url=base)
    assert codes(report.problems) == []
    root = urlsplit(base).path
    outputs = set(tree(project.out))
    for path in (path for path in outputs if path.endswith(".html")):
        for address in Addresses(project.page(path)).found:
            parts = urlsplit(address)
            if parts.netloc == "example.org":
                assert address.startswith(base), f"{address} in {path}"
            elif parts.scheme or parts.netloc or not parts.path:
                continue
            assert parts.path.startswith(root), f"{address} in {path}"
            inner = unquote(parts.path[len(root) :])
            assert (f"{inner}index.html" if not inner or inner.endswith("/") else inner) in outputs, (
                f"{address} in {path}"
            )
    for path in (path for path in outputs if path.endswith(".xml")):
        assert "https://example.org/" in project.page(path)
        assert project.page(path).count("https://example.org/") == project.page(path).count(base)


def test_errors_leave_the_output_unchanged(project):
    project.build()
    before = tree(project.out)
    project.write({**SPOILED, "content/asia/new.md": article("New")})
    report = project.build()
    assert not report.published
    assert report.exit_status == 1
    assert sorted(codes(report.problems)) == ["invalid-date", "missing-key", "unknown-key"]
    assert tree(project.out) == before
    assert project.beside == ["public"]


def test_errors_create_no_output(project):
    project.write(SPOILED)
    assert not project.build().published
    assert not project.out.exists()
    assert list(project.out.parent.iterdir()) == []


def test_problems_show_their_line(project):
    project.write(SPOILED)
    problem = next(problem for problem in project.build().problems if problem.code == "invalid-date")
    assert (problem.place, problem.text) == ("content/asia/broken.md:3:7", "date: 2026-02-30")
    assert problem.severity is Severity.ERROR


def test_a_partial_build_leaves_broken_documents_out(project):
    project.write(SPOILED)
    project.write({"content/asia/links.md": article(body="[Broken](broken.md) and [absent](absent.md).")})
    project.write({"content/asia/fine.md": article(body="Fine.")})
    report = project.build(partial=True)
    assert report.published
    assert report.exit_status == 1
    assert report.left_out == ("content/asia/broken.md", "content/asia/links.md")
    assert "content/asia/fine.md" in report.sources
    outputs = tree(project.out)
    assert "asia/fine/index.html" in outputs
    assert not any(b"Broken text." in data or b"/asia/broken/" in data for data in outputs.values())
    assert not any("asia/links" in name for name in outputs)


def test_a_partial_build_leaves_out_dependent_documents(project):
    """Leaving out one document may break another, and so on."""
    for name, link in (("a", "nowhere.md"), ("b", "../a/a.csv"), ("c", "../b/b.csv")):
        text = article(body=f"[Table]({link}) and [its source]({name}.csv)")
        project.write({f"content/asia/{name}/index.md": text, f"content/asia/{name}/{name}.csv": name})
    report = project.build(partial=True)
    assert report.left_out == tuple(f"content/asia/{name}/index.md" for name in "abc")
    assert report.published


def test_a_partial_build_without_errors_is_complete(project):
    report = project.build(partial=True)
    assert (report.left_out, report.exit_status, report.published) == ((), 0, True)


def test_a_partial_build_leaves_out_articles_whose_own_template_fails(project):
    project.write(
        {"templates/bad.html": "{{ nothing.at.all }}", "content/asia/bad.md": article(template="bad.html")}
    )
    report = project.build(partial=True)
    assert report.left_out == ("content/asia/bad.md",)
    assert report.published
    assert "asia/bad/index.html" not in tree(project.out)


@pytest.mark.parametrize("partial", [False, True])
def test_a_template_that_fails_everywhere_publishes_nothing(project, partial):
    project.write({"templates/article.html": "\n{{ article.titel }}"})
    report = project.build(partial=partial)
    assert not report.published
    problem = only(report.problems)
    assert problem.code == "template-error"
    assert problem.path == "templates/article.html"
    assert problem.line == 2
    assert "1 more page" in problem.message
    assert not project.out.exists()


WARNED = {
    "content/asia/photo.md": article(photo="{src: map.svg, credit: Desk}"),
    "content/asia/map.svg": "<svg/>",
}


def test_warnings_do_not_stop_a_build(project):
    project.write(WARNED)
    report = project.build()
    assert (codes(report.problems), report.warnings, report.errors) == (["missing-alt"], 1, 0)
    assert (report.published, report.exit_status) == (True, 0)


def test_a_strict_build_stops_at_warnings(project):
    project.write(WARNED)
    report = project.build(strict=True)
    assert (report.warnings, report.errors, report.published, report.exit_status) == (0, 1, False, 1)


@pytest.mark.parametrize(
    ("severity", "strict", "shown", "status"),
    [
        ("error", False, [Severity.ERROR], 1),
        ("warning", False, [Severity.WARNING], 0),
        ("off", False, [], 0),
        ("off", True, [], 0),
    ],
)
def test_configured_severities(project, severity, strict, shown, status):
    project.configure(f"problems: {{missing-alt: {severity}}}\n")
    project.write(WARNED)
    report = project.build(strict=strict)
    assert [problem.severity for problem in report.problems] == shown
    assert report.exit_status == status
    assert report.published is (status == 0)


def test_an_error_can_be_a_warning(project):
    project.configure("problems: {broken-link: warning}\n")
    project.write({"content/asia/a.md": article(body="[The words](/nowhere/) stay.")})
    report = project.build()
    assert (codes(report.problems), report.published) == (["broken-link"], True)
    page = project.page("asia/a/index.html")
    assert "The words" in page
    assert "/nowhere/" not in page


def test_the_build_time_decides_what_is_public(project):
    project.write({"content/asia/next.md": article("Next", date="2026-12-24T09:00", expires="2027-01-01")})
    for now, shown, due in [
        ("2026-12-24T08:59", False, "2026-12-24T09:00"),
        ("2026-12-24T09:00", True, "2027-01-01T00:00"),
        ("2026-12-31T23:59", True, "2027-01-01T00:00"),
        ("2027-01-01", False, None),
    ]:
        report = project.build(now=now)
        assert (project.out / "asia/next/index.html").exists() is shown
        assert (b"/asia/next/" in b"".join(tree(project.out).values())) is shown
        assert report.due == (dt.datetime.fromisoformat(f"{due}:00+00:00") if due else None)
        assert report.moment == dt.datetime.fromisoformat(now if "T" in now else f"{now}T00:00").replace(
            tzinfo=dt.UTC
        )


def test_the_build_time_is_in_the_sites_time_zone(project):
    project.write({"sitegen.yaml": "title: Review\ntimezone: Asia/Tokyo\n"})
    report = project.build(now="2026-12-24T09:00")
    assert report.moment == dt.datetime(2026, 12, 24, 0, 0, tzinfo=dt.UTC)
    assert report.timezone == "Asia/Tokyo"


@pytest.mark.parametrize("now", ["tomorrow", "2026-02-30", "24.12.2026"])
def test_an_invalid_build_time(project, now):
    with pytest.raises(WrongUse, match="--now"):
        project.build(now=now)


def test_drafts(project):
    project.write({"content/asia/draft.md": article("Draft", status="draft", body="Secret words.")})
    report = project.build()
    assert report.state_of["content/asia/draft.md"] == "draft"
    assert b"Secret words." not in b"".join(tree(project.out).values())
    report = project.build(drafts=True)
    assert "Secret words." in project.page("asia/draft/index.html")
    assert "content/asia/draft.md" in report.sources
    assert "/asia/draft/" not in project.page("sitemap.xml")


def test_removed_content_is_removed_from_the_output(project):
    project.build()
    project.write({"content/asia/treaties.md": article("Treaties")})
    (project.root / "content/asia/straits/table.csv").unlink()
    (project.root / "content/asia/straits/index.md").unlink()
    assert project.build().published
    assert not any("straits" in name or "oil" in name or "old" in name for name in tree(project.out))


def test_checking_publishes_nothing(project):
    before = tree(project.root, but=".sitegen")
    report = project.check()
    assert (report.published, report.exit_status) == (False, 0)
    assert report.pages > 5
    assert tree(project.root, but=".sitegen") == before
    assert not project.out.parent.exists()
    project.write(SPOILED)
    assert project.check().exit_status == 1


def test_a_broken_configuration_is_reported(project):
    project.configure("page_sice: 3\n")
    report = project.build()
    assert codes(report.problems) == ["unknown-key"]
    assert (report.published, report.exit_status, report.pages) == (False, 1, 0)


def test_a_folder_without_a_site(project, tmp_path):
    (project.root / "sitegen.yaml").unlink()
    for build in (project.build, project.check):
        with pytest.raises(WrongUse, match="sitegen init"):
            build()
    assert not (project.root / ".sitegen").exists()


def test_the_json_report(project):
    project.write(WARNED)
    project.write({"content/asia/draft.md": article(status="draft")})
    shown = json.loads(to_json(project.build(), project.root))
    assert shown["published"] is True
    assert shown["documents"] == {"article": 4, "author": 1, "home": 1, "page": 1, "section": 1}
    assert shown["states"] == {"draft": 1, "live": 4}
    assert set(shown["seconds"]) >= {"read", "link", "plan", "render", "publish", "total"}
    assert shown["moment"] == "2026-11-23T12:00:00Z"
    assert shown["due"] is None
    [problem] = shown["problems"]
    assert (problem["path"], problem["line"], problem["code"], problem["severity"]) == (
        "content/asia/photo.md",
        4,
        "missing-alt",
        "warning",
    )
    assert problem["text"].startswith("photo:")


def test_progress_is_reported(project):
    from sitegen.build.context import Listener
    from sitegen.build.pipeline import Options, build
    from tests.projects import NOW

    seen: list[tuple[str, int, int]] = []
    report = build(Options(project.root, None, now=NOW), Listener(lambda *step: seen.append(step)))
    assert seen[-1] == ("render", report.files, report.files)
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)


def test_the_rest_of_a_gated_article_is_not_published(project):
    text = "Opening words.\n\n<!-- more -->\n\nThe [hidden](data.csv) rest.\n\n## A hidden heading\n\n![Chart](chart.svg)"
    project.write(
        {
            "content/asia/gated/index.md": article("Gated", access="teaser", body=text),
            "content/asia/gated/data.csv": "hidden,data\n",
            "content/asia/gated/chart.svg": '<svg width="3" height="2"/>',
        }
    )
    assert codes(project.build().problems) == []
    outputs = tree(project.out)
    assert b"Opening words." in outputs["asia/gated/index.html"]
    everything = b"".join(outputs.values())
    assert b"Opening words." in outputs["feed.xml"]
    for hidden in (b"rest.", b"A hidden heading", b"hidden,data", b"chart.svg", b"data.csv"):
        assert (hidden in everything.replace(b"The rest.", b"")) is False, hidden


def test_a_report_counts_rendered_and_removed_files(project):
    first = project.build()
    assert (first.rendered, first.removed) == (first.files, 0)
    again = project.build()
    assert (again.rendered, again.removed, again.files) == (0, 0, first.files)
    (project.root / "content/asia/straits/table.csv").unlink()
    project.write({"content/asia/straits/index.md": article("Straits", "2026-03-02")})
    assert project.build().removed >= 1
    assert project.build().removed == 0
