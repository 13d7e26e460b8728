"""What stands at a URL of the preview: an output of the plan, made by its Job when it is asked for."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from sitegen.link.urls import quoted
from sitegen.model.jobs import AssetArgs, CopyArgs, Job, PictureArgs
from sitegen.patterns import lazy_pattern
from sitegen.preview.proofs import Proof
from sitegen.problems import Problem
from sitegen.publish.derivatives import Derivatives
from sitegen.publish.printing import job_at
from sitegen.read.themes import bundled_themes
from sitegen.render.errors import TemplateProblem
from sitegen.render.images import PictureChanged
from sitegen.render.kinds import render

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


class Page(Struct, frozen=True):
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


def page_at(proof: Proof, path: str) -> Page:
    """The page at a URL's path, whose percent signs are decoded."""
    base = proof.site.base_path
    if not path.startswith(base):
        return Page(307, location=quoted(base)) if path in ("/", base.rstrip("/")) else missing(proof, path)
    output = output_at(proof, path)
    if output in proof.routes:
        return printed(proof, output)
    folder = f"{output}/index.html"
    if not output.endswith("/index.html") and folder in proof.routes:
        return Page(301, location=quoted(f"{path}/"), output=folder)
    return missing(proof, path)


def output_at(proof: Proof, path: str) -> str:
    """The output path that a URL's path means."""
    inner = path.removeprefix(proof.site.base_path)
    return f"{inner}index.html" if not inner or inner.endswith("/") else inner


def url_of(proof: Proof, output: str) -> str:
    """The URL's path of an output."""
    shown = output[: -len("index.html")] if output.rpartition("/")[2] == "index.html" else output
    return quoted(proof.site.base_path + shown)


def printed(proof: Proof, output: str, status: int = 200) -> Page:
    """An output of the plan."""
    route, job = proof.routes[output], job_at(output, proof.ask)
    document = route.document
    try:
        if not _is_within(proof, job):
            return Page(404, "text/plain; charset=utf-8", b"The file leads out of the project.\n")
        if isinstance(job.args, PictureArgs):
            made = Derivatives(proof.ask.root)(output, job.args, proof.ask)
        else:
            made = render(job, proof.ask)
    except TemplateProblem as error:
        return Page(500, output=output, document=document, problem=error.problem)
    except (FileNotFoundError, PictureChanged):
        return Page(404, "text/plain; charset=utf-8", b"The file is not there any more.\n")
    return Page(status, media_of(output), made.data, output, document)


def missing(proof: Proof, path: str) -> Page:
    """The site's own page for what is not there, in the language of the path."""
    inner = path.removeprefix(proof.site.base_path)
    prefixes = sorted({"", *(lists.edition.prefix for lists in proof.site.editions)}, key=len, reverse=True)
    for prefix in prefixes:
        output = f"{prefix}404.html"
        if inner.startswith(prefix) and output in proof.routes:
            return printed(proof, output, 404)
    return Page(404, "text/plain; charset=utf-8", b"There is nothing here.\n")


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


def _is_within(proof: Proof, job: Job) -> bool:
    """Whether a file that is copied really lies in the project or in a theme, whatever has become of it since
    it was seen."""
    if not isinstance(job.args, CopyArgs | PictureArgs | AssetArgs):
        return True
    root = proof.ask.root
    return is_inside(root / job.args.source, (root, bundled_themes()))


def is_inside(place: Path, folders: Iterable[Path]) -> bool:
    """Whether a file really lies in one of the folders, whatever links lead to it."""
    real = place.resolve()
    return any(real.is_relative_to(folder.resolve()) for folder in folders)
