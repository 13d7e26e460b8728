"""Files that are copied to the output: beside articles, in `static/`, and the theme's assets."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from sitegen.config.project import CONFIGURATION
from sitegen.model.documents import File
from sitegen.model.jobs import AssetArgs, CopyArgs, Job
from sitegen.model.site import Published
from sitegen.plan.routes import Route, Routes
from sitegen.plan.site_lookup import SiteLookup
from sitegen.problems import Problem, problem_at


def file_routes(files: Iterable[Published], assets: Iterable[File], expired: Container[str]) -> Routes:
    """Yield a route for each published file."""
    for file in files:
        yield Route(file.output, file.source, _copy_job, file)
    for asset in assets:
        if asset.digest not in expired:
            yield Route(asset.name, "the theme's files", _asset_job, asset)


def expired_assets(assets: Iterable[File], expired: Mapping[str, str]) -> Iterator[Problem]:
    """Report each image set in the theme's options that has expired according to a document."""
    for asset in assets:
        if owner := expired.get(asset.digest):
            message = f"An image set in the theme's options has expired, according to `{owner}`."
            hint = "Use another image, or correct `expires` if the licence was renewed."
            yield problem_at(CONFIGURATION, "theme.options", "expired-photo", message, hint)


def _copy_job(_site: SiteLookup, file: Published) -> Job:
    return Job(file.output, CopyArgs(file.source, file.digest))


def _asset_job(_site: SiteLookup, asset: File) -> Job:
    return Job(asset.name, AssetArgs(asset.path, asset.digest, asset.name, asset.text))
