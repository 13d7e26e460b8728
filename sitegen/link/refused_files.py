"""Files of the content folder that are not published, whatever leads to them, and why.

Files of `static/` are the operator's, who may publish what the authors of texts may not.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.link.file_kinds import FileKind, nature_of
from sitegen.model.documents import ImageInfo
from sitegen.private_folders import private_folder

#: What to do about a vector picture that does more than show itself.
PLAIN_VECTOR = "Export it as a plain SVG, without scripts, HTML and links to other files; or as a PNG."


class Refusal(Struct, frozen=True, gc=False):
    """Why a file is not published: a problem's code, message and hint."""

    code: str
    message: str
    hint: str


class RefusalRules(Struct, frozen=True, gc=False):
    """What decides on a file: the documents' suffixes, whether pages are allowed, and what is known of
    pictures."""

    suffixes: tuple[str, ...]
    html_files: bool
    pictures: Mapping[str, ImageInfo]
    starts: tuple[str, ...] = ()
    """The folders that the configuration names (see `private_folder`)."""

    def is_withheld(self, path: str, source: str = "") -> bool:
        """Whether a file lies in a folder that is never published, and not with the document at `source`."""
        folder = private_folder(path, self.starts)
        return folder != "" and not source.startswith(f"{folder}/")

    def refusal(self, path: str, source: str = "") -> Refusal | None:
        """Why the file at `path` is not published, to which the document at `source` leads; None where it may
        be."""
        if path.startswith("static/"):
            return None
        if self.is_withheld(path, source):
            message = f"`{path}` lies in a folder whose name begins with `_`, which is never published."
            return Refusal("broken-link", message, "Move the file, or rename the folder.")
        picture = self.pictures.get(path)
        if picture is not None and picture.damage and path.lower().endswith(".svg"):
            message = f"`{path}` is not published: {picture.damage}."
            return Refusal("unsafe-file", message, f"{PLAIN_VECTOR} Or put it into `static/`.")
        nature = nature_of(path, self.suffixes)
        if nature is FileKind.PAGE and not self.html_files:
            message = f"`{path}` is not published: browsers or servers run what such a file holds."
            hint = "Put it into `static/` if you trust it, or set `content.html_files: true`."
            return Refusal("unsafe-file", message, hint)
        if nature in (FileKind.TEXT, FileKind.BACKUP):
            return _unpublishable(path, nature, self.suffixes[0])
        return None


def _unpublishable(path: str, nature: FileKind, suffix: str) -> Refusal:
    if nature is FileKind.TEXT:
        message = f"`{path}` is a document's text, which is never published as a file."
        hint = f"Rename it to end in `{suffix}`, so that it is read as a document; or put it into `static/`."
    else:
        message = f"`{path}` is a backup or a temporary file, which is never published."
        hint = "Link to the file itself. If this is the one, rename it or put it into `static/`."
    return Refusal("broken-link", message, hint)
