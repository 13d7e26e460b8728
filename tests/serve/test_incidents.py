"""Attacks on other development servers, tried on this one. Each test names the advisory."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest

from tests.projects import article, tree

SECRET = "a secret that no page shows"
NEW = "content/asia/new.md"
EVIL = "http://evil.example"
#: The headers of a request from a script on another site.
CROSS_SITE = {"Origin": EVIL, "Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "cors"}


@pytest.fixture
def secrets(project):
    """Secrets around a project, one in a folder with the same prefix as the project."""
    project.write({NEW: article("New"), "static/data/map.csv": "a,b\n"})
    outside = project.root.parent
    (outside / "secret.txt").write_text(SECRET)
    for sibling in (project.root.with_name(project.root.name + "-backup"), project.root / "static-backup"):
        sibling.mkdir()
        (sibling / "secret.txt").write_text(SECRET)
    return project


def _assert_no_secret(answer):
    status, headers, body = answer
    assert SECRET.encode() not in body
    assert b"root:" not in body
    assert not [name for name in headers if name.startswith("access-control")]
    return status


@pytest.mark.parametrize("path", ["/", "/asia/new/", "/_desk/", "/_desk/articles.json", "/_desk/problems"])
def test_vite_cve_2025_24010_other_sites_cannot_read_responses(secrets, serving, path):
    client = serving()
    status = _assert_no_secret(client.ask(path, **CROSS_SITE))
    assert status == (
        403 if path.startswith("/_desk/") else 200
    )  # without CORS, scripts cannot read the page
    assert client.ask(path, Host=f"evil.example:{client.port}")[0] == 421  # a rebound name


@pytest.mark.parametrize("path", ["/", "/_desk/events", "/_desk/"])
def test_vite_cve_2025_24010_there_is_no_websocket(serving, path):
    client = serving()
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    status, headers, _ = client.ask(path, Origin=EVIL, **handshake)
    assert status != 101
    assert "sec-websocket-accept" not in headers


def test_esbuild_ghsa_67mh_4wv8_2f99_other_sites_cannot_listen_to_events(serving):
    client = serving()
    assert _assert_no_secret(client.ask("/_desk/events?number=0", **CROSS_SITE)) == 403
    assert _assert_no_secret(client.ask("/_desk/events", Sec_Fetch_Site="same-site")) == 403
    for origin in ("null", f"http://localhost:{client.port + 1}", f"https://localhost:{client.port}"):
        assert _assert_no_secret(client.ask("/_desk/events", Origin=origin)) == 403
    with client.events():  # the preview's own pages do
        pass


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json"]
)
def test_lektor_cve_2024_28335_other_sites_cannot_write_files_or_run_programs(
    secrets, serving, kind, tmp_path
):
    mark = tmp_path / "mark"
    secrets.configure(f"preview: {{editor: \"sh -c 'touch {mark}' {{path}}\"}}\n")
    client, before = serving(), tree(secrets.root)
    wanted = {"path": "../../templates/evil.html", "data": "{{ evil }}", "token": "", "line": "1"}
    for body in (urlencode(wanted).encode(), json.dumps(wanted).encode()):
        for path in (
            "/_desk/open",
            "/_desk/article?path=templates/evil.html",
            "/admin/api/newattachment",
            "/",
        ):
            for headers in (CROSS_SITE, {"Origin": client.origin}, {}):
                status = _assert_no_secret(client.ask(path, "POST", body, Content_Type=kind, **headers))
                assert status in (400, 403, 405)
    assert not mark.exists()
    assert {path for path in tree(secrets.root) if ".sitegen" not in path} == {
        path for path in before if ".sitegen" not in path
    }


@pytest.mark.parametrize("up", ["%2e%2e", "%2E%2E", ".%2e", "%252e%252e", "..%2f.."])
def test_mkdocs_cve_2021_40978_encoded_dots_do_not_escape(secrets, serving, up):
    client = serving()
    for target in ("secret.txt", "etc/passwd", f"{secrets.root.name}/sitegen.yaml"):
        for depth in (1, 2, 3, 8):
            assert _assert_no_secret(client.ask("/" + f"{up}/" * depth + target)) in (301, 400, 404)


@pytest.mark.parametrize("start", ["/", "/asia/", "/asia/new/", "//", "/data/"])
def test_zola_ghsa_xvv9_5j67_3rpq_dots_do_not_escape(secrets, serving, start):
    client = serving()
    for depth in (1, 2, 3, 12):
        for target in ("secret.txt", "etc/passwd"):
            assert _assert_no_secret(client.ask(start + "../" * depth + target)) in (301, 400, 404)


@pytest.mark.parametrize("name", ["path", "filePath", "file", "moduleId", "fileName"])
def test_gatsby_cve_2023_34238_only_lines_of_problems_are_shown(secrets, serving, name):
    secrets.write({NEW: "---\ntitel: Wrong\n---\nText.\n"})
    client = serving()
    assert b"</mark>itel: Wrong" in client.ask("/asia/new/")[2]  # a problem shows its line
    ends = (
        "/__file-code-frame",
        "/__original-stack-frame",
        "/_desk/article",
        "/_desk/problems",
        "/_desk/open",
    )
    for end in ends:
        for file in (
            "../secret.txt",
            str(secrets.root.parent / "secret.txt"),
            "/etc/passwd",
            "static-backup/secret.txt",
        ):
            asked = f"{end}?{name}={quote(file)}&lineNumber=1&line=1"
            assert _assert_no_secret(client.ask(asked)) in (200, 404, 405)


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/review/"])
def test_astro_cve_2025_64745_urls_are_not_reflected_in_pages(secrets, serving, base):
    secrets.write({"sitegen.yaml": f"title: Review\ntimezone: UTC\nbase_url: {base}\n"})
    client = serving()
    script = "<script>alert(1)</script>"
    for asked in (
        f"/{script}",
        f"/x/{script}/",
        '/"onload="alert(1)',
        f"/{script}.html",
        f"//{script}",
        f"/?{script}",
    ):
        for spelled in (quote(asked, safe="/?"), quote(quote(asked, safe="/?"), safe="/?")):
            status, headers, body = client.ask(spelled)
            assert status in (200, 301, 307, 404)
            assert b"<script>alert" not in body
            assert b'onload="alert' not in body
            assert "<" not in headers.get("location", "")


@pytest.mark.parametrize(
    "spelled", ["%2e%2e%2f", "%2e%2e/", "..%2f", "%2e%2e%5c", "..%5c", "%2e%2e%2f%2e%2e%2f"]
)
def test_eleventy_dev_server_150_encoded_slashes_do_not_escape(secrets, serving, spelled):
    client = serving()
    for start in ("/", "/asia/", "/data/", "/_desk/static/"):
        for target in ("secret.txt", "sitegen.yaml", "server.py"):
            assert _assert_no_secret(client.ask(start + spelled + target)) in (301, 400, 404)


def test_eleventy_dev_server_152_a_common_prefix_does_not_match(secrets, serving):
    client = serving()
    folder = secrets.root.name
    for path in (
        f"/../{folder}-backup/secret.txt",
        f"/..%2f{folder}-backup%2fsecret.txt",
        "/../static-backup/secret.txt",
        "/%2e%2e/static-backup/secret.txt",
        "/-backup/secret.txt",
    ):
        assert _assert_no_secret(client.ask(path)) in (301, 400, 404)
    token = client.ask("/_desk/problems")[2]
    assert SECRET.encode() not in token
