"""What stands at a URL of the preview: an output of the plan, made by its Job when it is asked for."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from sitegen.build.image_cache import ImageCache
from sitegen.build.render_output import job_at
from sitegen.lazy_regex import lazy_pattern
from sitegen.link.urls import quoted
from sitegen.model.jobs import AssetArgs, CopyArgs, ImageArgs, Job
from sitegen.problems import Problem
from sitegen.read.theme.load import bundled_themes
from sitegen.render.errors import TemplateProblem
from sitegen.render.images import ImageChanged
from sitegen.render.renderers import render
from sitegen.serve.snapshots import Snapshot

HTML = "text/html; charset=utf-8"

#: What static hosts say of files whose names Python's table does not know, or knows otherwise.
_MEDIA = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": HTML,
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


class PreviewPage(Struct, frozen=True):
    """An answer of the preview: its status, its media type and its bytes.

    `output` is the path in the output tree, `document` that of the file which the page shows; `problem` says
    why the page could not be made. `location` is where a redirect leads.
    """

    status: int
    media: str = HTML
    body: bytes = b""
    output: str = ""
    document: str = ""
    problem: Problem | None = None
    location: str = ""


def page_at(snapshot: Snapshot, path: str) -> PreviewPage:
    """The page at a URL's path, whose percent signs are decoded."""
    base = snapshot.site.base_path
    if not path.startswith(base):
        return (
            PreviewPage(307, location=quoted(base))
            if path in ("/", base.rstrip("/"))
            else missing(snapshot, path)
        )
    output = output_at(snapshot, path)
    if output in snapshot.routes:
        return printed(snapshot, output)
    folder = f"{output}/index.html"
    if not output.endswith("/index.html") and folder in snapshot.routes:
        return PreviewPage(301, location=quoted(f"{path}/"), output=folder)
    return missing(snapshot, path)


def output_at(snapshot: Snapshot, path: str) -> str:
    """The output path that a URL's path means."""
    inner = path.removeprefix(snapshot.site.base_path)
    return f"{inner}index.html" if not inner or inner.endswith("/") else inner


def url_of(snapshot: Snapshot, output: str) -> str:
    """The URL's path of an output."""
    shown = output[: -len("index.html")] if output.rpartition("/")[2] == "index.html" else output
    return quoted(snapshot.site.base_path + shown)


def printed(snapshot: Snapshot, output: str, status: int = 200) -> PreviewPage:
    """An output of the plan."""
    route, job = snapshot.routes[output], job_at(output, snapshot.ask)
    document = route.document
    try:
        if not _is_within(snapshot, job):
            return PreviewPage(404, "text/plain; charset=utf-8", b"The file leads out of the project.\n")
        if isinstance(job.args, ImageArgs):
            made = ImageCache(snapshot.ask.root)(output, job.args, snapshot.ask)
        else:
            made = render(job, snapshot.ask)
    except TemplateProblem as error:
        return PreviewPage(500, output=output, document=document, problem=error.problem)
    except (FileNotFoundError, ImageChanged):
        return PreviewPage(404, "text/plain; charset=utf-8", b"The file is not there any more.\n")
    return PreviewPage(status, media_of(output), made.data, output, document)


def missing(snapshot: Snapshot, path: str) -> PreviewPage:
    """The site's own page for what is not there, in the language of the path."""
    inner = path.removeprefix(snapshot.site.base_path)
    prefixes = sorted(
        {"", *(lists.edition.prefix for lists in snapshot.site.editions)}, key=len, reverse=True
    )
    for prefix in prefixes:
        output = f"{prefix}404.html"
        if inner.startswith(prefix) and output in snapshot.routes:
            return printed(snapshot, output, 404)
    return PreviewPage(404, "text/plain; charset=utf-8", b"There is nothing here.\n")


def media_of(output: str) -> str:
    """The media type of a file, by its name."""
    if output.rpartition("/")[2] == "feed.xml":
        return "application/atom+xml"
    suffix = Path(output).suffix.lower()
    return _MEDIA.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"


_MEDIA_RULE = lazy_pattern(rb"@media\s+(print|screen)\b")
_STYLESHEET = lazy_pattern(rb"""(<link\b[^<>]*\shref=["'][^"'<>?#]*\.css)(["'])""", re.IGNORECASE)


def on_paper(data: bytes, media: str) -> bytes:
    """A page or a stylesheet as it is printed: rules for print apply, and those for screens do not."""
    if media == HTML:
        return _STYLESHEET.sub(rb"\1?_print\2", data)
    if media.startswith("text/css"):
        applied = {b"print": b"@media all", b"screen": b"@media not all"}
        return _MEDIA_RULE.sub(lambda found: applied[found[1]], data)
    return data


def _is_within(snapshot: Snapshot, job: Job) -> bool:
    """Whether a file that is copied really lies in the project or in a theme, whatever has become of it since
    it was seen."""
    if not isinstance(job.args, CopyArgs | ImageArgs | AssetArgs):
        return True
    root = snapshot.ask.root
    return is_inside(root / job.args.source, (root, bundled_themes()))


def is_inside(place: Path, folders: Iterable[Path]) -> bool:
    """Whether a file really lies in one of the folders, whatever links lead to it."""
    real = place.resolve()
    return any(real.is_relative_to(folder.resolve()) for folder in folders)
