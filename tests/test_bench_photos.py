"""The bench's photos: how they are drawn, which builds of them are measured, and what is said of them."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from PIL import Image

from bench.command import main
from bench.measure import Failed
from bench.peers.peer import REPOSITORY, Tools
from bench.photobuilds import PhotoProgramme, Scenario, hold_photos
from bench.photographs import draw_photograph
from bench.report import render
from bench.results import Machine, PhotoBuild, Results, load, merged, save
from sitegen.workers import processors

MACHINE = Machine("A processor", 2, 8 * 2**30, "Linux", "3.11")
SMALL = (640, 480)
#: Runs sitegen as it is, and something before or after it.
_SITEGEN = '"$PYTHON" -m sitegen "$@"'


def _built(scenario: Scenario, **changes: Any) -> PhotoBuild:
    values: dict[str, Any] = {
        "photos": 200,
        "width": 4000,
        "height": 3000,
        "originals": 800 * 2**20,
        "batch": "one",
        "processors": scenario.processors,
        "wall": 100.0,
        "cpu": 100.0,
        "memory": 2**28,
        "memory_kind": "PSS",
        "made": 4_000 if scenario.is_first else 0,
        "files": 4_000,
        "size": 300 * 2**20,
        "digest": "ab12",
    } | changes
    return PhotoBuild(scenario=scenario, **values)


def _results(*photos: PhotoBuild) -> Results:
    return Results(MACHINE, {"sitegen": "0.1.0"}, photos=photos)


# Drawing


def test_photos_are_the_same_every_time_and_each_another_one(tmp_path):
    files = [tmp_path / name for name in ("one.jpg", "same.jpg", "other.jpg", "seed.jpg")]
    for file, (seed, number) in zip(files, [(1, 0), (1, 0), (1, 1), (2, 0)], strict=True):
        draw_photograph(file, seed, number, SMALL)
    one, same, other, seed = (file.read_bytes() for file in files)
    assert one == same
    assert len({one, other, seed}) == 3


def test_photos_are_as_hard_to_encode_as_a_camera_s(tmp_path):
    file = tmp_path / "photo.jpg"
    draw_photograph(file, 1, 0, (1600, 1200))
    with Image.open(file) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (1600, 1200), "RGB")
        small = image.resize((400, 300))
    small.save(tmp_path / "small.jpg", quality=80)
    # Bits a pixel: plain areas have some 0.3, photos 2 to 5, nothing but noise has 7 and more.
    assert 2 < file.stat().st_size * 8 / (1600 * 1200) < 5
    assert 1.5 < (tmp_path / "small.jpg").stat().st_size * 8 / (400 * 300) < 4


# Measuring


@pytest.mark.slow
@pytest.mark.skipif(processors() < 2, reason="compares one processor with two")
def test_only_first_builds_make_pictures_and_each_makes_the_same(tmp_path):
    out = tmp_path / "out" / "RESULTS.md"
    main(["--photos", "2", "--photo-size", "640x480", "--work", str(tmp_path), "--out", str(out)])
    found = load(out.with_name("results.json")).photos
    assert [one.scenario for one in found] == ["first-1", "first-2", "again", "restored"]
    assert [one.processors for one in found] == [1, 2, 2, 2]
    files = found[0].files
    assert files > 2
    assert [one.made for one in found] == [files, files, 0, 0]
    assert len({one.digest for one in found}) == 1
    assert (found[0].photos, found[0].width, found[0].height) == (2, 640, 480)
    drawn = list((tmp_path / "photos-2" / "sitegen" / "content" / "photos").iterdir())
    assert found[0].originals == sum(file.stat().st_size for file in drawn)
    assert not (tmp_path / "photos-2" / "sitegen" / "public" / "photos" / drawn[0].name).exists()
    assert "## Images" in out.read_text()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "built", "message"),
    [
        (f"{_SITEGEN} --fresh", ["first-1"], "0 pictures were made and remembered, [1-9]"),
        (
            f"rm -rf .sitegen public; {_SITEGEN}",
            ["first-1", "first-2", "again"],
            "nothing has changed: [1-9][0-9]* pictures were made again",
        ),
        (
            f'{_SITEGEN}; case "$*" in *"--jobs 2") for one in public/pictures/*; do break; done; '
            'echo >> "$one";; esac',
            ["first-1", "first-2"],
            r"two CPUs: 1 pictures differ from those of the first build, one CPU: photo-00000-\S+$",
        ),
    ],
    ids=["forgets", "begins anew", "writes other bytes"],
)
def test_a_build_that_makes_other_pictures_than_it_has_to_is_measured_and_named(
    script, built, message, tmp_path, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.setenv("PYTHON", sys.executable)
    tools = Tools(tmp_path, ("/bin/sh", "-ec", script, "sh"))
    measured = []
    with pytest.raises(Failed, match=message):
        for one in hold_photos(PhotoProgramme(1, tmp_path, tools, SMALL), "now"):
            measured.append(one)
    assert [one.scenario for one in measured] == built
    assert not (tmp_path / "photos-1").exists()


# Results and report


def test_results_of_photos_survive_being_written_and_take_the_place_of_old_ones(tmp_path):
    old = _results(_built(Scenario.ONE, wall=9.0), _built(Scenario.AGAIN, wall=2.0))
    save(old, tmp_path / "results.json")
    assert load(tmp_path / "results.json") == old
    new = _results(_built(Scenario.ONE, wall=1.0))
    assert [one.wall for one in merged(old, new, replace=False).photos] == [9.0, 2.0, 1.0]
    assert [one.wall for one in merged(old, new, replace=True).photos] == [2.0, 1.0]
    other = _results(_built(Scenario.ONE, width=800, wall=1.0))
    assert [one.wall for one in merged(old, other, replace=True).photos] == [9.0, 2.0, 1.0]


def test_results_from_before_photos_were_measured_are_still_read(tmp_path):
    save(_results(), tmp_path / "results.json")
    text = (tmp_path / "results.json").read_text()
    (tmp_path / "results.json").write_text(text.partition(',"photos"')[0] + "}")
    assert load(tmp_path / "results.json") == _results()


def test_the_report_says_what_photos_cost():
    text = render(
        _results(
            _built(Scenario.AGAIN, wall=0.5),
            *(_built(Scenario.ONE, wall=wall) for wall in (300.0, 400.0, 500.0)),
            _built(Scenario.TWO, wall=200.0),
        )
    )
    assert "200 articles with a photo each of 4000 × 3000 pixels" in text
    assert (
        "| first build, one CPU | 3 | 400 (300–500) | 100 (100–100) | 256 MiB | 4,000 | 0.50 | 2.00 |" in text
    )
    assert "| first build, two CPUs | 1 | 200 | 100 | 256 MiB | 4,000 | 1.00 | 1.00 |" in text
    assert "| nothing has changed | 1 | 0.50 | 100 | 256 MiB | 0 | – | – |" in text
    assert (
        "Later builds encoded no images. The bytes of the images are the same with one CPU and with two."
        in text
    )
    assert "`python -m bench --photos 200 --update`" in text


def test_the_report_says_when_pictures_differ():
    text = render(_results(_built(Scenario.ONE), _built(Scenario.TWO, digest="cd34")))
    assert (
        "**The bytes of the images differ between builds** (digests: first build, one CPU: ab12; "
        "first build, two CPUs: cd34)." in text
    )
    assert "are the same with" not in text


def test_the_report_compares_nothing_that_was_not_built_together():
    text = render(_results(_built(Scenario.ONE), _built(Scenario.TWO, batch="two", digest="cd34")))
    assert "The bytes of the images" not in text


def test_the_report_does_not_say_of_a_build_that_made_pictures_that_it_made_none():
    text = render(_results(_built(Scenario.AGAIN, made=3)))
    assert "| 3 |" in text
    assert "encoded no images" not in text


def test_a_report_without_photos_does_not_speak_of_them():
    assert "## Pictures" not in render(_results())
