"""The preview over real connections: no request reads files outside the site or breaks the server."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import socket
import time
from urllib.parse import urlencode

import pytest
from PIL import Image

from tests.projects import article
from tests.serve.conftest import Client, served
from tests.sites.invalid.case import picture

NEW = "content/asia/new.md"
URL = "/asia/new/"
SECRET = "a secret that no page shows"

#: Parts of paths that have fooled other servers.
_TARGETS = ("secret.txt", "sitegen.yaml", "content/asia/new.md", "etc/passwd", "site-secret/secret.txt")
_UPS = ("..", "%2e%2e", "%252e%252e", ".%2e", "..%00", "..;", "%c0%ae%c0%ae", "．．")
_SLASHES = ("/", "%2f", "%252f", "\\", "%5c", "//", "%2f%2f")
TRAVERSALS = [
    *(f"/{up}{slash}{target}" for up, slash, target in itertools.product(_UPS, _SLASHES, _TARGETS)),
    *(
        f"/asia/{up}{slash}{up}{slash}{up}{slash}{target}"
        for up, slash, target in itertools.product(_UPS, _SLASHES, _TARGETS)
    ),
    "//etc/passwd",
    "/%00",
    "/asia/%00/",
    "/static/../secret.txt",
    "/_desk/static/..%2f..%2fserver.py",
    "/_desk/static/../server.py",
    "/_desk/static/%2e%2e/server.py",
    "/_desk/../secret.txt",
    "/_desk/article?path=../secret.txt",
    "/_desk/article?path=/etc/passwd",
    "/_desk/article?path=%00",
    "/leak.txt",
    "/leak/secret.txt",
    "/?file=../secret.txt",
    "/@fs/etc/passwd",
    "/asia/%ff%fe/",
    "/" + "a" * 5000,
    "http://localhost/secret.txt",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_escapes_from_the_site(path, serving_secrets):
    asked = path.encode("latin-1", "replace").decode("latin-1")
    if any(character in asked for character in " \0"):
        pytest.skip("no request can say that")
    status, _, body = serving_secrets.ask(asked)
    assert status in (200, 301, 307, 400, 403, 404, 421)
    assert SECRET.encode() not in body
    assert b"root:" not in body
    assert b"timezone: UTC" not in body
    assert b"title: New\n" not in body


@pytest.fixture(scope="module")
def serving_secrets(tmp_path_factory):
    from sitegen.serve.preview import Preview
    from sitegen.serve.snapshots import PreviewOptions
    from tests.projects import Project
    from tests.serve.conftest import NOW, Client, served

    project = Project(tmp_path_factory.mktemp("served"))
    _hide_secrets(project)
    shown = Preview(PreviewOptions(project.root), lambda: NOW)
    shown.update()
    with served(shown) as port:
        yield Client(port)


def _hide_secrets(project):
    (project.root.parent / "secret.txt").write_text(SECRET)
    sibling = project.root.with_name(project.root.name + "-secret")
    sibling.mkdir()
    (sibling / "secret.txt").write_text(SECRET)
    project.write({"static/leak.txt": "harmless", NEW: article("New")})


def test_a_file_replaced_by_a_symlink_out_of_the_site_is_not_read(project, serving):
    _hide_secrets(project)
    client = serving()
    assert client.ask("/leak.txt")[2] == b"harmless"
    leak = project.root / "static/leak.txt"
    leak.unlink()
    leak.symlink_to(project.root.parent / "secret.txt")
    for _ in range(20):
        assert SECRET.encode() not in client.ask("/leak.txt")[2]
        time.sleep(0.05)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost@evil"]
)
@pytest.mark.parametrize("path", ["/", "/_desk/", "/_desk/articles.json", "/_desk/events"])
def test_other_host_names_are_refused(serving, host, path):
    client = serving()
    status, _, body = client.ask(path, Host=host, Origin=client.origin)
    assert status in (400, 421)
    assert b"Straits" not in body


def test_other_origins_get_no_data(serving):
    client = serving()
    for path in (
        "/",
        "/asia/straits/",
        "/_desk/",
        "/_desk/articles.json",
        "/_desk/events?number=0",
        "/gone/",
    ):
        status, headers, body = (
            (403, {}, b"")
            if "events" in path
            else client.ask(
                path, Origin="http://evil.example", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="cors"
            )
        )
        assert not [name for name in headers if name.startswith("access-control")]
        if path.startswith("/_desk/"):
            assert status == 403
            assert b"Straits" not in body
        else:
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers["x-frame-options"] == "SAMEORIGIN"
            assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_pages_allow_only_get_and_head(serving, method):
    client = serving()
    for path in ("/", "/asia/straits/", "/_desk/", "/_desk/articles.json"):
        assert client.ask(path, method, Origin=client.origin)[0] == 405
    assert client.ask("/_desk/open", "GET", Origin=client.origin)[0] == 405


def test_a_script_in_a_url_is_not_reflected(serving):
    client = serving()
    evil = "<script>alert(1)</script>"
    for path in (f"/{evil}", f"/asia/{evil}/", f"/?{evil}", f"/_desk/{evil}", f"/_desk/article?path={evil}"):
        quoted = path.replace("<", "%3C").replace(">", "%3E")
        assert evil.encode() not in client.ask(quoted)[2]


def test_head_has_no_body(serving):
    client = serving()
    status, headers, body = client.ask("/asia/straits/", "HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"


def test_head_of_the_event_stream_ends(serving):
    client = serving()
    status, headers, _ = client.ask("/_desk/events", "HEAD", Origin=client.origin)
    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")


def test_unchanged_pages_are_not_modified(serving):
    client = serving()
    _, headers, _ = client.ask("/asia/straits/")
    assert client.ask("/asia/straits/", If_None_Match=headers["etag"])[0] == 304
    assert client.ask("/asia/straits/", "HEAD", If_None_Match=f'"other", W/{headers["etag"]}')[0] == 304
    assert client.ask("/asia/straits/", If_None_Match='"other"')[0] == 200


def test_a_redirect_keeps_the_query_string(serving):
    status, headers, _ = serving().ask("/asia/straits?a=b")
    assert (status, headers["location"]) == (301, "/asia/straits/?a=b")


def test_an_open_page_gets_an_event_for_an_edit(project, serving):
    project.write({NEW: article("New", body="First.")})
    client = serving()
    with client.events(1) as events:
        project.write({NEW: article("New", body="Second.")})
        update = next(events)
    assert update["number"] == 2
    assert b"Second." in client.ask(URL)[2]


def test_a_page_that_reconnects_gets_an_event_at_once(project, serving):
    client = serving()
    with client.events(1) as events:
        project.write({NEW: article("New")})
        next(events)
    with client.events(1) as events:
        assert next(events)["number"] == 2


def test_open_pages_follow_what_is_saved(project, serving):
    project.write({NEW: article("New", body="First.")})
    client = serving(follow=True)
    with client.events(1) as events:
        project.write({NEW: article("New", body="Second.")})
        assert next(events)["follow"] == URL


def test_a_stylesheet_has_its_own_event(project, serving):
    project.write({"static/own.css": "a { color: red }"})
    client = serving()
    with client.events(1) as events:
        project.write({"static/own.css": "a { color: blue }"})
        assert next(events)["styles"] == {"/own.css": "/own.css"}
    assert client.ask("/own.css")[2] == b"a { color: blue }"


def test_folders_come_and_go(project, serving):
    client = serving()
    with client.events(1) as events:
        project.write(
            {f"content/europe/deep/{number}.md": article(f"Article {number}") for number in range(50)}
        )
        deadline = time.monotonic() + 15
        while b"Article 49" not in client.ask("/europe/")[2] and time.monotonic() < deadline:
            next(events)
        assert b"Article 49" in client.ask("/europe/")[2]
        (project.root / "content/europe").rename(project.root / "content/oceania")
        while client.ask("/oceania/")[0] == 404 and time.monotonic() < deadline:
            next(events)
    assert client.ask("/oceania/")[0] == 200
    assert client.ask("/europe/")[0] == 404


def test_media_can_be_requested_in_ranges(project, serving):
    """Safari does so before it plays anything."""
    project.write({"static/talk.mp3": bytes(range(100))})
    client = serving()
    status, headers, body = client.ask("/talk.mp3")
    assert (status, headers["accept-ranges"], body) == (200, "bytes", bytes(range(100)))
    etag = headers["etag"]
    for given in ({"Range": "bytes=10-19"}, {"Range": "bytes=10-19", "If-Range": etag}):
        status, headers, body = client.ask("/talk.mp3", **given)
        assert (status, headers["content-range"], body) == (206, "bytes 10-19/100", bytes(range(10, 20)))
        assert (headers["content-length"], headers["etag"]) == ("10", etag)
    assert client.ask("/talk.mp3", Range="bytes=10-19", If_Range='"other"')[::2] == (200, bytes(range(100)))
    status, headers, body = client.ask("/talk.mp3", Range="bytes=100-")
    assert (status, headers["content-range"], body) == (416, "bytes */100", b"")
    assert client.ask("/talk.mp3", "HEAD", Range="bytes=10-19")[0] == 200
    assert client.ask("/not-there.mp3", Range="bytes=0-1")[0] == 404


@pytest.mark.parametrize("given", ["*", '"{}"', 'W/"{}"', '"other", "{}"'])
def test_etags_of_any_form_match(project, serving, given):
    client = serving()
    etag = client.ask("/asia/straits/")[1]["etag"].strip('"')
    assert client.ask("/asia/straits/", If_None_Match=given.format(etag))[::2] == (304, b"")
    assert client.ask("/asia/straits/", If_None_Match='"other"')[0] == 200
    assert client.ask("/not-there/", If_None_Match="*")[0] == 404


def test_a_folder_created_later_is_watched(project, serving):
    client = serving()
    with client.events(1) as events:
        project.write(
            {
                "templates/article.html": "{% extends '!broadsheet/article.html' %}{% block heading %}MINE{% endblock %}"
            }
        )
        while b"MINE" not in client.ask("/asia/straits/")[2]:  # the first event may be for an empty file
            next(events)
        project.write(
            {
                "templates/article.html": "{% extends '!broadsheet/article.html' %}{% block heading %}OURS{% endblock %}"
            }
        )
        while b"OURS" not in client.ask("/asia/straits/")[2]:
            next(events)


def test_a_page_of_another_run_is_told_to_reload(serving):
    """Its numbers belong to a preview that has ended."""
    client = serving()
    for number in (0, 1, 57):
        with client.events(number, run="another") as events:
            assert next(events)["restarted"] is True


def test_a_changed_file_is_in_the_event(project, serving):
    project.write({"static/map a.svg": "<svg/>"})
    client = serving()
    with client.events(1) as events:
        project.write({"static/map a.svg": "<svg> </svg>"})
        assert next(events)["files"] == ["/map%20a.svg"]
    with client.events(1) as events:  # a page that reconnects gets a reload
        assert next(events)["reload"] is True
    with client.events(1) as events:
        project.write({NEW: article("New")})
        next(events)
        assert "files" not in next(events)
    with client.events(2) as events:
        assert "reload" not in next(events)


def test_many_changed_files_are_one_reload(project, serving):
    project.write({f"static/{number}.txt": "one" for number in range(60)})
    client = serving()
    with client.events(1) as events:
        project.write({f"static/{number}.txt": "other" for number in range(60)})
        update = next(events)
    assert update.get("reload") or len(update["files"]) <= 50


def test_an_invalid_file_name_does_not_end_the_watch(project, serving):
    client = serving()
    odd = os.fsencode(project.root) + b"/content/asia/\xff\xfe.md"
    with client.events(1) as events:
        with open(odd, "wb") as file:
            file.write(article("Odd").encode())
        next(events)
        assert b"not valid UTF-8" in client.ask("/_desk/problems")[2]
        os.remove(odd)
        next(events)
        project.write({NEW: article("New")})
        next(events)
    assert client.ask(URL)[0] == 200


def test_an_internal_error_does_not_end_the_watch(project, preview, caplog):
    shown = preview()
    update, failures = shown.update, iter(range(2))

    def failing(*_):
        if next(failures, None) is not None:
            raise KeyError("an internal error")
        return update()

    shown.update = shown.update_paths = failing
    with served(shown) as port:
        client = Client(port)
        with client.events(1) as events:
            project.write({NEW: article("New")})
            next(events)
        assert client.ask(URL)[0] == 200
    assert caplog.text.count("Traceback") == 1


def test_a_page_in_another_encoding_keeps_its_bytes(project, serving):
    text = "<html><body>Gr\xfc\xdfe</body></html>".encode("latin-1")
    project.write({"static/old.html": text})
    status, _, body = serving().ask("/old.html")
    assert status == 200
    assert body.startswith(text.removesuffix(b"</body></html>"))
    assert b"live.js" in body


def test_a_base_path_in_any_script_works(project, serving):
    project.write({"sitegen.yaml": "title: Review\ntimezone: UTC\nbase_url: https://example.org/größe/中/\n"})
    client = serving()
    base = "/gr%C3%B6%C3%9Fe/%E4%B8%AD/"
    assert client.ask("/")[1]["location"] == base
    assert client.ask(base)[0] == 200
    assert client.ask(f"{base}asia")[1]["location"] == f"{base}asia/"


def test_a_host_added_to_the_configuration_is_allowed(project, serving):
    client = serving()
    host = f"desk.example:{client.port}"
    assert client.ask("/", Host=host)[0] == 421
    with client.events(1) as events:
        project.configure("preview: {hosts: [desk.example]}\n")
        next(events)
    assert client.ask("/", Host=host)[0] == 200


def test_an_incomplete_form_is_ignored(serving, caplog):
    client = serving()
    with socket.create_connection(("127.0.0.1", client.port)) as connection:
        connection.sendall(
            b"POST /_desk/open HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
            b"Content-Length: 100\r\n\r\ntoken"
        )
    assert client.ask("/")[0] == 200
    assert "Traceback" not in caplog.text


# The desk


def test_the_desk_lists_every_article(project, serving):
    project.write(
        {
            NEW: article("New", status="draft", photo="{src: map.svg}"),
            "content/asia/map.svg": '<svg width="1" height="1"/>',
        }
    )
    project.write({"content/asia/broken.md": "---\ntitel: x\n---\n"})
    client = serving()
    status, headers, body = client.ask("/_desk/articles.json", Origin=client.origin)
    assert (status, headers["content-type"]) == (200, "application/json")
    listed = {row["path"]: row for row in json.loads(body)["articles"]}
    assert listed[NEW]["state"] == "draft"
    assert listed[NEW]["url"] == URL
    assert listed[NEW]["photo"]
    assert "credit" not in listed[NEW]
    assert listed["content/asia/broken.md"]["state"] == "broken"
    assert listed["content/asia/broken.md"]["errors"] > 0
    assert listed["content/asia/straits/index.md"]["words"] > 5
    assert set(listed) == {
        NEW,
        "content/asia/broken.md",
        "content/asia/straits/index.md",
        "content/asia/treaties.md",
    }


def test_the_desk_has_all_its_pages(project, serving):
    project.write({NEW: article("<b>Later</b>", date="2026-12-24T09:00", expires="2027-01-01")})
    client = serving()
    for name in ("", "calendar", "changes", "problems", "article?path=content/asia/straits/index.md"):
        status, _, body = client.ask(f"/_desk/{name}")
        assert status == 200
        assert b"<b>Later</b>" not in body
    calendar = client.ask("/_desk/calendar")[2].decode()
    assert calendar.index("2026-12-24") < calendar.index("2027-01-01")
    assert client.ask("/_desk/nothing")[0] == 404
    assert client.ask("/_desk/article?path=content/asia/gone.md")[0] == 404
    into = client.ask("/_desk/article?path=content/asia/straits/index.md")[2].decode()
    assert "Incoming links (1)" in into
    assert "Outgoing links (2)" in into


def test_the_desk_lists_the_changes_of_the_next_build(project, serving):
    project.build(project.root / "public")
    project.write({NEW: article("New")})
    (project.root / "content/asia/treaties.md").unlink()
    text = re.sub(r"<[^>]+>", " ", serving().ask("/_desk/changes")[2].decode())
    added, changed = text.index("Added ("), text.index("Changed (")
    assert "asia/new/index.html" in text[added:changed]
    assert "asia/treaties/index.html" in text[text.index("Removed (") :]
    assert "asia/index.html" in text[changed:]


def test_files_are_opened_with_the_authors_command(project, serving, tmp_path):
    mark = tmp_path / "opened"
    project.configure(f"preview: {{editor: \"sh -c 'echo $1:$2 > {mark}' - {{path}} {{line}}\"}}\n")
    project.write({NEW: "---\ntitel: x\n---\n"})
    client = serving()
    page = client.ask("/_desk/problems")[2].decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]

    def post(**changes):
        form = {"token": token, "path": NEW, "line": "2", "column": "1"} | changes
        return client.ask("/_desk/open", "POST", urlencode(form).encode(), Origin=client.origin)[0]

    assert post(token="other") == 403
    assert post(path="../secret.txt") == 403
    assert post(path="/etc/passwd") == 403
    assert post(path="content") == 403
    assert not mark.exists()
    assert post() == 204
    deadline = time.monotonic() + 10
    while not mark.exists() or not mark.read_text():
        assert time.monotonic() < deadline
    assert mark.read_text() == f"{project.root / NEW}:2\n"
    assert client.ask("/_desk/open", "POST", b"x" * 20_000, Origin=client.origin)[0] == 400
    assert client.ask("/_desk/open", "POST", b"", Origin="http://evil.example")[0] == 403


def test_an_editor_outlives_the_preview(project, serving, tmp_path):
    """Ctrl-C in a terminal signals all processes of its session."""
    mark = tmp_path / "opened"
    project.configure(f"preview: {{editor: \"sh -c 'ps -o sid= $$ > {mark}' {{path}}\"}}\n")
    project.write({NEW: "---\ntitel: x\n---\n"})
    client = serving()
    token = re.search(r'name="token" value="([^"]+)"', client.ask("/_desk/problems")[2].decode())[1]
    form = urlencode({"token": token, "path": NEW}).encode()
    assert client.ask("/_desk/open", "POST", form, Origin=client.origin)[0] == 204
    deadline = time.monotonic() + 10
    while not mark.exists() or not mark.read_text():
        assert time.monotonic() < deadline
    assert int(mark.read_text()) != os.getsid(0)


def test_the_desk_shows_the_problems_of_an_unreadable_article(project, serving):
    project.write({NEW: "---\ntitel: x\n---\n"})
    client = serving()
    status, _, body = client.ask(f"/_desk/article?path={NEW}")
    assert status == 200
    assert f"{NEW}:2:1".encode() in body
    assert b"live.js" in body


def test_a_missing_page_of_the_desk_follows_updates(serving):
    status, headers, body = serving().ask("/_desk/article?path=content/asia/gone.md")
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"live.js" in body


def test_the_desk_knows_credits_in_image_metadata(project, serving):
    exif = Image.Exif()
    exif[0x013B] = "Ada Name"
    data = io.BytesIO()
    Image.new("RGB", (8, 6)).save(data, "JPEG", exif=exif)
    project.write({NEW: article("New", photo="{src: map.jpg}"), "content/asia/map.jpg": data.getvalue()})
    project.write({"content/asia/other.md": article("Other", photo="{src: plain.png}")})
    project.write({"content/asia/plain.png": picture()})
    client = serving()
    body = client.ask("/_desk/articles.json", Origin=client.origin)[2]
    credited = {row["path"]: row.get("credit", False) for row in json.loads(body)["articles"]}
    assert credited[NEW] is True
    assert credited["content/asia/other.md"] is False
