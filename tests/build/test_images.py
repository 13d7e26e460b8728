"""Images of a small site, from the file to the page."""

from __future__ import annotations

import io
import os
import re
import shutil

import pytest
from PIL import Image

from sitegen.build.cache import clear_cache
from tests.projects import Addresses, Project, article, tree

_PATH = "content/asia/ports/index.md"


def _photo(color: str = "teal", size: tuple[int, int] = (500, 334)) -> bytes:
    exif = Image.Exif()
    exif[0x013B], exif[0x0110] = "Roe", "Camera 9000"
    data = io.BytesIO()
    Image.new("RGB", size, color).save(data, "JPEG", exif=exif)
    return data.getvalue()


@pytest.fixture
def ports(project: Project) -> Project:
    """A project with a photo with metadata, also shown in a text."""
    text = article("Ports", body="![A quay](quay.jpg)", photo="{src: port.jpg, alt: A port}")
    project.write(
        {
            _PATH: text,
            "content/asia/ports/port.jpg": _photo(),
            "content/asia/ports/quay.jpg": _photo("navy"),
        }
    )
    return project


def _pictures(project: Project) -> dict[str, bytes]:
    return tree(project.out / "pictures")


def test_pages_reference_existing_images(ports):
    report = ports.build()
    assert report.problems == ()
    found = {
        address.removeprefix("/")
        for path in ports.out.rglob("*.html")
        for address in Addresses(path.read_text()).found
        if "/pictures/" in address
    }
    assert found
    assert {path for path in found if not (ports.out / path).exists()} == set()
    assert any(path.endswith(".avif") for path in found)


def test_the_original_with_camera_metadata_is_not_published(ports):
    ports.build()
    assert not (ports.out / "asia/ports/port.jpg").exists()
    assert not any(b"Camera 9000" in data for data in tree(ports.out).values())
    assert any(b"Roe" in data for data in _pictures(ports).values())
    assert "Roe" in ports.page("asia/ports/index.html")


def test_lead_photos_load_eagerly_and_others_lazily(ports):
    ports.build()
    page = ports.page("asia/ports/index.html")
    assert page.count('fetchpriority="high"') == 1
    assert page.count("<picture>") - page.count('loading="lazy"') == 1
    assert re.search('data-color="#0[0-9]([78][0-9a-f]){2}"', page)
    assert "style=" not in page
    assert '<meta property="og:image" content="https://example.org/pictures/port-' in page


def test_a_second_build_encodes_no_image(ports):
    ports.build()
    before = {path: path.stat().st_mtime_ns for path in (ports.out / "pictures").iterdir()}
    ports.write({"content/asia/new.md": article("New")})
    report = ports.build(explain=True)
    assert not [path for path, _ in report.reasons if path.startswith("pictures/")]
    assert before == {path: path.stat().st_mtime_ns for path in (ports.out / "pictures").iterdir()}


@pytest.fixture
def no_encoder(monkeypatch):
    def encoded(*arguments: object) -> bytes:
        raise AssertionError("A picture was encoded.")

    def stop() -> None:
        monkeypatch.setattr("sitegen.render.images._encoded", encoded)

    return stop


def test_cached_images_survive_the_output_folder(ports, no_encoder):
    ports.build()
    before = _pictures(ports)
    shutil.rmtree(ports.out)
    for folder in (ports.root / ".sitegen").iterdir():  # all but what was encoded
        if folder.name != "pictures":
            shutil.rmtree(folder) if folder.is_dir() else folder.unlink()
    no_encoder()
    ports.build()
    assert _pictures(ports) == before


def test_a_damaged_cached_image_is_encoded_again(ports):
    ports.build()
    before = _pictures(ports)
    for file in (ports.root / ".sitegen/pictures").iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    shutil.rmtree(ports.out)
    for folder in (ports.root / ".sitegen").iterdir():
        if folder.name != "pictures":
            shutil.rmtree(folder) if folder.is_dir() else folder.unlink()
    ports.build()
    assert _pictures(ports) == before


def test_unused_images_are_removed_from_the_cache(ports):
    ports.build()
    kept = len(os.listdir(ports.root / ".sitegen/pictures"))
    assert kept == len(_pictures(ports))
    ports.write({_PATH: article("Ports")})
    ports.build()
    assert _pictures(ports) == {}
    assert os.listdir(ports.root / ".sitegen/pictures") == []


def test_clean_removes_images(ports):
    ports.build()
    assert clear_cache(ports.root) > sum(map(len, _pictures(ports).values()))
    assert not (ports.root / ".sitegen/pictures").exists()


def test_a_check_encodes_nothing(ports, no_encoder):
    no_encoder()
    assert ports.check().problems == ()


def test_a_fresh_build_ignores_the_image_cache(ports):
    ports.build()
    before = _pictures(ports)
    for file in (ports.root / ".sitegen/pictures").iterdir():
        file.write_bytes(b"")
    shutil.rmtree(ports.out)
    ports.build(fresh=True)
    assert _pictures(ports) == before


def test_several_processes_give_the_same_images(ports):
    ports.build(jobs=1)
    before = tree(ports.out)
    other = ports.out.with_name("other")
    ports.build(other, jobs=3, fresh=True)
    assert tree(other) == before


def test_another_photo_is_another_file(ports):
    ports.build()
    before = set(_pictures(ports))
    ports.write({"content/asia/ports/port.jpg": _photo("maroon")})
    ports.build()
    assert {path for path in before & set(_pictures(ports)) if path.startswith("port-")} == set()


def test_a_photo_expires_by_the_clock(ports):
    ports.write({_PATH: article("Ports", photo="{src: port.jpg, alt: A port, expires: 2026-12-01}")})
    report = ports.build()
    assert report.published
    assert str(report.due) == "2026-12-01 00:00:00+00:00"
    ended = ports.build(now="2026-12-01")
    assert [problem.code for problem in ended.problems] == ["expired-photo", "unused-file"]
    assert not ended.published
    partial = ports.build(now="2026-12-01", partial=True)
    assert partial.published
    assert _pictures(ports) == {}


def test_feeds_use_the_most_compatible_image(ports):
    ports.build()
    feed = ports.page("feed.xml")
    assert "srcset" not in feed
    assert "https://example.org/pictures/quay-" in feed
