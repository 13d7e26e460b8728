from __future__ import annotations

import msgspec
import pytest

from sitegen.engine.engine import Engine
from sitegen.model.documents import ImageInfo, Template, Theme
from sitegen.model.images import ImageNotes
from sitegen.model.jobs import ImageArgs
from sitegen.model.site import BuildTime
from sitegen.plan.images import crops_of
from tests.factory import NOW, PLAIN, Linked, Plan, content, document, link, photo

_PATH = "content/asia/a/photo.jpg"


def _theme(text: str) -> Theme:
    return Theme("plain", {"article.html": Template("article.html", text, text)}, (), {}, {}, text)


def _site(text: str = "", width: int = 900, ask: Engine | None = None) -> Linked:
    read = content(document("content/asia/a/index.md", photo=photo()), pictures=[_PATH], theme=_theme(text))
    picture = ImageInfo(_PATH, "digest", width, 600, format="jpeg")
    return link(msgspec.structs.replace(read, images={_PATH: picture}), PLAIN, BuildTime(NOW), ask=ask)


def _outputs(site: Linked) -> list[str]:
    return [output for output in Plan(site).routes if output.startswith("pictures/")]


def test_every_size_in_modern_formats_and_one_in_the_fallback_format():
    names = [output.partition("-")[2].partition("-")[2] for output in _outputs(_site())]
    assert names == ["480.avif", "480.webp", "800.avif", "800.webp", "800.jpg"]


def test_the_arguments_of_an_image_job():
    planned = Plan(_site())
    output = next(output for output in planned.routes if output.endswith("-480.avif"))
    job = planned.job(output)
    assert (job.kind, job.path) == ("picture", output)
    args = job.args
    assert isinstance(args, ImageArgs)
    assert (args.source, args.digest, args.box) == (_PATH, "digest", None)
    assert (args.width, args.height, args.format) == (480, 320, "avif")
    assert args.notes == ImageNotes()


@pytest.mark.parametrize(
    ("text", "crops"),
    [
        ("", set()),
        ("{{ photo.url }}", set()),
        ('{{ photo.crops["3:2"].url }}', {"3:2"}),
        ("{{ photo.crops[ '1:1' ] }} {{ a.crops['16:9'] }}", {"1:1", "16:9"}),
        ("{{ photo.crops[name] }}", {"3:2", "1:1", "16:9"}),
        ("{{ photo.crops.items() }}", {"3:2", "1:1", "16:9"}),
        ("{# photo.crops[name] #}", set()),
    ],
)
def test_only_crops_named_by_a_template_are_planned(text, crops):
    assert crops_of(_theme(text)) == crops


def test_a_crop_has_its_own_files():
    assert len(_outputs(_site('{{ photo.crops["3:2"].url }}'))) == 2 * len(_outputs(_site()))


def test_a_template_that_shows_another_crop_adds_its_files():
    linked = _site()
    before = _outputs(linked)
    now = _outputs(_site('{{ photo.crops["3:2"].url }}', ask=linked.ask))
    assert set(now) > set(before)
    assert now == _outputs(_site('{{ photo.crops["3:2"].url }}'))
