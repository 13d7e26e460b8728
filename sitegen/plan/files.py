"""Files that go out as they are: beside articles, in `static/`, and the theme's."""

from __future__ import annotations

from sitegen.model.documents import File
from sitegen.model.jobs import AssetArgs, CopyArgs, Job
from sitegen.model.site import Published, Site
from sitegen.plan.routes import Planned, Route, Routes


def file_routes(site: Site) -> Routes:
    """A route for each file that is published."""
    for file in site.files:
        yield _copy(file)
    for asset in site.theme.assets:
        yield _asset(asset)


def _copy(file: Published) -> Route:
    def make(planned: Planned) -> Job:
        return Job("copy", file.output, CopyArgs(file.source, file.digest))

    return Route(file.output, file.source, make)


def _asset(asset: File) -> Route:
    def make(planned: Planned) -> Job:
        return Job("asset", asset.name, AssetArgs(asset.path, asset.digest, asset.name))

    return Route(asset.name, "the theme's files", make)
