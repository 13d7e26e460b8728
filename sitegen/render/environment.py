"""Jinja's environment of a theme: where templates come from, and what they can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.meta import find_referenced_templates

from sitegen.model.documents import Template, Theme
from sitegen.render.filters import FILTERS, FUNCTIONS
from sitegen.render.undefined import Unknown

_KEPT = 4


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

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            loader=_Loader(theme.templates),
            autoescape=True,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # templates that change make another digest, and so another environment
            cache_size=-1,
        )
        self.filters |= FILTERS
        self.globals |= FUNCTIONS
        # Two builds of the same input give the same bytes: nothing here may be left to chance.
        del self.filters["random"], self.globals["lipsum"]
        self._templates = theme.templates
        self._closures: dict[str, tuple[str, ...] | None] = {}

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
            if (template := self._templates.get(current)) is None:
                continue
            for reference in find_referenced_templates(self.parse(template.text, current, template.path)):
                if reference is None:
                    return None
                waiting.append(reference)
        return tuple(sorted(reached))


_ENVIRONMENTS: dict[str, ThemeEnvironment] = {}


def environment(theme: Theme) -> ThemeEnvironment:
    """The theme's environment: one for each state of its templates in this process."""
    found = _ENVIRONMENTS.get(theme.digest)
    if found is None:
        while len(_ENVIRONMENTS) >= _KEPT:
            _ENVIRONMENTS.pop(next(iter(_ENVIRONMENTS)))
        found = _ENVIRONMENTS[theme.digest] = ThemeEnvironment(theme)
    return found
