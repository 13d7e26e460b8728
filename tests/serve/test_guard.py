"""Which requests are allowed: host names, origins and methods in all combinations."""

from __future__ import annotations

import pytest

from sitegen.serve.guard import Guard, normalize_hosts

HERE = Guard("127.0.0.1", 8000, normalize_hosts(["Desk.example.org"]))
OPEN = Guard("0.0.0.0", 8000)

#: Host headers, and whether a loopback preview and a public one allow them.
HOSTS = [
    ("localhost:8000", True, True),
    ("127.0.0.1:8000", True, True),
    ("[::1]:8000", True, True),
    ("LOCALHOST", True, True),
    ("localhost.:8000", True, True),
    ("desk.example.org:8000", True, False),
    ("192.168.1.7:8000", False, True),
    ("[fe80::1]:8000", False, True),
    ("evil.example", False, False),
    ("evil.example:8000", False, False),
    ("localhost.evil.example", False, False),
    ("127.0.0.1.evil.example", False, False),
    ("localhost@evil.example", False, False),
    ("evil.example#localhost", False, False),
    ("localhost:8000/evil", False, False),
    ("localhost:port", False, False),
    ("[::1", False, False),
    ("", False, False),
    ("\0", False, False),
]


@pytest.mark.parametrize(("host", "here", "open_"), HOSTS)
def test_allowed_host_names(host, here, open_):
    assert (HERE.refusal_of("GET", "/", {"host": host}) is None) is here
    assert (OPEN.refusal_of("GET", "/", {"host": host}) is None) is open_


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X"]
)
@pytest.mark.parametrize("path", ["/", "/asia/", "/_desk/", "/_desk/articles.json", "/_desk/events"])
def test_the_preview_is_read_only(method, path):
    refusal = HERE.refusal_of(method, path, {"host": "localhost", "origin": "http://localhost"})
    assert refusal is not None
    assert (refusal.status, refusal.allow) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_files_are_opened_only_by_post(method):
    refusal = HERE.refusal_of(method, "/_desk/open", {"host": "localhost", "origin": "http://localhost"})
    assert refusal is not None
    assert (refusal.status, refusal.allow) == (405, "POST")


#: Headers of a request for the desk's data, and whether it is allowed.
SOURCES = [
    ({"origin": "http://localhost:8000"}, True),
    ({"sec-fetch-site": "same-origin"}, True),
    ({"sec-fetch-site": "same-origin", "origin": "http://localhost:8000"}, True),
    ({}, False),
    ({"origin": "http://evil.example"}, False),
    ({"origin": "null"}, False),
    ({"origin": "https://localhost:8000"}, False),
    ({"origin": "http://localhost:9000"}, False),
    ({"origin": "http://127.0.0.1:8000"}, False),
    ({"sec-fetch-site": "cross-site"}, False),
    ({"sec-fetch-site": "same-site"}, False),
    ({"sec-fetch-site": "none"}, False),
    ({"sec-fetch-site": "cross-site", "origin": "http://localhost:8000"}, False),
    ({"sec-fetch-site": "same-origin", "origin": "http://evil.example"}, False),
]


@pytest.mark.parametrize(("headers", "may"), SOURCES)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_desk/events"),
        ("GET", "/_desk/articles.json"),
        ("HEAD", "/_desk/articles.json"),
        ("POST", "/_desk/open"),
    ],
)
def test_only_pages_of_the_preview_can_read_the_desks_data(headers, may, method, path):
    assert (HERE.refusal_of(method, path, {"host": "localhost:8000", **headers}) is None) is may


@pytest.mark.parametrize(
    ("headers", "may"),
    [
        ({}, True),
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, True),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, True),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, False),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}, False),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"}, False),
    ],
)
def test_other_sites_can_link_to_the_desk_but_not_load_it(headers, may):
    assert (HERE.refusal_of("GET", "/_desk/", {"host": "localhost:8000", **headers}) is None) is may
