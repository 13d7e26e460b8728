"""What the parts of one language's edition share: its documents, their addresses, photos and sections."""

from __future__ import annotations

from sitegen.link.context import FOLDERS, LinkContext, section_slug
from sitegen.link.photos import show_photo
from sitegen.link.urls import address, prefix_of
from sitegen.model.documents import Document
from sitegen.model.front_matter import Kind, Photo, SectionMatter
from sitegen.model.images import Cut
from sitegen.model.site import Address
from sitegen.model.views import Link, PhotoView
from sitegen.problems import Problem


class EditionContext:
    """Stands around one edition. `problems`, `files` and `cuts` (pictures that pages need) grow with it."""

    def __init__(
        self, context: LinkContext, lang: str, problems: list[Problem], files: set[str], cuts: set[Cut]
    ) -> None:
        self.context = context
        self.lang = lang
        self.prefix = prefix_of(context.config, lang)
        self.problems = problems
        self.files = files
        self.cuts = cuts
        self.documents = {
            kind: {document.id: document for document in context.shown(kind, lang)} for kind in Kind
        }
        self._sections: dict[str, tuple[Address, Link]] = {}

    def address(self, path: str) -> Address:
        """The address of a path below this edition's home."""
        return address(self.context.base, f"/{self.prefix}{path}")

    def folder(self, kind: Kind, slug: str) -> Address:
        """The address of a tag, author, issue or series by its slug."""
        return self.address(f"{FOLDERS[kind]}/{slug}/")

    def own_address(self, document: Document) -> Address:
        """The address of a shown document."""
        return self.context.addresses[document.path]

    def section(self, id_: str) -> tuple[Address, Link]:
        """A section's address and its link, described or not."""
        if id_ not in self._sections:
            slugs = self.context.section_slugs
            place = self.address(f"{section_slug(slugs, self.lang, id_, self.context.config.urls)}/")
            self._sections[id_] = place, Link(self._section_title(id_), place.url)
        return self._sections[id_]

    def _section_title(self, id_: str) -> str:
        document = self.documents[Kind.SECTION].get(id_)
        if document is not None and isinstance(document.matter, SectionMatter):
            return document.matter.title
        words = id_.replace("-", " ").replace("_", " ")
        return words[:1].upper() + words[1:]

    def photo(self, document: Document, key: str, photo: Photo | None) -> PhotoView | None:
        """The photo under a front-matter key; what it needs is published."""
        if photo is None:
            return None
        shown = show_photo(document, key, photo, self.context.targets, self.problems)
        if shown is None:
            return None
        if shown.file:
            self.files.add(shown.file)
        self.cuts.update(shown.cuts)
        return shown.view
