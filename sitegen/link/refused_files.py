"""Files in content folders that are never published, and why.

Files in `static/` are always published: the site's operator chose them.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.link.file_kinds import FileKind, file_kind
from sitegen.model.documents import ImageInfo
from sitegen.private_folders import private_folder

#: The hint for an SVG file with active content.
PLAIN_VECTOR = "Export it as a plain SVG without scripts, HTML or links to other files, or as a PNG."


class Refusal(Struct, frozen=True, gc=False):
    """Why a file is not published: the code, message and hint of a problem."""

    code: str
    message: str
    hint: str


class RefusalRules(Struct, frozen=True, gc=False):
    """The settings and images that decide which files are published."""

    suffixes: tuple[str, ...]
    """The suffixes of documents."""
    html_files: bool
    """Whether HTML pages in content folders are published."""
    images: Mapping[str, ImageInfo]
    starts: tuple[str, ...] = ()
    """Folders named in the configuration (see `private_folder`)."""

    def is_withheld(self, path: str, source: str = "") -> bool:
        """Whether a file is in a folder that is never published; a document's own folder does not count."""
        folder = private_folder(path, self.starts)
        return folder != "" and not source.startswith(f"{folder}/")

    def refusal(self, path: str, source: str = "") -> Refusal | None:
        """Why the file at `path` cannot be published for the document at `source`; None if it can."""
        if path.startswith("static/"):
            return None
        if self.is_withheld(path, source):
            message = f"`{path}` is in a folder that starts with `_`, which is never published."
            return Refusal("broken-link", message, "Move the file, or rename the folder.")
        image = self.images.get(path)
        if image is not None and image.damage and path.lower().endswith(".svg"):
            message = f"`{path}` is not published: {image.damage}."
            return Refusal("unsafe-file", message, f"{PLAIN_VECTOR} Or put it in `static/`.")
        kind = file_kind(path, self.suffixes)
        if kind is FileKind.PAGE and not self.html_files:
            message = f"`{path}` is not published: browsers or servers may run code in such files."
            hint = "Put it in `static/` if you trust it, or set `content.html_files: true`."
            return Refusal("unsafe-file", message, hint)
        if kind in (FileKind.TEXT, FileKind.BACKUP):
            return _unpublishable(path, kind, self.suffixes[0])
        return None


def _unpublishable(path: str, kind: FileKind, suffix: str) -> Refusal:
    if kind is FileKind.TEXT:
        message = f"`{path}` is the text of a document, which is never published as a file."
        hint = f"Rename it to end in `{suffix}` to make it a document, or put it in `static/`."
    else:
        message = f"`{path}` is a backup or a temporary file, which is never published."
        hint = "Link to the original file. If this is the original, rename it or put it in `static/`."
    return Refusal("broken-link", message, hint)
