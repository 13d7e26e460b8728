from __future__ import annotations

from typing import get_type_hints

from sitegen.model import jobs
from sitegen.model.jobs import Job, JobArgs
from sitegen.render.renderers import RENDERERS

OURS = [
    each
    for each in vars(jobs).values()
    if isinstance(each, type) and issubclass(each, JobArgs) and each is not JobArgs
]


def test_all_that_an_output_can_be_made_of_is_rendered():
    assert set(OURS) == set(RENDERERS)


def test_each_renderer_takes_what_it_is_found_by():
    taken = {each: get_type_hints(renderer)["args"] for each, renderer in RENDERERS.items()}
    assert taken == {each: each for each in RENDERERS}


def test_no_two_kinds_are_called_the_same():
    assert len({each.__struct_config__.tag for each in OURS}) == len(OURS)


class _Manifest(JobArgs, frozen=True, tag="manifest"):
    pass


class _Unnamed(JobArgs, frozen=True):
    pass


def test_a_kind_is_called_by_its_tag_or_by_its_type():
    assert [Job("x", args).kind for args in (_Manifest(), _Unnamed())] == ["manifest", "_Unnamed"]
