"""Jinja's environment of a theme: where templates come from, and what they can do."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader

from sitegen.model.documents import Theme
from sitegen.render.filters import FILTERS, FUNCTIONS
from sitegen.render.undefined import Unknown

Named = tuple[tuple[str, str], ...]


def environment(theme: Theme) -> Environment:
    """The theme's environment: one for each state of its templates in this process."""
    return _environment(theme.digest, theme.folders, theme.named)


@lru_cache(maxsize=4)
def _environment(digest: str, folders: tuple[str, ...], named: Named) -> Environment:  # noqa: ARG001
    jinja = Environment(
        loader=_loader(folders, named),
        autoescape=True,
        undefined=Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # templates that change make another digest, and so another environment
        cache_size=-1,
    )
    jinja.filters |= FILTERS
    jinja.globals |= FUNCTIONS
    # Two builds of the same input give the same bytes: nothing here may be left to chance.
    del jinja.filters["random"], jinja.globals["lipsum"]
    return jinja


def _loader(folders: tuple[str, ...], named: Named) -> ChoiceLoader:
    """`!name/x.html` is that theme's template, or its parents'; a plain name is the nearest of all."""
    own = [folder for _, folder in named]
    prefixed = {f"!{name}": FileSystemLoader(own[index:]) for index, (name, _) in enumerate(named)}
    return ChoiceLoader([PrefixLoader(prefixed), FileSystemLoader(folders)])
