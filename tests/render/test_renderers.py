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


def test_every_type_of_arguments_has_a_renderer():
    assert set(OURS) == set(RENDERERS)


def test_each_renderer_takes_the_type_of_its_key():
    taken = {each: get_type_hints(renderer)["args"] for each, renderer in RENDERERS.items()}
    assert taken == {each: each for each in RENDERERS}


def test_kinds_have_different_names():
    assert len({each.__struct_config__.tag for each in OURS}) == len(OURS)


class _Manifest(JobArgs, frozen=True, tag="manifest"):
    pass


class _Unnamed(JobArgs, frozen=True):
    pass


def test_a_kind_is_named_by_its_tag_or_type():
    assert [Job("x", args).kind for args in (_Manifest(), _Unnamed())] == ["manifest", "_Unnamed"]
