"""What Jobs ask for while they are rendered, from the site, the store and the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sitegen.link.queries import answer
from sitegen.model.jobs import Query
from sitegen.model.site import Site
from sitegen.render.theme import PARTS, part_of
from sitegen.store import Store, get_body


class Answers:
    """Answers queries; each question about the site is thought through once."""

    def __init__(self, root: Path, site: Site, store: Store) -> None:
        self.root = root
        self._site = site
        self._store = store
        self._known: dict[Query, Any] = {}

    def __call__(self, query: Query) -> Any:
        """The answer to a query; KeyError for one that nobody can answer."""
        match query.name:
            case "body":
                return get_body(self._store, dict(query.args)["digest"])
            case "file":
                return (self.root / dict(query.args)["path"]).read_bytes()
            case "theme":
                return self._site.theme
        if query.name in PARTS:
            return part_of(self._site.theme, query)
        if query not in self._known:
            self._known[query] = self._think(query)
        return self._known[query]

    def _think(self, query: Query) -> Any:
        if query.name == "site":
            lang = dict(query.args)["lang"]
            views = (edition.view for edition in self._site.editions if edition.lang == lang)
            return next(views, None)  # a page of a former build may have asked for a language that is gone
        return answer(self._site, query)
