"""Files that go out as they are: beside articles, in `static/`, and the theme's."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from sitegen.config.project import CONFIGURATION
from sitegen.model.documents import File
from sitegen.model.jobs import AssetArgs, CopyArgs, Job
from sitegen.model.site import Published
from sitegen.plan.routes import Planned, Route, Routes
from sitegen.problems import Problem, problem_at


def file_routes(files: Iterable[Published], assets: Iterable[File], expired: Container[str]) -> Routes:
    """A route for each file that is published."""
    for file in files:
        yield Route(file.output, file.source, _copy_job, file)
    for asset in assets:
        if asset.digest not in expired:
            yield Route(asset.name, "the theme's files", _asset_job, asset)


def expired_assets(assets: Iterable[File], expired: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each picture of the theme that may not be shown any more, as a document says."""
    for asset in assets:
        if owner := expired.get(asset.digest):
            message = f"A picture of the theme's options may not be shown any more, as `{owner}` says."
            hint = "Take another picture; or correct `expires` if there is a new licence."
            yield problem_at(CONFIGURATION, "theme.options", "expired-photo", message, hint)


def _copy_job(planned: Planned, file: Published) -> Job:
    return Job(file.output, CopyArgs(file.source, file.digest))


def _asset_job(planned: Planned, asset: File) -> Job:
    return Job(asset.name, AssetArgs(asset.path, asset.digest, asset.name, asset.text))
