"""`sitegen serve` as a program: its address, output and exit status."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.conftest import REPOSITORY
from tests.serve.conftest import Client


@contextmanager
def running(project, *options):
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", *options],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def address(process):
    """The port in the output, and the output up to it."""
    said = []
    for line in process.stdout:
        said.append(line)
        if "http://" in line:
            return int(line.split("http://")[1].split("/")[0].rpartition(":")[2]), "".join(said)
    pytest.fail("".join(said))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_while_pages_are_open(project, number):
    with running(project, "--port", "0") as process:
        port, _ = address(process)
        with Client(port).events(1):
            time.sleep(0.3)
            process.send_signal(number)
            process.wait(30)
        rest = process.stdout.read()
        assert "Traceback" not in rest
        assert process.returncode == (0 if number == signal.SIGINT else 143)


def test_a_given_port_that_is_in_use_is_an_error(project):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(project, "--port", str(port)) as process:
            assert f"Port {port} is in use" in process.stdout.read()
            assert process.wait() == 1


def test_problems_are_printed_once(project):
    project.write({"content/asia/new.md": "---\ntitel: x\ndate: 2026-01-01\n---\n"})
    with running(project, "--port", "0") as process:
        port, _ = address(process)
        with Client(port).events(1) as events:
            project.write({"content/asia/other.md": "---\ntitle: Other\ndate: 2026-01-01\n---\n\nText.\n"})
            next(events)
            project.write({"content/asia/new.md": "---\ntitle: New\ndate: 2026-01-01\n---\n\nText.\n"})
            next(events)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        said = process.stdout.read()
    assert said.count("content/asia/new.md:2:1: error [unknown-key]") == 1
    assert "All problems are fixed." in said


def test_a_public_address_prints_a_warning(project):
    with running(project, "--port", "0", "--host", "0.0.0.0") as process:
        _, said = address(process)
    assert "Anyone who can reach this machine can see drafts" in said


def test_an_invalid_as_of_is_a_usage_error(project):
    with running(project, "--as-of", "yesterday") as process:
        assert "is not a valid date" in process.stdout.read()
        assert process.wait() == 2


def test_a_problem_whose_line_moves_is_not_printed_again(project):
    text = "---\ntitle: New\ndate: 2026-01-01\n---\n\n{}[Gone](gone.md)\n"
    project.write({"content/asia/new.md": text.format("")})
    with running(project, "--port", "0") as process:
        port, _ = address(process)
        with Client(port).events(1) as events:
            project.write({"content/asia/new.md": text.format("More.\n\n")})
            next(events)
            project.write({"content/asia/new.md": text.format("[Gone](gone.md)\n\n")})
            next(events)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        said = process.stdout.read()
    assert said.count("[broken-link]") == 2  # the first, and a second one like it


def test_invalid_requests_print_nothing(project):
    with running(project, "--port", "0") as process:
        port, _ = address(process)
        for sent in (b"\x16\x03\x01\x02\x00\x01", b"HELLO\r\n\r\n", "GET /é HTTP/1.1\r\n\r\n".encode()):
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(sent)
                assert connection.recv(100).startswith(b"HTTP/1.1 400")
        process.send_signal(signal.SIGINT)
        assert process.stdout.read().strip() == ""


def test_the_printed_url_does_not_reach_another_program(project):
    """Browsers resolve `localhost` to ::1 first."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    try:
        other = socket.create_server(("::1", port), family=socket.AF_INET6)
    except OSError:
        pytest.skip("the machine has no IPv6")
    with other, running(project, "--port", str(port)) as process:
        _, said = address(process)
        assert f"http://127.0.0.1:{port}/" in said
    with running(project, "--port", str(port)) as process:
        _, said = address(process)
        assert f"http://localhost:{port}/" in said


def test_old_warnings_are_summarized_and_new_ones_printed_in_full(project):
    project.configure("problems: {broken-link: warning}\n")
    text = "---\ntitle: Old\ndate: 2026-01-01\n---\n\n" + "".join(f"[x](gone{n}.md)\n\n" for n in range(30))
    project.write({"content/asia/old.md": text})
    with running(project, "--port", "0") as process:
        port, before = address(process)
        with Client(port).events(1) as events:
            project.write({"content/asia/old.md": f"{text}[x](late.md)\n"})
            next(events)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        said = before + process.stdout.read()
    assert "warning [broken-link] 30 problems, including:\n    content/asia/old.md:6:5: " in said
    assert "`gone3.md`" not in said
    assert "/_desk/problems" in said
    assert "content/asia/old.md:66:5: warning [broken-link] There is no document `late.md`." in said
    assert "    66 │ [x](late.md)" in said
