"""A theme's Jinja environment: where its templates come from and what they can use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.meta import find_referenced_templates

from sitegen.model.documents import Template, Theme
from sitegen.model.query import Query
from sitegen.model.render_queries import AllTemplates, TemplateNamed
from sitegen.model.views import SiteView
from sitegen.render.bytecode_cache import References, TemplateCache, load_references, save_references
from sitegen.render.codegen import PageContext, ThemeCodeGenerator
from sitegen.render.filters import FILTERS, FUNCTIONS
from sitegen.render.fragment_cache import FragmentCache, FragmentPool
from sitegen.render.fragment_tag import FragmentTag
from sitegen.render.undefined import Unknown

#: Environments to keep in a process.
_MAX_ENVIRONMENTS = 4
_POOL = FragmentPool()


class _ThemeLoader(BaseLoader):
    """Loads templates that were read before, so that pages match the theme's digest."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """The text of a template, and its path for messages."""
        found = self._templates.get(template)
        if found is None:
            raise TemplateNotFound(template)
        return found.text, found.path, lambda: True

    def list_templates(self) -> list[str]:
        """All names."""
        return sorted(self._templates)


class ThemeEnvironment(Environment):
    """A theme's templates with our filters and functions, and the references between them."""

    code_generator_class = ThemeCodeGenerator
    context_class = PageContext

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            loader=_ThemeLoader(theme.templates),
            autoescape=True,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # changed templates have another digest, and so another environment
            cache_size=-1,
            bytecode_cache=TemplateCache(),
            extensions=[FragmentTag],
        )
        self.filters |= FILTERS
        self.globals |= FUNCTIONS
        # Builds are reproducible: templates get nothing random.
        del self.filters["random"], self.globals["lipsum"]
        self._templates = theme.templates
        self._references: dict[str, References] = {}
        self._closures: dict[str, tuple[str, ...] | None] = {}
        self._queries: dict[str, tuple[Query[object], ...]] = {}
        self._fragment_caches: dict[tuple[str, bool], FragmentCache] = {}

    def fragment_cache(self, lang: str, site: SiteView | None, *shared: object) -> FragmentCache:
        """The cache for pages in this language with exactly this site (or none) and these shared values."""
        key, values = (lang, site is None), (site, *shared)
        found = self._fragment_caches.get(key)
        if found is None or not found.is_for(values):
            if found is not None:
                found.clear()
            found = self._fragment_caches[key] = FragmentCache(values, _POOL)
        return found

    def clear_fragments(self) -> None:
        """Drop all fragments of these templates."""
        for cache in self._fragment_caches.values():
            cache.clear()
        self._fragment_caches.clear()

    def queries(self, name: str) -> tuple[Query[object], ...]:
        """The queries for the templates that a template may load; for all templates if that is unknown."""
        if name not in self._queries:
            names = self.closure(name)
            self._queries[name] = (AllTemplates(),) if names is None else tuple(map(TemplateNamed, names))
        return self._queries[name]

    def closure(self, name: str) -> tuple[str, ...] | None:
        """The names of all templates that a template may load, itself included, whether they exist or not.

        None if one of them computes a name when it runs.
        """
        if name not in self._closures:
            self._closures[name] = self._find_closure(name)
        return self._closures[name]

    def _find_closure(self, name: str) -> tuple[str, ...] | None:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current in reached:
                continue
            reached.add(current)
            for reference in self._references_of(current):
                if reference is None:
                    return None
                waiting.append(reference)
        return tuple(sorted(reached))

    def _references_of(self, name: str) -> References:
        if name not in self._references:
            template = self._templates.get(name)
            self._references[name] = self._find_references(name, template) if template else ()
        return self._references[name]

    def _find_references(self, name: str, template: Template) -> References:
        references = load_references(template)
        if references is None:
            references = tuple(find_referenced_templates(self.parse(template.text, name, template.path)))
            save_references(template, references)
        return references

    def compile_all(self) -> None:
        """Compile all templates without errors."""
        for name in self._templates:
            with suppress(Exception):  # reported by the pages that use the template
                self.get_template(name)
                self.closure(name)


_ENVIRONMENTS: dict[str, ThemeEnvironment] = {}


def environment(theme: Theme) -> ThemeEnvironment:
    """The theme's environment, one per digest and process."""
    found = _ENVIRONMENTS.get(theme.digest)
    if found is None:
        while len(_ENVIRONMENTS) >= _MAX_ENVIRONMENTS:
            _ENVIRONMENTS.pop(next(iter(_ENVIRONMENTS))).clear_fragments()
        found = _ENVIRONMENTS[theme.digest] = ThemeEnvironment(theme)
    return found
