"""Jinja's environment of a theme: where templates come from, and what they can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.meta import find_referenced_templates

from sitegen.model.documents import Template, Theme
from sitegen.model.query import Query
from sitegen.model.render_queries import AllTemplates, TemplateNamed
from sitegen.model.views import SiteView
from sitegen.render.bytecode_cache import Names, TemplateCache, load_names, save_names
from sitegen.render.codegen import Generator, PageContext
from sitegen.render.filters import FILTERS, FUNCTIONS
from sitegen.render.fragment_cache import FragmentCache, Shelf
from sitegen.render.fragment_tag import FragmentTag
from sitegen.render.undefined import Unknown

_KEPT = 4
_SHELF = Shelf()


class _Loader(BaseLoader):
    """Templates that were read before: what is rendered is what the theme's digest says."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """The text of a template and its path for messages."""
        found = self._templates.get(template)
        if found is None:
            raise TemplateNotFound(template)
        return found.text, found.path, lambda: True

    def list_templates(self) -> list[str]:
        """All names."""
        return sorted(self._templates)


class ThemeEnvironment(Environment):
    """A theme's templates with our filters and functions, and which of them need which others."""

    code_generator_class = Generator
    context_class = PageContext

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            loader=_Loader(theme.templates),
            autoescape=True,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # templates that change make another digest, and so another environment
            cache_size=-1,
            bytecode_cache=TemplateCache(),
            extensions=[FragmentTag],
        )
        self.filters |= FILTERS
        self.globals |= FUNCTIONS
        # Two builds of the same input give the same bytes: nothing here may be left to chance.
        del self.filters["random"], self.globals["lipsum"]
        self._templates = theme.templates
        self._references: dict[str, Names] = {}
        self._closures: dict[str, tuple[str, ...] | None] = {}
        self._questions: dict[str, tuple[Query[Any], ...]] = {}
        self._memories: dict[tuple[str, bool], FragmentCache] = {}

    def memory(self, lang: str, site: SiteView | None, *more: Any) -> FragmentCache:
        """The fragments of a language's pages that see this very site, or none, and these very values."""
        kind, seen = (lang, site is None), (site, *more)
        found = self._memories.get(kind)
        if found is None or not found.serves(seen):
            if found is not None:
                found.forget()
            found = self._memories[kind] = FragmentCache(seen, _SHELF)
        return found

    def forget(self) -> None:
        """Forget what was written with these templates."""
        for memory in self._memories.values():
            memory.forget()
        self._memories.clear()

    def questions(self, name: str) -> tuple[Query[Any], ...]:
        """What a page made by the template depends on: the templates that it may load, all where that is only
        known when it runs."""
        if name not in self._questions:
            names = self.closure(name)
            self._questions[name] = (AllTemplates(),) if names is None else tuple(map(TemplateNamed, names))
        return self._questions[name]

    def closure(self, name: str) -> tuple[str, ...] | None:
        """The names of all templates that the template may load, itself among them, whether there or not.

        None where one of them chooses others by a name that is only known when it runs.
        """
        if name not in self._closures:
            self._closures[name] = self._reach(name)
        return self._closures[name]

    def _reach(self, name: str) -> tuple[str, ...] | None:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current in reached:
                continue
            reached.add(current)
            for reference in self._named_by(current):
                if reference is None:
                    return None
                waiting.append(reference)
        return tuple(sorted(reached))

    def _named_by(self, name: str) -> Names:
        """The names that a template loads itself."""
        if name not in self._references:
            template = self._templates.get(name)
            self._references[name] = self._find_names(name, template) if template else ()
        return self._references[name]

    def _find_names(self, name: str, template: Template) -> Names:
        names = load_names(template)
        if names is None:
            names = tuple(find_referenced_templates(self.parse(template.text, name, template.path)))
            save_names(template, names)
        return names

    def compile_all(self) -> None:
        """Compile every template, as far as that can be done."""
        for name in self._templates:
            with suppress(Exception):  # which the pages tell that need it
                self.get_template(name)
                self.closure(name)


_ENVIRONMENTS: dict[str, ThemeEnvironment] = {}


def environment(theme: Theme) -> ThemeEnvironment:
    """The theme's environment: one for each state of its templates in this process."""
    found = _ENVIRONMENTS.get(theme.digest)
    if found is None:
        while len(_ENVIRONMENTS) >= _KEPT:
            _ENVIRONMENTS.pop(next(iter(_ENVIRONMENTS))).forget()
        found = _ENVIRONMENTS[theme.digest] = ThemeEnvironment(theme)
    return found
