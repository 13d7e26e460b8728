"""The pages and files of the preview by URL, rendered on request."""

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

#: Media types of static hosts that Python's table lacks or has different.
_MEDIA_TYPES = {
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
    """A response without its overlay: status, media type and bytes.

    `output` is the path in the output tree, `document` the path of the page's document, `problem` the reason
    if rendering failed, and `location` the target of a redirect.
    """

    status: int
    media: str = HTML
    body: bytes = b""
    output: str = ""
    document: str = ""
    problem: Problem | None = None
    location: str = ""


def page_at(snapshot: Snapshot, path: str) -> PreviewPage:
    """The page at a decoded URL path."""
    base = snapshot.site.base_path
    if not path.startswith(base):
        return (
            PreviewPage(307, location=quoted(base))
            if path in ("/", base.rstrip("/"))
            else not_found(snapshot, path)
        )
    output = output_at(snapshot, path)
    if output in snapshot.routes:
        return render_output(snapshot, output)
    folder = f"{output}/index.html"
    if not output.endswith("/index.html") and folder in snapshot.routes:
        return PreviewPage(301, location=quoted(f"{path}/"), output=folder)
    return not_found(snapshot, path)


def output_at(snapshot: Snapshot, path: str) -> str:
    """The output path of a URL path."""
    inner = path.removeprefix(snapshot.site.base_path)
    return f"{inner}index.html" if not inner or inner.endswith("/") else inner


def url_of(snapshot: Snapshot, output: str) -> str:
    """The URL path of an output."""
    shown = output[: -len("index.html")] if output.rpartition("/")[2] == "index.html" else output
    return quoted(snapshot.site.base_path + shown)


def render_output(snapshot: Snapshot, output: str, status: int = 200) -> PreviewPage:
    """Render an output."""
    route, job = snapshot.routes[output], job_at(output, snapshot.ask)
    document = route.document
    try:
        if not _is_within(snapshot, job):
            return PreviewPage(404, "text/plain; charset=utf-8", b"The file is outside the project.\n")
        if isinstance(job.args, ImageArgs):
            rendered = ImageCache(snapshot.ask.root)(output, job.args, snapshot.ask)
        else:
            rendered = render(job, snapshot.ask)
    except TemplateProblem as error:
        return PreviewPage(500, output=output, document=document, problem=error.problem)
    except (FileNotFoundError, ImageChanged):
        return PreviewPage(404, "text/plain; charset=utf-8", b"The file no longer exists.\n")
    return PreviewPage(status, media_type_of(output), rendered.data, output, document)


def not_found(snapshot: Snapshot, path: str) -> PreviewPage:
    """The site's 404 page in the language of the path."""
    inner = path.removeprefix(snapshot.site.base_path)
    prefixes = sorted(
        {"", *(lists.edition.prefix for lists in snapshot.site.editions)}, key=len, reverse=True
    )
    for prefix in prefixes:
        output = f"{prefix}404.html"
        if inner.startswith(prefix) and output in snapshot.routes:
            return render_output(snapshot, output, 404)
    return PreviewPage(404, "text/plain; charset=utf-8", b"Not found.\n")


def media_type_of(output: str) -> str:
    """The media type of a file, by name."""
    if output.rpartition("/")[2] == "feed.xml":
        return "application/atom+xml"
    suffix = Path(output).suffix.lower()
    return _MEDIA_TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"


_MEDIA_RULE = lazy_pattern(rb"@media\s+(print|screen)\b")
_STYLESHEET = lazy_pattern(rb"""(<link\b[^<>]*\shref=["'][^"'<>?#]*\.css)(["'])""", re.IGNORECASE)


def for_print(data: bytes, media: str) -> bytes:
    """A page or stylesheet with the rules for print, and without those for screens."""
    if media == HTML:
        return _STYLESHEET.sub(rb"\1?_print\2", data)
    if media.startswith("text/css"):
        applied = {b"print": b"@media all", b"screen": b"@media not all"}
        return _MEDIA_RULE.sub(lambda found: applied[found[1]], data)
    return data


def _is_within(snapshot: Snapshot, job: Job) -> bool:
    """Whether the source of a file is still in the project or a theme: it may have become a symbolic link."""
    if not isinstance(job.args, CopyArgs | ImageArgs | AssetArgs):
        return True
    root = snapshot.ask.root
    return is_inside(root / job.args.source, (root, bundled_themes()))


def is_inside(file: Path, folders: Iterable[Path]) -> bool:
    """Whether a file is in one of the folders, after following symbolic links."""
    real = file.resolve()
    return any(real.is_relative_to(folder.resolve()) for folder in folders)
